"""The advice that conditions share, and the medical words that leaflets explain."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.model.doses import Numbers
from handouts.model.governance import Accepted, Cited
from handouts.model.pictures import PainMap
from handouts.model.record import Few, Id, Label, Record
from handouts.model.text import Fits, Text


class Advice(Record):
    """A block of advice that conditions share: what to do, how long, who must not, when to stop."""

    id: Id
    region: Id = Field(description="the region of the body that it is about; whole-body where it suits several")
    not_on: Few[Id] = Field(
        (), description="regions whose sore part it does not suit: `{sore_part}` leaves them out, their conditions too"
    )
    opposite_of: Few[Id] = Field(
        (), description="blocks that advise the opposite: a leaflet that has both from different conditions says so"
    )
    kept_beside: Few[Id] = Field(
        (), description="blocks beside which a leaflet of several conditions never leaves it out, such as ice"
    )
    relieves: bool = Field(
        False, description="true for what eases pain at once: it goes before other advice that is as important"
    )
    asked_by: Few[Label] = Field(
        (), description="phrases that need it, such as [the splint]: texts with them are printed beside it alone"
    )
    lead: Annotated[Text, Fits(24)] = Field(description="the first words, in bold")
    how: Annotated[Text, Fits(160)] = Field(description="what to do and how")
    how_long: Annotated[Text, Fits(120)] | None = Field(None, description="how long and how often")
    not_for: Annotated[Text, Fits(160)] | None = Field(None, description="who must not do it")
    stop_if: Annotated[Text, Fits(80)] | None = Field(None, description="when to stop")
    numbers: Numbers = Field({}, description="the numbers that the texts name in braces")
    sources: Few[Cited] = Field(min_length=1, description="the sources, each with what it supports")
    accepted: Few[Accepted] = Field((), description="findings that a clinician accepts, each with reason and last day")
    picture: PainMap | None = Field(None, description="a picture of it")
    picture_of: Few[Label] = Field(
        (), description="the sore parts that it shows, as texts name them: beside words about others it is left out"
    )

    @property
    def whole(self) -> str:
        """Everything that it prints, as it is written."""
        return " ".join(filter(None, (self.lead, self.how, self.how_long, self.not_for, self.stop_if)))


class Term(Record):
    """A medical word and how to say it plainly."""

    word: Text = Field(description="the medical word")
    plain: Text = Field(description="what it means, plainly")
    say: Text | None = Field(None, description="how to say it")
