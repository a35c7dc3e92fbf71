"""Leaflet → bytes: set it, lay it out, and give way step by step while it is too long for its sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from handouts.diagnostics import Diagnostic
from handouts.layout import templates, variables
from handouts.layout.assets import PrintAssets as PrintAssets
from handouts.layout.assets import assets as assets
from handouts.layout.spare import NO_SPARE
from handouts.layout.tightness import ROOMY, Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import fitting, sheets
from handouts.pdf.measures import measured
from handouts.pdf.printed import Printed
from handouts.pdf.sheets import Fitted

if TYPE_CHECKING:
    from handouts.pdf.lines import RecordedText
    from handouts.pdf.rendering import LaidOut

SHEET_NAMES = {"reading": "sheet one (for reading)", "doing": "sheet two (exercises)"}
KEY_FACTS_GONE = Diagnostic(
    "HND512", "the key facts are left out: sheet one is full", "shorten the text of sheet one to bring them back"
)
LONGEST_NAMED = 3  # fields that a refusal names, longest first


def print_leaflet(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
    """The PDF, not yet read back and not imposed, with everything that the engine reported.

    A leaflet of one condition must fit the pages of its edition: each sheet gives way first (gaps, height of pictures,
    key facts) and is then refused with HND503; key facts that go are HND512.
    Several conditions take the pages they need; past two sheets, of three conditions past three, HND505. A template
    that cannot be set is HND504.
    """
    from handouts.pdf import rendering

    try:
        laid, tightness = laid_out(leaflet, edition, assets)
    except templates.BrokenTemplateError as fault:
        return Printed(b"", 0, (fault.diagnostic,))
    return with_findings(rendering.write(laid), leaflet, edition, laid, tightness)


@dataclass(frozen=True, slots=True)
class RecordedPrint:
    """A file, how tight it was set, and where each line of its text was written; nothing where it broke."""

    printed: Printed
    tightness: Tightness
    written: RecordedText | None


def print_recorded(
    leaflet: Leaflet,
    edition: Edition,
    assets: PrintAssets,
    as_tight: Tightness | None = None,
) -> RecordedPrint:
    """Print as `print_leaflet` does, or as tight as another one was set, and keep where each line was written."""
    from handouts.pdf import rendering
    from handouts.pdf.recorder import Recorder

    try:
        laid, tightness = laid_out(leaflet, edition, assets, as_tight)
    except templates.BrokenTemplateError as fault:
        return RecordedPrint(Printed(b"", 0, (fault.diagnostic,)), ROOMY, None)
    recorder = Recorder()
    printed = with_findings(rendering.write(laid, recorder), leaflet, edition, laid, tightness)
    text = recorder.written(laid.document, laid.tree) if printed.data else None
    return RecordedPrint(printed, tightness, text)


def with_findings(printed: Printed, leaflet: Leaflet, edition: Edition, laid: LaidOut, tightness: Tightness) -> Printed:
    """The file with the findings of how its leaflet lies on its sheets: HND503, HND505, HND512."""
    found = list(printed.diagnostics)
    if laid.document is not None and not leaflet.is_sheet and fitting.is_too_long(leaflet, edition, laid):
        found.append(_too_long(leaflet, edition, laid))
    if "reading-pictures" in tightness.classes and leaflet.key_facts:
        found.append(KEY_FACTS_GONE)
    return replace(printed, diagnostics=tuple(found))


def laid_out(
    leaflet: Leaflet,
    edition: Edition,
    assets: PrintAssets,
    as_tight: Tightness | None = None,
    known: Mapping[Tightness, LaidOut] = {},
) -> tuple[LaidOut, Tightness]:
    """As roomy as it fits, with a page for notes where the exercises would begin on the back of a sheet; or as tight as
    another one was set. Raises BrokenTemplateError.

    The sheets are measured with usual doses and without words of a person, so that leaflets of one kind are set alike.
    Where this one takes other pages, its own fields are measured, and then its doses.

    Args: `known` are layouts of this leaflet that are there already.
    """
    from handouts.pdf import rendering

    @cache
    def layout(tightness: Tightness) -> LaidOut:
        if tightness in known:
            return known[tightness]
        return rendering.layout(templates.html(leaflet, edition, assets.templates, tightness), assets.pictures)

    def referring(tightness: Tightness) -> tuple[LaidOut, Tightness]:
        if not fitting.refers_right(layout(tightness), tightness):
            tightness = replace(tightness, references=())
        return layout(tightness), tightness

    if as_tight is not None:
        return referring(as_tight)
    if not (edition.stacked or leaflet.is_sheet):
        return _on_two_sheets(leaflet, edition, assets, referring)
    tightness = fitting.tightness_of_one(leaflet, edition, layout)
    if edition.stacked and not leaflet.is_sheet:
        usual = variables.of_no_person(variables.as_prescribed(leaflet, edition))
        measure = partial(measured, usual, edition, assets.templates, assets.pictures)
        tightness = fitting.grown(tightness, layout, measure)
    if not tightness.notes_page and any(page.blank for page in layout(tightness).facts):
        tightness = replace(tightness, notes_page=True)
    return layout(tightness), tightness


def _on_two_sheets(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, laid_at: Callable[[Tightness], tuple[LaidOut, Tightness]]
) -> tuple[LaidOut, Tightness]:
    """Measured with usual doses; then with the fields of the person; given less free room; with its own doses."""

    def fit_of(words: Leaflet) -> Fitted:
        measure = partial(measured, words, edition, assets.templates, assets.pictures)
        fit = fitting.fitted(words, edition, measure)
        return fit if leaflet.request.choice.named else fitting.regrown(fit, measure)  # chosen cards have few forms

    usual = variables.as_prescribed(leaflet, edition)
    for words in (variables.of_no_person(usual), usual):
        fit = fit_of(words)
        laid, tightness = laid_at(fit.tightness)
        if not (sheets := fit.too_long(laid)):
            return laid, tightness
    for less in fit.given_less(sheets):
        laid, tightness = laid_at(less.tightness)
        if not less.too_long(laid):
            return laid, tightness
    return laid_at(replace(fit_of(leaflet).tightness, spare=NO_SPARE))


def _too_long(leaflet: Leaflet, edition: Edition, laid: LaidOut) -> Diagnostic:
    if not fitting.is_held(leaflet):
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages instead of {fitting.most_pages(leaflet, edition)}",
            "fewer conditions, fewer `--exercises` or shorter `--notes` make it shorter",
        )
    sheet, pages = max(sheets.pages_of_sheets(laid).items(), key=lambda item: len(item[1]))
    beyond_mm = laid.facts[pages[-1]].lowest_mm
    longest = ", ".join(f"{name} ({height:.0f} mm)" for name, height in _heights_mm(laid, pages)[:LONGEST_NAMED])
    return Diagnostic(
        "HND503",
        f"{SHEET_NAMES[sheet]} is too long for {edition.name}: the last {beyond_mm:.0f} mm find no room",
        f"shorten the text; the longest parts of this sheet are {longest}",
    )


def _heights_mm(laid: LaidOut, pages: Sequence[int]) -> list[tuple[str, float]]:
    """How much height the lines of each field take on these pages, most first."""
    from handouts.pdf.walk import PX_PER_MM

    lines = {
        (piece.position.field, number, round(piece.rect.top)): piece.rect.bottom - piece.rect.top
        for number in pages
        for piece in laid.pieces[number]
        if piece.kind == "text" and piece.position.field
    }
    heights: dict[str, float] = {}
    for (field, _, _), height in lines.items():
        heights[field] = heights.get(field, 0.0) + height / PX_PER_MM
    return sorted(heights.items(), key=lambda item: -item[1])
