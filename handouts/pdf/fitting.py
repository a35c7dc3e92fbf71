"""How tight each sheet of a leaflet is set: the roomiest step at which it lies well on its pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from math import ceil, inf
from typing import TYPE_CHECKING, NamedTuple, Protocol

from handouts.layout import spare
from handouts.layout.sheet_cards import to_a_page
from handouts.layout.spare import NO_SPARE, Room, Spare
from handouts.layout.templates import (
    CONTACT_MOVES,
    DOING_GIVES_WAY,
    READING_GIVES_WAY,
    SOURCES_MOVE,
    TIGHTEST,
    Tightness,
)
from handouts.model import Edition
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet

if TYPE_CHECKING:
    from handouts.pdf.overflow import PageFacts
    from handouts.pdf.rendering import LaidOut
    from handouts.pdf.walk import Piece

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
CARD = "name of the exercise"  # the place of the template in each card
SHEETS = "reading", "doing"
TIPS, TIP = "tips", "tip-"  # the anchor of "What helps", and what those of its tips begin with
TIPS_FLOW, TIPS_WITH_HEAD = "reading-flow", 2  # the step at which they may begin on page one, and how many then do
USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=3, doing=4)  # of most leaflets on two sheets
USUAL_OF_MANY = Tightness(READING_GIVES_WAY.index(SOURCES_MOVE) + 1, doing=5)  # of most pairs of conditions
USUAL_OF_REGIONS = replace(USUAL_OF_MANY, reading=READING_GIVES_WAY.index(TIPS_FLOW) + 1)  # of those of several regions
STACKED = Tightness(reading=1, doing=1)  # of editions in one column: pages cost more than white space
STACKED_CLOSE = READING_GIVES_WAY.index("reading-lines") + 1  # the step of sheet one with closer lines
STACKED_STEPS = range(STACKED.doing, DOING_GIVES_WAY.index("doing-small") + 1)  # of sheet two
SHORT_FROM = 2  # the first step of short cards: the roomier ones are for few of them
FOUR_PAGES = 4  # of sheet one, where two do not hold the words of several conditions
LEAST_OF_FOUR = 0.45  # that each of them is filled, before its parts grow
STEPS_OF_FOUR = range(READING_GIVES_WAY.index("reading-close") + 2)  # at which they are tried, the roomiest first
MOST_OF_SHEETS = {"reading": 2, "doing": 3}  # pages of a leaflet of one condition
LINE_MM = 4.5  # of the tightest lines
WORTH_A_TRY_MM = 45.0  # left free at the end of a sheet: more than a step takes
WORTH_A_STEP_MM = 100.0  # too much for a sheet: more than all steps from the usual one of many conditions give
LESS = (0.5, 0.0)  # of what a page leaves free, where its parts grow past it
STEP_MM = 12.0  # that a step gives, about: a sheet that lacks more skips one


class Layout(Protocol):
    """Lays a whole leaflet out as tight as requested."""

    def __call__(self, tightness: Tightness) -> LaidOut: ...


class LaidSheet(NamedTuple):
    """The pages of a sheet, and how many cards begin on each."""

    pages: Sequence[PageFacts]
    cards: Sequence[int]


class Measure(Protocol):
    """Lays a sheet of a leaflet out alone, as tight as requested."""

    def __call__(self, tightness: Tightness, sheet: str) -> LaidSheet: ...


class Fitted(NamedTuple):
    """How tight a leaflet is to be set by the measures of its sheets, and the pages that each of them then takes."""

    tightness: Tightness
    pages: Mapping[str, int]

    def too_long(self, laid: LaidOut) -> list[str]:
        """The sheets of a whole leaflet that lie otherwise than they were measured; none of a broken layout."""
        if laid.document is None:
            return []
        grown = self.tightness.spare != NO_SPARE
        return [
            sheet
            for sheet, pages in pages_of_sheets(laid).items()
            if len(pages) != self.pages[sheet]
            or (grown and any(laid.facts[n].split or laid.facts[n].lonely for n in pages))
        ]

    def given_less(self, sheets: Collection[str]) -> Iterator[Fitted]:
        """Grown by half in sheets that were too long, then not at all; at last in no sheet."""
        for share in LESS:
            shares = {sheet: share if sheet in sheets else 1.0 for sheet in SHEETS}
            yield self._replace(tightness=replace(self.tightness, spare=self.tightness.spare.share(**shares)))
        yield self._replace(tightness=replace(self.tightness, spare=NO_SPARE))


class SheetFit(NamedTuple):
    """How a sheet lies on its pages."""

    long: bool  #: it takes more pages than it has
    empty: bool = False  #: it leaves a page nearly empty
    roomy: bool = False  #: so much is left free that a roomier step may fit
    excess_mm: float = 0.0  #: by which its content is higher than all its pages
    lacking_mm: float = 0.0  #: by which the content behind its last page is higher than the room that page leaves free

    @property
    def well(self) -> bool:
        return not self.long and not self.empty


def is_too_long(leaflet: Leaflet, edition: Edition, laid: LaidOut) -> bool:
    """Whether a leaflet takes more pages than it may: one of one condition by its sheets, others by all pages."""
    if is_held(leaflet) and not edition.stacked:
        return any(len(pages) > MOST_OF_SHEETS[sheet] for sheet, pages in pages_of_sheets(laid).items())
    return laid.pages > most_pages(leaflet, edition)


def most_pages(leaflet: Leaflet, edition: Edition) -> int:
    """Three conditions need a third sheet of paper."""
    return edition.pages_max + (2 if len(leaflet.conditions) > 2 else 0)


def is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. Additions may take a page."""
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
    if is_held(leaflet):
        return USUAL
    return USUAL_OF_REGIONS if leaflet.columns else USUAL_OF_MANY


def tightness_of_one(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """How tight a leaflet without two sheets is set: a stacked one, or one of exercises alone."""
    if edition.stacked:
        return STACKED if leaflet.is_sheet else _of_stacked(layout)
    return _of_exercise_sheet(leaflet, edition, layout)


def fitted(leaflet: Leaflet, edition: Edition, measure: Measure) -> Fitted:
    """How tight the two sheets of a leaflet are to be set in an edition; no sheet is measured twice for the same.

    Of several conditions sheet one takes four pages where two do not hold its words, or sheet two has no room for what
    they would move there.
    """
    measured = MeasuredSheets(measure, edition.pages_max // len(SHEETS))
    usual = first_step(leaflet, edition)
    if is_held(leaflet):
        return measured.settled(_on_more_pages(measured, _on_two_sheets(measured, usual)))
    return measured.settled(_of_many(measured, usual))


def _on_two_sheets(measured: MeasuredSheets, usual: Tightness, hopeless_mm: float = inf) -> Tightness:
    """The sources stay where sheet two has no room for them, and sheet one has at a tighter step."""
    tightness = measured.reading_well(usual, hopeless_mm)
    if measured.fit("reading", tightness).long:
        return tightness
    tightness = measured.doing_well(tightness)
    if not measured.fit("doing", tightness).long or SOURCES_MOVE not in tightness.classes:
        return tightness
    stay = measured.reading_well(replace(tightness, sources_stay=True))
    return tightness if measured.fit("reading", stay).long else measured.doing_well(stay)


def _of_many(measured: MeasuredSheets, usual: Tightness) -> Tightness:
    """On two pages for reading and two for doing, else on four and two."""
    tightness = _with_contact(measured, _on_two_sheets(measured, usual, WORTH_A_STEP_MM))
    if any(measured.fit(sheet, tightness).long for sheet in SHEETS):
        tightness = _on_four_pages(measured, usual)
    return _on_more_pages(measured, tightness)


def _with_contact(measured: MeasuredSheets, tightness: Tightness) -> Tightness:
    """Where the last page of sheet two has no room for the contact, it ends the first one."""
    if CONTACT_MOVES not in tightness.classes or not measured.fit("doing", tightness).long:
        return tightness
    for stay in (False, True):
        early = measured.doing_well(replace(tightness, contact_early=True, sources_stay=stay))
        if not any(measured.fit(sheet, early).long for sheet in SHEETS):
            return early
    return tightness


def _on_more_pages(measured: MeasuredSheets, tightness: Tightness) -> Tightness:
    """The exercises take a third page before their pictures are smaller than their least size."""
    if measured.fit("doing", tightness).long:
        measured.rooms["doing"] += 1
        tightness = measured.doing_well(replace(tightness, doing=0))
    return tightness


def _on_four_pages(measured: MeasuredSheets, usual: Tightness) -> Tightness:
    """With sheet one on four pages at the roomiest step, the contact on the last one if that has room.

    "What hurts" begins page two where that page would be emptier otherwise.
    """
    measured.rooms["reading"] = FOUR_PAGES
    tries = [
        Tightness(step, usual.doing, four_pages=True, contact_moves=moves, sources_stay=not moves)
        for moves in (False, True)
        for step in STEPS_OF_FOUR
    ]
    flowing = next((one for one in tries if not measured.fit("reading", one).long), tries[-1])
    if measured.least_fill(flowing) < LEAST_OF_FOUR:
        begun = replace(flowing, hurts_page=True)
        if not measured.fit("reading", begun).long:
            flowing = max(flowing, begun, key=measured.least_fill)
    return _with_contact(measured, measured.doing_well(flowing))


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


def sheet_of(laid: LaidOut, sheet: str) -> LaidSheet:
    """The measures of a sheet that was laid out alone."""
    pages = [n for n in pages_of_sheets(laid)[sheet] if not laid.facts[n].blank]
    return LaidSheet([laid.facts[n] for n in pages], [len(_cards_on(laid.pieces[n])) for n in pages])


def refers_right(laid: LaidOut, tightness: Tightness) -> bool:
    """Whether the parts that a leaflet refers to are on the pages that it says."""
    pages = dict(enumerate(laid.facts, 1))
    return all(at in pages and name in pages[at].anchors for name, at in tightness.references)


def _cards_on(pieces: Sequence[Piece]) -> set[str]:
    return {piece.position.field for piece in pieces if piece.position.place == CARD}


def _tips_that_stay(reading: Sequence[PageFacts]) -> tuple[str, int] | None:
    """How many tips of page one stay there where page two has room for the others, and the first part that goes over:
    best is none, else as few as the head keeps."""
    first, second = reading[:2]
    tips = [part for part in first.anchors if part.startswith(TIP)]
    for stay, part in ((0, TIPS), (TIPS_WITH_HEAD, tips[TIPS_WITH_HEAD] if len(tips) > TIPS_WITH_HEAD else "")):
        if part in first.anchors and first.lowest_mm - first.anchors[part] <= _free_mm(second) - spare.GAPS_LEAST_MM:
            return part, stay
    return None


def _begin_a_page(reading: Sequence[PageFacts]) -> bool:
    """Whether the tips have the head of a page, and end on it: a rule above them would end nothing."""
    pages = [page for page in reading if any(part.startswith(TIP) for part in page.anchors)]
    begins = len(pages) == 1 and pages[0] is not reading[0]
    return begins and min(pages[0].anchors, key=lambda part: pages[0].anchors[part]) == TIPS


def _spare(tightness: Tightness, reading: Sequence[PageFacts], doing: LaidSheet) -> Spare:
    """What each page leaves free, where tips of page one go over to page two if that has room for them."""
    rooms = [Room(spare.of_page(page.height_mm, page.lowest_mm), page.lines, tuple(page.anchors)) for page in reading]
    stay = 0 if _begin_a_page(reading) else None
    flows = TIPS_FLOW in tightness.classes and not tightness.four_pages and len(reading) > 1
    if flows and (found := _tips_that_stay(reading)):
        part, stay = found
        rooms[:2] = _moved(rooms[0], rooms[1], part, reading[0].lowest_mm - reading[0].anchors[part])
    free = (spare.of_page(page.height_mm, page.lowest_mm) for page in doing.pages)
    return Spare(tuple(rooms), tuple(zip(doing.cards, free, strict=True)), tips_stay=stay)


def _moved(first: Room, second: Room, part: str, height_mm: float) -> tuple[Room, Room]:
    """Two pages where a part of the first, with all behind it, goes over to the second."""
    at, over_mm = first.parts.index(part), ceil(height_mm * 2) / 2
    left = Room(first.mm + over_mm, first.lines, first.parts[:at])
    lines = second.lines + ceil(over_mm / LINE_MM)
    return left, Room(max(0.0, second.mm - over_mm), lines, (*first.parts[at:], *second.parts))


class MeasuredSheets:
    """The pages of each sheet as tight as it was laid out, so that nothing is laid out for what is known.

    Each sheet is laid out alone, and depends on its own step, but for one thing: whether sources and contact have gone
    to the sheet for doing.
    """

    def __init__(self, measure: Measure, pages_a_sheet: int) -> None:
        self._measure = measure
        self._sheets: dict[tuple[object, ...], LaidSheet] = {}
        self.rooms = dict.fromkeys(SHEETS, pages_a_sheet)  #: pages that each sheet may have

    def _laid(self, sheet: str, tightness: Tightness) -> LaidSheet:
        moved = [step in tightness.classes for step in (SOURCES_MOVE, CONTACT_MOVES)]
        own = (tightness.four_pages, tightness.hurts_page) if sheet == "reading" else (tightness.contact_early,)
        key = sheet, getattr(tightness, sheet), *moved, *own
        if key not in self._sheets:
            self._sheets[key] = self._measure(tightness, sheet)
        return self._sheets[key]

    def fit(self, sheet: str, tightness: Tightness) -> SheetFit:
        return fit_of_sheet(self._laid(sheet, tightness).pages, self.rooms[sheet])

    def least_fill(self, tightness: Tightness) -> float:
        """How far the emptiest page of sheet one is filled."""
        return min(page.fill for page in self._laid("reading", tightness).pages)

    def reading_well(self, usual: Tightness, hopeless_mm: float = inf) -> Tightness:
        """With sheet one at the first of its steps, from the usual one on, at which it lies well on its pages."""

        def ask(step: int) -> SheetFit:
            return self.fit("reading", replace(usual, reading=step))

        return replace(usual, reading=fitting_step(ask, usual.reading, TIGHTEST.reading, hopeless_mm))

    def doing_well(self, usual: Tightness) -> Tightness:
        """With sheet two at such a step; what sheet one has given to it is known by then."""

        def ask(step: int) -> SheetFit:
            return self.fit("doing", replace(usual, doing=step))

        return replace(usual, doing=fitting_step(ask, usual.doing, TIGHTEST.doing))

    def settled(self, tightness: Tightness) -> Fitted:
        """Grown into what is free; with a page for notes where the exercises would begin on the back of a sheet."""
        reading, doing = (self._laid(sheet, tightness) for sheet in SHEETS)
        before = len(reading.pages) + len(reading.pages) % 2  # with the page for notes
        plain = replace(
            tightness,
            notes_page=before > len(reading.pages),
            references=(*_references(reading, "help", 1), *_references(doing, "exercises", before + 1)),
        )
        grown = replace(plain, spare=_spare(plain, reading.pages, doing))
        grows = grown.spare.is_worth_a_layout and all(self.fit(sheet, tightness).well for sheet in SHEETS)
        whole = replace(plain, spare=Spare(tips_stay=grown.spare.tips_stay)) if _begin_a_page(reading.pages) else plain
        return Fitted(grown if grows else whole, {"reading": before, "doing": len(doing.pages)})


def _references(sheet: LaidSheet, part: str, first: int) -> Iterator[tuple[str, int]]:
    """A part that a text refers to with its page, where the sheet has it; its first page has this number."""
    yield from islice(((part, number) for number, page in enumerate(sheet.pages, first) if part in page.anchors), 1)


def fitting_step(ask: Callable[[int], SheetFit], usual: int, tightest: int, hopeless_mm: float = inf) -> int:
    """The step that a sheet is to be set at; `ask` tells how it lies at one.

    That is the usual one or, where much is left free, the roomiest that fits; else the first tighter one that does.
    """
    step, fit = usual, ask(usual)
    while step > 0 and fit.roomy and not (roomier := ask(step - 1)).long:
        step, fit = step - 1, roomier
    while step < tightest and not fit.well and fit.excess_mm < hopeless_mm:
        # The last step moves a whole part of the leaflet, so none skips to it.
        step += 2 if fit.lacking_mm > STEP_MM and step + 2 < tightest else 1
        fit = ask(step)
    return step


def _free_mm(page: PageFacts) -> float:
    return page.height_mm - page.lowest_mm


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
        lacking_mm=sum(page.lowest_mm for page in printed[room:]) - _free_mm(printed[min(room, len(printed)) - 1]),
    )
