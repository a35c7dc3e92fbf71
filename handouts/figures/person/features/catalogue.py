"""All feature lines, put on the mesh once."""

from __future__ import annotations

from functools import lru_cache

from handouts.figures.person.features.feature import Attached, Feature, attached
from handouts.figures.person.features.foot import FOOT
from handouts.figures.person.features.hand import HAND
from handouts.figures.person.features.head import HEAD
from handouts.figures.person.features.limb_lines import ARM, LEG
from handouts.figures.person.features.trunk import TRUNK

FEATURES: tuple[Feature, ...] = (*FOOT, *LEG, *HAND, *ARM, *HEAD, *TRUNK)


@lru_cache(maxsize=1)
def lines() -> tuple[Attached, ...]:
    """Every feature line of both sides on the mesh, which all people share."""
    return tuple(attached(feature, side) for feature in FEATURES for side in "RL")
