"""A stick that both hands hold, shoulder wide."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.props.in_hand import grip
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, tube

BEYOND_MM, RADIUS_MM = 150.0, 12.0  # how far it goes on beyond the hands
APART_MM = 440.0  # between the hands


def build(placement: Placement) -> list[Solid]:
    """From beyond one hand to beyond the other."""
    if not any(touch.on == "stick" for touch in placement.frame.touches):
        return []
    right, left = (grip(placement.posed, side) for side in "RL")
    way = unit(left - right)
    ends = [right - way * BEYOND_MM * placement.k, right, left, left + way * BEYOND_MM * placement.k]
    across = vector(0, 1, 0) if abs(way[1]) < 0.9 else vector(0, 0, 1)
    radius = RADIUS_MM * placement.k
    return [tube("stick", "wood", np.array(ends), (radius, radius), across)]


PROP = Prop("stick", build, held={"stick": Grip(apart_mm=APART_MM)}, movable=True)
