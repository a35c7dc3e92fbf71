"""Where a closed hand holds a thing, and round bars along its axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, unit, vector
from handouts.figures.person.rig import Posed
from handouts.figures.props.solids import Solid, grid, tube

AROUND = 24  # corners of a flat end


def grip(posed: Posed, side: str) -> Floats:
    """The middle of a closed hand, where what it holds lies."""
    knuckle, tip = posed.joint(f"finger3-1.{side}"), posed.joint(f"finger3-3.{side}")
    thumb = posed.joint(f"finger1-3.{side}")
    found: Floats = knuckle * 0.45 + tip * 0.4 + thumb * 0.15
    return found


@dataclass(frozen=True, eq=False)
class Axis:
    """The line across a palm along which a hand holds a round thing; places on it count towards the thumb.

    Attributes:
        middle: where the fist is.
        across: towards the thumb.
        k: body millimetres per millimetre of a person of 1700 mm.
    """

    middle: Floats
    across: Floats
    k: float

    def bar(self, name: str, material: str, low: float, high: float, radius: float) -> Solid:
        """A round piece of the thing, from one place on the axis to another."""
        points = np.array([self.middle + self.across * at * self.k for at in np.linspace(low, high, 4)])
        up = vector(0, 1, 0) if abs(self.across[1]) < 0.9 else vector(0, 0, 1)
        return tube(name, material, points, (radius * self.k, radius * self.k), up)

    def disc(self, name: str, material: str, at: float, radius: float) -> Solid:
        """The flat end of a round thing: without it one would look into the end as into a ring."""
        first = cross(self.across, vector(0, 1, 0) if abs(self.across[1]) < 0.9 else vector(0, 0, 1))
        first /= np.linalg.norm(first)
        turn = 2 * np.pi * np.arange(AROUND)[:, None] / AROUND
        ring = radius * self.k * (np.cos(turn) * first + np.sin(turn) * cross(self.across, first))
        middle = self.middle + self.across * at * self.k
        return Solid(name, material, np.vstack([middle + share * ring for share in (0.02, 1.0)]), mesh=grid(2, AROUND))


def axis(posed: Posed, side: str) -> Axis:
    """The axis of a fist."""
    across = unit(posed.joint(f"finger2-1.{side}") - posed.joint(f"finger5-1.{side}"))
    return Axis(grip(posed, side), across, posed.body.scale)


def inside_fingers(posed: Posed, side: str) -> Axis:
    """The axis of a thing that the fingers go round: the circle through the joints of the middle finger."""
    first, second, third = (posed.joint(f"finger3-{n}.{side}") for n in (1, 2, 3))
    one, other = second - first, third - first
    normal = cross(one, other)
    to_middle = cross(float(one @ one) * other - float(other @ other) * one, normal)
    return Axis(first + to_middle / (2 * float(normal @ normal)), axis(posed, side).across, posed.body.scale)
