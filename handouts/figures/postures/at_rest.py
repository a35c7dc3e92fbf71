"""Where the passes of the whole body begin: every coordinate at rest, and the range of every joint."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_z
from handouts.figures.language import joints, phrases
from handouts.figures.language.grammar import FramePose
from handouts.figures.person.kinematics import COORDINATES, INDEX, LIMB
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.postures import holding
from handouts.figures.postures.angle_rows import shares
from handouts.figures.postures.leg_planes import PELVIS_ROLLS
from handouts.figures.postures.limb_goals import hand_support
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rest import KNEELING, RANGES, Rest
from handouts.figures.postures.solved import Solved
from handouts.figures.props.support import HandSupport

FAR_MM = 1e5
BORNE_WRIST_DEG, CROSSED_TURN_DEG, CROSSED_HIP_DEG = 90.0, 100.0, 106.0  # ends of ranges under weight, or crossed
LOWERED_DEG = 14.0  # of a shoulder blade, down
SHIN_TURN_DEG = 40.0  # under a bent knee
LOOKS_AHEAD = 0.5  # of a lean, the neck takes back so that the face looks ahead
LEANS_AT_HIPS = 0.75  # the share of a lean that is between trunk and thighs, as `angle_rows.shares` has it


def support_of(frame: FramePose, request: Request, side: str) -> HandSupport | None:
    """The record of what the hand of this side does, if a phrase says it."""
    hand = request.hands.get(side)
    return hand_support(hand.use.name, frame.posture) if hand else None


def elbow_at_rest(frame: FramePose, request: Request, side: str) -> float | None:
    """The bend of the elbow, in degrees, by which a hand holds the body off a wall or worktop; else None."""
    support = support_of(frame, request, side)
    return support.elbow_deg if support is not None else None


def base_turn(frame: FramePose, rest: Rest) -> Floats:
    """The turn of a body of this posture in the room, a matrix of 3 by 3."""
    about, along = rest.turned_deg
    if frame.posture == "side":
        s = OUTWARD[frame.under]
        return np.array([[0.0, 0.0, -1.0], [-s, 0.0, 0.0], [0.0, s, 0.0]])
    return about_x(about) @ about_z(along)


def coordinates(frame: FramePose, rest: Rest, request: Request, k: float, before: Solved | None) -> Floats:
    """Every coordinate at rest: that of the pose, of the frame `before` where the limb stays there, or of the posture.

    `k` is body millimetres per millimetre of a person of 1700 mm.
    """
    found = np.zeros(len(COORDINATES))
    found[INDEX["root y"]] = rest.hips_mm * k
    for side in SIDES:
        own = dict(rest.angles)
        own |= rest.down if side == frame.under else rest.front
        own |= request.rest.get(side, {})
        for name, degrees in own.items():
            found[INDEX[f"{name}.{side}" if name in LIMB else name]] = degrees
    if frame.posture in KNEELING:
        found[INDEX["root z"]] -= (frame.from_wall_mm or 0.0) * k
    lean = request.angles.get("trunk lean", 0.0)
    for side in SIDES:  # a trunk that leans takes its thighs along, unless their hips bend
        found[INDEX[f"hip bend.{side}"]] += LEANS_AT_HIPS * lean
        if (elbow_deg := elbow_at_rest(frame, request, side)) is not None:
            found[INDEX[f"elbow bend.{side}"]] = elbow_deg
    for name, degrees in request.angles.items():
        for part, share in shares(name, degrees):
            # On the floor a trunk leans from the round back with which one sits there.
            rest_deg = found[INDEX[part]] if name == "trunk lean" and frame.posture == "floor" else 0.0
            found[INDEX[part]] = rest_deg + degrees * share
    found[INDEX["root roll"]] = PELVIS_ROLLS * (frame.roll_deg or 0.0)
    if "neck bend" not in request.angles:
        found[INDEX["neck bend"]] -= LOOKS_AHEAD * lean
    if before is not None:
        held = [INDEX[name] for name in holding.held(before.frame, frame)]
        found[held] = before.at[held]
    return found


def ranges(frame: FramePose, request: Request) -> tuple[Floats, Floats]:
    """The lowest and the highest value of every coordinate."""
    low, high = np.full(len(COORDINATES), -FAR_MM), np.full(len(COORDINATES), FAR_MM)
    found = dict(RANGES)
    for motion in joints.MOTIONS:
        for name in [f"{motion.coordinate}.{side}" for side in SIDES]:
            if name in INDEX:
                before = found.get(name, (0.0, 0.0))
                end = motion.sign * motion.limit_deg
                found[name] = (min(before[0], end), max(before[1], end))
    for side in SIDES:
        found |= _ranges_of_side(frame, request, side, found[f"wrist back.{side}"][0])
    for name, (lowest, highest) in found.items():
        if name in INDEX:
            requested = request.angles.get(name, lowest)  # drawn beyond its range too, and reported (HND603)
            low[INDEX[name]], high[INDEX[name]] = min(lowest, requested), max(highest, requested)
    return low, high


def _ranges_of_side(frame: FramePose, request: Request, side: str, wrist_deg: float) -> dict[str, tuple[float, float]]:
    """The ranges that depend on what arm and leg of this side do; `wrist_deg` is the lowest end of its wrist."""
    found = {f"forearm turn.{side}": RANGES["forearm turn"]}
    kneels = any(touch.side == side and touch.part == "instep" for touch in request.touches)
    foot = request.feet.get(side)
    if (foot is not None and foot.use == phrases.CROSSED) or request.crosses(side):
        found[f"hip turn.{side}"] = (0.0, CROSSED_TURN_DEG)
        found[f"hip bend.{side}"] = (0.0, CROSSED_HIP_DEG)
    # Under a bent knee the toes turn out with the shin; under a straight one with the hip.
    turns = frame.posture == "chair" and foot is not None and foot.out_deg
    found[f"shin turn.{side}"] = (0.0, SHIN_TURN_DEG if turns else 0.0)
    # Weight on the palm bends the wrist back further than its muscles do.
    on_seat = any(t.side == side and t.part == "hand" and t.on == frame.seat for t in request.touches)
    seated = on_seat and frame.posture == "chair"
    if elbow_at_rest(frame, request, side) is not None or seated:
        found[f"wrist back.{side}"] = (wrist_deg, BORNE_WRIST_DEG)
        if frame.posture == "floor" or seated:  # sitting upright, the arms just reach what one sits on
            found[f"girdle up.{side}"] = (-LOWERED_DEG, 30.0)
    hand = request.hands.get(side)
    if hand is not None and hand.use == phrases.HOLD_FOOT:
        found[f"girdle up.{side}"] = (-LOWERED_DEG, 30.0)
    found[f"ankle up.{side}"] = (-66.0 if kneels else -46.0, 38.0 if request.carries(side) else 20.0)
    return found
