"""A small ball that rolls under a foot."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language.phrases import Foot, foot_use
from handouts.figures.person.rig import Posed
from handouts.figures.props.prop import Prop, under_feet
from handouts.figures.props.solids import Solid, sphere
from handouts.figures.props.support import FootSupport
from handouts.figures.style import Fill

THICK_MM = 62.0
#: How far ahead of the ankle a round prop lies under the heel, the arch and the ball of the foot.
UNDER_FOOT_MM = {"heel": -8.0, "arch": 62.0, "ball": 118.0}


def middle_under(posed: Posed, side: str, foot: Foot, thick_mm: float) -> Floats:
    """The middle of a round prop on the floor under one part of the sole, in the room."""
    k = posed.body.scale
    ankle, rotation = posed.joint(f"foot.{side}"), posed.rotation(f"foot.{side}")
    at = ankle + rotation @ np.array([0.0, 0.0, UNDER_FOOT_MM[foot.under] * k])
    return np.array([at[0], thick_mm * k / 2, at[2]])


def build(posed: Posed, side: str, foot: Foot) -> list[Solid]:
    return [sphere("ball", "ball", middle_under(posed, side, foot, THICK_MM), THICK_MM * posed.body.scale / 2)]


PROP = Prop(
    "ball",
    under_feet("ball", build),
    fills={"ball": Fill("#D3DF6B", "#B8C35A")},
    movable=True,
    close_up=True,
    feet=(
        FootSupport(
            foot_use("ball under foot", "{under:arch|heel|ball} on ball", on="ball", height_mm=THICK_MM),
        ),
    ),
)
