"""How much a figure moves from start to finish, and a dashed outline of moving parts where that is little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy import ndimage
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.render import marks, svg
from handouts.figures.render.arrows import Seen
from handouts.figures.render.scene import Rendering
from handouts.model.poses import FRAMES

MOVED_SHARE = 0.12  # of the figure: a reader does not see a smaller movement between two pictures side by side
OFF_MM = 0.5  # a dash nearer to the outline of the finish would thicken it
SHORTEST_MM = 5.0
BESIDE_ARROW_MM = 10.0  # beside an arrow a shorter outline is a speck, as behind a head or an elbow
GHOST_MOVED_MM = 1.5  # a part that moves less on paper has no outline of its start
EDGE_MM = 0.3  # where the picture cuts the body off there is no outline


@dataclass(frozen=True, eq=False)
class Change:
    """What the reader sees move from one frame to the next: a share of the body, and the outline of the frame before.

    Attributes:
        share: of the body.
        outline: dashed, where the share is small.
        before: the name of the frame before.
    """

    share: float
    outline: tuple[Floats, ...] = ()
    before: str = "start"

    @property
    def outline_mm(self) -> float:
        return float(sum(LineString(points).length for points in self.outline))


def changes(renderings: Mapping[str, Rendering]) -> dict[str, Change]:
    """The change from each frame to the next one up to the finish, by the name of the later one."""
    names = [name for name in (*FRAMES[: FRAMES.index("finish")], "finish") if name in renderings]
    found = {}
    for before, name in pairwise(names):
        if one := change(renderings[before], renderings[name]):
            found[name] = replace(one, before=before)
    return found


def change(start: Rendering | None, finish: Rendering | None) -> Change | None:
    """The change between two frames; None when a frame is missing or the finish is shown from nearer."""
    if start is None or finish is None or not comparable(start, finish):
        return None
    share = moved_share(start, finish)
    dashed = share < MOVED_SHARE and not _of_hand(finish)
    return Change(share, tuple(outline_of_start(start, finish)) if dashed else ())


def _of_hand(rendering: Rendering) -> bool:
    """Is this a close-up of a hand? Dashes beside its fingers would be read as further fingers."""
    only = rendering.scene.only or ()
    return any(limb.startswith("hand.") for limb in only) and not any(limb.startswith("foot.") for limb in only)


def comparable(start: Rendering, finish: Rendering) -> bool:
    """Are both pictures of the same part of the body, from the same place, at the same size?"""
    one, two = start.scene, finish.scene
    same_size = abs(start.sheet.mm_per_body_mm - finish.sheet.mm_per_body_mm) < 1e-9
    turned = one.camera.yaw_deg - two.camera.yaw_deg, one.camera.pitch_deg - two.camera.pitch_deg
    return max(map(abs, turned)) < SAME_VIEW_DEG and one.only == two.only and same_size


def moved_share(start: Rendering, finish: Rendering) -> float:
    """The area that body or props leave or enter, as a share of the body; both pictures must be comparable."""
    before, after = _same_room(start, start, finish), _same_room(finish, start, finish)
    bodies = (before == BODY) ^ (after == BODY)
    everything = (before > 0) ^ (after > 0)
    moved = max(int(bodies.sum()), int(everything.sum()))
    return moved / max(int(((before == BODY) | (after == BODY)).sum()), 1)


SAME_VIEW_DEG = 1.0  # a close-up follows its limb, which two solutions of one pose may turn by a fraction of a degree
THING, BODY = 1, 2
COARSE = 4  # every fourth pixel is enough for a share


def _same_room(one: Rendering, start: Rendering, finish: Rendering) -> Ints:
    """What one picture shows in the room that both share: 0, `THING` or `BODY` for each coarse pixel."""
    pixel = COARSE / one.sheet.pixels_per_body_mm
    left, right = max(start.sheet.left, finish.sheet.left), min(start.sheet.right, finish.sheet.right)
    bottom, top = max(start.sheet.bottom, finish.sheet.bottom), min(start.sheet.top, finish.sheet.top)
    x = np.arange(left, right, pixel) - one.sheet.left
    y = one.sheet.top - np.arange(top, bottom, -pixel)
    rows, columns = ((way * one.sheet.pixels_per_body_mm).astype(np.int64) for way in (y, x))
    height, width = one.labels.shape
    at = np.ix_(np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1))
    found: Ints = np.where(one.body_pixels[at], BODY, np.where(one.labels[at] >= 0, THING, 0))
    return found


def outline_of_start(start: Rendering, finish: Rendering) -> list[Floats]:
    """The outline of the start in the picture of the finish, in print mm.

    It is drawn where it is not that of the finish, round parts that move, and never over the head.
    """
    room = _shared_room(start, finish).buffer(-EDGE_MM).difference(_head(finish))
    line = _brought(_body(start), start, finish).boundary.intersection(room)
    left = line.difference(_body(finish).boundary.buffer(OFF_MM))
    moved = _moved_mm(start, finish)
    pieces = [run for piece in _lines(left) for run in _moving(piece, moved, start, finish)]
    return [points for points in pieces if LineString(points).length >= SHORTEST_MM]


def _lines(shape: BaseGeometry) -> list[Floats]:
    """The lines of a shape, joined where they meet."""
    merged = linemerge(shape) if shape.geom_type == "MultiLineString" else shape
    pieces = [piece for piece in getattr(merged, "geoms", [merged]) if isinstance(piece, LineString)]
    return [np.array(piece.coords) for piece in pieces if piece.length > 0]


def _head(finish: Rendering) -> BaseGeometry:
    """Face, hair and what covers them, in the picture of the finish."""
    return marks.outline(finish.patch_pixels("head")).buffer(OFF_MM)


def _moving(line: Floats, moved: Floats, start: Rendering, finish: Rendering) -> list[Floats]:
    """The runs of an outline that lie round moving parts; `moved` is in millimetres for each pixel of the start."""
    scale, pixels = finish.sheet.mm_per_body_mm, start.sheet.pixels_per_mm
    shift = np.array([start.sheet.left - finish.sheet.left, finish.sheet.top - start.sheet.top]) * scale
    at = np.floor((line - shift) * pixels).astype(np.int64)
    height, width = moved.shape
    moves = moved[np.clip(at[:, 1], 0, height - 1), np.clip(at[:, 0], 0, width - 1)] >= GHOST_MOVED_MM
    cuts = np.flatnonzero(np.diff(moves.astype(np.int64))) + 1
    runs = np.split(np.arange(len(line)), cuts)
    return [line[run] for run in runs if moves[run[0]] and len(run) > 1]


def _moved_mm(start: Rendering, finish: Rendering) -> Floats:
    """How far the part under each pixel of the start goes on paper; beside the body, that of the nearest part."""
    found = np.zeros(start.labels.shape)
    surfaces = zip(start.scene.surfaces, finish.scene.surfaces, strict=False)
    for number, (one, two) in enumerate(surfaces):
        on = start.body_pixels & (start.picture.surface == number)
        if not on.any() or one.seen.shape != two.seen.shape:
            continue
        far = np.hypot(*(two.seen - one.seen)[:, :2].T)
        corners = far[one.triangles[start.picture.triangle[on]]]
        found[on] = np.einsum("fk,fk->f", start.picture.shares[on], corners) * start.sheet.mm_per_body_mm
    nearest = ndimage.distance_transform_edt(~_whole_body(start), return_distances=False, return_indices=True)
    moved: Floats = found[tuple(nearest)]
    return moved


def _whole_body(rendering: Rendering) -> Bools:
    """Pixels of the body that the depth picture knows too: tidied edges belong to no triangle."""
    garments = len(rendering.scene.surfaces) - len(rendering.scene.solids)
    found: Bools = rendering.body_pixels & (rendering.picture.surface >= 0) & (rendering.picture.surface < garments)
    return found


def drawn(change: Change | None, movement: Seen | None) -> tuple[Floats, ...]:
    """The outline of the frame before as the picture shows it; `movement` is that of the arrow."""
    if change is None or (movement is not None and _says_all(movement, change.outline_mm)):
        return ()
    return change.outline


def _says_all(movement: Seen, outline_mm: float) -> bool:
    """Does the arrow say all? Where two parts press, a hand that comes to them is no movement of the exercise."""
    return movement.arrow.meets or (not movement.unseen and outline_mm < BESIDE_ARROW_MM)


def dashed(lines: Iterable[Floats], ink: str = style.INK, wide_mm: float = style.INNER_MM) -> str:
    """Lines as dashes, each drawn by itself: printers treat dash patterns differently."""
    path = svg.Path()
    for points in lines:
        line = LineString(points)
        for begin in np.arange(0.0, line.length - style.DASH_MM / 2, style.DASH_MM + style.DASH_GAP_MM):
            ends = [line.interpolate(begin + share * style.DASH_MM).coords[0] for share in (0.0, 0.5, 1.0)]
            path.move(ends[0]).line(ends[1]).line(ends[2])
    return svg.shape(path, fill="none", stroke=ink, stroke_width=wide_mm)


def _body(rendering: Rendering) -> Polygon | MultiPolygon:
    return marks.outline(rendering.body_pixels)


def _brought(shape: BaseGeometry, start: Rendering, finish: Rendering) -> BaseGeometry:
    """A shape of the start's picture in that of the finish: both show the same room, each its own piece of it."""
    scale = finish.sheet.mm_per_body_mm
    across, down = start.sheet.left - finish.sheet.left, finish.sheet.top - start.sheet.top
    return affinity.translate(shape, across * scale, down * scale)


def _shared_room(start: Rendering, finish: Rendering) -> BaseGeometry:
    """What both pictures show, in that of the finish."""
    mine, other = (box(0, 0, one.sheet.width_mm, one.sheet.height_mm) for one in (finish, start))
    return mine.intersection(_brought(other, start, finish))
