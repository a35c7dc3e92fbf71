"""Bent legs whose plane tips: both knees rolled to a side, or the upper knee opened. As rows, and measured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_z, cross, unit, vector
from handouts.figures.language import phrases
from handouts.figures.language.grammar import FramePose
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.kinematics import NODE
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.person.rig import Posed
from handouts.figures.postures.passing import Pass

TOGETHER_MM = 52.0  # ankles of legs that roll together, from the middle
PELVIS_ROLLS, FEET_ROLL = 0.6, 0.75  # shares of the roll of the knees
PLANE = 400.0  # millimetres that a plane off by one radian weighs
RESTING = 20.0  # of a knee that lies on the other one: their skin says how high it is
LINE, PELVIS = 2.0, 20.0
FOOT, LEVEL = 250.0, 200.0


def add_planes(now: Pass) -> None:
    """The rows of a frame that tips its legs."""
    if now.frame.roll_deg is not None:
        _add_roll(now, now.frame.roll_deg)
    if "root roll" in now.request.angles:
        now.rows.aim(now.rows.direction(NODE["spine01"], vector(1, 0, 0)), vector(1, 0, 0), LEVEL)  # the chest stays
    if now.frame.posture == "plank":
        for side in SIDES:
            if f"hip bend.{side}" not in now.request.angles:
                _add_line(now, side)
    if now.frame.is_propped:
        _add_propped(now, now.frame.under)
    if (opened := opened_leg(now.frame)) is not None:
        _add_opened(now, *opened)


def _add_roll(now: Pass, degrees: float) -> None:
    """Knees held together roll to a side, the feet tip with them; the chest stays level."""
    for side in SIDES:
        thigh = NODE[f"upperleg01.{side}"]
        now.rows.aim(now.rows.direction(thigh, vector(1, 0, 0)), about_z(degrees) @ vector(1, 0, 0), PLANE)
        foot = now.rows.direction(NODE[f"foot.{side}"], vector(1, 0, 0))
        now.rows.aim(foot, about_z(FEET_ROLL * degrees) @ vector(1, 0, 0), FOOT)
        now.rows.aim(now.rows.direction(NODE[f"foot.{side}"], vector(0, 0, 1)), vector(0, 0, 1), FOOT)
        ankle = now.rows.point(NODE[f"foot.{side}"], np.zeros(3))
        now.rows.add(2.0, OUTWARD[side] * TOGETHER_MM * now.k, points={ankle: vector(1, 0, 0)})
        now.rows.add(1.0, now.memory.ankles_mm[side], points={ankle: vector(0, 0, 1)})
    now.rows.add(PELVIS, PELVIS_ROLLS * degrees, coordinates={"root roll": 1.0})
    now.rows.aim(now.rows.direction(NODE["spine01"], vector(1, 0, 0)), vector(1, 0, 0), LEVEL)


def _add_propped(now: Pass, side: str) -> None:
    """The upper arm of the lower side is upright; lifted hips are on the line from shoulder to knee."""
    down = vector(0, -1, 0)
    now.rows.aim(now.rows.direction(NODE[f"upperarm01.{side}"], down), down, FOOT)
    if now.frame.hips == "lifted":
        _add_line(now, side)


def add_bridge(now: Pass) -> None:
    """Shoulder, hip and knee of a leg that carries the lifted hips lie on one line."""
    for side in SIDES:
        if now.request.carries(side) and f"hip bend.{side}" not in now.request.angles:
            _add_line(now, side)


def _add_line(now: Pass, side: str) -> None:
    """Shoulder, hip and knee on one line, as seen from the side."""
    nodes = [NODE[f"{bone}.{side}"] for bone in ("upperarm01", "upperleg01", "lowerleg01")]
    shoulder, hip, knee = (now.placed.places[node] for node in nodes)
    way = knee - shoulder
    share = float((hip - shoulder) @ way / (way @ way))
    upwards = vector(0, 1, 0) - way * float(way[1] / (way @ way))
    up = unit(vector(0, way[2], -way[1])) if now.frame.posture == "back" else unit(upwards)
    ends = [now.rows.point(node, np.zeros(3)) for node in nodes]
    factors = (share - 1.0, 1.0, -share)
    now.rows.add(LINE, 0.0, points={end: up * factor for end, factor in zip(ends, factors, strict=True)})


def opened_leg(frame: FramePose) -> tuple[str, float] | None:
    """The upper leg of a figure on its side whose foot lies on the lower one, and how far its knee is up."""
    if frame.posture != "side":
        return None
    side = "L" if frame.under == "R" else "R"
    foot = frame.feet.get(side)
    if foot is None:
        own = any(touch.side == side and touch.key.endswith("foot") for touch in frame.touches)
        return None if own else (side, 0.0)
    return (side, foot.up_deg) if foot.use == phrases.STACKED else None


def _add_opened(now: Pass, side: str, degrees: float) -> None:
    """The knee turns up about the line from hip to ankle."""
    along = unit(now.posed.joint(f"foot.{side}") - now.posed.joint(f"upperleg01.{side}"))
    ahead = now.placed.turns[NODE["root"]] @ vector(0, 0, 1)
    ahead, turn = unit(ahead - along * float(ahead @ along)), np.radians(degrees)
    up = cross(along, ahead)
    way = ahead * np.cos(turn) + up * np.sin(turn) * np.sign(up[1])
    # The axis of the knee is at a right angle to the plane of the leg, however far the knee is bent.
    now.rows.aim(
        now.rows.direction(NODE[f"upperleg01.{side}"], vector(1, 0, 0)),
        cross(way, along),
        PLANE if degrees else RESTING,
    )


def measured(frame: FramePose, posed: Posed) -> Iterator[tuple[str, tuple[float, float]]]:
    """The angle by which the plane is tipped: requested, and on the posed body."""
    if frame.roll_deg is not None:
        hips, knees, ankles = (_middle(posed, bone) for bone in ("upperleg01", "lowerleg01", "foot"))
        yield "knees roll", (frame.roll_deg, _tipped(knees - hips, ankles - hips, vector(0, 1, 0)))
    opened = opened_leg(frame)
    if opened is not None and opened[1]:
        side, degrees = opened
        hip, knee, ankle = (posed.joint(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot"))
        ahead = posed.rotation("root") @ vector(0, 0, 1)
        yield f"{SIDE_WORDS[side]} knee up", (degrees, abs(_tipped(knee - hip, ankle - hip, ahead)))


def _middle(posed: Posed, bone: str) -> Floats:
    found: Floats = (posed.joint(f"{bone}.R") + posed.joint(f"{bone}.L")) / 2
    return found


def _tipped(knee: Floats, ankle: Floats, level: Floats) -> float:
    """The angle of the knee about the line to the ankle, from where the plane is level."""
    along = unit(ankle)
    aside, ahead = (one - along * float(one @ along) for one in (knee, level))
    across = cross(along, unit(ahead))
    return float(np.degrees(np.arctan2(aside @ across, aside @ unit(ahead))))
