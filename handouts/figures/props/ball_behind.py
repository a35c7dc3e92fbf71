"""A large ball between the back of who stands and a wall, which rolls up and down with the back."""

from __future__ import annotations

import numpy as np

from handouts.figures.language.grammar import FramePose
from handouts.figures.props import gym_ball
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import BACK, TOP, Solid, box, sphere
from handouts.figures.props.wall import BEHIND_FAR_MM, HIGH_MM, SKIRTING_MM, THICK_MM

WORD = "gym ball behind"
NEAR_WALL_MM = 222.0  # how far to the right of the figure the wall goes
DEEP_MM = 2 * (gym_ball.RADIUS_MM - gym_ball.PRESSED_MM)  # from the wall to the back, of a ball that is pressed


def surface(frame: FramePose) -> Surface:
    """The back touches the plane z = 0."""
    return Surface((0.0, 0.0, 0.0), (0.0, 0.0, 1.0))


def build(placement: Placement) -> list[Solid]:
    """The ball at the height of what leans on it, and the wall behind it."""
    k, radius = placement.k, gym_ball.RADIUS_MM * placement.k
    spots = [placement.hindmost(touch) for touch in placement.touching(WORD)]
    if not spots:
        return []
    wall, shades = -DEEP_MM * k, ("wall", "wall", "wall", "wall", "wall edge", "wall")
    across = -NEAR_WALL_MM * k, BEHIND_FAR_MM * k
    ball = sphere("gym ball", "gym ball", np.array([0.0, float(np.mean(spots, axis=0)[1]), wall / 2]), radius, 64)
    ball.points[:, 2] = wall / 2 + (ball.points[:, 2] - wall / 2) * (DEEP_MM / 2 / gym_ball.RADIUS_MM)
    skirting = wall, wall + SKIRTING_MM[0] * k
    return [
        box("ball wall", across, (0, HIGH_MM * k), (wall - THICK_MM * k, wall), "wall", shades, (TOP, BACK)),
        box("ball skirting", across, (0, SKIRTING_MM[1] * k), skirting, "wall", shades),
        ball,
    ]


PROP = Prop(
    WORD,
    build,
    fills=gym_ball.PROP.fills,
    solids={WORD: ("gym ball",)},
    surfaces={WORD: surface},
)
