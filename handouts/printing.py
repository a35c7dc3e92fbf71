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
    """
    if format_ != "pdf":
        return FORMATS[format_](typeset.page(leaflet, paper.press), paper.pictures)
    from handouts.formats import pdf

    laid = _laid_out(leaflet, edition, paper)
    printed = pdf.press(laid)
    if laid.document is None or laid.pages <= edition.pages_max:
        return printed
    return replace(printed, diagnostics=(*printed.diagnostics, _too_long(leaflet, edition, laid)))


def _laid_out(leaflet: Leaflet, edition: Edition, paper: Paper) -> Laid:
    """The least tight setting that fits its pages and leaves none nearly empty; else the best that was found."""
    from handouts.formats import pdf

    tried: list[Laid] = []
    for step in range(len(typeset.GIVE_WAY) + 1):
        laid = pdf.layout(typeset.html(leaflet, edition, paper.press, step), paper.pictures)
        if laid.document is None or not _badness(leaflet, edition, laid):
            return laid
        tried.append(laid)
    return min(tried, key=lambda laid: _badness(leaflet, edition, laid))


def _badness(leaflet: Leaflet, edition: Edition, laid: Laid) -> int:
    """Pages too many (which only one condition is held to), and pages nearly empty."""
    too_many = max(0, laid.pages - edition.pages_max) if len(leaflet.conditions) == 1 else 0
    return too_many + sum(d.code == "HND507" for d in laid.diagnostics)


def _too_long(leaflet: Leaflet, edition: Edition, laid: Laid) -> Diagnostic:
    over_mm = sum(facts.lowest_mm for facts in laid.facts[edition.pages_max :])
    if len(leaflet.conditions) > 1:
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages, {laid.pages - edition.pages_max} more than two sheets",
            "fine for several conditions; fewer conditions or `--exercises` make it shorter",
        )
    longest = ", ".join(f"{name} ({height:.0f} mm)" for name, height in _heights_mm(laid)[:LONGEST_NAMED])
    return Diagnostic(
        "HND503",
        f"{over_mm:.0f} mm too long for {edition.pages_max} pages of {edition.name}",
        f"shorten the text; the longest parts are {longest}",
    )


def _heights_mm(laid: Laid) -> list[tuple[str, float]]:
    """How much height the lines of each field take, most first."""
    from handouts.formats.walk import PX_PER_MM

    lines = {
        (piece.where.field, number, round(piece.rect.top)): piece.rect.bottom - piece.rect.top
        for number, pieces in enumerate(laid.pieces)
        for piece in pieces
        if piece.kind == "text" and piece.where.field
    }
    heights: dict[str, float] = {}
    for (field, _, _), height in lines.items():
        heights[field] = heights.get(field, 0.0) + height / PX_PER_MM
    return sorted(heights.items(), key=lambda item: -item[1])
