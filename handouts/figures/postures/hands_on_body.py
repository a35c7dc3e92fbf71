"""Hands on the person's own body: a shin, a foot or its toes, a thigh, the belly, a hip.

Lengths are millimetres for a person of 1700 mm.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, unit, vector
from handouts.figures.language import phrases, values
from handouts.figures.person.limbs import OUTWARD, arm_lengths
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import SkinContact, hand_vertices, skin_contact
from handouts.figures.person.stances import Arm
from handouts.figures.props.support import Contacts, HandSupport, Reach

TO_PALM_MM = 78.0  # from the wrist to the middle of the palm


def _own_skin(reach: Reach, posed: Posed, where: str, *bones: str) -> SkinContact:
    """The skin of the hand against the person's own skin on these bones."""
    hand, other = hand_vertices(reach.body, reach.side), reach.body.vertices_of(*bones)
    return skin_contact(posed, f"{reach.word} hand on {where}", hand, other)


def _at_wrist(reach: Reach, contact: SkinContact) -> Contacts:
    return [(contact, f"wrist.{reach.side}")]


#: Where the hands lie on the shin: how far below the knee, the hand of the same side nearer to it.
SAME_HAND_MM, OTHER_HAND_MM = 84.0, 104.0
BESIDE_SHIN_MM, OVER_SHIN_MM = 62.0, 22.0  # from the bone line of the shin to the middle of the hand: aside, in front


def hand_on_shin(reach: Reach, base: Posed) -> Arm:
    """The palm lies on the side of the shin just below the knee, the fingers go over its front edge."""
    out, k, leg = reach.out, reach.k, reach.hand.side
    knee, ankle = base.joint(f"lowerleg01.{leg}"), base.joint(f"foot.{leg}")
    along, rotation = unit(ankle - knee), base.rotation(f"lowerleg01.{leg}")
    front, inward = rotation @ np.array([0.0, 0.0, 1.0]), rotation @ np.array([-out, 0.0, 0.0])
    fingers = unit(front * 0.55 + inward * 0.45 + along * 0.65)
    palm = unit(inward * 0.85 - front * 0.50)
    lower = SAME_HAND_MM if reach.side == leg else OTHER_HAND_MM
    at = knee + along * lower * k
    wrist = at - inward * BESIDE_SHIN_MM * k + front * OVER_SHIN_MM * k - fingers * TO_PALM_MM * k
    return Arm(wrist + reach.shift(), np.array([out, -0.75, -0.25]), fingers, palm, "hold shin")


def shin_contacts(reach: Reach, posed: Posed) -> Contacts:
    leg = reach.hand.side
    where = f"{values.SIDE_WORDS[leg]} shin"
    return _at_wrist(reach, _own_skin(reach, posed, where, f"lowerleg*.{leg}", f"upperleg02.{leg}"))


#: A hand that holds the foot behind: its palm beside the instep, ahead of the ankle along the foot.
HELD_AHEAD_MM, HELD_ASIDE_MM, HELD_OVER_MM = 34.0, 52.0, -20.0


def hand_on_foot(reach: Reach, base: Posed) -> Arm:
    """The palm on the outer side of a foot that is lifted behind, the fingers under its instep."""
    out, k, leg = reach.out, reach.k, reach.hand.side
    foot = base.rotation(f"foot.{leg}")
    ahead, over, outer = (foot @ np.array(way) for way in ([0, 0, 1.0], [0, 1.0, 0], [OUTWARD[leg], 0, 0.0]))
    palm = base.joint(f"foot.{leg}") + (ahead * HELD_AHEAD_MM + over * HELD_OVER_MM + outer * HELD_ASIDE_MM) * k
    fingers = unit(over - outer * 0.25)
    at = palm - fingers * TO_PALM_MM * k
    return Arm(at + reach.shift(), np.array([out * 0.5, 0.0, -1.0]), fingers, -outer, "grip foot")


def foot_contacts(reach: Reach, posed: Posed) -> Contacts:
    """The hand against the instep, corrected from the outer side."""
    leg = reach.hand.side
    contact = _own_skin(reach, posed, "foot", f"foot.{leg}", f"toe*.{leg}", f"lowerleg02.{leg}")
    outer = unit(posed.rotation(f"foot.{leg}") @ np.array([OUTWARD[leg], 0.0, 0.0]))
    return _at_wrist(reach, replace(contact, normal=outer))


def hook_crossed_toes(reach: Reach, base: Posed) -> Arm:
    """The hand comes along the shin to the toes of a foot on the other knee; its fingers curl over their tips."""
    k, leg = reach.k, reach.hand.side
    ahead, up, inner = _foot_axes(base, leg)
    at = base.joint(f"toe2-1.{leg}") + (ahead * 45 + up * 95 + inner * 5) * k + reach.shift()
    fingers, palm = unit(-up - (ahead + inner) * 0.1), unit(-ahead - up * 0.1)
    return Arm(at, vector(reach.out * 1, 0.2, -0.4), fingers, palm, "hold shin")


def hold_crossed_heel(reach: Reach, base: Posed) -> Arm:
    """The hand holds the heel of a foot on the other knee from below."""
    k, leg = reach.k, reach.hand.side
    ahead, up, inner = _foot_axes(base, leg)
    at = base.joint(f"foot.{leg}") + inner * 62 * k - up * 38 * k - ahead * 18 * k
    return Arm(at, vector(reach.out * 1, 0.1, -0.5), unit(up * 0.9 - inner * 0.2), -inner, "cup")


def _foot_axes(base: Posed, leg: str) -> tuple[Floats, Floats, Floats]:
    """Of a foot: ahead, up, and towards the other foot."""
    foot = base.rotation(f"foot.{leg}")
    return foot @ vector(0, 0, 1), foot @ vector(0, 1, 0), foot @ vector(-OUTWARD[leg], 0, 0)


def toes_contacts(reach: Reach, posed: Posed) -> Contacts:
    """The hand against the foot whose toes it hooks, corrected from above and ahead."""
    leg = reach.hand.side
    away = unit(posed.rotation(f"foot.{leg}") @ np.array([0.0, 0.8, 0.6]))
    return _at_wrist(reach, replace(_own_skin(reach, posed, "toes", f"foot.{leg}", f"toe*.{leg}"), normal=away))


def pull_toes(reach: Reach, base: Posed) -> Arm:
    """Sitting on the floor: the hand over the tips of the toes of a leg that is stretched out."""
    k = reach.k
    at = base.joint(f"toe3-3.{reach.hand.side}") + vector(0, 36 * k, -98 * k)
    return Arm(at, vector(reach.out * 0.8, -0.2, -0.8), vector(0, -0.12, 1), vector(0, -1, -0.12), "hook")


#: Where a hand rests on its thigh: the wrist so far from the hip along it, and over its bone line.
ALONG_THIGH_MM, OVER_THIGH_MM = 272.0, 105.0
NEARLY_STRAIGHT = 0.97  # a resting arm is stretched by no more than this share of its length
THIGH_TAPERS = 0.20  # the top of a thigh comes down so much towards the knee


def _thigh(base: Posed, side: str) -> tuple[Floats, Floats, Floats]:
    """Of a thigh: the hip, the way to the knee, and the way out of its top."""
    hip = base.joint(f"upperleg01.{side}")
    along = unit(base.joint(f"lowerleg01.{side}") - hip)
    return hip, along, unit(cross(along, np.array([1.0, 0.0, 0.0])))


def hand_on_thigh(reach: Reach, base: Posed) -> Arm:
    """The palm lies along the top of the thigh, the fingers towards the knee."""
    out, k = reach.out, reach.k
    hip, along, top = _thigh(base, reach.side)
    above = hip + top * OVER_THIGH_MM * k + np.array([out * 14 * k, 0.0, 0.0]) + reach.shift()
    at = above + along * _within_reach(base, reach.side, above, along, ALONG_THIGH_MM * k)
    fingers = unit(along - top * THIGH_TAPERS - np.array([out * 0.04, 0.0, 0.0]))
    palm = -unit(top + along * THIGH_TAPERS + np.array([out * 0.22, 0.0, 0.0]))
    return Arm(at, np.array([out * 0.8, -0.2, -1.0]), fingers, palm, "on thigh")


def _within_reach(base: Posed, side: str, start: Floats, way: Floats, wanted_mm: float) -> float:
    """How far from `start` along `way` a wrist goes: as far as requested, or as the arm reaches."""
    upper, fore = arm_lengths(base.body, side)
    off = start - base.joint(f"upperarm01.{side}")
    ahead = float(off @ way)
    room = ahead**2 - float(off @ off) + (NEARLY_STRAIGHT * (upper + fore)) ** 2
    return min(wanted_mm, float(np.sqrt(max(room, 0.0))) - ahead)


def thigh_contacts(reach: Reach, posed: Posed) -> Contacts:
    """The hand against its own thigh: it comes down on the top."""
    _, _, top = _thigh(posed, reach.side)
    contact = _own_skin(reach, posed, "thigh", f"upperleg*.{reach.side}", f"lowerleg01.{reach.side}")
    return _at_wrist(reach, replace(contact, normal=top))


def hand_on_belly(reach: Reach, base: Posed) -> Arm:
    """The hand rests on the side of the belly, fingers towards the navel."""
    out, k, trunk = reach.out, reach.k, base.rotation("spine04")
    at = base.joint("spine04") + trunk @ np.array([out * 122 * k, 78 * k, 140 * k])
    fingers, palm = trunk @ np.array([-out * 0.55, -0.85, -0.02]), trunk @ np.array([-out * 0.30, 0.0, -1.0])
    return Arm(at + reach.shift(), trunk @ np.array([out, -0.2, -0.35]), fingers, palm, "rest")


def belly_contacts(reach: Reach, posed: Posed) -> Contacts:
    return _at_wrist(reach, _own_skin(reach, posed, "belly", "root", "spine*", "pelvis*", "upperleg01*"))


def hand_on_hip(reach: Reach, base: Posed) -> Arm:
    """The heel of the hand on the side of the pelvis, fingers forward, elbow out and back."""
    out, k, pelvis = reach.out, reach.k, base.rotation("root")
    at = base.joint(f"upperleg01.{reach.side}") + pelvis @ np.array([out * 62 * k, 105 * k, -102 * k])
    return Arm(
        at + reach.shift(),
        pelvis @ np.array([out * 1.0, 0, -1.0]),
        pelvis @ np.array([-out * 0.1, -0.70, 0.8]),
        pelvis @ np.array([-out * 1.0, 0, 0]),
    )


def hip_contacts(reach: Reach, posed: Posed) -> Contacts:
    bones = ("root", "spine05", "spine04", "pelvis*", f"upperleg*.{reach.side}")
    return _at_wrist(reach, _own_skin(reach, posed, "hip", *bones))


#: What each posture can do with a hand on its own body.
SUPPORTS = (
    HandSupport(phrases.HOLD_FOOT, ("stand",), hand_on_foot, foot_contacts),
    HandSupport(phrases.ON_HIP, ("stand", "half", "upright", "side"), hand_on_hip, hip_contacts),
    HandSupport(phrases.ON_THIGH, ("chair", "floor"), hand_on_thigh, thigh_contacts),
    HandSupport(phrases.ON_TOES, ("chair",), hook_crossed_toes, toes_contacts),
    HandSupport(phrases.ON_HEEL, ("chair",), hold_crossed_heel),
    HandSupport(phrases.ON_TOES, ("floor",), pull_toes),
    HandSupport(phrases.HOLD_SHIN, ("back",), hand_on_shin, shin_contacts),
    HandSupport(phrases.ON_BELLY, ("back",), hand_on_belly, belly_contacts),
)
