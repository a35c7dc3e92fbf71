"""One condition with everything a leaflet says about it, the advice that conditions share, and medical words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from handouts.model.doses import DoseChange, Numbers
from handouts.model.governance import Accepted, Audience, Cited, Governance
from handouts.model.pictures import PainMap
from handouts.model.record import Few, Id, Label, Record
from handouts.model.text import Begins, Fits, Text


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
    picture: PainMap | None = None


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
    before_exercises: Few[Annotated[Text, Fits(90)]] = Field(default=(), max_length=2)
    forbids: Few[Forbidden] = ()
    advice: Few[Id] = Field(min_length=1, max_length=6)
    do: Few[Annotated[Text, Begins("Do"), Fits(60)]] = Field(min_length=2, max_length=5)
    do_not: Few[Annotated[Text, Begins("Do not"), Fits(64)]] = Field(min_length=2, max_length=5)
    get_help: GetHelp
    glossary: Few[Id] = ()
    numbers: Numbers = {}
    audience: Audience | None = None
    accepted: Few[Accepted] = ()
    picture: PainMap | None = None
    governance: Governance


class Term(Record):
    """A medical word and how to say it plainly."""

    word: Text
    plain: Text
    say: Text | None = None
