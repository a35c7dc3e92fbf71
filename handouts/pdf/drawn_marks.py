"""What is drawn under a mark of a page: how often something is painted, and where its paths begin.

The beginnings of its paths say where a drawing of many strokes lies and how large it is, at a third of the time that
reading all points would take.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from handouts.pdf.content_stream import _UNIT, Instruction, _Matrix, _matrix, _times

_LINES = frozenset(("l", "c", "v", "y", "h"))
_PAINTING = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"))

Box = tuple[float, float, float, float]  #: left, bottom, right, top in points


@dataclass
class Drawing:
    """What is painted under one mark. `points` are the beginnings and the corners of the painted paths, on the page."""

    painted: int = 0
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def box(self) -> Box | None:
        """The rectangle round these points; None where only pictures made of dots are painted."""
        if not self.points:
            return None
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def drawings(instructions: Iterable[Instruction], marks: Container[int], images: Container[str]) -> dict[int, Drawing]:
    """The drawings under these marks of a page. `images` are the names of its pictures made of dots."""
    return _Reader(marks, images).read(instructions)


class _Reader:
    """One page, read once; paths are looked at only under the marks that are asked for."""

    def __init__(self, marks: Container[int], images: Container[str]) -> None:
        self._marks, self._images = marks, images
        self._matrix: _Matrix = _UNIT
        self._stack: list[_Matrix] = []
        self._open: list[int | None] = []
        self._path: list[tuple[float, float]] = []
        self._found: dict[int, Drawing] = {}

    def read(self, instructions: Iterable[Instruction]) -> dict[int, Drawing]:
        for operator, operands in instructions:
            if operator in _LINES:
                continue
            if operator == "q":
                self._stack.append(self._matrix)
            elif operator == "Q":
                self._matrix = self._stack.pop()
            elif operator == "cm":
                self._matrix = _times(_matrix(operands), self._matrix)
            elif operator in ("BDC", "BMC"):
                self._begin(operands)
            elif operator == "EMC":
                self._open.pop()
            elif self._open and self._open[-1] is not None:
                self._draw(operator, operands, self._found[self._open[-1]])
        return self._found

    def _begin(self, operands: Sequence[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else {}
        mark = int(properties["/MCID"]) if "/MCID" in properties else None
        if mark is None:  # an artifact in a figure is a part of it
            mark = self._open[-1] if self._open else None
        self._open.append(mark if mark in self._marks else None)
        if self._open[-1] is not None:
            self._found.setdefault(self._open[-1], Drawing())

    def _draw(self, operator: str, operands: Sequence[Any], drawing: Drawing) -> None:
        if operator == "m":
            self._path.append(self._at(float(operands[0]), float(operands[1])))
        elif operator == "re":
            x, y, width, height = (float(value) for value in operands)
            self._path += (self._at(x, y), self._at(x + width, y + height))
        elif operator in _PAINTING:
            drawing.painted += 1
            if operator == "INLINE IMAGE" or (operator == "Do" and str(operands[0]) in self._images):
                self._path = [self._at(x, y) for x in (0, 1) for y in (0, 1)]
            drawing.points += self._path
            self._path = []
        elif operator == "n":
            self._path = []

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._matrix
        return x * a + y * c + e, x * b + y * d + f
