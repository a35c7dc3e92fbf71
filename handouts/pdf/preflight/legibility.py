"""Checks the type size, line length and contrast of a finished PDF. Reports HND870 to HND873."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from handouts.diagnostics import Diagnostic
from handouts.model import Edition, contrast
from handouts.model.leaflet import Leaflet
from handouts.pdf.content_stream import TextRun
from handouts.pdf.reader import PdfReader

#: UKAAF G003: body text of at least 12 pt, in large print of at least 16.
LEAST_BODY_PT = 12.0
LEAST_LARGE_PT = 16.0
LARGE_PRINT_PT = 16.0
#: Page numbers and labels ideally have the body size; footers of this size are still readable after two copies.
LEAST_PT = 9.5
#: UKAAF: lines of 60 to 70 characters. Single lines across the page may be longer, up to a tenth of all lines.
LONGEST_LINE = 80
MOST_LONG_LINES = 0.1
#: WCAG 2 AA: 4.5 to 1, for large text 3 to 1. Large is from 18 pt, or from 14 pt in a bold face.
LEAST_CONTRAST = 4.5
LEAST_LARGE_CONTRAST = 3.0
TOLERANCE_PT = 0.05


def smallest(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND870 for each font size that is too small, at its first text."""
    small = {
        run.size_pt: run for run in reversed(pdf.runs) if run.text.strip() and run.size_pt < LEAST_PT - TOLERANCE_PT
    }
    for size, run in sorted(small.items()):
        message = f"“{run.text.strip()[:40]}” on page {run.page} is {size:g} pt, {LEAST_PT:g} is the least"
        yield Diagnostic("HND870", message, "set it larger in the style")


def body_size(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND871 for body text that is smaller than its edition requires."""
    body = body_pt(pdf)
    least = max(edition.body_pt, LEAST_LARGE_PT if edition.body_pt >= LARGE_PRINT_PT else LEAST_BODY_PT)
    if body < least - TOLERANCE_PT:
        message = f"most letters are {body:g} pt, {least:g} are required"
        yield Diagnostic("HND871", message, "set the root size of the edition, and let nothing shrink the body")


def body_pt(pdf: PdfReader) -> float:
    """The font size of most characters, in points."""
    letters: Counter[float] = Counter()
    for run in pdf.runs:
        letters[run.size_pt] += len(run.text.strip())
    return letters.most_common(1)[0][0] if letters else 0.0


def line_lengths(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND872 when more than a tenth of the body lines are too long to find the next one easily."""
    lines = [line for line in _lines(pdf.runs, body_pt(pdf)) if len(line) > 20]
    long_ = [line for line in lines if len(line) > LONGEST_LINE]
    if len(long_) > MOST_LONG_LINES * len(lines):
        message = (
            f"{len(long_)} of {len(lines)} lines have more than {LONGEST_LINE} letters, up to {max(map(len, long_))}"
        )
        yield Diagnostic("HND872", message, "set narrower columns or a larger size")


def _lines(runs: Iterable[TextRun], body: float) -> list[str]:
    """The printed lines in body size. Columns side by side have the same baseline, but different marks."""
    lines: list[str] = []
    before: TextRun | None = None
    for run in runs:
        if abs(run.size_pt - body) > TOLERANCE_PT:
            continue
        is_same_line = before is not None and (before.page, before.mark, before.y_pt) == (run.page, run.mark, run.y_pt)
        if is_same_line:
            lines[-1] += run.text
        else:
            lines.append(run.text)
        before = run
    return [line.strip() for line in lines]


def contrasts(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND873 for text with too little contrast, in colour or in grey as photocopied."""
    worst: dict[tuple[str, str], tuple[float, TextRun]] = {}
    for run, ink in pdf.inked:
        ratio = least_contrast(ink.text, ink.background)
        large = run.size_pt >= 18 or (run.size_pt >= 14 and "Bold" in run.font)
        if run.text.strip() and ratio < (LEAST_LARGE_CONTRAST if large else LEAST_CONTRAST):
            worst.setdefault((ink.text, ink.background), (ratio, run))
    for (text, background), (ratio, run) in worst.items():
        message = f"“{run.text.strip()[:40]}” on page {run.page}: {text} on {background} is {ratio:.1f} to 1"
        yield Diagnostic("HND873", message, f"choose colours of at least {LEAST_CONTRAST:g} to 1, in grey too")


@lru_cache(maxsize=1000)
def least_contrast(text: str, background: str) -> float:
    """The contrast of two colours as printed or as photocopied, whichever is less."""
    return min(contrast(text, background), contrast(grey(text), grey(background)))


def grey(colour: str) -> str:
    """A colour `#RRGGBB` as a photocopier prints it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02X}{level:02X}{level:02X}"


def facts(pdf: PdfReader, edition: Edition) -> dict[str, str]:
    """Measures of sizes, lines and contrast for an evidence page."""
    ratios = [least_contrast(ink.text, ink.background) for run, ink in pdf.inked if run.text.strip()]
    lines = _lines(pdf.runs, body_pt(pdf))
    return {
        "body": f"{body_pt(pdf):g} pt",
        "smallest print": f"{pdf.smallest_pt():g} pt",
        "longest line": f"{max(map(len, lines), default=0)} letters",
        "least contrast": f"{min(ratios, default=0):.1f} to 1, in grey too",
    }
