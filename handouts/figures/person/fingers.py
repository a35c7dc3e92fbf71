"""The shapes of a hand: how far the joints of fingers and thumb bend for each word."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about, cross, shortest_arc, unit
from handouts.figures.person.limbs import OUTWARD, palm_axes
from handouts.figures.person.rig import Body

_Preset = Callable[[Body, str, Floats], dict[str, Floats]]

#: An easy hand bends its fingers more from the index finger to the little one.
EASY = {2: 0.9, 3: 0.97, 4: 1.03, 5: 1.1}
EVEN = dict.fromkeys(EASY, 1.0)
#: Of a hand whose thumb meets the little finger: this one comes to it.
OPPOSED = {2: 0.2, 3: 0.32, 4: 0.58, 5: 1.0}
GATHERED = 0.92  # of the angle between a resting finger and the middle line of the hand
AT_EASE = "at ease"  # of a thumb that no word places: beside the index finger, its pad to the palm
_EASY_THUMB = ((0.66, 0.3, -0.68), (0.88, 0.28, -0.38), (0.93, 0.3, -0.2))

#: Where a thumb can be: the directions of its three bones, to the fingers, out of the palm and to the little finger.
THUMBS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "across": ((0.45, 0.75, -0.48), (0.55, 0.5, 0.67), (0.2, -0.1, 1.0)),
    "beside": ((0.4, 0.55, -0.65), (0.9, 0.3, -0.2), (0.95, 0.05, 0.15)),
    "out": ((0.65, 0.2, -0.75), (0.25, 0.0, -0.97), (0.05, -0.1, -1.0)),
    "round": ((0.7, 0.35, -0.62), (0.75, 0.6, -0.28), (0.9, 0.4, 0.15)),
    "round a ball": ((0.55, 0.65, -0.52), (0.5, 0.85, 0.1), (0.45, 0.45, 0.77)),
    "to little finger": ((0.63, 0.77, 0.11), (0.22, 0.51, 0.83), (0.24, 0.26, 0.94)),
}


def shaped(body: Body, side: str, hand: Floats, shape: str) -> dict[str, Floats]:
    """The fingers in a shape of `FINGERS`, with the thumb where a word after it has it: `fist, thumb out`."""
    fingers, _, thumb = shape.partition(", thumb ")
    found = FINGERS[fingers](body, side, hand)
    return found | _thumb(body, side, hand, thumb) if thumb else found


def _finger_axes(body: Body, side: str, finger: int) -> list[Floats]:
    """Directions of the bones of one finger at rest; the last one goes on as the one before."""
    joints = [body.head(f"finger{finger}-{k}.{side}") for k in (1, 2, 3)]
    ways = [unit(joints[1] - joints[0]), unit(joints[2] - joints[1])]
    return [*ways, ways[-1]]


def _gathered(body: Body, side: str, finger: int) -> Floats:
    """The resting mesh spreads its fingers; this turn in the plane of the palm brings one beside the next."""
    ahead, palm = palm_axes(body, side)
    first = body.head(f"finger{finger}-2.{side}") - body.head(f"finger{finger}-1.{side}")
    flat, to = unit(first - palm * float(first @ palm)), unit(ahead - palm * float(ahead @ palm))
    angle = math.degrees(math.atan2(float(cross(flat, to) @ palm), float(flat @ to)))
    return about(palm, GATHERED * angle)


def _flat_hand(body: Body, side: str, hand: Floats) -> dict[str, Floats]:
    """Fingers straight in the plane of the palm, beside one another, as on a wall or a table; the thumb apart."""
    _, palm = palm_axes(body, side)
    rotations = {}
    for finger in range(1, 6):
        first = body.head(f"finger{finger}-2.{side}") - body.head(f"finger{finger}-1.{side}")
        flat = unit(first - palm * float(first @ palm))
        if finger > 1:
            flat = _gathered(body, side, finger) @ flat
        for k, way in enumerate(_finger_axes(body, side, finger), start=1):
            rotations[f"finger{finger}-{k}.{side}"] = hand @ shortest_arc(way, flat)
    return rotations


def _curled(
    first_deg: float,
    middle_deg: float,
    last_deg: float,
    thumb: float | str,
    bent_by: Mapping[int, float] = EVEN,
    apart: bool = False,
) -> _Preset:
    """Fingers bent towards the palm by so much at each joint, and the thumb too, or where a word of `THUMBS` has it.

    Each finger bends by its share of this (`bent_by`). They lie beside one another unless they are `apart`.
    """

    def preset(body: Body, side: str, hand: Floats) -> dict[str, Floats]:
        _, palm = palm_axes(body, side)
        rotations = {}
        bent = dict.fromkeys(range(2, 6), (first_deg, middle_deg, last_deg))
        if isinstance(thumb, str):
            rotations.update(_thumb(body, side, hand, thumb))
        else:
            bent[1] = (0.3 * thumb, thumb, thumb)
        for finger, bends in bent.items():
            turn = hand if finger == 1 or apart else hand @ _gathered(body, side, finger)
            more = bent_by.get(finger, 1.0)
            for k, (way, bend) in enumerate(zip(_finger_axes(body, side, finger), bends, strict=True), start=1):
                turn = turn @ about(cross(way, palm), more * bend)
                rotations[f"finger{finger}-{k}.{side}"] = turn
        return rotations

    return preset


def _thumb(body: Body, side: str, hand: Floats, word: str) -> dict[str, Floats]:
    """The bones of the thumb, turned from rest to where a word has them."""
    ahead, palm = palm_axes(body, side)
    palm = unit(palm - ahead * float(ahead @ palm))
    axes = np.array([ahead, palm, cross(ahead, palm) * OUTWARD[side]])
    ways = zip(_finger_axes(body, side, 1), THUMBS.get(word, _EASY_THUMB), strict=True)
    return {f"finger1-{k}.{side}": hand @ shortest_arc(way, unit(to @ axes)) for k, (way, to) in enumerate(ways, 1)}


#: What a hand can do. Bends in degrees at the three joints of the fingers, and of the thumb, or its word.
FINGERS: dict[str, _Preset] = {
    "flat": _flat_hand,
    "rest": _curled(10, 14, 8, AT_EASE, EASY),
    "on thigh": _curled(8, 12, 8, AT_EASE, EASY),
    "straight": _curled(-6, -4, -2, AT_EASE),
    "cup": _curled(18, 22, 14, 8),
    "hook": _curled(30, 45, 25, 20),
    "grip": _curled(66, 78, 50, "across"),
    "grip foot": _curled(62, 70, 45, 35, apart=True),
    "hold shin": _curled(38, 42, 25, 12),
    "relaxed": _curled(16, 20, 12, AT_EASE, EASY),
    "hook fist": _curled(0, 95, 60, "beside"),
    "fist": _curled(72, 98, 62, "across"),
    "flat fist": _curled(80, 85, 0, "beside"),
    "tabletop": _curled(80, 0, 0, AT_EASE),
    "spread": _curled(-6, -4, -2, -15, apart=True),
    "thumb to little finger": _curled(60, 40, 20, "to little finger", OPPOSED),
    "pointing": _curled(80, 90, 55, 45),
    "round a ball": _curled(22, 46, 48, "round a ball"),
    "round a tin": _curled(40, 62, 44, "round"),
}
