"""The shoulder under an arm that reaches across the chest: its muscle is drawn flat where blended bones would swell.

Skin that follows a blend of chest and upper arm keeps the thickness of a hanging arm beside the joint. A deltoid
that is drawn out over the joint is flatter there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector

if TYPE_CHECKING:
    from handouts.figures.person.rig import Posed

BESIDE_MM = 26.0  # of skin beside the joint that stays, of a body of 1700 mm
FLATTER = 0.72  # share of what stands out further that is drawn in
WHOLLY_ACROSS = 0.5  # sine of the way across from which it is drawn in wholly


def flattened(posed: Posed, points: Floats) -> Floats:
    """Points of the skin or of cloth over it, one per coarse vertex, with the shoulder drawn flat."""
    body = posed.body
    chest = posed.rotation("spine01")
    for side, out in (("R", -1.0), ("L", 1.0)):
        joint = posed.joint(f"upperarm01.{side}")
        aside = chest @ vector(out, 0, 0)
        across = -float(unit(posed.joint(f"lowerarm01.{side}") - joint) @ aside)
        share = FLATTER * min(across / WHOLLY_ACROSS, 1.0)
        if share > 0:
            beyond = np.maximum((points - joint) @ aside - BESIDE_MM * body.scale, 0.0) * share * body.shoulders[side]
            points = points - beyond[:, None] * aside
    return points
