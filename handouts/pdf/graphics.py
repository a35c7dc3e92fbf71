"""Follows a content stream: transformation, colour, marked content, and each path that is painted.

All that the preflight knows of drawings, rules and backgrounds comes from this one pass: `drawn_marks`, `rules` and
`inks` select among its paths. ISO 32000-2: graphics state 8.4, paths 8.5, colour operators 8.6.8, marked content 14.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from handouts.pdf.operators import Instruction

#: Path construction operators (8.5.2) with points: most of a page by number.
SEGMENTS = frozenset(("m", "l", "c", "v", "y", "re"))
FILLS = frozenset(("f", "F", "f*"))
STROKES = frozenset(("S", "s"))
#: Operators that paint, but for those of text; `Do` paints an image or a form.
PAINTING = FILLS | STROKES | frozenset(("B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"))
_TEXT = frozenset(("TJ", "Tj", "'", '"'))

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class State(NamedTuple):
    """What `q` keeps and `Q` restores: transformation matrix, colour of fills as `#RRGGBB`, width of lines."""

    matrix: Matrix = UNIT
    colour: str = "#000000"
    line_width: float = 1.0

    def at(self, x: float, y: float) -> Point:
        """A point on the page."""
        a, b, c, d, e, f = self.matrix
        return x * a + y * c + e, x * b + y * d + f


class Painted(NamedTuple):
    """One operator that paints, with its path, as operators and operands, and the MCID that it belongs to."""

    operator: str
    path: Sequence[Instruction]
    state: State
    mark: int | None
    name: str = ""  #: of the XObject of `Do`


class Graphics:
    """One page or form, read once from top to bottom."""

    def __init__(self) -> None:
        self.painted: list[Painted] = []
        self.unmarked = 0  #: how many operators paint outside of marked content
        self.state = State()
        self._saved: list[State] = []
        self._path: list[Instruction] = []
        self._open: list[int | None] = []  # MCIDs; None for artifacts

    def read(self, instructions: Iterable[Instruction]) -> None:
        for operator, operands in instructions:
            if operator in SEGMENTS:
                self._path.append((operator, operands))
            else:
                self.take(operator, operands)

    def take(self, operator: str, operands: Sequence[Any]) -> None:
        if not self._open and (operator in PAINTING or operator in _TEXT):
            self.unmarked += 1
        if operator in PAINTING:
            name = str(operands[0]) if operator == "Do" else ""
            self.painted.append(Painted(operator, self._path, self.state, self.mark, name))
            self._path = []
        elif operator == "n":
            self._path = []
        elif operator == "q":
            self._saved.append(self.state)
        elif operator == "Q":
            self.state = self._saved.pop()
        elif operator == "cm":
            self.state = self.state._replace(matrix=times(matrix_of(operands), self.state.matrix))
        elif operator in ("rg", "g", "k"):
            self.state = self.state._replace(colour=_hex([float(value) for value in operands]))
        elif operator == "w":
            self.state = self.state._replace(line_width=float(operands[0]))
        elif operator in ("BDC", "BMC"):
            self.begin(operands[1] if len(operands) > 1 else {})
        elif operator == "EMC":
            self.end()

    def begin(self, properties: Any) -> None:
        """Opens a marked-content sequence."""
        self._open.append(int(properties["/MCID"]) if "/MCID" in properties else None)

    def end(self) -> None:
        """Closes the innermost sequence."""
        self._open.pop()

    @property
    def mark(self) -> int | None:
        """The MCID of the innermost open sequence that has one: an artifact in it is a part of it."""
        return next((mark for mark in reversed(self._open) if mark is not None), None)


def matrix_of(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The product of two transformation matrices (8.3.4): first the inner, then the outer one."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _hex(values: list[float]) -> str:
    if len(values) == 1:
        values = values * 3
    if len(values) == 4:
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    return "#" + "".join(f"{round(255 * value):02X}" for value in values)
