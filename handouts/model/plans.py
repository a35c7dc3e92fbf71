"""Plans: exercises that a therapist hands out together, with their doses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.model.choices import MOST_EXERCISES
from handouts.model.doses import SETTING_NAME
from handouts.model.governance import Governance
from handouts.model.record import Few, Id, Record
from handouts.model.text import Fits, Text


class Plan(Record):
    """Exercises in the order of print, for a leaflet of a condition or a sheet of their own."""

    id: Id
    title: Annotated[Text, Fits(45)] = Field(description="the title of its sheet")
    purpose: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="for whom and when it is chosen, in one sentence"
    )
    exercises: Few[Id] = Field(
        min_length=1, max_length=MOST_EXERCISES, description="ids of its exercises, in the order of print"
    )
    settings: dict[Annotated[str, Field(pattern=SETTING_NAME)], int] = Field(
        {}, description="doses of the plan, such as calf-stretch-wall.hold: 20"
    )
    weeks: Annotated[int, Field(ge=1, le=52)] | None = Field(
        None, description="for how many weeks it is followed, printed on its sheet"
    )
    governance: Governance = Field(description="who answers for it; its sheet stays a draft")
