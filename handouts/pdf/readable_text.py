"""Makes text in other scripts readable for programs: search, copy, screen readers.

Text in a PDF is a row of glyphs from left to right. Two kinds of scripts need more than a character for each glyph:

- Scripts whose signs are drawn in another order or joined (Devanagari, Khmer …): each run of them gets its words as
  replacement text (ISO 32000-2, 14.9.4) in the content stream.
- Scripts from right to left: readers of the page turn such a line round by themselves, also inside replacement text. So
  the page has none; a ligature has its characters from left to right, and the tag of the line, where screen
  readers look, has the words in logical order (`tag_tree`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from handouts.pdf import fonts, world_fonts

#: In place of nothing, which PDF/UA-1 forbids, for a glyph whose characters other glyphs of its word have.
NO_CHARACTER = "\u200b"

_BRACKETS = "()[]{}<>«»"
_RTL = frozenset(("R", "AL"))


def is_plain(text: str) -> bool:
    """Whether no character is of another script."""
    return world_fonts.character().search(text) is None


def has_rtl(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return not is_plain(text) and any(unicodedata.bidirectional(char) in _RTL for char in text)


def begins_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX #9, rule P2)."""
    classes = (unicodedata.bidirectional(char) for char in text)
    return not is_plain(text) and next((one for one in classes if one in ("L", "R", "AL")), "L") != "L"


class ReadableText:
    """Wraps the engine's `draw_text` for one document."""

    def __init__(self, font_runs: Callable[[Any], Sequence[tuple[str, bool]]]) -> None:
        self._font_runs = font_runs  # of the engine
        self._corrected: dict[tuple[int, int], str] = {}  # by font and glyph

    def watch(self, draw: Any) -> Any:
        """Wraps the engine's `draw_text`."""

        def draw_text(stream: Any, box: Any, *rest: Any) -> None:
            if is_plain(box.text):
                draw(stream, box, *rest)
                return
            before = len(stream.stream)
            with _own_direction(box):
                draw(stream, box, *rest)
                runs = self._font_runs(box)
            for font in stream._fonts.values():
                self._correct(font, box.text)
            _replace_words(stream.stream, before, runs)

        return draw_text

    def _correct(self, font: Any, text: str) -> None:
        """Corrects the characters of the glyphs of a font that were added by this text."""
        face = next((face for face in world_fonts.FACES if face.family == font.family), None)
        nominal = _nominal_glyphs(font, text)
        for glyph, characters in font.to_unicode.items():
            key = id(font), glyph
            if glyph in nominal:
                self._corrected[key] = nominal[glyph]
            elif face is not None and key not in self._corrected:
                self._corrected[key] = _characters(characters)
            font.to_unicode[glyph] = self._corrected.get(key, characters)


@contextmanager
def _own_direction(box: Any) -> Iterator[None]:
    """Draws a text as it runs by itself: a name from right to left does so in a page from left to right."""
    style = box.style
    if begins_rtl("".join(box.element.itertext())):
        box.style = style.copy()
        box.style["direction"] = "rtl"
    try:
        yield
    finally:
        box.style = style


def _nominal_glyphs(font: Any, text: str) -> dict[int, str]:
    """The glyphs of a font that map to one character of a text each.

    A bracket in a line from right to left is drawn with the glyph of its counterpart, which maps to itself: its next
    use may be in a line from left to right.
    """
    face = _harfbuzz_font(font.family, int(font.weight))
    glyphs = ((face.get_nominal_glyph(ord(char)), char) for char in sorted({*text, *_BRACKETS}))
    return {glyph: char for glyph, char in glyphs if glyph in font.to_unicode}


@cache
def _harfbuzz_font(family: str, weight: int) -> Any:
    face = next((face for face in world_fonts.FACES if face.family == family), None)
    near = min(range(len(fonts.FACES)), key=lambda number: abs(fonts.FACES[number].weight - weight))
    data = fonts.world_data(face) if face else fonts.face_data(f"face:{near}")
    harfbuzz = import_module("uharfbuzz")
    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob(data)))


def _characters(characters: str) -> str:
    """The characters of a glyph that the font maps to none, in the order of the page."""
    if not has_rtl(characters):
        return characters or NO_CHARACTER
    # Marks have glyphs of their own, which map to them.
    letters = "".join(char for char in characters if not unicodedata.combining(char)) or characters
    return letters[::-1]


def _replace_words(items: list[Any], before: int, runs: Sequence[tuple[str, bool]]) -> None:
    """Puts the words of each run that is drawn out of order round its operators, as a marked-content sequence (14.6).

    Args:
        items: the content stream.
        before: where the line begins in it.
        runs: the pieces of the line that are set in one font each, and whether they run from left to right.
    """
    begins = [at for at in range(before, len(items)) if _ends(items[at], b" Tf")]
    ends = [*begins[1:], next(at for at in range(len(items) - 1, before, -1) if items[at] == b"ET")]
    for begin, end, (text, is_ltr) in reversed(list(zip(begins, ends, runs, strict=True))):
        if is_ltr and world_fonts.character(indirect=True).search(text):
            items[end:end] = [b"EMC"]
            items[begin:begin] = [b"/Span <</ActualText <feff%s>>> BDC" % text.encode("utf-16-be").hex().encode()]


def _ends(item: Any, operator: bytes) -> bool:
    return isinstance(item, bytes) and item.endswith(operator)
