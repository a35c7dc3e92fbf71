"""What a condition restricts: rules that forbid or delay exercises, or have them done with care."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from handouts.model.exercises import Exercise
from handouts.model.movements import Level, Movement
from handouts.model.record import Id, Label, Record, fault
from handouts.model.text import Line


class ExerciseRule(Record):
    """Exercises that a condition restricts: all with a movement from a level on, or a single one by its id."""

    movement: Movement | None = Field(
        None, description="the movement, such as ankle-up-loaded: the rule for most cases"
    )
    from_level: Level | None = Field(None, alias="from", description="the level from which the rule holds, 1 to 3")
    id: Id | None = Field(None, description="the id of a single exercise, where no movement describes it")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.movement is None) == (self.id is None):
            advice = "write `movement: ankle-up-loaded, from: 2`, or an id"
            raise fault("HND201", "a rule needs `movement` or `id`, one of them", advice)
        if (self.movement is None) != (self.from_level is None):
            raise fault("HND201", "`movement` and `from` belong together", "write `from: 2`, the level", at="movement")
        return self

    @property
    def subject(self) -> str:
        """What the rule names: a movement with its level, or the id of an exercise."""
        return f"{self.movement} from level {self.from_level}" if self.movement else self.id or ""

    @property
    def restricted(self) -> str:
        """What it restricts, after a verb: "`kneel` from level 2", or "it" where it names the exercise itself."""
        return f"`{self.movement}` from level {self.from_level}" if self.movement else "it"

    def applies_to(self, exercise: Exercise) -> bool:
        if self.movement is None or self.from_level is None:
            return self.id == exercise.id
        return exercise.loads.get(self.movement, 0) >= self.from_level

    def gives_way_to(self, other: ExerciseRule) -> bool:
        """Whether another rule is about a higher level of the same movement."""
        return (
            bool(self.movement) and self.movement == other.movement and (self.from_level or 0) < (other.from_level or 0)
        )


class Forbidden(ExerciseRule):
    """Exercises that are forbidden with this condition, and why: for who prepares the leaflet, never printed."""

    why: Label = Field(description="why they are forbidden with this condition")


class Delayed(ExerciseRule):
    """Exercises that begin later with this condition: their cards print why, and their diary rows have no dates."""

    why: Line = Field(description="the caution on the card, and when to begin")


class Cared(ExerciseRule):
    """Exercises that need care with this condition: their cards print what to heed."""

    why: Line = Field(description="the line on the card: what to heed")
