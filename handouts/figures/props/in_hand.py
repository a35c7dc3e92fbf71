"""Where a closed hand holds a thing, and round bars along its axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.person.rig import Posed
from handouts.figures.props.solids import Solid, tube


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


def axis(posed: Posed, side: str) -> Axis:
    """The axis of a fist."""
    across = unit(posed.joint(f"finger2-1.{side}") - posed.joint(f"finger5-1.{side}"))
    return Axis(grip(posed, side), across, posed.body.scale)
