"""A small weight with a grip and two ends, in every hand that holds one."""

from __future__ import annotations

from handouts.figures.props.in_hand import axis
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, merged
from handouts.figures.style import Fill

HALF_MM, GRIP_MM, END_MM, END_LONG_MM = 72.0, 12.0, 30.0, 34.0


def build(placement: Placement) -> list[Solid]:
    """Across the palm of each hand that holds one."""
    found = []
    for touch in placement.touching("weight"):
        line = axis(placement.posed, touch.side)
        bars = [(-HALF_MM, HALF_MM, GRIP_MM)]
        bars += [(s * HALF_MM - END_LONG_MM / 2, s * HALF_MM + END_LONG_MM / 2, END_MM) for s in (-1.0, 1.0)]
        faces = [line.disc("weight", "iron", s * (HALF_MM + END_LONG_MM / 2), END_MM) for s in (-1.0, 1.0)]
        found.append(merged("weight", "iron", *(line.bar("weight", "iron", *bar) for bar in bars), *faces))
    return found


PROP = Prop("weight", build, fills={"iron": Fill("#98A2AA", "#98A2AA")}, held={"weight": Grip()}, movable=True)
