"""Sets: leaflets that are made together, such as a folder for the front desk."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from handouts.model.leaflet import DEFAULT_EXERCISES
from handouts.model.record import KEBAB, Few, Id, Label, Record


class SetLeaflet(Record):
    """One leaflet of a set: one condition, or several merged, and how it is wanted."""

    conditions: Few[Id] = Field(min_length=1)
    side: Literal["left", "right", "both"] | None = None
    exercises: Annotated[int, Field(ge=1, le=12)] = DEFAULT_EXERCISES
    settings: dict[Annotated[str, Field(pattern=rf"^{KEBAB}\.[a-z_]+$")], int] = {}


class LeafletSet(Record):
    """Leaflets that `handouts export` makes together, by one name."""

    id: Id
    name: Label
    purpose: Annotated[str, Field(min_length=1, max_length=200)]
    leaflets: Few[SetLeaflet] = Field(min_length=1)
    editions: Few[Id] = ()
