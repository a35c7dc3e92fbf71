"""A chair that a standing figure holds on to by its back: it is ahead and faces away."""

from __future__ import annotations

from dataclasses import replace

from handouts.figures.geometry.rotation import vector
from handouts.figures.props import chair
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid

TOP_MM = chair.SEAT_MM + chair.REST_MM[1]  # of its back, for a person of 1700 mm
PALM_MM = 13.0  # the middle of a hand, ahead of where the back begins: over its middle


def build(placement: Placement) -> list[Solid]:
    """A chair whose back begins in the plane z = 0."""
    ahead = vector(0, 0, (2 * PALM_MM - chair.BACK_MM) * placement.k)
    parts = chair.parts(placement.k, chair.BACK_MM * placement.k)
    return [replace(one, name=f"held {one.name}", points=one.points + ahead) for one in parts]


PROP = Prop(
    "chair ahead",
    build,
    solids={"chair back": ("held chair back",)},
    surfaces={"chair back": lambda frame: Surface((0.0, TOP_MM, 0.0), (0.0, 1.0, 0.0), 0.0, PALM_MM, 2 * PALM_MM)},
)
