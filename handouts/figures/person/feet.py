"""A measured foot: where its heel ends behind and below, which way it points, how long it is.

Places are written for a foot of 240 mm that stands on the floor, in millimetres ahead of the back of the heel and up
from the floor, and are laid into the foot of the body that is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import rig
from handouts.figures.person.rig import Body

HEEL_REACH_MM = 60.0  # of the written foot, that belong to the heel
SKIN_STEP_MM, SKIN_REACH_MM, SKIN_TOP_MM = 4.0, 5.0, 230.0  # how the back of heel and tendon is measured
FEWEST = 60  # vertices at every height
FOOT_MM = 240.0  # the foot for which shapes are written


@dataclass(frozen=True, eq=False)
class Foot:
    """A measured foot at rest: where its heel ends behind, which way it points, how long it is."""

    body: Body
    side: str

    @cached_property
    def _skin(self) -> Floats:
        found: Floats = self.body.fine.points(self.body.skin)[
            self.body.vertices_of(f"foot.{self.side}", f"toe*.{self.side}", f"lowerleg*.{self.side}")
        ]
        return found

    @cached_property
    def ahead(self) -> Floats:
        """From the heel to the second toe, level with the floor."""
        way = self.body.head(f"toe2-1.{self.side}") - self.body.head(f"foot.{self.side}")
        way[1] = 0.0
        found: Floats = way / np.linalg.norm(way)
        return found

    @cached_property
    def _reach(self) -> tuple[float, float]:
        """Backmost and foremost skin of the foot along its direction, seen from the ankle."""
        low = self._skin[self._skin[:, 1] < 60 * self.body.scale]
        along = (low - self.body.head(f"foot.{self.side}")) @ self.ahead
        return float(along.min()), float(along.max())

    @cached_property
    def heel(self) -> Floats:
        """Under the back of the heel, as low as its skin, in the plane of the shapes."""
        ankle = self.body.head(f"foot.{self.side}").copy()
        along = (self._skin - ankle) @ self.ahead - self._reach[0]
        ankle[1] = self._skin[along < HEEL_REACH_MM * self.scale][:, 1].min()
        found: Floats = ankle + self._reach[0] * self.ahead
        return found

    @cached_property
    def length_mm(self) -> float:
        return self._reach[1] - self._reach[0]

    @cached_property
    def scale(self) -> float:
        """Body millimetres per millimetre of the written foot."""
        return self.length_mm / FOOT_MM

    @cached_property
    def _behind(self) -> tuple[Floats, Floats]:
        """Heights above the floor, and how far the skin behind lies ahead of the back of the heel; both written mm."""
        along = (self._skin - self.heel) @ self.ahead / self.scale
        up = (self._skin[:, 1] - self.heel[1]) / self.scale
        heights = np.arange(10.0, SKIN_TOP_MM, SKIN_STEP_MM)
        near = [np.sort(np.abs(up - h))[FEWEST] for h in heights]
        backs = np.array(
            [along[np.abs(up - h) <= max(n, SKIN_REACH_MM)].min() for h, n in zip(heights, near, strict=True)]
        )
        smooth = np.convolve(np.pad(backs, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
        return heights, smooth

    def skin_behind(self, up_mm: float) -> float:
        """How far ahead of the back of the heel the skin begins at a height in the room, in millimetres of the room."""
        found = np.interp((up_mm - self.heel[1]) / self.scale, *self._behind)
        return float(found) * self.scale

    def place(self, points: Floats) -> Floats:
        """Written places (ahead, up) in the room, with the body at rest."""
        at = np.asarray(points, dtype=np.float64) * self.scale
        found: Floats = self.heel + at[:, :1] * self.ahead + at[:, 1:] * np.array([0.0, 1.0, 0.0])
        return found


@lru_cache(maxsize=8)
def foot(body: str, side: str = "R") -> Foot:
    return Foot(rig.body(body), side)


def smooth_ring(points: Floats) -> Floats:
    """A closed smooth curve through points, finely sampled."""
    wound = np.vstack([points[-2:], points, points[:3]])
    cubics = curves.through(wound)[2:-2]
    share = np.linspace(0, 1, 13)[:-1]
    found: Floats = np.vstack([curves.at(cubic, share) for cubic in cubics])
    return found
