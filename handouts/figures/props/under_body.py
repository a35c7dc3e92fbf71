"""Things on the floor under a part of the body: where the part lies on them."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.props.prop import Placement


def middle(placement: Placement, word: str) -> Floats | None:
    """The middle of these places; None when nothing is on the thing."""
    found = [placement.lowest(touch) for touch in placement.touching(word)]
    return np.mean(found, axis=0) if found else None
