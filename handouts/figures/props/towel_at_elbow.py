"""A rolled towel between the right elbow and the trunk, which keeps the elbow in its place."""

from __future__ import annotations

import numpy as np

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.rolled_towel import winding
from handouts.figures.props.solids import Solid, tube

RADIUS_MM, HALF_MM = 33.0, 62.0  # of the roll, which points ahead
INWARD_MM, UP_MM, AHEAD_MM = 74.0, 8.0, 45.0  # its middle, from the elbow


def build(placement: Placement) -> list[Solid]:
    """The roll, and the turns of the cloth at its front end; it stays where it is in the first frame."""
    k = placement.k
    middle = placement.all_posed[0].joint("lowerarm01.R") + np.array([INWARD_MM, UP_MM, AHEAD_MM]) * k
    line = np.array([middle + np.array([0.0, 0.0, z * k]) for z in (-HALF_MM, 0.0, HALF_MM)])
    up = np.array([0.0, 1.0, 0.0])
    return [
        tube("elbow towel", "towel", line, (RADIUS_MM * k, RADIUS_MM * k), up, 28),
        winding("elbow turns", line[-1], RADIUS_MM * k, 0),
    ]


PROP = Prop("towel at elbow", build, solids={"towel at elbow": ("elbow towel", "elbow turns")})
