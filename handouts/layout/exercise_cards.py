"""Exercise cards as the templates get them: with their pictures as large as the page and their words allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from handouts.layout import card_growth
from handouts.layout.card_sizes import (
    CAPTION_COLUMN_MM,
    LINES_BELOW,
    NARROWEST_BESIDE_MM,
    SCALE_STEP,
    WordsBeside,
    a_row,
    frames_a_row,
    has_one_line_of_pace,
    in_a_column,
    lines_below,
    may_stack,
    placed_frames,
    row_mm,
    rows_mm,
)
from handouts.layout.drawings import drawn_frame, mm
from handouts.layout.filling import LARGEST_CARD_SCALE, LEAST_CARD_SCALE, filled
from handouts.layout.labels import PT_MM, Labelled
from handouts.model.cards import Card, DiaryRow, Tile
from handouts.model.prose import plain_text

HEAD_MM, HEAD_NUMBER_MM = 176.0, 15.2  # of the head of a card, which name and dose share, or it stacks; its number
NAME_LETTER_MM, LOW_NAME_LETTER_MM, DOSE_LETTER_MM = 2.88, 2.6, 2.35  # bold 16, 14 and 13 pt
TILE_EDGES_MM = 5.0  # of the cell of a number
#: Width of the cell of a number, by the field of the dose: a cell has the same place on all cards.
TILES_MM: Mapping[str, float] = {
    "hold_s": 29.5, "minutes": 29.5, "repetitions": 24.0, "sets": 21.0, "weight": 24.0, "band": 32.0,
}  # fmt: skip
OFTEN_MM = 43.5  # of the cell that says how often
FOOT_LETTERS = 58  # of a warning in two lines of half the card
DIARY_LINES, RHYTHM_LETTERS = 1, 12  # of a card that the days of its exercise take; how often, on a line beside them
LEAST_SHARES = (0.4, 0.34, 0.28, 0.22)  # of the height that the pictures of a card have where its words are many: steps
LINES_A_STEP = 2  # that a step leaves free below the pictures of a card with many words
LEADING = 1.37  # of the words of a card, of the size of its labels
PAIR_MM = 53.0  # width, as drawn, of each of two pictures that share a row; wider ones lie, and are low
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
    if words and frames:
        form = card_growth.best(card_growth.forms(card, scale, label_pt, words, feel), more_mm)
        frames, many, taken_mm = placed_frames(card, form.scale, label_pt), form.many, form.taken_mm
    placed = _card(card, frames, watch_for, many, below, words is not None)
    pace = "pace-row" if words and has_one_line_of_pace(card, words) else "pace-rows"
    return {**placed, "classes": f"{placed['classes']} {pace}", "taken_mm": taken_mm}


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


def _card(
    card: Card, frames: Sequence[Labelled], watch_for: bool, many: int, below: bool = False, beside: bool = False
) -> dict[str, Any]:
    name = plain_text(card.name)
    tiles_mm = [*map(_tile_mm, card.tiles)]
    lines = _name_lines(name, HEAD_MM - HEAD_NUMBER_MM - sum(tiles_mm), card.of)
    classes = ["stack"] if not lines else ["close-head"] if lines > 1 else []
    classes.append(f"frames-{len(frames)}")
    classes += ["frames-below"] if below else []
    classes += (
        ["frames-column" if beside and in_a_column(frames, many) else "frames-rows"] if many < len(frames) else []
    )
    classes.append("foot-columns" if _foot_fits_columns(card, watch_for) else "foot-rows")
    drops_mm = _drops_mm(frames, many) if beside else [0.0] * len(frames)
    drawn = [
        {**drawn_frame(frame, picture.alt), "caption": picture.caption, "drop_mm": mm(drop_mm)}
        for frame, picture, drop_mm in zip(frames, card.pictures, drops_mm, strict=True)
    ]
    return {
        "words": card,
        "classes": " ".join(classes),
        "frames": drawn,
        "tiles_mm": [*map(mm, tiles_mm)],
        "drawn_mm": mm(row_mm(frames, many) + CAPTION_COLUMN_MM * ("frames-column" in classes)),
        "more_mm": "",
        "above_mm": "",
    }


def _drops_mm(frames: Sequence[Labelled], many: int) -> list[float]:
    """How far each frame is under its caption, so that all of a row stand on one line."""
    rows = [frames[at : at + many] for at in range(0, len(frames), many)]
    return [max(one.height_mm for one in row) - frame.height_mm for row in rows for frame in row]


def _tile_mm(tile: Tile) -> float:
    """Width of the cell of a number: that of its kind, or more where its words need it."""
    letters = max(len(tile.words), len(tile.widest))
    return max(TILES_MM.get(tile.kind, OFTEN_MM), letters * DOSE_LETTER_MM + TILE_EDGES_MM)


def _name_lines(name: str, room_mm: float, of: str) -> int:
    """How many lines a name takes beside its dose, about: one, or two of smaller type, with the sore part behind them;
    0 where it has no room. One of wider letters takes a line more, and its head grows."""
    if len(name) * NAME_LETTER_MM <= room_mm:
        return 1
    behind = f"{name} · {of}" if of else name
    broken = wrap(behind, max(int(room_mm / LOW_NAME_LETTER_MM), 1), break_long_words=False)
    fits = max(map(len, broken)) * LOW_NAME_LETTER_MM <= room_mm
    return 2 if len(broken) <= 2 and fits else 0


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
