"""One condition with everything a leaflet says about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from handouts.model.diary_measures import MOST_MEASURES, USUAL, Measure
from handouts.model.doses import DoseChange, Number, Numbers
from handouts.model.exercise_rules import Cared, Delayed, Forbidden
from handouts.model.governance import Accepted, Audience, Governance
from handouts.model.pictures import OwnPicture, PainMap, only_one_picture
from handouts.model.record import Few, FilmUrl, Id, Label, Name, Record, fault
from handouts.model.regions import RequiredSign, SorePart
from handouts.model.text import Begins, Fits, Line, Text

Paragraph = Annotated[Text, Fits(280)]
Sign = Annotated[Text, Fits(110)]


#: What a person says at a reception: words that a search knows.
Symptom = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z' -]*$", max_length=60)]


def _each_once(value: tuple[str, ...]) -> tuple[str, ...]:
    for symptom in value:
        if value.count(symptom) > 1:
            raise fault("HND203", f"`{symptom}` is named twice", "name each symptom once")
    return value


class Code(Record):
    """A code of a classification. Only `verified` codes leave the program."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9.]{3,18}$")] = Field(description="the code itself")
    term: Label = Field(description="the name that the classification gives it")
    status: Literal["verified", "second hand", "not verified"] = Field(
        description="verified, second hand or not verified"
    )
    checked: Label = Field(description="where and when the code was checked")


class Codes(Record):
    icd10cm: Few[Code] = Field((), description="ICD-10-CM codes (United States)")
    icd10: Few[Code] = Field((), description="ICD-10 codes (WHO)")
    snomed: Few[Code] = Field((), description="SNOMED CT codes")


class KeyFact(Record):
    lead: Annotated[Text, Fits(24)] = Field(description="the fact in large letters")
    text: Annotated[Text, Fits(45)] = Field(description="the words under it")


class Prescription(Record):
    """An exercise as one condition asks for it, most important first."""

    id: Id = Field(description="the id of the exercise")
    why: Annotated[Text, Fits(48)] | None = Field(
        None, description="why it helps with this condition, in place of what the exercise does"
    )
    harder: Annotated[Text, Fits(60)] | None = Field(
        None, description="how to make it harder with this condition, in place of the words of the exercise"
    )
    dose: DoseChange = Field(DoseChange(), description="what differs from the dose of the exercise")
    core: bool = Field(
        False,
        description="true for the core treatment: a leaflet of several conditions keeps the first of each",
    )


class InShort(Record):
    """The points at the top of the leaflet, by kind. Each line is read alone, so none may lean on another."""

    what: Few[Line] = Field(min_length=1, max_length=2, description="what it is: one or two lines")
    act: Few[Line] = Field(min_length=1, max_length=2, description="what to do: one or two lines")
    warn: Few[Line] = Field(min_length=1, max_length=2, description="when to get help: one or two lines")


def _by_kind(value: object) -> object:
    if isinstance(value, list):
        advice = "write `what:`, `act:` and `warn:` under `in_short:`, each with its lines"
        raise fault("HND203", "the points are one list, and their kinds are missing", advice)
    return value


class Spreads(Record):
    """A section under a heading of its own: where else the condition may be felt, or what else may come with it."""

    title: Annotated[Text, Fits(30)] = Field(description="the heading, such as Your back")
    text: Few[Paragraph] = Field(min_length=1, max_length=2, description="one or two paragraphs")


def _pain_first(value: object) -> object:
    """Pain is the first measure of every diary, whether or not it is named."""
    if not isinstance(value, list):
        return value
    others = [measure for measure in value if measure != USUAL]
    if any(others.count(measure) > 1 for measure in others):
        raise fault("HND203", "a measure is named twice", "name each measure once")
    return [USUAL, *others]


class TimelineStep(Record):
    """One of the three steps of the timeline: what to expect after some time, and what to do then."""

    after: Name = Field(description="the name of a number in weeks or months, such as first_look")
    expect: Annotated[Text, Fits(48)] = Field(description="what to expect by then")
    then: Annotated[Text, Fits(56)] = Field(description="what to do then")


class Cause(Record):
    """A condition that can be behind the pain. Its name is that of its own leaflet."""

    id: Id = Field(description="the id of the condition")
    where: Annotated[Text, Fits(76)] = Field(description="where it hurts, in a few words")
    label: Label | None = Field(None, description="the place of its label in the picture, such as plantar fascia")


class Merged(Record):
    """What a leaflet of several conditions says for this one alone: after "Your …:", or in a table."""

    name: Annotated[Text, Fits(26)] = Field(description="its name inside a title, such as heel spur or sore back")
    lead: Annotated[Text, Fits(20)] = Field(description="what is sore, after “Your”, such as spur")
    words: Annotated[Text, Fits(84)] = Field(description="what it is and how it feels, in three short lines")
    full_recovery: Text | None = Field(
        None, description="how long it takes by itself, where the full recovery of the condition speaks of others too"
    )
    keeps: Annotated[Text, Fits(60)] | None = Field(
        None, description="what a leaflet of several says below the timeline too, such as that most need no scan"
    )


class GetHelp(Record):
    """When to get help, by urgency. All four must be thought of; each item is a sign, the most likely first."""

    emergency: Few[Sign] = Field(
        min_length=1, max_length=9, description="signs that need an ambulance or the emergency department"
    )
    same_day: Few[Sign] = Field(min_length=1, max_length=7, description="signs that need help today")
    soon: Few[Sign] = Field(min_length=1, max_length=6, description="signs that need an appointment soon")
    self_refer: Few[Sign] = Field(min_length=1, max_length=3, description="when to ask for help with exercises")


class Condition(Record):
    """One condition, with everything a leaflet says about it."""

    id: Id
    region: Id = Field(description="the region of the body that it is about, by the id of a file in regions/")
    other_regions: Few[Id] = Field(
        (), max_length=2, description="further regions that it is about: its leaflet keeps an exercise for each"
    )
    sore: SorePart | None = Field(None, description="how texts name what is sore, where the region says it otherwise")
    reference: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")] = Field(
        description="two to four capital letters, the start of the leaflet's number"
    )
    title: Annotated[Text, Fits(26)] = Field(description="the name of the condition")
    plain_name: Annotated[Text, Fits(55)] = Field(description="the condition in plain words")
    also_called: Few[Text] = Field((), description="other names")
    symptoms: Annotated[Few[Symptom], AfterValidator(_each_once)] = Field(
        (),
        max_length=12,
        description="what people say who have it, for the search and never printed; a plain word alone, such as heel, "
        "puts this leaflet first for that word",
    )
    codes: Codes = Field(description="codes of classifications, each with where it was checked")
    for_whom: Annotated[Text, Fits(60)] = Field(description="who the leaflet is for")
    not_for: Annotated[Text, Fits(60)] = Field(description="who it is not for")
    main_message: Annotated[Text, Fits(100)] = Field(
        description="the message in large type: one hope and one action, in one sentence or two"
    )
    in_short: Annotated[InShort, BeforeValidator(_by_kind)] = Field(
        description="the points at the top by kind: what it is, what to do (act), when to get help (warn)"
    )
    key_facts: Few[KeyFact] = Field(max_length=3, description="up to three facts in large letters")
    what_it_is: Few[Paragraph] = Field(min_length=1, max_length=2, description="what it is")
    how_it_feels: Few[Paragraph] = Field(min_length=1, max_length=2, description="how it feels")
    why_it_happens: Few[Paragraph] = Field(min_length=1, max_length=2, description="why it happens")
    spreads: Spreads | None = Field(None, description="a section under a heading of its own: where else it may be felt")
    causes: Few[Cause] = Field((), max_length=8, description="what can be behind the pain, each with where it hurts")
    timeline: Few[TimelineStep] = Field(
        min_length=3, max_length=3, description="three steps in time: the only place for weeks and months"
    )
    full_recovery: Line | None = Field(None, description="how long a full recovery takes, below the timeline")
    outlook: Few[Paragraph] = Field(min_length=1, max_length=1, description="what to expect, without spans of time")
    not_known: Few[Line] = Field(min_length=1, max_length=3, description="what experts do not know")
    exercises: Few[Prescription] = Field(min_length=1, description="exercises, most important first, each with why")
    before_exercises: Few[Annotated[Text, Fits(90)]] = Field(
        default=(),
        max_length=2,
        description="what delays or limits exercise: printed where the exercises begin, always",
    )
    pain_limit: Annotated[Text, Fits(48)] | None = Field(
        None, description="until when the middle zone of the pain guide is not OK, printed below the scale"
    )
    forbids: Few[Forbidden] = Field((), description="exercises forbidden with this condition, by movement")
    delays: Few[Delayed] = Field((), description="exercises that begin later with this condition, by movement")
    cares: Few[Cared] = Field((), description="exercises that need care with this condition, by movement")
    measures: Annotated[Few[Measure], BeforeValidator(_pain_first)] = Field(
        (USUAL,),
        max_length=MOST_MEASURES,
        description="what the diary has a row for each day, besides pain: up to two of tingling, stiffness, reach, "
        "steps, grip, sleep and blank",
    )
    merged: Merged | None = Field(None, description="what a leaflet of several conditions says for this one alone")
    advice: Few[Id] = Field(min_length=1, max_length=6, description="ids of advice blocks")
    main_treatment: Id | None = Field(
        None, description="the id of the block of advice that helps more than exercise: the first under “What helps”"
    )
    do: Few[Annotated[Text, Begins("Do"), Fits(60)]] = Field(
        min_length=2, max_length=5, description="what to do: each item begins with “Do”"
    )
    do_not: Few[Annotated[Text, Begins("Do not"), Fits(64)]] = Field(
        min_length=2, max_length=5, description="what not to do, most dangerous first: each item begins with “Do not”"
    )
    get_help: GetHelp = Field(description="when to get help, by urgency")
    danger_signs: Few[RequiredSign] = Field(
        (),
        description="kinds of danger sign that it must name besides those of its regions, and those of its regions "
        "whose urgency is another here",
    )
    glossary: Few[Id] = Field((), description="ids of terms in glossary.yaml")
    numbers: Numbers = Field({}, description="the numbers that the texts name in braces")
    audience: Audience | None = Field(None, description="who it is written for, beside for_whom")
    accepted: Few[Accepted] = Field((), description="findings that a clinician accepts, each with reason and last day")
    picture: PainMap | None = Field(None, description="a picture of where it hurts, printed beside “What it is”")
    picture_file: OwnPicture | None = Field(None, description="a picture of your own in place of `picture`")
    film: FilmUrl | None = Field(None, description="the address of a film about it, printed with a QR code")
    governance: Governance = Field(description="who answers for it, its version, dates and sources")

    @property
    def regions(self) -> tuple[str, ...]:
        """The ids of all regions that it is about, its own first."""
        return (self.region, *self.other_regions)

    @model_validator(mode="after")
    def _causes_name_labels(self) -> Self:
        """The label of a cause is one of the picture's."""
        labels = self.picture.labels if self.picture else {}
        for index, cause in enumerate(self.causes):
            if cause.label is not None and cause.label not in labels:
                advice = f"name one of: {', '.join(sorted(labels))}" if labels else "give the picture its labels first"
                raise fault("HND203", f"the picture has no label `{cause.label}`", advice, at=f"causes[{index}].label")
        return self

    @model_validator(mode="after")
    def _main_treatment_is_advised(self) -> Self:
        if self.main_treatment is not None and self.main_treatment not in self.advice:
            message, advice = f"`{self.main_treatment}` is not under `advice`", f"name one of: {', '.join(self.advice)}"
            raise fault("HND203", message, advice, at="main_treatment")
        return self

    @model_validator(mode="after")
    def _one_picture(self) -> Self:
        only_one_picture(self.picture, "picture", self.picture_file)
        return self

    @model_validator(mode="after")
    def _timeline_in_order(self) -> Self:
        """Every step names a number of days, weeks or months, each later than the one before."""
        last = 0
        for step in self.timeline:
            number = self.numbers.get(step.after)
            if number is None:
                advice = f"give `{step.after}` under `numbers`, such as `{{is: 2, unit: weeks}}`"
                raise fault(
                    "HND206", f"the timeline names `{step.after}`, which is no number here", advice, at="timeline"
                )
            if number.unit not in SPAN_DAYS or _days(number) <= last:
                message = f"`{step.after}` is not a later time than the step before"
                advice = "give days, weeks or months, each step later than the last"
                raise fault("HND204", message, advice, at="timeline")
            last = _days(number)
        return self


#: The units of a span of time, with their days.
SPAN_DAYS: Mapping[str, int] = {"days": 1, "weeks": 7, "months": 30}


def _days(number: Number) -> int:
    return number.value * SPAN_DAYS[number.unit]
