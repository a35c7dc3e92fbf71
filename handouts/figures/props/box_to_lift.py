"""A box to lift: between both hands, and on the floor before the feet as long as no hand holds it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, unit, vector
from handouts.figures.props.in_hand import grip
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, box
from handouts.figures.style import Fill

WIDE_MM, HIGH_MM, DEEP_MM = 360.0, 250.0, 270.0  # for a person of 1700 mm
PALM_MM = 16.0  # from the middle of a flat hand to its palm
LOW_MM = 20.0  # hands hold it so far under its middle
BEFORE_TOES_MM = 60.0
_SHADES = ("carton edge", "carton edge", "carton edge", "carton", "carton", "carton")


def build(placement: Placement) -> list[Solid]:
    """Level, turned with the hands."""
    k, hands = placement.k, [grip(placement.posed, touch.side) for touch in placement.touching("box")]
    half = np.array([WIDE_MM, HIGH_MM, DEEP_MM]) / 2 * k
    if len(hands) < 2:
        toes = float(placement.posed.skin[placement.posed.body.vertices_of("toe*"), 2].max())
        return _box(vector(0, float(half[1]), toes + BEFORE_TOES_MM * k + float(half[2])), np.eye(3), half)
    right, left = (grip(placement.posed, side) for side in "RL")
    across = unit((left - right) * np.array([1.0, 0.0, 1.0]))
    turned = np.stack([across, vector(0, 1, 0), cross(across, vector(0, 1, 0))], axis=1)
    return _box((right + left) / 2 + vector(0, LOW_MM * k, 0), turned, half)


def _box(middle: Floats, turned: Floats, half: Floats) -> list[Solid]:
    """The carton, with a strip over the middle of its lid."""
    x, y, z = ((-float(one), float(one)) for one in half)
    strip = 0.12 * x[1]
    carton = box("box", x, y, z, "carton", _SHADES)
    tape = box("box tape", (-strip, strip), (y[1], y[1] + 1.0), z, "carton edge")
    return [replace(one, points=middle + one.points @ turned.T) for one in (carton, tape)]


PROP = Prop(
    "box",
    build,
    fills={"carton": Fill("#DDBE92", "#DDBE92"), "carton edge": Fill("#C6A473", "#C6A473")},
    movable=True,
    held={"box": Grip("rest", WIDE_MM + 2 * PALM_MM, palms=True)},
)
