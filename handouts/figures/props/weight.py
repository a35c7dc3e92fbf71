"""A small weight with a grip and two ends, in every hand that holds one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, merged, tube
from handouts.figures.props.stick import grip
from handouts.figures.style import Fill

HALF_MM, GRIP_MM, END_MM, END_LONG_MM = 72.0, 12.0, 30.0, 34.0


def build(placement: Placement) -> list[Solid]:
    """Across the palm of each hand that holds one."""
    k, posed, found = placement.k, placement.posed, []
    for side in (touch.side for touch in placement.frame.touches if touch.on == "weight"):
        across = unit(posed.joint(f"finger2-1.{side}") - posed.joint(f"finger5-1.{side}"))
        line = _Line(grip(posed, side), across, k)
        ends = [line.bar(s * HALF_MM - END_LONG_MM / 2, s * HALF_MM + END_LONG_MM / 2, END_MM) for s in (-1.0, 1.0)]
        found.append(merged("weight", "iron", line.bar(-HALF_MM, HALF_MM, GRIP_MM), *ends))
    return found


@dataclass(frozen=True, eq=False)
class _Line:
    """The axis of one weight."""

    middle: Floats
    across: Floats
    k: float

    def bar(self, low: float, high: float, radius: float) -> Solid:
        """A piece of it, round, from one place on the axis to another."""
        points = np.array([self.middle + self.across * at * self.k for at in np.linspace(low, high, 4)])
        up = vector(0, 1, 0) if abs(self.across[1]) < 0.9 else vector(0, 0, 1)
        return tube("weight", "iron", points, (radius * self.k, radius * self.k), up)


PROP = Prop("weight", build, fills={"iron": Fill("#98A2AA", "#98A2AA")}, held={"weight": Grip()}, movable=True)
