"""How a part moves from one frame to the next: its path through the room, and how far it turns on the way.

A drawing has the ends of a movement only. What lies between is found as the joints find it: each bone turns from its
first to its second place relative to the bone above it, all in the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.spatial.transform import Rotation

from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import anchors
from handouts.figures.person.rig import Posed, pose

STEPS = 12
IN_PLACE_MM = 80.0  # of a body of 1700 mm: a part nearer than this to the axis of its turn stays where it is
TURNED_DEG = 15.0  # a smaller turn in place is no movement


@dataclass(frozen=True, eq=False)
class Movement:
    """The movement of one part.

    Attributes:
        path: where it is, in the room, shape (n, 3).
        turn: axis in the room times degrees (right-hand rule), of the bone that carries it.
        scale: of the body, against one of 1700 mm.
    """

    path: Floats
    turn: Floats
    scale: float = 1.0

    @property
    def turned_deg(self) -> float:
        return float(np.linalg.norm(self.turn))

    @property
    def straightened(self) -> Movement:
        """The straight way of a part that slides along something."""
        return replace(self, path=np.linspace(self.path[0], self.path[-1], len(self.path)))

    @property
    def turns_in_place(self) -> bool:
        """Does the part turn about an axis through itself, as a head or a forearm does?"""
        if self.turned_deg < TURNED_DEG:
            return False
        length = float(np.linalg.norm(np.diff(self.path, axis=0), axis=1).sum())
        return bool(length / np.radians(self.turned_deg) < IN_PLACE_MM * self.scale)


def of_part(part: str, before: Posed, after: Posed) -> Movement:
    """The movement of a place (`right knee`, `head`) or of the middle of two (`hips`, `hands`)."""
    bone = anchors.carrier(part)
    return of_place(lambda posed: anchors.found(posed, part), bone, before, after)


def of_place(where: Callable[[Posed], Floats], bone: str, before: Posed, after: Posed) -> Movement:
    """The movement of what a bone carries; `where` finds it on a posed body."""
    passed = between(before, after)
    path = np.array([where(posed) for posed in passed])
    ends = np.array([where(before) - path[0], where(after) - path[-1]])
    # A solver may shift a joint a little (a shoulder that follows its hand): both ends are exact all the same.
    share = np.linspace(0.0, 1.0, len(path))[:, None]
    path = path + (1 - share) * ends[0] + share * ends[1]
    turns = [posed.rotation(bone) for posed in passed]
    steps = Rotation.from_matrix(np.array([b @ a.T for a, b in pairwise(turns)]))
    turn: Floats = np.degrees(steps.as_rotvec()).sum(axis=0)
    return Movement(path, turn, after.body.scale)


def between(before: Posed, after: Posed) -> list[Posed]:
    """The body at equal steps from one pose to another, both included."""
    body = after.body
    above = np.array([max(int(i), 0) for i in body.parents])
    first, last = (_relative(posed.rotations, above) for posed in (before, after))
    path = Rotation.from_matrix(np.einsum("bji,bjk->bik", first, last)).as_rotvec()
    hips = [(p.joint("upperleg01.R") + p.joint("upperleg01.L")) / 2 for p in (before, after)]
    found = []
    for share in np.linspace(0.0, 1.0, STEPS + 1):
        local = first @ Rotation.from_rotvec(share * path).as_matrix()
        turned: dict[str, Floats] = {}
        for i, name in enumerate(body.bones):
            turned[name] = local[i] if body.parents[i] < 0 else turned[body.bones[above[i]]] @ local[i]
        found.append(pose(body, turned, hips[0] + share * (hips[1] - hips[0])))
    return found


def _relative(rotations: Floats, above: Floats) -> Floats:
    """The turn of each bone against the one above it; that of the first bone against the room."""
    found: Floats = np.einsum("bji,bjk->bik", rotations[above], rotations)
    found[0] = rotations[0]
    return found
