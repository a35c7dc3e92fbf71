"""Written angles as rows of the whole body, and the angles that the posed body has in their place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from handouts.figures.geometry.rotation import about_x, about_y, about_z, vector
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.kinematics import NODE, Skeleton
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rest import Rest
from handouts.figures.postures.rows import Rows

WEIGHT = 10.0  # millimetres that one degree of a written angle weighs
NECK_SWINGS = ("neck bend", "neck tilt")
HANDS = ("hand", "fingertips", "back of hand")
GIVES_WAY = 0.02  # share of the weight on the way across, of an arm that the other hand holds
FAR_ASIDE_DEG = 70.0  # of an arm: from here on its forward swing turns it about its own length

#: Movements of trunk and neck that several coordinates share, and by how much.
_SHARED: Mapping[str, tuple[tuple[str, float], ...]] = {
    "trunk bend": (("lumbar bend", 0.5), ("thorax bend", 0.5)),
    "trunk side": (("lumbar side", 0.45), ("thorax side", 0.55)),
    "trunk turn": (("lumbar turn", 0.2), ("thorax turn", 0.8)),
    "trunk lean": (("root pitch", 0.75), ("lumbar bend", 0.15), ("thorax bend", 0.1)),
}

#: A trunk bends back mostly at the low back.
_ARCHED = (("root pitch", 0.35), ("lumbar bend", 0.6), ("thorax bend", 0.2))


def shares(name: str, degrees: float = 0.0) -> tuple[tuple[str, float], ...]:
    """The coordinates that make a movement, each with its share at rest."""
    return _ARCHED if name == "trunk lean" and degrees < 0 else _SHARED.get(name, ((name, 1.0),))


def add_angles(now: Pass, rest: Rest) -> None:
    """Adds the rows of every written angle."""
    rows, written = now.rows, now.request.angles
    turns_neck = sum(name in written for name in (*NECK_SWINGS, "neck turn")) > 1
    for name, degrees in written.items():
        swings_arm = name.startswith(("shoulder forward", "shoulder aside"))
        if not (swings_arm or _turns_with_swing(name, written) or (name in NECK_SWINGS and turns_neck)):
            _add_angle(rows, now.skeleton, name, degrees)
    if turns_neck:
        _add_neck(rows, *(written.get(name, 0.0) for name in NECK_SWINGS))
    for side in SIDES:
        raised, aside = (written.get(f"shoulder {way}.{side}") for way in ("forward", "aside"))
        if raised is not None or aside is not None:
            forward = rest.angles.get("shoulder forward", 0.0) if raised is None else raised
            turn = f"shoulder turn.{side}"
            turned = written[turn] if _turns_with_swing(turn, written) else None
            swing = (forward, aside or 0.0, turned)
            _add_shoulder(now, side, swing, across=GIVES_WAY if aside is None and _is_held(now.request, side) else 1.0)
            # Far aside the forward swing is about the length of the arm: the turn counts from it.
            if (aside or 0.0) >= FAR_ASIDE_DEG and turn in written:
                rows.add(WEIGHT, forward, coordinates={f"shoulder forward.{side}": 1.0})


def _turns_with_swing(name: str, written: Mapping[str, float]) -> bool:
    """Whether it is the turn of an arm whose swing is written, and not far aside: then it counts from there."""
    kind, _, side = name.partition(".")
    swing = [written.get(f"shoulder {way}.{side}") for way in ("forward", "aside")]
    is_both = kind == "shoulder turn" and name in written and swing != [None, None]
    return is_both and (swing[1] or 0.0) < FAR_ASIDE_DEG


def _add_angle(rows: Rows, skeleton: Skeleton, name: str, degrees: float) -> None:
    """A written angle as a row; the lean of the trunk is measured against the room."""
    if name != "trunk lean":
        factors = {part: 1.0 for part, _ in shares(name)}
        rows.add(WEIGHT, degrees, coordinates=factors)
        return
    body = skeleton.body
    hips = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    neck = body.head("neck01") - hips
    pitch = np.arctan2(neck[2], neck[1]) + np.radians(degrees)
    normal = vector(0, -float(np.sin(pitch)), float(np.cos(pitch)))
    top = rows.point(NODE["neck01"], vector(0, 0, 0))
    lengthen = {"root y": float(-normal[1]), "root z": float(-normal[2])}
    rows.add(WEIGHT / 6.0, 0.0, points={top: normal}, coordinates=lengthen)


def _is_held(request: Request, side: str) -> bool:
    """Does the other hand touch this arm?"""
    return any(touch.part in HANDS and touch.on_side == side != touch.side for touch in request.touches)


def _add_shoulder(now: Pass, side: str, swing_deg: tuple[float, float, float | None], across: float) -> None:
    """The directions of upper arm and bent elbow against the chest: the shoulder blade may do a part of the way.

    `across` is the share of the weight on the way across the chest. An arm straight ahead is out of the other hand's
    reach, so where the pose leaves this way open, the arm comes to the hand that holds it.
    """
    rows, out = now.rows, OUTWARD[side]
    forward_deg, aside_deg, turn_deg = swing_deg
    swung = about_x(-forward_deg) @ about_z(out * aside_deg)
    ways = [(vector(0, -1, 0), swung @ vector(0, -1, 0))]
    if turn_deg is not None:
        ways.append((vector(0, 0, 1), swung @ about_y(out * turn_deg) @ vector(0, 0, 1)))
    for own, way in ways:
        arm, chest = rows.direction(NODE[f"upperarm01.{side}"], own), rows.direction(NODE["spine01"], way)
        axes = now.placed.turns[NODE["spine01"]].T if across < 1.0 else np.eye(3)
        for axis, share in zip(axes, (across, 1.0, 1.0), strict=True):
            rows.add(share * WEIGHT * 180 / np.pi, 0.0, directions={arm: axis, chest: -axis})


def _add_neck(rows: Rows, bend_deg: float, tilt_deg: float) -> None:
    """The direction of the crown of a head that nods and tilts at once: the joints do not add up to it."""
    bend, tilt = np.radians((bend_deg, tilt_deg))
    way = vector(np.sin(tilt), np.cos(tilt) * np.cos(bend), np.cos(tilt) * np.sin(bend))
    head, chest = rows.direction(NODE["head"], vector(0, 1, 0)), rows.direction(NODE["spine01"], way)
    for axis in np.eye(3):
        rows.add(WEIGHT * 180 / np.pi, 0.0, directions={head: axis, chest: -axis})


def measured(name: str, requested: float, got: Mapping[str, float]) -> tuple[str, float | None]:
    """The name of an angle in messages, and its value on the posed body; None for what is not measured."""
    coordinate, _, side = name.partition(".")
    word = f"{SIDE_WORDS[side]} {coordinate}" if side else coordinate
    said = {"knee bend": "knee", "hip bend": "hip", "elbow bend": "elbow", "ankle up": "ankle"}.get(coordinate)
    word = f"{SIDE_WORDS[side]} {said}" if said else "pelvis hitch" if name == "root roll" else word
    value = got.get(word)
    joint, _, way = coordinate.partition(" ")
    if joint == "shoulder" and way in ("forward", "aside") and side:
        value = _swing(f"{SIDE_WORDS[side]} shoulder", way, requested, got)
    if (
        value is not None
        and joint == "shoulder"
        and way == "turn"
        and abs(got[f"{SIDE_WORDS[side]} shoulder forward"]) > 90
    ):
        # Measured by the other pair of swings, an arm that is high aside is turned by 180 degrees more or less.
        value = min((value, value - 180, value + 180), key=lambda one: abs(one - requested))
    return word, value


def _swing(joint: str, way: str, requested: float, got: Mapping[str, float]) -> float:
    """Two pairs of swings lead to every direction; the one that is nearer to the requested angle counts."""
    forward, aside = got[f"{joint} forward"], got[f"{joint} aside"]
    pairs = [(forward, aside), (forward - 180, 180 - aside), (forward + 180, 180 - aside)]
    off = (pair[0 if way == "forward" else 1] - requested for pair in pairs)
    return requested + min(((one + 180) % 360 - 180 for one in off), key=abs)  # 180 degrees forward are 180 behind
