"""The chambers of a fat pad: cells that are longer than wide, from bone to skin, with walls one pen line thick."""

from __future__ import annotations

import numpy as np
from scipy.spatial import Voronoi
from shapely.geometry import LineString, MultiPolygon, Polygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats

WIDE_MM, HIGH_MM = 2.3, 2.7  # of a chamber on paper
UNEVEN = 0.32  # share of a chamber by which its middle may be off a regular grid
SHORTEST_MM = 0.15  # of a wall that is drawn
GOLDEN = 0.6180339887498949  # steps of this share never come round: unevenness without chance


def walls(shape: Polygon | MultiPolygon) -> list[Floats]:
    """The walls of the chambers that fill a shape, each a run of points in print millimetres."""
    left, low, right, high = shape.bounds
    rows, columns = int((high - low) / HIGH_MM) + 5, int((right - left) / WIDE_MM) + 5
    middles = []
    for row in range(rows):
        for column in range(columns):
            number = row * columns + column
            aside, down = ((number * GOLDEN) % 1 - 0.5, (number * GOLDEN**2) % 1 - 0.5)
            x = left + (column - 2 + row % 2 / 2 + UNEVEN * aside) * WIDE_MM
            middles.append((x, low + (row - 2 + UNEVEN * down) * HIGH_MM))
    cells = Voronoi(np.array(middles))
    room = shape.buffer(-style.THINNEST_MM / 2)
    inside = [LineString(cells.vertices[pair]).intersection(room) for pair in cells.ridge_vertices if min(pair) >= 0]
    pieces = [piece for cut in inside for piece in getattr(cut, "geoms", [cut])]
    return [np.array(one.coords) for one in pieces if isinstance(one, LineString) and one.length > SHORTEST_MM]
