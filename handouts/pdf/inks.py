"""Finds the colour of each text run of a finished page, and the colour behind it.

Shapes are kept in painting order (ISO 32000-2, 8.5.3): the background of a point is the last filled shape that covers
it, else the white of the sheet. Curves are approximated by short lines. Colour operators: 8.6.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handouts.pdf.content_stream import _UNIT, _Matrix, _matrix, _times
from handouts.pdf.operators import Instruction

_FILLING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_DRAWING = frozenset(("re", "m", "l", "c"))
_ENDING = frozenset((*_FILLING, "S", "s", "n"))
#: The height above the baseline at which the background is sampled, as a share of the size: half the x-height.
MIDDLE = 0.25

#: Lines for each curve.
PIECES = 6

Point = tuple[float, float]
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of a text run and the colour behind it, as `#RRGGBB`."""

    text: str
    background: str


@dataclass
class _Shape:
    """A filled path, as operators with operands; points are computed on demand, since most are never tested."""

    strokes: Sequence[tuple[str, Sequence[Any]]]
    even_odd: bool
    matrix: _Matrix
    colour: str

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self._box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = sum(_inside(chain, x, y) for chain in self._chains)
        return inside % 2 == 1 if self.even_odd else inside > 0

    @cached_property
    def _chains(self) -> list[list[Point]]:
        """Its subpaths as closed chains of points on the page."""
        chains: list[list[Point]] = []
        for operator, operands in self.strokes:
            points = [self._at(*point) for point in _points(operator, operands)]
            if operator in ("re", "m") or not chains:
                chains.append(points)
            else:
                chains[-1] += _curve(chains[-1][-1], *points) if operator == "c" else points
        return [chain for chain in chains if len(chain) > 2]

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, with the control points of curves."""
        points = [self._at(*point) for stroke in self.strokes for point in _points(*stroke)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def _at(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self.matrix
        return x * a + y * c + e, x * b + y * d + f


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


def inks(instructions: Iterable[Instruction]) -> list[Ink]:
    """The colours of every text run of a page, in the order of `content_stream.Content.runs`."""
    return _Painter(instructions).inks


class _Painter:
    """Executes the content stream of one page."""

    def __init__(self, instructions: Iterable[Instruction]) -> None:
        self.inks: list[Ink] = []
        self._shapes: list[_Shape] = []
        self._strokes: list[tuple[str, Sequence[Any]]] = []
        self._state: tuple[_Matrix, str] = (_UNIT, "#000000")
        self._stack: list[tuple[_Matrix, str]] = []
        self._line: _Matrix = _UNIT
        self._size = 0.0
        for operator, operands in instructions:
            if operator in _DRAWING:  # most of a page
                self._strokes.append((operator, operands))
            else:
                self._take(operator, operands)

    def _take(self, operator: str, operands: Sequence[Any]) -> None:
        matrix, colour = self._state
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q":
            self._state = self._stack.pop()
        elif operator == "cm":
            self._state = (_times(_matrix(operands), matrix), colour)
        elif operator in ("rg", "g", "k"):
            self._state = (matrix, _hex([float(value) for value in operands]))
        elif operator in _ENDING:
            self._end(operator)
        elif operator == "Tm":
            self._line = _matrix(operands)
        elif operator == "Tf":
            self._size = float(operands[1])
        elif operator in ("TJ", "Tj"):
            self._show()

    def _end(self, operator: str) -> None:
        if operator in _FILLING and self._strokes:
            self._shapes.append(_Shape(self._strokes, "*" in operator, *self._state))
        self._strokes = []

    def _show(self) -> None:
        place = _times(self._line, self._state[0])
        size = self._size * (place[2] ** 2 + place[3] ** 2) ** 0.5
        x, y = place[4] + MIDDLE * size, place[5] + MIDDLE * size
        under = next((shape.colour for shape in reversed(self._shapes) if shape.covers(x, y)), WHITE)
        self.inks.append(Ink(self._state[1], under))


def _curve(start: Point, one: Point, other: Point, end: Point) -> list[Point]:
    """Points of a cubic Bézier curve, with its end."""

    def at(t: float, axis: int) -> float:
        s = 1 - t
        return s**3 * start[axis] + 3 * s * s * t * one[axis] + 3 * s * t * t * other[axis] + t**3 * end[axis]

    return [(at(step / PIECES, 0), at(step / PIECES, 1)) for step in range(1, PIECES + 1)]


def _hex(values: list[float]) -> str:
    if len(values) == 1:
        values = values * 3
    if len(values) == 4:
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    return "#" + "".join(f"{round(255 * value):02X}" for value in values)
