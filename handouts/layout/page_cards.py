"""The cards of the sheet for doing: how large the pictures of each are at a step, and which of its lines stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache, partial
from typing import Any

from handouts.layout import card_growth, card_sizes, exercise_cards, sheet_cards, spare
from handouts.layout.tightness import Tightness
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
#: Size of the pictures of a page, before its cards get a line back that has given way.
LEAST_SIZES = {"feel": 0.76, "watch": 0.95}
AFTER_LETTERS = 42  # of the box at the end: its lead, and the phone


def cards(leaflet: Leaflet, edition: Edition, tightness: Tightness) -> Sequence[dict[str, Any]]:
    """The cards of a leaflet in an edition, as the templates get them."""
    room_mm = edition.page_mm[0] - CARD_EDGES_MM
    words = card_sizes.WordsBeside(room_mm, edition.body_pt)
    beside = None if edition.stacked else words
    if leaflet.is_sheet:
        scale = edition.figure_scale * _steps(leaflet)[tightness.doing]
        closer = max(tightness.doing - 1, 0) if edition.stacked else 0
        of_sheet = sheet_cards.cards(leaflet, edition, scale, beside, room_mm, closer)
        # A sheet is set tight for its first page, of guide and diary; two cards have room on theirs.
        is_full = sheet_cards.to_a_page(leaflet, edition) > sheet_cards.USUAL
        gone = _given_way(edition, tightness) if is_full else ()
        return [_without(card, gone) for card in of_sheet]
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
    return [_without(card, gone) for card in drawn]


def _of_page(
    leaflet: Leaflet,
    edition: Edition,
    tightness: Tightness,
    beside: card_sizes.WordsBeside | None,
    page: Sequence[tuple[Card, float]],
    left_mm: float,
) -> list[dict[str, Any]]:
    """The cards of a page that leaves so much free, each with the least scale of its pictures."""
    room_mm = given_mm = max(0.0, left_mm - spare.LEAST_MM) * tightness.spare.doing_share
    forms = partial(_forms, edition, beside)
    in_steps = leaflet.request.choice.named
    gone, room_mm = _left_out(page, edition, _given_way(edition, tightness), beside, room_mm, bool(in_steps))
    grows = [forms(card, scale, "feel" not in lines) for (card, scale), lines in zip(page, gone, strict=True)]
    drawn = [
        _placed(leaflet, edition, tightness, beside, card, scale, lines, mm)
        for (card, scale), lines, mm in zip(page, gone, _shares(leaflet, grows, room_mm), strict=True)
    ]
    room_mm -= sum(placed["taken_mm"] for placed in drawn)
    more = _more(leaflet, [card for card, _ in page], left_mm, given_mm - room_mm)
    return [_without(placed | more, lines) for placed, lines in zip(drawn, gone, strict=True)]


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


def _forms(
    edition: Edition, beside: card_sizes.WordsBeside | None, card: Card, scale: float, feel: bool
) -> Sequence[card_growth.Form]:
    """The forms of the pictures of a card, from their least scale on."""
    if beside and card.pictures:
        return card_growth.forms(card, scale, edition.label_pt, beside, feel)
    return [card_growth.Form(scale, len(card.pictures), 1.0, 0.0)]


def _shares(leaflet: Leaflet, forms: Sequence[Sequence[card_growth.Form]], room_mm: float) -> list[float]:
    """The room of each card of a page for its growth; of chosen exercises a step or none."""
    if not leaflet.request.choice.named:
        return card_growth.shares_mm(forms, room_mm)
    steps = int(room_mm / STEP_MM)
    by_size = sorted(range(len(forms)), key=lambda at: card_growth.best(forms[at], 0.0).size)
    return [STEP_MM if at in by_size[:steps] else 0.0 for at in range(len(forms))]


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
    room_mm: float,
    at_once: bool,
) -> tuple[list[tuple[str, ...]], float]:
    """Of the lines that have given way, those that each card of a page has no room for, and the room that is left.

    Args: `page` are its cards, and the least scale of the pictures of each; `at_once` is whether a line comes back to
    all of them or none, before their pictures grow.
    """
    gone = [[*given_way] for _ in page]
    if not beside or not given_way:
        return [tuple(lines) for lines in gone], room_mm
    feels = ["feel" not in given_way] * len(page)
    for line in given_way:
        costs_mm = [card_sizes.line_mm(card, line, scale, edition.label_pt, beside) for card, scale in page]
        least_mm = [_least_mm(edition, beside, one, feel, line) for one, feel in zip(page, feels, strict=True)]
        if line == "feel":  # with more words beside them pictures grow for less
            with_mm = (_least_mm(edition, beside, one, True, line) for one in page)
            costs_mm = [max(0.0, sum(mm) - least) for *mm, least in zip(costs_mm, with_mm, least_mm, strict=True)]
        cheapest = sorted(range(len(page)), key=lambda at: costs_mm[at])
        kept_mm = 0.0 if at_once else sum(least_mm)
        for together in [cheapest] if at_once else [[at] for at in cheapest]:
            if (cost_mm := sum(costs_mm[at] for at in together)) <= max(0.0, room_mm - kept_mm):
                room_mm -= cost_mm
                for at in together:
                    gone[at] = [one for one in gone[at] if one != line]
                    feels[at] = feels[at] or line == "feel"
    return [tuple(lines) for lines in gone], room_mm


def _without(card: dict[str, Any], lines: Sequence[str]) -> dict[str, Any]:
    return {**card, "classes": " ".join([card["classes"], *(f"without-{line}" for line in lines)])}


def _least_mm(
    edition: Edition, beside: card_sizes.WordsBeside, one: tuple[Card, float], feel: bool, line: str
) -> float:
    """What the pictures of a card take before a line comes back."""
    return card_growth.cost_mm(_forms(edition, beside, *one, feel), LEAST_SIZES[line])
