"""A soft ball in every hand that holds one."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.person.limbs import palm_axes
from handouts.figures.person.rig import Posed
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, sphere
from handouts.figures.style import Fill

RADIUS_MM = 25.0
PALM_MM, BEHIND_MM = 11.0, 14.0  # of the palm under the joints of the knuckles; of the ball behind them


def in_palm(posed: Posed, side: str) -> Floats:
    """Where a ball lies in a palm, open or closed: under the knuckles."""
    ahead, out = (posed.rotation(f"wrist.{side}") @ way for way in palm_axes(posed.body, side))
    knuckles = np.mean([posed.joint(f"finger{n}-1.{side}") for n in (2, 3, 4)], axis=0)
    found: Floats = knuckles + (out * (PALM_MM + RADIUS_MM) - ahead * BEHIND_MM) * posed.body.scale
    return found


def build(placement: Placement) -> list[Solid]:
    k, posed = placement.k, placement.posed
    touches = placement.touching("small ball")
    return [sphere("small ball", "soft ball", in_palm(posed, one.side), RADIUS_MM * k) for one in touches]


PROP = Prop(
    "small ball",
    build,
    fills={"soft ball": Fill("#A3B84C", "#8DA040")},
    held={"small ball": Grip("round a ball")},
)
