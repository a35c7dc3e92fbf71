"""Sets: leaflets that are made together, such as a folder for the front desk."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from handouts.model.doses import SETTING_NAME
from handouts.model.record import Few, Id, Label, Record
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT, DEFAULT_EXERCISES
from handouts.model.text import Fits, Text


class SetLeaflet(Record):
    """One leaflet of a set: one condition, or several merged, and its options."""

    conditions: Few[Id] = Field(
        min_length=1,
        max_length=DEFAULT_CONDITIONS_LIMIT,
        description="one condition, or up to three that become one leaflet",
    )
    side: Literal["left", "right", "both"] | None = Field(
        None, description="left, right or both; left out, the words say sore side"
    )
    exercises: Annotated[int, Field(ge=1, le=12)] = Field(DEFAULT_EXERCISES, description="the most exercises to print")
    main_message: Annotated[Text, Fits(100)] | None = Field(
        None, description="the message in large type for these conditions together"
    )
    settings: dict[Annotated[str, Field(pattern=SETTING_NAME)], int] = Field(
        {}, description="numbers of this leaflet, such as calf-stretch-wall.hold: 20"
    )


class LeafletSet(Record):
    """Leaflets that `handouts export` makes together, by one name."""

    id: Id
    name: Label = Field(description="its name in lists")
    purpose: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="what the set is for, in one sentence"
    )
    leaflets: Few[SetLeaflet] = Field(min_length=1, description="the leaflets, one item each")
    editions: Few[Id] = Field(
        (), description="editions of each, such as [a4, large-print]; left out, the paper of the country"
    )
