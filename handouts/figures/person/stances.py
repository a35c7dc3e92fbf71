"""Bends the bones of a body to a stance, by inverse kinematics of two bones.

A *stance* has the places of hips, ankles and wrists and the turns of pelvis, feet and hands; `assembled` bends the
bones to it. A knee or elbow cannot bend backwards, because its hinge is built, not searched for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about, aligning, cross, shortest_arc, twist_deg, unit, vector
from handouts.figures.person.fingers import shaped
from handouts.figures.person.limbs import EASY_LENGTH, SIDES, bent, palm_axes
from handouts.figures.person.rig import Body, Posed, pose

#: How far the shoulder follows a hand that its arm alone does not get there: a shoulder blade glides so far forward.
FOLLOWS_MM = 60.0
SWINGS = 1.6  # it swings about the collar bone, so only a part of its way brings it nearer


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
        names[0]: _half_twisted(root, upper, rest_thigh, 0.5),
        names[1]: lower,
        f"lowerleg02.{side}": _half_twisted(lower, foot, rest_shank, 0.4, swing=False),
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


def _half_twisted(before: Floats, after: Floats, axis: Floats, share: float, swing: bool = True) -> Floats:
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
    hand = _hand_turn(body, side, fore, arm)
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
        names[0]: _half_twisted(chest, upper, rest_upper, 0.5),
        names[1]: _half_twisted(fore, hand, rest_fore, 0.15, swing=False),
        f"lowerarm02.{side}": _half_twisted(fore, hand, rest_fore, 0.65, swing=False),
        names[2]: hand,
        **shaped(body, side, hand, shape),
    }


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


def _hand_turn(body: Body, side: str, fore: Floats, arm: Arm) -> Floats:
    """How the hand is turned: as given, or in line with the forearm."""
    fingers, palm = palm_axes(body, side)
    if arm.fingers_to is None:
        return fore
    if arm.palm_to is None:
        return shortest_arc(fore @ fingers, arm.fingers_to) @ fore
    return aligning(palm, fingers, arm.palm_to, arm.fingers_to)
