"""Changes of a pose before it is solved: a pillow for a thick back, feet from a wall, a hand off a crossed thigh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.language import grammar
from handouts.figures.language.phrases import CROSSED, HOLD_FOOT, ON_THIGH
from handouts.figures.language.touching import Touch
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.postures.rest import KNEELING
from handouts.figures.postures.surfaces import face, leans_back

FROM_WALL_MM = 420.0  # ankles ahead of a wall that the back leans on, unless the knees bend further
NEAR_FRONT_MM = 180.0  # toes from a worktop, of one whose other hand holds a foot behind
#: How far hips, or feet, are from the edge of a seat, table or worktop ahead, where one frame kneels before it.
KNEELS_BEFORE_MM = {"fours": 820.0, "heels": 820.0, "half": 420.0, "upright": 300.0, "stand": 300.0}
HIPS_FROM_WALL_MM, THIGH_MM = 78.0, 417.0  # of one who leans on it, for a person of 1700 mm


def with_pillow(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise for a heavy body: its thick back holds the head off the mat, so a cushion comes under it."""
    if not any(frame.posture == "back" for frame in parsed.frames):
        return parsed
    on_back = (replace(f, head_on="cushion") if f.posture == "back" else f for f in parsed.frames)
    return replace(parsed, frames=tuple(on_back), props=tuple(dict.fromkeys((*parsed.props, "cushion"))))


def with_feet_from_wall(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise with feet so far from a wall behind it that the shins are upright in its deepest frame."""
    if any(hand.use == HOLD_FOOT for frame in parsed.frames for hand in frame.hands.values()):
        # A body whose arm goes back stands near what the other hand is on.
        return replace(parsed, frames=tuple(_near_front(frame) for frame in parsed.frames))
    leaning = [frame for frame in parsed.frames if leans_back(frame)]
    bends = [deg for frame in leaning for side, deg in frame.knees_deg.items() if side not in frame.hips_deg]
    from_wall = HIPS_FROM_WALL_MM + THIGH_MM * float(np.sin(np.radians(min(max(bends, default=0.0), 90.0))))
    if from_wall <= FROM_WALL_MM:
        return parsed
    frames = (replace(f, from_wall_mm=from_wall) if f in leaning else f for f in parsed.frames)
    return replace(parsed, frames=tuple(frames))


def with_room_to_kneel(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise with those who kneel so far from what a hand or foot is on that it is ahead of them."""
    on = {touch.on for frame in parsed.frames for touch in frame.touches if touch.side and not touch.on_side}
    if not any(frame.posture in KNEELING for frame in parsed.frames):
        return parsed
    if all(face(name, parsed.frames[0], 1.0).surface.edge_mm is None for name in on):
        return parsed
    frames = (replace(f, from_wall_mm=KNEELS_BEFORE_MM.get(f.posture, f.from_wall_mm)) for f in parsed.frames)
    return replace(parsed, frames=tuple(frames))


def _near_front(frame: grammar.FramePose) -> grammar.FramePose:
    fronts = any(hand.on for hand in frame.hands.values())
    return replace(frame, from_wall_mm=NEAR_FRONT_MM) if fronts and frame.from_wall_mm is None else frame


def with_hands_on_crossed(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise with no hand on a thigh on which the other foot lies: it lies on the shin of that foot."""
    return replace(parsed, frames=tuple(_hand_on_crossed(frame) for frame in parsed.frames))


def _hand_on_crossed(frame: grammar.FramePose) -> grammar.FramePose:
    for side, under in (("R", "L"), ("L", "R")) if frame.posture == "chair" else ():
        if not _is_crossed(frame, side) or not _would_lie_on_thigh(frame, under):
            continue
        hands = {own: hand for own, hand in frame.hands.items() if own != under}
        on_shin = Touch(f"{SIDE_WORDS[under]} hand", under, "hand", "shin", side)
        frame = replace(frame, hands=hands, touches=(*frame.touches, on_shin))
    return frame


def _is_crossed(frame: grammar.FramePose, side: str) -> bool:
    """Does the foot of this side lie on the other thigh?"""
    foot = frame.feet.get(side)
    feet = [touch for touch in frame.touches if touch.side == side and touch.key.endswith("foot")]
    return (foot is not None and foot.use == CROSSED) or any(touch.on in ("thigh", "knee") for touch in feet)


def _would_lie_on_thigh(frame: grammar.FramePose, side: str) -> bool:
    """Does a hand lie on its thigh, as written or as one sits?"""
    hand = frame.hands.get(side)
    free = not any(touch.side == side and touch.key.endswith(("hand", "arm", "elbow")) for touch in frame.touches)
    arm = ("shoulder", "elbow")
    free = free and not any(name.startswith(arm) and name.endswith(f".{side}") for name in frame.joints_deg)
    return free and (hand is None or hand.use == ON_THIGH)
