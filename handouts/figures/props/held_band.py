"""An exercise band between both hands, from a hand to a post, or from a hand to the foot that stands on it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.language.touching import Touch
from handouts.figures.props.in_hand import grip
from handouts.figures.props.prop import Grip, Placement
from handouts.figures.props.solids import WOOD, Solid, box, ribbon

WIDE_MM, FIST_MM, THICK_MM = 36.0, 22.0, 5.0  # how wide it is, in a fist too, and how thick
TAIL_MM = 70.0  # what hangs out of a fist
LONG_MM = 380.0  # between two hands; when they are nearer to one another it hangs
#: Where it may be fixed, from the hips of the first frame: (aside, ahead); the right side is that of negative x.
FIXED_MM = {
    "band fixed ahead": (0.0, 880.0),
    "band fixed behind": (0.0, -760.0),
    "band fixed on the right": (-640.0, 230.0),  # so far ahead that the band passes before the body
    "band fixed on the left": (640.0, 230.0),
    "band fixed overhead": (0.0, 620.0),
}
OVER_HIPS_MM, OVERHEAD_MM = 125.0, 1900.0  # the usual height, also of one who sits, and over a door
POST_MM, OVER_MM = 24.0, 160.0  # half the thickness of the post, which goes on over the band
#: The foot that stands on it; empty for the foot of the same side as the hand.
UNDER = {"band under right foot": "R", "band under left foot": "L", "band under both feet": ""}
HELD = {word: Grip() for word in ("band", *FIXED_MM, *UNDER)}


def held(placement: Placement) -> list[Solid]:
    """The band in the hands, with the post that it is fixed to; nothing while no hand holds it."""
    between = placement.touching("band")
    found = [_between(placement)] if len(between) > 1 else []
    for touch in placement.touching(*FIXED_MM, *UNDER):
        fist, end = grip(placement.posed, touch.side), _end(placement, touch)
        line = np.array([_tail(fist, end, placement.k), fist, (fist + end) / 2, end])
        found.append(_strip(f"band {touch.side}", placement.k, line, (FIST_MM, FIST_MM, WIDE_MM, WIDE_MM)))
    posts = {touch.on: touch for touch in placement.touching(*FIXED_MM)}
    return [*found, *(_post(placement, touch) for touch in posts.values())]


def _between(placement: Placement) -> Solid:
    """From fist to fist: straight when it is stretched, else hanging."""
    k, (right, left) = placement.k, (grip(placement.posed, side) for side in "RL")
    far = float(np.linalg.norm(left - right))
    sag = 0.5 * float(np.sqrt(max((LONG_MM * k) ** 2 - far**2, 0.0)))
    hanging = [right + (left - right) * t - vector(0, sag * 4 * t * (1 - t), 0) for t in (0.25, 0.5, 0.75)]
    line = np.array([_tail(right, left, k), right, *hanging, left, _tail(left, right, k)])
    return _strip("band", k, line, (FIST_MM, FIST_MM, WIDE_MM, WIDE_MM, WIDE_MM, FIST_MM, FIST_MM))


def _strip(name: str, k: float, line: Floats, wide: tuple[float, ...]) -> Solid:
    way = unit(line[-1] - line[0])
    up = vector(0, 1, 0) if abs(way[1]) < 0.8 else vector(0.7, 0, 0.7)  # seen from the side as from ahead
    return ribbon(name, "band", line, np.array(wide) * k, THICK_MM * k, up)


def _tail(fist: Floats, other: Floats, k: float) -> Floats:
    """The end of the band, out of the far side of a fist."""
    found: Floats = fist + unit(fist - other) * TAIL_MM * k * 0.4 - vector(0, TAIL_MM * k, 0)
    return found


def _end(placement: Placement, touch: Touch) -> Floats:
    """The other end: on the post, or under the middle of a sole."""
    if touch.on in FIXED_MM:
        return _fixed(placement, touch)
    side = UNDER[touch.on] or touch.side
    foot = placement.posed.joint(f"foot.{side}") * 0.5 + placement.posed.joint(f"toe3-1.{side}") * 0.5
    return vector(float(foot[0]), 4.0 * placement.k, float(foot[2]))


def _fixed(placement: Placement, touch: Touch) -> Floats:
    k, hips = placement.k, (placement.all_posed or (placement.posed,))[0].joint("root")
    aside, ahead = FIXED_MM[touch.on]
    usual = OVERHEAD_MM * k if touch.on.endswith("overhead") else float(hips[1]) + OVER_HIPS_MM * k
    height = touch.height_mm * k if touch.height_mm else usual
    return vector(float(hips[0]) + aside * k, height, float(hips[2]) + ahead * k)


def _post(placement: Placement, touch: Touch) -> Solid:
    k, (x, y, z) = placement.k, _fixed(placement, touch)
    thick = POST_MM * k
    return box("band post", (x - thick, x + thick), (0, y + OVER_MM * k), (z - thick, z + thick), "wood", WOOD)
