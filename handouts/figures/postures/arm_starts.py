"""Where arms begin: bent to their goals in closed form, as least squares would leave an elbow behind the back.

The trunk has found its place without the arms by then.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_z, aligning, angle_deg, cross, unit, vector
from handouts.figures.language import phrases
from handouts.figures.language.touching import Touch
from handouts.figures.language.values import HEIGHTS
from handouts.figures.person import skin_parts
from handouts.figures.person.kinematics import INDEX, NODE
from handouts.figures.person.limbs import OUTWARD, arm_lengths, bent
from handouts.figures.person.skin_contact import outwards
from handouts.figures.person.stances import Arm
from handouts.figures.postures.hands_on_body import TO_PALM_MM
from handouts.figures.postures.limb_goals import hand_support
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.surfaces import face
from handouts.figures.props.support import Reach

OVER_SKIN_MM = 25.0  # from the skin under a palm to the line of the bones
TO_TIPS_MM = 165.0  # from the wrist to the fingertips
HAND_WIDE_MM = 165.0
AHEAD_OF_CHEST_MM = 190.0  # of palms that lie on one another before it
ARM_JOINTS = ("shoulder forward", "shoulder aside", "shoulder turn", "elbow bend")
_NEUTRAL_HINGE = vector(-1, 0, 0)


def begun(now: Pass, at: Floats, low: Floats, high: Floats) -> Floats:
    """The coordinates with every free arm at its goal."""
    found = at.copy()
    for side, arm in _goals(now):
        if not any(f"{name}.{side}" in now.request.angles for name in ARM_JOINTS):
            for name, degrees in _angles(now, side, arm).items():
                found[INDEX[f"{name}.{side}"]] = degrees
    return np.clip(found, low, high)


def _goals(now: Pass) -> Iterator[tuple[str, Arm]]:
    for side, hand in now.request.hands.items():
        support = hand_support(hand.use.name, now.frame.posture)
        if support is not None and hand.use.name != phrases.HANGING.name:
            reach = Reach(side, now.body, now.memory.shifts, hand, is_upper=now.request.is_upper(side))
            yield side, support.arm(reach, now.posed)
    for touch in now.request.touches:
        if touch.side and touch.part in ("hand", "fingertips", "back of hand") and not _holds_thing(touch):
            yield touch.side, _touching(now, touch)


def _holds_thing(touch: Touch) -> bool:
    return touch.holds and not touch.on_side


def _touching(now: Pass, touch: Touch) -> Arm:
    """A hand on a place of the skin or of a surface: the fingers lie along the surface, away from the shoulder."""
    side, out, k = touch.side, OUTWARD[touch.side], now.k
    shoulder = now.posed.joint(f"upperarm01.{side}")
    if now.request.prays(touch):
        return _praying(now, touch)
    if touch.on in skin_parts.PARTS:
        middle = skin_parts.places(now.body, touch.on, touch.on_side)[0]
        at, (normal,) = now.posed.skin[middle], outwards(now.posed, [middle])
    else:
        surface = face(touch.on, now.frame, k)
        normal, at = surface.normal, shoulder - surface.normal * float((shoulder - surface.point) @ surface.normal)
        at = at + vector(out * HAND_WIDE_MM * k - at[0], 0, 0)
        if touch.height_mm is not None:
            at = at + vector(0, touch.height_mm * k - at[1], 0)
        if surface.surface.edge_mm is not None:
            at = at + vector(0, 0, (surface.surface.edge_mm + surface.surface.beyond_mm) * k - at[2])
    way = vector(0, 1, 0) if abs(normal[2]) > 0.5 else at - shoulder
    fingers = unit(way - normal * float(way @ normal))
    palm = normal if touch.part == "back of hand" else -normal
    length = TO_TIPS_MM if touch.part == "fingertips" else TO_PALM_MM
    chest = now.posed.rotation("spine01")
    wrist = at + normal * OVER_SKIN_MM * k - fingers * length * k
    return Arm(wrist, chest @ vector(out * 0.7, -1.0, -0.4), fingers, palm)


def _praying(now: Pass, touch: Touch) -> Arm:
    """A palm on the other one before the chest, the fingers up, the elbows out."""
    out, k = OUTWARD[touch.side], now.k
    chest = now.posed.joint("spine01")
    palm_y = (touch.height_mm or HEIGHTS["chest"] * 1700) * k
    wrist = vector(out * OVER_SKIN_MM * k, palm_y - TO_PALM_MM * k, chest[2] + AHEAD_OF_CHEST_MM * k)
    return Arm(wrist, vector(out, -0.3, 0.0), vector(0, 1, 0), vector(-out, 0, 0))


def _angles(now: Pass, side: str, arm: Arm) -> dict[str, float]:
    """The coordinates of an arm whose wrist, elbow and hand are where they should be."""
    out, body, turns = OUTWARD[side], now.body, now.placed.turns
    shoulder = now.placed.places[NODE[f"upperarm01.{side}"]]
    elbow, wrist, _ = bent(shoulder, arm.wrist, *arm_lengths(body, side), unit(arm.elbow_to))
    upper, fore = unit(elbow - shoulder), unit(wrist - elbow)
    hinge = cross(upper, fore)
    if float(np.linalg.norm(hinge)) < 0.03:
        hinge = cross(upper, -unit(arm.elbow_to))
    turn = turns[NODE[f"clavicle.{side}"]].T @ aligning(vector(0, -1, 0), _NEUTRAL_HINGE, upper, hinge)
    x, y, z = turn @ vector(0, -1, 0)
    forward, aside = float(np.degrees(np.arctan2(z, -y))), float(np.degrees(np.arcsin(np.clip(x, -1, 1))))
    forward += 360.0 if forward < -90.0 else 0.0  # an arm overhead is raised forward, not behind
    twist = (about_x(-forward) @ about_z(aside)).T @ turn
    found = {
        "shoulder forward": forward,
        "shoulder aside": aside * out,
        "shoulder turn": float(np.degrees(np.arctan2(twist[0, 2], twist[0, 0]))) * out,
        "elbow bend": angle_deg(upper, fore),
    }
    return found | _hand_angles(side, arm, aligning(fore, hinge, vector(0, -1, 0), _NEUTRAL_HINGE))


def _hand_angles(side: str, arm: Arm, to_fore: Floats) -> dict[str, float]:
    """Forearm and wrist, for the way that fingers and palm look."""
    if arm.fingers_to is None or arm.palm_to is None:
        return {}
    out = OUTWARD[side]
    hand = aligning(vector(-out, 0, 0), vector(0, -1, 0), arm.palm_to, arm.fingers_to)
    own = to_fore @ hand
    back = float(np.degrees(np.arcsin(np.clip(own[1, 0], -1, 1)))) * out
    turned = float(np.degrees(np.arctan2(-own[2, 0], own[0, 0]))) * out
    thumb = -float(np.degrees(np.arctan2(-own[1, 2], own[1, 1])))
    return {"forearm turn": turned, "wrist back": back, "wrist thumb": thumb}
