"""Adds glyphs to the embedded font subsets of a template (ISO 32000-2, 9.7.4 and 9.9).

The engine embeds only the glyphs of the template's own text. Which glyphs are added depends on one person alone: the
usual characters are always added, and a name in another alphabet adds that alphabet as a whole. So the same person has
the same file in any batch, and no file reveals which names the others have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pikepdf
import uharfbuzz as hb

from handouts.pdf.fill.shaping import TextStyle, shape
from handouts.pdf.font_files import Face, harfbuzz_face, letters_of, subset

#: Characters of names, dates and notes in western Europe.
USUAL = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”…")))

#: Alphabets that are added as a whole as soon as one of their letters is needed.
ALPHABETS = (
    frozenset((*range(0x100, 0x250), *range(0x1E00, 0x1F00))),  # Latin with diacritics
    frozenset(range(0x370, 0x400)),  # Greek
    frozenset(range(0x400, 0x530)),  # Cyrillic
)

#: Letters that a face may draw as one ligature.
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl", "fj", "ffj", "tt", "tf", "ft", "Th")

#: OpenType tables that only shaping needs; the engine drops the same ones.
_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")

_PAIR = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
_PAIRS = re.compile(r"\d+ beginbfchar.*endbfchar", re.DOTALL)
_MAX_PAIRS = 100  # in one bfchar block of a ToUnicode CMap (ISO 32000-2, 9.10.3)

Glyphs = Mapping[int, str]  #: the characters that each glyph id represents


@cache
def glyphs_of(style: TextStyle, letters: frozenset[int]) -> Glyphs:
    """The glyphs that a style draws these code points with, alone and as ligatures."""
    known = letters & letters_of(style.face)
    ligatures = [text for text in _LIGATURES if known.issuperset(map(ord, text))]
    glyphs: dict[int, str] = {}
    for text in (*map(chr, sorted(known)), *ligatures):
        shaped = shape(text, style)
        glyphs.update(shaped.glyphs if shaped else ())
    return glyphs


def add_glyphs(pdf: Any, additions: Iterable[tuple[str, Face, Glyphs]]) -> dict[str, frozenset[int]]:
    """Adds glyphs to fonts of an open file.

    Args:
        pdf: the file; it is changed.
        additions: resource name of a font, its face, and the glyphs to add.

    Returns:
        All glyph ids that each font then has, by its resource name.
    """
    fonts = {str(name)[1:]: font for page in pdf.pages for name, font in page.Resources.Font.items()}
    return {name: frozenset(_add(pdf, fonts[name], face, glyphs)) for name, face, glyphs in additions}


def _add(pdf: Any, font: Any, face: Face, added: Glyphs) -> Glyphs:
    cmap = font.ToUnicode.read_bytes().decode()
    own = glyphs_in(font)
    # The font's own entries win: a glyph may map to other characters in the template than in the usual alphabet.
    glyphs = {**added, **own}
    # With Identity-H encoding a character code is a glyph id (9.7.5.2). The content streams of the template, and the
    # items that `shaping` writes, name ids of the whole face: a subset that renumbers its glyphs would show others.
    flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.DESUBROUTINIZE
    data = subset(harfbuzz_face(face), glyphs=glyphs, dropped=_DROPPED, flags=flags)
    descendant = font.DescendantFonts[0]
    descendant.FontDescriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    descendant.W = pikepdf.Array(_widths(descendant.W, face, glyphs))
    font.ToUnicode = pdf.make_stream(_PAIRS.sub(lambda _: _bfchars(glyphs), cmap).encode())
    return glyphs


def glyphs_in(font: Any) -> Glyphs:
    """The characters of the glyphs of an embedded font, from its ToUnicode CMap."""
    pairs = _PAIR.findall(font.ToUnicode.read_bytes().decode())
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _widths(own: Any, face: Face, glyphs: Iterable[int]) -> list[Any]:
    """The W array (9.7.4.3) for all glyphs, in thousandths of the size; widths that the engine wrote are kept."""
    widths: dict[int, Any] = {}
    entries = iter(own)
    for first in entries:
        for number, width in enumerate(next(entries)):
            widths[int(first) + number] = width
    for glyph in glyphs:
        if glyph not in widths:
            widths[glyph] = width_of(face, glyph)
    return [part for glyph in sorted(widths) for part in (glyph, pikepdf.Array([widths[glyph]]))]


@cache
def width_of(face: Face, glyph: int) -> int:
    """The width of a glyph in thousandths of the size."""
    width: int = round(hb.Font(harfbuzz_face(face)).get_glyph_h_advance(glyph) * 1000 / harfbuzz_face(face).upem)
    return width


def _bfchars(glyphs: Glyphs) -> str:
    """The entries of the ToUnicode CMap (9.10.3), which search, copy and screen readers use."""
    pairs = sorted(glyphs.items())
    blocks = [pairs[begin : begin + _MAX_PAIRS] for begin in range(0, len(pairs), _MAX_PAIRS)]
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
