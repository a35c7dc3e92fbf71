"""The sides of the body and the lengths of its limbs; two bones from a joint to a goal."""

from __future__ import annotations

import math

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, unit
from handouts.figures.person.rig import Body

SIDES = ("R", "L")
OUTWARD = {"R": -1.0, "L": 1.0}

#: A limb is never pulled quite straight: at full length the hinge has no direction (cos of about 3 degrees).
FULL_LENGTH = 0.9995
EASY_LENGTH = 0.998  # beyond this length the shoulder follows


def bent(start: Floats, goal: Floats, upper: float, lower: float, bend_to: Floats) -> tuple[Floats, Floats, float]:
    """Two bones from a joint to a goal: middle joint, end, and by how much the goal is out of reach."""
    way = goal - start
    distance = float(np.linalg.norm(way))
    longest, nearest = (upper + lower) * FULL_LENGTH, abs(upper - lower) * 1.02 + 1
    short = max(distance - longest, 0.0)
    distance = min(max(distance, nearest), longest)
    ahead = unit(way)
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    aside = unit(bend_to - ahead * float(ahead @ bend_to)) * math.sqrt(max(upper**2 - along**2, 0.0))
    return start + ahead * along + aside, start + ahead * distance, short


def length_for_bend(upper: float, lower: float, bend_deg: float) -> float:
    """Distance between the limb's ends when its middle joint is bent by so much."""
    return math.sqrt(upper**2 + lower**2 + 2 * upper * lower * math.cos(math.radians(bend_deg)))


def arm_lengths(body: Body, side: str) -> tuple[float, float]:
    return (
        body.span(f"upperarm01.{side}", f"lowerarm01.{side}"),
        body.span(f"lowerarm01.{side}", f"wrist.{side}"),
    )


def palm_axes(body: Body, side: str) -> tuple[Floats, Floats]:
    """Of the resting hand: towards the middle finger's knuckle, and out of the palm."""
    wrist = body.head(f"wrist.{side}")
    index, little = body.head(f"finger2-1.{side}") - wrist, body.head(f"finger5-1.{side}") - wrist
    out = cross(index, little) * -OUTWARD[side]
    return unit(body.head(f"finger3-1.{side}") - wrist), unit(out)
