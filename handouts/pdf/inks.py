"""Finds the colour of each text run of a finished page, and the colour behind it.

Shapes are kept in painting order (ISO 32000-2, 8.5.3): the background of a point is the last filled shape that covers
it, else the white of the sheet. Curves are approximated by short lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handouts.pdf.content_stream import Content
from handouts.pdf.graphics import Painted, Point

_FILLING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
#: The height above the baseline at which the background is sampled, as a share of the size: half the x-height.
MIDDLE = 0.25

#: Lines for each curve.
PIECES = 6

WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of a text run and the colour behind it, as `#RRGGBB`."""

    text: str
    background: str


def inks(content: Content) -> list[Ink]:
    """The colours of every text run of a page, in the order of its runs."""
    found, shapes, at = list[Ink](), list[_Shape](), 0
    for run, (colour, before) in zip(content.runs, content.behind, strict=True):
        shapes += (_Shape(one) for one in content.painted[at:before] if one.operator in _FILLING and one.path)
        at = before
        x, y = run.x_pt + MIDDLE * run.size_pt, run.y_pt + MIDDLE * run.size_pt
        under = next((shape.colour for shape in reversed(shapes) if shape.covers(x, y)), WHITE)
        found.append(Ink(colour, under))
    return found


class _Shape:
    """A filled path; its points are computed on demand, since most are never tested."""

    def __init__(self, painted: Painted) -> None:
        self._painted = painted
        self.colour = painted.state.colour

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self._box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = sum(_inside(chain, x, y) for chain in self._chains)
        return inside % 2 == 1 if "*" in self._painted.operator else inside > 0

    @cached_property
    def _chains(self) -> list[list[Point]]:
        """Its subpaths as closed chains of points on the page."""
        chains: list[list[Point]] = []
        for operator, operands in self._painted.path:
            points = [self._painted.state.at(*point) for point in _points(operator, operands)]
            if operator in ("re", "m") or not chains:
                chains.append(points)
            else:
                chains[-1] += _curve(chains[-1][-1], *points) if operator == "c" else points
        return [chain for chain in chains if len(chain) > 2]

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of all that the path may cover: of its own box on the page, with control points."""
        points = [point for one in self._painted.path for point in _points(*one)]
        xs, ys = zip(*points, strict=True)
        corners = [self._painted.state.at(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def _points(operator: str, operands: Sequence[Any]) -> list[Point]:
    numbers = [float(value) for value in operands]
    if operator == "re":
        x, y, width, height = numbers
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _inside(chain: Sequence[Point], x: float, y: float) -> bool:
    """Even-odd test: whether a ray to the right of the point crosses the chain an odd number of times."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(chain, (*chain[1:], chain[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


def _curve(start: Point, one: Point, other: Point, end: Point) -> list[Point]:
    """Points of a cubic Bézier curve, with its end."""

    def at(t: float, axis: int) -> float:
        s = 1 - t
        return s**3 * start[axis] + 3 * s * s * t * one[axis] + 3 * s * t * t * other[axis] + t**3 * end[axis]

    return [(at(step / PIECES, 0), at(step / PIECES, 1)) for step in range(1, PIECES + 1)]
