"""A cold pack in its cloth on the floor, `ice pack` in a pose, under a heel or a whole foot."""

from __future__ import annotations

import numpy as np

from handouts.figures.language.phrases import Foot, foot_use
from handouts.figures.person.rig import Posed
from handouts.figures.props.prop import Prop, under_feet
from handouts.figures.props.solids import Solid, rounded
from handouts.figures.props.support import FootSupport

THICK_MM = 30.0


def build(posed: Posed, side: str, foot: Foot) -> list[Solid]:
    """A little larger than what lies on it."""
    k, skin = posed.body.scale, posed.skin[posed.body.vertices_of(f"foot.{side}", f"toe*.{side}")]
    low = skin[skin[:, 1] < skin[:, 1].min() + 20 * k]
    middle, half = (low.min(axis=0) + low.max(axis=0)) / 2, (low.max(axis=0) - low.min(axis=0)) / 2
    size = np.array([max(half[0] + 26 * k, 75 * k), THICK_MM * k / 2, max(half[2] + 22 * k, 75 * k)])
    return [rounded("ice pack", "pack of ice", np.array([middle[0], size[1], middle[2]]), size)]


PROP = Prop(
    "ice pack",
    under_feet("ice pack", build),
    close_up=True,
    feet=(
        FootSupport(foot_use("flat ice pack", "flat on ice pack", on="ice pack", height_mm=THICK_MM)),
        FootSupport(
            foot_use(
                "heel ice pack", "heel on ice pack", on="ice pack", height_mm=THICK_MM, loaded=False, upright=True
            ),
        ),
    ),
)
