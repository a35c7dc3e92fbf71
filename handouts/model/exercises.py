"""One exercise card, and when to stop."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handouts.model.doses import Dose
from handouts.model.governance import Accepted, Cited
from handouts.model.pictures import Pose
from handouts.model.record import Few, Id, Record, fault
from handouts.model.text import Fits, Text


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
    accepted: Few[Accepted] = ()


class PainGuide(Record):
    """The traffic light of pain from 0 to 10, and the stop rules that hold for every exercise."""

    fine_to: int = Field(ge=0, le=9)
    ok_to: int = Field(ge=1, le=9)
    stop_if: Few[Id] = ()
    sources: Few[Cited] = Field(min_length=1)
    accepted: Few[Accepted] = ()

    @model_validator(mode="after")
    def _three_zones(self) -> Self:
        if self.ok_to <= self.fine_to:
            raise fault("HND204", f"{self.ok_to} is not over `fine_to`", "give a larger `ok_to`", at="ok_to")
        return self
