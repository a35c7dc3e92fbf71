"""The parts of sheet two: exercise cards with their pictures and doses, rows of the diary, zones of the pain guide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from handouts.model.choices import Side
from handouts.model.pictures import Frame
from handouts.model.prose import Prose, plain_text


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame of a drawing with its labels, (anchor, text), and what both say for screen readers.

    `caption` are the author's words over the frame; where it is empty, the template has words of its own.
    """

    frame: Frame
    labels: tuple[tuple[str, str], ...]
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell of a dose: a big number and its unit, or the first word of `once a day` and the others.

    Args:
        digits: of the largest number that may be chosen; none where its number is not filled in.
        room: the widest unit of a number that may be chosen, where it has others.
        lead: what the number is for: `Hold`, `Repeat`; none of how often.
        kind: the field of the dose.
    """

    number: str
    unit: str
    digits: int = field(default=0, compare=False)
    room: str = field(default="", compare=False)
    lead: str = field(default="", compare=False)
    kind: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        return f"{self.number} {self.unit}".rstrip()

    @property
    def widest(self) -> str:
        """The words of the widest number that may be chosen; none of one that is not chosen."""
        return f"{'0' * self.digits} {self.room or self.unit}" if self.digits else ""

    @property
    def said(self) -> str:
        """The words with what they are for."""
        return f"{self.lead} {self.words}".strip()

    def of(self, side: str) -> Tile:
        """The tile of one side of the body."""
        return replace(self, unit=f"{self.unit}, {side}", room=self.room and f"{self.room}, {side}")


@dataclass(frozen=True, slots=True)
class Card:
    """One exercise card, in reading order."""

    id: str
    field: str
    number: int
    name: Prose
    tiles: tuple[Tile, ...]
    why: tuple[Prose, ...]
    steps: tuple[Prose, ...]
    dose: Prose
    watch_for: tuple[Prose, ...]
    stop_if: tuple[Prose, ...]
    not_for: tuple[Prose, ...]
    cautions: tuple[Prose, ...]  #: why, and until when, a condition delays it
    cares: tuple[Prose, ...]  #: what to heed with a condition
    easier: Prose | None
    harder: Prose | None
    feel: Prose | None
    pictures: tuple[Picture, ...]
    side: Side | None
    usual: tuple[Prose, ...]  #: the steps and the dose with its usual numbers: others change no picture and no page
    film: str = ""  #: the address of a film that shows it
    of: str = ""  #: the sore part that it is for, such as `neck`, in a leaflet about several

    @property
    def letters(self) -> tuple[int, ...]:
        """Of each step and of the dose, with its usual numbers."""
        return tuple(len(plain_text(words)) for words in self.usual)

    @property
    def mirrored(self) -> bool:
        """Whether its drawings, which show the right side, are printed the other way round."""
        return self.side == "left"


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """Tick boxes for two weeks: how many on each of the fourteen days.

    An undated row is for an exercise that begins later: it has a line for the day on which it began. `room` are the
    widest words of a rhythm that may be chosen, where a word may take the place of its number.
    """

    number: int
    name: Prose
    rhythm: str
    boxes: tuple[int, ...]
    undated: bool = False
    room: str = field(default="", compare=False)

    @property
    def rest_days(self) -> tuple[int, ...]:
        """The days, from 1, on which the exercise rests; none where its first day is open."""
        return () if self.undated else tuple(day for day, many in enumerate(self.boxes, 1) if not many)


@dataclass(frozen=True, slots=True)
class DiaryMeasure:
    """A row of the diary for a number each day: its head, and its name behind that of a day.

    Behind the head of an own measure is a line, on which the patient writes what is measured.
    """

    head: str
    name: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PainZone:
    """A stretch of the pain strip: its numbers, and the words under it."""

    key: Literal["fine", "ok", "over"]
    numbers: tuple[int, ...]
