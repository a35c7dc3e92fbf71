"""A heel that rests on a cold pack in a cloth: the picture of the ice advice.

The pack is a gel bag of 215 mm by 36 mm from the side; the cloth is wrapped round it under the heel, and both bare ends
show what is inside: with one end covered, cloth and pack read as a slipper.
Sizes are those of common reusable packs; the snow crystal says "cold" without a word.
"""

from __future__ import annotations

import math

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x
from handouts.figures.person import feet, rig
from handouts.figures.person.joint_angles import rest_hips
from handouts.figures.person.rig import Body, Posed
from handouts.figures.render import svg
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.scene import Scene

TILT_DEG = 11.5  # the heel stands on the pack, the ball of the foot on the floor
SINK_MM = 7.0  # how far the heel presses into the pack
CUT = (-122.0, 250.0, -6.0, 146.0)  # seen behind the heel, ahead, under the floor, over it; mm of the written foot
WIDTH_MM = 60.0

#: The pack from the side: ahead of the back of the heel, and share of its height. Under the foot it is pressed flat.
PACK = (
    (-114, 0.34), (-113, 0.72), (-104, 0.92), (-80, 0.98), (-50, 1.06), (-26, 1.16), (-8, 1.14), (8, 1.0), (30, 0.90),
    (54, 0.80), (76, 0.62), (94, 0.54), (101, 0.32), (99, 0.08), (90, 0.0), (20, 0.0), (-40, 0.0), (-100, 0.0),
    (-110, 0.08),
)  # fmt: skip
CLOTH_FROM_MM, CLOTH_TO_MM, CLOTH_MM = -50.0, 72.0, 4.0  # where the cloth begins and ends, how thick it lies
STRIPES_MM = (-43.0, -38.5, 60.5, 65.0)  # woven along its edges
CHECKS_MM, FIRST_CHECK_MM = 17.0, -24.0  # squares of a kitchen cloth, as large as they are, and where they begin
CRYSTAL_AT, CRYSTAL_MM = (-81.0, 0.52), 17.0  # middle and arm of the snow crystal


def posed(body: Body) -> Posed:
    """Standing on the ball of the right foot, its heel raised as high as the pack."""
    still = rig.pose(body, {}, rest_hips(body))
    turned = rig.pose(body, {"root": about_x(TILT_DEG)}, rest_hips(body))
    toes = turned.skin[body.vertices_of("foot.R", "toe*.R")]
    down = np.array([0.0, float(toes[:, 1].min()) - float(still.skin[:, 1].min()), 0.0])
    return rig.pose(body, {"root": about_x(TILT_DEG)}, rest_hips(body) - down)


class ColdPackPicture:
    """The scene on its sheet, and everything drawn over it."""

    def __init__(self, body: Body, limbs: tuple[str, ...], yaw_deg: float, pitch_deg: float) -> None:
        self.on = feet.foot(body.name)
        posed_ = posed(body)
        heel = posed_.skin[body.vertices_of("foot.R")]
        along = (heel - self.on.heel) @ self.on.ahead
        back = float(along.min())
        lowest = heel[along < back + 60 * self.on.scale][:, 1].min()
        self.origin = self.on.heel + back * self.on.ahead
        self.high = (float(lowest) + SINK_MM * self.on.scale) / self.on.scale
        self.scene = Scene(posed_, (), Camera(yaw_deg, pitch_deg), (), limbs)
        behind, ahead, under, over = CUT
        corners = self.scene.camera.see(self.place(np.array([[behind, under], [ahead, over]])))[:, :2]
        (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
        scale = WIDTH_MM / float(right - left)
        height = round(float(top - bottom) * scale, 1) / scale
        self.sheet = Sheet(float(left), float(bottom), float(right), float(bottom) + height, scale, style.PIXELS_PER_MM)
        self.floor_y = float(self.scene.camera.see(self.place(np.array([[0.0, 0.0]])))[0, 1])

    def place(self, points: Floats) -> Floats:
        """Places (ahead of the raised heel's back, up from the floor) in the room; written mm."""
        at = np.asarray(points, dtype=np.float64) * self.on.scale
        up = np.array([0.0, 1.0, 0.0])
        found: Floats = self.origin + at[:, :1] * self.on.ahead + at[:, 1:] * up
        return found

    def _on_paper(self, points: Floats) -> Floats:
        return self.sheet.to_print_mm(self.scene.camera.see(self.place(points)))

    @property
    def pack(self) -> Floats:
        ring = np.array(PACK, dtype=np.float64) * np.array([1.0, self.high])
        return feet.smooth_ring(ring)

    @property
    def cloth(self) -> Floats:
        """The pack's outline, a little larger, where the cloth is."""
        grown = Polygon(self.pack).buffer(CLOTH_MM).intersection(box(CLOTH_FROM_MM, 0, CLOTH_TO_MM, 200))
        return np.array(grown.exterior.coords)[:-1]

    def parts(self) -> tuple[str, ...]:
        """Pack, crystal, cloth with its woven edge and squares, over the heel that sinks into them."""
        return (*self._shape(self.pack, "pack of ice"), self._crystal(), *self._shape(self.cloth, "towel"),
                self._stripes())  # fmt: skip

    def _shape(self, ring: Floats, material: str) -> tuple[str, str]:
        path = svg.Path().ring(_even(self._on_paper(ring)))
        colour = style.FILLS[material].near
        return (
            svg.shape(path, fill=colour),
            svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM),
        )

    def _crystal(self) -> str:
        """A snow crystal of three crossed lines with a small fork at every end."""
        x, share = CRYSTAL_AT
        middle = np.array([x, share * self.high])
        path = svg.Path()
        for n in range(6):
            way = np.array([math.cos(n * math.pi / 3 + math.pi / 6), math.sin(n * math.pi / 3 + math.pi / 6)])
            aside = np.array([-way[1], way[0]])
            knot = middle + way * CRYSTAL_MM * 0.58
            tips = [knot + (way + turn * aside) * CRYSTAL_MM * 0.30 for turn in (-0.9, 0.9)]
            at = self._on_paper(np.array([middle, middle + way * CRYSTAL_MM, tips[0], knot, tips[1]]))
            path.move(at[0]).line(at[1]).move(at[2]).line(at[3]).line(at[4])
        return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.HATCH_MM)

    def _stripes(self) -> str:
        ring = Polygon(self.cloth)
        path = svg.Path()
        for x in STRIPES_MM:
            _, low, _, high = ring.intersection(box(x, -1, x + 0.1, 300)).bounds
            at = self._on_paper(np.array([[x, low], [x, high]]))
            path.move(at[0]).line(at[1])
        hem = svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.HATCH_MM)
        return hem + self._checks(ring)

    def _checks(self, ring: Polygon) -> str:
        """The squares of a kitchen cloth: a plain shape under a heel looks like a cushion."""
        _, _, ahead, top = ring.bounds
        down = [LineString([(x, 0), (x, top)]) for x in np.arange(FIRST_CHECK_MM, ahead, CHECKS_MM)]
        along = [affinity.translate(ring.exterior, 0, -fall) for fall in np.arange(CHECKS_MM, top, CHECKS_MM) - 5.0]
        room = ring.buffer(-1.0).intersection(box(STRIPES_MM[1], 0, STRIPES_MM[2], top))
        path = svg.Path()
        for line in (*down, *along):
            for piece in _pieces(line.intersection(room)):
                first, *others = self._on_paper(np.array(piece.simplify(0.3).coords))
                path.move(first)
                for point in others:
                    path.line(point)
        return svg.shape(path, fill="none", stroke=style.FAINT_INK, stroke_width=style.FAINT_MM)

    def spots(self) -> dict[str, Floats]:
        """Where labels point."""
        points = self.place(np.array([[-97.0, 0.62 * self.high], [34.0, 0.45 * self.high]]))
        return {"cold pack": points[0], "cloth": points[1]}


def _pieces(cut: BaseGeometry) -> list[LineString]:
    """The lines of what is left of a line."""
    merged = linemerge(cut) if isinstance(cut, MultiLineString) else cut
    return [piece for piece in getattr(merged, "geoms", [merged]) if isinstance(piece, LineString) and piece.length]


def _even(points: Floats) -> Floats:
    """Without points that lie on a line with their neighbours."""
    found: Floats = np.array(Polygon(points).simplify(0.02).exterior.coords)[:-1]
    return found
