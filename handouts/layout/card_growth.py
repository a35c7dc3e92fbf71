"""How the pictures of cards grow: into the height of the words beside them, then into what their page leaves free.

All cards of a page grow to one *size*. That is the scale of a picture over the one at which it is as large as any other
of its kind, so that a figure that stands, one that lies and a hand become alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from handouts.layout.card_sizes import (
    LETTERS,
    SCALE_STEP,
    WORDS_LETTER,
    WordsBeside,
    body_mm,
    frames_a_row,
    may_stack,
    pictures_mm,
    placed_frames,
)
from handouts.layout.labels import Labelled
from handouts.model.cards import Card

USUAL_SIDE_MM, USUAL_HIGH_MM = 40.0, 46.0  # of a picture of size 1: side of a square of its area, and most height
LARGEST = 1.3  # size to which pictures grow
LEAST_BESIDE_MM = 64.0  # that larger pictures leave the words of their card
SIZE_STEP = 0.02  # by which the pictures of a page grow together
MOST_FORMS = 1024  # of some kilobytes each


@dataclass(frozen=True, slots=True)
class Form:
    """Pictures of a card at a scale, so many in a row: their size, and by how much they make the card higher."""

    scale: float
    many: int
    size: float
    taken_mm: float


def usual_scale(card: Card) -> float:
    """The scale at which the pictures of a card have size 1."""
    frames = [picture.frame for picture in card.pictures]
    side_mm = max(sqrt(one.width_mm * one.height_mm) for one in frames)
    return min(USUAL_SIDE_MM / side_mm, USUAL_HIGH_MM / max(one.height_mm for one in frames))


def best(forms: Sequence[Form], room_mm: float) -> Form:
    """The largest form for which a card has room."""
    return max((one for one in forms if one.taken_mm <= room_mm), key=lambda one: (one.size, -one.taken_mm))


def cost_mm(forms: Sequence[Form], size: float) -> float:
    """By how much a card becomes higher with pictures of a size, or of the largest that it has."""
    reached = min(size, max(one.size for one in forms))
    return min(one.taken_mm for one in forms if one.size >= reached)


def shares_mm(cards: Sequence[Sequence[Form]], room_mm: float, largest: float = LARGEST) -> list[float]:
    """The room of each card of a page, by its forms, so that the pictures of all have one size, as large as it may be.

    What is left is for the first card that it makes larger.
    """
    size = largest
    while size > 0.0 and sum(cost_mm(forms, size) for forms in cards) > room_mm:
        size -= SIZE_STEP
    shares = [cost_mm(forms, size) for forms in cards]
    for at, forms in enumerate(cards):
        within = [one for one in forms if one.size <= largest] or forms
        shares[at] = max(shares[at], best(within, shares[at] + max(0.0, room_mm - sum(shares))).taken_mm)
    return shares


@lru_cache(maxsize=MOST_FORMS)
def forms(card: Card, least: float, label_pt: float, words: WordsBeside, feel: bool) -> tuple[Form, ...]:
    """All forms of the pictures of a card from a least scale on; the first is the one that makes it no higher.

    Two pictures of a figure that lies are low: one over the other they become larger than side by side. The height of
    a card is by the mean width of a letter, which is not known: none is larger by any.
    """
    side_by_side = frames_a_row(card, placed_frames(card, least, label_pt), label_pt, words, feel)
    rows = (*{side_by_side: None, len(card.pictures): None, 1: None},) if may_stack(card) else (side_by_side,)
    usual = usual_scale(card)

    first = _heights_mm(card, placed_frames(card, least, label_pt), label_pt, words, side_by_side, feel)
    before: Mapping[float, float] = {WORDS_LETTER: first[WORDS_LETTER]}
    larger = [
        (scale, many, _heights_mm(card, frames, label_pt, words, many, feel))
        for many in rows
        for scale, frames in _larger(card, least, label_pt, words, many)
    ]
    free = [
        Form(scale, many, scale / usual, 0.0)
        for scale, many, mm in larger
        if scale <= 1.0 and _above(mm, before) <= 0.0
    ]
    begin = max([Form(least, side_by_side, least / usual, 0.0), *free], key=lambda one: one.size)
    frames = placed_frames(card, begin.scale, label_pt)
    before = _heights_mm(card, frames, label_pt, words, begin.many, feel)
    others = [Form(scale, many, scale / usual, max(0.0, _above(mm, before))) for scale, many, mm in larger]
    return (begin, *(one for one in others if one.size > begin.size))


def _larger(
    card: Card, least: float, label_pt: float, words: WordsBeside, many: int
) -> Iterator[tuple[float, list[Labelled]]]:
    """The larger scales at which so many frames in a row leave the words their room."""
    scale = least
    while (scale := scale + SCALE_STEP) / usual_scale(card) <= LARGEST:
        frames = placed_frames(card, scale, label_pt)
        if words.card_mm - pictures_mm(frames, label_pt, many)[0] < LEAST_BESIDE_MM:
            break
        yield scale, frames


def _heights_mm(
    card: Card, frames: Sequence[Labelled], label_pt: float, words: WordsBeside, many: int, feel: bool
) -> Mapping[float, float]:
    return {letter: body_mm(card, frames, label_pt, words, many, feel, letter) for letter in LETTERS}


def _above(heights_mm: Mapping[float, float], before_mm: Mapping[float, float]) -> float:
    """By how much a height is above another one, by that mean width of a letter by which it is most."""
    return max(heights_mm[letter] - mm for letter, mm in before_mm.items())
