"""The two sheets of a leaflet that was laid out: which pages each has, how it lies on them, and what it leaves free."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from math import ceil, inf
from typing import TYPE_CHECKING, NamedTuple, Protocol

from handouts.layout import spare
from handouts.layout.spare import NO_SPARE, Room, Spare
from handouts.layout.tightness import SOURCES_MOVE, TIGHTEST, Tightness

if TYPE_CHECKING:
    from handouts.pdf.overflow import PageFacts
    from handouts.pdf.rendering import LaidOut
    from handouts.pdf.walk import Piece


SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
CARD = "name of the exercise"  # the place of the template in each card
SHEETS = "reading", "doing"
TIPS, TIP = "tips", "tip-"  # the anchor of "What helps", and what those of its tips begin with
TIPS_FLOW, TIPS_WITH_HEAD = "reading-flow", 2  # the step at which they may begin on page one, and how many then do
CONTINUED, CONTINUED_MM = "continued", 6.0  # what a sheet to measure keeps free for the head of tips that go over
LINE_MM = 4.5  # of the tightest lines
LEAST_TIP_MM = 8.0  # free on the pages for reading, where a tip more may have room
LAST_STEPS = 2  # to which none skips
STEP_MM = 12.0  # that a step gives, about: a sheet that lacks more skips one
LESS = (0.5, 0.0)  # of what a page leaves free, where its parts grow past it
WORTH_A_TRY_MM = 45.0  # left free at the end of a sheet: more than a step takes


class LaidSheet(NamedTuple):
    """The pages of a sheet, and how many cards begin on each."""

    pages: Sequence[PageFacts]
    cards: Sequence[int]


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


def pages_of_sheets(laid: LaidOut) -> dict[str, list[int]]:
    """Which pages, counted from 0, belong to the sheet for reading and to the one for doing."""
    marked = (n for n, pieces in enumerate(laid.pieces) if any(piece.position.place == SHEET_TWO for piece in pieces))
    first = next(marked, laid.pages)
    return {"reading": list(range(first)), "doing": list(range(first, laid.pages))}


def sheet_of(laid: LaidOut, sheet: str) -> LaidSheet:
    """The measures of a sheet that was laid out alone."""
    pages = [n for n in pages_of_sheets(laid)[sheet] if not laid.facts[n].blank]
    return LaidSheet([laid.facts[n] for n in pages], [len(_cards_on(laid.pieces[n])) for n in pages])


def _cards_on(pieces: Sequence[Piece]) -> set[str]:
    return {piece.position.field for piece in pieces if piece.position.place == CARD}


def _tips_that_stay(reading: Sequence[PageFacts]) -> tuple[str, int] | None:
    """How many tips of page one stay there where page two has room for the others, and the first part that goes over:
    best is none, else as few as the head keeps."""
    first, second = reading[:2]
    tips = [part for part in first.anchors if part.startswith(TIP)]
    third = tips[TIPS_WITH_HEAD] if len(tips) > TIPS_WITH_HEAD else ""
    for stay, part, more_mm in ((0, TIPS, _reserved_mm(second)), (TIPS_WITH_HEAD, third, 0.0)):
        free_mm = _free_mm(second) + more_mm - spare.GAPS_LEAST_MM
        if part in first.anchors and first.lowest_mm - first.anchors[part] <= free_mm:
            return part, stay
    return None


def _reserved_mm(page: PageFacts) -> float:
    """What a measured page keeps free for the head of tips that go over to it."""
    return CONTINUED_MM if CONTINUED in page.anchors else 0.0


def _on_the_first_of_two(reading: Sequence[PageFacts]) -> int | None:
    """How many tips are on the first of the pages that share them."""
    many = [count for page in reading if (count := sum(part.startswith(TIP) for part in page.anchors))]
    return many[0] if len(many) > 1 else None


def _begin_a_page(reading: Sequence[PageFacts]) -> bool:
    """Whether the tips have the head of a page, and end on it: a rule above them would end nothing."""
    pages = [page for page in reading if any(part.startswith(TIP) for part in page.anchors)]
    begins = len(pages) == 1 and pages[0] is not reading[0]
    return begins and min(pages[0].anchors, key=lambda part: pages[0].anchors[part]) == TIPS


def _spare(tightness: Tightness, reading: Sequence[PageFacts], doing: LaidSheet) -> Spare:
    """What each page leaves free, where tips of page one go over to page two if that has room for them."""
    rooms = [Room(spare.of_page(page.height_mm, page.lowest_mm), page.lines, tuple(page.anchors)) for page in reading]
    stay = 0 if _begin_a_page(reading) else _on_the_first_of_two(reading)
    flows = TIPS_FLOW in tightness.classes and "more-pages" not in tightness.classes and len(reading) > 1
    if flows:
        part, stay = _tips_that_stay(reading) or ("", stay)
        if not stay:
            rooms[1] = replace(rooms[1], mm=rooms[1].mm + _reserved_mm(reading[1]))
        if part:
            rooms[:2] = _moved(rooms[0], rooms[1], part, reading[0].lowest_mm - reading[0].anchors[part])
    return Spare(tuple(rooms), free_of_cards(doing), tips_stay=stay)


def free_of_cards(doing: LaidSheet) -> tuple[tuple[int, float], ...]:
    """How many cards each page of sheet two has, and the millimetres that it leaves free."""
    free = (spare.of_page(page.height_mm, page.lowest_mm) for page in doing.pages)
    return tuple(zip(doing.cards, free, strict=True))


def _moved(first: Room, second: Room, part: str, height_mm: float) -> tuple[Room, Room]:
    """Two pages where a part of the first, with all behind it, goes over to the second."""
    at, over_mm = first.parts.index(part), ceil(height_mm * 2) / 2
    left = Room(first.mm + over_mm, first.lines, first.parts[:at])
    lines = second.lines + ceil(over_mm / LINE_MM)
    return left, Room(max(0.0, second.mm - over_mm), lines, (*first.parts[at:], *second.parts))


def _references(sheet: LaidSheet, part: str, first: int) -> Iterator[tuple[str, int]]:
    """A part that a text refers to with its page, where the sheet has it; its first page has this number."""
    yield from islice(((part, number) for number, page in enumerate(sheet.pages, first) if part in page.anchors), 1)


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
        """Grown by half in sheets that were too long, then not at all; then without gaps too; at last in no sheet."""
        for share in LESS:
            shares = {sheet: share if sheet in sheets else 1.0 for sheet in SHEETS}
            yield self._replace(tightness=replace(self.tightness, spare=self.tightness.spare.share(**shares)))
        without = self.tightness.spare.without(*(sheet in sheets for sheet in SHEETS))
        for less in (without, self.tightness.spare.ungrown()):
            yield self._replace(tightness=replace(self.tightness, spare=less))


class MeasuredSheets:
    """The pages of each sheet as tight as it was laid out, so that nothing is laid out for what is known.

    Each sheet is laid out alone, and depends on its own step, but for one thing: whether sources and contact have gone
    to the sheet for doing.
    """

    def __init__(self, measure: Measure, doing_pages: int) -> None:
        self._measure = measure
        self._sheets: dict[tuple[object, ...], LaidSheet] = {}
        self.doing_pages = doing_pages  #: that sheet two may have; those of sheet one are a choice of its tightness

    def _laid(self, sheet: str, tightness: Tightness) -> LaidSheet:
        moved = SOURCES_MOVE in tightness.classes, tightness.contact_moved, tightness.contact_first
        of_reading = tightness.reading_pages, tightness.hurts_page, tightness.spare.tips_stay, tightness.more_tips
        own = of_reading if sheet == "reading" else (tightness.contact_early,)
        key = sheet, getattr(tightness, sheet), *moved, *own
        if key not in self._sheets:
            self._sheets[key] = self._measure(tightness, sheet)
        return self._sheets[key]

    def fit(self, sheet: str, tightness: Tightness) -> SheetFit:
        room = tightness.reading_pages if sheet == "reading" else self.doing_pages
        return fit_of_sheet(self._laid(sheet, tightness).pages, room)

    def least_fill(self, tightness: Tightness) -> float:
        """How far the emptiest page of sheet one is filled."""
        return min(page.fill for page in self._laid("reading", tightness).pages)

    def reading_well(self, usual: Tightness, hopeless_mm: float = inf, tightest: int = TIGHTEST.reading) -> Tightness:
        """With sheet one at the first of its steps, from the usual one on, at which it lies well on its pages."""

        def ask(step: int) -> SheetFit:
            return self.fit("reading", replace(usual, reading=step))

        return replace(usual, reading=fitting_step(ask, usual.reading, tightest, hopeless_mm))

    def doing_well(self, usual: Tightness, tightest: int = TIGHTEST.doing) -> Tightness:
        """With sheet two at such a step; what sheet one has given to it is known by then."""

        def ask(step: int) -> SheetFit:
            return self.fit("doing", replace(usual, doing=step))

        return replace(usual, doing=fitting_step(ask, usual.doing, tightest))

    def with_more_tips(self, tightness: Tightness, many: int) -> Tightness:
        """With as many more tips as the pages for reading have room for, and on no more pages than before."""
        fuller, are_torn = tightness, self._tears_tips(tightness)
        while fuller.more_tips < many and self._room_mm(fuller) >= LEAST_TIP_MM:
            tried = replace(fuller, more_tips=fuller.more_tips + 1)
            if not self.fit("reading", tried).well or self._tears_tips(tried) > are_torn:
                break
            fuller = tried
        return fuller

    def _room_mm(self, tightness: Tightness) -> float:
        """What the pages for reading leave free."""
        return sum(map(_free_mm, self._laid("reading", tightness).pages))

    def _tears_tips(self, tightness: Tightness) -> bool:
        """Whether two pages share the tips."""
        reading, doing = (self._laid(sheet, tightness) for sheet in SHEETS)
        return bool(_spare(tightness, reading.pages, doing).tips_stay)

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
        settled = grown if grows else replace(plain, spare=grown.spare.ungrown())
        return Fitted(settled, {"reading": before, "doing": len(doing.pages)})


def fitting_step(ask: Callable[[int], SheetFit], usual: int, tightest: int, hopeless_mm: float = inf) -> int:
    """The step that a sheet is to be set at; `ask` tells how it lies at one.

    That is the usual one or, where much is left free, the roomiest that fits; else the first tighter one that does.
    """
    step, fit = usual, ask(usual)
    while step > 0 and fit.roomy and not (roomier := ask(step - 1)).long:
        step, fit = step - 1, roomier
    while step < tightest and not fit.well and fit.excess_mm < hopeless_mm:
        # The last steps move a whole part of the leaflet, or take the form of one, so none skips to them.
        step += 2 if fit.lacking_mm > STEP_MM and step + 2 <= tightest - LAST_STEPS else 1
        fit = ask(step)
    return step
