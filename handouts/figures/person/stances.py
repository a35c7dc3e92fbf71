"""Turns of all bones of a limb from those of its joints, and the goal of an arm."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about, twist_deg
from handouts.figures.person.fingers import shaped
from handouts.figures.person.rig import Body


@dataclass(frozen=True, eq=False)
class Arm:
    """Where the wrist is, which way fingers and palm look (none: they follow the forearm), where the elbow points.

    An elbow that lies on something is at a place of its own.
    """

    wrist: Floats
    elbow_to: Floats
    fingers_to: Floats | None = None
    palm_to: Floats | None = None
    hand: str = "rest"
    elbow: Floats | None = None


def leg_bones(
    body: Body, side: str, root: Floats, upper: Floats, lower: Floats, foot: Floats, toes_up_deg: tuple[float, float]
) -> dict[str, Floats]:
    """Turns of all bones of a leg from those of pelvis, thigh, shank and foot; the bend of big toe and other toes."""
    names = [f"{bone}.{side}" for bone in ("upperleg01", "lowerleg01", "foot")]
    rest_thigh, rest_shank = (body.head(b) - body.head(a) for a, b in pairwise(names))
    return {
        f"upperleg02.{side}": upper,
        names[0]: _half_twisted(root, upper, rest_thigh, 0.5),
        names[1]: lower,
        f"lowerleg02.{side}": _half_twisted(lower, foot, rest_shank, 0.4, swing=False),
        names[2]: foot,
        **_toe_bones(side, foot, *toes_up_deg),
    }


def _toe_bones(side: str, foot: Floats, big: float, others: float) -> dict[str, Floats]:
    """Toes bend back at their base; downwards they curl: the base lifts a little and the small joints bend."""
    rotations = {}
    for n in range(1, 6):
        up = big if n == 1 else others
        base, middle = (up, 0.0) if up >= 0 else (-0.35 * up, 1.15 * up)
        first = foot @ about((1, 0, 0), -base)
        rotations[f"toe{n}-1.{side}"] = first
        if middle:
            second = first @ about((1, 0, 0), -middle)
            rotations[f"toe{n}-2.{side}"] = second
            if n > 1:
                rotations[f"toe{n}-3.{side}"] = second @ about((1, 0, 0), -0.6 * middle)
    return rotations


def _half_twisted(before: Floats, after: Floats, axis: Floats, share: float, swing: bool = True) -> Floats:
    """A turn that takes only a share of the twist about a bone between two turns (with or without the swing)."""
    twist = twist_deg(before.T @ after, axis)
    if swing:
        return after @ about(axis, -twist * (1 - share))
    return before @ about(axis, twist * share)


def upper_limb_bones(
    body: Body, side: str, chest: Floats, upper: Floats, fore: Floats, hand: Floats, shape: str
) -> dict[str, Floats]:
    """Turns of all bones of an arm from those of chest, upper arm, forearm and hand, and a shape of the fingers."""
    names = [f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist")]
    rest_upper, rest_fore = (body.head(b) - body.head(a) for a, b in pairwise(names))
    return {
        f"upperarm02.{side}": upper,
        names[0]: _half_twisted(chest, upper, rest_upper, 0.5),
        names[1]: _half_twisted(fore, hand, rest_fore, 0.15, swing=False),
        f"lowerarm02.{side}": _half_twisted(fore, hand, rest_fore, 0.65, swing=False),
        names[2]: hand,
        **shaped(body, side, hand, shape),
    }
