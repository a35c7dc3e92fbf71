"""Surfaces to pixels with an exact depth test: which surface, which triangle, where inside it, how far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats, Ints

_BATCH = 3_000_000  # fragments tried at once: bounds the memory, not the result
_ON_EDGE = 1e-9  # of a pixel: a centre on the edge of a triangle belongs to it, whatever is rounded off


@dataclass(frozen=True, eq=False)
class Surface:
    """One sheet of triangles: skin, a piece of clothing, a solid.

    `inside` may cut it: given triangles and corner shares of some fragments, it says which of them exist. Of a `closed`
    one what is turned away is behind what is turned to the viewer: it is not drawn.
    """

    name: str
    seen: Floats
    triangles: Ints
    inside: Callable[[Ints, Floats], Bools] | None = None
    closed: bool = False


@dataclass(frozen=True, eq=False)
class Picture:
    """What every pixel shows: surface number (-1 = nothing), triangle, corner shares, depth (towards the viewer)."""

    surface: Ints
    triangle: Ints
    shares: Floats
    depth: Floats

    @property
    def shape(self) -> tuple[int, int]:
        return self.surface.shape[0], self.surface.shape[1]


def draw(surfaces: list[Surface], to_pixels: Callable[[Floats], Floats], width: int, height: int) -> Picture:
    """All surfaces into one picture; the nearest fragment of each pixel wins (depth buffer).

    Args:
        surfaces: meshes in camera millimetres; their order numbers them in the picture.
        to_pixels: camera millimetres, shape (n, 2 or 3), to pixels, shape (n, 2).
        width, height: size of the picture in pixels.
    """
    depth = np.full(width * height, -np.inf)
    surface = np.full(width * height, -1, dtype=np.int64)
    triangle = np.full(width * height, -1, dtype=np.int64)
    shares = np.zeros((width * height, 3))
    for number, sheet in enumerate(surfaces):
        pixels, z = to_pixels(sheet.seen), sheet.seen[:, 2]
        for batch, low, high in _batches(pixels, sheet, width, height):
            corners = sheet.triangles[batch]
            lines = _lines(pixels[corners], z[corners], low, high)
            of, x, far = _fragments(lines)
            where = lines.y[of] * width + low[lines.triangle[of], 0] + x
            nearer = np.flatnonzero(far > depth[where])
            of, x, far, where = of[nearer], x[nearer], far[nearer], where[nearer]
            first, second = (part[0][of] + part[1][of] * x for part in (lines.first, lines.second))
            share, which = np.stack([first, second, 1 - first - second], axis=1), batch[lines.triangle[of]]
            if sheet.inside is not None and len(where):
                kept = np.flatnonzero(sheet.inside(sheet.triangles[which], share))
                where, which, share, far = where[kept], which[kept], share[kept], far[kept]
            # Several fragments of one batch can lie on one pixel: an indexed assignment would keep any of them, `at`
            # keeps the nearest.
            np.maximum.at(depth, where, far)
            won = np.flatnonzero(far == depth[where])
            where = where[won]
            surface[where], triangle[where], shares[where] = number, which[won], share[won]
    shape = (height, width)
    return Picture(surface.reshape(shape), triangle.reshape(shape), shares.reshape(*shape, 3), depth.reshape(shape))


def _batches(pixels: Floats, sheet: Surface, width: int, height: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Triangles that have a pixel, cut into batches of bounded work, with the first and last pixel (x, y) of each."""
    a, b, c = (pixels[sheet.triangles[:, k]] for k in range(3))
    limit = np.array([width - 1, height - 1])
    low = np.clip(np.ceil(np.minimum(np.minimum(a, b), c)).astype(np.int64), 0, limit + 1)
    high = np.clip(np.floor(np.maximum(np.maximum(a, b), c)).astype(np.int64), -1, limit)
    size = np.maximum(high - low + 1, 0)
    area = size[:, 0] * size[:, 1]
    across, along = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]), (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    # A triangle seen edge-on has no inside. The inner side of a closed sheet does not show: y of a picture goes down,
    # so that an outer side runs clockwise.
    area[across - along > -1e-9 if sheet.closed else np.abs(across - along) < 1e-9] = 0
    some = np.flatnonzero(area)
    cuts = np.flatnonzero(np.diff(np.cumsum(area[some]) // _BATCH)) + 1
    for batch in np.split(some, cuts):
        if len(batch):
            yield batch, low[batch], high[batch]


@dataclass(frozen=True, eq=False)
class _Lines:
    """Every line of pixels that a triangle's box has: what is the same along it is found once for all its pixels.

    Shares of the corners and the depth are straight functions of x, counted from the left edge of the box: a value at
    0, and what each pixel adds.
    """

    triangle: Ints
    y: Ints
    width: Ints
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats]
    depth: tuple[Floats, Floats]


def _lines(corners: Floats, z: Floats, low: Ints, high: Ints) -> _Lines:
    """The lines of the boxes of some triangles; corners in pixels, shape (n, 3, 2), their depths, shape (n, 3)."""
    of = np.repeat(np.arange(len(corners)), high[:, 1] - low[:, 1] + 1)
    y = low[of, 1] + _counted(high[:, 1] - low[:, 1] + 1)
    a, b, c = ((corners[:, k] - low) for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    down = y - low[of, 1]
    a_up, b_up, c_up = ((corner[:, 1])[of] - down for corner in (a, b, c))
    ax, bx, cx, size = a[of, 0], b[of, 0], c[of, 0], area[of]
    first = (bx * c_up - cx * b_up) / size, (b_up - c_up) / size
    second = (cx * a_up - ax * c_up) / size, (c_up - a_up) / size
    za, zb, zc = (z[of, 0] - z[of, 2]), (z[of, 1] - z[of, 2]), z[of, 2]
    depth = first[0] * za + second[0] * zb + zc, first[1] * za + second[1] * zb
    return _Lines(of, y, (high[:, 0] - low[:, 0])[of], first, second, depth)


def _fragments(lines: _Lines) -> tuple[Ints, Ints, Floats]:
    """Every pixel centre inside a triangle: the number of its line, x from the left edge of the box, and the depth."""
    begin, end = np.zeros(len(lines.y)), lines.width.astype(np.float64)
    (f, f_step), (s, s_step) = lines.first, lines.second
    with np.errstate(divide="ignore", invalid="ignore"):
        for share, step in ((f, f_step), (s, s_step), (1 - f - s, -f_step - s_step)):
            zero = -share / step
            begin = np.where(step > 0, np.maximum(begin, zero), begin)
            end = np.where(step < 0, np.minimum(end, zero), end)
            end[(step == 0) & (share < 0)] = -1.0
    left = np.ceil(begin - _ON_EDGE).astype(np.int64)
    count = np.maximum(np.floor(end + _ON_EDGE).astype(np.int64) - left + 1, 0)
    of = np.repeat(np.arange(len(count)), count)
    x = left[of] + _counted(count)
    return of, x, lines.depth[0][of] + lines.depth[1][of] * x


def _counted(lengths: Ints) -> Ints:
    """0, 1, … for each of some runs, one after the other."""
    ends = np.cumsum(lengths)
    found: Ints = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
    return found
