"""A bottle of water as a weight, in every hand that holds one."""

from __future__ import annotations

from handouts.figures.props.in_hand import axis
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, merged
from handouts.figures.style import Fill

#: Pieces along the axis of the fist, from the little finger to the thumb: from, to, radius in millimetres.
BODY_MM = ((-105.0, 70.0, 31.0), (70.0, 88.0, 22.0), (86.0, 98.0, 12.0))
CAP_MM = (96.0, 112.0, 15.0)


def build(placement: Placement) -> list[Solid]:
    """Its cap on the side of the thumb."""
    found = []
    for touch in placement.touching("water bottle"):
        line = axis(placement.posed, touch.side)
        parts = [line.bar("water bottle", "water", *piece) for piece in BODY_MM]
        found += [merged("water bottle", "water", *parts), line.bar("water bottle cap", "bottle cap", *CAP_MM)]
    return found


PROP = Prop(
    "water bottle",
    build,
    fills={"water": Fill("#CDE3EE", "#CDE3EE"), "bottle cap": Fill("#7FA9C4", "#7FA9C4")},
    movable=True,
    held={"water bottle": Grip()},
)
