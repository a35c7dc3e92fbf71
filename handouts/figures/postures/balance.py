"""Balance: the middle of the body over what carries it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import Hand
from handouts.figures.person.kinematics import NODE
from handouts.figures.person.limbs import SIDES
from handouts.figures.postures.limb_goals import hand_support
from handouts.figures.postures.passing import Pass

#: Share of the body's weight at joints, after the segment masses in Winter, Biomechanics and Motor Control of Human
#: Movement (from memory); a segment's weight is shared by its two ends.
_MIDDLE = {"root": 0.20, "spine03": 0.20, "spine01": 0.10, "head": 0.08}
_SIDED = {
    "upperleg01": 0.06,
    "lowerleg01": 0.07,
    "foot": 0.03,
    "upperarm01": 0.014,
    "lowerarm01": 0.022,
    "wrist": 0.014,
}
WEIGHT = 0.35
AHEAD_MM = 45.0  # from the ankle to the middle of the foot


def _holds_off(now: Pass, hand: Hand) -> bool:
    """Does the hand carry weight, as on a wall? On a worktop or a rail it only steadies."""
    support = hand_support(hand.use.name, now.frame.posture)
    return support is not None and support.elbow_deg is not None


def add_balance(now: Pass) -> None:
    """Standing without a hand on anything: the weight is over the feet that carry it."""
    if now.frame.posture != "stand":
        return
    feet = [side for side in SIDES if now.request.carries(side)]
    held = [touch for touch in now.request.touches if not (touch.on_side or touch.gap_mm or touch.key.endswith("foot"))]
    leaning = any(not touch.holds for touch in held)
    leaning |= any(_holds_off(now, hand) for hand in now.frame.hands.values())
    level = any(touch.on in ("table", "counter") for touch in now.request.touches)
    if not feet:
        return
    parts = {NODE[bone]: share for bone, share in _MIDDLE.items()}
    parts |= {NODE[f"{bone}.{side}"]: share for bone, share in _SIDED.items() for side in SIDES}
    total = sum(parts.values())
    points = {now.rows.point(node, np.zeros(3)): share / total for node, share in parts.items()}
    ankles = [now.rows.point(NODE[f"foot.{side}"], vector(0, 0, AHEAD_MM * now.k)) for side in feet]
    for axis in (vector(1, 0, 0), vector(0, 0, 1)):
        all_points = {number: axis * share for number, share in points.items()}
        all_points |= {number: -axis / len(ankles) for number in ankles}
        now.rows.add(WEIGHT * ((0.4 if level else 0.1) if leaning and axis[2] else 1.0), 0.0, points=all_points)
