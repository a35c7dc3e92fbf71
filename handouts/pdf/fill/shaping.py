"""Words to glyphs, as the engine writes them.

The engine shapes with Pango, which shapes with HarfBuzz; this is HarfBuzz alone, with the same sizes and features, so
what it writes is what the engine would have written, byte for byte (the tests compare the two).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz as hb

from handouts.pdf.fonts import Face
from handouts.pdf.lines import Line

UNITS = 1024  # of Pango in a pixel
KEPT = 20_000  # shaped words that are remembered


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a line is written: face, size in CSS pixels, features of the font, language."""

    face: Face
    size_px: float
    features: tuple[tuple[str, int], ...]
    language: str

    @classmethod
    def of(cls, line: Line) -> TextStyle:
        return cls(line.face, line.size_px, line.features, line.language)


@dataclass(frozen=True, slots=True)
class Shaped:
    """Words as an item of a content stream, their width, and the glyphs with the letters they stand for."""

    item: bytes
    width_px: float
    glyphs: tuple[tuple[int, str], ...]


@cache
def opened(face: Face) -> Any:
    """The face as HarfBuzz knows it."""
    return hb.Face(hb.Blob.from_file_path(str(face.path)))


@cache
def _scaled(face: Face, scale: int) -> Any:
    font = hb.Font(opened(face))
    font.scale = (scale, scale)
    return font


@lru_cache(maxsize=KEPT)
def shaped(words: str, style: TextStyle) -> Shaped | None:
    """None where the face has no glyph, or puts one off the line (a mark): that is for the engine to write."""
    scale = int(style.size_px * UNITS)  # as the engine hands sizes to Pango
    font, size = _scaled(style.face, scale), scale / UNITS
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.language = style.language.lower() or "en"
    hb.shape(font, buffer, {name: bool(value) for name, value in style.features})
    clusters = [info.cluster for info in buffer.glyph_infos]
    glyphs, shown, width = [], "<", 0
    for number, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
        if info.codepoint == 0 or position.x_offset or position.y_offset:
            return None
        end = clusters[number + 1] if number + 1 < len(clusters) else len(words)
        glyphs.append((info.codepoint, words[info.cluster : end]))
        natural = round(font.get_glyph_h_advance(info.codepoint) * 1000 / UNITS / size)
        kerning = natural - position.x_advance * 1000 / UNITS / size
        shown += f"{info.codepoint:04x}" + (f">{int(kerning)}<" if kerning else "")
        width += position.x_advance
    shown = shown.removesuffix("<") if shown.endswith("<") else shown + ">"
    return Shaped(f"[{shown}] TJ".encode(), width / UNITS, tuple(glyphs))


def width_px(words: str, style: TextStyle) -> float:
    """How wide words are on their line; without end where they cannot be shaped here."""
    if not words:
        return 0.0
    found = shaped(words, style)
    return found.width_px if found else float("inf")
