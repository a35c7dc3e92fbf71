"""One pass of the whole-body solver: the body as it is now, and the rows that are collected for the next step."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.language.grammar import FramePose
from handouts.figures.person.kinematics import Placed, Skeleton
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Handle
from handouts.figures.person.stances import Arm
from handouts.figures.postures.requests import Request
from handouts.figures.postures.rows import Rows

KEPT = 4  # vertices that earlier passes found nearest to a surface: without them two would take turns without end


@dataclass(eq=False)
class Memory:
    """Values that each pass of a frame hands to the next.

    Attributes:
        ankles_mm, knees_mm: per side, where ankle and knee are at rest along the look of the figure.
        feet_z_mm: where feet stand when the pose does not say, for a person of 1700 mm.
        ahead: 1 when a wall is before the figure, -1 when it is behind it.
        shifts: corrections of goals, measured on the skin, per handle.
        hand_goals: per side, the goal of the last pass of a hand with a phrase of a record.
        nearest: per part of the skin and surface, the vertices that were nearest in the last passes.
    """

    ankles_mm: dict[str, float]
    knees_mm: dict[str, float]
    feet_z_mm: float
    ahead: float
    shifts: dict[Handle, Floats] = field(default_factory=dict)
    hand_goals: dict[str, Arm] = field(default_factory=dict)
    nearest: dict[object, list[int]] = field(default_factory=dict)

    def nearest_of(self, key: object, skin: Ints, heights: Floats) -> list[int]:
        """Of this skin the vertex that is lowest over a surface, then those that were it in earlier passes."""
        lowest = int(skin[heights.argmin()])
        found = [lowest, *(vertex for vertex in self.nearest.get(key, []) if vertex != lowest)][:KEPT]
        self.nearest[key] = found
        return found


@dataclass(eq=False)
class Pass:
    """The values that functions which write rows read."""

    body: Body
    frame: FramePose
    request: Request
    skeleton: Skeleton
    placed: Placed
    posed: Posed
    memory: Memory
    rows: Rows = field(default_factory=Rows)

    @property
    def k(self) -> float:
        """Body millimetres per millimetre of a person of 1700 mm."""
        return self.body.scale

    def point(self, vertex: int) -> int:
        """A vertex of the skin as a point that rows may name."""
        node = self.node_of_vertex(vertex)
        local = self.placed.local(np.array([node]), self.posed.skin[vertex][None])[0]
        return self.rows.point(node, local)

    def node_of_vertex(self, vertex: int) -> int:
        """The node that carries a vertex of the skin."""
        bone = self.body.strongest[self.body.fine.near[vertex]]
        return int(self.skeleton.node_of_bone[bone])
