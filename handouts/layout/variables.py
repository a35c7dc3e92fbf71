"""The variable data of a leaflet: its personal fields, and the texts that have the number of a dose.

A *marked* leaflet has marks in their places. Leaflets whose marked ones are equal have the same page but for these
texts, so one page and one template serve all of them (`pdf/fill`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from handouts.layout.environment import FIGURE_SPACE
from handouts.model import Edition
from handouts.model.cards import Card, Tile
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.prose import Prose, spoken_pieces

FIELDS = tuple(field.name for field in fields(Personal))  #: the first variables, in this order; doses follow

# Private-use characters, which no content may have (HND105): one for each variable, and one that ends a shape.
_FIRST, _END = 0xE000, "\uf8ff"
_MARK = re.compile(f"{FIGURE_SPACE}*([{chr(_FIRST)}-\uf8fe])([^<{chr(_FIRST)}-{_END}]*{_END})?")
_DIGIT = re.compile(r"\d")

Texts = Sequence[str]  #: of the variables of a leaflet, in order
Change = Callable[[str, bool], str]  #: a text, and whether it ends its paragraph → the text in its place


def marked(leaflet: Leaflet, edition: Edition) -> tuple[Leaflet, Texts]:
    """The leaflet with marks, and the texts of the marks in order."""
    doses, fields = marked_doses(leaflet, edition), marked_fields(leaflet.personal)
    return replace(doses.leaflet, personal=fields), doses.texts(leaflet.personal)


@dataclass(frozen=True, slots=True)
class MarkedDoses:
    """A leaflet with marks in place of its doses, and their texts: rows that differ in personal fields share it."""

    leaflet: Leaflet
    doses: Texts

    def texts(self, personal: Personal) -> Texts:
        """The texts of all marks, with those of the personal fields."""
        return (*(getattr(personal, name) for name in FIELDS), *self.doses)


def marked_doses(leaflet: Leaflet, edition: Edition) -> MarkedDoses:
    """The leaflet with marks in place of its doses.

    A text that others follow on its line must stay as wide as it is: its mark carries its shape, with zeros for digits.
    """
    texts: list[str] = []

    def change(text: str, ends: bool) -> str:
        texts.append(text)
        shape = "" if ends else _zeros(text) + _END
        return mark(len(FIELDS) + len(texts) - 1) + shape

    request = replace(leaflet.request, settings={})
    return MarkedDoses(replace(_with_doses(leaflet, edition, change), request=request, decisions=()), tuple(texts))


def _zeros(text: str) -> str:
    return _DIGIT.sub("0", text).replace(FIGURE_SPACE, "0")


def marked_fields(personal: Personal) -> Personal:
    """Marks in place of the personal fields that have a text."""
    return Personal(*(mark(at) if getattr(personal, name) else "" for at, name in enumerate(FIELDS)))


def with_texts(leaflet: Leaflet, edition: Edition, texts: Texts) -> Leaflet:
    """The leaflet with other texts for its variables."""
    doses = iter(texts[len(FIELDS) :])
    other = _with_doses(leaflet, edition, lambda *_: next(doses))
    return replace(other, personal=Personal(*texts[: len(FIELDS)]))


def _with_doses(leaflet: Leaflet, edition: Edition, change: Change) -> Leaflet:

    def prose(words: Prose, every: bool = False) -> Prose:
        """Short forms keep their places, since a voice says them in other words."""
        pieces = [list(spoken_pieces(run.text, leaflet.spoken)) for run in words]
        ends = len(pieces) == 1 == len(pieces[0])
        return tuple(
            replace(
                run,
                text="".join(
                    change(shown, ends) if shown == said and (every or _DIGIT.search(shown)) else shown
                    for shown, said in own
                ),
            )
            for run, own in zip(words, pieces, strict=True)
        )

    def tile(one: Tile) -> Tile:
        """Number and unit are one text, which ends its line: its tile has room for the widest."""
        if not one.digits:
            return one
        return replace(one, number=change(one.words, True), unit="", room=one.room or one.unit)

    def card(one: Card) -> Card:
        return replace(
            one,
            tiles=tuple(map(tile, one.tiles)),
            steps=tuple(map(prose, one.steps)),
            dose=prose(one.dose, every=True),
        )

    return replace(
        leaflet,
        daily=change(leaflet.daily, False),
        fewer=leaflet.fewer and prose(leaflet.fewer),
        cards=tuple(map(card, leaflet.cards)),
        diary=tuple(replace(row, rhythm=change(row.rhythm, bool(row.room))) for row in leaflet.diary),
    )


def as_prescribed(leaflet: Leaflet, edition: Edition) -> Leaflet:
    """The leaflet with its usual doses in words; its other doses have the most zeros that may be, and the widest unit.

    Pages are measured on it: another dose must not decide how large the pictures are.
    """

    def tile(one: Tile) -> Tile:
        number = "0" * one.digits or one.number
        return replace(one, number=number, unit=one.unit and (one.room or one.unit))

    def card(one: Card) -> Card:
        return replace(one, tiles=tuple(map(tile, one.tiles)), steps=one.usual[:-1], dose=one.usual[-1])

    diary = tuple(replace(row, rhythm=row.room or row.rhythm) for row in leaflet.diary)
    usual = replace(leaflet, cards=tuple(map(card, leaflet.cards)), diary=diary)
    return _with_doses(usual, edition, lambda text, _: _zeros(text))


def of_no_person(leaflet: Leaflet) -> Leaflet:
    """The leaflet with a letter in each personal field that has words."""
    return replace(leaflet, personal=Personal(*("n" if getattr(leaflet.personal, name) else "" for name in FIELDS)))


def mark(number: int) -> str:
    """The mark of a variable."""
    return chr(_FIRST + number)


def variable(words: str) -> tuple[int, bool] | None:
    """The number of the first variable of a marked text, and whether it ends its paragraph; None where it has none."""
    found = _MARK.search(words)
    return (ord(found[1]) - _FIRST, not found[2]) if found else None


def count(words: str) -> int:
    """How many marks a text has."""
    return len(_MARK.findall(words))


def filled(words: str, texts: Texts) -> str:
    """A marked text with the texts of its marks."""
    return _MARK.sub(lambda found: texts[ord(found[1]) - _FIRST], words)
