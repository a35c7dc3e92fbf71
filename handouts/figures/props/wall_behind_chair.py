"""A wall that the back of a chair stands against, so that the chair cannot slide."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import BACK, TOP, Solid, box

FACE_MM = -266.0  # where its face is, in the room of the chair
HALF_MM, HIGH_MM, THICK_MM = 300.0, 1300.0, 70.0
SHADES = ("wall", "wall", "wall", "wall", "wall edge", "wall")


def build(placement: Placement) -> list[Solid]:
    """A piece of wall, which goes on behind its face and over the picture."""
    k = placement.k
    across, deep = (-HALF_MM * k, HALF_MM * k), ((FACE_MM - THICK_MM) * k, FACE_MM * k)
    return [box("wall of chair", across, (0, HIGH_MM * k), deep, "wall", SHADES, (TOP, BACK))]


PROP = Prop("wall behind chair", build, solids={"wall behind chair": ("wall of chair",)})
