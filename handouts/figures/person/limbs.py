"""Two-bone inverse kinematics: the position of knee and elbow from hip and ankle, or shoulder and wrist.

A *stance* says where hips, ankles and wrists are and how pelvis, feet and hands are turned; `assembled` bends
the bones to it. A knee or elbow cannot bend backwards, because its hinge is built, not searched for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about, aligning, cross, shortest_arc, twist_deg, unit, vector
from handouts.figures.person.rig import Body, Posed, pose

_Preset = Callable[[Body, str, Floats], dict[str, Floats]]

SIDES = ("R", "L")
OUTWARD = {"R": -1.0, "L": 1.0}

#: A limb is never pulled quite straight: at full length the hinge has no direction (cos of about 3 degrees).
FULL_LENGTH = 0.9995
EASY_LENGTH = 0.998  # beyond this length the shoulder follows


@dataclass(frozen=True, eq=False)
class Leg:
    """Where the ankle is, how the foot is turned (from its rest on the floor), and which way the knee points."""

    ankle: Floats
    foot: Floats
    knee_to: Floats
    toes_up_deg: float = 0.0


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


@dataclass(frozen=True, eq=False)
class Stance:
    """Everything that decides a pose."""

    hips: Floats
    pelvis: Floats
    legs: Mapping[str, Leg]
    arms: Mapping[str, Arm]
    lumbar_deg: float = 0.0
    thorax_deg: float = 0.0
    neck_deg: float = 0.0
    head_turn_deg: float = 0.0
    twist_deg: float = 0.0


@dataclass(frozen=True, eq=False)
class Assembled:
    """A posed body with what could not be reached, in millimetres per limb end (`ankle.R`, `wrist.L` …)."""

    posed: Posed
    unreached_mm: dict[str, float] = field(default_factory=dict)


def bent(start: Floats, goal: Floats, upper: float, lower: float, bend_to: Floats) -> tuple[Floats, Floats, float]:
    """Two bones from a joint to a goal: middle joint, end, and by how much the goal is out of reach."""
    way = goal - start
    distance = float(np.linalg.norm(way))
    longest, nearest = (upper + lower) * FULL_LENGTH, abs(upper - lower) * 1.02 + 1
    short = max(distance - longest, 0.0)
    distance = min(max(distance, nearest), longest)
    ahead = unit(way)
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    aside = unit(bend_to - ahead * float(ahead @ bend_to)) * math.sqrt(max(upper**2 - along**2, 0.0))
    return start + ahead * along + aside, start + ahead * distance, short


def length_for_bend(upper: float, lower: float, bend_deg: float) -> float:
    """Distance between the limb's ends when its middle joint is bent by so much."""
    return math.sqrt(upper**2 + lower**2 + 2 * upper * lower * math.cos(math.radians(bend_deg)))


def leg_lengths(body: Body, side: str) -> tuple[float, float]:
    return (
        body.span(f"upperleg01.{side}", f"lowerleg01.{side}"),
        body.span(f"lowerleg01.{side}", f"foot.{side}"),
    )


def arm_lengths(body: Body, side: str) -> tuple[float, float]:
    return (
        body.span(f"upperarm01.{side}", f"lowerarm01.{side}"),
        body.span(f"lowerarm01.{side}", f"wrist.{side}"),
    )


def assembled(body: Body, stance: Stance) -> Assembled:
    """Bend every bone to the stance."""
    rotations = _trunk(stance)
    base = pose(body, rotations, stance.hips)
    short: dict[str, float] = {}
    for side, leg in stance.legs.items():
        short[f"ankle.{side}"] = _set_leg(body, base, side, leg, rotations)
    for side, arm in stance.arms.items():
        short[f"wrist.{side}"] = _set_arm(body, base, side, arm, rotations)
    return Assembled(pose(body, rotations, stance.hips), short)


def _trunk(stance: Stance) -> dict[str, Floats]:
    """Pelvis, spine, neck and head; each spine bone adds its share of the bend about its own cross axis."""
    rotations = {"root": stance.pelvis}
    turn = stance.pelvis
    shares = [("spine05", stance.lumbar_deg / 2), ("spine04", stance.lumbar_deg / 2)]
    shares += [(bone, stance.thorax_deg / 3) for bone in ("spine03", "spine02", "spine01")]
    shares += [(bone, stance.neck_deg * 0.55 / 3) for bone in ("neck01", "neck02", "neck03")]
    shares += [("head", stance.neck_deg * 0.45)]
    for bone, bend in shares:
        turn = turn @ about((1, 0, 0), bend)
        if bone.startswith("spine"):
            turn = turn @ about((0, 1, 0), stance.twist_deg / 5)
        if bone == "head":
            turn = turn @ about((0, 1, 0), stance.head_turn_deg)
        rotations[bone] = turn
    for side in SIDES:
        rotations[f"pelvis.{side}"] = stance.pelvis
    return rotations


def _hinged(
    rest_upper: Floats, rest_lower: Floats, rest_hinge: Floats, upper: Floats, lower: Floats, bend_to: Floats
) -> tuple[Floats, Floats]:
    """Turns of two bones that share a hinge."""
    hinge = cross(unit(upper), unit(lower))
    if float(np.linalg.norm(hinge)) < 0.03:
        hinge = cross(unit(upper), -bend_to)
    return (
        aligning(rest_upper, rest_hinge, upper, hinge),
        aligning(rest_lower, rest_hinge, lower, hinge),
    )


def _set_leg(body: Body, base: Posed, side: str, leg: Leg, rotations: dict[str, Floats]) -> float:
    names = [f"{bone}.{side}" for bone in ("upperleg01", "lowerleg01", "foot")]
    hip = base.joint(names[0])
    thigh, shank = body.span(names[0], names[1]), body.span(names[1], names[2])
    knee, ankle, short = bent(hip, leg.ankle, thigh, shank, leg.knee_to)
    rest_thigh, rest_shank = body.head(names[1]) - body.head(names[0]), body.head(names[2]) - body.head(names[1])
    upper, lower = _hinged(rest_thigh, rest_shank, vector(1, 0, 0), knee - hip, ankle - knee, leg.knee_to)
    toes = leg_bones(body, side, rotations["root"], upper, lower, leg.foot, leg.toes_up_deg)
    rotations.update(toes)
    return short


def leg_bones(
    body: Body, side: str, root: Floats, upper: Floats, lower: Floats, foot: Floats, toes_up_deg: float
) -> dict[str, Floats]:
    """Turns of all bones of a leg from those of pelvis, thigh, shank and foot."""
    names = [f"{bone}.{side}" for bone in ("upperleg01", "lowerleg01", "foot")]
    rest_thigh, rest_shank = (body.head(b) - body.head(a) for a, b in pairwise(names))
    return {
        f"upperleg02.{side}": upper,
        names[0]: half_twisted(root, upper, rest_thigh, 0.5),
        names[1]: lower,
        f"lowerleg02.{side}": half_twisted(lower, foot, rest_shank, 0.4, swing=False),
        names[2]: foot,
        **_toe_bones(side, foot, toes_up_deg),
    }


def _toe_bones(side: str, foot: Floats, up: float) -> dict[str, Floats]:
    """Toes bend back at their base; downwards they curl: the base lifts a little and the small joints bend."""
    base, middle = (up, 0.0) if up >= 0 else (-0.35 * up, 1.15 * up)
    rotations = {}
    for n in range(1, 6):
        first = foot @ about((1, 0, 0), -base)
        rotations[f"toe{n}-1.{side}"] = first
        if middle:
            second = first @ about((1, 0, 0), -middle)
            rotations[f"toe{n}-2.{side}"] = second
            if n > 1:
                rotations[f"toe{n}-3.{side}"] = second @ about((1, 0, 0), -0.6 * middle)
    return rotations


def half_twisted(before: Floats, after: Floats, axis: Floats, share: float, swing: bool = True) -> Floats:
    """A turn that takes only a share of the twist about a bone between two turns (with or without the swing)."""
    twist = twist_deg(before.T @ after, axis)
    if swing:
        return after @ about(axis, -twist * (1 - share))
    return before @ about(axis, twist * share)


def _set_arm(body: Body, base: Posed, side: str, arm: Arm, rotations: dict[str, Floats]) -> float:
    names = [f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist")]
    shoulder = _reaching(body, base, side, arm, rotations)
    elbow, wrist, short = bent(
        shoulder, arm.wrist, body.span(names[0], names[1]), body.span(names[1], names[2]), arm.elbow_to
    )
    rest_upper, rest_fore = body.head(names[1]) - body.head(names[0]), body.head(names[2]) - body.head(names[1])
    hinge = unit(cross(rest_upper, rest_fore))
    upper, fore = _hinged(rest_upper, rest_fore, hinge, elbow - shoulder, wrist - elbow, arm.elbow_to)
    hand = hand_turn(body, side, fore, arm)
    rotations.update(upper_limb_bones(body, side, rotations["spine01"], upper, fore, hand, arm.hand))
    return short


def upper_limb_bones(
    body: Body, side: str, chest: Floats, upper: Floats, fore: Floats, hand: Floats, shape: str
) -> dict[str, Floats]:
    """Turns of all bones of an arm from those of chest, upper arm, forearm and hand, and a shape of the fingers."""
    names = [f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist")]
    rest_upper, rest_fore = (body.head(b) - body.head(a) for a, b in pairwise(names))
    return {
        f"upperarm02.{side}": upper,
        names[0]: half_twisted(chest, upper, rest_upper, 0.5),
        names[1]: half_twisted(fore, hand, rest_fore, 0.15, swing=False),
        f"lowerarm02.{side}": half_twisted(fore, hand, rest_fore, 0.65, swing=False),
        names[2]: hand,
        **_shaped(body, side, hand, shape),
    }


#: How far the shoulder follows a hand that its arm alone does not get there: a shoulder blade glides so far forward.
FOLLOWS_MM = 60.0
SWINGS = 1.6  # it swings about the collar bone, so only a part of its way brings it nearer


def _reaching(body: Body, base: Posed, side: str, arm: Arm, rotations: dict[str, Floats]) -> Floats:
    """Where the shoulder is: at rest, or brought nearer by its girdle when the arm is too short."""
    upper, elbow, wrist = (f"{bone}.{side}" for bone in ("upperarm01", "lowerarm01", "wrist"))
    shoulder, root = base.joint(upper), base.joint(f"clavicle.{side}")
    way = arm.wrist - shoulder
    short = float(np.linalg.norm(way)) - (body.span(upper, elbow) + body.span(elbow, wrist)) * EASY_LENGTH
    if short <= 0:
        return shoulder
    near = shoulder + unit(way) * min(short * SWINGS, FOLLOWS_MM * body.scale)
    swing = shortest_arc(shoulder - root, near - root)
    rotations[f"clavicle.{side}"] = swing @ base.rotation(f"clavicle.{side}")
    found: Floats = root + swing @ (shoulder - root)
    return found


def palm_axes(body: Body, side: str) -> tuple[Floats, Floats]:
    """Of the resting hand: towards the middle finger's knuckle, and out of the palm."""
    wrist = body.head(f"wrist.{side}")
    index, little = body.head(f"finger2-1.{side}") - wrist, body.head(f"finger5-1.{side}") - wrist
    out = cross(index, little) * -OUTWARD[side]
    return unit(body.head(f"finger3-1.{side}") - wrist), unit(out)


def hand_turn(body: Body, side: str, fore: Floats, arm: Arm) -> Floats:
    """How the hand is turned: as given, or in line with the forearm."""
    fingers, palm = palm_axes(body, side)
    if arm.fingers_to is None:
        return fore
    if arm.palm_to is None:
        return shortest_arc(fore @ fingers, arm.fingers_to) @ fore
    return aligning(palm, fingers, arm.palm_to, arm.fingers_to)


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


#: An easy hand bends its fingers more from the index finger to the little one.
EASY = {2: 0.75, 3: 0.95, 4: 1.1, 5: 1.2}
GATHERED = 0.8  # of the angle between a resting finger and the middle line of the hand


def _curled(
    first_deg: float, middle_deg: float, last_deg: float, thumb: float | str, easy: bool = False, apart: bool = False
) -> _Preset:
    """Fingers bent towards the palm by so much at each joint, and the thumb too, or where a word of `THUMBS` has it.

    They lie beside one another unless they are `apart`.
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
            more = EASY[finger] if easy and finger > 1 else 1.0
            for k, (way, bend) in enumerate(zip(_finger_axes(body, side, finger), bends, strict=True), start=1):
                turn = turn @ about(cross(way, palm), more * bend)
                rotations[f"finger{finger}-{k}.{side}"] = turn
        return rotations

    return preset


AT_EASE = "at ease"  # of a thumb that no word places: beside the index finger, its pad to the palm
_EASY_THUMB = ((0.66, 0.3, -0.68), (0.88, 0.28, -0.38), (0.93, 0.3, -0.2))
#: Where a thumb can be: the directions of its three bones, to the fingers, out of the palm and to the little finger.
THUMBS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "across": ((0.45, 0.75, -0.48), (0.55, 0.5, 0.67), (0.2, -0.1, 1.0)),
    "beside": ((0.4, 0.55, -0.65), (0.9, 0.3, -0.2), (0.95, 0.05, 0.15)),
    "out": ((0.65, 0.2, -0.75), (0.25, 0.0, -0.97), (0.05, -0.1, -1.0)),
    "to little finger": ((0.6, 0.75, 0.1), (0.45, 0.6, 0.66), (0.35, 0.35, 0.87)),
}


def _thumb(body: Body, side: str, hand: Floats, word: str) -> dict[str, Floats]:
    """The bones of the thumb, turned from rest to where a word has them."""
    ahead, palm = palm_axes(body, side)
    palm = unit(palm - ahead * float(ahead @ palm))
    axes = np.array([ahead, palm, cross(ahead, palm) * OUTWARD[side]])
    ways = zip(_finger_axes(body, side, 1), THUMBS.get(word, _EASY_THUMB), strict=True)
    return {f"finger1-{k}.{side}": hand @ shortest_arc(way, unit(to @ axes)) for k, (way, to) in enumerate(ways, 1)}


def _shaped(body: Body, side: str, hand: Floats, shape: str) -> dict[str, Floats]:
    """The fingers in a shape of `FINGERS`, with the thumb where a word after it has it: `fist, thumb out`."""
    fingers, _, thumb = shape.partition(", thumb ")
    found = FINGERS[fingers](body, side, hand)
    return found | _thumb(body, side, hand, thumb) if thumb else found


#: What a hand can do. Bends in degrees at the three joints of the fingers, and of the thumb, or its word.
FINGERS: dict[str, _Preset] = {
    "flat": _flat_hand,
    "rest": _curled(10, 14, 8, AT_EASE, easy=True),
    "on thigh": _curled(14, 14, 10, AT_EASE, easy=True),
    "straight": _curled(-6, -4, -2, AT_EASE),
    "cup": _curled(18, 22, 14, 8),
    "hook": _curled(30, 45, 25, 20),
    "grip": _curled(66, 78, 50, "across"),
    "grip foot": _curled(62, 70, 45, 35, apart=True),
    "hold shin": _curled(38, 42, 25, 12),
    "relaxed": _curled(16, 20, 12, AT_EASE, easy=True),
    "hook fist": _curled(0, 95, 60, "beside"),
    "fist": _curled(72, 98, 62, "across"),
    "flat fist": _curled(80, 85, 0, "beside"),
    "tabletop": _curled(80, 0, 0, AT_EASE),
    "spread": _curled(-6, -4, -2, -15, apart=True),
    "thumb to little finger": _curled(45, 40, 20, 60),
    "pointing": _curled(80, 90, 55, 45),
    "round a ball": _curled(38, 46, 32, 24, apart=True),
}
