"""Marks on a figure: areas that are stretched, work or hurt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

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
BLUR_REACHES = 4.0  # standard deviations


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


@lru_cache(maxsize=1)  # the check of a mark asks again for what drawing it needed
def inside(rendering: Rendering) -> Polygon | MultiPolygon:
    """The room for signs in print millimetres: the body without the inner half of its outer line."""
    found = outline(rendering.body_pixels).buffer(-style.SILHOUETTE_MM / 2)
    return found if isinstance(found, Polygon | MultiPolygon) else Polygon()


def hatched(shape: Polygon | MultiPolygon) -> Highlight:
    """A sore place that is given in print millimetres."""
    return _signed(shape, "sore")


def filled(shape: Polygon | MultiPolygon) -> Highlight:
    """A sore nerve: strokes across it look like a rope."""
    return Highlight(shape, (svg.shape(smooth(shape), fill=style.HIGHLIGHT_INK, fill_rule="evenodd"),))


def _signed(shape: BaseGeometry, sign: str) -> Highlight:
    """A tint and its strokes, without edge or halo: a framed area would read as a thing that lies on the body."""
    kept = unary_union([piece for piece in getattr(shape, "geoms", [shape]) if isinstance(piece, Polygon)])
    if not isinstance(kept, Polygon | MultiPolygon) or kept.is_empty:
        return Highlight(Polygon(), ())
    if sign == "sore" and _narrow(kept):
        return filled(kept)
    path, (width, strokes) = svg.Path(), SIGNS[sign]
    tint = style.SORE if sign == "sore" else style.HIGHLIGHT
    for a, b in strokes(kept):
        path.move(a).line(b)
    ink = svg.shape(path, fill="none", stroke=style.HIGHLIGHT_INK, stroke_width=width)
    return Highlight(kept, (svg.shape(smooth(kept), fill=tint, fill_rule="evenodd"), ink))


def _narrow(shape: Polygon | MultiPolygon) -> bool:
    """Is most of an area narrower than strokes need?"""
    half = style.NARROW_MM / 2
    return bool(shape.buffer(-half).buffer(half).area < shape.area / 2)


def area_pixels(rendering: Rendering, region: Region, side: str) -> Bools:
    """Where a region of the body shows in the picture."""
    found = rendering.patch_pixels(*region.limb_names(side))
    with np.errstate(invalid="ignore"):
        found[found] = region.contains(rendering.scene.body, side, rendering.rest(found))
    return found


def outline(mask: Bools) -> Polygon | MultiPolygon:
    """A smooth outline of a mask, in print millimetres; where the picture cuts it off it ends with the picture."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return Polygon()
    # Only where the blur reaches: it costs more than all else here, and a mask is a small part of its picture.
    reach = math.ceil(BLUR_REACHES * AREA_BLUR_PX) + 1
    top, left = max(int(rows[0]) - reach, 0), max(int(columns[0]) - reach, 0)
    own = mask[top : int(rows[-1]) + reach + 1, left : int(columns[-1]) + reach + 1]
    # A border of zeros closes the contour where the area leaves the picture.
    soft = np.pad(_blurred(own), 1)
    corner = np.array([left, top])
    rings = [np.asarray(ring) + corner for ring in contourpy.contour_generator(z=soft).lines(0.5)]
    # The half pixel undoes the padding and the centre of a pixel; a buffer of 0 repairs a ring that touches itself.
    polygons = [Polygon((ring - 0.5) / style.PIXELS_PER_MM).buffer(0) for ring in rings if len(ring) > 20]
    found = unary_union([p for p in polygons if p.area > 1.0])
    return found if isinstance(found, Polygon | MultiPolygon) else Polygon()


def _blurred(mask: Bools) -> Floats:
    """A mask, blurred in the boxes of its pieces: between them there is nothing."""
    reach = math.ceil(BLUR_REACHES * AREA_BLUR_PX)
    rows, columns = (-(-side // reach) for side in mask.shape)
    whole = np.zeros((rows * reach, columns * reach), dtype=bool)
    whole[: mask.shape[0], : mask.shape[1]] = mask
    coarse = whole.reshape(rows, reach, columns, reach).any(axis=(1, 3))
    # Blocks as wide as the blur reaches, and those beside them: what lies in other groups of blocks adds nothing.
    groups = ndimage.label(ndimage.binary_dilation(coarse, np.ones((3, 3))), np.ones((3, 3)))[0]
    found = np.zeros(mask.shape)
    for room in ndimage.find_objects(groups):
        box = tuple(slice(side.start * reach, side.stop * reach) for side in room)
        soft = ndimage.gaussian_filter(mask[box].astype(np.float64), AREA_BLUR_PX, truncate=BLUR_REACHES)
        # Boxes may overlap: a piece that lies partly in the box of another is whole in its own, and more there.
        found[box] = np.maximum(found[box], soft)
    return found


def frame(low: Floats, high: Floats) -> str:
    """The line round an enlargement, or round what is enlarged beside."""
    path = svg.Path().ring([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])])
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM)


def smooth(shape: BaseGeometry) -> svg.Path:
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
