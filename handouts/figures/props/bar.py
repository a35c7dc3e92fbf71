"""A fixed bar ahead, at the height that the pose says: to hold on while one stands, squats or steps."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.grammar import FramePose
from handouts.figures.props.prop import Grip, Placement, Prop, Surface
from handouts.figures.props.solids import WOOD, Solid, box, tube

WAIST_MM = 1000.0  # the usual height of its top, for a person of 1700 mm
RADIUS_MM, HALF_WIDE_MM, POST_MM, ARM_MM = 17.0, 340.0, 14.0, 110.0
OVER_KNUCKLES_MM = 25.0  # from the middle of the palm to the middle of the bar
AHEAD_MM = 20.0  # the palm on it, ahead of the plane that the body stays before


def top_mm(frame: FramePose) -> float:
    heights = [touch.height_mm for touch in frame.touches if touch.on == "bar" and touch.height_mm]
    return max(heights, default=WAIST_MM)


def surface(frame: FramePose) -> Surface:
    return Surface((0.0, top_mm(frame), 0.0), (0.0, 1.0, 0.0), 0.0, AHEAD_MM, AHEAD_MM + 15.0)


def build(placement: Placement) -> list[Solid]:
    """The bar across, held by two arms ahead of it on posts, so that it is seen from the side."""
    k, top = placement.k, top_mm(placement.frame)
    y, z, post = (top - RADIUS_MM) * k, (AHEAD_MM + OVER_KNUCKLES_MM) * k, POST_MM * k
    line = np.array([[x * k, y, z] for x in (-HALF_WIDE_MM, 0.0, HALF_WIDE_MM)])
    found = [tube("bar", "wood", line, (RADIUS_MM * k, RADIUS_MM * k), vector(0, 1, 0))]
    for i, x in enumerate((-HALF_WIDE_MM * k, HALF_WIDE_MM * k)):
        wide, away = (x - post, x + post), z + ARM_MM * k
        found.append(box(f"bar arm{i}", wide, (y - post, y), (z, away), "wood", WOOD))
        found.append(box(f"bar post{i}", wide, (0, y + post), (away, away + 2 * post), "wood", WOOD))
    return found


PROP = Prop(
    "bar",
    build,
    surfaces={"bar": surface},
    held={"bar": Grip("grip")},
)
