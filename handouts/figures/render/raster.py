"""Surfaces to pixels with an exact depth test: which surface, which triangle, where inside it, how far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats, Ints

_BATCH = 3_000_000  # fragments tried at once: bounds the memory, not the result
_SLACK = 1e-3  # of a pixel: what is rounded off where a line of pixels leaves a triangle


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
            where, of, share = _fragments(pixels[corners], low, high, width)
            which = batch[of]
            far = np.einsum("fk,fk->f", share, z[corners[of]])
            nearer = np.flatnonzero(far > depth[where])
            where, which, share, far = where[nearer], which[nearer], share[nearer], far[nearer]
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


def _fragments(corners: Floats, low: Ints, high: Ints, width: int) -> tuple[Ints, Ints, Floats]:
    """Every pixel centre inside some triangles: pixel, number of the triangle, corner shares.

    Args:
        corners: in pixels, shape (n, 3, 2).
        low, high: first and last pixel (x, y) of each triangle's box.
        width: of the picture.
    """
    a, b, c = (corners[:, k] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    # What is the same along a line of pixels is found once for the line.
    lines = high[:, 1] - low[:, 1] + 1
    row = np.repeat(np.arange(len(corners)), lines)
    y, size = low[row, 1] + _counted(lines), area[row]
    (ax, a_up), (bx, b_up), (cx, c_up) = ((corner[row, 0], corner[row, 1] - y) for corner in (a, b, c))
    left, count = _inside(
        ((bx * c_up - cx * b_up) / size, (b_up - c_up) / size),
        ((cx * a_up - ax * c_up) / size, (c_up - a_up) / size),
        low[row, 0],
        high[row, 0],
    )
    line = np.repeat(np.arange(len(row)), count)
    x = left[line] + _counted(count)
    a_off, b_off, c_off = (corner[line] - x for corner in (ax, bx, cx))
    a_up, b_up, c_up, size = (one[line] for one in (a_up, b_up, c_up, size))
    first = (b_off * c_up - c_off * b_up) / size
    second = (c_off * a_up - a_off * c_up) / size
    inside = np.flatnonzero((first >= 0) & (second >= 0) & (first + second <= 1))
    line, first, second = line[inside], first[inside], second[inside]
    share = np.stack([first, second, 1 - first - second], axis=1)
    return y[line] * width + x[inside], row[line], share


def _inside(first: tuple[Floats, Floats], second: tuple[Floats, Floats], low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """The first pixel of each line that may be in its triangle, and how many: half of a box is outside.

    Shares of two corners are straight functions of x: a value at 0, and what each pixel adds.
    """
    begin, end = low.astype(np.float64), high.astype(np.float64)
    (f, f_step), (s, s_step) = first, second
    with np.errstate(divide="ignore", invalid="ignore"):
        for share, step in ((f, f_step), (s, s_step), (1 - f - s, -f_step - s_step)):
            zero = -share / step
            begin = np.where(step > 0, np.maximum(begin, zero - _SLACK), begin)
            end = np.where(step < 0, np.minimum(end, zero + _SLACK), end)
    left = np.ceil(begin).astype(np.int64)
    return left, np.maximum(np.floor(end).astype(np.int64) - left + 1, 0)


def _counted(lengths: Ints) -> Ints:
    """0, 1, … for each of some runs, one after the other."""
    ends = np.cumsum(lengths)
    found: Ints = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
    return found
