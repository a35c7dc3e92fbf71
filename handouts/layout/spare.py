"""What the free millimetres of each page become: larger pictures first, then rows, gaps and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.model.cards import Card
from handouts.model.leaflet import Leaflet

LETTER = 0.48  # mean width of a letter, of the type size; a little too wide, so that the estimate is on the safe side
LEAST_MM = 5.0  # of a page that stays free of what an estimate gives: a line that it misses
GAPS_LEAST_MM = 1.0  # that stays free of gaps and lines, whose number is known
WORTH_MM = 1.0  # less on each page is left as it is
MOST_MM = 4.0  # by which a part of the page grows: see GAPS
#: By how many times `more` of its page a part grows: before it, and each of its items. As the stylesheet says.
GAPS = {
    "part": 1.0,
    "timeline": 1.0,
    "tips": 1.0,
    "tip": 1.5,
    "boxes": 2.0,
    "help": 2.0,
    "contact": 2.0,
}
ITEM, LINE = 0.5, 0.15  # each item of a box and each sign; each line
CARD, STEP = 3.2, 0.3  # a card: before it, over and under its pictures and in its last rows; each of its steps
ROWS_MOST_MM = 1.4  # that a row of the diary may grow
ROWS_STEP_MM = 0.7
ROWS_SHARE = 0.4  # of the room of the page of the diary, at most


@dataclass(frozen=True, slots=True)
class Room:
    """What a page for reading leaves free, the lines that it has below each other, and the names of its parts."""

    mm: float = 0.0
    lines: int = 0
    parts: tuple[str, ...] = ()

    def less(self, mm: float) -> float:
        """What may grow where so much stays free."""
        return max(0.0, self.mm - mm)


@dataclass(frozen=True, slots=True)
class Spare:
    """What parts may grow into, page by page."""

    reading: tuple[Room, ...] = ()
    cards: tuple[tuple[int, float], ...] = ()  #: how many cards each page of sheet two has, and its millimetres
    reading_share: float = 1.0  #: of the room, for what an estimate gives: gaps, which are counted, take the rest
    doing_share: float = 1.0
    tips_stay: int | None = None  #: how many tips are on the first of two pages; none where they begin page two

    @property
    def is_worth_a_layout(self) -> bool:
        rooms = (*(room.mm for room in self.reading), *(mm for _, mm in self.cards))
        return max(rooms, default=0.0) >= WORTH_MM + GAPS_LEAST_MM

    @property
    def know(self) -> float:
        """Millimetres for the pictures of what hurts; none where tips have the room of their page."""
        at = self.pictures_at
        shared = at and any(map(_is_tip, self.reading[at].parts))
        return self.reading[at].less(LEAST_MM) * self.reading_share if self.reading and not shared else 0.0

    @property
    def pictures_at(self) -> int:
        """The page of the pictures of what hurts, counted from 0."""
        pages = [
            [number for number, room in enumerate(self.reading) if part in room.parts]
            for part in ("plates", "part-what_it_is")
        ]
        return next((found[0] for found in pages if found), 0)

    def ungrown(self) -> Spare:
        """Nothing to grow into, with the tips on the same pages."""
        return Spare(tips_stay=self.tips_stay)

    def without(self, reading: bool, doing: bool) -> Spare:
        """Nothing to grow into on these sheets."""
        return replace(self, reading=() if reading else self.reading, cards=() if doing else self.cards)

    def share(self, reading: float, doing: float) -> Spare:
        """So much of the room of each sheet for what an estimate gives."""
        return replace(self, reading_share=reading, doing_share=doing)


NO_SPARE = Spare()


def of_page(height_mm: float, lowest_mm: float) -> float:
    """What a page leaves free, in half millimetres: fractions of a rounding must not decide."""
    return max(0.0, int((height_mm - lowest_mm) * 2) / 2)


def _is_tip(part: str) -> bool:
    return part.startswith("tip-")


def rows_mm(leaflet: Leaflet, spare: Spare) -> float:
    """By how much each of the rows of the diary grows: of chosen exercises by a step or two."""
    last_mm = max(0.0, spare.cards[-1][1] - LEAST_MM) if spare.cards else 0.0
    mm = min(ROWS_MOST_MM, last_mm * ROWS_SHARE / max(rows_of(leaflet), 1))
    return mm // ROWS_STEP_MM * ROWS_STEP_MM if leaflet.request.choice.named else mm


def of_measured(leaflet: Leaflet, spare: Spare) -> tuple[tuple[int, float], ...]:
    """The cards of each page with its millimetres, where all were found: a clinic's own template may hide them."""
    are_all = sum(many for many, _ in spare.cards) == len(leaflet.cards)
    return spare.cards if spare.cards and are_all else ((len(leaflet.cards), 0.0),)


def of_cards(leaflet: Leaflet, spare: Spare) -> tuple[tuple[int, float], ...]:
    """The cards of each page, and the millimetres that they have without the rows of the diary."""
    *first, (many, mm) = of_measured(leaflet, spare)
    return (*first, (many, mm - rows_of(leaflet) * rows_mm(leaflet, spare)))


def more_of_cards(cards: Sequence[Card], free_mm: float, taken_mm: float, only_apart: bool = False) -> float:
    """By how much the parts of cards on a page grow that grow once, where so much is free and estimates take a part;
    or by how much each card is further from what is above it, and no part grows."""
    units = float(len(cards)) if only_apart else sum(CARD + STEP * (len(card.steps) + 1) for card in cards)
    return min(MOST_MM, max(0.0, free_mm - taken_mm - _least_mm(taken_mm)) / units) if units else 0.0


def _least_mm(taken_mm: float) -> float:
    """What stays free of a page where estimates take so much of it."""
    return LEAST_MM if taken_mm > 0.0 else GAPS_LEAST_MM


def rows_of(leaflet: Leaflet) -> int:
    return len(leaflet.diary) + len(leaflet.measures)


def properties(leaflet: Leaflet, spare: Spare, know_mm: float) -> str:
    """The custom properties of the body, from which the stylesheet adds to gaps, lines and rows.

    Args: what the pictures of what hurts take of their page.
    """
    grown = {"diary": rows_mm(leaflet, spare)}
    for number, room in enumerate(spare.reading):
        more_mm = _more_mm(leaflet, room, know_mm if number == spare.pictures_at else 0.0)
        for name in _properties_of(room, named=grown):
            grown[name] = min(grown.get(name, more_mm), more_mm)
    return "; ".join(f"--{name}: {mm:.2f}mm" for name, mm in grown.items() if mm >= 0.05)


def _more_mm(leaflet: Leaflet, room: Room, taken_mm: float) -> float:
    """By how much a part of a page grows that grows once, where so much of its room is taken."""
    units = _units(leaflet, room)
    return min(MOST_MM, max(0.0, room.less(GAPS_LEAST_MM) - taken_mm) / units) if units else 0.0


def _units(leaflet: Leaflet, room: Room) -> float:
    items = {
        "boxes": max(len(leaflet.do), len(leaflet.do_not)),
        "help": sum(len(row.signs) for row in leaflet.help),
    }
    gaps = sum(GAPS.get(part.partition("-")[0], 0.0) + ITEM * items.get(part, 0) for part in room.parts)
    return gaps + LINE * room.lines


def _properties_of(room: Room, named: Mapping[str, float]) -> Iterator[str]:
    """The properties that the parts of a page read: tips that go over to it have one of their own."""
    if any(part.startswith("part-") for part in room.parts):
        yield "know"
    yield from (part for part in ("timeline", "boxes", "help", "contact") if part in room.parts)
    if any(map(_is_tip, room.parts)):
        yield "tips-over" if "tips" in named else "tips"
