"""A large ball: to sit on, or under legs, trunk or hands."""

from __future__ import annotations

import numpy as np

from handouts.figures.language.grammar import FramePose
from handouts.figures.props import under_body
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid, sphere
from handouts.figures.style import Fill

RADIUS_MM = 275.0  # for a person of 1700 mm
SEAT_MM, PRESSED_MM = 500.0, 18.0  # a sitter presses it down, a leg only a little


def surface(frame: FramePose) -> Surface:
    height = SEAT_MM if frame.seat == "gym ball" else 2 * RADIUS_MM - PRESSED_MM
    return Surface((0.0, height, 0.0), (0.0, 1.0, 0.0))


def build(placement: Placement) -> list[Solid]:
    """Under the hips of one who sits, else under the middle of what lies on it; its weight flattens it."""
    k, radius = placement.k, RADIUS_MM * placement.k
    sits = placement.frame.posture == "chair" and placement.frame.seat == "gym ball"
    at = placement.posed.joint("root") if sits else under_body.middle(placement, "gym ball")
    if at is None:
        return []
    ball = sphere("gym ball", "gym ball", np.array([0.0, radius, float(at[2])]), radius, 64)
    if sits:
        ball.points[:, 1] *= (SEAT_MM + PRESSED_MM * 2) * k / (2 * radius)
    return [ball]


PROP = Prop(
    "gym ball",
    build,
    fills={"gym ball": Fill("#9DBBE3", "#9DBBE3")},
    seat_mm=SEAT_MM,
    sets_floor=True,
    movable=True,
    surfaces={"gym ball": surface},
)
