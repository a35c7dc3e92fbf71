"""Rows that keep every coordinate near its rest, hold still what no other row decides, and lift the hips."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import phrases
from handouts.figures.language.grammar import FramePose
from handouts.figures.person.kinematics import COORDINATES, INDEX
from handouts.figures.postures.at_rest import elbow_at_rest
from handouts.figures.postures.passing import Pass
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rest import KNEELING, STIFF_MM, Rest
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.chair import SEAT_MM as CHAIR_MM

STEADY = 0.1  # by how much each pass holds on more firmly to the one before
SETTING = 0.7  # sine of the swing up to which a shoulder blade stays where it is
LIFT, LEAST_LIFT_MM = 2.0, {"chair": 80.0, "floor": 40.0}  # of hips off a seat
FIRM_LEG = 6.0  # a lifted leg, or the one that is lain on, keeps its shape so much more firmly than one that carries
TIPS = 0.1  # the pelvis of one who leans to a side on a forearm
ELBOW_MM = 0.6  # one degree of the elbows by which hands on a wall hold the body off


def is_bridge(frame: FramePose) -> bool:
    """Whether the hips of one who lies on the back are lifted."""
    return frame.posture == "back" and frame.hips == "lifted"


def add_rest(now: Pass, rest: Rest, at_rest: Floats, at: Floats) -> None:
    """Draws every coordinate to its value in `at_rest`; the shoulder blade follows the arm, which is now `at`."""
    frame, request, rows, k = now.frame, now.request, now.rows, now.k
    for name in COORDINATES[3:]:
        kind = name.partition(".")[0]
        goal = float(at_rest[INDEX[name]])
        if kind.startswith("girdle"):
            goal += _girdle_follows(kind, *(at[INDEX[f"shoulder {way}.{name[-1]}"]] for way in ("forward", "aside")))
        free = kind == "root pitch" and is_bridge(frame)
        stiff = rest.stiff_mm.get(kind, STIFF_MM[kind]) * _firmer(frame, request, kind, name[-1])
        rows.add(0.01 if free else stiff * k, goal, coordinates={name: 1.0})
        if kind == "elbow bend" and elbow_at_rest(frame, request, name[-1]) is not None:
            # Hands on a wall let the body come near, and do not push it back where the feet are near; a mat bears it.
            rows.add(ELBOW_MM * k, -goal, coordinates={name: -1.0}, at_most=frame.posture == "stand")
    stays = frame.posture not in ("stand", *KNEELING)
    rises = frame.posture != "floor" and frame.hips and not any(touch.key.endswith("hand") for touch in request.touches)
    slides = 0.5 if stays and not rises else 0.01  # what one sits or lies on does not slide
    for name, weight in (("root x", max(slides, 0.05)), ("root y", 0.002), ("root z", slides)):
        rows.add(weight, float(at_rest[INDEX[name]]), coordinates={name: 1.0})


def _firmer(frame: FramePose, request: Request, kind: str, side: str) -> float:
    """By how much a coordinate keeps to its rest more firmly than its posture has it."""
    foot = request.feet.get(side)
    if kind in ("hip bend", "knee bend", "ankle up") and foot is not None and foot.use == phrases.LIFTED:
        return FIRM_LEG
    if kind == "root roll" and frame.posture == "chair" and request.leans_aside(frame.seat):
        return TIPS
    if frame.posture == "side" and side == frame.under and kind in ("hip bend", "knee bend"):
        return FIRM_LEG
    return 1.0


def _girdle_follows(kind: str, forward: float, aside: float) -> float:
    """How far the shoulder blade follows an arm, in degrees: up with a raised one, round the ribs with one across."""
    if kind == "girdle up":
        return max(max(abs(forward), abs(aside)) - 50.0, 0.0) * 0.22
    # Beyond 90 degrees aside the arm is on the other side of its swing: ahead becomes behind.
    ahead = max(float(np.sin(np.radians(forward))), 0.0) if abs(aside) < 90.0 else 0.0
    return 8.0 * max(ahead - SETTING, 0.0) / (1 - SETTING) + 0.6 * ahead * max(-aside, 0.0)


def add_lift(now: Pass, rest: Rest) -> None:
    """Lifts the hips: off a seat as written, or at least so far that it shows."""
    frame, k = now.frame, now.k
    if frame.hips != "lifted":
        return
    higher = (PROPS[frame.seat].seat_mm or CHAIR_MM) - CHAIR_MM if frame.posture == "chair" else 0.0
    up, seat = frame.hips_up_mm, rest.hips_mm + higher
    if up:
        now.rows.add(LIFT, (seat + up) * k, coordinates={"root y": 1.0})
    elif (least := LEAST_LIFT_MM.get(frame.posture)) is not None:
        now.rows.add(LIFT, -(seat + least) * k, coordinates={"root y": -1.0}, at_most=True)


def add_steady(now: Pass, at: Floats, number: int) -> None:
    """Shortens the step of each pass: what no row decides, such as the turn of a straight arm, comes to rest."""
    steady = STEADY * number
    for name in COORDINATES:
        now.rows.add(steady * now.k, float(at[INDEX[name]]), coordinates={name: 1.0})
