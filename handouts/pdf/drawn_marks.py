"""Measures the drawing of marked content (ISO 32000-2, 14.6): how often it is painted, and where its paths are.

The start points of its paths give place and size of a drawing, in a third of the time of reading all points. Of its
first paths all end points count, since a drawing of one path, such as a round logo, has only one start.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from handouts.pdf.content_stream import _UNIT, _Matrix, _matrix, _times
from handouts.pdf.operators import Instruction

_LINES = frozenset(("l", "c", "v", "y", "h"))
_FEW_PATHS = 8
_PAINTING = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"))

Box = tuple[float, float, float, float]  #: left, bottom, right, top in points


@dataclass
class Drawing:
    """The painting of one mark. `points` are start points and corners of the painted paths, in points on the page, and
    the end points of the lines and curves of the first of these paths."""

    painted: int = 0
    paths: int = 0
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def box(self) -> Box | None:
        """The bounding box of these points; None for a drawing without a path or image."""
        if not self.points:
            return None
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def drawings(instructions: Iterable[Instruction], marks: Container[int], images: Container[str]) -> dict[int, Drawing]:
    """The drawings of these marks of a page.

    Args:
        instructions: the content stream of the page.
        marks: MCIDs.
        images: resource names of the image XObjects of the page.
    """
    return _Reader(marks, images).read(instructions)


class _Reader:
    """Reads one page once; paths are evaluated only in the given marks."""

    def __init__(self, marks: Container[int], images: Container[str]) -> None:
        self._marks, self._images = marks, images
        self._matrix: _Matrix = _UNIT
        self._stack: list[_Matrix] = []
        self._open: list[int | None] = []
        self._path: list[tuple[float, float]] = []
        self._drawings: dict[int, Drawing] = {}

    def read(self, instructions: Iterable[Instruction]) -> dict[int, Drawing]:
        for operator, operands in instructions:
            if operator in _LINES:
                self._follow(operands)
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
                self._draw(operator, operands, self._drawings[self._open[-1]])
        return self._drawings

    def _begin(self, operands: Sequence[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else {}
        mark = int(properties["/MCID"]) if "/MCID" in properties else None
        if mark is None:  # an artifact in a Figure belongs to it
            mark = self._open[-1] if self._open else None
        self._open.append(mark if mark in self._marks else None)
        if self._open[-1] is not None:
            self._drawings.setdefault(self._open[-1], Drawing())

    def _follow(self, operands: Sequence[Any]) -> None:
        """The end point of a line or curve of the first paths; closing a path has none."""
        mark = self._open[-1] if self._open else None
        if operands and mark is not None and self._drawings[mark].paths <= _FEW_PATHS:
            x, y = operands[-2:]
            self._path.append(self._at(float(x), float(y)))

    def _draw(self, operator: str, operands: Sequence[Any], drawing: Drawing) -> None:
        if operator == "m":
            drawing.paths += 1
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
