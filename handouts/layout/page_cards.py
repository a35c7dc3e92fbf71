"""The cards of the sheet for doing: how large the pictures of each are at a step, and which of its lines stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache, partial
from typing import Any

from handouts.layout import card_sizes, exercise_cards, sheet_cards, spare
from handouts.layout.tightness import PACE_MOVES, Tightness
from handouts.model import Edition
from handouts.model.cards import Card
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet
from handouts.model.prose import plain_text

STEP_MM = 14.0  # by which a card of exercises that were chosen for one patient grows: few forms serve many patients
GIVE_WAY_AT = {"feel": "doing-gaps", "watch": "doing-lines"}  # lines of cards: what to feel, and mistakes
PAGE_EDGES_MM = 2 * 16.0  # margins of the page, both sides
CARD_EDGES_MM = PAGE_EDGES_MM + 2 * 3.5
PICTURE_SCALES = (1.0, 1.0, 0.85, 0.74, 0.64, 0.56, 0.56)  # of the cards, each step: 52 mm → 29 mm of a body
FIRST_SCALES = (1.0, 1.0, 0.85, 0.74, 0.74, 0.64, 0.64)  # of those before the page of the diary, the fuller one
LEAST_SHARES = (1.0, 1.0, 1.0, 1.0, 0.82, 0.68, 0.5)  # of the least size of pictures: a page more comes only then
SHORT_SCALES = (*PICTURE_SCALES[:-2], 0.5, 0.5)  # of four cards to a page: 26 mm of a body at the last step
FIRST_CARDS = 2
MOST_CARDS = 256  # of some 50 kB each: 21 exercises at four places, grown and not
AFTER_LETTERS = 42  # of the box at the end: its lead, and the phone


def cards(leaflet: Leaflet, edition: Edition, tightness: Tightness) -> Sequence[dict[str, Any]]:
    """The cards of a leaflet in an edition, as the templates get them."""
    room_mm = edition.page_mm[0] - CARD_EDGES_MM
    words = card_sizes.WordsBeside(room_mm, edition.body_pt, PACE_MOVES in tightness.classes)
    beside = None if edition.stacked else words
    if leaflet.is_sheet:
        scale = edition.figure_scale * _steps(leaflet)[tightness.doing]
        closer = max(tightness.doing - 1, 0) if edition.stacked else 0
        of_sheet = sheet_cards.cards(leaflet, edition, scale, beside, room_mm, closer)
        # A sheet is set tight for its first page, of guide and diary; two cards have room on theirs.
        is_full = sheet_cards.to_a_page(leaflet, edition) > sheet_cards.USUAL
        return _without(of_sheet, _given_way(edition, tightness) if is_full else ())
    scales = _scales(leaflet, edition, tightness.doing, beside)
    if edition.stacked:
        return _stacked(leaflet, edition, tightness, scales)
    drawn: list[dict[str, Any]] = []
    for many, left_mm in spare.of_cards(leaflet, tightness.spare):
        page = [*zip(leaflet.cards, scales, strict=True)][len(drawn) : len(drawn) + many]
        drawn += _of_page(leaflet, edition, tightness, beside, page, left_mm)
    return drawn


def _stacked(
    leaflet: Leaflet, edition: Edition, tightness: Tightness, scales: Sequence[float]
) -> Sequence[dict[str, Any]]:
    """The cards of a stacked edition: only their pictures grow, each by an equal share of what its page leaves free."""
    gone = _given_way(edition, tightness)
    pages = spare.of_measured(leaflet, tightness.spare)
    shares_mm = [max(0.0, mm - spare.LEAST_MM) / many for many, mm in pages for _ in range(many)]
    drawn = (
        _placed(leaflet, edition, tightness, None, card, scale, gone, mm)
        for card, scale, mm in zip(leaflet.cards, scales, shares_mm, strict=True)
    )
    return _without([*drawn], gone)


def _of_page(
    leaflet: Leaflet,
    edition: Edition,
    tightness: Tightness,
    beside: card_sizes.WordsBeside | None,
    page: Sequence[tuple[Card, float]],
    left_mm: float,
) -> list[dict[str, Any]]:
    """The cards of a page that leaves so much free, each with the least scale of its pictures."""
    place = partial(_placed, leaflet, edition, tightness, beside)
    room_mm = given_mm = max(0.0, left_mm - spare.LEAST_MM) * tightness.spare.doing_share
    kept_mm = dict[int, float]()
    for card, scale in page:  # a figure that lies is drawn small, and has the room before lines that have given way
        wide = (
            place(card, scale, GIVE_WAY_AT, _growth(leaflet, room_mm))
            if beside and room_mm and card_sizes.lies(card)
            else {}
        )
        if "frames-over" in wide.get("classes", ""):
            kept_mm[card.number] = wide["taken_mm"]
            room_mm -= wide["taken_mm"]
    gone, room_mm = _left_out(page, edition, _given_way(edition, tightness), beside, room_mm)
    drawn = list[dict[str, Any]]()
    for at, (card, scale) in enumerate(page):
        placed = place(card, scale, gone, kept_mm.get(card.number, _growth(leaflet, room_mm / (len(page) - at))))
        room_mm -= placed["taken_mm"] if card.number not in kept_mm else 0.0
        drawn.append(placed)
    more = _more(leaflet, [card for card, _ in page], left_mm, given_mm - room_mm)
    return _without([placed | more for placed in drawn], gone)


def _placed(
    leaflet: Leaflet,
    edition: Edition,
    tightness: Tightness,
    beside: card_sizes.WordsBeside | None,
    card: Card,
    scale: float,
    gone: Collection[str],
    more_mm: float,
) -> dict[str, Any]:
    """A card without the lines that are `gone`, which may grow by so much."""
    lines_after = closer = 0
    if edition.diary_in_cards:
        at_end = 1 + card_sizes.lines_of(AFTER_LETTERS + len(plain_text(leaflet.after_two_weeks)))
        days = exercise_cards.diary_lines(leaflet.diary[card.number - 1])
        lines_after = days + (at_end if card is leaflet.cards[-1] else 0)
        closer = max(tightness.doing - 1, 0)
    return _kept(
        card,
        tuple((tile.widest, tile.lead) for tile in card.tiles),
        scale,
        edition.label_pt,
        beside,
        edition.card_pictures_mm,
        "watch" not in gone,
        lines_after,
        closer,
        more_mm,
        "feel" not in gone,
    )


@lru_cache(maxsize=MOST_CARDS)
def _kept(card: Card, rooms: object, *how: Any) -> dict[str, Any]:
    """A card of exercises, worked out once for all leaflets of a process that have it. Args: `rooms` are what tiles are
    not compared by."""
    return exercise_cards.exercise_card(card, *how)


def _growth(leaflet: Leaflet, room_mm: float) -> float:
    """The room of a card for its growth."""
    chosen_mm = STEP_MM if room_mm >= STEP_MM else 0.0
    return chosen_mm if leaflet.request.choice.named else room_mm


def _more(leaflet: Leaflet, cards: Sequence[Card], left_mm: float, taken_mm: float) -> dict[str, str]:
    """What is left of a page for the parts of its cards; of chosen ones for the room above each alone."""
    in_steps = bool(leaflet.request.choice.named)
    more_mm = spare.more_of_cards(cards, left_mm, taken_mm, only_apart=in_steps)
    return {"above_mm" if in_steps else "more_mm": f"{more_mm:.2f}"}


def _steps(leaflet: Leaflet) -> tuple[float, ...]:
    """The scale of pictures at each step of the sheet."""
    return SHORT_SCALES if leaflet.request.sheet.cards == SHORT_CARDS else PICTURE_SCALES


def _scales(leaflet: Leaflet, edition: Edition, step: int, beside: card_sizes.WordsBeside | None) -> list[float]:
    """The scale of the pictures of each card at a step, not under their least size beside words."""
    first, later = (edition.figure_scale * scales[step] for scales in (FIRST_SCALES, _steps(leaflet)))
    scales = [
        (later if card.number > FIRST_CARDS else first) * exercise_cards.as_a_pair(card) for card in leaflet.cards
    ]
    if not beside:
        return scales
    least = (LEAST_SHARES[step] * exercise_cards.least_scale(card, edition.label_pt, beside) for card in leaflet.cards)
    return [max(pair) for pair in zip(scales, least, strict=True)]


def _given_way(edition: Edition, tightness: Tightness) -> tuple[str, ...]:
    """The lines of cards that have given way; a stacked edition has room for mistakes."""
    gone = (line for line, step in GIVE_WAY_AT.items() if step in tightness.classes)
    return tuple(line for line in gone if line == "feel" or not edition.stacked)


def _left_out(
    page: Sequence[tuple[Card, float]],
    edition: Edition,
    given_way: Sequence[str],
    beside: card_sizes.WordsBeside | None,
    left_mm: float,
) -> tuple[tuple[str, ...], float]:
    """Of the lines that have given way, those that the cards of a page have no room for, and the room that is left.

    Args: `page` are its cards, and the least scale of the pictures of each.
    """
    gone: list[str] = []
    for line in given_way:
        cost_mm = sum(card_sizes.line_mm(card, line, scale, edition.label_pt, beside) for card, scale in page if beside)
        if beside and 0.0 < left_mm >= cost_mm:
            left_mm -= cost_mm
        else:
            gone.append(line)
    return tuple(gone), left_mm


def _without(cards: Sequence[dict[str, Any]], lines: Sequence[str]) -> list[dict[str, Any]]:
    return [{**card, "classes": " ".join([card["classes"], *(f"without-{line}" for line in lines)])} for card in cards]
