"""The shoulder under an arm that reaches across the chest: its muscle is drawn flat where blended bones would swell.

Skin that follows a blend of chest and upper arm keeps the thickness of a hanging arm beside the joint. A deltoid
that is drawn out over the joint is flatter there.
"""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit

BESIDE_MM = 26.0  # of skin beside the joint that stays, of a body of 1700 mm
FLATTER = 0.72  # share of what lies further out that is drawn in
WHOLLY_ACROSS = 0.5  # sine of the way across from which it is drawn in wholly


def flattened(points: Floats, moves_with: Floats, scale: float, joints: tuple[Floats, Floats], aside: Floats) -> Floats:
    """Points of the skin, or of cloth over it, with one shoulder drawn flat.

    Args:
        points: one per coarse vertex, shape (n, 3).
        moves_with: how much of each moves with this shoulder and upper arm (0 to 1).
        scale: of the body, to one of 1700 mm.
        joints: the middles of shoulder and elbow.
        aside: the direction out of the chest to this side.
    """
    shoulder, elbow = joints
    across = -float(unit(elbow - shoulder) @ aside)
    share = FLATTER * min(across / WHOLLY_ACROSS, 1.0)
    if share <= 0:
        return points
    beyond = np.maximum((points - shoulder) @ aside - BESIDE_MM * scale, 0.0) * share * moves_with
    found: Floats = points - beyond[:, None] * aside
    return found
