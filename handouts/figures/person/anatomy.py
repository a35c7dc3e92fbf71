"""What lies under the skin of a foot: bones, band, tendon, cushion and nerve as flat shapes in their right place.

Every shape is written for a foot of 240 mm that stands on the floor, in millimetres ahead of the back of the heel and
up from the floor, and is laid into the measured foot of the body that is drawn: the back of its heel, its length, its
direction and the outline of its Achilles region are taken from the skin at rest. Shapes are for patients: thin layers
are drawn thicker than they are, so that they can be seen at six centimetres; their places and joins are those of the
sources named with each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import rig
from handouts.figures.person.rig import Body

Points = tuple[tuple[float, float], ...]

HEEL_REACH_MM = 60.0  # of the written foot, that belong to the heel
FOOT_MM = 240.0  # the foot for which shapes are written
SKIN_STEP_MM, SKIN_REACH_MM, SKIN_TOP_MM = 4.0, 5.0, 200.0  # how the back of heel and tendon is measured
FEWEST = 60  # vertices at every height


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
        """Height above the floor, and how far the skin behind lies ahead of the back of the heel; both written mm."""
        along = (self._skin - self.heel) @ self.ahead / self.scale
        up = (self._skin[:, 1] - self.heel[1]) / self.scale
        heights = np.arange(10.0, SKIN_TOP_MM, SKIN_STEP_MM)
        near = [np.sort(np.abs(up - h))[FEWEST] for h in heights]
        backs = np.array(
            [along[np.abs(up - h) <= max(n, SKIN_REACH_MM)].min() for h, n in zip(heights, near, strict=True)]
        )
        smooth = np.convolve(np.pad(backs, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
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
    `deep` things lie under the sore place in the picture, others over it.
    """

    material: str
    runs: tuple[Points, ...]
    anchor: tuple[float, float]
    under_skin: bool = False
    width_mm: float = 0.0
    deep: bool = False


#: Calcaneus from the side, standing. Length about 75 mm of a 240 mm foot, lowest point 11 mm over the floor (the loaded
#: heel pad), lower border rising at 18 to 20 degrees (median calcaneal pitch of adults, Radiopaedia, "Calcaneal
#: inclination angle"). The outline follows lateral radiographs in general knowledge.
HEEL_BONE: Points = (
    (9.5, 27), (10.5, 18.5), (14, 13.2), (20, 11.2), (27, 11.6), (34, 14.4), (46, 18.8), (60, 23), (72, 26.8),
    (81, 30), (84.5, 34.5), (82.5, 40.8), (75, 42.6), (68.5, 43.4), (63.5, 46.2), (58.5, 51), (53, 54), (47, 52.8),
    (40, 48.4), (33, 46), (25, 46.2), (18.5, 45.4), (13.4, 41.6), (10.6, 35),
)  # fmt: skip

#: What lies round the heel bone: ankle bone (talus), the end of the shin bone, and two bones of the middle of the foot
#: (cuboid and navicular). Drawn faintly, for nobody knows a heel bone for a bone when it stands alone. Outlines follow
#: lateral radiographs in general knowledge.
ANKLE: Points = (
    (44.5, 58), (50, 57.4), (56.5, 55.2), (62.5, 50.4), (68, 46.6), (79, 45.6), (90, 44.6), (97, 47.6), (99, 53.4),
    (95, 59), (87, 61.6), (81, 66), (76, 72.6), (68, 76.6), (58, 76), (50, 71), (45, 64.5),
)  # fmt: skip
SHIN: Points = (
    (46, 82), (48.5, 75.4), (54, 78.6), (61, 81.2), (69, 81), (76, 77.6), (81, 79), (82.5, 88), (79, 106),
    (77, 140), (76, 190), (50, 190), (50, 140), (48.5, 106),
)  # fmt: skip
MIDFOOT: tuple[Points, ...] = (
    (
        (87.6, 39.4), (88.6, 34.6), (88, 29.6), (94, 26.4), (104, 25.4), (114, 26.4), (116.4, 31.4), (115, 38),
        (104, 40.6), (93, 41.8),
    ),
    (
        (100.6, 46.4), (106, 44), (114, 44), (117.6, 50), (116.4, 58), (110, 63), (101.6, 63.4), (99.6, 61.4),
        (102.4, 54),
    ),
)  # fmt: skip

#: Achilles tendon: into the middle third of the back of the heel bone, upwards close under the skin, here 7 mm thick.
TENDON: Points = (
    (4.4, 190), (4.2, 150), (4.0, 115), (4.0, 90), (4.0, 70), (4.2, 55), (4.6, 44), (5.6, 34), (8.2, 25),
    (10.4, 23), (11, 30), (11.4, 38), (11.2, 46), (11.2, 56), (11.2, 70), (11.4, 90), (11.8, 115), (13, 150),
    (15.5, 190),
)  # fmt: skip

#: The bursa between the upper back corner of the heel bone and the tendon: "between the anterior surface of the
#: Achilles tendon and the posterior surface of the calcaneal tuberosity" (IMAIOS, "Subtendinous calcaneal bursa").
#: Healthy it is 1 mm thick; this one is swollen. What bone and tendon cover is cut away.
BURSA: Points = (
    (9, 39), (14, 40), (19, 44), (25, 48.5), (29, 54), (28.5, 62), (24.5, 69), (18.5, 69.5), (13, 62), (10, 52),
    (9, 45),
)  # fmt: skip

#: Plantar fascia: from the inner tubercle under the heel bone to the balls of the toes. 3 to 4 mm thick, drawn 7.
BAND: Points = (
    (27, 14.5), (34, 16.6), (46, 19.2), (80, 22.4), (115, 21.6), (150, 17.6), (172, 14.4), (186, 12), (187, 8.6),
    (172, 9), (150, 10.8), (115, 14.4), (80, 15.6), (48, 13), (37, 11), (31, 11.6),
)  # fmt: skip

#: The fat cushion between heel bone and skin, a little thicker than it is under load; it reaches up behind the bone
#: ("flanges on the sides and posteriorly", Campanelli and others 2011, J Anat, heel fat pad morphology).
PAD: Points = (
    (5.2, 24), (5.6, 16.5), (9.6, 9.4), (15.5, 5.2), (24, 3.9), (36, 3.8), (48, 4.6), (60, 6.6), (70, 9.8),
    (74, 13.5), (70, 17), (58, 19.6), (46, 19.4), (33, 14.6), (27, 11.6), (20, 11.2), (14, 13.2), (10.5, 18.5),
    (9.4, 25), (7.4, 27),
)  # fmt: skip

#: A heel spur: a ledge of bone from the front of the tubercle, over the band, pointing to the toes. Drawn about four
#: times the few millimetres of life, so that it can be seen from a chair.
SPUR: Points = (
    (26, 13.5), (29, 11.2), (35, 11.6), (43, 13.2), (51, 15), (58, 17), (64, 19.8), (57, 20.6), (50, 20.9),
    (44, 20.6), (37, 20), (29, 18),
)  # fmt: skip

#: Lower end of the shin bone with the inner ankle bone, its tip a little below the ankle joint.
INNER_ANKLE: Points = (
    (52, 190), (51.5, 140), (50.5, 112), (48, 94), (46.5, 80), (49, 67.5), (54.5, 60), (60.5, 60), (66, 66),
    (73, 71.5), (80.5, 75.5), (84, 82.5), (82.5, 94), (78.5, 112), (76, 140), (75, 190),
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
    "heel pad": Structure("pad", (PAD,), (60, 12), deep=True),
    "bursa": Structure("bursa", (BURSA,), (20.5, 59), deep=True),
    "plantar fascia": Structure("sinew", (BAND,), (118, 17.8), deep=True),
    "spur": Structure("spur", (SPUR,), (33.5, 14.6)),
    "heel bone": Structure("bone", (HEEL_BONE,), (16, 30)),
    "achilles tendon": Structure("sinew", (TENDON,), (7.8, 80), under_skin=True),
    "inner ankle bone": Structure("bone", (INNER_ANKLE,), (62, 80)),
    "nerve": Structure(
        "nerve", (NERVE_STEM, NERVE_INNER, NERVE_OUTER, NERVE_HEEL), (33, 86), width_mm=4.6
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
    "inner heel": Sore(
        ((14, 13), (16.4, 8), (24, 5.4), (36, 5), (50, 6.8), (62, 10.6), (70, 15.6), (70, 21.4), (62, 23), (46, 21),
         (33, 17), (25, 15), (18, 16)),
        (21.5, 8.6),
    ),
    "spur": Sore(
        ((25, 10), (30, 6.4), (40, 5.2), (52, 6.4), (61, 10.4), (64, 16), (60, 21), (51, 21.6), (42, 19.4), (33, 15.6),
         (28, 13)),
        (58.5, 16.6),
    ),
    "start of the band": Sore(
        ((26, 8.8), (29, 6), (36, 4.8), (46, 5.4), (58, 8), (70, 11.4), (80, 14.4), (81.5, 18.6), (76, 20),
         (68, 17.6), (58, 14.2), (48, 11.6), (38, 9.8), (30, 9.4)),
        (66, 13.8),
    ),
    "middle heel": Sore(
        ((13, 15), (13.6, 9.6), (18, 6.4), (26, 5.2), (35, 5.4), (41.5, 7.6), (44, 12), (41, 17.4), (30, 16),
         (20, 14.6)),
        (24, 8.2),
    ),
    "whole heel": Sore(
        ((7.6, 24), (7.8, 16), (11, 10), (17, 6.2), (27, 5), (40, 5.4), (52, 8), (58, 14), (53, 21), (41, 25.5),
         (28, 28), (15, 29.5)),
        (30, 15),
    ),
    "bursa": Sore((), (20.5, 59), of="bursa"),
    "inner ankle": Sore(
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
    ring = ring + np.array([_with_tendon(on, name), 0.0])
    shape = Polygon(smooth_ring(ring)).buffer(0)
    if name == "bursa":
        shape = shape.difference(unary_union([outline(on, other) for other in ("heel bone", "achilles tendon")]))
    return _one(shape)


def neighbours(names: Sequence[str]) -> list[Polygon]:
    """The bones round a heel bone that is drawn, in written millimetres."""
    if "inner ankle bone" in names:  # further ahead the nerve runs over them, and they would be a tangle
        rings: tuple[Points, ...] = (ANKLE, *(() if "heel bone" in names else (HEEL_BONE,)))
    else:
        rings = (ANKLE, SHIN, *MIDFOOT) if "heel bone" in names else ()
    return [Polygon(smooth_ring(np.array(points, dtype=np.float64))).buffer(0) for points in rings]


def _with_tendon(on: Foot, name: str) -> float:
    """How far a bursa lies further ahead on this foot, because its tendon does."""
    return max(0.0, float(on.skin_behind(np.array([BURSA_UP_MM]))[0]) - BURSA_SKIN_MM) if name == "bursa" else 0.0


BURSA_UP_MM, BURSA_SKIN_MM = (
    58.0,
    3.5,
)  # its height, and how far ahead the skin lies there on the foot it is written for


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
    ahead += _with_tendon(on, name)
    return (ahead + float(on.skin_behind(np.array([up]))[0]), up) if one.under_skin else (ahead, up)
