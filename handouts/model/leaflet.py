"""A request, and its leaflet: every decision made, every text final, no layout yet.

All lengths of text are final here: translated, placeholders filled, numbers and dates worded for the language.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from handouts.model.choices import AS_PRESCRIBED, USUAL_SHEET, Choice, Sheet, Side
from handouts.model.pictures import Frame
from handouts.model.prose import Prose, Spoken, plain_text

#: The clinic, the number of exercises and the most conditions of a request that names none.
DEFAULT_CLINIC = "example"
#: In place of a clinic where the content has several and the request names none.
NO_CLINIC = ""
DEFAULT_EXERCISES = 4
DEFAULT_CONDITIONS_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Request:
    """The choices for one leaflet. Its personal text is printed only: never in names of files, logs or metadata."""

    conditions: tuple[str, ...]
    clinic: str = DEFAULT_CLINIC
    side: Side | None = None
    exercises: int = DEFAULT_EXERCISES
    settings: Mapping[str, int] = field(default_factory=dict, hash=False)  #: `calf-stretch-wall.hold` → 20
    patient: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    notes: str = ""
    reference: str = ""  #: the patient's number in the clinic
    born: datetime.date | None = None
    start: datetime.date | None = None  #: the first day of the diary
    conditions_limit: int = DEFAULT_CONDITIONS_LIMIT  #: with more conditions than this the leaflet is refused
    choice: Choice = AS_PRESCRIBED
    sheet: Sheet = USUAL_SHEET  #: for a request without conditions: the chosen exercises alone
    plan: str = ""  #: the plan whose exercises and doses `choice` and `settings` have

    def side_of(self, *ids: str) -> Side | None:
        """The side of conditions or exercises: `both` where left and right meet, None where one is not known.

        Without ids: the side of the leaflet, None where its conditions have different ones.
        """
        own = dict(self.choice.sides)
        given = {own.get(id_, self.side) for id_ in ids or self.conditions} or {self.side}
        if len(given) == 1:
            return given.pop()
        return "both" if ids and None not in given else None

    @property
    def names_sides(self) -> bool:
        """Whether it is known which side of some part is sore."""
        return self.side is not None or bool(self.choice.sides)

    def side_of_exercise(self, id_: str, prescribed_by: Iterable[str]) -> Side | None:
        """Its own side, else that of the conditions that prescribe it, else that of the leaflet."""
        owners = tuple(prescribed_by)
        if owners or id_ in dict(self.choice.sides):
            return self.side_of(*([id_] if id_ in dict(self.choice.sides) else owners))
        return self.side_of()

    @property
    def personal(self) -> tuple[str, ...]:
        """The texts that may appear in the document only."""
        return tuple(words for words in (self.patient, self.clinician, self.notes, self.reference) if words)


def without_person(request: Request) -> Request:
    """The request without personal text: safe for names of files, logs and metadata."""
    settings = dict(sorted(request.settings.items()))
    return Request(
        request.conditions,
        request.clinic,
        request.side,
        request.exercises,
        settings,
        choice=request.choice,
        sheet=request.sheet,
        plan=request.plan,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that merging decided, for `--why`."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """Who hands the leaflet over, as printed at its head, its foot and under "Contact us"."""

    clinic: str
    line: str
    address: str
    phone: str
    hours: str
    formats: str
    example: bool
    email: str | None
    web: str | None
    verify: str | None
    web_label: str
    out_of_hours: str | None
    language_line: str | None
    logo: str | None
    accent: str


@dataclass(frozen=True, slots=True)
class Personal:
    """The text for one patient; an empty name, clinician, date or first day is printed as a line to write on."""

    patient: str
    clinician: str
    date: str
    notes: str
    reference: str = ""
    born: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What identifies this version of the text: document id, version, dates, status."""

    document: str
    version: str
    issued: str
    review_by: str
    status: Literal["draft", "reviewed", "approved"]
    authors: str  #: `The handouts authors (writers, not clinicians)`
    reviewers: str  #: who reviewed it and when, or that no clinician has yet
    overdue: bool = False  #: printed although its review is past, which a clinician has accepted


@dataclass(frozen=True, slots=True)
class Fact:
    lead: Prose
    text: Prose


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
class Plate:
    """A picture beside a text."""

    picture: Picture
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a section: what all of it says, or where `of` names a condition, what holds for that one alone.

    `lead` are the words before it, such as `Your spur:`. Where a table has a column for each condition, `of`
    is the head of the column.
    """

    field: str
    of: str | None
    paragraphs: tuple[Prose, ...]
    plate: Plate | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of sheet one. The template knows the heading that belongs to the key; `spreads` has one of its own.

    `films` are addresses.
    """

    key: Literal["what_it_is", "why_it_hurts", "spreads", "outlook"]
    parts: tuple[Part, ...]
    title: str = ""
    films: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, with the field it came from, so that a fault on the page can name it."""

    field: str
    text: Prose


@dataclass(frozen=True, slots=True)
class InShort:
    """The points at the top of sheet one by kind: what it is, what to do, when to get help."""

    what: tuple[Item, ...]
    act: tuple[Item, ...]
    warn: tuple[Item, ...]

    @property
    def lines(self) -> tuple[Item, ...]:
        """All points in the order of print."""
        return (*self.what, *self.act, *self.warn)


NOTHING_SHORT = InShort((), (), ())


@dataclass(frozen=True, slots=True)
class TimelineCell:
    """What to expect by a time and what to do then, of whom; nothing where a condition has no step at that time."""

    of: str  #: what is sore, such as `Ankle`; empty where all conditions say the same
    lines: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step in time: its head, such as `About 2 weeks`, and a cell for each that expects something else."""

    head: str
    cells: tuple[TimelineCell, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition that can be behind the pain: its name, and where it hurts."""

    title: Prose
    where: Prose
    field: str


LONG_TIP = 240  # letters of a tip: three lines of A4


@dataclass(frozen=True, slots=True)
class Tip:
    """A block of advice under "What helps"."""

    field: str
    lead: Prose
    sentences: tuple[Prose, ...]  #: what to do
    cautions: tuple[Prose, ...] = ()  #: who must take care, and when to stop
    plate: Plate | None = None

    @property
    def is_long(self) -> bool:
        """Whether its cautions begin a line, since they would be lost in one block."""
        return sum(len(run.text) for part in (*self.sentences, *self.cautions) for run in part) > LONG_TIP


@dataclass(frozen=True, slots=True)
class HelpRow:
    """Signs of one urgency, most urgent row first."""

    key: Literal["emergency", "same_day", "soon", "self_refer"]
    who: Prose
    signs: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell of a dose: a big number and its unit.

    Args:
        digits: of the largest number that may be chosen.
        room: the widest unit of a number that may be chosen, where it has others.
    """

    number: str
    unit: str
    digits: int = field(default=0, compare=False)
    room: str = field(default="", compare=False)

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

    An undated row is for an exercise that begins later: it has a line for the day on which it began.
    """

    number: int
    name: Prose
    rhythm: str
    boxes: tuple[int, ...]
    undated: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """Every decision made: templates only lay it out."""

    conditions: tuple[str, ...]
    regions: tuple[str, ...]  #: the regions of the body that it is about; more than one: a table of conditions
    language: str
    spoken: Spoken
    rtl: bool
    title: str
    short_title: str
    deck: Prose = ()
    also_called: tuple[Prose, ...] = ()
    for_whom: tuple[Prose, ...] = ()
    not_for: tuple[Prose, ...] = ()
    masthead: Masthead
    personal: Personal
    imprint: Imprint
    main_message: Prose = ()
    in_short: InShort = NOTHING_SHORT
    key_facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    causes: tuple[Cause, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    full_recovery: tuple[Item, ...] = ()
    tips: tuple[Tip, ...] = ()
    do: tuple[Item, ...] = ()
    do_not: tuple[Item, ...] = ()
    help: tuple[HelpRow, ...] = ()
    not_known: tuple[Item, ...] = ()
    sources: tuple[str, ...] = ()
    both_sides: bool
    before_exercises: tuple[Item, ...] = ()  #: what delays or limits them
    parts_that_begin: Prose = ()  #: which parts begin at once and which do not, where `before_exercises` is about some
    pain_limits: tuple[Prose, ...] = ()  #: until when the middle zone of the pain guide is not OK
    daily: str  #: about how long the plan takes a day, such as `19 minutes`
    needs: Prose | None  #: `You need: a firm chair and a wall.`
    start: Prose  #: with which exercise to start: of several body regions with the first of each
    which_sides: Prose | None  #: on which sides the exercises are done; None where a side is given, or there is but one
    pain: tuple[PainZone, ...]
    fewer: Prose | None  #: what to do next time after too much pain
    worse_next_day: Prose | None
    always_stop_if: tuple[Prose, ...]
    cards: tuple[Card, ...]
    diary: tuple[DiaryRow, ...]
    measures: tuple[DiaryMeasure, ...]  #: pain first
    after_two_weeks: Prose
    decisions: tuple[Decision, ...]
    request: Request  #: without personal text

    @property
    def check(self) -> str | None:
        """The address at which the clinic's site says whether this paper is current; a site has single conditions."""
        known = self.masthead.verify if len(self.conditions) == 1 else None
        return f"{known}#{self.imprint.document}/{self.imprint.version}" if known else None

    @property
    def online(self) -> str | None:
        """What the QR code under "Contact us" leads to."""
        return self.check or self.masthead.web

    @property
    def is_sheet(self) -> bool:
        """Whether it is a sheet of exercises alone, without a condition."""
        return not self.conditions

    @property
    def columns(self) -> int:
        """How many columns the table of conditions has; 0 where they concern one body region and need no table."""
        several = sum(bool(part.of) for section in self.sections for part in section.parts)
        return several if len(self.regions) > 1 else 0
