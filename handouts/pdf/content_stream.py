"""What a page's content stream shows: its text with size and place, its marks, and what no mark covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf

from handouts.pdf.inflation import TooMuchError

_CMAP_LINE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>\s*$", re.MULTILINE)

#: Operators that draw lines, most of a page by number: nothing is on paper before they are painted.
_LINES = frozenset(("m", "l", "c", "re"))

#: Operators that put something on paper.
_PAINTING = frozenset(
    ("TJ", "Tj", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE")
)

#: Operators that say where the next text begins.
_PLACING = frozenset(("BT", "Tm", "Td", "TD"))

#: Text rendering modes that put nothing on paper.
_UNPAINTED = frozenset((3, 7))

#: The most content of one page that is read. A leaflet has less than half a megabyte.
MOST_BYTES = 8 * 2**20

_Matrix = tuple[float, float, float, float, float, float]

Instruction = tuple[str, Any]  #: an operator and its operands

_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text that is shown at once: its size and the start of its baseline in points. `mark` is None for decoration."""

    page: int  # from 1
    text: str
    size_pt: float
    x_pt: float
    y_pt: float
    font: str
    mark: int | None
    width_pt: float = 0.0  # along its baseline
    painted: bool = True  # False in the text rendering mode that shows nothing


class Content:
    """One page, read once from top to bottom of its content stream."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self.runs: list[TextRun] = []
        self.marks: set[int] = set()
        self.unmarked = 0
        self._page = number
        self._fonts: Any = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        self._known: dict[str, _Font] = {}
        self._font, self._size, self._mode = "", 0.0, 0
        self._stack: list[_Matrix] = [_UNIT]
        self._line: _Matrix = _UNIT
        self._open: list[int | None] = []
        self._check_size(page)
        self.instructions: list[Instruction] = [
            (str(instruction.operator), instruction.operands) for instruction in pikepdf.parse_content_stream(page)
        ]
        for operator, operands in self.instructions:
            self._take(operator, operands)

    @staticmethod
    def _check_size(page: pikepdf.Page) -> None:
        """Raises TooMuchError for more content than can be read in a second or two."""
        contents = page.obj.get("/Contents", pikepdf.Array())
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if sum(len(part.read_bytes()) for part in parts) > MOST_BYTES:
            raise TooMuchError(f"a page has more than {MOST_BYTES // 2**20} MB of content")

    def _take(self, operator: str, operands: Sequence[Any]) -> None:
        if operator in _LINES:
            return
        if operator in _PAINTING and not self._open:
            self.unmarked += 1
        if operator == "q":
            self._stack.append(self._stack[-1])
        elif operator == "Q":
            self._stack.pop()
        elif operator == "cm":
            self._stack[-1] = _times(_matrix(operands), self._stack[-1])
        elif operator in _PLACING:
            self._place(operator, operands)
        elif operator in ("BDC", "BMC"):
            self._begin(operands)
        elif operator == "EMC":
            self._open.pop()
        elif operator == "Tf":
            self._font, self._size = str(operands[0]), float(operands[1])
        elif operator == "Tr":
            self._mode = int(operands[0])
        elif operator in ("TJ", "Tj"):
            self._show(operands[0])

    def _place(self, operator: str, operands: Sequence[Any]) -> None:
        """Where the next text begins. The engine writes `Tm` alone; other programs move from line to line."""
        if operator == "BT":
            self._line = _UNIT
        elif operator == "Tm":
            self._line = _matrix(operands)
        else:
            x, y = (float(value) for value in operands)
            self._line = _times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _begin(self, operands: Sequence[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else {}
        mark = int(properties["/MCID"]) if "/MCID" in properties else None
        self._open.append(mark)
        if mark is not None:
            self.marks.add(mark)

    def _show(self, shown: Any) -> None:
        font = self._present_font()
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes, kerned = list[int](), 0.0
        for part in parts:
            if not isinstance(part, pikepdf.String):
                kerned += float(part)
                continue
            string = bytes(part)
            codes += (string[at] << 8 | string[at + 1] for at in range(0, len(string) - 1, 2)) if font.wide else string
        text = "".join([font.letters.get(code, "\ufffd") for code in codes])
        mark = next((mark for mark in reversed(self._open) if mark is not None), None)
        place = _times(self._line, self._stack[-1])
        size = self._size * (place[2] ** 2 + place[3] ** 2) ** 0.5
        advance = sum([font.widths.get(code, 0.0) for code in codes]) - kerned
        width = advance / 1000 * self._size * (place[0] ** 2 + place[1] ** 2) ** 0.5
        where = round(size, 3), round(place[4], 3), round(place[5], 3)
        self.runs.append(
            TextRun(self._page, text, *where, font.name, mark, round(width, 3), self._mode not in _UNPAINTED)
        )

    def _present_font(self) -> _Font:
        if self._font not in self._known:
            self._known[self._font] = _font(self._fonts[self._font])
        return self._known[self._font]


@dataclass(frozen=True, slots=True)
class _Font:
    """What the codes of a font stand for, and how wide they are, in thousandths of its size."""

    name: str
    wide: bool  # two bytes for a code
    letters: dict[int, str]
    widths: dict[int, float]


def _font(font: Any) -> _Font:
    known = font.get("/ToUnicode")
    letters = {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for code, text in (_CMAP_LINE.findall(known.read_bytes()) if known is not None else ())
    }
    wide = font.get("/Subtype") == pikepdf.Name.Type0
    return _Font(str(font.get("/BaseFont", "/"))[1:], wide, letters, dict(_widths(font)))


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """The widths that a font gives its characters one by one, as the engine writes them."""
    if font.get("/Subtype") != pikepdf.Name.Type0:
        first = int(font.get("/FirstChar", 0))
        yield from ((first + at, float(width)) for at, width in enumerate(font.get("/Widths", ())))
        return
    entries = list(font.DescendantFonts[0].get("/W", ()))
    for first, row in pairwise(entries):
        if isinstance(row, pikepdf.Array) and not isinstance(first, pikepdf.Array):
            yield from ((int(first) + at, float(width)) for at, width in enumerate(row))


def _matrix(operands: Sequence[Any]) -> _Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The inner transformation seen through the outer one."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
