"""Checks that no text is printed over other text or over a rule. Reports HND894."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handouts.diagnostics import Diagnostic
from handouts.pdf.content_stream import TextRun
from handouts.pdf.reader import PdfReader
from handouts.pdf.rules import Rule, rules

#: The ink of a line as shares of its size: most letters of the bundled faces reach from -0.21 (g) to 0.69 (H), and
#: small letters to 0.53. A rule may touch the tail of a g, as an underline does.
DESCENDER, CAPITALS, SMALL_LETTERS = 0.21, 0.69, 0.53
TOLERANCE_PT = 0.7  # a quarter of a millimetre: kerning overlaps that much, and the eye sees no less
PT_PER_MM = 72 / 25.4


class _Ink(NamedTuple):
    bottom: float
    top: float
    left: float
    right: float
    text: str


def overprinted(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND894 for the deepest overlap of each page: a line of text with another one, or with a rule."""
    lines: dict[int, list[TextRun]] = {}
    for run in pdf.runs:
        if run.painted and run.text.strip() and run.width_pt > 0:
            lines.setdefault(run.page, []).append(run)
    for page, on_page in lines.items():
        found = [*_text_on_text(on_page), *_text_on_rules(on_page, rules(pdf.painted(page)))]
        if found:
            depth_pt, one, other = max(found)
            message = f"“{one}” on page {page} overlaps {other} by {depth_pt / PT_PER_MM:.1f} mm"
            yield Diagnostic("HND894", message, "shorten the text, or give it more room in the style")


def _text_on_text(runs: Sequence[TextRun]) -> Iterator[tuple[float, str, str]]:
    """Overlaps of two runs. Both are sorted by height, so that each is compared with its neighbours only."""
    inks = sorted(_ink(run, CAPITALS) for run in runs)
    for at, one in enumerate(inks):
        for other in inks[at + 1 :]:
            if other.bottom >= one.top - TOLERANCE_PT:
                break
            depth = _overlap(one, other.left, other.bottom, other.right, other.top)
            if depth > TOLERANCE_PT:
                yield depth, one.text, f"“{other.text}”"


def _text_on_rules(runs: Sequence[TextRun], lines: Sequence[Rule]) -> Iterator[tuple[float, str, str]]:
    for ink in (_ink(run, SMALL_LETTERS, 0.0) for run in runs):
        for rule in lines:
            if rule.bottom < ink.top and rule.top > ink.bottom and rule.left < ink.right and rule.right > ink.left:
                depth = _overlap(ink, *rule)
                if depth > TOLERANCE_PT:
                    yield depth, ink.text, "a rule"


def _overlap(ink: _Ink, left: float, bottom: float, right: float, top: float) -> float:
    """How deep two rectangles overlap, in points: the shorter side of what they share."""
    return min(min(ink.right, right) - max(ink.left, left), min(ink.top, top) - max(ink.bottom, bottom))


def _ink(run: TextRun, height: float, depth: float = DESCENDER) -> _Ink:
    """The rectangle of a run without the blanks at its ends."""
    text = run.text.strip()
    blank = run.width_pt / len(run.text) * 0.6  # about the width of a blank in the bundled faces
    left = run.x_pt + blank * (len(run.text) - len(run.text.lstrip()))
    right = run.x_pt + run.width_pt - blank * (len(run.text) - len(run.text.rstrip()))
    bottom, top = run.y_pt - depth * run.size_pt, run.y_pt + height * run.size_pt
    return _Ink(round(bottom, 2), round(top, 2), left, right, text[:40])
