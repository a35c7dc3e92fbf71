"""Marks on a figure: areas that are stretched, work or hurt, and the arrow of movement."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import contourpy
import numpy as np
from scipy import ndimage
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.language import pointing
from handouts.figures.render import svg
from handouts.figures.render.areas import AREAS, Region
from handouts.figures.render.scene import Rendering

AREA_BLUR_PX = 7.0
OUTERMOST_MM = 40.0  # no bent arrow goes further from its joint


# hatched areas


@dataclass(frozen=True, eq=False)
class Highlight:
    """The marked area in print millimetres, and how much of the part the camera can see."""

    shape: Polygon | MultiPolygon
    parts: tuple[str, ...]

    @property
    def area_mm2(self) -> float:
        return float(self.shape.area)


def highlight(rendering: Rendering, area: pointing.Area, sign: str = "stretched") -> Highlight:
    """The stretched or working part, as far as the body shows it: its sign never leaves the outline of the body."""
    shape = outline(area_pixels(rendering, AREAS[area.part], area.side)).intersection(inside(rendering))
    return _signed(shape, sign)


def inside(rendering: Rendering) -> Polygon | MultiPolygon:
    """The room for signs in print millimetres: the body without the inner half of its outer line."""
    found = outline(rendering.body_pixels).buffer(-style.SILHOUETTE_MM / 2)
    return found if isinstance(found, Polygon | MultiPolygon) else Polygon()


def hatched(shape: Polygon | MultiPolygon) -> Highlight:
    """A sore place that is given in print millimetres."""
    return _signed(shape, "sore")


def _signed(shape: BaseGeometry, sign: str) -> Highlight:
    """A tint and its strokes, without edge or halo: a framed area would read as a thing that lies on the body."""
    kept = unary_union([piece for piece in getattr(shape, "geoms", [shape]) if isinstance(piece, Polygon)])
    if not isinstance(kept, Polygon | MultiPolygon) or kept.is_empty:
        return Highlight(Polygon(), ())
    if sign == "sore" and _narrow(kept):
        return Highlight(kept, (svg.shape(_smooth(kept), fill=style.HIGHLIGHT_INK, fill_rule="evenodd"),))
    path, (width, strokes) = svg.Path(), SIGNS[sign]
    tint = style.SORE if sign == "sore" else style.HIGHLIGHT
    for a, b in strokes(kept):
        path.move(a).line(b)
    ink = svg.shape(path, fill="none", stroke=style.HIGHLIGHT_INK, stroke_width=width)
    return Highlight(kept, (svg.shape(_smooth(kept), fill=tint, fill_rule="evenodd"), ink))


def _narrow(shape: Polygon | MultiPolygon) -> bool:
    """Is most of an area narrower than strokes need?"""
    half = style.NARROW_MM / 2
    return bool(shape.buffer(-half).buffer(half).area < shape.area / 2)


def area_pixels(rendering: Rendering, region: Region, side: str) -> Bools:
    """Where a region of the body shows in the picture."""
    with np.errstate(invalid="ignore"):
        inside = region.contains(rendering.scene.body, side, rendering.rest)
    return rendering.patch_pixels(*region.limb_names(side)) & inside


def outline(mask: Bools) -> Polygon | MultiPolygon:
    """A smooth outline of a mask, in print millimetres; where the picture cuts it off it ends with the picture."""
    # A border of zeros closes the contour where the area leaves the picture.
    soft = np.pad(ndimage.gaussian_filter(mask.astype(np.float64), AREA_BLUR_PX), 1)
    rings = [np.asarray(ring) for ring in contourpy.contour_generator(z=soft).lines(0.5)]
    # The half pixel undoes the padding and the centre of a pixel; a buffer of 0 repairs a ring that touches itself.
    polygons = [Polygon((ring - 0.5) / style.PIXELS_PER_MM).buffer(0) for ring in rings if len(ring) > 20]
    found = unary_union([p for p in polygons if p.area > 1.0])
    return found if isinstance(found, Polygon | MultiPolygon) else Polygon()


def frame(low: Floats, high: Floats) -> str:
    """The line round an enlargement, or round what is enlarged beside."""
    path = svg.Path().ring([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])])
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM)


def _smooth(shape: BaseGeometry) -> svg.Path:
    """The outline of an area in curves."""
    path = svg.Path()
    for polygon in (piece for piece in getattr(shape, "geoms", [shape]) if isinstance(piece, Polygon)):
        for ring in (polygon.exterior, *polygon.interiors):
            pixels = np.array(ring.coords) * style.PIXELS_PER_MM
            for i, cubic in enumerate(curves.fitted(pixels, None, None, 0.6)):
                if i == 0:
                    path.move(cubic[0] / style.PIXELS_PER_MM)
                path.curve(cubic / style.PIXELS_PER_MM)
            path.close()
    return path


def hatch_lines(shape: Polygon | MultiPolygon, step_mm: float, turn_deg: float = 45.0) -> list[tuple[Floats, Floats]]:
    """Straight lines across an area, at a fixed distance and slope, each a pair of ends."""
    turned = affinity.rotate(shape, -turn_deg, origin=(0, 0))
    left, low, right, high = turned.bounds
    first, last = math.floor(low / step_mm) + 1, math.ceil(high / step_mm)
    rows = MultiLineString(
        [LineString([(left - 1, i * step_mm), (right + 1, i * step_mm)]) for i in range(first, last)]
    )
    cut = affinity.rotate(rows.intersection(turned), turn_deg, origin=(0, 0))
    pieces = cut.geoms if hasattr(cut, "geoms") else [cut]
    lines = [np.array(piece.coords) for piece in pieces if piece.length > 0.3]
    return [(line[0], line[-1]) for line in lines]


def _dots(shape: Polygon | MultiPolygon) -> list[tuple[Floats, Floats]]:
    """Dots in staggered rows: each a stroke of no length with round ends."""
    across, down = style.DOT_STEP_MM, style.DOT_STEP_MM * math.sqrt(3) / 2  # the rows of equilateral triangles
    left, low, right, high = shape.bounds
    room, found = shape.buffer(-style.DOT_MM / 2), []
    for row in range(math.floor(low / down), math.ceil(high / down) + 1):
        for column in range(math.floor(left / across) - 1, math.ceil(right / across) + 1):
            at = np.round(((column + row % 2 / 2) * across, row * down), 2)
            if room.contains(Point(at)):
                found.append((at, at + np.array([1 / style.UNITS_PER_MM, 0.0])))
    return found


Strokes = Callable[[Polygon | MultiPolygon], list[tuple[Floats, Floats]]]

#: What a hatched area says → the width of its strokes and the strokes: one sign for each meaning, in every figure.
SIGNS: dict[str, tuple[float, Strokes]] = {
    "stretched": (style.HATCH_MM, lambda shape: hatch_lines(shape, style.HATCH_STEP_MM)),
    "working": (style.DOT_MM, _dots),
    "sore": (
        style.HATCH_MM,
        lambda shape: [
            *hatch_lines(shape, style.CROSS_STEP_MM),
            *hatch_lines(shape, style.CROSS_STEP_MM, -45.0),
        ],
    ),
}


# the arrow


@dataclass(frozen=True, eq=False)
class ArrowMark:
    """An arrow in print millimetres: the corners of its shape, and its SVG."""

    corners: Floats
    parts: tuple[str, ...]

    @property
    def outline(self) -> Polygon:
        return Polygon(self.corners)

    def clear_mm(self, points: Floats) -> float:
        """Distance to the nearest of these points; further than 3 mm does not matter."""
        left, low, right, high = self.outline.bounds
        x, y = points[:, 0], points[:, 1]
        near = points[(x > left - 3) & (x < right + 3) & (y > low - 3) & (y < high + 3)]
        return min((float(self.outline.distance(Point(p))) for p in near), default=3.0)


def arrow_mark(tail: Floats, tip: Floats, both: bool = False) -> ArrowMark:
    """A straight arrow, with a head at one end or at both."""
    ring = _arrow_ring(tail, tip)
    return _arrow(np.vstack([ring[1:-1], _arrow_ring(tip, tail)[1:-1]]) if both else ring)


def bent_arrow(middle: Floats, radius: float, from_deg: float, to_deg: float) -> ArrowMark:
    """An arrow along a circle round `middle`; degrees grow clockwise on paper. Its head reaches past the end."""
    half, wide = style.ARROW_SHAFT_MM / 2, style.ARROW_HEAD_WIDE_MM / 2
    turn = np.radians(np.linspace(from_deg, to_deg, max(int(abs(to_deg - from_deg) / 5), 8)))
    rays = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    end, past = rays[-1], turn[-1] + np.sign(to_deg - from_deg) * style.ARROW_HEAD_LONG_MM / radius
    tip = np.array([np.cos(past), np.sin(past)]) * radius
    head = np.array([end * (radius - wide), tip, end * (radius + wide)])
    return _arrow(middle + np.vstack([rays * (radius - half), head, rays[::-1] * (radius + half)]))


def _arrow(corners: Floats) -> ArrowMark:
    path = svg.Path().ring(corners)
    halo = svg.shape(path, fill=style.WHITE, stroke=style.WHITE, stroke_width=2 * style.ARROW_HALO_MM)
    return ArrowMark(corners, (halo, svg.shape(path, fill=style.ARROW)))


def _arrow_ring(tail: Floats, tip: Floats) -> Floats:
    """The seven corners of a straight arrow."""
    ahead = (tip - tail) / float(np.hypot(*(tip - tail)))
    aside = np.array([-ahead[1], ahead[0]])
    neck = tip - ahead * style.ARROW_HEAD_LONG_MM
    shaft, head = aside * style.ARROW_SHAFT_MM / 2, aside * style.ARROW_HEAD_WIDE_MM / 2
    return np.array([tail + shaft, neck + shaft, neck + head, tip, neck - head, neck - shaft, tail - shaft])


def arrow_outside(
    outline_mm: Floats, at: Floats, way: Floats, side: str, lowest_mm: float, both: bool = False
) -> ArrowMark:
    """An arrow beside the figure: `behind` points at the part, `ahead` leads away, else it runs `alongside`.

    `outline_mm` are all points of the figure on paper (y down); the arrow never lies on them, nor under `lowest_mm`.
    """
    ahead = way / float(np.hypot(*way))
    aside = np.array([-ahead[1], ahead[0]])
    if side in ("ahead", "behind"):
        near = np.abs((outline_mm - at) @ aside) < style.ARROW_HEAD_WIDE_MM / 2 + 0.8
        reach = (outline_mm[near] - at) @ ahead
        if side == "ahead":
            tail = at + ahead * (float(max(reach, default=0.0)) + style.ARROW_GAP_MM)
            length = style.ARROW_LENGTH_MM + (style.ARROW_HEAD_LONG_MM if both else 0.0)
            return arrow_mark(tail, tail + ahead * length, both)
        tip = at + ahead * (float(min(reach, default=0.0)) - style.ARROW_GAP_MM)
        return arrow_mark(tip - ahead * style.ARROW_LENGTH_MM, tip)
    at = np.array([at[0], min(at[1], lowest_mm - style.ARROW_LENGTH_MM / 2)])
    near = np.abs((outline_mm - at) @ ahead) < style.ARROW_LENGTH_MM / 2 + 0.8
    left = float(outline_mm[near, 0].min()) - style.ARROW_GAP_MM - style.ARROW_HEAD_WIDE_MM / 2
    middle = np.array([left, at[1]])
    return arrow_mark(middle - ahead * style.ARROW_LENGTH_MM / 2, middle + ahead * style.ARROW_LENGTH_MM / 2)


def arrow_swung(outline_mm: Floats, pivot: Floats, at: Floats, way: Floats) -> ArrowMark:
    """An arrow bent round the joint about which a part swings, just outside of all that it swings past."""
    ray = at - pivot
    facing = math.degrees(math.atan2(ray[1], ray[0]))
    sense = 1.0 if ray[0] * way[1] - ray[1] * way[0] > 0 else -1.0
    off = outline_mm - pivot
    far, aside = np.hypot(*off.T), _apart_deg(np.degrees(np.arctan2(off[:, 1], off[:, 0])), facing)
    wide = style.ARROW_HEAD_WIDE_MM / 2 + style.ARROW_GAP_MM
    for radius in np.arange(float(np.hypot(*ray)), OUTERMOST_MM, 0.25):
        half = math.degrees(style.SWUNG_ARROW_MM / 2 / radius)
        met = (aside < half + math.degrees(style.ARROW_GAP_MM / radius)) & (np.abs(far - radius) < wide)
        if not met.any():
            break
    head = math.degrees(style.ARROW_HEAD_LONG_MM / radius)
    return bent_arrow(pivot, radius, facing - sense * half, facing + sense * (half - head))


def arrow_round(outline_mm: Floats, at: Floats) -> ArrowMark:
    """An arrow that goes round a part, clockwise, as far as the limb that carries the part leaves it room."""
    off = outline_mm - at
    far, turn = np.hypot(*off.T), np.degrees(np.arctan2(off[:, 1], off[:, 0]))
    wide, best = style.ARROW_HEAD_WIDE_MM / 2 + style.ARROW_GAP_MM / 2, (0.0, 0.0, 0.0)
    for radius in np.arange(*style.ROUND_ARROW_MM, 0.25):
        met = np.sort(turn[np.abs(far - radius) < wide])
        free = np.diff(np.append(met, met[0] + 360)) if len(met) else np.array([300.0])
        first = float(met[free.argmax()]) if len(met) else -60.0
        if free.max() > best[0] + 4:
            best = (float(free.max()), float(radius), first)
    span, radius, first = best
    margin = math.degrees(style.ARROW_GAP_MM / radius)
    head = math.degrees(style.ARROW_HEAD_LONG_MM / radius)
    return bent_arrow(at, radius, first + margin, first + span - margin - head)


def _apart_deg(angles: Floats, other: float) -> Floats:
    """How far each angle is from another, 0 to 180."""
    found: Floats = np.abs((angles - other + 180) % 360 - 180)
    return found
