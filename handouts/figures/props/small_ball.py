"""A soft ball in every hand that holds one."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.person.rig import Posed
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, sphere
from handouts.figures.style import Fill

RADIUS_MM = 31.0


def in_palm(posed: Posed, side: str) -> Floats:
    """The middle of what fingers and thumb close round: between the knuckles, the fingertips and the thumb."""
    spots = [
        posed.joint(f"{bone}.{side}") for bone in ("finger2-1", "finger4-1", "finger2-3", "finger4-3", "finger1-3")
    ]
    found: Floats = np.mean(spots, axis=0)
    return found


def build(placement: Placement) -> list[Solid]:
    k, posed = placement.k, placement.posed
    touches = placement.touching("small ball")
    return [sphere("small ball", "soft ball", in_palm(posed, one.side), RADIUS_MM * k) for one in touches]


PROP = Prop(
    "small ball",
    build,
    fills={"soft ball": Fill("#D3DF6B", "#B8C35A")},
    held={"small ball": Grip("round a ball")},
)
