"""Things on the floor under a part of the body: where the part lies on them."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.props.prop import Placement


def spots(placement: Placement, word: str) -> list[Floats]:
    """Where each part of the body that is on the thing comes nearest to the floor."""
    return [placement.lowest(touch) for touch in placement.touching(word)]


def middle(placement: Placement, word: str) -> Floats | None:
    """The middle of these places; None when nothing is on the thing."""
    found = spots(placement, word)
    return np.mean(found, axis=0) if found else None
