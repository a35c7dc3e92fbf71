"""Surfaces to pixels with an exact depth test: which surface, which triangle, where inside it, how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats, Ints

_BATCH = 3_000_000  # fragments tried at once: bounds the memory, not the result


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
        turned = _turned_away(pixels, sheet.triangles) if sheet.closed else None
        for batch in _batches(pixels, sheet.triangles, width, height, turned):
            where, which, share = _fragments(pixels, sheet.triangles, batch, width, height)
            if sheet.inside is not None and len(where):
                kept = sheet.inside(sheet.triangles[which], share)
                where, which, share = where[kept], which[kept], share[kept]
            far = np.einsum("fk,fk->f", share, z[sheet.triangles[which]])
            _paint(depth, surface, triangle, shares, (where, which, share, far), number)
    shape = (height, width)
    return Picture(surface.reshape(shape), triangle.reshape(shape), shares.reshape(*shape, 3), depth.reshape(shape))


def _paint(
    depth: Floats, surface: Ints, triangle: Ints, shares: Floats, new: tuple[Ints, Ints, Floats, Floats], number: int
) -> None:
    """Keep the nearer of what is there and what comes."""
    where, which, share, far = new
    nearer = far > depth[where]
    where, which, share, far = where[nearer], which[nearer], share[nearer], far[nearer]
    # Several fragments of one batch can lie on one pixel: an indexed assignment would keep any of them, `at` keeps
    # the nearest.
    np.maximum.at(depth, where, far)
    won = far == depth[where]
    where = where[won]
    surface[where], triangle[where], shares[where] = number, which[won], share[won]


def _boxes(pixels: Floats, triangles: Ints, width: int, height: int) -> tuple[Ints, Ints]:
    """First and last pixel (x, y) of every triangle, clipped to the picture."""
    corners = pixels[triangles]
    limit = np.array([width - 1, height - 1])
    low = np.clip(np.ceil(corners.min(axis=1)).astype(np.int64), 0, limit + 1)
    high = np.clip(np.floor(corners.max(axis=1)).astype(np.int64), -1, limit)
    return low, high


def _turned_away(pixels: Floats, triangles: Ints) -> Bools:
    """Which triangles show their inner side; y of a picture goes down, so that an outer side runs clockwise."""
    a, b, c = (pixels[triangles[:, k]] for k in range(3))
    found: Bools = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) > (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    return found


def _batches(pixels: Floats, triangles: Ints, width: int, height: int, left_out: Bools | None = None) -> list[Ints]:
    """Triangles with at least one pixel, cut into batches of bounded work."""
    low, high = _boxes(pixels, triangles, width, height)
    area = np.prod(np.maximum(high - low + 1, 0), axis=1)
    if left_out is not None:
        area[left_out] = 0
    some = np.flatnonzero(area)
    cuts = np.flatnonzero(np.diff(np.cumsum(area[some]) // _BATCH)) + 1
    return [batch for batch in np.split(some, cuts) if len(batch)]


def _fragments(pixels: Floats, triangles: Ints, batch: Ints, width: int, height: int) -> tuple[Ints, Ints, Floats]:
    """Every pixel centre inside every triangle of the batch: pixel, triangle, corner shares."""
    low, high = _boxes(pixels, triangles[batch], width, height)
    a, b, c = (pixels[triangles[batch, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    # A triangle seen edge-on has no inside.
    seen = np.flatnonzero(np.abs(area) >= 1e-9)
    lines = high[seen, 1] - low[seen, 1] + 1
    # What is the same along a line of pixels is found once for the line.
    row = np.repeat(seen, lines)
    y = low[row, 1] + _counted(lines)
    count = high[row, 0] - low[row, 0] + 1
    a_up, b_up, c_up = (corner[row, 1] - y for corner in (a, b, c))
    x = np.repeat(low[row, 0], count) + _counted(count)
    a_off, b_off, c_off = (np.repeat(corner[row, 0], count) - x for corner in (a, b, c))
    a_up, b_up, c_up, size = (np.repeat(one, count) for one in (a_up, b_up, c_up, area[row]))
    first = (b_off * c_up - c_off * b_up) / size
    second = (c_off * a_up - a_off * c_up) / size
    inside = np.flatnonzero((first >= 0) & (second >= 0) & (first + second <= 1))
    first, second = first[inside], second[inside]
    place = np.repeat(y * width, count)[inside] + x[inside]
    return place, batch[np.repeat(row, count)[inside]], np.stack([first, second, 1 - first - second], axis=1)


def _counted(lengths: Ints) -> Ints:
    """0, 1, … for each of some runs, one after the other."""
    ends = np.cumsum(lengths)
    found: Ints = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
    return found
