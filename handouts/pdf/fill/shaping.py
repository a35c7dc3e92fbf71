"""Shapes text into glyphs and writes the text-showing operator (ISO 32000-2, 9.4.3) as the engine writes it.

The engine shapes with Pango, which shapes with HarfBuzz. This module calls HarfBuzz directly with the same sizes and
features, so the bytes are those of the engine (tests/leaflets/test_fill.py compares them).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz as hb

from handouts.pdf.font_files import Face, harfbuzz_face
from handouts.pdf.lines import Line

UNITS = 1024  # Pango units in a CSS pixel
MAX_CACHED = 20_000  # shaped texts


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a line is set: face, size in CSS pixels, OpenType features, language."""

    face: Face
    size_px: float
    features: tuple[tuple[str, int], ...]
    language: str

    @classmethod
    def of(cls, line: Line) -> TextStyle:
        return cls(line.face, line.size_px, line.features, line.language)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text as an item of a content stream, its width, and each glyph id with the characters that it represents."""

    item: bytes
    width_px: float
    glyphs: tuple[tuple[int, str], ...]


@cache
def _scaled(face: Face, scale: int) -> Any:
    font = hb.Font(harfbuzz_face(face))
    font.scale = (scale, scale)
    return font


@lru_cache(maxsize=MAX_CACHED)
def shape(text: str, style: TextStyle) -> Shaped | None:
    """Shapes a text in one style.

    Returns:
        None where the face lacks a glyph or positions one off the baseline (a mark): only the engine sets these.
    """
    # Pango takes whole units, and the engine truncates: rounding here would change the kerning of some sizes.
    scale = int(style.size_px * UNITS)
    font, size = _scaled(style.face, scale), scale / UNITS
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = style.language.lower() or "en"
    hb.shape(font, buffer, {name: bool(value) for name, value in style.features})
    clusters = [info.cluster for info in buffer.glyph_infos]
    glyphs, operand, width = [], "<", 0
    for number, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
        if info.codepoint == 0 or position.x_offset or position.y_offset:
            return None
        end = clusters[number + 1] if number + 1 < len(clusters) else len(text)
        glyphs.append((info.codepoint, text[info.cluster : end]))
        # TJ moves the next glyph by thousandths of the size, counted from the glyph's own width, which the engine
        # rounds and the kerned advance does not: the same order of rounding gives the same bytes.
        natural = round(font.get_glyph_h_advance(info.codepoint) * 1000 / UNITS / size)
        kerning = natural - position.x_advance * 1000 / UNITS / size
        operand += f"{info.codepoint:04x}" + (f">{int(kerning)}<" if kerning else "")
        width += position.x_advance
    operand = operand.removesuffix("<") if operand.endswith("<") else operand + ">"
    return Shaped(f"[{operand}] TJ".encode(), width / UNITS, tuple(glyphs))


def width_px(text: str, style: TextStyle) -> float:
    """The width of a text on one line in CSS pixels; infinite where it cannot be shaped here."""
    if not text:
        return 0.0
    shaped = shape(text, style)
    return shaped.width_px if shaped else float("inf")
