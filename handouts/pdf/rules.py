"""Finds the rules of a page: borders, lines of tables, lines to write on; not the strokes of drawings.

The engine paints a border as the ring between two rectangles (even-odd, ISO 32000-2, 8.5.3.3.3), a line of a table as a
stroke, and marks both as artifacts (14.8.2.2). What is inside a Figure belongs to a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from handouts.pdf.content_stream import _UNIT, _Matrix, _matrix, _times
from handouts.pdf.operators import Instruction

LINES = frozenset(("m", "l", "re"))
FILLS = frozenset(("f", "F", "f*"))
STROKES = frozenset(("S", "s"))
THICKEST_PT = 6.0  # 2.1 mm: the bar over the summary; what is thicker is an area


class Rule(NamedTuple):
    """The rectangle of a rule on its page, in points."""

    left: float
    bottom: float
    right: float
    top: float


def rules(instructions: Iterable[Instruction]) -> list[Rule]:
    """The rules of one page, in painting order."""
    return list(_Reader().read(instructions))


class _Reader:
    """Reads one content stream; paths outside of artifacts are skipped unread."""

    def __init__(self) -> None:
        self._state: tuple[_Matrix, float] = (_UNIT, 1.0)  # matrix and line width
        self._stack: list[tuple[_Matrix, float]] = []
        self._open: list[bool] = []  # whether each open sequence of marked content is tagged
        self._path: list[tuple[str, list[float]]] = []

    def read(self, instructions: Iterable[Instruction]) -> Iterator[Rule]:
        for operator, operands in instructions:
            if operator in LINES:
                if True not in self._open:
                    self._path.append((operator, [float(value) for value in operands]))
            elif operator in ("BDC", "BMC"):
                self._open.append(len(operands) > 1 and "/MCID" in operands[1])
            elif operator == "EMC":
                self._open.pop()
            elif operator in FILLS or operator in STROKES or operator == "n":
                yield from self._painted(operator)
                self._path = []
            else:
                self._set_state(operator, operands)

    def _set_state(self, operator: str, operands: Sequence[Any]) -> None:
        matrix, width = self._state
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q":
            self._state = self._stack.pop()
        elif operator == "cm":
            self._state = _times(_matrix(operands), matrix), width
        elif operator == "w":
            self._state = matrix, float(operands[0])

    def _painted(self, operator: str) -> Iterator[Rule]:
        boxes = [numbers for kind, numbers in self._path if kind == "re"]
        if operator in STROKES:
            yield from self._strokes()
        elif operator == "f*" and len(boxes) == 2:
            yield from self._ring(*sorted(boxes, key=lambda box: box[2] * box[3]))
        elif operator in FILLS:
            yield from (found for box in boxes for found in self._rule(*box))

    def _strokes(self) -> Iterator[Rule]:
        half = self._state[1] / 2
        at = (0.0, 0.0)
        for kind, (x, y, *_) in self._path:
            if kind == "l" and (x == at[0] or y == at[1]):
                left, bottom = min(x, at[0]), min(y, at[1])
                wide, high = abs(x - at[0]), abs(y - at[1])
                yield from self._rule(left - half, bottom - half, wide + 2 * half, high + 2 * half)
            at = (x, y)

    def _ring(self, inner: Sequence[float], outer: Sequence[float]) -> Iterator[Rule]:
        (x, y, wide, high), (left, bottom, outer_wide, outer_high) = inner, outer
        yield from self._rule(left, bottom, x - left, outer_high)
        yield from self._rule(x + wide, bottom, left + outer_wide - x - wide, outer_high)
        yield from self._rule(left, bottom, outer_wide, y - bottom)
        yield from self._rule(left, y + high, outer_wide, bottom + outer_high - y - high)

    def _rule(self, x: float, y: float, wide: float, high: float) -> Iterator[Rule]:
        a, b, c, d, e, f = self._state[0]
        xs, ys = sorted((x * a + e, (x + wide) * a + e)), sorted((y * d + f, (y + high) * d + f))
        thickness = min(xs[1] - xs[0], ys[1] - ys[0])
        if b == c == 0 and 0.05 < thickness <= THICKEST_PT:
            yield Rule(xs[0], ys[0], xs[1], ys[1])
