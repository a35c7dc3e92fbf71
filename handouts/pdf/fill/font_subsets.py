"""Letters for the fonts of a base: the engine packs only those that its own words need.

Which letters a file brings does not depend on who else is in the batch: the usual ones are always there, and a name
from another alphabet brings that alphabet. So the same person has the same file in any batch, and no file tells of
others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pikepdf
import uharfbuzz as hb

from handouts.pdf.fill.shaping import TextStyle, opened, shaped
from handouts.pdf.fonts import Face, letters_of

#: What names, dates and notes of western Europe are written with.
USUAL = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”…")))

#: Alphabets that come as a whole as soon as one of their letters is needed.
ALPHABETS = (
    frozenset((*range(0x100, 0x250), *range(0x1E00, 0x1F00))),  # Latin with marks
    frozenset(range(0x370, 0x400)),  # Greek
    frozenset(range(0x400, 0x530)),  # Cyrillic
)

#: Letters that a face may draw as one.
_TOGETHER = ("ff", "fi", "fl", "ffi", "ffl", "fj", "ffj", "tt", "tf", "ft", "Th")

#: Tables that only shaping needs; the engine leaves the same ones out.
_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")

_PAIR = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
_PAIRS = re.compile(r"\d+ beginbfchar.*endbfchar", re.DOTALL)
_MOST_PAIRS = 100  # in one block of a font's table of letters

Glyphs = Mapping[int, str]  #: the letters that each glyph stands for


@cache
def glyphs_of(style: TextStyle, letters: frozenset[int]) -> Glyphs:
    """The glyphs that a hand writes these letters with, alone and as one."""
    known = letters & letters_of(style.face)
    together = [words for words in _TOGETHER if known.issuperset(map(ord, words))]
    found: dict[int, str] = {}
    for words in (*map(chr, sorted(known)), *together):
        made = shaped(words, style)
        found.update(made.glyphs if made else ())
    return found


def widened(pdf: Any, more: Iterable[tuple[str, Face, Glyphs]]) -> dict[str, frozenset[int]]:
    """Pack more glyphs into fonts of a file, each told by its name in the resources of a page; all that it then has."""
    fonts = {str(name)[1:]: font for page in pdf.pages for name, font in page.Resources.Font.items()}
    return {name: frozenset(_widen(pdf, fonts[name], face, glyphs)) for name, face, glyphs in more}


def _widen(pdf: Any, font: Any, face: Face, more: Glyphs) -> Glyphs:
    table = font.ToUnicode.read_bytes().decode()
    own = {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in _PAIR.findall(table)}
    glyphs = {**more, **own}
    packed = _subset(face, glyphs)
    descendant = font.DescendantFonts[0]
    descendant.FontDescriptor.FontFile2 = pdf.make_stream(packed, Length1=len(packed))
    descendant.W = pikepdf.Array(_widths(descendant.W, face, glyphs))
    font.ToUnicode = pdf.make_stream(_PAIRS.sub(lambda _: _told(glyphs), table).encode())
    return glyphs


def _subset(face: Face, glyphs: Iterable[int]) -> bytes:
    asked = hb.SubsetInput()
    asked.glyph_set.update(glyphs)
    asked.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    asked.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    return bytes(hb.subset(opened(face), asked).blob.data)


def _widths(own: Any, face: Face, glyphs: Iterable[int]) -> list[Any]:
    """The widths of all glyphs in thousandths of the size, those that the engine told as it told them."""
    told: dict[int, Any] = {}
    entries = iter(own)
    for first in entries:
        for number, width in enumerate(next(entries)):
            told[int(first) + number] = width
    whole = hb.Font(opened(face))
    units = opened(face).upem
    for glyph in glyphs:
        told.setdefault(glyph, round(whole.get_glyph_h_advance(glyph) * 1000 / units))
    return [part for glyph in sorted(told) for part in (glyph, pikepdf.Array([told[glyph]]))]


def _told(glyphs: Glyphs) -> str:
    """The table of letters in a font, as readers of the file search and speak them."""
    pairs = sorted(glyphs.items())
    blocks = [pairs[begin : begin + _MOST_PAIRS] for begin in range(0, len(pairs), _MOST_PAIRS)]
    return "\n".join(
        "\n".join(
            (
                f"{len(block)} beginbfchar",
                *(f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in block),
                "endbfchar",
            )
        )
        for block in blocks
    )
