"""Numbers and doses, each with the limits inside which it may be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from handouts.model.record import KEBAB, Few, Id, Name, Record, fault

Unit = Literal[
    "seconds", "minutes", "hours", "days", "weeks", "months", "years", "times", "one in", "kg", "g", "lb", "plain"
]

#: In place of a number that is filled in by hand on the paper, as `--set wall-sit.hold=blank` asks for.
BLANK = -1


_CHANGE_ONE = "`from` and `to` are the limits of `is`: change one of them, as its source allows"


class Limited(Record):
    """A whole number, and the limits inside which a condition, a clinic or a clinician may change it."""

    value: int = Field(alias="is", ge=0, le=1000, description="the number that is printed")
    low: int | None = Field(
        None, alias="from", ge=0, le=1000, description="the least that a condition, a clinic or a clinician may choose"
    )
    high: int | None = Field(
        None, alias="to", ge=0, le=1000, description="the most that a condition, a clinic or a clinician may choose"
    )

    up_to: int | None = Field(None, ge=1, le=1000, description="makes it a span: is 10, up_to 15 prints “10 to 15”")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            message = f"`from: {self.low}` is above `to: {self.high}`"
            raise fault("HND204", message, "write the least under `from` and the most under `to`", at="from")
        if self.low is not None and self.value < self.low:
            raise fault("HND204", f"{self.value} is below `from: {self.low}`", _CHANGE_ONE, at="is")
        if self.high is not None and self.value > self.high:
            raise fault("HND204", f"{self.value} is above `to: {self.high}`", _CHANGE_ONE, at="is")
        if self.up_to is not None and not self.value < self.up_to <= self.highest:
            advice = f"it must lie above `is` ({self.value}) and not above `to`"
            raise fault("HND204", f"up_to is {self.up_to}", advice, at="up_to")
        return self

    @property
    def lowest(self) -> int:
        return self.value if self.low is None else self.low

    @property
    def highest(self) -> int:
        return max(self.value, self.up_to or 0) if self.high is None else self.high

    @property
    def most(self) -> int:
        """The most that the print asks for: the end of a span, and for a blank the limit."""
        return self.highest if self.value == BLANK else self.up_to or self.value

    def set_to(self, value: int) -> Self:
        """The same number with another value, which is no span; its limits are checked elsewhere."""
        return self.model_copy(update={"value": value, "up_to": None})


class Number(Limited):
    """A number that prose names in braces."""

    unit: Unit = Field("plain", description="the word printed after the number")
    source: Id | None = Field(None, description="the id in sources.yaml that the number comes from")


Numbers = dict[Name, Number]

Days = Literal["every day", "most days", "every second day", "three days a week"]
Sides = Literal["sore side", "each side", "both together", "whole body"]


class DoseChange(Record):
    """A changed dose: of a condition, of one side, or from a week on. Inside the limits of the exercise."""

    hold_s: int | None = Field(None, description="seconds to hold instead")
    minutes: int | None = Field(None, description="minutes to go on instead")
    repetitions: int | None = Field(None, description="repetitions instead")
    sets: int | None = Field(None, description="sets instead")
    weight: int | None = Field(None, description="the weight instead, in the unit of the exercise")
    band: int | None = Field(None, description="the strength of the band instead, from 1 to 7")
    times_a_day: int | None = Field(None, description="times a day instead")
    times_a_week: int | None = Field(None, description="times a week instead")

    @property
    def values(self) -> dict[str, int]:
        return {name: value for name in DoseChange.model_fields if (value := getattr(self, name)) is not None}


class LaterDose(DoseChange):
    """The dose of the weeks from one on."""

    from_week: int = Field(ge=2, le=52, description="the week from which it holds, the first being 1")


class Dose(Record):
    """The numbers of the dose tiles, written once and nowhere else. Seconds for holds, rests and tempo."""

    hold_s: Limited | None = Field(None, description="how long to hold, in seconds")
    minutes: Limited | None = Field(None, description="how long to go on, in minutes")
    repetitions: Limited | None = Field(None, description="how often in a row; a span as {is: 8, up_to: 12}")
    movements: int = Field(
        1, ge=1, le=6, description="how many movements, each with its hold, make one repetition: to both sides are two"
    )
    sets: Limited | None = Field(None, description="how many rows of repetitions")
    rest_s: Limited | None = Field(None, description="how long to rest between two sets, in seconds")
    weight: Number | None = Field(None, description="the weight to use, with its unit: kg, g or lb")
    band: Limited | None = Field(
        None, description="the strength of the band: 1 yellow, 2 red, 3 green, 4 blue, 5 black, 6 silver, 7 gold"
    )
    times_a_day: Limited | None = Field(None, description="how many times a day")
    times_a_week: Limited | None = Field(None, description="how many times a week, in place of times a day")
    every_hours: Limited | None = Field(None, description="every so many hours, in place of times a day")
    days: Days = Field("every day", description="on which days")
    sides: Sides = Field(
        "sore side", description="which side of the body does it: sore side, each side, both together or whole body"
    )
    up_s: Limited | None = Field(None, description="seconds on the way up")
    pause_s: Limited | None = Field(None, description="seconds at the top")
    down_s: Limited | None = Field(None, description="seconds on the way down")
    left: DoseChange = Field(DoseChange(), description="what the left side does instead")
    right: DoseChange = Field(DoseChange(), description="what the right side does instead")
    later: Few[LaterDose] = Field((), max_length=3, description="what changes from a week on: {from_week: 3, sets: 3}")

    #: Of these a dose has exactly one.
    FREQUENCIES: ClassVar[tuple[str, ...]] = ("times_a_day", "times_a_week", "every_hours")
    #: What `--set` and a clinic may change, by the word they use.
    ADJUSTABLE: ClassVar[Mapping[str, str]] = {
        "hold": "hold_s",
        "minutes": "minutes",
        "repetitions": "repetitions",
        "sets": "sets",
        "rest": "rest_s",
        "weight": "weight",
        "band": "band",
        "times_a_day": "times_a_day",
        "times_a_week": "times_a_week",
        "every_hours": "every_hours",
    }
    #: Placeholders of an exercise's text, and the field each takes its number from.
    PLACEHOLDERS: ClassVar[Mapping[str, str]] = {**ADJUSTABLE, "up": "up_s", "pause": "pause_s", "down": "down_s"}

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.minutes is None and self.repetitions is None and self.hold_s is None:
            raise fault("HND201", "a dose needs `repetitions`, `minutes` or `hold_s`", "say how often, or how long")
        if len(often := [name for name in self.FREQUENCIES if getattr(self, name) is not None]) != 1:
            message = f"a dose has one of {', '.join(self.FREQUENCIES)}, this has {len(often)}"
            raise fault("HND201", message, "say how often in one of these words", at=often[-1] if often else "")
        return self

    @model_validator(mode="after")
    def _can_be_printed(self) -> Self:
        if self.times_a_week and (self.days != "every day" or self.times_a_week.highest > 7):
            raise fault("HND204", "`times_a_week` is one to seven days", "leave out `days`", at="times_a_week")
        if self.band and not 1 <= self.band.lowest <= self.band.highest <= len(BANDS):
            raise fault("HND204", "there is no such band", f"write a number from 1 to {len(BANDS)}", at="band")
        if self.weight and self.weight.unit not in WEIGHTS:
            raise fault("HND204", "the weight has no unit", f"add `unit:`, one of {', '.join(WEIGHTS)}", at="weight")
        for at, change in (("left", self.left), ("right", self.right), *(("later", one) for one in self.later)):
            for name, value in change.values.items():
                amount: Limited | None = getattr(self, name)
                if amount is None or not amount.lowest <= value <= amount.highest:
                    message = f"{name} of `{at}` is not inside the limits of the dose"
                    raise fault("HND204", message, "change what the dose has, inside `from` and `to`", at=at)
        return self

    @property
    def adjustable(self) -> dict[str, Limited]:
        """The numbers that a setting may change, by the word it uses."""
        amounts = {word: getattr(self, field) for word, field in self.ADJUSTABLE.items()}
        return {word: amount for word, amount in amounts.items() if amount is not None}

    @property
    def how_often(self) -> Limited:
        """The number of its frequency, whichever it has."""
        amount = self.times_a_day or self.times_a_week or self.every_hours
        assert amount is not None  # the validator requires one
        return amount

    def changed(self, values: Mapping[str, int]) -> Dose:
        """The dose with other numbers by field; fields that it does not have stay away."""
        amounts = {name: getattr(self, name) for name in values}
        return self.model_copy(update={name: one.set_to(values[name]) for name, one in amounts.items() if one})

    def settings(self, id_: str, settings: Mapping[str, int]) -> Iterator[tuple[str, str, str, int]]:
        """Which of these settings are of this dose: word, field, scope (`left`, `week3` or nothing) and value."""
        for key, value in settings.items():
            owner, word, scope = (*key.split(".", 2), "")[:3]
            field = self.ADJUSTABLE.get(word, "")
            is_scope = not scope or (field in DoseChange.model_fields and SCOPE.fullmatch(scope))
            if owner == id_ and is_scope and getattr(self, field, None) is not None:
                yield word, field, scope, value

    def set(self, field: str, scope: str, value: int) -> Dose:
        """The dose with one number as a clinic or a clinician sets it, for all, for one side or from a week on."""
        if not scope:
            return self.changed({field: value})
        if scope in SIDES:
            return self.model_copy(update={scope: getattr(self, scope).model_copy(update={field: value})})
        week = int(scope.removeprefix("week"))
        weeks = {one.from_week: one for one in self.later}
        weeks[week] = weeks.get(week, LaterDose(from_week=week)).model_copy(update={field: value})
        return self.model_copy(update={"later": tuple(weeks[week] for week in sorted(weeks))})

    def of_side(self, side: str) -> Dose:
        """The dose of one side alone."""
        alone = {"left": DoseChange(), "right": DoseChange()}
        return self.changed(getattr(self, side).values).model_copy(update=alone)

    def by_side(self) -> tuple[Dose, ...]:
        """The doses of left and right where they differ, else this one for both."""
        if not self.left.values and not self.right.values:
            return (self,)
        left, right = (self.of_side(side) for side in SIDES)
        return (self,) if left == right else (left, right)

    def boxes(self, day: int) -> int:
        """How many boxes of the diary a day has, from 0. A day of the week is unknown: the first is day 0."""
        if self.times_a_week:
            days = {
                week + place * 7 // self.times_a_week.most for week in (0, 7) for place in range(self.times_a_week.most)
            }
            return int(day in days)
        if self.every_hours:
            return 1
        sparse: Mapping[str, tuple[int, ...]] = {
            "every second day": tuple(range(0, 14, 2)), "three days a week": (0, 2, 4, 7, 9, 11)
        }  # fmt: skip
        return self.how_often.most if day in sparse.get(self.days, range(14)) else 0


SIDES = ("left", "right")
WEIGHTS = ("kg", "g", "lb")
#: The colours of elastic bands, the weakest first.
BANDS = ("yellow", "red", "green", "blue", "black", "silver", "gold")
#: What a setting may end in: one side, or the week from which it holds.
SCOPE = re.compile(r"left|right|week(?:[2-9]|[1-4][0-9]|5[0-2])")
#: The name of a setting: the id of a record, its number, and the scope if it is not for all.
SETTING_NAME = rf"^{KEBAB}\.[a-z_]+(?:\.[a-z0-9]+)?$"
