"""The nouns of the trade: what a content file may say, and the limits within which it may say it.

Everything is frozen and strict: no unknown field, no number written as text. A limit of letters is the room a text has
on the page (12.5 pt Fira Sans on A4); the numbers come from the design of the leaflet.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from handouts import prose
from handouts.diagnostics import Span

KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,:/–-]\d+)*(?!\w)")


def fault(code: str, message: str, advice: str, words: str = "", at: str = "") -> PydanticCustomError:
    """A fault of one value, with its code, what to do, and the guilty words inside it, or the field `at` fault."""
    # The text is taken from the context, so that braces inside content are not read as a template.
    return PydanticCustomError(code, "{message}", {"message": message, "help": advice, "words": words, "at": at})


class Text(str):
    """Words for the reader: translated, with placeholders and the inline markup of `prose`.

    Reports HND205 (markup) and HND207 (a number that belongs in the data).
    """

    __slots__ = ()
    numbers_allowed: ClassVar[bool] = False

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._checked,
            core_schema.str_schema(strict=True, min_length=1),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _checked(cls, value: str) -> Text:
        try:
            prose.runs(value)
        except prose.MarkupError as error:
            raise fault("HND205", error.message, error.advice, error.words) from None
        if tag := _TAG.search(value):
            raise fault(
                "HND205", f"`{tag[0]}` would be printed as it stands", "write **strong** words instead of HTML", tag[0]
            )
        number = _NUMBER.search(prose.PLACEHOLDER.sub(lambda m: "x" * len(m[0]), value))
        if number and not cls.numbers_allowed:
            raise fault(
                "HND207",
                f"the number {number[0]} stands in the text",
                "give it a name under `numbers` (or in the dose) and write {name} here, or write it as a word",
                number[0],
            )
        return cls(value)


class Phrase(Text):
    """Words that are data themselves and may name a number, such as a country's "Call 111 or your GP"."""

    __slots__ = ()
    numbers_allowed = True


@dataclass(frozen=True)
class Fits:
    """The most letters that have room in this place (markup not counted). Reports HND209."""

    limit: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "maxLength": self.limit}

    def _checked(self, value: str) -> str:
        if (length := prose.printed_length(value)) > self.limit:
            raise fault(
                "HND209",
                f"{length} letters, but this place has room for {self.limit}",
                f"say it in {length - self.limit} letters fewer, or split it",
            )
        return value


@dataclass(frozen=True)
class Begins:
    """A list that may be printed without its heading must say in every item which list it is. Reports HND208."""

    words: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.words} "}

    def _checked(self, value: str) -> str:
        wrong = not value.startswith(self.words + " ") or (self.words == "Do" and value.startswith("Do not "))
        if wrong:
            first = " ".join(value.split()[:3])
            raise fault(
                "HND208",
                f'this item does not begin with "{self.words}"',
                f'begin it with the words "{self.words} …"',
                first,
            )
        return value


def _iso_date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise fault("HND203", f"`{value}` is not a date", "write year-month-day, such as 2028-11-01")


Id = Annotated[str, Field(pattern=rf"^{KEBAB}$", max_length=60)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Label = Annotated[str, Field(min_length=1, max_length=120)]
Date = Annotated[
    datetime.date, BeforeValidator(_iso_date), Field(json_schema_extra={"type": "string", "format": "date"})
]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=400)]

# Lists come from YAML as lists and are kept as tuples.
T = TypeVar("T")
Few = Annotated[tuple[T, ...], Field(strict=False, max_length=60)]


class Record(BaseModel):
    """The manners of every record: strict, frozen, no unknown field."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


# ---------------------------------------------------------------- numbers

Unit = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years", "times", "one in", "plain"]


class Limited(Record):
    """A whole number, and the limits inside which a condition, a clinic or a clinician may change it."""

    value: int = Field(alias="is", ge=0, le=1000)
    low: int | None = Field(None, alias="from", ge=0, le=1000)
    high: int | None = Field(None, alias="to", ge=0, le=1000)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.lowest <= self.value <= self.highest:
            raise fault(
                "HND204",
                f"{self.value} is not between {self.lowest} and {self.highest}",
                "`is` must lie inside `from` and `to`",
                at="is",
            )
        return self

    @property
    def lowest(self) -> int:
        return self.value if self.low is None else self.low

    @property
    def highest(self) -> int:
        return self.value if self.high is None else self.high


class Number(Limited):
    """A number that prose names in braces. `up_to` makes it a span: is 10, up_to 15 prints "10 to 15 minutes"."""

    up_to: int | None = Field(None, ge=1, le=1000)
    unit: Unit = "plain"
    source: Id | None = None

    @property
    def highest(self) -> int:
        return max(self.value, self.up_to or 0) if self.high is None else self.high

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if self.up_to is not None and not self.value < self.up_to <= self.highest:
            advice = f"it must lie above `is` ({self.value}) and not above `to`"
            raise fault("HND204", f"up_to is {self.up_to}", advice, at="up_to")
        return self


Numbers = dict[Name, Number]

Days = Literal["every day", "most days", "every second day", "three days a week"]
Legs = Literal["sore side", "each side", "both together", "whole body"]


class Dose(Record):
    """What is printed in the dose tiles, written once and nowhere else. Seconds for holds and tempo."""

    hold_s: Limited | None = None
    minutes: Limited | None = None
    repetitions: Limited | None = None
    sets: Limited | None = None
    times_a_day: Limited
    days: Days = "every day"
    legs: Legs = "sore side"
    up_s: Limited | None = None
    pause_s: Limited | None = None
    down_s: Limited | None = None

    #: What `--set` and a condition may change, by the word they use.
    ADJUSTABLE: ClassVar[Mapping[str, str]] = {
        "hold": "hold_s",
        "minutes": "minutes",
        "repetitions": "repetitions",
        "sets": "sets",
        "times_a_day": "times_a_day",
    }
    #: Placeholders of an exercise's text, and the field each takes its number from.
    PLACEHOLDERS: ClassVar[Mapping[str, str]] = {**ADJUSTABLE, "up": "up_s", "pause": "pause_s", "down": "down_s"}

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.minutes is None and self.repetitions is None:
            raise fault("HND201", "a dose needs `repetitions` or `minutes`", "say how often, or how long")
        return self


class DoseChange(Record):
    """What a condition prints instead, inside the limits of the exercise."""

    hold_s: int | None = None
    minutes: int | None = None
    repetitions: int | None = None
    sets: int | None = None
    times_a_day: int | None = None


# ---------------------------------------------------------------- sources and governance


class Source(Record):
    """A publication that content rests on. `seen` says how well it was read; `short` is how a leaflet prints it."""

    name: Label
    short: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    url: Url | None = None
    seen: Literal["read", "second hand", "not verified"]
    note: str | None = None


class Cited(Record):
    """A source and what it supports: names of fields, such as `dose` or `outlook`."""

    id: Id
    supports: Few[Label] = Field(min_length=1)


class Person(Record):
    """Who wrote or reviewed: never an invented name."""

    name: Label
    role: Label


class Review(Person):
    """Somebody's review, with its day."""

    date: Date


class Approval(Review):
    """Somebody's approval of exactly what was printed from at that time: its hash. A changed word voids it."""

    hash: Hash


class Attestation(Approval):
    """Somebody's word that a point is met which only a person can judge, such as `pemat-2` or `cdc-9`."""

    item: Annotated[str, Field(pattern=r"^(?:pemat|cdc)-\d{1,2}$")]


class Accepted(Record):
    """A finding that a clinician accepts: which one, where, why, and until when. Past that day it is an error."""

    code: Annotated[str, Field(pattern=r"^HND8\d\d$")]
    at: Annotated[str, Field(pattern=r"^[a-z_]+(?:\.[a-z_]+|\[\d+\])*$")]
    reason: Annotated[str, Field(min_length=20, max_length=300)]
    by: Label
    until: Date


class Audience(Record):
    """Who a leaflet is written for, beside `for_whom`: how well they read, and what they should do after reading."""

    reading: Label
    aim: Label


class Governance(Record):
    """Who answers for a leaflet. Only an approved one loses the words "Draft, not clinically approved"."""

    status: Literal["draft", "reviewed", "approved"]
    owner: Label
    authors: Few[Person] = Field(min_length=1)
    reviewers: Few[Review] = ()
    version: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
    issued: Date
    review_by: Date
    sources: Few[Cited] = Field(min_length=1)
    approval: Approval | None = None
    attestations: Few[Attestation] = ()

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.status != "draft" and not self.reviewers:
            raise fault(
                "HND201",
                f"status is {self.status}, but nobody reviewed it",
                "name the reviewers, or keep `status: draft`",
                at="status",
            )
        if self.review_by <= self.issued:
            message = "the review date is not after the date of issue"
            raise fault("HND204", message, "give a later `review_by`", at="review_by")
        return self


# ---------------------------------------------------------------- exercises


class Pose(BaseModel):
    """How an exercise looks: words here, the rest in the grammar of the drawings (docs/figures.md), kept as written."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")

    alt: Annotated[Text, Fits(250), Field(min_length=40)]
    labels: dict[str, Annotated[Text, Fits(24)]] = {}
    like: Id | None = None


class Where(Record):
    """A picture of where it hurts, or of what to hold there. The words are those of docs/figures.md, no others."""

    alt: Annotated[Text, Fits(250), Field(min_length=40)]
    view: Literal[
        "inner side of the foot", "inner side of the heel", "outer side of the heel", "under the heel",
        "back and heel", "heel on a cold pack",
    ]  # fmt: skip
    structures: Few[
        Literal[
            "heel bone", "heel pad", "spur", "plantar fascia", "achilles tendon", "bursa", "inner ankle bone",
            "nerve",
        ]
    ] = ()  # fmt: skip
    sore: Few[
        Literal[
            "inner heel", "spur", "middle heel", "whole heel", "bursa", "inner ankle", "low back"
        ]
    ] = ()  # fmt: skip
    labels: Annotated[dict[str, Annotated[Text, Fits(24)]], Field(max_length=4)] = {}

    #: What a view shows beside the body, by the word of its label.
    THINGS: ClassVar[Mapping[str, tuple[str, ...]]] = {"heel on a cold pack": ("cold pack", "cloth")}

    @model_validator(mode="after")
    def _labels_name_what_is_there(self) -> Self:
        there = {*self.structures, *self.sore, *("sore",) * bool(self.sore), *self.THINGS.get(self.view, ())}
        for label in self.labels:
            if label not in there:
                advice = f"name one of: {', '.join(sorted(there))}" if there else "write `structures:` or `sore:` first"
                raise fault("HND203", f"the label `{label}` names nothing in this picture", advice, at="labels")
        return self


class Progression(Record):
    easier: Annotated[Text, Fits(90)]
    harder: Annotated[Text, Fits(90)]


class Exercise(Record):
    """One exercise card."""

    id: Id
    name: Annotated[Text, Fits(40)]
    what_it_does: Annotated[Text, Fits(80)]
    kind: Literal["stretch", "strength", "movement", "balance", "massage"]
    needs: Few[Id] = ()
    start: Annotated[Text, Fits(80)]
    steps: Few[Annotated[Text, Fits(80)]] = Field(min_length=3, max_length=7)
    dose: Dose
    feel: Annotated[Text, Fits(80)]
    mistakes: Few[Annotated[Text, Fits(40)]] = Field(min_length=1, max_length=3)
    stop_if: Few[Id] = Field(min_length=1, max_length=3)
    not_for: Few[Annotated[Text, Fits(60)]] = ()
    not_with: Few[Id] = ()
    progression: Progression
    sources: Few[Cited] = Field(min_length=1)
    accepted: Few[Accepted] = ()
    pose: Pose | None = None

    @model_validator(mode="after")
    def _dose_has_a_source(self) -> Self:
        if not any("dose" in cited.supports for cited in self.sources):
            raise fault("HND201", "no source supports the dose", "cite one with `supports: [dose]`", at="sources")
        return self


class StopRule(Record):
    """When to stop, printed after "Stop if". `act` says how urgent the help is that the text asks for."""

    text: Annotated[Text, Fits(80)]
    act: Literal["stop", "today", "now"] = "stop"


# ---------------------------------------------------------------- advice


class Advice(Record):
    """A block of advice that conditions share: what to do, how long, who must not, when to stop."""

    id: Id
    lead: Annotated[Text, Fits(24)]
    how: Annotated[Text, Fits(160)]
    how_long: Annotated[Text, Fits(120)] | None = None
    not_for: Annotated[Text, Fits(120)] | None = None
    stop_if: Annotated[Text, Fits(80)] | None = None
    numbers: Numbers = {}
    sources: Few[Cited] = Field(min_length=1)
    accepted: Few[Accepted] = ()
    picture: Where | None = None


# ---------------------------------------------------------------- conditions

Line = Annotated[Text, Fits(76)]
Paragraph = Annotated[Text, Fits(280)]
Sign = Annotated[Text, Fits(64)]


class Code(Record):
    """A code of a classification. Only `verified` codes leave the program."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9.]{3,18}$")]
    term: Label
    status: Literal["verified", "second hand", "not verified"]
    checked: Label


class Codes(Record):
    icd10cm: Few[Code] = ()
    icd10: Few[Code] = ()
    snomed: Few[Code] = ()


class KeyFact(Record):
    lead: Annotated[Text, Fits(24)]
    text: Annotated[Text, Fits(45)]


class Prescription(Record):
    """An exercise as one condition asks for it, most important first."""

    id: Id
    why: Annotated[Text, Fits(48)]
    dose: DoseChange = DoseChange()


class Forbidden(Record):
    """An exercise that must not stand beside this condition, and why."""

    id: Id
    why: Line


class GetHelp(Record):
    """When to get help, by urgency. All four must be thought of; each item is a sign."""

    emergency: Few[Sign] = Field(min_length=1, max_length=6)
    same_day: Few[Sign] = Field(min_length=1, max_length=4)
    soon: Few[Sign] = Field(min_length=1, max_length=5)
    self_refer: Few[Sign] = Field(min_length=1, max_length=3)


class Condition(Record):
    """One condition, with everything a leaflet says about it."""

    id: Id
    reference: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    title: Annotated[Text, Fits(26)]
    plain_name: Annotated[Text, Fits(55)]
    also_called: Few[Text] = ()
    codes: Codes
    for_whom: Annotated[Text, Fits(60)]
    not_for: Annotated[Text, Fits(60)]
    in_short: Few[Line] = Field(min_length=3, max_length=5)
    key_facts: Few[KeyFact] = Field(max_length=3)
    what_it_is: Few[Paragraph] = Field(min_length=1, max_length=2)
    how_it_feels: Few[Paragraph] = Field(min_length=1, max_length=2)
    why_it_happens: Few[Paragraph] = Field(min_length=1, max_length=2)
    reaches_back: Few[Paragraph] = Field(min_length=1, max_length=2)
    outlook: Few[Paragraph] = Field(min_length=1, max_length=1)
    not_known: Few[Line] = Field(min_length=1, max_length=3)
    exercises: Few[Prescription] = Field(min_length=1)
    forbids: Few[Forbidden] = ()
    advice: Few[Id] = Field(min_length=1, max_length=6)
    do: Few[Annotated[Text, Begins("Do"), Fits(60)]] = Field(min_length=2, max_length=5)
    do_not: Few[Annotated[Text, Begins("Do not"), Fits(64)]] = Field(min_length=2, max_length=5)
    get_help: GetHelp
    glossary: Few[Id] = ()
    numbers: Numbers = {}
    audience: Audience | None = None
    accepted: Few[Accepted] = ()
    picture: Where | None = None
    governance: Governance


class Term(Record):
    """A medical word and how to say it plainly."""

    word: Text
    plain: Text
    say: Text | None = None


# ---------------------------------------------------------------- clinics, regions, pain guide, editions


class Region(Record):
    """The words and numbers of one country, so that prose holds none of them."""

    id: Id
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}_[A-Z]{2}$")]
    paper: Literal["a4", "letter"]
    emergency_number: Label
    emergency_department: Text  # after "go to": A&E, the ER
    doctor: Text  # after "your" or "a": GP, doctor
    physio: Text
    podiatrist: Text
    trainers: Text
    flip_flops: Text
    worktop: Text
    tin: Text
    now_who: Annotated[Phrase, Fits(40)]
    today_who: Annotated[Phrase, Fits(40)]
    soon_who: Annotated[Phrase, Fits(40)]
    ask_who: Annotated[Phrase, Fits(40)]

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = (
        "emergency_number", "emergency_department", "doctor", "physio", "podiatrist",
        "trainers", "flip_flops", "worktop", "tin",
    )  # fmt: skip


#: Who can stand in the drawings; their looks are in `handouts/figures/people.py`.
PersonDrawn = Literal[
    "adult", "woman", "man", "older-woman", "older-man", "heavier-woman", "heavier-man", "slim-woman", "child",
    "curly", "headscarf",
]  # fmt: skip


class Clinic(Record):
    """Who hands the leaflet over: everything that makes it this clinic's own."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=40)]
    line: Annotated[str, Field(min_length=1, max_length=50)]
    example: bool = False
    region: Id
    address: Annotated[str, Field(min_length=1, max_length=70)]
    phone: Annotated[str, Field(min_length=3, max_length=24)]
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=50)] | None = None
    web: Url | None = None
    web_label: Annotated[str, Field(min_length=1, max_length=30)] = "Find us online"
    hours: Annotated[str, Field(min_length=1, max_length=50)]
    out_of_hours: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    formats: Annotated[str, Field(min_length=1, max_length=120)]
    language_line: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    emergency_number: Annotated[str, Field(min_length=2, max_length=20)] | None = None
    logo: Annotated[str, Field(pattern=r"^[\w.-]+\.(svg|png)$")] | None = None
    accent: Colour = "#0B4F5C"
    review_years: Literal[2, 3] = 3
    people: Few[PersonDrawn] = ()
    settings: dict[Annotated[str, Field(pattern=rf"^{KEBAB}\.[a-z_]+$")], int] = {}

    #: The fields that content may name in braces.
    WORDS: ClassVar[tuple[str, ...]] = ("clinic", "phone")


class PainGuide(Record):
    """The traffic light of pain from 0 to 10, and the stop rules that hold for every exercise."""

    fine_to: int = Field(ge=0, le=9)
    ok_to: int = Field(ge=1, le=9)
    stop_if: Few[Id] = ()
    sources: Few[Cited] = Field(min_length=1)


class Edition(Record):
    """A few facts beside the edition's stylesheet that setting needs to know. Lengths in mm, type in pt."""

    id: Id
    name: Label
    paper: Literal["A4", "Letter"]
    body_pt: float
    figure_scale: float
    label_pt: float
    diary_days_a_row: Literal[7, 14]
    stacked: bool
    pages_max: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One kept drawing: its SVG, its size, and where the anchors of the labels lie, in mm from its top left corner."""

    name: str
    svg: str
    width_mm: float
    height_mm: float
    faces: str
    anchors: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was written, read once and never changed."""

    conditions: Mapping[str, Condition] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    advice: Mapping[str, Advice] = field(default_factory=dict)
    clinics: Mapping[str, Clinic] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    stop_rules: Mapping[str, StopRule] = field(default_factory=dict)
    pain_guide: PainGuide | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)
    figures: Mapping[str, tuple[Frame, ...]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Mapping[tuple[str | int, ...], Span]] = field(default_factory=dict)

    def span(self, kind: str, id_: str, *path: str | int) -> Span | None:
        """Where a value was written: `span("exercise", "foot-roll", "dose", "hold_s")`, or its nearest parent."""
        known = self.places.get((kind, id_), {})
        return next((known[path[:end]] for end in range(len(path), -1, -1) if path[:end] in known), None)


def contrast(one: str, other: str) -> float:
    """Contrast of two `#rrggbb` colours, 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(one: str, other: str, share: float) -> str:
    """A share of one colour in the other."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def texts(record: object) -> Iterator[tuple[str, Text]]:
    """Every text for the reader in a record, with its path as translators and messages name it: `steps[0]`."""
    for path, text in text_paths(record):
        yield "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix("."), text


def text_paths(record: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every text for the reader in a record, with its path step by step: `("steps", 0)`."""
    match record:
        case Text():
            yield path, record
        case BaseModel():
            for name, info in type(record).model_fields.items():
                yield from text_paths(getattr(record, name), (*path, info.alias or name))
        case tuple():
            for index, item in enumerate(record):
                yield from text_paths(item, (*path, index))
        case dict():
            for key, item in record.items():
                yield from text_paths(item, (*path, str(key)))
