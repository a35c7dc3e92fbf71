"""The form of the ankle that the mesh lacks: its two knuckles, and the hollows between them and the tendon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats

USUAL_HEIGHT_MM = 1700.0


@dataclass(frozen=True, slots=True)
class Swelling:
    """Skin moved outwards (inwards below 0): by how much, round which place, how far it reaches along each axis.

    Millimetres of a person of 1700 mm from the head of the foot's bone; `outer` says on which side of the ankle.
    """

    by_mm: float
    outer: bool
    ahead: tuple[float, float]
    up: tuple[float, float]


#: Place and size by eye on the drawn figure, after surface anatomy: the outer knuckle lies lower and further back.
SWELLINGS = (
    Swelling(6.5, True, (-4, 13), (-2, 14)),
    Swelling(6.0, False, (4, 13), (8, 14)),
    Swelling(-5.5, True, (-30, 11), (26, 34)),
    Swelling(-5.5, False, (-30, 11), (30, 34)),
)


def shaped(skin: Floats, ankle: Floats, outward: float) -> Floats:
    """The skin of a resting body with the form of one ankle.

    Args:
        skin: places of the coarse vertices, shape (n, 3).
        ankle: the head of the foot's bone.
        outward: the sign of x on the outer side of this leg.
    """
    k = float(skin[:, 1].max()) / USUAL_HEIGHT_MM
    at = (skin - ankle) / k
    across = at[:, 0] * outward
    moved = np.zeros(len(skin))
    mine = np.abs(skin[:, 0] - ankle[0]) < 75 * k  # the other leg stands further off
    for one in SWELLINGS:
        beside = mine & ((across > 0) == one.outer)
        share = ((at[:, 2] - one.ahead[0]) / one.ahead[1]) ** 2 + ((at[:, 1] - one.up[0]) / one.up[1]) ** 2
        moved += beside * one.by_mm * np.exp(-share / 2) * (1 if one.outer else -1)
    shift = np.zeros_like(skin)
    shift[:, 0] = moved * outward * k
    return skin + shift
