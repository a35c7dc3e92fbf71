"""How much two pictures look alike at print size in grey: the share of their ink that is in the same place."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.render import preview

DOTS_PER_MM = 4.0  # about the resolution of an eye at arm's length
WIDTH_MM = 60.0  # at which pictures are compared
#: Two pictures of different things that are more alike than this would be taken for the same.
MOST_ALIKE = 0.35


def likeness(one: str, two: str) -> float:
    """1 for the same drawing, 0 for two that share nothing.

    Both are brought to one width, so that it does not matter how large each is printed.
    """
    a, b = _darkness(one), _darkness(two)
    height = max(len(a), len(b))
    a, b = (np.pad(dark, ((0, height - len(dark)), (0, 0))) for dark in (a, b))
    return float(np.minimum(a, b).sum() / max(np.maximum(a, b).sum(), 1e-9))


@lru_cache(maxsize=100)  # of a content folder, each picture is compared with all others
def _darkness(svg: str) -> Floats:
    """0 for paper to 1 for ink, on a grid as coarse as the resolution of an eye."""
    picture = preview.picture(svg, 12.0).convert("L")
    width = round(WIDTH_MM * DOTS_PER_MM)
    small = picture.resize((width, round(picture.height * width / picture.width)))
    found: Floats = 1 - np.asarray(small, dtype=np.float64) / 255
    return found
