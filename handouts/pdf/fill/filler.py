"""Fills a template with the variable data of one leaflet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.layout.environment import FIGURE_SPACE
from handouts.model.leaflet import Personal
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
from handouts.pdf.fill.slots import Page, Slot
from handouts.pdf.fill.splicing import SplicedPdf, splice
from handouts.pdf.fill.template import Lines, Template

DIGITS = frozenset(map(ord, "0123456789" + FIGURE_SPACE))


class Filler:
    """Fills one template, many times in one process."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._slots = template.slots
        self._places = {slot.number: place for slot, place in template.slots}
        self._doses = dict(template.doses)
        self._fonts = {style: name for name, style in template.fonts}
        self._spliced: dict[frozenset[int], SplicedPdf] = {}  # by the code points that its fonts have

    def lines(self, page: Page, personal: Personal) -> Lines | Refusal:
        """How many lines each field and dose takes. Leaflets of one template must agree in all of them."""
        counts = dict(self._template.lines)
        found: dict[str, int] = {}
        for slot, _, text in self._texts(page, personal):
            lines = break_lines(text, self._places[slot.number])
            if isinstance(lines, Refusal):
                return Refusal(f"{_label(slot)}: {lines.reason}")
            if found.setdefault(slot.name, len(lines)) != len(lines):
                return Refusal(f"{_label(slot)}: it takes more lines in one place than in another")
        return counts | found

    def filled(self, page: Page, personal: Personal) -> bytes | Refusal:
        """The PDF of one person.

        Args:
            page: the page of the leaflet, at the tightness of the template and with the same key.
            personal: the personal fields.

        Returns:
            The bytes of the file, or why the leaflet needs a full print; the reason never contains personal text.
        """
        items: dict[GapKey, tuple[Shaped, str]] = {}
        foreign: list[tuple[Place, str]] = []
        letters: set[int] = set()
        for label, place, text, is_alone in self._replacements(page, personal):
            if place is None:
                return Refusal(f"{label}: it is printed in more than one piece")
            lines = break_lines(text, place, len(place.lines)) if is_alone else replace_words(text, place)
            if not isinstance(lines, Refusal) and not is_plain(text):
                foreign.append((place, text))
                continue
            shaped = lines if isinstance(lines, Refusal) else shape_lines(place, lines)
            if isinstance(shaped, Refusal):
                return Refusal(f"{label}: {shaped.reason}")
            items |= {gap: (item, self._fonts[place.style]) for gap, item in shaped.items()}
            letters.update(map(ord, text) if is_alone else ())
        set_by_engine = _set_by_engine(foreign)
        if set_by_engine is None:
            return Refusal("words in other scripts are set otherwise by themselves")
        file = self._spliced_for(letters, set_by_engine)
        # Shaping knows the whole face, the file a subset of it: an unusual ligature may be missing there.
        if any(glyph not in file.glyphs[font] for item, font in items.values() for glyph, _ in item.glyphs):
            return Refusal("letters of it are drawn together in a way that the file has no glyph for")
        operators = {gap: self._font_operator(gap) + item.item for gap, (item, _) in items.items()}
        operators |= {gap: text for gap, _, text in set_by_engine.lines}
        return file.filled(operators, (page.request, *(one.words for one in page.heard if one.is_dose)))

    def _font_operator(self, gap: GapKey) -> bytes:
        page, item = gap
        return self._template.streams[page][item - 1] + b"\n"

    def _texts(self, page: Page, personal: Personal) -> Iterator[tuple[Slot, Place, str]]:
        """The text of each slot; doses that are those of the template are left out."""
        own = {slot.number: slot for slot in page.slots}
        for slot, place in self._slots:
            text = own[slot.number].text(personal)
            if slot.field or text != slot.before:
                yield slot, place, text

    def _replacements(self, page: Page, personal: Personal) -> Iterator[tuple[str, Place | None, str, bool]]:
        """Each text that differs from the template's: label, place, text, and whether it is alone in its place."""
        assert page.key == self._template.page.key
        for slot, place, text in self._texts(page, personal):
            yield _label(slot), place, text, True
        done = {*self._places, *(one.number for one in page.heard)}
        for number, (text, own) in enumerate(zip(page.texts, self._template.page.texts, strict=True)):
            if text != own and number not in done:
                yield "a dose", self._doses.get(number), text, False

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
        wordy = {place.style for _, place in self._slots}
        additions: dict[str, tuple[TextStyle, dict[int, str]]] = {}
        for style, name in self._fonts.items():
            _, glyphs = additions.setdefault(name, (style, {}))
            glyphs |= glyphs_of(style, letters if style in wordy else DIGITS)
        places = [place for _, place in (*self._slots, *self._doses.items())]
        return splice(
            self._template.data,
            self._template.streams,
            ((line.page, line.item) for place in places for line in place.lines),
            [(name, style.face, glyphs) for name, (style, glyphs) in additions.items()],
            foreign,
            [one.is_dose for one in self._template.page.heard],
        )


def _label(slot: Slot) -> str:
    return slot.field or "a dose"


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
