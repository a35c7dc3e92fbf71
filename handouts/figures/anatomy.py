"""What lies under the skin of a foot: bones, band, tendon, cushion and nerve as flat shapes in their right place.

Every shape is written for a foot of 240 mm that stands on the floor, in millimetres ahead of the back of the heel and
up from the floor, and is laid into the measured foot of the body that is drawn: the back of its heel, its length, its
direction and the outline of its Achilles region are taken from the skin at rest. Shapes are for patients: thin layers
are drawn thicker than they are, so that they can be seen at six centimetres; their places and joins are those of the
sources named with each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from handouts.figures import curves, rig
from handouts.figures.rig import Body

Floats = npt.NDArray[np.float64]
Points = tuple[tuple[float, float], ...]

FOOT_MM = 240.0  # the foot for which shapes are written
SKIN_STEP_MM, SKIN_REACH_MM, SKIN_TOP_MM = 4.0, 9.0, 200.0  # how the back of heel and tendon is measured


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
        """The back of the heel, on the floor, in the plane of the shapes."""
        ankle = self.body.head(f"foot.{self.side}").copy()
        ankle[1] = 0.0
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
        """Height above the floor, and how far the skin behind lies ahead of the back of the heel; both written mm."""
        along = (self._skin - self.heel) @ self.ahead / self.scale
        up = self._skin[:, 1] / self.scale
        heights = np.arange(10.0, SKIN_TOP_MM, SKIN_STEP_MM)
        backs = np.array([along[np.abs(up - h) < SKIN_REACH_MM].min() for h in heights])
        smooth = np.convolve(np.pad(backs, 2, mode="edge"), np.full(5, 0.2), mode="valid")
        return heights, smooth

    def skin_behind(self, up: Floats) -> Floats:
        """How far ahead of the back of the heel the skin begins, at heights above the floor (written mm)."""
        found: Floats = np.interp(up, *self._behind)
        return found

    def place(self, points: Floats) -> Floats:
        """Written places (ahead, up) in the room, with the body at rest."""
        at = np.asarray(points, dtype=np.float64) * self.scale
        found: Floats = self.heel + at[:, :1] * self.ahead + at[:, 1:] * np.array([0.0, 1.0, 0.0])
        return found


@lru_cache(maxsize=8)
def foot(body: str, side: str = "R") -> Foot:
    return Foot(rig.body(body), side)


@dataclass(frozen=True, slots=True)
class Structure:
    """One thing under the skin: its outline, its look, and the place that a label points at.

    `under_skin` outlines count from the skin behind the tendon instead of from the back of the heel.
    `width_mm` makes a line of a thing that is long and thin: its points are its course, one run per branch.
    """

    material: str
    runs: tuple[Points, ...]
    anchor: tuple[float, float]
    under_skin: bool = False
    width_mm: float = 0.0


#: Calcaneus from the side, standing. Length about 75 mm of a 240 mm foot, lowest point 11 mm over the floor (the loaded
#: heel pad), lower border rising at 18 to 20 degrees (median calcaneal pitch of adults, Radiopaedia, "Calcaneal
#: inclination angle"). The outline follows lateral radiographs in general knowledge.
HEEL_BONE: Points = (
    (9.5, 26), (10.5, 18.5), (14, 13.2), (20, 11.2), (27, 11.6), (33, 14.6), (46, 19.4), (60, 23.6), (72, 27.4), (80, 30),
    (84.5, 34.5), (83.5, 41), (78, 44.5), (70, 44.6), (63, 45.4), (57, 49.5), (49, 53.6), (41, 52.4), (34, 48), (26, 47),
    (19.5, 48.5), (14.5, 45), (11.2, 36),
)  # fmt: skip

#: Achilles tendon: into the middle third of the back of the heel bone, upwards close under the skin, here 7 mm thick.
TENDON: Points = (
    (3.4, 190), (3.2, 150), (3.0, 115), (3.0, 90), (3.0, 70), (3.2, 55), (3.6, 44), (4.6, 34), (7.6, 24), (10.4, 22),
    (10.6, 30), (11, 38), (10.6, 46), (10.4, 56), (10.4, 70), (10.6, 90), (11, 115), (12.5, 150), (15, 190),
)  # fmt: skip

#: The bursa between the upper back corner of the heel bone and the tendon: "between the anterior surface of the
#: Achilles tendon and the posterior surface of the calcaneal tuberosity" (IMAIOS, "Subtendinous calcaneal bursa").
#: Healthy it is 1 mm thick; this one is swollen. What bone and tendon cover is cut away.
BURSA: Points = (
    (9, 39), (14, 40), (19, 44), (23.5, 48.5), (25.5, 54), (24, 61), (20, 66.5), (15.5, 66), (12, 60), (10, 52), (9, 45),
)  # fmt: skip

#: Plantar fascia: from the inner tubercle under the heel bone to the balls of the toes. 3 to 4 mm thick, drawn 7.
BAND: Points = (
    (22, 12.2), (30, 15), (46, 19.2), (80, 22.4), (115, 21.6), (150, 17.6), (172, 14.4), (186, 12), (187, 8.6), (172, 9),
    (150, 10.8), (115, 14.4), (80, 15.6), (46, 12.4), (30, 9), (23, 8.4),
)  # fmt: skip

#: The fat cushion between heel bone and skin, a little thicker than it is under load; it reaches up behind the bone
#: ("flanges on the sides and posteriorly", Campanelli and others 2011, J Anat, heel fat pad morphology).
PAD: Points = (
    (3.2, 27), (4, 16), (7.6, 8), (14, 3.6), (24, 2.4), (36, 2.6), (47, 4.4), (56, 8.6), (57, 13), (52, 17.5), (46, 19.4),
    (33, 14.6), (27, 11.6), (20, 11.2), (14, 13.2), (10.5, 18.5), (9, 28), (6, 32),
)  # fmt: skip

#: A heel spur: a ledge of bone from the front of the tubercle, pointing to the toes in the line of the band.
SPUR: Points = (
    (22, 13.5), (26, 10), (34, 8.6), (44, 9.4), (53, 12.6), (45, 13), (39, 14), (37, 17), (30, 18),
)  # fmt: skip

#: Lower end of the shin bone with the inner ankle bone, its tip a little below the ankle joint.
INNER_ANKLE: Points = (
    (51, 190), (50.5, 140), (49, 110), (46, 92), (45.5, 78), (49, 66), (55, 59.5), (61, 60.5), (66, 67), (73, 73),
    (82, 76), (87.5, 83), (86.5, 94), (81, 110), (77.5, 140), (76, 190),
)  # fmt: skip

#: Tibial nerve: behind the inner ankle bone, about halfway to the heel ("the bifurcation of the tibial nerve was 48 %"
#: of the way from ankle bone to heel bone, Kim and others 2015, Anat Cell Biol), then one branch each to the inner
#: sole, the outer sole and the heel (Moroni and others 2019, Surg Radiol Anat).
NERVE_STEM: Points = ((33, 190), (33, 150), (32.5, 120), (32.5, 95), (34, 75), (37.5, 58), (42, 46))
NERVE_INNER: Points = ((42, 46), (50, 37), (66, 29.5), (90, 25), (120, 22), (150, 18.5))
NERVE_OUTER: Points = ((42, 46), (46, 35), (58, 22), (80, 14.5), (112, 11))
NERVE_HEEL: Points = ((37.5, 58), (33, 44), (27, 32), (23.5, 20))

#: Names as authors write them. Order is the order of painting.
STRUCTURES: dict[str, Structure] = {
    "heel pad": Structure("pad", (PAD,), (44, 5.4)),
    "bursa": Structure("bursa", (BURSA,), (18, 56)),
    "band under the foot": Structure("sinew", (BAND,), (112, 18)),
    "spur": Structure("bone", (SPUR,), (46, 11.2)),
    "heel bone": Structure("bone", (HEEL_BONE,), (56, 36)),
    "Achilles tendon": Structure("sinew", (TENDON,), (6.8, 92), under_skin=True),
    "inner ankle bone": Structure("bone", (INNER_ANKLE,), (62, 82)),
    "nerve": Structure(
        "nerve", (NERVE_STEM, NERVE_INNER, NERVE_OUTER, NERVE_HEEL), (32.6, 102), width_mm=4.6
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sore:
    """Where it hurts: an outline, and the place that a label points at; `of` takes the outline of a structure."""

    points: Points
    anchor: tuple[float, float]
    of: str = ""


#: Sore places by the author's words. Each lies where its condition is felt (the leaflets' own sources).
SORES: dict[str, Sore] = {
    "under the inner heel": Sore(
        ((14.5, 15), (17, 9), (24, 6), (36, 5.6), (50, 7.6), (64, 12.2), (72, 17), (68, 22), (56, 20.6), (44, 18.2),
         (34, 17), (25, 18.5), (18, 19.5)),
        (30, 7.6),
    ),
    "middle of the heel": Sore(
        ((12, 14), (13, 8), (18, 4.8), (27, 3.6), (37, 4), (44, 6.4), (46, 11.6), (41, 16.6), (30, 17.8), (19, 18)),
        (27, 5.6),
    ),
    "whole heel": Sore(
        ((8, 22), (8.4, 12), (13, 6), (24, 3.8), (40, 4.2), (56, 8), (70, 14.6), (71, 20.5), (60, 21.5), (44, 20),
         (30, 19.5), (18, 21), (12, 27)),
        (30, 6.2),
    ),
    "bursa": Sore((), (17.5, 56), of="bursa"),
    "behind the inner ankle": Sore(
        ((28.5, 66), (30, 76), (37, 80), (43.5, 75), (46.5, 66), (52, 57.5), (57, 50), (56, 40), (47, 34), (38, 36),
         (32, 44), (29, 55)),
        (45, 52),
    ),
}  # fmt: skip


def smooth_ring(points: Floats) -> Floats:
    """A closed smooth curve through points, finely sampled."""
    wound = np.vstack([points[-2:], points, points[:3]])
    cubics = curves.through(wound)[2:-2]
    share = np.linspace(0, 1, 13)[:-1]
    found: Floats = np.vstack([curves.at(cubic, share) for cubic in cubics])
    return found


def smooth_run(points: Floats) -> Floats:
    """An open smooth curve through points, finely sampled."""
    share = np.linspace(0, 1, 13)
    found: Floats = np.vstack([curves.at(cubic, share) for cubic in curves.through(points)])
    return found


def outline(on: Foot, name: str) -> Polygon:
    """A structure's outline in written millimetres, on this foot: (ahead, up)."""
    one = STRUCTURES[name]
    if one.width_mm:
        lines = [LineString(smooth_run(np.array(run, dtype=np.float64))) for run in one.runs]
        widths = [one.width_mm, *(one.width_mm * BRANCH_SHARE for _ in lines[1:])]
        return _one(unary_union([line.buffer(w / 2) for line, w in zip(lines, widths, strict=True)]))
    ring = np.array(one.runs[0], dtype=np.float64)
    if one.under_skin:
        ring = np.stack([ring[:, 0] + on.skin_behind(ring[:, 1]), ring[:, 1]], axis=1)
    shape = Polygon(smooth_ring(ring)).buffer(0)
    if name == "bursa":
        hidden = unary_union([outline(on, other) for other in ("heel bone", "Achilles tendon")])
        shape = shape.difference(hidden)
    return _one(shape)


BRANCH_SHARE = 0.72  # of the nerve's width, for its branches


def _one(shape: object) -> Polygon:
    """The largest piece of a shape."""
    pieces = list(getattr(shape, "geoms", [shape]))
    found: Polygon = max(pieces, key=lambda piece: piece.area)
    return found


def sore_outline(on: Foot, name: str) -> Polygon:
    """A sore place in written millimetres."""
    one = SORES[name]
    return outline(on, one.of) if one.of else Polygon(smooth_ring(np.array(one.points, dtype=np.float64))).buffer(0)


def anchor(on: Foot, name: str) -> tuple[float, float]:
    """Where a label of a structure points, in written millimetres."""
    one = STRUCTURES[name]
    ahead, up = one.anchor
    return (ahead + float(on.skin_behind(np.array([up]))[0]), up) if one.under_skin else (ahead, up)
