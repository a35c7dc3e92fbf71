"""Reads a page's content stream: what is painted (`graphics`), and text with size and position.

ISO 32000-2: content streams 7.8, form XObjects 8.10, text 9.3 and 9.4, replacement text 14.9.4.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pikepdf

from handouts.pdf import operators
from handouts.pdf.graphics import UNIT, Graphics, Matrix, matrix_of, times
from handouts.pdf.inflation import TooMuchError
from handouts.pdf.operators import Instruction

_CMAP_LINE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>\s*$", re.MULTILINE)

#: The operator that begins a text object (9.4.1): no text is shown outside of one.
_TEXT_OBJECT = re.compile(rb"(?<![A-Za-z0-9*'\"/])BT(?![A-Za-z0-9*])")

#: Operators that position the next text (9.4.2).
_PLACING = frozenset(("BT", "Tm", "Td", "TD"))

#: Text rendering modes that paint nothing (9.3.6).
_UNPAINTED = frozenset((3, 7))

#: The most content of one page that is read. A leaflet has less than half a megabyte.
MOST_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one text-showing operator, with its size and the start of its baseline in points."""

    page: int  # from 1
    text: str
    size_pt: float
    x_pt: float
    y_pt: float
    font: str
    mark: int | None  # the MCID; None for artifacts
    width_pt: float = 0.0  # along its baseline
    painted: bool = True  # False in a text rendering mode that paints nothing
    drawn: str = ""  # characters of its glyphs; the text is other where the stream has replacement text (14.9.4)


class Content(Graphics):
    """One page, read once from top to bottom of its content stream."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        super().__init__()
        self.runs: list[TextRun] = []
        self.behind: list[tuple[str, int]] = []  # of each run its colour, and how much is painted before it
        self.marks: set[int] = set()
        self.form_texts: list[int | None] = []  # the MCID at each form with text
        self._page = number
        resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
        self._fonts: Any = resources.get("/Font", pikepdf.Dictionary())
        self._objects: Any = resources.get("/XObject", pikepdf.Dictionary())
        self._known: dict[str, _Font] = {}
        self._form_text: dict[str, bool] = {}  # by the name of an XObject
        self._font, self._size, self._mode = "", 0.0, 0
        self._line: Matrix = UNIT  # the text line matrix, and the text matrix behind the last glyph (9.4.2)
        self._text: Matrix = UNIT
        self.replaced: list[tuple[str, str]] = []  # replacement texts (14.9.4), each with what is drawn in its place
        self._replacing: list[int | None] = []  # for each open sequence, the number of its replacement text
        self._check_size(page)
        self.instructions: list[Instruction] = list(operators.instructions(page))
        self.read(self.instructions)

    @staticmethod
    def _check_size(page: pikepdf.Page) -> None:
        """Refuses more content than can be read in a second or two.

        Raises:
            TooMuchError
        """
        if len(operators.content(page)) > MOST_BYTES:
            raise TooMuchError(f"a page has more than {MOST_BYTES // 2**20} MB of content")

    def take(self, operator: str, operands: Sequence[Any]) -> None:
        super().take(operator, operands)
        if operator in _PLACING:
            self._place(operator, operands)
        elif operator == "Tf":
            self._font, self._size = str(operands[0]), float(operands[1])
        elif operator == "Tr":
            self._mode = int(operands[0])
        elif operator in ("TJ", "Tj"):
            self._show(operands[0])
        elif operator == "Do" and self._is_form_text(str(operands[0])):
            self.form_texts.append(self.mark)

    def _place(self, operator: str, operands: Sequence[Any]) -> None:
        """Sets the start of the next text. The engine writes only `Tm`; other programs move from line to line."""
        if operator == "BT":
            self._line = UNIT
        elif operator == "Tm":
            self._line = matrix_of(operands)
        else:
            x, y = (float(value) for value in operands)
            self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._text = self._line

    def begin(self, properties: Any) -> None:
        super().begin(properties)
        self._replacing.append(len(self.replaced) if "/ActualText" in properties else None)
        if "/ActualText" in properties:
            self.replaced.append((str(properties["/ActualText"]), ""))
        if "/MCID" in properties:
            self.marks.add(int(properties["/MCID"]))

    def end(self) -> None:
        super().end()
        self._replacing.pop()

    def _show(self, shown: Any) -> None:
        font = self._present_font()
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes, kerned = list[int](), 0.0
        for part in parts:
            if isinstance(part, int | Decimal):  # asked first: to ask for a kind of pikepdf takes ten times as long
                kerned += float(part)
                continue
            string = bytes(part)
            codes += struct.unpack(f">{len(string) // 2}H", string[: len(string) // 2 * 2]) if font.wide else string
        drawn = "".join([font.letters.get(code, "\ufffd") for code in codes])
        place = times(self._text, self.state.matrix)
        size = self._size * (place[2] ** 2 + place[3] ** 2) ** 0.5
        advance = sum([font.widths.get(code, 0.0) for code in codes]) - kerned
        self._text = times((1.0, 0.0, 0.0, 1.0, advance / 1000 * self._size, 0.0), self._text)
        width = advance / 1000 * self._size * (place[0] ** 2 + place[1] ** 2) ** 0.5
        where = round(size, 3), round(place[4], 3), round(place[5], 3)
        text, painted = self._words(drawn), self._mode not in _UNPAINTED
        self.runs.append(TextRun(self._page, text, *where, font.name, self.mark, round(width, 3), painted, drawn))
        self.behind.append((self.state.colour, len(self.painted)))

    def _words(self, drawn: str) -> str:
        """The words of a run: the characters of its glyphs, or the replacement text, as the words of its first run."""
        number = next((number for number in self._replacing if number is not None), None)
        if number is None:
            return drawn
        words, before = self.replaced[number]
        self.replaced[number] = words, before + drawn
        return "" if before else words

    def _is_form_text(self, name: str) -> bool:
        if name not in self._form_text:
            self._form_text[name] = _shows_text(self._objects.get(name), set())
        return self._form_text[name]

    def _present_font(self) -> _Font:
        if self._font not in self._known:
            self._known[self._font] = _font(self._fonts[self._font])
        return self._known[self._font]


@dataclass(frozen=True, slots=True)
class _Font:
    """The characters of the codes of a font, and their widths in thousandths of its size (9.7.4.3)."""

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
    """The widths of a font by character code; of W arrays only the form `c [w1 w2 …]`, which the engine writes."""
    if font.get("/Subtype") != pikepdf.Name.Type0:
        first = int(font.get("/FirstChar", 0))
        yield from ((first + at, float(width)) for at, width in enumerate(font.get("/Widths", ())))
        return
    entries = list(font.DescendantFonts[0].get("/W", ()))
    for first, row in pairwise(entries):
        if isinstance(row, pikepdf.Array) and not isinstance(first, pikepdf.Array):
            yield from ((int(first) + at, float(width)) for at, width in enumerate(row))


def _shows_text(xobject: Any, seen: set[tuple[int, int]]) -> bool:
    """Whether a form XObject shows text, itself or in a form that it draws."""
    if (
        not isinstance(xobject, pikepdf.Stream)
        or xobject.get("/Subtype") != pikepdf.Name.Form
        or xobject.objgen in seen
    ):
        return False
    seen.add(xobject.objgen)
    if _TEXT_OBJECT.search(xobject.read_bytes()):
        return True
    inner: Any = xobject.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    return any(_shows_text(value, seen) for value in inner.values())
