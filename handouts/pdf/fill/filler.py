"""A base made ready in one process, and the files that are made from it."""

from __future__ import annotations

from handouts.model.leaflet import Personal
from handouts.pdf.fill.fitting import GapKey, Place, Refusal, broken, exchanged, written
from handouts.pdf.fill.font_subsets import ALPHABETS, USUAL, glyphs_of
from handouts.pdf.fill.shaping import Shaped, TextStyle
from handouts.pdf.fill.slots import Page
from handouts.pdf.fill.splicing import SplicedPdf, splice
from handouts.pdf.fill.template import Lines, Template

DIGITS = frozenset(map(ord, "0123456789"))


class Filler:
    """Fills the places of a base."""

    def __init__(self, template: Template) -> None:
        self._base = template
        self._slots = {slot.field: (slot, place) for slot, place in template.slots}
        self._doses = dict(template.doses)
        self._hands = {style: name for name, style in template.fonts}
        self._ready: dict[frozenset[int], SplicedPdf] = {}

    def lines(self, personal: Personal) -> Lines | Refusal:
        """How many lines the words of a person take in each place: files of the same base have the same."""
        found = {}
        for slot, place in self._slots.values():
            lines = broken(slot.before + getattr(personal, slot.field) + slot.after, place)
            if isinstance(lines, Refusal):
                return Refusal(f"{slot.field}: {lines.reason}")
            found[slot.field] = len(lines)
        return found

    def filled(self, page: Page, personal: Personal) -> bytes | Refusal:
        """The file of one person, or why it has to be printed in full; the reason does not tell the words."""
        words: dict[GapKey, tuple[Shaped, str]] = {}
        letters: set[int] = set()
        for number, place, text, is_own in self._asked(page, personal):
            if place is None:
                return Refusal(f"{self._named(number)}: it is printed in more than one piece")
            lines = broken(text, place, len(place.lines)) if is_own else exchanged(text, place)
            made = lines if isinstance(lines, Refusal) else written(place, lines)
            if isinstance(made, Refusal):
                return Refusal(f"{self._named(number)}: {made.reason}")
            words |= {where: (shaped, self._hands[place.style]) for where, shaped in made.items()}
            letters.update(map(ord, text) if is_own else ())
        file = self._gapped(letters)
        if any(glyph not in file.glyphs[font] for shaped, font in words.values() for glyph, _ in shaped.glyphs):
            return Refusal("letters of it are drawn together in a way that the file has no glyph for")
        return file.filled({where: shaped.item for where, (shaped, _) in words.items()}, page.request)

    def _asked(self, page: Page, personal: Personal) -> list[tuple[int, Place | None, str, bool]]:
        """Each text that is not the base's own: number, place and words, and whether it has its place for itself."""
        own = self._base.page.texts
        assert page.key == self._base.page.key
        asked: list[tuple[int, Place | None, str, bool]] = [
            (slot.text, place, slot.before + getattr(personal, slot.field) + slot.after, True)
            for slot, place in self._slots.values()
        ]
        for number, text in enumerate(page.texts):
            if text != own[number]:
                asked.append((number, self._doses.get(number), text, False))
        return asked

    def _named(self, number: int) -> str:
        return next((slot.field for slot, _ in self._base.slots if slot.text == number), "a dose")

    def _gapped(self, letters: set[int]) -> SplicedPdf:
        """The file with gaps whose fonts have these letters: the usual ones, and alphabets as a whole."""
        needed = USUAL.union(*(alphabet for alphabet in ALPHABETS if alphabet & letters), letters)
        if needed not in self._ready:
            self._ready[needed] = self._cut(needed)
        return self._ready[needed]

    def _cut(self, letters: frozenset[int]) -> SplicedPdf:
        own = {place.style for _, place in self._slots.values()}
        more: dict[str, tuple[TextStyle, dict[int, str]]] = {}
        for style, name in self._hands.items():
            _, glyphs = more.setdefault(name, (style, {}))
            glyphs |= glyphs_of(style, letters if style in own else DIGITS)
        places = [place for _, place in (*self._slots.values(), *self._doses.items())]
        return splice(
            self._base.data,
            self._base.streams,
            ((line.page, line.item) for place in places for line in place.lines),
            ((name, style.face, glyphs) for name, (style, glyphs) in more.items()),
        )
