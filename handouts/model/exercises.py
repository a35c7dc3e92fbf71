"""One exercise card, and when to stop."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handouts.model import prose
from handouts.model.doses import Dose
from handouts.model.governance import Accepted, Cited
from handouts.model.movements import Level, Movement
from handouts.model.pictures import OwnPicture, Pose, only_one_picture
from handouts.model.record import Few, FilmUrl, Id, Label, Record, fault
from handouts.model.text import Fits, Text

#: How the reader is placed, in the order in which they are printed without getting up and down.
Position = Literal["stand", "sit", "kneel", "lie"]

#: How steps begin or end that lead out of the position that is held.
_WAY_BACK = re.compile(
    r"^(?:then |now |slowly |gently )*(?:return|relax|let go|ease (?:off|back)|release|repeat|swap|change sides|rest\b)"
    r"|\bagain\b|\bback to (?:the |your )?start|^(?:then )?(?:come|go) back\b"
    r"|\bother (?:side|leg|foot|arm|hand|shin)\b",
    re.IGNORECASE,
)


class Progression(Record):
    easier: Annotated[Text, Fits(60)] = Field(description="what to change, printed after “Too hard?”")
    harder: Annotated[Text, Fits(60)] = Field(description="what to change, printed after “Too easy?”")


class Exercise(Record):
    """One exercise card."""

    id: Id
    name: Annotated[Text, Fits(40)] = Field(description="the name on the card")
    what_it_does: Annotated[Text, Fits(48)] = Field(
        description="what it does for the reader: the first line of the card, where the condition says no other `why`"
    )
    kind: Literal["stretch", "strength", "movement", "balance", "massage"] = Field(
        description="stretch, strength, movement, balance or massage"
    )
    region: Id = Field(description="the region of the body that it works on, by the id of a file in regions/")
    position: Position | None = Field(
        None, description="stand, sit, kneel or lie, where it has no pose that shows it: for `--order position`"
    )
    taught_first: bool = Field(
        False, description="true where a clinician must show it first: only those who choose it by its id print it"
    )
    not_before: Annotated[int, Field(ge=1, le=104)] | None = Field(
        None, description="weeks that must have passed since the operation or the injury"
    )
    not_after: Annotated[int, Field(ge=1, le=104)] | None = Field(
        None, description="weeks since the operation or the injury after which it is done no more"
    )
    easier: Id | None = Field(None, description="the id of an easier level of it")
    harder: Id | None = Field(None, description="the id of a harder level of it")
    loads: dict[Movement, Level] = Field(
        {}, description="its movements with their levels, such as {one-leg: 2}: conditions forbid and delay by them"
    )
    asked_by: Few[Label] = Field(
        (), description="phrases that ask for it, such as [stretch your sole]: texts with them need it on the leaflet"
    )
    needs: Few[Annotated[Text, Fits(40)]] = Field(
        (), description="things that the reader needs, such as [a wall], printed after “You need”"
    )
    start: Annotated[Text, Fits(80)] = Field(description="how to stand, sit or lie at the start")
    steps: Few[Annotated[Text, Fits(80)]] = Field(
        min_length=3, max_length=7, description="three to seven steps, one verb each"
    )
    dose: Dose = Field(description="how much and how often, with limits")
    feel: Annotated[Text, Fits(60)] = Field(description="what the reader should feel")
    mistakes: Few[Annotated[Text, Fits(40)]] = Field(
        min_length=1, max_length=3, description="one to three common mistakes"
    )
    stop_if: Few[Id] = Field(
        (), max_length=3, description="ids of stop rules of its own; those of the pain guide hold for it too"
    )
    not_for: Few[Annotated[Text, Fits(60)]] = Field((), description="who must not do it")
    not_with: Few[Id] = Field((), description="ids of exercises that must not be on the same leaflet")
    progression: Progression = Field(description="how to make it easier and harder")
    sources: Few[Cited] = Field(min_length=1, description="the sources, one of them for the dose")
    accepted: Few[Accepted] = Field((), description="findings that a clinician accepts, each with reason and last day")
    pose: Pose | None = Field(None, description="how it looks, in the grammar of the drawings")
    picture_file: OwnPicture | None = Field(None, description="a picture of your own in place of a drawing")
    film: FilmUrl | None = Field(None, description="the address of a film that shows it, printed with a QR code")

    def fits(self, weeks: int) -> bool:
        """Whether it is done so many weeks after the operation or the injury."""
        return (self.not_before or 0) <= weeks <= (self.not_after or weeks)

    @property
    def way_back(self) -> int | None:
        """The step before which the hold is printed: the first of the way back. None where the steps place `{hold}`
        themselves, or end in the position to hold."""
        if self.dose.hold_s is None or any("{hold}" in step for step in self.steps):
            return None
        place = len(self.steps)
        while place and _WAY_BACK.search(self.steps[place - 1]):
            place -= 1
        return place if 0 < place < len(self.steps) else None

    @property
    def dose_in_steps(self) -> frozenset[str]:
        """The placeholders of the steps: parts of the dose that the sentence of the dose need not repeat."""
        placed = {name for step in self.steps for name in prose.placeholders(step)}
        return frozenset(placed if self.way_back is None else {*placed, "hold"})

    @model_validator(mode="after")
    def _weeks_in_order(self) -> Self:
        if self.not_before and self.not_after and self.not_after < self.not_before:
            raise fault("HND204", "it ends before it begins", "give a later week than `not_before`", at="not_after")
        return self

    @model_validator(mode="after")
    def _one_picture(self) -> Self:
        only_one_picture(self.pose, "pose", self.picture_file)
        return self

    @model_validator(mode="after")
    def _dose_has_a_source(self) -> Self:
        if not any("dose" in cited.supports for cited in self.sources):
            raise fault("HND201", "no source supports the dose", "cite one with `supports: [dose]`", at="sources")
        return self


class StopRule(Record):
    """When to stop, printed after "Stop if", or after "Worse next day?" where the pain guide names it so.

    `act` says how urgent the help is that the text asks for.
    """

    text: Annotated[Text, Fits(80)] = Field(description="what is printed after “Stop if” or “Worse next day?”")
    act: Literal["stop", "today", "now"] = Field("stop", description="how urgent the help is: stop, today or now")
    accepted: Few[Accepted] = Field((), description="findings that a clinician accepts, each with reason and last day")


class PainGuide(Record):
    """The traffic light of pain from 0 to 10, and the stop rules that hold for every exercise."""

    fine_to: int = Field(ge=0, le=9, description="the highest pain, from 0 to 10, at which to carry on")
    ok_to: int = Field(ge=1, le=9, description="the highest pain at which to go on with care")
    stop_if: Few[Id] = Field((), description="ids of the stop rules that hold for every exercise")
    worse_next_day: Id | None = Field(None, description="the id of the rule for pain that is worse on the next day")
    add_next_days: int | None = Field(None, ge=1, le=14, description="days without more pain before the next exercise")
    ask_after_days: int | None = Field(
        None, ge=1, le=28, description="days of pain that is OK, but no less, before a call"
    )
    sources: Few[Cited] = Field(min_length=1, description="the sources, each with what it supports")
    accepted: Few[Accepted] = Field((), description="findings that a clinician accepts, each with reason and last day")

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all stop rules that the guide prints."""
        return (*self.stop_if, *((self.worse_next_day,) if self.worse_next_day else ()))

    @model_validator(mode="after")
    def _three_zones(self) -> Self:
        if self.ok_to <= self.fine_to:
            raise fault("HND204", f"{self.ok_to} is not over `fine_to`", "give a larger `ok_to`", at="ok_to")
        return self
