"""Hands on the mat as records, with those on the own body.

Lengths are millimetres for a person of 1700 mm.
"""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import vector
from handouts.figures.language import phrases
from handouts.figures.person.limbs import EASY_LENGTH, arm_lengths, length_for_bend
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import hand_vertices, level
from handouts.figures.person.stances import Arm
from handouts.figures.postures import hands_on_body
from handouts.figures.props.support import Contacts, HandSupport, Reach


def _on_mat(reach: Reach, skin: Ints) -> Contacts:
    return [(level(f"{reach.word} hand on mat", skin), f"wrist.{reach.side}")]


def mat_contacts(reach: Reach, posed: Posed) -> Contacts:
    return _on_mat(reach, hand_vertices(reach.body, reach.side))


def forearm_contacts(reach: Reach, posed: Posed) -> Contacts:
    """Hand and forearm together."""
    side = reach.side
    skin = reach.body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}", f"lowerarm*.{side}")
    return _on_mat(reach, skin)


BESIDE_SEAT_DEG = 20.0  # elbows of arms that prop a sitting trunk


def beside_the_seat(reach: Reach, base: Posed) -> Arm:
    """Sitting on the floor: the palm behind the hip, fingers back."""
    out, k, hip = reach.out, reach.k, base.joint(f"upperleg01.{reach.side}")
    at = vector(hip[0] + out * 140 * k, 45 * k, hip[2] - 85 * k) + reach.shift()
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
EASY_REACH_DEG, FAR_REACH_DEG = 30.0, 8.0  # elbows of arms that lie ahead on the mat, and far ahead


def under_the_shoulder(reach: Reach, base: Posed) -> Arm:
    """On hands and knees: the palm on the mat under the shoulder."""
    shoulder = base.joint(f"upperarm01.{reach.side}")
    at = vector(reach.out * KNEELING_HAND_MM * reach.k, 48 * reach.k, shoulder[2] - 8 * reach.k)
    return _kneeling_arm(reach, at)


def ahead_on_the_mat(reach: Reach, base: Posed) -> Arm:
    """Sitting back on the heels: the palm on the mat ahead of the shoulder, as far as the arm reaches easily."""
    return _ahead_on_the_mat(reach, base, EASY_REACH_DEG)


def far_ahead_on_the_mat(reach: Reach, base: Posed) -> Arm:
    """Sitting back on the heels: the palm on the mat as far ahead as a nearly straight arm reaches."""
    return _ahead_on_the_mat(reach, base, FAR_REACH_DEG)


def _ahead_on_the_mat(reach: Reach, base: Posed, elbow_deg: float) -> Arm:
    shoulder = base.joint(f"upperarm01.{reach.side}")
    at = vector(reach.out * KNEELING_HAND_MM * reach.k, 48 * reach.k, 0.0)
    long = length_for_bend(*arm_lengths(reach.body, reach.side), elbow_deg)
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


BEFORE_CHEST_MM = 235.0  # hands, ahead of the shoulders


def before_the_chest(reach: Reach, base: Posed) -> Arm:
    """Lying on one side: the lower hand lies before the cushion, the upper one before the chest."""
    k, shoulder = reach.k, base.joint(f"upperarm01.{reach.side}")
    if reach.is_upper:
        s, ahead = -reach.out, BEFORE_CHEST_MM * k
        at = vector(shoulder[0] - ahead, 45 * k, shoulder[2] - s * 105 * k)
        fingers = vector(-0.75, 0, s * 0.65)
        return Arm(at + reach.shift(), vector(-0.5, 0.7, -s), fingers, vector(0, -1, 0), "flat")
    s = reach.out
    at = vector(shoulder[0] - BEFORE_CHEST_MM * k, 45 * k, shoulder[2] + s * 35 * k)
    elbow = vector(shoulder[0] - 175 * k, 45 * k, shoulder[2] - s * 150 * k)
    return Arm(at + reach.shift(), vector(-0.6, 0, -s), vector(-0.9, 0, s * 0.35), vector(0, -1, 0), "rest", elbow)


#: The hands of a figure that lies flat on its front; authors have no phrase for them.
BESIDE_HEAD = phrases.hand_use("beside head")
#: All that hands do without a prop.
BODY_SUPPORTS = (
    *hands_on_body.SUPPORTS,
    HandSupport(phrases.AT_SIDE, ("floor",), beside_the_seat, mat_contacts, elbow_deg=BESIDE_SEAT_DEG),
    HandSupport(phrases.AT_SIDE, ("back",), beside_the_body, mat_contacts),
    HandSupport(phrases.ON_FOREARM, ("front", "plank"), on_forearm, forearm_contacts),
    HandSupport(BESIDE_HEAD, ("front",), beside_the_head, forearm_contacts),
    HandSupport(phrases.ON_FLOOR, ("fours",), under_the_shoulder, mat_contacts, elbow_deg=KNEELING_ELBOW_DEG),
    HandSupport(phrases.FORWARD, ("fours",), stretched_forward),
    HandSupport(phrases.ON_FLOOR, ("heels",), ahead_on_the_mat, mat_contacts, elbow_deg=EASY_REACH_DEG),
    HandSupport(phrases.FORWARD, ("heels",), far_ahead_on_the_mat, mat_contacts, elbow_deg=FAR_REACH_DEG),
    HandSupport(phrases.ON_FLOOR, ("side",), before_the_chest, mat_contacts),
    HandSupport(phrases.ON_FLOOR, ("plank",), under_the_shoulder, mat_contacts, elbow_deg=KNEELING_ELBOW_DEG),
    HandSupport(phrases.ON_FLOOR, ("floor",), beside_the_seat, mat_contacts, elbow_deg=BESIDE_SEAT_DEG),
    HandSupport(phrases.ON_FLOOR, ("back",), beside_the_body, mat_contacts),
    HandSupport(phrases.ON_FLOOR, ("front",), beside_the_head, forearm_contacts),
)
