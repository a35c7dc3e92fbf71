"""A leaflet: every decision made, every text final, no layout yet.

All lengths of text are final here: translated, placeholders filled, numbers and dates worded for the language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handouts.model.cards import Card, DiaryMeasure, DiaryRow, PainZone, Picture
from handouts.model.prose import Prose, Spoken
from handouts.model.request import Request


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
    """What to expect by a time and what to do then, of whom."""

    of: str  #: what is sore, such as `Ankle`; empty where all conditions say the same
    lines: tuple[Prose, ...]
    when: str = ""  #: its time, where its step has no head


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step in time: its head, such as `About 2 weeks`, and a cell for each that expects something else.

    Where the cells of some step have several times, no step has a head.
    """

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
    blocks: tuple[str, ...] = ()  #: the ids of its blocks of advice
    leads: bool = False  #: whether it is printed before the exercises, as the main treatment

    @property
    def is_long(self) -> bool:
        """Whether its cautions begin a line, since they would be lost in one block."""
        return sum(len(run.text) for part in (*self.sentences, *self.cautions) for run in part) > LONG_TIP


@dataclass(frozen=True, slots=True)
class LedSigns:
    """Signs after the same words, if any: the part of the body that they are about, or the number to call."""

    lead: str
    signs: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class HelpRow:
    """Signs of one urgency, most urgent row first."""

    key: Literal["emergency", "same_day", "soon", "self_refer"]
    who: Prose
    groups: tuple[LedSigns, ...]
    call: LedSigns | None = None  #: of emergencies, those for which the emergency number is called, before all others

    @property
    def signs(self) -> tuple[Item, ...]:
        """All signs in the order of print."""
        return tuple(sign for group in (self.call, *self.groups) if group for sign in group.signs)


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
    more_tips: tuple[Tip, ...] = ()  #: of several conditions, for pages that leave room for them, the first ones first
    do: tuple[Item, ...] = ()
    do_not: tuple[Item, ...] = ()
    help: tuple[HelpRow, ...] = ()
    not_known: tuple[Item, ...] = ()
    sources: tuple[str, ...] = ()
    acknowledgements: tuple[str, ...] = ()  #: what the licences of texts that were taken over ask to be printed
    both_sides: bool
    before_exercises: tuple[Item, ...] = ()  #: what delays or limits them
    parts_that_begin: Prose = ()  #: which parts begin at once and which do not, where `before_exercises` is about some
    pain_limits: tuple[Prose, ...] = ()  #: until when the middle zone of the pain guide is not OK
    daily: str  #: about how long the plan takes a day, such as `19 minutes a day`
    needs: Prose | None  #: `You need: a firm chair and a wall.`
    start: Prose  #: with which exercise to start: of several body regions with the first of each
    which_sides: Prose | None  #: on which sides the exercises are done; None where a side is given, or there is but one
    pain: tuple[PainZone, ...]
    fewer: Prose | None  #: what to do next time after too much pain
    worse_next_day: Prose | None
    add_next: Prose | None = None  #: the test for one exercise more, and that for a call
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
    def has_rest_days(self) -> bool:
        """Whether the diary has days on which an exercise rests."""
        return any(row.rest_days for row in self.diary)

    @property
    def is_sheet(self) -> bool:
        """Whether it is a sheet of exercises alone, without a condition."""
        return not self.conditions

    @property
    def leading_tips(self) -> int:
        """How many tips are printed before the exercises."""
        return sum(tip.leads for tip in self.tips)

    @property
    def columns(self) -> int:
        """How many columns the table of conditions has; 0 where they concern one body region and need no table."""
        return self.named_parts if len(self.regions) > 1 else 0

    @property
    def named_parts(self) -> int:
        """How many parts of the sections name the condition that they are of, as those of a merge do."""
        return sum(bool(part.of) for section in self.sections for part in section.parts)
