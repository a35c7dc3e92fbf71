"""A small weight with a grip and two ends, in every hand that holds one."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import cross, vector
from handouts.figures.props.in_hand import Axis, axis
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, grid, merged
from handouts.figures.style import Fill

HALF_MM, GRIP_MM, END_MM, END_LONG_MM = 72.0, 12.0, 30.0, 34.0
AROUND = 24  # corners of a round face


def build(placement: Placement) -> list[Solid]:
    """Across the palm of each hand that holds one."""
    found = []
    for touch in placement.touching("weight"):
        line = axis(placement.posed, touch.side)
        bars = [(-HALF_MM, HALF_MM, GRIP_MM)]
        bars += [(s * HALF_MM - END_LONG_MM / 2, s * HALF_MM + END_LONG_MM / 2, END_MM) for s in (-1.0, 1.0)]
        faces = [_face(line, s * (HALF_MM + END_LONG_MM / 2)) for s in (-1.0, 1.0)]
        found.append(merged("weight", "iron", *(line.bar("weight", "iron", *bar) for bar in bars), *faces))
    return found


def _face(line: Axis, at_mm: float) -> Solid:
    """The flat face of an end: without it one would look into the end as into a ring."""
    first = cross(line.across, vector(0, 1, 0) if abs(line.across[1]) < 0.9 else vector(0, 0, 1))
    first /= np.linalg.norm(first)
    turn = 2 * np.pi * np.arange(AROUND)[:, None] / AROUND
    ring = END_MM * line.k * (np.cos(turn) * first + np.sin(turn) * cross(line.across, first))
    middle = line.middle + line.across * at_mm * line.k
    return Solid("weight", "iron", np.vstack([middle + share * ring for share in (0.02, 1.0)]), mesh=grid(2, AROUND))


PROP = Prop("weight", build, fills={"iron": Fill("#98A2AA", "#98A2AA")}, held={"weight": Grip()}, movable=True)
