"""A chair close behind who stands, to sit down on at once when the legs tire; nothing touches it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.geometry.rotation import vector
from handouts.figures.props import chair
from handouts.figures.props.chair_facing import EDGE_MM
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid

CLEAR_MM = 55.0  # between the legs, where they are furthest back in any frame, and the front edge of the seat


def build(placement: Placement) -> list[Solid]:
    """The seat begins behind the legs of all frames; a bottom that is lower than standing may be over it."""
    k = placement.k
    skin = np.vstack([posed.skin for posed in placement.all_posed])
    legs = float(skin[skin[:, 1] < chair.SEAT_MM * k, 2].min())
    shift = vector(0, 0, legs - (CLEAR_MM + EDGE_MM) * k)
    parts = chair.parts(k, chair.BACK_MM * k)
    return [replace(one, name=f"behind {one.name}", points=one.points + shift) for one in parts]


PROP = Prop("chair behind", build)
