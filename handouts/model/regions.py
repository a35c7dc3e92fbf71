"""Regions of the body, and the danger signs that a leaflet about one must name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from handouts.model.diary_measures import Measure
from handouts.model.pictures import View
from handouts.model.record import Few, Id, Label, Record, fault
from handouts.model.subjects import KEPT_TEXTS, Pattern
from handouts.model.text import Fits, Text

#: The placeholders of advice that name what is sore: several parts joined by "and", or by "or".
SORE_WORDS = ("sore_part", "any_sore_part")


class SorePart(Record):
    """How texts name what is sore."""

    part: Annotated[Text, Fits(24)] = Field(description="the sore part inside a sentence, such as your heel")
    pain: Annotated[Text, Fits(24)] = Field(description="the pain inside a title, such as heel pain")
    name: Annotated[Text, Fits(16)] | None = Field(
        None, description="the part before a line about it, such as heel, where `merged.lead` is a structure: spur"
    )


#: Where a danger sign must stand: under `not_for`, or in a row of `get_help`. The most urgent first.
Urgency = Literal["not_for", "emergency", "same_day", "soon", "self_refer"]


class Together(Record):
    """Related signs: in a leaflet of several conditions that has two of them or more, others take their place.

    With `beside`, the signs of other conditions that one of these explains: one sign in its leaflet is enough then.
    """

    of: Few[Text] = Field(
        min_length=1, description="the signs, as the conditions write them, or as an entry above says"
    )
    beside: Few[Id] = Field(
        (), description="conditions which explain a part of the signs: what is usual with them is no sign there"
    )
    say: Few[Annotated[Text, Fits(110)]] = Field(
        (), description="what is printed in place of those that the leaflet has, with all that they name and is unusual"
    )

    @model_validator(mode="after")
    def _has_company(self) -> Self:
        if not self.beside and (len(self.of) == 1 or not self.say):
            raise fault(
                "HND201",
                "a sign alone is not said together, and none is left out",
                "name two signs and what is said for them, or under `beside` the conditions that explain them",
                at="of",
            )
        return self


class DangerSign(Record):
    """A kind of danger sign: its urgency, and everything that a leaflet must say about it."""

    name: Label = Field(description="what the signs point to, for lists")
    urgency: Urgency = Field(description="where every leaflet has it: a row of `get_help`, or `not_for`")
    patterns: Few[Pattern] = Field(min_length=1, description="what a leaflet must say, each with its words")
    comes_from: Id | None = Field(
        None,
        description="the region that it comes from, where it is felt in another: a line of a leaflet that is not about "
        "that region names it, such as “If your back hurts too: …”",
    )
    call: bool = Field(
        False, description="true for an emergency for which the emergency number is called: nobody travels with it"
    )
    together: Few[Together] = Field(
        (), description="signs of several conditions that a leaflet of these words as one, in the order of use"
    )


class RequiredSign(Record):
    """A kind of danger sign that a region or a condition requires, with the reason where it differs from its kind."""

    id: Id = Field(description="the id of the danger sign")
    urgency: Urgency | Literal["none"] | None = Field(
        None, description="another urgency than that of its kind; `none`: a sign of the region that it need not have"
    )
    why: Label | None = Field(None, description="why its urgency differs")
    source: Id | None = Field(None, description="the id of the source of the other urgency")

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if bool(self.urgency) != bool(self.why and self.source):
            raise fault(
                "HND201",
                f"`{self.id}` needs `urgency`, `why` and `source` together",
                "say why its urgency differs, and who says so",
                at="urgency" if self.urgency else "id",
            )
        return self


#: People for whom the country has words.
PEOPLE = ("physio", "podiatrist", "hand_therapist", "doctor")


LEAST_LIKENESS = 0.85  # of a mistyped name and the name that was meant


def _no_slip(value: str) -> str:
    """Refuses a name that was most likely meant as one of `PEOPLE`: it would be printed as it is written."""
    import difflib  # only for names that a clinic adds

    if value in PEOPLE:
        return value
    for known in PEOPLE:
        if difflib.SequenceMatcher(None, value, known).ratio() >= LEAST_LIKENESS:
            advice = f"write `{known}`, for which the country has words; others are printed as written: dentist"
            raise fault("HND203", f"`{value[:40]}` is nearly `{known}`", advice)
    return value


class Region(Record):
    """A region of the body: what holds for every condition, exercise and block of advice about it."""

    id: Id
    name: Annotated[Text, Fits(26)] = Field(description="its name, such as Foot and ankle")
    sore: SorePart = Field(description="how texts name what is sore, where a condition does not say it")
    called: Few[Label] = Field(
        (), description="plain words for it, singular and plural, by which `find` and texts know it: [heel, heels]"
    )
    paired: bool = Field(
        True, description="false where the body has no left and right one: pain on both sides is then a sign to watch"
    )
    danger_signs: Few[RequiredSign] = Field(
        (), description="kinds of danger sign that every condition of this region must name"
    )
    ask_who: Few[Annotated[Text, Fits(24), AfterValidator(_no_slip)]] = Field(
        min_length=1,
        json_schema_extra={"items": {"type": "string", "maxLength": 24, "examples": [*PEOPLE]}},
        description="who to ask for help with exercises: physio, podiatrist, hand_therapist and doctor by the words of "
        "the country, others as they are written here, such as dentist",
    )
    measures: Few[Measure] = Field((), description="what a diary of this region can ask for besides the worst pain")
    stop_rules: Few[Id] = Field((), description="ids of stop rules that fit exercises of this region")
    views: Few[View] = Field((), description="the usual pictures; advice shows its picture in leaflets of these alone")

    def is_named_in(self, words: str) -> bool:
        """Whether words in small letters name it by one of `called`."""
        return _has_name(self.called, words)


@lru_cache(KEPT_TEXTS)
def _has_name(names: tuple[str, ...], words: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in names)


def called(regions: Iterable[Region]) -> str:
    """All words for these regions, for a search."""
    return " ".join(" ".join((one.id.replace("-", " "), one.name, *one.called)) for one in regions)
