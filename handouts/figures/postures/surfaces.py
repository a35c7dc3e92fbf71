"""Where the surfaces of the props are: a point and the direction out of them."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import vector
from handouts.figures.language.grammar import FramePose
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.prop import Surface


@dataclass(frozen=True, eq=False)
class Face:
    """A surface in the room of one frame, in millimetres of the body."""

    point: Floats
    normal: Floats
    surface: Surface


def leans_back(frame: FramePose) -> bool:
    """Does the trunk lean on something behind it?"""
    return any(not touch.side and face(touch.on, frame, 1.0).normal[2] > 0.5 for touch in frame.touches)


def face(name: str, frame: FramePose, k: float) -> Face:
    """The face of a surface by its word."""
    for prop in PROPS.values():
        if (found := prop.surfaces.get(name)) is not None:
            surface = found(frame)
            return Face(vector(*surface.point) * k, vector(*surface.normal), surface)
    floor = Surface((0.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    return Face(vector(*floor.point), vector(*floor.normal), floor)
