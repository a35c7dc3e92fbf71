"""A chair ahead that faces the figure, to put hands or a foot on its seat."""

from __future__ import annotations

from dataclasses import replace

from handouts.figures.geometry.rotation import vector
from handouts.figures.props import chair
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid

EDGE_MM = 190.0  # of the front edge of a seat, ahead of where one sits on it
HAND_IN_MM, DEEP_MM = 95.0, 300.0  # the middle of a hand, or a foot, from the front edge of the seat


def build(placement: Placement) -> list[Solid]:
    """A chair turned round, the front edge of its seat in the plane z = 0."""
    parts = chair.parts(placement.k, chair.BACK_MM * placement.k)
    turned = vector(-1, 1, -1)
    shift = vector(0, 0, EDGE_MM * placement.k)
    return [replace(one, name=f"facing {one.name}", points=one.points * turned + shift) for one in parts]


PROP = Prop(
    "chair facing",
    build,
    solids={"chair seat": ("facing seat",)},
    surfaces={
        "chair seat": lambda frame: Surface((0.0, chair.SEAT_MM, 0.0), (0.0, 1.0, 0.0), 0.0, HAND_IN_MM, DEEP_MM)
    },
)
