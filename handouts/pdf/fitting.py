"""How tight each sheet of a leaflet is set: the roomiest step at which it lies well on its pages."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from math import ceil, inf
from typing import TYPE_CHECKING, NamedTuple

from handouts.layout.sheet_cards import to_a_page
from handouts.layout.templates import READING_GIVES_WAY, TIGHTEST, Tightness
from handouts.model import Edition
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet

if TYPE_CHECKING:
    from handouts.pdf.rendering import LaidOut

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
CARD = "name of the exercise"  # the place of the template in each card
SHEETS = "reading", "doing"
USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=3, doing=3)  # of most leaflets on two sheets
USUAL_OF_MANY = Tightness(reading=4, doing=4)  # of most pairs of conditions
STACKED = Tightness(reading=1, doing=1)  # of editions in one column: pages cost more than white space
STACKED_CLOSE = Tightness(reading=READING_GIVES_WAY.index("reading-lines") + 1, doing=1)
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
    if is_held(leaflet):
        return _search(layout, USUAL, TIGHTEST, rooms)
    tightness = _search(layout, USUAL_OF_MANY, TIGHTEST, rooms, hopeless_mm=WORTH_A_STEP_MM)
    fits = fit_of_sheets(layout(tightness), rooms)
    if fits["reading"].long or (fits["doing"].long and tightness.reading > CONTACT_STAYS):
        rooms["reading"] += 1
        usual = Tightness(0, tightness.doing, help_page=True)
        tightness = _search(layout, usual, replace(TIGHTEST, reading=CONTACT_STAYS), rooms)
        fits = fit_of_sheets(layout(tightness), rooms)
    if fits["doing"].long:
        rooms["doing"] += 1
        tightness = _search(layout, replace(tightness, doing=0), TIGHTEST, rooms, ["doing"])
    return tightness


def _of_stacked(layout: Layout) -> Tightness:
    """With closer lines where they save the sheet of paper whose back would be blank."""
    usual = layout(STACKED)
    if any(page.blank for page in usual.facts) and layout(STACKED_CLOSE).pages < usual.pages:
        return STACKED_CLOSE
    return STACKED


def _of_exercise_sheet(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """The roomiest step at which its cards take as many pages as they are to take, or the fewest that they can."""
    many = to_a_page(leaflet, edition)
    pages = ceil(len(leaflet.cards) / many)
    steps = [Tightness(doing=step) for step in range(SHORT_FROM if many == SHORT_CARDS else 0, TIGHTEST.doing + 1)]
    fitting = (one for one in steps if _pages_with(layout(one), CARD) <= pages)
    return next(fitting, None) or min(steps, key=lambda one: _pages_with(layout(one), CARD))


def _pages_with(laid: LaidOut, place: str) -> int:
    return sum(any(piece.position.place == place for piece in pieces) for pieces in laid.pieces)


def _search(
    layout: Layout,
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
    tightness, seen = usual, set[Tightness]()
    while tightness not in seen:
        seen.add(tightness)
        fits = fit_of_sheets(layout(tightness), rooms)
        for sheet, search in searches.items():
            search.record(fits[sheet])
        steps = {sheet: search.step for sheet, search in searches.items()}
        tightness = replace(tightness, reading=steps.get("reading", tightness.reading), doing=steps["doing"])
    return tightness


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
        self._known[self.step] = fit
        if self._is_settled and fit.long and self.step < self._tightest:  # it took over a part of the other sheet
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


def fit_of_sheets(laid: LaidOut, rooms: Mapping[str, int]) -> dict[str, SheetFit]:
    """How each sheet fits its pages, of which it has as many as `rooms` says; a broken layout fits."""
    from handouts.pdf.overflow import LEAST_FILL

    if laid.document is None:
        return {sheet: SheetFit(long=False) for sheet in SHEETS}
    fits = {}
    for sheet, pages in pages_of_sheets(laid).items():
        facts = [laid.facts[n] for n in pages if not laid.facts[n].blank]
        room_mm = rooms[sheet] * laid.facts[0].height_mm
        left_mm = facts[-1].height_mm - facts[-1].lowest_mm if facts else room_mm
        fits[sheet] = SheetFit(
            long=len(facts) > rooms[sheet],
            empty=any(page.fill < LEAST_FILL for page in facts),
            roomy=len(facts) < rooms[sheet] or (len(facts) == rooms[sheet] and left_mm >= WORTH_A_TRY_MM),
            excess_mm=sum(page.lowest_mm for page in facts) - room_mm,
        )
    return fits
