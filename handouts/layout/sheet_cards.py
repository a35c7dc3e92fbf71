"""The cards of a sheet of exercises: their number on a page, and the size of their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handouts.layout import card_sizes, exercise_cards
from handouts.model import Edition
from handouts.model.leaflet import Leaflet

USUAL = 2  # on A4 and Letter
WIDE_SHARE = 0.4  # of the height of a page: the pictures of a card that has the page to itself
HEADING_MM = 14.0  # over the first card, with its distance


def to_a_page(leaflet: Leaflet, edition: Edition) -> int:
    """The number of cards on a page: as the request says, else as many as the edition has room for."""
    return leaflet.request.sheet.cards or (1 if edition.stacked else USUAL)


def cards(
    leaflet: Leaflet,
    edition: Edition,
    scale: float,
    beside: card_sizes.WordsBeside | None,
    room_mm: float,
    closer: int = 0,
) -> Sequence[dict[str, Any]]:
    """The cards as the templates get them; the first of a page has the class `new-page`, one alone on it `wide`.

    Args:
        scale: of the pictures, where a page has several cards and they fill no room.
        beside: the words beside the pictures; None in a stacked edition, whose cards are all as wide as the page.
        room_mm: width of a card without its edges.
        closer: steps by which pictures that fill a room give way to words that take more lines than estimated.
    """
    many, placed = to_a_page(leaflet, edition), []
    for index, card in enumerate(leaflet.cards):
        is_first = index % many == 0
        if beside and is_first and (many == 1 or index == len(leaflet.cards) - 1):
            most_mm = room_mm, edition.page_mm[1] * WIDE_SHARE
            drawn = exercise_cards.wide_card(card, most_mm, edition.label_pt)
        else:
            fill_mm = edition.card_pictures_mm
            if fill_mm and not index:
                fill_mm = fill_mm[0], fill_mm[1] - HEADING_MM
            lines_after = exercise_cards.diary_lines(leaflet.diary[index]) if edition.diary_in_cards else 0
            least = scale * exercise_cards.as_a_pair(card)
            drawn = exercise_cards.exercise_card(
                card, least, edition.label_pt, beside, fill_mm, lines_after=lines_after, closer=closer
            )
        if index and is_first:
            drawn["classes"] += " new-page"
        placed.append(drawn)
    return placed
