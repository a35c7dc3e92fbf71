"""Numbers and doses, each with the limits inside which it may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from handouts.model.record import Id, Name, Record, fault

Unit = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years", "times", "one in", "plain"]


class Limited(Record):
    """A whole number, and the limits inside which a condition, a clinic or a clinician may change it."""

    value: int = Field(alias="is", ge=0, le=1000, description="the number that is printed")
    low: int | None = Field(
        None, alias="from", ge=0, le=1000, description="the least that a condition, a clinic or a clinician may choose"
    )
    high: int | None = Field(
        None, alias="to", ge=0, le=1000, description="the most that a condition, a clinic or a clinician may choose"
    )

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

    up_to: int | None = Field(None, ge=1, le=1000, description="makes it a span: is 10, up_to 15 prints “10 to 15”")
    unit: Unit = Field("plain", description="the word printed after the number")
    source: Id | None = Field(None, description="the id in sources.yaml that the number comes from")

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

    hold_s: Limited | None = Field(None, description="how long to hold, in seconds")
    minutes: Limited | None = Field(None, description="how long to go on, in minutes")
    repetitions: Limited | None = Field(None, description="how often in a row")
    sets: Limited | None = Field(None, description="how many rows of repetitions")
    times_a_day: Limited = Field(description="how many times a day")
    days: Days = Field("every day", description="on which days")
    legs: Legs = Field("sore side", description="with which leg")
    up_s: Limited | None = Field(None, description="seconds on the way up")
    pause_s: Limited | None = Field(None, description="seconds at the top")
    down_s: Limited | None = Field(None, description="seconds on the way down")

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

    hold_s: int | None = Field(None, description="seconds to hold, for this condition")
    minutes: int | None = Field(None, description="minutes to go on, for this condition")
    repetitions: int | None = Field(None, description="repetitions, for this condition")
    sets: int | None = Field(None, description="sets, for this condition")
    times_a_day: int | None = Field(None, description="times a day, for this condition")
