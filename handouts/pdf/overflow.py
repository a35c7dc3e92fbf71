"""Reports problems of layout that the engine does not: overflow, split cards, stranded headings, empty pages.

Lengths in messages are millimetres. A finding names the field of the content if the HTML does (attributes: `walk`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.pdf.fonts import families_not_bundled, missing_glyph_finding, missing_glyphs
from handouts.pdf.walk import PX_PER_MM, Limit, Piece, Rect, pieces

#: A fifth of a millimetre: less is not visible, and the engine's rounding reaches a tenth.
TOLERANCE_PX = 0.75

#: A page that is filled less than this wastes a sheet.
LEAST_FILL = 1 / 3
MOST_SHOWN = 48  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The measures of one page."""

    number: int
    fill: float  # share of the text area's height that is used, 0 to 1; more than 1 when text runs out of it
    lowest_mm: float  # from the top of the text area to the lowest content
    height_mm: float  # height of the text area
    blank: bool  # left empty by the style, to start a new sheet
    lonely: tuple[str, ...]  # headings at the bottom, their text on the next page
    split: tuple[str, ...]  # parts that must not be split, but are on this page and another
    anchors: Mapping[str, float] = field(default_factory=dict)  # named parts, in mm from the top of the text area
    lines: int = 0  # of text, one below the other


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of all pages, and the pieces that messages quote."""

    facts: tuple[PageFacts, ...]
    pieces: tuple[tuple[Piece, ...], ...]


def measured(document: Any) -> Measured:
    """Measures all pages of a laid-out document."""
    laid = tuple(tuple(pieces(page)) for page in document.pages)
    split = _split(laid)
    last = len(laid)
    facts = tuple(
        _facts(number, page, content, () if number == last else _lonely(content), split[number])
        for number, (page, content) in enumerate(zip(document.pages, laid, strict=True), 1)
    )
    return Measured(facts, laid)


def _facts(
    number: int, page: Any, content: Sequence[Piece], lonely: tuple[str, ...], split: tuple[str, ...]
) -> PageFacts:
    box = page._page_box
    top, height = box.content_box_y(), box.height
    lowest = max((piece.rect.bottom for piece in content if not piece.position.margin), default=top)
    used = max(0.0, lowest - top)
    blank = bool(box.page_type.blank)
    anchors = {name: (y - top) / PX_PER_MM for name, (_, y, *_) in page.anchors.items()}
    lines = _lines_below_each_other(content)
    return PageFacts(number, used / height, used / PX_PER_MM, height / PX_PER_MM, blank, lonely, split, anchors, lines)


def _lines_below_each_other(page: Sequence[Piece]) -> int:
    """The most lines of text of which each begins below the one before: those of columns side by side count once."""
    many, last = 0, -inf
    rects = (piece.rect for piece in page if piece.kind == "text" and not piece.position.margin)
    for bottom, top in sorted((rect.bottom, rect.top) for rect in rects):
        if top >= last - TOLERANCE_PX:
            many, last = many + 1, bottom
    return many


def _lonely(page: Sequence[Piece]) -> tuple[str, ...]:
    """The heading at the end of a page, if there is one, as text."""
    content = [piece for piece in page if piece.kind != "box" and not piece.position.margin]
    lines: list[str] = []
    while content and content[-1].position.heading:
        lines.insert(0, content.pop().text.strip())
    return (" ".join(lines),) if lines else ()


def _split(laid: Sequence[Sequence[Piece]]) -> dict[int, tuple[str, ...]]:
    """For each page, the unsplittable parts that are on it and on another page."""
    pages: dict[tuple[int, str], set[int]] = defaultdict(set)
    for number, content in enumerate(laid, 1):
        for piece in content:
            for whole in piece.position.wholes:
                pages[whole].add(number)
    split: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for (_, label), numbers in pages.items():
        for number in sorted(numbers) if len(numbers) > 1 else ():
            split[number] += (label,)
    return split


def page_findings(facts: Sequence[PageFacts]) -> list[Diagnostic]:
    """HND507 for nearly empty pages, HND509 for stranded headings, HND510 for split parts."""
    findings = []
    for page in facts:
        if page.fill < LEAST_FILL and not page.blank:
            free = page.height_mm - page.lowest_mm
            message = f"page {page.number} is filled to {page.fill:.0%} only: {free:.0f} mm are empty"
            findings.append(Diagnostic("HND507", message, "leave something out, or let the page before take it"))
        for heading in page.lonely:
            message = f"the heading “{heading}” is alone at the foot of page {page.number}"
            findings.append(Diagnostic("HND509", message, "keep the heading with the text under it"))
    pages_of: dict[str, list[int]] = defaultdict(list)
    for page in facts:
        for label in page.split:
            pages_of[label].append(page.number)
    for label, numbers in pages_of.items():
        message = f"“{label}” is split over pages {', '.join(map(str, numbers))}"
        findings.append(Diagnostic("HND510", message, "shorten it, so that it fits on one page"))
    return findings


def overflow_findings(laid: Sequence[Sequence[Piece]]) -> list[Diagnostic]:
    """HND503 for each field, limit and page, with its largest overflow."""
    worst: dict[tuple[object, str, int], tuple[float, Piece, str]] = {}
    for number, content in enumerate(laid, 1):
        for piece in content:
            if piece.kind != "box" and (over := _most_over(piece)):
                length, limit, side = over
                key = (piece.position.field or limit.rect, limit.name, number)
                if key not in worst or worst[key][0] < length:
                    worst[key] = (length, piece, side)
    return [_overflow(name, number, *rest) for (_, name, number), rest in worst.items()]


def _most_over(piece: Piece) -> tuple[float, Limit, str] | None:
    """The innermost limit that a piece exceeds: pixels, limit, side."""
    for limit in reversed(piece.position.limits):
        sides = _over(piece.rect, limit.rect)
        side = max(sides, key=lambda name: sides[name])
        if sides[side] > TOLERANCE_PX:
            return sides[side], limit, side
    return None


def _over(inner: Rect, outer: Rect) -> dict[str, float]:
    return {
        "left": outer.left - inner.left,
        "top": outer.top - inner.top,
        "right": inner.right - outer.right,
        "bottom": inner.bottom - outer.bottom,
    }


def _overflow(limit: str, page: int, px: float, piece: Piece, side: str) -> Diagnostic:
    what = f"“{shortened(piece.text.strip())}”" if piece.kind == "text" else "a picture"
    source = f" ({piece.position.field})" if piece.position.field else ""
    message = f"{what} runs {px / PX_PER_MM:.1f} mm out of {limit} on page {page}{source}"
    return Diagnostic("HND503", message, _remedy(px, piece, side))


def _remedy(px: float, piece: Piece, side: str) -> str:
    if piece.kind == "picture":
        return "make the picture smaller"
    if side in ("left", "right"):
        letters = len(piece.text.strip())
        width = piece.rect.right - piece.rect.left
        fitting = int(letters * max(0.0, width - px) / width) if width else 0
        if " " in piece.text.strip() or fitting:
            return f"shorten it to about {fitting} characters, or use shorter words"
    return "shorten the text, or give it more room in the style"


def shortened(text: str) -> str:
    """A text for a message: whole if short, else its beginning."""
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def missing(laid: Sequence[Sequence[Piece]]) -> dict[str, tuple[str, Piece]]:
    """The characters that no bundled font has, each with its Unicode name and its first piece."""
    first: dict[str, tuple[str, Piece]] = {}
    for content in laid:
        for piece in content:
            for char, name in missing_glyphs(piece.text).items():
                first.setdefault(char, (name, piece))
    return first


def glyph_findings(laid: Sequence[Sequence[Piece]]) -> list[Diagnostic]:
    """HND501 for each field with characters that no bundled font has, with the text around the first."""
    fields: dict[str, dict[str, tuple[str, Piece]]] = defaultdict(dict)
    for char, (name, piece) in missing(laid).items():
        fields[piece.position.field or ""][char] = (name, piece)
    findings = []
    for letters in fields.values():
        first, (_, piece) = next(iter(letters.items()))
        findings.append(no_glyph({char: name for char, (name, _) in letters.items()}, first, piece))
    return findings


def no_glyph(missing: Mapping[str, str], first: str, piece: Piece | None) -> Diagnostic:
    """HND501 for the characters of one field."""
    around = ""
    if piece:
        at = max(0, piece.text.find(first))
        source = f" ({piece.position.field})" if piece.position.field else ""
        around = f", in “{shortened(piece.text[max(0, at - 20) :].strip())}”{source}"
    return missing_glyph_finding(missing, around)


def family_findings(laid: Sequence[Sequence[Piece]]) -> list[Diagnostic]:
    """HND502 for each font stack without a bundled family: the engine would substitute another face silently."""
    stacks = dict.fromkeys(piece.fonts for content in laid for piece in content if piece.kind == "text")
    return [
        Diagnostic(
            "HND502",
            f"the font `{', '.join(stack)}` is not bundled",
            "name a bundled family in the style, such as Fira Sans",
        )
        for stack in stacks
        if families_not_bundled(stack)
    ]
