"""Fits text into the lines that a template reserves for it, or says why the leaflet needs a full print.

The engine's layout is the reference. Where its result cannot be predicted exactly, the text is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from handouts.layout.environment import FIGURE_SPACE
from handouts.pdf.fill.engine_text import Block, broken
from handouts.pdf.fill.shaping import Shaped, TextStyle, shape, width_px
from handouts.pdf.lines import Line

#: Scripts that the engine sets in one run from left to right. Others need bidi or complex shaping by the engine.
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")

#: General categories of characters that shaping never reorders: letters, numbers, punctuation, symbols, spaces.
PLAIN = frozenset(("Ll", "Lu", "Lt", "Lm", "Lo", "Nd", "No", "Nl", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Zs",
                   "Sm", "Sc", "So", "Sk"))  # fmt: skip

GapKey = tuple[int, int]  #: page and item of its content stream, both from 0

SAME_PX = 0.01  # two widths are equal
EDGE_PX = 0.05  # nearer to the edge than this, the engine's rounding would decide


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text cannot be filled in; never the text itself, which may be a patient's."""

    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """The lines of one text on the page, and the characters that the engine draws after each."""

    lines: tuple[Line, ...]
    line_ends: tuple[str, ...]
    style: TextStyle

    @property
    def leading_space(self) -> str:
        """The space between the text and what precedes it on its line."""
        first = self.lines[0].text
        return first[: len(first) - len(first.lstrip())]


def place_of(lines: Sequence[Line], streams: Sequence[Sequence[bytes]]) -> Place | None:
    """The place of a text, or None where the shaping here does not give the bytes that the engine wrote.

    Args:
        lines: all lines of one text, in order.
        streams: the content streams of the file, item by item.
    """
    style, *others = {TextStyle.of(line) for line in lines}
    if others:
        return None
    line_ends = []
    for line in lines:
        font, item = streams[line.page][line.item - 1 : line.item + 1]
        if not font.endswith(b" Tf"):
            return None
        # The engine strips the space at a line break from the box's text, but may still draw its glyph.
        end = next((end for end in ("", " ") if _matches(line.text + end, style, item)), None)
        if end is None:
            return None
        line_ends.append(end)
    return Place(tuple(lines), tuple(line_ends), style)


def _matches(text: str, style: TextStyle, item: bytes) -> bool:
    shaped = shape(text, style)
    return shaped is not None and shaped.item == item


def shape_lines(place: Place, lines: Sequence[str]) -> dict[GapKey, Shaped] | Refusal:
    """The glyphs that replace each line of a text."""
    items: dict[GapKey, Shaped] = {}
    for line, end, text in zip(place.lines, place.line_ends, lines, strict=True):
        shaped = shape(text + end, place.style)
        if shaped is None:
            return Refusal("a letter of it needs the engine's own setting")
        items[line.page, line.item] = shaped
    return items


# ---------------------------------------------------------------- text of any width, alone in its place


def break_lines(text: str, place: Place, plain: bool) -> list[str] | Refusal:
    """Breaks a text that is alone in its place as the engine does: as much as fits, line by line."""
    return _plain_lines(text, place) if plain else _engine_lines(text, place)


def engine_block(text: str, place: Place, extra_px: float = 0.0) -> Block:
    """A text that the engine must set, in a block as wide as its place."""
    first = place.lines[0]
    return Block(text, place.style, first.room_px + extra_px, first.block_px + extra_px)


def _engine_lines(text: str, place: Place) -> list[str] | Refusal:
    if place.leading_space or text != " ".join(text.split()) or not unicodedata.is_normalized("NFC", text):
        return Refusal("it has spaces or marks that the engine sets by rules of their own")
    lines = broken(engine_block(text, place, -EDGE_PX))
    # A single line that fits a narrower place fits this one.
    if len(lines) != 1 and lines != broken(engine_block(text, place, EDGE_PX)):
        return Refusal("a line of it ends at the very edge of its place")
    return list(lines) or Refusal("as the engine sets it, a word of it is wider than its place")


def _plain_lines(text: str, place: Place) -> list[str] | Refusal:
    # The engine adds widths up in another order, so a line within EDGE_PX of the edge may break either way there:
    # the text is broken once for a slightly narrower and once for a slightly wider place, and both must agree. A single
    # line that fits the narrower place fits both.
    lines = _broken(text, place, -EDGE_PX)
    if len(lines) != 1 and lines != _broken(text, place, EDGE_PX):
        return Refusal("a line of it ends at the very edge of its place")
    return lines or Refusal("a word of it is wider than its place")


def _broken(text: str, place: Place, extra_px: float) -> list[str]:
    """The lines, or none where a word is too wide."""
    first = place.lines[0]
    lines, rest, available_px = [], place.leading_space + text, first.room_px
    while rest.strip():
        end = _fitting_length(rest, available_px + extra_px, place.style, first.language)
        if not rest[:end].strip():
            return []
        lines.append(rest[:end].rstrip())
        rest, available_px = rest[end:].lstrip(), first.block_px
    return lines


def _fitting_length(text: str, available_px: float, style: TextStyle, language: str) -> int:
    """How many characters of a text fit on a line of this width."""
    if width_px(text, style) <= available_px:
        return len(text)
    ends = (*_break_opportunities(text, language), len(text))
    return max(takewhile(lambda end: width_px(text[:end].rstrip(), style) <= available_px, ends), default=0)


def _break_opportunities(text: str, language: str) -> list[int]:
    """The positions in a text where the engine (Pango) may break a line."""
    from handouts.pdf.engine import get_log_attrs  # starts the engine, and most texts fit on one line

    attributes = get_log_attrs(text, language or None)
    return [at for at in range(1, len(text)) if attributes[at].is_line_break]


def is_plain(text: str) -> bool:
    """Whether a text runs from left to right in one script, without combining marks."""
    if text.isascii():
        return text.isprintable() and text == " ".join(text.split())
    text = text.replace(FIGURE_SPACE, "0")
    scripts = {unicodedata.name(c, "?").split()[0] for c in text if unicodedata.category(c)[0] == "L"}
    return (
        text == " ".join(text.split())
        and all(unicodedata.category(c) in PLAIN for c in text)
        and (not scripts or (len(scripts) == 1 and scripts <= set(SCRIPTS)))
        and unicodedata.is_normalized("NFC", text)
    )


# ---------------------------------------------------------------- text inside other text


def replace_words(text: str, place: Place, plain: bool) -> list[str] | Refusal:
    """The lines of a text whose words replace words of equal width one by one, so that nothing moves."""
    old, new = [word for line in place.lines for word in _words(line.text)], _words(text)
    if len(old) != len(new) or not plain:
        return Refusal("its numbers take other words")
    if any(abs(width_px(a, place.style) - width_px(b, place.style)) > SAME_PX for a, b in zip(old, new, strict=True)):
        return Refusal("its numbers are wider or narrower")
    lines, at = [], 0
    for line in place.lines:
        count = len(_words(line.text))
        # Spaces at both ends of a line part it from other text on that line: they stay as they are.
        leading = line.text[: len(line.text) - len(line.text.lstrip(" "))]
        trailing = line.text[len(line.text.rstrip(" ")) :]
        lines.append(leading + " ".join(new[at : at + count]) + trailing)
        at += count
    return lines


def _words(text: str) -> list[str]:
    """The words between blanks; a figure space belongs to its number."""
    return [word for word in text.split(" ") if word]
