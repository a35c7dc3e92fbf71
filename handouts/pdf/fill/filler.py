"""Fills a template with the variable data of one leaflet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handouts.layout.environment import FIGURE_SPACE
from handouts.layout.variables import Texts, filled, variable
from handouts.pdf.fill.engine_text import set_blocks
from handouts.pdf.fill.fitting import (
    GapKey,
    Place,
    Refusal,
    break_lines,
    engine_block,
    is_plain,
    replace_words,
    shape_lines,
)
from handouts.pdf.fill.font_subsets import ALPHABETS, USUAL, glyphs_of
from handouts.pdf.fill.foreign import Foreign
from handouts.pdf.fill.shaping import Shaped, TextStyle
from handouts.pdf.fill.slots import Slot
from handouts.pdf.fill.splicing import SplicedPdf, splice
from handouts.pdf.fill.template import Lines, Template

MAX_CACHED = 20_000  # texts in their places
DIGITS = frozenset(map(ord, "0123456789" + FIGURE_SPACE))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in a place, with what replaces the operators of the template there.

    It has no operators where the engine must set it, or where it takes other lines than its place has.
    """

    text: str
    place: Place
    count: int  # of its lines
    font: str
    operators: Mapping[GapKey, bytes]
    glyphs: Mapping[int, str]  # with their characters


class Filler:
    """Fills one template, many times in one process."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._fonts = {style: name for name, style in template.fonts}
        self._spliced: dict[frozenset[int], SplicedPdf] = {}  # by the code points that its fonts have
        self._fitted = lru_cache(MAX_CACHED)(self._fit)

    def lines(self, texts: Texts) -> Lines | Refusal:
        """How many lines each slot takes. Leaflets of one template must agree in all of them."""
        counts = [*self._template.lines]
        for at, slot, fitted in self._others(texts):
            if isinstance(fitted, Refusal):
                return Refusal(f"{slot.label}: {fitted.reason}")
            counts[at] = fitted.count
        return tuple(counts)

    def filled(self, texts: Texts, request: str) -> bytes | Refusal:
        """The PDF of one leaflet.

        Args:
            texts: those of its variables.
            request: the request that the file answers, for its document information.

        Returns:
            The bytes of the file, or why the leaflet needs a full print; the reason never contains personal text.
        """
        # What is printed in several pieces has no place of its own, so its text must be that of the template.
        own = self._template.texts
        if any(texts[slot.variable] != own[slot.variable] for slot in self._template.fixed):
            return Refusal("a dose: it is printed in more than one piece")
        found = self.fitted(texts)
        if isinstance(found, Refusal):
            return found
        items = [fitted for _, fitted in found if fitted.operators]
        # Doses have digits alone, which every subset has; words bring letters that the subset may lack.
        letters = {ord(letter) for slot, fitted in found if fitted.operators and slot.ends for letter in fitted.text}
        set_by_engine = _set_by_engine([(fitted.place, fitted.text) for _, fitted in found if not fitted.operators])
        if set_by_engine is None:
            return Refusal("words in other scripts are set otherwise by themselves")
        file = self._spliced_for(letters, set_by_engine)
        # Shaping knows the whole face, the file a subset of it: an unusual ligature may be missing there.
        if not all(fitted.glyphs.keys() <= file.glyphs[fitted.font] for fitted in items):
            return Refusal("letters of it are drawn together in a way that the file has no glyph for")
        operators = {gap: text for fitted in items for gap, text in fitted.operators.items()}
        operators |= {gap: text for gap, _, text in set_by_engine.lines}
        said = (filled(words, texts) for words in self._template.page.heard if variable(words))
        return file.filled(operators, (request, *said))

    def fitted(self, texts: Texts) -> list[tuple[Slot, Fitted]] | Refusal:
        """The texts of the slots in their places; those of the template are left out."""
        found = list[tuple[Slot, Fitted]]()
        for _, slot, one in self._others(texts):
            if isinstance(one, Refusal):
                return Refusal(f"{slot.label}: {one.reason}")
            if one.count != (room := len(one.place.lines)):
                return Refusal(f"{slot.label}: it takes {one.count} lines, and its place has {room}")
            found.append((slot, one))
        return found

    def _others(self, texts: Texts) -> Iterator[tuple[int, Slot, Fitted | Refusal]]:
        """The text of each slot in its place, with its number; doses that are those of the template are left out."""
        for at, (slot, _) in enumerate(self._template.slots):
            if slot.is_personal or texts[slot.variable] != self._template.texts[slot.variable]:
                yield at, slot, self._fitted(at, slot.text(texts))

    def _fit(self, at: int, text: str) -> Fitted | Refusal:
        """A text in the place of a slot, by its number."""
        (slot, place), plain = self._template.slots[at], is_plain(text)
        lines = (break_lines if slot.ends else replace_words)(text, place, plain)
        if isinstance(lines, Refusal):
            return lines
        font, shaped = self._fonts[place.style], dict[GapKey, Shaped]()
        if plain and len(lines) == len(place.lines):
            items = shape_lines(place, lines)
            if isinstance(items, Refusal):
                return items
            shaped = items
        operators = {(page, item): self._font_operator(page, item) + one.item for (page, item), one in shaped.items()}
        glyphs = {glyph: letters for one in shaped.values() for glyph, letters in one.glyphs}
        return Fitted(text, place, len(lines), font, operators, glyphs)

    def _font_operator(self, page: int, item: int) -> bytes:
        return self._template.streams[page][item - 1] + b"\n"

    def _spliced_for(self, letters: set[int], foreign: Foreign) -> SplicedPdf:
        """The spliced file whose fonts have these code points, the usual ones, and each alphabet as a whole.

        A file with lines that the engine set has their fonts too, and is for one person.
        """
        needed = USUAL.union(*(alphabet for alphabet in ALPHABETS if alphabet & letters), letters)
        if foreign.lines:
            return self._splice(needed, foreign)
        if needed not in self._spliced:
            self._spliced[needed] = self._splice(needed, foreign)
        return self._spliced[needed]

    def _splice(self, letters: frozenset[int], foreign: Foreign) -> SplicedPdf:
        wordy = {place.style for slot, place in self._template.slots if slot.ends}
        additions: dict[str, tuple[TextStyle, dict[int, str]]] = {}
        for style, name in self._fonts.items():
            _, glyphs = additions.setdefault(name, (style, {}))
            glyphs |= glyphs_of(style, letters if style in wordy else DIGITS)
        return splice(
            self._template.data,
            self._template.streams,
            ((line.page, line.item) for _, place in self._template.slots for line in place.lines),
            [(name, style.face, glyphs) for name, (style, glyphs) in additions.items()],
            foreign,
            [variable(words) is not None for words in self._template.page.heard],
        )


def _set_by_engine(texts: Sequence[tuple[Place, str]]) -> Foreign | None:
    """Texts that only the engine can set, each with its place. None where it sets them otherwise than expected."""
    if not texts:
        return Foreign()
    set_texts = set_blocks([engine_block(text, place) for place, text in texts])
    if set_texts is None or any(
        len(lines) != len(place.lines) for lines, (place, _) in zip(set_texts.lines, texts, strict=True)
    ):
        return None
    lines = (
        ((line.page, line.item), words, operators)
        for (place, _), own in zip(texts, set_texts.lines, strict=True)
        for line, (words, operators) in zip(place.lines, own, strict=True)
    )
    return Foreign(tuple(lines), set_texts.data)
