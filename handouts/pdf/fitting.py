"""How tight each sheet of a leaflet is set: the roomiest step at which it lies well on its pages."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from math import ceil, inf
from typing import TYPE_CHECKING, NamedTuple

from handouts.layout.sheet_cards import to_a_page
from handouts.layout.templates import DOING_GIVES_WAY, READING_GIVES_WAY, TIGHTEST, Tightness
from handouts.model import Edition
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet

if TYPE_CHECKING:
    from handouts.pdf.overflow import PageFacts
    from handouts.pdf.rendering import LaidOut

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
CARD = "name of the exercise"  # the place of the template in each card
SHEETS = "reading", "doing"
USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=3, doing=3)  # of most leaflets on two sheets
USUAL_OF_MANY = Tightness(reading=READING_GIVES_WAY.index("reading-flow") + 1, doing=4)  # of most pairs of conditions
STACKED = Tightness(reading=1, doing=1)  # of editions in one column: pages cost more than white space
STACKED_CLOSE = READING_GIVES_WAY.index("reading-lines") + 1  # the step of sheet one with closer lines
STACKED_STEPS = range(STACKED.doing, DOING_GIVES_WAY.index("doing-small") + 1)  # of sheet two
SHORT_FROM = 2  # the first step of short cards: the roomier ones are for few of them
CONTACT_STAYS = READING_GIVES_WAY.index("reading-contact")  # the last step at which sheet one keeps the contact
WORTH_A_TRY_MM = 30.0  # left free at the end of a sheet: more than a step takes
WORTH_A_STEP_MM = 60.0  # too much for a sheet: more than all steps from the usual one of many conditions give

Layout = Callable[[Tightness], "LaidOut"]


class SheetFit(NamedTuple):
    """How a sheet lies on its pages."""

    long: bool  #: it takes more pages than it has
    empty: bool = False  #: it leaves a page nearly empty
    roomy: bool = False  #: so much is left free that a roomier step may fit
    excess_mm: float = 0.0  #: by which its content is higher than all its pages

    @property
    def well(self) -> bool:
        return not self.long and not self.empty


def is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. What is asked for on top may take a page."""
    usual = len(leaflet.conditions) == 1 and len(leaflet.cards) <= USUAL_CARDS
    return usual and not leaflet.both_sides and not leaflet.request.choice.named


def pages_of_sheets(laid: LaidOut) -> dict[str, list[int]]:
    """Which pages, counted from 0, belong to the sheet for reading and to the one for doing."""
    marked = (n for n, pieces in enumerate(laid.pieces) if any(piece.position.place == SHEET_TWO for piece in pieces))
    first = next(marked, laid.pages)
    return {"reading": list(range(first)), "doing": list(range(first, laid.pages))}


def first_step(leaflet: Leaflet, edition: Edition) -> Tightness:
    """The step that is tried first, and that most leaflets end on."""
    if edition.stacked:
        return STACKED
    if leaflet.is_sheet:
        return Tightness()
    return USUAL if is_held(leaflet) else USUAL_OF_MANY


def tightness_of(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """How tight a leaflet is to be set in an edition; `layout` lays it out, and is not called twice for the same.

    A sheet of several conditions that fits at no step takes a third page. For sheet one that is the page of help and
    contact; so too where it fits only without its contact, and sheet two has no room for that.
    """
    if edition.stacked:
        return STACKED if leaflet.is_sheet else _of_stacked(layout)
    if leaflet.is_sheet:
        return _of_exercise_sheet(leaflet, edition, layout)
    rooms = dict.fromkeys(SHEETS, edition.pages_max // len(SHEETS))
    measured = MeasuredSheets(layout)
    if is_held(leaflet):
        return measured.with_notes(_search(measured, first_step(leaflet, edition), TIGHTEST, rooms))
    tightness = _search(measured, first_step(leaflet, edition), TIGHTEST, rooms, hopeless_mm=WORTH_A_STEP_MM)
    fits = measured.fits(tightness, rooms)
    if fits["reading"].long or (fits["doing"].long and tightness.reading > CONTACT_STAYS):
        rooms["reading"] += 1
        usual = Tightness(0, tightness.doing, help_page=True)
        tightness = _search(measured, usual, replace(TIGHTEST, reading=CONTACT_STAYS), rooms)
        fits = measured.fits(tightness, rooms)
    if fits["doing"].long:
        rooms["doing"] += 1
        tightness = _search(measured, replace(tightness, doing=0), TIGHTEST, rooms, ["doing"])
    return measured.with_notes(tightness)


def _of_stacked(layout: Layout) -> Tightness:
    """The pictures give way where words take a second page; lines stand closer where they save a sheet of paper whose
    back would be blank."""
    steps = (replace(STACKED, doing=step) for step in STACKED_STEPS)
    usual = next((one for one in steps if _is_doing_well(layout(one))), STACKED)
    close = replace(usual, reading=STACKED_CLOSE)
    if any(page.blank for page in layout(usual).facts) and layout(close).pages < layout(usual).pages:
        return close
    return usual


def _is_doing_well(laid: LaidOut) -> bool:
    """Whether sheet two has no part on two pages and no page nearly empty; a broken layout does well."""
    from handouts.pdf.overflow import LEAST_FILL

    pages = pages_of_sheets(laid)["doing"] if laid.document is not None else []
    facts = [laid.facts[n] for n in pages if not laid.facts[n].blank]
    return not any(page.split or page.fill < LEAST_FILL for page in facts)


def _of_exercise_sheet(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """The roomiest step at which its cards take as many pages as they are to take, or the fewest that they can."""
    many = to_a_page(leaflet, edition)
    pages = ceil(len(leaflet.cards) / many)
    steps = [Tightness(doing=step) for step in range(SHORT_FROM if many == SHORT_CARDS else 0, TIGHTEST.doing + 1)]
    fitting = (one for one in steps if _pages_with(layout(one), CARD) <= pages)
    return next(fitting, None) or min(steps, key=lambda one: _pages_with(layout(one), CARD))


def _pages_with(laid: LaidOut, place: str) -> int:
    return sum(any(piece.position.place == place for piece in pieces) for pieces in laid.pieces)


class MeasuredSheets:
    """What the layouts so far show of each sheet, so that nothing is laid out for what is known.

    A sheet depends on its own step alone, but for two things: whether help has a page of its own is seen on the sheet
    for reading, and whether the contact has gone to the other sheet on the one for doing.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._pages: dict[tuple[str, int, bool], Sequence[PageFacts]] = {}

    @staticmethod
    def _key(sheet: str, tightness: Tightness) -> tuple[str, int, bool]:
        if sheet == "reading":
            return sheet, tightness.reading, tightness.help_page
        return sheet, tightness.doing, tightness.reading > CONTACT_STAYS

    def fits(self, tightness: Tightness, rooms: Mapping[str, int]) -> dict[str, SheetFit]:
        """How both sheets fit, laid out where one of them is not known."""
        if len(self.known_fits(tightness, rooms)) < len(SHEETS):
            laid = self._layout(tightness)
            for sheet, pages in pages_of_sheets(laid).items():
                self._pages[self._key(sheet, tightness)] = [laid.facts[n] for n in pages]
        return self.known_fits(tightness, rooms)

    def known_fits(self, tightness: Tightness, rooms: Mapping[str, int]) -> dict[str, SheetFit]:
        """How the sheets fit that are known; each has as many pages as `rooms` says."""
        keys = {sheet: self._key(sheet, tightness) for sheet in SHEETS}
        return {
            sheet: fit_of_sheet(self._pages[key], rooms[sheet]) for sheet, key in keys.items() if key in self._pages
        }

    def with_notes(self, tightness: Tightness) -> Tightness:
        """With a page for notes where the exercises would else begin on the back of a sheet."""
        pages = self._pages[self._key("reading", tightness)]
        return replace(tightness, notes_page=any(page.blank for page in pages))


def _search(
    measured: MeasuredSheets,
    usual: Tightness,
    tightest: Tightness,
    rooms: Mapping[str, int],
    sheets: Sequence[str] = SHEETS,
    hopeless_mm: float = inf,
) -> Tightness:
    """The first of the sheets' steps, from the usual ones on, at which each lies well on its pages.

    The sheets have pages of their own, so each gives way alone, and one layout shows how all of them fit.
    """
    searches = {
        sheet: TightnessSearch(getattr(usual, sheet), getattr(tightest, sheet), hopeless_mm) for sheet in sheets
    }
    tightness = usual
    while True:
        known = measured.known_fits(tightness, rooms)
        for sheet, search in searches.items():
            if sheet in known:
                search.record(known[sheet])
        steps = {sheet: search.step for sheet, search in searches.items()}
        before = tightness
        tightness = replace(before, reading=steps.get("reading", before.reading), doing=steps["doing"])
        if tightness == before and searches.keys() <= known.keys():
            return tightness
        if tightness == before:
            measured.fits(tightness, rooms)


class TightnessSearch:
    """The `step` that a sheet is to be tried at next, and set at when nothing more is asked."""

    def __init__(self, usual: int, tightest: int, hopeless_mm: float = inf) -> None:
        self._asking = _steps(usual, tightest, hopeless_mm)
        self._tightest = tightest
        self._known: dict[int, SheetFit] = {}
        self._is_settled = False
        self.step = next(self._asking)

    def record(self, fit: SheetFit) -> None:
        """How the sheet lies at its step."""
        before, self._known[self.step] = self._known.get(self.step), fit
        took_over = self._is_settled and fit != before  # a part of the other sheet
        if took_over and fit.long and self.step < self._tightest:
            self.step += 1
        while self.step in self._known and not self._is_settled:
            try:
                self.step = self._asking.send(self._known[self.step])
            except StopIteration as end:
                self.step, self._is_settled = end.value, True


def _steps(usual: int, tightest: int, hopeless_mm: float) -> Generator[int, SheetFit, int]:
    """Asks how a sheet lies at one step after the other, and returns the one that it is to be set at.

    That is the usual one or, where much is left free, the roomiest that fits; else the first tighter one that does.
    """
    step, fit = usual, (yield usual)
    while step > 0 and fit.roomy and not (roomier := (yield step - 1)).long:
        step, fit = step - 1, roomier
    while step < tightest and not fit.well and fit.excess_mm < hopeless_mm:
        step += 1
        fit = yield step
    return step


def fit_of_sheet(pages: Sequence[PageFacts], room: int) -> SheetFit:
    """How a sheet fits its pages, of which it has `room`. A broken layout has none, and fits."""
    from handouts.pdf.overflow import LEAST_FILL

    printed = [page for page in pages if not page.blank]
    if not printed:
        return SheetFit(long=False)
    last = printed[-1]
    return SheetFit(
        long=len(printed) > room,
        empty=any(page.fill < LEAST_FILL for page in printed),
        roomy=len(printed) < room or (len(printed) == room and last.height_mm - last.lowest_mm >= WORTH_A_TRY_MM),
        excess_mm=sum(page.lowest_mm for page in printed) - room * last.height_mm,
    )
