"""Hands that need no prop, as records: on the person's own body, on the mat, hanging; `supports` adds those of props.

Lengths are millimetres for a person of 1700 mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross, unit, vector
from handouts.figures.language import phrases, values
from handouts.figures.person.limbs import EASY_LENGTH, OUTWARD, arm_lengths, length_for_bend
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import SkinContact, hand_vertices, level, skin_contact
from handouts.figures.person.stances import Arm
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.support import Contacts, HandSupport, Reach

TO_PALM_MM = 78.0  # from the wrist to the middle of the palm


def _own_skin(reach: Reach, posed: Posed, where: str, *bones: str) -> SkinContact:
    """The skin of the hand against the person's own skin on these bones."""
    hand, other = hand_vertices(reach.body, reach.side), reach.body.vertices_of(*bones)
    return skin_contact(posed, f"{reach.word} hand on {where}", hand, other)


def _at_wrist(reach: Reach, contact: SkinContact) -> Contacts:
    return [(contact, f"wrist.{reach.side}")]


# a leg that is held

#: Where the hands lie on the shin: how far below the knee, the hand of the same side nearer to it.
SAME_HAND_MM, OTHER_HAND_MM = 84.0, 104.0
PAST_BELLY_MM = 45.0  # for each step of an elbow that moves out
BESIDE_SHIN_MM, OVER_SHIN_MM = 62.0, 22.0  # from the bone line of the shin to the middle of the hand: aside, in front


def hand_on_shin(reach: Reach, base: Posed) -> Arm:
    """The palm lies on the side of the shin just below the knee, the fingers go over its front edge.

    An arm that has no room over the belly takes the shin further down.
    """
    out, k, leg = reach.out, reach.k, reach.hand.side
    knee, ankle = base.joint(f"lowerleg01.{leg}"), base.joint(f"foot.{leg}")
    along, rotation = unit(ankle - knee), base.rotation(f"lowerleg01.{leg}")
    front, inward = rotation @ np.array([0.0, 0.0, 1.0]), rotation @ np.array([-out, 0.0, 0.0])
    fingers = unit(front * 0.55 + inward * 0.45 + along * 0.65)
    palm = unit(inward * 0.85 - front * 0.50)
    lower = (SAME_HAND_MM if reach.side == leg else OTHER_HAND_MM) + PAST_BELLY_MM * reach.elbow_out
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
    at = base.joint(f"foot.{leg}") + inner * (62 + 12 * reach.elbow_up) * k - up * 38 * k - ahead * 18 * k
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


# thigh, belly, hip

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


# hanging, or on the mat


def hanging(reach: Reach, base: Posed) -> Arm:
    """An arm that hangs at the side, a little bent, palm to the thigh; aside of a broad trunk."""
    out, k, side = reach.out, reach.k, reach.side
    upper, fore = arm_lengths(base.body, side)
    shoulder, trunk = base.joint(f"upperarm01.{side}"), base.rotation("spine03")
    down = trunk @ vector(out * (0.16 + 0.15 * reach.elbow_out), -1, 0.10)
    wrist = shoulder + down / float(np.linalg.norm(down)) * length_for_bend(upper, fore, 16)
    wrist = np.array([wrist[0], wrist[1], wrist[2]]) + vector(0, 0, 25 * k)
    return Arm(wrist, trunk @ vector(out * 0.5, 0, -1), trunk @ vector(0, -1, 0.15), trunk @ vector(-out, 0, -0.2))


def _on_mat(reach: Reach, skin: Ints) -> Contacts:
    return [(level(f"{reach.word} hand on mat", skin), f"wrist.{reach.side}")]


def mat_contacts(reach: Reach, posed: Posed) -> Contacts:
    return _on_mat(reach, hand_vertices(reach.body, reach.side))


def forearm_contacts(reach: Reach, posed: Posed) -> Contacts:
    """Hand and forearm together."""
    side = reach.side
    skin = reach.body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}", f"lowerarm*.{side}")
    return _on_mat(reach, skin)


def beside_the_seat(reach: Reach, base: Posed) -> Arm:
    """Sitting on the floor: the palm behind the hip, fingers back."""
    out, k, shoulder = reach.out, reach.k, base.joint(f"upperarm01.{reach.side}")
    at = vector(shoulder[0] + out * 70 * k, 45 * k, shoulder[2] - 130 * k) + reach.shift()
    return Arm(at, vector(out * 0.3, 0, -1), vector(out * 0.5, 0, -1), vector(0, -1, 0), "flat")


def beside_the_body(reach: Reach, base: Posed) -> Arm:
    """Lying on the back: the arm stretched along the body, palm down."""
    out, k, shoulder = reach.out, reach.k, base.joint(f"upperarm01.{reach.side}")
    upper, fore = arm_lengths(reach.body, reach.side)
    # Shoulders that are held high leave less of the arm for its way along the body.
    down = (shoulder[1] - 40 * k, 105 * k)
    along = float(np.sqrt(max(((upper + fore) * EASY_LENGTH) ** 2 - down[0] ** 2 - down[1] ** 2, 0.0)))
    wrist = vector(shoulder[0] + out * 105 * k, 40 * k, shoulder[2] + min((upper + fore) * 0.93, along))
    return Arm(wrist + reach.shift(), vector(out, 0.1, -0.1), vector(out * 0.05, 0, 1), vector(0, -1, 0))


def on_forearm(reach: Reach, base: Posed) -> Arm:
    """Lying on the front: the elbow under the shoulder, the forearm ahead on the mat."""
    out, k, shoulder = reach.out, reach.k, base.joint(f"upperarm01.{reach.side}")
    _, fore = arm_lengths(reach.body, reach.side)
    elbow = vector(shoulder[0] + out * 10 * k, 42 * k, shoulder[2] + 15 * k)
    wrist = elbow + vector(-out * 40 * k, 0, fore * 0.985) + reach.shift()
    return Arm(wrist, vector(0, -1, -1.0), vector(-out * 0.05, 0, 1), vector(0, -1, 0), "flat")


def beside_the_head(reach: Reach, base: Posed) -> Arm:
    """Lying flat on the front: the palm on the mat beside the head."""
    out, k, shoulder = reach.out, reach.k, base.joint(f"upperarm01.{reach.side}")
    wrist = vector(shoulder[0] + out * 95 * k, 40 * k, shoulder[2] + 130 * k) + reach.shift()
    return Arm(wrist, vector(out, 0.3, -1), vector(-out * 0.2, 0, 1), vector(0, -1, 0), "flat")


KNEELING_HAND_MM = 170.0  # hands under the shoulders, from the middle
KNEELING_ELBOW_DEG = 8.0
EASY_REACH_DEG = 30.0  # elbows of arms that lie ahead on the mat


def under_the_shoulder(reach: Reach, base: Posed) -> Arm:
    """On hands and knees: the palm on the mat under the shoulder."""
    shoulder = base.joint(f"upperarm01.{reach.side}")
    at = vector(reach.out * KNEELING_HAND_MM * reach.k, 48 * reach.k, shoulder[2] - 8 * reach.k)
    return _kneeling_arm(reach, at)


def ahead_on_the_mat(reach: Reach, base: Posed) -> Arm:
    """Sitting back on the heels: the palm on the mat ahead of the shoulder, as far as the arm reaches easily."""
    shoulder = base.joint(f"upperarm01.{reach.side}")
    at = vector(reach.out * KNEELING_HAND_MM * reach.k, 48 * reach.k, 0.0)
    long = length_for_bend(*arm_lengths(reach.body, reach.side), EASY_REACH_DEG)
    at[2] = shoulder[2] + float(np.sqrt(max(long**2 - (shoulder[1] - at[1]) ** 2, 0)))
    return _kneeling_arm(reach, at)


def _kneeling_arm(reach: Reach, at: Floats) -> Arm:
    return Arm(at + reach.shift(), vector(reach.out * 0.5, 0.0, -1), vector(0, 0, 1), vector(0, -1, 0), "flat")


def stretched_forward(reach: Reach, base: Posed) -> Arm:
    """On hands and knees: the arm raised ahead in line with the trunk."""
    out, k, shoulder = reach.out, reach.k, base.joint(f"upperarm01.{reach.side}")
    upper, fore = arm_lengths(reach.body, reach.side)
    wrist = shoulder + vector(-out * 15 * k, 70 * k, (upper + fore) * 0.99)
    return Arm(wrist, vector(out * 0.6, -1, 0), vector(0, 0.1, 1), vector(0, -1, 0.1), "flat")


BEFORE_CHEST_MM, PAST_CHEST_MM = 235.0, 45.0  # hands, ahead of the shoulders; more for each step of an elbow


def before_the_chest(reach: Reach, base: Posed) -> Arm:
    """Lying on one side: the lower hand lies before the cushion, the upper one before the chest."""
    k, shoulder = reach.k, base.joint(f"upperarm01.{reach.side}")
    if reach.is_upper:
        s, ahead = -reach.out, (BEFORE_CHEST_MM + PAST_CHEST_MM * reach.elbow_out) * k
        at = vector(shoulder[0] - ahead, 45 * k, shoulder[2] - s * 105 * k)
        fingers = vector(-0.75, 0, s * 0.65)
        return Arm(at + reach.shift(), vector(-0.5, 0.7, -s), fingers, vector(0, -1, 0), "flat")
    s = reach.out
    at = vector(shoulder[0] - BEFORE_CHEST_MM * k, 45 * k, shoulder[2] + s * 35 * k)
    return Arm(at + reach.shift(), vector(-0.6, 0, -s), vector(-0.9, 0, s * 0.35), vector(0, -1, 0), "rest")


#: The hands of a figure that lies flat on its front; authors have no phrase for them.
BESIDE_HEAD = phrases.hand_use("beside head")
BODY_SUPPORTS = (
    HandSupport(phrases.HOLD_FOOT, ("stand",), hand_on_foot, foot_contacts),
    HandSupport(phrases.ON_HIP, ("stand", "half", "side"), hand_on_hip, hip_contacts),
    HandSupport(phrases.HANGING, ("stand", "half"), hanging),
    HandSupport(phrases.ON_THIGH, ("chair", "floor"), hand_on_thigh, thigh_contacts),
    HandSupport(phrases.ON_TOES, ("chair",), hook_crossed_toes, toes_contacts),
    HandSupport(phrases.ON_HEEL, ("chair",), hold_crossed_heel),
    HandSupport(phrases.ON_TOES, ("floor",), pull_toes),
    HandSupport(phrases.AT_SIDE, ("floor",), beside_the_seat, mat_contacts),
    HandSupport(phrases.HOLD_SHIN, ("back",), hand_on_shin, shin_contacts),
    HandSupport(phrases.ON_BELLY, ("back", "bridge"), hand_on_belly, belly_contacts),
    HandSupport(phrases.AT_SIDE, ("back", "bridge"), beside_the_body, mat_contacts),
    HandSupport(phrases.ON_FOREARM, ("front",), on_forearm, forearm_contacts),
    HandSupport(BESIDE_HEAD, ("front",), beside_the_head, forearm_contacts),
    HandSupport(phrases.ON_FLOOR, ("fours",), under_the_shoulder, mat_contacts, elbow_deg=KNEELING_ELBOW_DEG),
    HandSupport(phrases.FORWARD, ("fours",), stretched_forward),
    HandSupport(phrases.ON_FLOOR, ("heels",), ahead_on_the_mat, mat_contacts, elbow_deg=EASY_REACH_DEG),
    HandSupport(phrases.ON_FLOOR, ("side",), before_the_chest, mat_contacts),
)


@cache
def supports(posture: str) -> Mapping[str, HandSupport]:
    """What hands can do in a posture, by the name of the use."""
    found = (*(support for prop in PROPS.values() for support in prop.hands), *BODY_SUPPORTS)
    return {support.use.name: support for support in found if posture in support.postures}
