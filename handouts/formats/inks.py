"""The colours of print in a finished page: of each run of text, and of what lies under it.

Shapes are followed as the content stream paints them, one over the other: a point lies on the last filled shape that
covers it, else on white paper. Curves are taken as chains of short lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pikepdf

from handouts.formats.content import _UNIT, _Matrix, _matrix, _times

_FILLING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_ENDING = frozenset((*_FILLING, "S", "s", "n"))
#: How far above its baseline a text is probed, as a share of its size: in the middle of small letters.
MIDDLE = 0.25

#: Lines that a curve is cut into.
PIECES = 6

Point = tuple[float, float]
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Ink:
    """A run of text: its own colour and the colour under it, as `#RRGGBB`."""

    text: str
    paper: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """A filled path: its closed chains of points."""

    chains: tuple[tuple[Point, ...], ...]
    even_odd: bool
    colour: str
    box: tuple[float, float, float, float]  # left, bottom, right, top

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = sum(_inside(chain, x, y) for chain in self.chains)
        return inside % 2 == 1 if self.even_odd else inside > 0


def _inside(chain: tuple[Point, ...], x: float, y: float) -> bool:
    """Whether a line to the right of the point crosses the chain an odd number of times."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(chain, (*chain[1:], chain[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


def inks(page: pikepdf.Page) -> list[Ink]:
    """The ink of every run of text on a page, in the order of `content.Content.runs`."""
    return _Painter(page).found


class _Painter:
    """One page, painted once from the first operator to the last."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.found: list[Ink] = []
        self._shapes: list[_Shape] = []
        self._chains: list[list[Point]] = []
        self._state: tuple[_Matrix, str] = (_UNIT, "#000000")
        self._stack: list[tuple[_Matrix, str]] = []
        self._line: _Matrix = _UNIT
        self._size = 0.0
        for instruction in pikepdf.parse_content_stream(page):
            self._take(str(instruction.operator), list(instruction.operands))

    def _take(self, operator: str, operands: list[Any]) -> None:
        matrix, colour = self._state
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q":
            self._state = self._stack.pop()
        elif operator == "cm":
            self._state = (_times(_matrix(operands), matrix), colour)
        elif operator in ("rg", "g", "k"):
            self._state = (matrix, _hex([float(value) for value in operands]))
        elif operator in ("re", "m", "l", "c"):
            self._path(operator, [float(value) for value in operands])
        elif operator in _ENDING:
            self._end(operator)
        elif operator == "Tm":
            self._line = _matrix(operands)
        elif operator == "Tf":
            self._size = float(operands[1])
        elif operator in ("TJ", "Tj"):
            self._show()

    def _path(self, operator: str, numbers: list[float]) -> None:
        if operator == "re":
            x, y, width, height = numbers
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            self._chains.append([self._at(*corner) for corner in corners])
            return
        points = [self._at(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if operator == "m" or not self._chains:
            self._chains.append([])
        chain = self._chains[-1]
        chain += _curve(chain[-1], *points) if operator == "c" and chain else points[-1:]

    def _end(self, operator: str) -> None:
        chains = tuple(tuple(chain) for chain in self._chains if len(chain) > 2)
        if operator in _FILLING and chains:
            self._shapes.append(_Shape(chains, "*" in operator, self._state[1], _box(chains)))
        self._chains = []

    def _show(self) -> None:
        place = _times(self._line, self._state[0])
        size = self._size * (place[2] ** 2 + place[3] ** 2) ** 0.5
        x, y = place[4] + MIDDLE * size, place[5] + MIDDLE * size
        under = next((shape.colour for shape in reversed(self._shapes) if shape.covers(x, y)), WHITE)
        self.found.append(Ink(self._state[1], under))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state[0]
        return x * a + y * c + e, x * b + y * d + f


def _box(chains: Iterable[Iterable[Point]]) -> tuple[float, float, float, float]:
    points = [point for chain in chains for point in chain]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _curve(start: Point, one: Point, other: Point, end: Point) -> list[Point]:
    """Points along a Bézier curve, its end among them."""

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
