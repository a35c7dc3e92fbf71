"""Leaflet → bytes: set it, lay it out, and give way step by step while it is too long for its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import typeset
from handouts.diagnostics import Diagnostic
from handouts.formats import FORMATS, Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.typeset import Press

if TYPE_CHECKING:
    from handouts.formats.pdf import Laid

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
LONGEST_NAMED = 3  # fields that a refusal names, longest first


@dataclass(frozen=True, slots=True)
class Paper:
    """What a leaflet is printed with: the setting, and the folders its pictures are taken from."""

    press: Press
    pictures: Sequence[Path]


def write(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
    """The file, with everything the press found.

    A leaflet of one condition must fit the pages of its edition: it gives way first (notes, height of pictures, gaps,
    key facts) and is then refused with HND503. Several conditions take the pages they need; past two sheets HND505.
    A template that cannot be set is HND504.
    """
    try:
        return _written(leaflet, edition, paper, format_)
    except typeset.TemplateFaultError as fault:
        return Printed(b"", 0, (fault.diagnostic,))


def _written(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str) -> Printed:
    if format_ != "pdf":
        return FORMATS[format_](typeset.page(leaflet, paper.press), paper.pictures)
    from handouts.formats import pdf

    laid = _laid_out(leaflet, edition, paper)
    printed = pdf.press(laid)
    if laid.document is None or laid.pages <= edition.pages_max:
        return printed
    return replace(printed, diagnostics=(*printed.diagnostics, _too_long(leaflet, edition, laid)))


def _laid_out(leaflet: Leaflet, edition: Edition, paper: Paper) -> Laid:
    """The least tight setting that fits its pages and leaves none nearly empty; if none does, the roomy one."""
    from handouts.formats import pdf

    def laid_at(step: int) -> Laid:
        return pdf.layout(typeset.html(leaflet, edition, paper.press, step), paper.pictures)

    tightest = len(typeset.GIVE_WAY)
    roomy = laid_at(0)
    if _fits(edition, roomy):
        return roomy
    tight = laid_at(tightest)
    if not _fits(edition, tight):
        return min(roomy, tight, key=lambda laid: (laid.pages > edition.pages_max, _nearly_empty(laid)))
    return next((laid for step in range(1, tightest) if _fits(edition, laid := laid_at(step))), tight)


def _fits(edition: Edition, laid: Laid) -> bool:
    return laid.document is None or (laid.pages <= edition.pages_max and not _nearly_empty(laid))


def _nearly_empty(laid: Laid) -> int:
    return sum(found.code == "HND507" for found in laid.diagnostics)


def _too_long(leaflet: Leaflet, edition: Edition, laid: Laid) -> Diagnostic:
    if len(leaflet.conditions) > 1:
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages instead of {edition.pages_max}",
            "fine for several conditions; fewer conditions or `--exercises` make it shorter",
        )
    sheet, pages = _fuller_sheet(laid)
    beyond_mm = laid.facts[pages[-1]].lowest_mm
    longest = ", ".join(f"{name} ({height:.0f} mm)" for name, height in _heights_mm(laid, pages)[:LONGEST_NAMED])
    return Diagnostic(
        "HND503",
        f"sheet {sheet} is too long for {edition.name}: the last {beyond_mm:.0f} mm find no room",
        f"shorten the text; the longest parts of this sheet are {longest}",
    )


def _fuller_sheet(laid: Laid) -> tuple[str, list[int]]:
    """Which of the two sheets takes more pages than its half, and which pages these are."""
    first = next(
        (n for n, pieces in enumerate(laid.pieces) if any(piece.where.place == SHEET_TWO for piece in pieces)), 0
    )
    one, two = list(range(first)), list(range(first, laid.pages))
    return ("one (for reading)", one) if len(one) > len(two) else ("two (exercises)", two)


def _heights_mm(laid: Laid, pages: Sequence[int]) -> list[tuple[str, float]]:
    """How much height the lines of each field take on these pages, most first."""
    from handouts.formats.walk import PX_PER_MM

    lines = {
        (piece.where.field, number, round(piece.rect.top)): piece.rect.bottom - piece.rect.top
        for number in pages
        for piece in laid.pieces[number]
        if piece.kind == "text" and piece.where.field
    }
    heights: dict[str, float] = {}
    for (field, _, _), height in lines.items():
        heights[field] = heights.get(field, 0.0) + height / PX_PER_MM
    return sorted(heights.items(), key=lambda item: -item[1])
