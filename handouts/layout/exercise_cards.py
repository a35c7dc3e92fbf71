"""Exercise cards as the templates get them: with their pictures as large as the page and their words allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from handouts.layout.card_sizes import (
    LETTERS,
    LINES_BELOW,
    NARROWEST_BESIDE_MM,
    SCALE_STEP,
    WORDS_LETTER,
    WordsBeside,
    a_row,
    bodies_mm,
    frames_a_row,
    lies,
    lines_below,
    may_stack,
    over_mm,
    placed_frames,
    row_mm,
    rows_mm,
)
from handouts.layout.drawings import drawn_frame, mm
from handouts.layout.filling import LARGEST_CARD_SCALE, LEAST_CARD_SCALE, ROW_WORTH, filled
from handouts.layout.labels import PT_MM, Labelled
from handouts.model.cards import Card, DiaryRow
from handouts.model.prose import plain_text

HEAD_MM, HEAD_NUMBER_MM = 176.0, 15.0  # of the head of a card, which name and dose share, or it stacks; its number
NAME_LETTER_MM, DOSE_LETTER_MM, OF_LETTER_MM, TILE_EDGES_MM = (
    3.05,
    2.4,
    2.1,
    8.6,
)  # bold 16 and 13.5 pt, 12.5 pt; of a cell
OF_EDGES_MM = 5.0  # before the sore part behind a name
FOOT_LETTERS = 58  # of a warning in two lines of half the card
DIARY_LINES, RHYTHM_LETTERS = 1, 12  # of a card that the days of its exercise take; how often, on a line beside them
LEAST_SHARES = (0.4, 0.34, 0.28, 0.22)  # of the height that the pictures of a card have where its words are many: steps
LINES_A_STEP = 2  # that a step leaves free below the pictures of a card with many words
LEADING = 1.37  # of the words of a card, of the size of its labels
PAIR_MM = 53.0  # width, as drawn, of each of two pictures that share a row; wider ones lie, and are low
LEAST_BESIDE_MM = 64.0  # that larger pictures leave the words of their card
GROWN_CARD_SCALE, GROWS = 1.3, 1.2  # of the pictures of a card whose page has room; of those that are drawn small
LEAST_PICTURE_MM = 55.0  # of the longer side of the largest picture of a card
LEAST_SQUARE_MM, SQUARE = 48.0, 0.8  # of one that is about as wide as high, that is at least so much of the longer side


def exercise_card(
    card: Card,
    scale: float,
    label_pt: float,
    words: WordsBeside | None = None,
    fill_mm: tuple[float, float] | None = None,
    watch_for: bool = True,
    lines_after: int = 0,
    closer: int = 0,
    more_mm: float = 0.0,
    feel: bool = False,
) -> dict[str, Any]:
    """A card with its pictures at `scale`, or as much larger as the height of the `words` beside them allows.

    Args:
        card: with its pictures and words.
        scale: of the pictures, 1.0 as drawn, where they fill no room.
        label_pt: size of the words on the pictures.
        words: those beside the pictures; none where they are below them.
        fill_mm: width and height that the pictures fill, side by side or, where they become larger so, one below the
            other.
        watch_for: whether the line "Watch for" is printed.
        lines_after: lines on its page behind its own words, which pictures that fill a room leave free.
        closer: steps by which such pictures give way, for words that take more lines than their letters say.
        more_mm: height that is free on the page, by which the card may grow with its pictures.
        feel: whether the line "You feel" is counted among the words beside the pictures.
    """
    below, many = False, 0
    if fill_mm and card.pictures:
        too_many = max(0, lines_below(card) + lines_after + closer * LINES_A_STEP - LINES_BELOW)
        height_mm = max(fill_mm[1] * LEAST_SHARES[closer], fill_mm[1] - too_many * label_pt * PT_MM * LEADING)
        scale, many, below = filled(card, label_pt, (fill_mm[0], height_mm), more_mm)
    frames = placed_frames(card, scale, label_pt)
    many, taken_mm = many or frames_a_row(card, frames, label_pt, words, feel), 0.0
    beside_mm = below_mm = 0.0
    if words and frames:
        before_mm = {one: min(bodies_mm(card, frames, label_pt, words, many, feel, one)) for one in LETTERS}
        frames, many, taken_mm = _grown(card, frames, scale, more_mm, label_pt, words, many, feel)
        beside_mm, below_mm = bodies_mm(card, frames, label_pt, words, many, feel)
        most_mm = {letter: height_mm + more_mm for letter, height_mm in before_mm.items()}
        if over := _over_words(card, frames, scale, label_pt, words, most_mm, feel):
            placed = _card(card, over, watch_for, len(over))
            high_mm = (over_mm(card, over, label_pt, words, feel, one) - mm for one, mm in before_mm.items())
            return {**placed, "classes": f"{placed['classes']} frames-over", "taken_mm": max(0.0, *high_mm)}
    placed = _card(card, frames, watch_for, many, below)
    return {**placed, "taken_mm": taken_mm, "pace_beside": beside_mm < below_mm}


def diary_lines(row: DiaryRow) -> int:
    """How many lines of a card the days of its exercise take, about."""
    return DIARY_LINES + len(wrap(row.rhythm, RHYTHM_LETTERS))


def as_a_pair(card: Card) -> float:
    """The scale at which two wide pictures of a card share a row; 1.0 for narrower ones."""
    return min(1.0, PAIR_MM / max((picture.frame.width_mm for picture in card.pictures), default=PAIR_MM))


def least_scale(card: Card, label_pt: float, words: WordsBeside) -> float:
    """The scale under which no step sets the pictures of a card: the longer side of the largest has its least length,
    or they are as large as the words beside them leave room for."""
    sides = (sorted((one.frame.width_mm, one.frame.height_mm)) for one in card.pictures)
    shorter_mm, longest_mm = max(sides, key=lambda one: one[1], default=(0.0, LEAST_PICTURE_MM))
    least_mm = LEAST_SQUARE_MM if shorter_mm >= SQUARE * longest_mm else LEAST_PICTURE_MM
    scale, room_mm = least_mm / longest_mm, words.card_mm - NARROWEST_BESIDE_MM
    while (
        scale > LEAST_CARD_SCALE
        and not may_stack(card)
        and row_mm(placed_frames(card, scale, label_pt), a_row(card)) > room_mm
    ):
        scale -= SCALE_STEP
    return scale


def _grown(
    card: Card,
    least: list[Labelled],
    scale: float,
    more_mm: float,
    label_pt: float,
    words: WordsBeside,
    many: int,
    feel: bool,
) -> tuple[list[Labelled], int, float]:
    """The frames as large as the height of the words and `more_mm` of the page allow, from `many` of them in a row.

    Two pictures of a figure that lies are low: one over the other they become larger than side by side.

    Returns: the frames, how many are in a row, and the height that the card takes of the page.
    """
    side_by_side = many
    rows = (*{many: None, len(least): None, 1: None},) if may_stack(card) else (many,)

    def heights(frames: list[Labelled], many: int) -> dict[float, float]:
        return {one: min(bodies_mm(card, frames, label_pt, words, many, feel, one)) for one in LETTERS}

    def largest(
        limit: float, most_mm: Mapping[float, float], at_least: tuple[list[Labelled], int]
    ) -> tuple[list[Labelled], int]:
        tried = [(_up_to(card, [], scale, limit, most_mm, label_pt, words, row, feel), row) for row in rows]
        worth = {side_by_side: ROW_WORTH}
        found = [at_least, *(one for one in tried if one[0])]
        return max(found, key=lambda one: one[0][0].width_mm * worth.get(one[1], 1.0))

    most_mm = {WORDS_LETTER: heights(least, many)[WORDS_LETTER]}
    frames, many = measured = largest(1.0, most_mm, (least, many))
    if not more_mm:
        return frames, many, 0.0
    before_mm = heights(frames, many)
    most_mm = {letter: height_mm + more_mm for letter, height_mm in before_mm.items()}
    frames, many = largest(max(GROWN_CARD_SCALE, scale * GROWS), most_mm, measured)
    return frames, many, max(mm - before_mm[letter] for letter, mm in heights(frames, many).items())


def _over_words(
    card: Card,
    beside: Sequence[Labelled],
    scale: float,
    label_pt: float,
    words: WordsBeside,
    most_mm: Mapping[float, float],
    feel: bool,
) -> list[Labelled]:
    """The frames of a figure that lies over the words of their card, where they are larger so than beside them and the
    card is no higher than this by any mean width of a letter; else none."""
    if not lies(card):
        return []
    for step in range(int((LARGEST_CARD_SCALE - scale) / SCALE_STEP), 0, -1):
        frames = placed_frames(card, scale + step * SCALE_STEP, label_pt)
        if frames[0].width_mm < beside[0].width_mm:
            return []
        if row_mm(frames, len(frames)) <= words.card_mm and all(
            over_mm(card, frames, label_pt, words, feel, letter) <= mm for letter, mm in most_mm.items()
        ):
            return frames
    return []


def wide_card(card: Card, most_mm: tuple[float, float], label_pt: float) -> dict[str, Any]:
    """A card whose pictures take the width of a page, above its words, at the largest scale up to these measures."""
    steps = range(int((LARGEST_CARD_SCALE - LEAST_CARD_SCALE) / SCALE_STEP), -1, -1)
    for scale in (LEAST_CARD_SCALE + step * SCALE_STEP for step in steps):
        frames = placed_frames(card, scale, label_pt)
        width_mm, height_mm = row_mm(frames, a_row(card)), rows_mm(frames, label_pt, a_row(card))
        if width_mm <= most_mm[0] and height_mm <= most_mm[1]:
            break
    wide = _card(card, frames, True, a_row(card))
    return {**wide, "classes": f"{wide['classes']} wide"}


def _card(card: Card, frames: Sequence[Labelled], watch_for: bool, many: int, below: bool = False) -> dict[str, Any]:
    name = plain_text(card.name)
    strip_mm = sum(max(len(tile.words), len(tile.widest)) * DOSE_LETTER_MM + TILE_EDGES_MM for tile in card.tiles)
    left_mm = HEAD_MM - HEAD_NUMBER_MM - len(name) * NAME_LETTER_MM - strip_mm
    classes = ["stack"] if left_mm < 0.0 else []
    classes += ["close-head"] if 0.0 <= left_mm < len(card.of) * OF_LETTER_MM + OF_EDGES_MM and card.of else []
    classes.append(f"frames-{len(frames)}")
    classes += ["frames-below"] if below else []
    classes += ["frames-rows"] if many < len(frames) else []
    classes.append("foot-columns" if _foot_fits_columns(card, watch_for) else "foot-rows")
    drawn = [
        {**drawn_frame(frame, picture.alt), "caption": picture.caption}
        for frame, picture in zip(frames, card.pictures, strict=True)
    ]
    placed = {"words": card, "classes": " ".join(classes), "frames": drawn, "drawn_mm": mm(row_mm(frames, many))}
    return {**placed, "more_mm": "", "above_mm": "", "pace_beside": False}


def _up_to(
    card: Card,
    least: list[Labelled],
    scale: float,
    largest: float,
    most_mm: Mapping[float, float],
    label_pt: float,
    words: WordsBeside,
    many: int,
    feel: bool,
) -> list[Labelled]:
    """The frames at the largest scale that makes pictures and words no higher than this; else the `least` ones.

    The greatest height is by the mean width of a letter, which is not known: the card must not be higher by any.
    Larger pictures leave the words less width, so both grow: the card is as high as the higher of the two.
    """
    larger = [scale + step * SCALE_STEP for step in range(1, int((largest - scale) / SCALE_STEP) + 1)]
    for other in reversed(larger):
        frames = placed_frames(card, other, label_pt)
        beside_mm = words.card_mm - row_mm(frames, many)
        if beside_mm >= LEAST_BESIDE_MM and all(
            min(bodies_mm(card, frames, label_pt, words, many, feel, letter)) <= mm for letter, mm in most_mm.items()
        ):
            return frames
    return least


def _foot_fits_columns(card: Card, watch_for: bool) -> bool:
    """Warnings side by side in two lines each; longer or more of them take a row each."""
    watch = ", ".join(map(plain_text, card.watch_for if watch_for else ()))
    stop = [plain_text(prose) for prose in card.stop_if]
    watch += " ".join(map(plain_text, card.not_for))
    alone = not card.cautions and not card.cares
    return (
        alone
        and bool(card.watch_for or card.not_for)
        and len(stop) == 1
        and max(len(watch), len(stop[0])) <= FOOT_LETTERS
    )
