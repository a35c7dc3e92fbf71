"""Leaflet → bytes: set it, lay it out, and give way step by step while it is too long for its sheets."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from handouts import library
from handouts.diagnostics import Diagnostic
from handouts.layout import templates
from handouts.layout.templates import TemplateSet, Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.printed import Printed

if TYPE_CHECKING:
    from handouts.pdf.lines import RecordedText
    from handouts.pdf.rendering import LaidOut

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
SHEETS = {"reading": "sheet one (for reading)", "doing": "sheet two (exercises)"}
KEY_FACTS_GONE = Diagnostic(
    "HND512", "the key facts are left out: sheet one is full", "shorten the text of sheet one to bring them back"
)
SOURCES_GONE = Diagnostic(
    "HND512", "the names of the sources are left out: sheet one is full", "shorten its text to bring them back"
)
USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=2, doing=3)  # of most leaflets on two sheets
STACKED = Tightness(reading=1, doing=1)  # of editions in one column: pages cost more than white space
TIGHTEST_OF_MANY = replace(templates.TIGHTEST, reading=templates.TIGHTEST.reading - 1)  # the contact stays
WORTH_A_TRY_MM = 20.0  # left free at the end of a sheet: a step takes about as much
LONGEST_NAMED = 3  # fields that a refusal names, longest first


class SheetFit(NamedTuple):
    """How a sheet lies on its pages."""

    long: bool  #: it takes more pages than it has
    empty: bool = False  #: it leaves a page nearly empty
    roomy: bool = False  #: so much is left free that a roomier step may fit
    pages: int = 0  #: that it takes

    @property
    def well(self) -> bool:
        return not self.long and not self.empty


@dataclass(frozen=True, slots=True)
class PrintAssets:
    """What a leaflet is printed with: the setting, and the folders its pictures are taken from."""

    templates: TemplateSet
    pictures: Sequence[Path]


def assets(overlay: Path | None) -> PrintAssets:
    """Templates, styles and pictures; the clinic's own come first."""
    root = library.data_root()
    own = [overlay] if overlay else []
    templates = [folder for base in (*own, root) if (folder := base / "templates").is_dir()]
    pictures = [folder for base in (*own, root / "content") if (folder := base / "clinics").is_dir()]
    return PrintAssets(TemplateSet(templates, root / "styles"), pictures)


def print_leaflet(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
    """The PDF, not yet read back and not imposed, with everything that the engine reported.

    A leaflet of one condition must fit the pages of its edition: each sheet gives way first (gaps, height of pictures,
    key facts) and is then refused with HND503; key facts that go are HND512.
    Several conditions take the pages they need; past two sheets, of three conditions past three, HND505. A template
    that cannot be set is HND504.
    """
    from handouts.pdf import rendering

    try:
        laid, tightness = _laid_out(leaflet, edition, assets)
    except templates.BrokenTemplateError as fault:
        return Printed(b"", 0, (fault.diagnostic,))
    return _with_findings(rendering.write(laid), leaflet, edition, laid, tightness)


@dataclass(frozen=True, slots=True)
class RecordedPrint:
    """A file, how tight it was set, and where each line of its text was written; nothing where it broke."""

    printed: Printed
    tightness: Tightness
    written: RecordedText | None


def print_recorded(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, as_tight: Tightness | None = None
) -> RecordedPrint:
    """Print as `print_leaflet` does, or as tight as another one was set, and keep where each line was written."""
    from handouts.pdf import rendering
    from handouts.pdf.recorder import Recorder

    try:
        if as_tight is None:
            laid, tightness = _laid_out(leaflet, edition, assets)
        else:
            laid = rendering.layout(templates.html(leaflet, edition, assets.templates, as_tight), assets.pictures)
            tightness = as_tight
    except templates.BrokenTemplateError as fault:
        return RecordedPrint(Printed(b"", 0, (fault.diagnostic,)), templates.ROOMY, None)
    recorder = Recorder()
    printed = _with_findings(rendering.write(laid, recorder), leaflet, edition, laid, tightness)
    text = recorder.written(laid.document, laid.tree) if printed.data else None
    return RecordedPrint(printed, tightness, text)


def _with_findings(
    printed: Printed, leaflet: Leaflet, edition: Edition, laid: LaidOut, tightness: Tightness
) -> Printed:
    found = list(printed.diagnostics)
    if laid.document is not None and laid.pages > _most_pages(leaflet, edition):
        found.append(_too_long(leaflet, edition, laid))
    if "reading-pictures" in tightness.classes and leaflet.key_facts:
        found.append(KEY_FACTS_GONE)
    if "reading-contact" in tightness.classes and leaflet.sources:
        found.append(SOURCES_GONE)
    return replace(printed, diagnostics=tuple(found))


def _laid_out(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> tuple[LaidOut, Tightness]:
    """Each sheet at its usual step, or at another where that is too full, too empty or leaves much free.

    The sheets stand on pages of their own, so each gives way alone, and one layout answers what is asked of both. A
    sheet that may take more pages and does not fit even so is left roomy, unless only the tightest saves a page that is
    nearly empty.
    """
    from handouts.pdf import rendering

    usual, held = STACKED if edition.stacked else USUAL, is_held(leaflet)
    tightest = templates.TIGHTEST if held else TIGHTEST_OF_MANY
    searches = {sheet: TightnessSearch(getattr(usual, sheet), getattr(tightest, sheet), held) for sheet in SHEETS}
    tried: dict[Tightness, LaidOut] = {}
    while (tightness := Tightness(searches["reading"].step, searches["doing"].step)) not in tried:
        laid = tried[tightness] = rendering.layout(
            templates.html(leaflet, edition, assets.templates, tightness), assets.pictures
        )
        if laid.document is None:
            break
        for sheet, fit in ({} if edition.stacked else _fits(edition, laid)).items():
            searches[sheet].record(fit)
    laid = tried[tightness]
    if any(page.blank for page in laid.facts):  # before the exercises, so that they begin on an odd page
        tightness = replace(tightness, notes_page=True)
        laid = rendering.layout(templates.html(leaflet, edition, assets.templates, tightness), assets.pictures)
    return laid, tightness


class TightnessSearch:
    """The `step` that a sheet is to be tried at next, and set at when nothing more is asked."""

    def __init__(self, usual: int, tightest: int, held: bool) -> None:
        self._asking = _steps(usual, tightest, held)
        self._tightest = tightest if held else 0
        self._known: dict[int, SheetFit] = {}
        self._is_settled = False
        self.step = next(self._asking)

    def record(self, fit: SheetFit) -> None:
        """How the sheet lies at its step."""
        self._known[self.step] = fit
        if self._is_settled and fit.long and self.step < self._tightest:  # it took over a part of the other sheet
            self.step += 1
        while self.step in self._known and not self._is_settled:
            try:
                self.step = self._asking.send(self._known[self.step])
            except StopIteration as end:
                self.step, self._is_settled = end.value, True


def _steps(usual: int, tightest: int, held: bool) -> Generator[int, SheetFit, int]:
    """Asks how a sheet lies at one step after the other, and returns the one that it is to be set at.

    That is the usual one or, where much is left free, the roomiest that fits; else the first tighter one that does.
    """
    step, fit = usual, (yield usual)
    if fit.long and not held and (most := (yield tightest)).long:
        known = {0: (yield 0), tightest: most}
        best = min(known, key=lambda at: (known[at].pages, known[at].empty, at))
        between = range(1, tightest) if known[best].empty else ()
        for at in between:
            if not (other := (yield at)).empty and other.pages <= known[best].pages:
                return at
        return best
    while step > 0 and fit.roomy and not (roomier := (yield step - 1)).long:
        step, fit = step - 1, roomier
    while step < tightest and not fit.well:
        step += 1
        fit = yield step
    return step if held or fit.well else 0


def _fits(edition: Edition, laid: LaidOut) -> dict[str, SheetFit]:
    """How each sheet fits its pages."""
    from handouts.pdf.overflow import LEAST_FILL

    fits = {}
    for sheet, pages in _pages_of_sheets(laid).items():
        empty = any(laid.facts[n].fill < LEAST_FILL and not laid.facts[n].blank for n in pages)
        room, last = edition.pages_max / len(SHEETS), laid.facts[pages[-1]] if pages else None
        left_mm = last.height_mm - last.lowest_mm if last else WORTH_A_TRY_MM
        roomy = len(pages) < room or (len(pages) == room and left_mm >= WORTH_A_TRY_MM)
        fits[sheet] = SheetFit(len(pages) > room, empty, roomy, len(pages))
    return fits


def is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. What is asked for on top may take a page."""
    return len(leaflet.conditions) == 1 and len(leaflet.cards) <= USUAL_CARDS and not leaflet.both_sides


def _pages_of_sheets(laid: LaidOut) -> dict[str, list[int]]:
    """Which pages, counted from 0, belong to the sheet for reading and to the one for doing."""
    marked = (n for n, pieces in enumerate(laid.pieces) if any(piece.position.place == SHEET_TWO for piece in pieces))
    first = next(marked, laid.pages)
    return {"reading": list(range(first)), "doing": list(range(first, laid.pages))}


def _most_pages(leaflet: Leaflet, edition: Edition) -> int:
    """Three conditions need a third sheet."""
    return edition.pages_max + (2 if len(leaflet.conditions) > 2 else 0)


def _too_long(leaflet: Leaflet, edition: Edition, laid: LaidOut) -> Diagnostic:
    if not is_held(leaflet):
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages instead of {_most_pages(leaflet, edition)}",
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
