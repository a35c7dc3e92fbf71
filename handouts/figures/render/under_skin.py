"""Bones and soft things under the skin as line art: sorted by depth, two tones each, every border drawn once.

The surfaces are drawn to pixels with a depth test; the borders of what shows become curves, as those of the skin do.
Where one thing passes into another (a tendon into its bone) there is no line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import unary_union

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.render import label_picture, pen, raster, svg, trace
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.raster import Picture
from handouts.figures.render.trace import Border

CURVE_PX = 0.8
EDGE_PX = 3.0  # a border so near to the edge of the picture is where the picture cuts, not a line
LIGHT = unit(vector(-0.45, 0.65, 0.6))  # in the camera's axes: from the upper left, as in most anatomy books
SHADE = 0.16  # a surface that faces the light less than this is drawn in its second tone
SHADE_BLUR_PX, HOLE_BLUR_PX = 5.0, 16.0  # tones have soft borders, whatever the triangles are; also over holes
ISLAND_PX = 700  # a smaller piece of a tone (1.2 mm² of paper) reads as a hole or a thing, and takes the other tone
SHORTEST_PX = 12  # of a run of a border that is drawn


@dataclass(frozen=True, eq=False)
class Thing:
    """One surface under the skin.

    Attributes:
        name: what it belongs to; borders inside of one name are not drawn.
        closed: without holes and with all triangles turned outwards, so that its far side need not be drawn.
        bone: the bone of the skeleton that it is.
        joins: names into which it passes without a line.
        faint: it is beside the thing that is meant.
        in_front_mm: how much nearer to the viewer it is drawn than it lies.
    """

    name: str
    material: str
    points: Floats
    triangles: Ints
    closed: bool = True
    bone: str = ""
    joins: tuple[str, ...] = ()
    faint: bool = False
    in_front_mm: float = 0.0


@dataclass(frozen=True, eq=False)
class UnderSkin:
    """What shows of a set of things on one sheet."""

    things: tuple[Thing, ...]
    labels: Ints  # twice the number of a thing, and one more in its second tone; -1 is nothing

    @cached_property
    def _borders(self) -> list[Border]:
        return trace.borders(self.labels)

    @cached_property
    def _cubics(self) -> list[list[Floats]]:
        return [curves.fitted(b.points, b.start_run, b.end_run, CURVE_PX) for b in self._borders]

    def thing(self, label: int) -> Thing | None:
        return None if label < 0 else self.things[label // 2]

    def shape(self, *names: str) -> Polygon | MultiPolygon:
        """What shows of the things of these names, in print millimetres."""
        chosen = [i for i, thing in enumerate(self.things) if thing.name in names]
        found: Polygon | MultiPolygon = Polygon()
        for ring in trace.loops(self._borders, self._inside([2 * i + k for i in chosen for k in (0, 1)])):
            points = np.vstack([self._borders[i].points[:: -1 if back else 1] for i, back in ring])
            found = found.symmetric_difference(Polygon(points / style.PIXELS_PER_MM).buffer(0))
        solid = unary_union([piece for piece in getattr(found, "geoms", [found]) if isinstance(piece, Polygon)])
        return solid if isinstance(solid, Polygon | MultiPolygon) else Polygon()

    def _inside(self, labels: Iterable[int]) -> Bools:
        inside: Bools = np.zeros(2 * len(self.things) + 1, dtype=bool)
        inside[[label + 1 for label in labels]] = True
        return inside

    def fills(self) -> list[str]:
        """One path per tone, so that a picture of many bones stays small."""
        groups: dict[str, list[int]] = {}
        for label in sorted({*np.unique(self.labels).tolist()} - {-1}):
            fill = style.FILLS[self.things[label // 2].material]
            groups.setdefault(fill.far if label % 2 else fill.near, []).append(label)
        return [self._filled(colour, labels) for colour, labels in sorted(groups.items())]

    def _filled(self, colour: str, labels: list[int]) -> str:
        path = svg.Path()
        for ring in trace.loops(self._borders, self._inside(labels)):
            first = True
            for i, back in ring:
                for cubic in [c[::-1] for c in reversed(self._cubics[i])] if back else self._cubics[i]:
                    if first:
                        path.move(cubic[0] / style.PIXELS_PER_MM)
                        first = False
                    path.curve(cubic / style.PIXELS_PER_MM)
            path.close()
        return svg.shape(path, fill=colour, fill_rule="evenodd", stroke=colour, stroke_width=style.SEAM_MM)

    def lines(self) -> list[str]:
        """One path for the thing that is meant, one for those beside it."""
        paths = {faint: svg.Path() for faint in (True, False)}
        for border, cubics in zip(self._borders, self._cubics, strict=True):
            faint = self._drawn_faint(border)
            if faint is None:
                continue
            for first, last in self._runs(border):
                whole = (first, last) == (0, len(border.points) - 1)
                part = cubics if whole else curves.fitted(border.points[first : last + 1], None, None, CURVE_PX)
                for i, cubic in enumerate(part):
                    if i == 0:
                        paths[faint].move(cubic[0] / style.PIXELS_PER_MM)
                    paths[faint].curve(cubic / style.PIXELS_PER_MM)
        return [
            svg.shape(paths[True], fill="none", stroke=style.FAINT_INK, stroke_width=style.FAINT_MM),
            svg.shape(paths[False], fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM),
        ]

    def _drawn_faint(self, border: Border) -> bool | None:
        """Is a border drawn faintly? None is not drawn at all."""
        left, right = self.thing(border.left), self.thing(border.right)
        if left is None or right is None:
            one = left or right
            return None if one is None else one.faint
        if left.bone != right.bone and left.name == right.name:
            return left.faint  # the bones of one spine
        if left.name == right.name or left.name in right.joins or right.name in left.joins:
            return None
        if "disc beside" in (left.material, right.material):
            return True
        return left.faint and right.faint

    def _runs(self, border: Border) -> list[tuple[int, int]]:
        """What is left of a border away from the edge of the picture."""
        x, y = border.points.T
        height, width = self.labels.shape
        inside = (x > EDGE_PX) & (y > EDGE_PX) & (x < width - EDGE_PX) & (y < height - EDGE_PX)
        if inside.all():
            return [(0, len(x) - 1)]
        return [(a, b) for a, b in pen.stretches(inside) if b - a >= SHORTEST_PX]


def seen(things: Iterable[Thing], camera: Camera, sheet: Sheet) -> UnderSkin:
    """Draw things to pixels.

    Args:
        things: surfaces in millimetres of the room.
        camera: from where they are seen.
        sheet: which part of the camera's plane is drawn, and how large.
    """
    kept = tuple(things)
    surfaces = [_turned_to(camera, one) for one in kept]
    picture = raster.draw(surfaces, sheet.to_pixels, *sheet.size_px)
    light = _light(picture, sheet)
    labels = np.full(picture.shape, -1, dtype=np.int64)
    for number, box in enumerate(ndimage.find_objects(picture.surface + 1, len(kept))):
        if box is not None:
            mine = picture.surface[box] == number
            blur = SHADE_BLUR_PX if kept[number].closed else HOLE_BLUR_PX
            share = ndimage.gaussian_filter(np.where(mine, light[box], 0.0), blur)
            share /= np.maximum(ndimage.gaussian_filter(mine.astype(np.float64), blur), 1e-6)
            labels[box][mine] = 2 * number + _without_islands(share < SHADE, mine)[mine]
    return UnderSkin(kept, label_picture.tidy(labels))


def _without_islands(shade: Bools, within: Bools) -> Bools:
    """The shade of one thing without small pieces and small holes."""
    found = shade & within
    for tone in (True, False):
        pieces, count = ndimage.label((found == tone) & within)
        small = np.flatnonzero(np.bincount(pieces.ravel(), minlength=count + 1) < ISLAND_PX)
        found = np.where(np.isin(pieces, small[small > 0]), not tone, found)
    return found & within


def _light(picture: Picture, sheet: Sheet) -> Floats:
    """How much each pixel faces the light, from its depth and that of its neighbours: so holes do not matter."""
    depth = np.where(picture.surface >= 0, picture.depth, np.nan)
    down, right = np.gradient(depth * sheet.pixels_per_body_mm)
    facing = (LIGHT[2] - right * LIGHT[0] + down * LIGHT[1]) / np.sqrt(1 + right**2 + down**2)
    found: Floats = np.nan_to_num(facing, nan=0.0)
    return found


def _turned_to(camera: Camera, one: Thing) -> raster.Surface:
    """A thing as the camera sees it, without the triangles of its far side, which cost as much as the near ones."""
    points = camera.see(one.points) + vector(0, 0, one.in_front_mm)
    a, b, c = (points[one.triangles[:, k], :2] for k in range(3))
    if not one.closed:
        return raster.Surface(one.name, points, one.triangles)
    near = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]) > 0
    return raster.Surface(one.name, points, one.triangles[near])
