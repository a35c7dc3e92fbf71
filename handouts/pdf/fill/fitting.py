"""Words into the lines that a base has for them, or the reason why they have to be printed in full."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from handouts.pdf.fill.shaping import Shaped, TextStyle, shaped, width_px
from handouts.pdf.line_breaks import line_ends
from handouts.pdf.lines import Line

#: Scripts that the engine sets in one run from left to right, one at a time; the rest is for the engine to set.
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")

#: General categories of characters that take part in no rearrangement: letters, numbers, marks of writing, blanks.
PLAIN = frozenset(("Ll", "Lu", "Lt", "Lm", "Lo", "Nd", "No", "Nl", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Zs",
                   "Sm", "Sc", "So", "Sk"))  # fmt: skip

GapKey = tuple[int, int]  #: page and item of its content stream

SAME_PX = 0.01  # two widths are the same
EDGE_PX = 0.05  # so near to the edge that the engine's rounding would decide


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why words cannot be stamped; never the words themselves."""

    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """The lines that a text has on paper, from the first on, and what the engine writes after each."""

    lines: tuple[Line, ...]
    tails: tuple[str, ...]

    @property
    def style(self) -> TextStyle:
        return TextStyle.of(self.lines[0])

    @property
    def lead(self) -> str:
        """The blank that parts the text from what stands before it on its line."""
        words = self.lines[0].words
        return words[: len(words) - len(words.lstrip())]


def place_of(lines: Sequence[Line], streams: Sequence[Sequence[bytes]]) -> Place | None:
    """Where a text stands, if this house writes it as the engine did."""
    if len({TextStyle.of(line) for line in lines}) != 1:
        return None
    tails = []
    for line in lines:
        item = streams[line.page][line.item]
        # The engine may draw the blank that it took off the end of a line.
        tail = next((tail for tail in ("", " ") if _writes(line.words + tail, TextStyle.of(line), item)), None)
        if tail is None:
            return None
        tails.append(tail)
    return Place(tuple(lines), tuple(tails))


def _writes(words: str, style: TextStyle, item: bytes) -> bool:
    made = shaped(words, style)
    return made is not None and made.item == item


def written(place: Place, lines: Sequence[str]) -> dict[GapKey, Shaped] | Refusal:
    """What stands in the place of each line of a text."""
    found: dict[GapKey, Shaped] = {}
    for line, tail, words in zip(place.lines, place.tails, lines, strict=True):
        made = shaped(words + tail, place.style)
        if made is None:
            return Refusal("a letter of it needs the engine's own setting")
        found[line.page, line.item] = made
    return found


# ---------------------------------------------------------------- words of any width, in a place that is kept for them


def broken(words: str, place: Place, count: int | None = None) -> list[str] | Refusal:
    """The lines of words that have the place for themselves, as the engine breaks them: as much as fits, line by line.

    With a count, words that take more or fewer lines are refused.
    """
    if not is_plain(words):
        return Refusal("it has letters or marks that the engine sets by rules of their own")
    lines = _broken(words, place, -EDGE_PX)
    if lines != _broken(words, place, EDGE_PX):
        return Refusal("a line of it ends at the very edge of its place")
    if not lines:
        return Refusal("a word of it is wider than its place")
    if count is not None and len(lines) != count:
        return Refusal(f"it takes {len(lines)} lines, and its place has {count}")
    return lines


def _broken(words: str, place: Place, more_px: float) -> list[str]:
    """The lines, or none where a word is too wide."""
    first = place.lines[0]
    lines, left, room = [], place.lead + words, first.room_px
    while left.strip():
        end = _longest(left, room + more_px, place.style, first.language)
        if not left[:end].strip():
            return []
        lines.append(left[:end].rstrip())
        left, room = left[end:].lstrip(), first.block_px
    return lines


def _longest(words: str, room: float, style: TextStyle, language: str) -> int:
    """How many letters stand on a line of this width."""
    if width_px(words, style) <= room:
        return len(words)
    ends = (*line_ends(words, language), len(words))
    return max(takewhile(lambda end: width_px(words[:end].rstrip(), style) <= room, ends), default=0)


def is_plain(words: str) -> bool:
    """Whether words run from left to right in one script, with no marks to be placed."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in words if unicodedata.category(c)[0] == "L"}
    return (
        words == " ".join(words.split())
        and all(unicodedata.category(c) in PLAIN for c in words)
        and (not scripts or (len(scripts) == 1 and scripts <= set(SCRIPTS)))
        and unicodedata.is_normalized("NFC", words)
    )


# ---------------------------------------------------------------- words that stand among others


def exchanged(words: str, place: Place) -> list[str] | Refusal:
    """The lines of words that take the place of others of the same widths, word by word, so that nothing moves."""
    old, new = " ".join(line.words for line in place.lines).split(), words.split()
    if len(old) != len(new) or not is_plain(words):
        return Refusal("its numbers take other words")
    if any(abs(width_px(a, place.style) - width_px(b, place.style)) > SAME_PX for a, b in zip(old, new, strict=True)):
        return Refusal("its numbers are wider or narrower")
    lines, at = [], 0
    for line in place.lines:
        count = len(line.words.split())
        lead = line.words[: len(line.words) - len(line.words.lstrip())]
        trail = line.words[len(line.words.rstrip()) :]
        lines.append(lead + " ".join(new[at : at + count]) + trail)
        at += count
    return lines
