"""The font of text in form fields: a bundled face with the characters of western Europe, embedded.

A simple TrueType font, since readers type into fields with single-byte codes. ISO 32000-2: 9.6.3 and 9.8.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pydyf
import uharfbuzz as hb

from handouts.pdf.font_files import harfbuzz_face, subset
from handouts.pdf.fonts import FACES

NAME = "FiraSans"  # of the resource
CODES = range(32, 256)
MEDIUM = next(face for face in FACES if face.weight == 500)
TAG = "HANDTS"  # of a subset (9.9.2)
NONSYMBOLIC = 32
_DROPPED = ("GPOS", "GSUB", "GDEF", "DSIG", "BASE")


def font_objects(pdf: Any) -> Any:
    """Adds the font to a file; returns its reference."""
    data, widths, (ascent, descent, cap) = _subset()
    file = pydyf.Stream([data], {"Length1": len(data)}, compress=True)
    pdf.add_object(file)
    name = f"/{TAG}+Fira-Sans-Medium"
    descriptor = pydyf.Dictionary({"Type": "/FontDescriptor", "FontName": name, "Flags": NONSYMBOLIC, "ItalicAngle": 0})
    descriptor.update({"Ascent": ascent, "Descent": descent, "CapHeight": cap, "StemV": 90})
    descriptor.update({"FontBBox": pydyf.Array([0, descent, max(widths), ascent]), "FontFile2": file.reference})
    pdf.add_object(descriptor)
    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/TrueType", "BaseFont": name})
    font.update({"FirstChar": CODES[0], "LastChar": CODES[-1], "Widths": pydyf.Array(widths)})
    font.update({"Encoding": "/WinAnsiEncoding", "FontDescriptor": descriptor.reference})
    pdf.add_object(font)
    return font.reference


@cache
def _subset() -> tuple[bytes, tuple[int, ...], tuple[int, int, int]]:
    """The font file, the width of each code, and ascent, descent and height of capitals, in thousandths of the size."""
    letters = [bytes([code]).decode("cp1252", "ignore") for code in CODES]
    face = harfbuzz_face(MEDIUM)
    font, per = hb.Font(face), 1000 / face.upem
    glyphs = [font.get_nominal_glyph(ord(letter)) if letter else None for letter in letters]
    widths = tuple(round(font.get_glyph_h_advance(glyph) * per) if glyph else 0 for glyph in glyphs)
    extents = font.get_font_extents("ltr")
    capital = font.get_glyph_extents(font.get_nominal_glyph(ord("H")))
    heights = (round(extents.ascender * per), round(extents.descender * per), round(capital.y_bearing * per))
    return subset(face, [ord(letter) for letter in letters if letter], dropped=_DROPPED), widths, heights
