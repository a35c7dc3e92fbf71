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
from handouts.typeset import Press, Tightness

if TYPE_CHECKING:
    from handouts.formats.pdf import Laid

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
SHEETS = {"reading": "sheet one (for reading)", "doing": "sheet two (exercises)"}
KEY_FACTS_GONE = Diagnostic(
    "HND512", "the key facts are left out: sheet one is full", "shorten the text of sheet one to bring them back"
)
USUAL_CARDS = 4  # that sheet two has room for
LONGEST_NAMED = 3  # fields that a refusal names, longest first


@dataclass(frozen=True, slots=True)
class Paper:
    """What a leaflet is printed with: the setting, and the folders its pictures are taken from."""

    press: Press
    pictures: Sequence[Path]


def write(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
    """The file, with everything the press found.

    A leaflet of one condition must fit the pages of its edition: each sheet gives way first (gaps, key facts; notes,
    height of pictures, gaps) and is then refused with HND503; key facts
    that go are told as HND512. Several conditions take the pages they need;
    past two sheets HND505. A template that cannot be set is HND504.
    """
    try:
        return _written(leaflet, edition, paper, format_)
    except typeset.TemplateFaultError as fault:
        return Printed(b"", 0, (fault.diagnostic,))


def _written(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str) -> Printed:
    if format_ != "pdf":
        return FORMATS[format_](typeset.page(leaflet, paper.press), paper.pictures)
    from handouts.formats import pdf

    laid, tightness = _laid_out(leaflet, edition, paper)
    printed = pdf.press(laid)
    found = list(printed.diagnostics)
    if laid.document is not None and laid.pages > edition.pages_max:
        found.append(_too_long(leaflet, edition, laid))
    if "reading-facts" in tightness.classes and leaflet.key_facts:
        found.append(KEY_FACTS_GONE)
    return replace(printed, diagnostics=tuple(found))


def _laid_out(leaflet: Leaflet, edition: Edition, paper: Paper) -> tuple[Laid, Tightness]:
    """Each sheet as roomy as fits its pages and leaves none nearly empty.

    The sheets stand on pages of their own, so each gives way alone. A sheet that may take more pages and does not fit
    even so is left roomy.
    """
    from handouts.formats import pdf

    def at(tightness: Tightness) -> tuple[Laid, Tightness]:
        return pdf.layout(typeset.html(leaflet, edition, paper.press, tightness), paper.pictures), tightness

    steps, given_up = {"reading": 0, "doing": 0}, set[str]()
    laid = at(typeset.ROOMY)
    while laid[0].document is not None:
        fits = _sheets_that_fit(edition, laid[0])
        too_full = [sheet for sheet in SHEETS if not fits[sheet] and sheet not in given_up]
        if not too_full:
            return laid
        for sheet in too_full:
            if steps[sheet] < getattr(typeset.TIGHTEST, sheet):
                steps[sheet] += 1
            else:
                given_up.add(sheet)
                steps[sheet] = steps[sheet] if _is_held(leaflet) else 0
        if (tightness := Tightness(**steps)) != laid[1]:
            laid = at(tightness)
    return laid


def _is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. What is asked for on top may take a page."""
    return (
        len(leaflet.conditions) == 1
        and len(leaflet.cards) <= USUAL_CARDS
        and not leaflet.both_sides
        and not leaflet.personal.notes
    )


def _sheets_that_fit(edition: Edition, laid: Laid) -> dict[str, bool]:
    empty = {found.message for found in laid.diagnostics if found.code == "HND507"}
    return {
        sheet: len(pages) <= edition.pages_max / len(SHEETS)
        and not any(f"page {number + 1} " in message for number in pages for message in empty)
        for sheet, pages in _pages_of_sheets(laid).items()
    }


def _pages_of_sheets(laid: Laid) -> dict[str, list[int]]:
    """Which pages, counted from 0, belong to the sheet for reading and to the one for doing."""
    marked = (n for n, pieces in enumerate(laid.pieces) if any(piece.where.place == SHEET_TWO for piece in pieces))
    first = next(marked, laid.pages)
    return {"reading": list(range(first)), "doing": list(range(first, laid.pages))}


def _too_long(leaflet: Leaflet, edition: Edition, laid: Laid) -> Diagnostic:
    if not _is_held(leaflet):
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages instead of {edition.pages_max}",
            "fewer conditions, fewer `--exercises` or shorter `--notes` make it shorter",
        )
    sheet, pages = max(_pages_of_sheets(laid).items(), key=lambda item: len(item[1]))
    beyond_mm = laid.facts[pages[-1]].lowest_mm
    longest = ", ".join(f"{name} ({height:.0f} mm)" for name, height in _heights_mm(laid, pages)[:LONGEST_NAMED])
    return Diagnostic(
        "HND503",
        f"{SHEETS[sheet]} is too long for {edition.name}: the last {beyond_mm:.0f} mm find no room",
        f"shorten the text; the longest parts of this sheet are {longest}",
    )


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
