"""Numbers and doses, each with the limits inside which it may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from handouts.model.record import Id, Name, Record, fault

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
