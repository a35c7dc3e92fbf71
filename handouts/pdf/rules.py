"""Finds the rules of a page: borders, lines of tables, lines to write on; not the strokes of drawings.

The engine paints a border as the ring between two rectangles (even-odd, ISO 32000-2, 8.5.3.3.3), a line of a table as a
stroke, and marks both as artifacts (14.8.2.2). What is inside a Figure belongs to a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from handouts.pdf.graphics import FILLS, STROKES, Painted, State

THICKEST_PT = 6.0  # 2.1 mm: the bar over the summary; what is thicker is an area


class Rule(NamedTuple):
    """The rectangle of a rule on its page, in points."""

    left: float
    bottom: float
    right: float
    top: float


def rules(painted: Iterable[Painted]) -> list[Rule]:
    """The rules among all that is painted on a page, in that order."""
    return [rule for one in painted if one.mark is None for rectangle in _rectangles(one)
            for rule in _rule(one.state, *rectangle)]  # fmt: skip


def _rectangles(one: Painted) -> Iterator[Sequence[float]]:
    """Left, bottom, width and height of each part of a path that may be a rule."""
    boxes = [[*map(float, operands)] for operator, operands in one.path if operator == "re"]
    if one.operator in STROKES:
        yield from _strokes(one)
    elif one.operator == "f*" and len(boxes) == 2:
        yield from _ring(*sorted(boxes, key=lambda box: box[2] * box[3]))
    elif one.operator in FILLS:
        yield from boxes


def _strokes(one: Painted) -> Iterator[Sequence[float]]:
    width = one.state.line_width
    before = (0.0, 0.0)
    for operator, operands in one.path:
        if operator in ("m", "l", "re"):
            x, y, *_ = map(float, operands)
            if operator == "l" and (x == before[0] or y == before[1]):
                left, bottom = min(x, before[0]) - width / 2, min(y, before[1]) - width / 2
                yield left, bottom, abs(x - before[0]) + width, abs(y - before[1]) + width
            before = (x, y)


def _ring(inner: Sequence[float], outer: Sequence[float]) -> Iterator[Sequence[float]]:
    (x, y, wide, high), (left, bottom, outer_wide, outer_high) = inner, outer
    yield left, bottom, x - left, outer_high
    yield x + wide, bottom, left + outer_wide - x - wide, outer_high
    yield left, bottom, outer_wide, y - bottom
    yield left, y + high, outer_wide, bottom + outer_high - y - high


def _rule(state: State, x: float, y: float, wide: float, high: float) -> Iterator[Rule]:
    """The rectangle on its page, if it lies straight and is thin."""
    _, b, c, *_ = state.matrix
    (left, bottom), (right, top) = state.at(x, y), state.at(x + wide, y + high)
    left, right, bottom, top = *sorted((left, right)), *sorted((bottom, top))
    if b == c == 0 and 0.05 < min(right - left, top - bottom) <= THICKEST_PT:
        yield Rule(left, bottom, right, top)
