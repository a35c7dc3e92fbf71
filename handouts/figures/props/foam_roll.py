"""A foam roll on the floor, across the body, under any part of it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import vector
from handouts.figures.props import under_body
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid, tube
from handouts.figures.style import Fill

THICK_MM, HALF_LONG_MM, PRESSED_MM = 150.0, 300.0, 8.0  # the body sinks into it a little
HOLE = 0.32  # of the radius


def build(placement: Placement) -> list[Solid]:
    """The roll, and the ring of its hole at both ends."""
    middle = under_body.middle(placement, "foam roll")
    if middle is None:
        return []
    k, radius = placement.k, THICK_MM / 2 * placement.k
    line = np.array([[x * k, radius, middle[2]] for x in (-HALF_LONG_MM, 0.0, HALF_LONG_MM)])
    roll = tube("foam roll", "foam", line, (radius, radius), vector(0, 1, 0), 36)
    return [roll, *(_end(f"foam roll end{i}", at, radius) for i, at in enumerate((line[0], line[-1])))]


def _end(name: str, middle: Floats, radius: float) -> Solid:
    """A flat end with its hole."""
    turn = 2 * np.pi * np.arange(36) / 36
    circle = np.stack([0 * turn, np.sin(turn), np.cos(turn)], axis=1)
    points = np.concatenate([middle + circle * radius, middle + circle * radius * HOLE])
    rim = tuple(range(36))
    hole = tuple((36 + i, 36 + (i + 1) % 36) for i in rim)
    return Solid(name, "foam edge", points, faces=(rim, *hole))


PROP = Prop(
    "foam roll",
    build,
    fills={"foam": Fill("#8FB4C9", "#8FB4C9"), "foam edge": Fill("#A9C7D6", "#A9C7D6")},
    close_up=True,
    surfaces={"foam roll": lambda frame: Surface((0.0, THICK_MM - PRESSED_MM, 0.0), (0.0, 1.0, 0.0))},
)
