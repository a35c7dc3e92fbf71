"""How wide and high the pictures and words of a card are, about, before they are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from handouts.layout.labels import PT_MM, Labelled, place
from handouts.model.cards import Card
from handouts.model.poses import MIDDLES
from handouts.model.prose import plain_text

FRAMES_APART_MM = 3.0  # on paper
ROW_MM, A_ROW = 110.0, 2  # a drawing with steps that is wider, as drawn, has so many frames in a row
LINES_BELOW, LINE_LETTERS = 15, 52  # lines that a card of one page has room for under pictures of full height
NARROWEST_BESIDE_MM = 54.0  # that the smallest leave them
STACKED_SHAPE = 0.65  # of its width, that a picture is high at most to be over another
SCALE_STEP = 0.03  # by which the pictures of a card grow to the height of its words
UNDER_ROWS_MM = 4.5  # what rows of pictures take more than one row: white under the last, and under their captions
CAPTION_COLUMN_MM = 19.0  # before pictures one below the other
CAPTION_LINE = 1.25  # height of the line over a picture, of the label size
WORDS_LETTER = 0.48  # mean width of a letter in a step, of the type size: names on labels are wider
NARROW_LETTER = 0.455  # mean width of a letter where a text takes as few lines as it can
LETTERS = NARROW_LETTER, WORDS_LETTER
WORDS_LINE = 1.15  # height of a line of steps, of the type size
PICTURES_APART_MM = 4.0  # between the pictures of a card and its words
NUMBER_LETTERS = 3  # that the number of a step takes from its line
LEAD_LETTERS = 10  # of "You feel:", "Watch for", "Too hard?" and "Too easy?"
PACE_EDGES_MM = 6.5  # between "Too hard?" and "Too easy?" side by side
FOOT_EDGES_MM = 2.6  # of a foot that has no other line
BOLD = 1.06  # width of bold letters, of medium ones


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """The words beside the pictures of a card: their size, and the width that both share."""

    card_mm: float
    size_pt: float


def line_mm(card: Card, which: str, scale: float, label_pt: float, words: WordsBeside) -> float:
    """By how much a line makes a card higher, about: "You feel" beside the pictures, or "Watch for" below them."""
    frames = placed_frames(card, scale, label_pt)
    many = frames_a_row(card, frames, label_pt, words)
    if which == "feel":
        without_mm, with_mm = (body_mm(card, frames, label_pt, words, many, feel) for feel in (False, True))
        return with_mm - without_mm
    line = words.card_mm / (words.size_pt * PT_MM * WORDS_LETTER)
    letters = len(", ".join(map(plain_text, card.watch_for))) + LEAD_LETTERS
    return ceil(letters / line) * words.size_pt * PT_MM * WORDS_LINE + FOOT_EDGES_MM if card.watch_for else 0.0


def frames_a_row(
    card: Card, frames: Sequence[Labelled], label_pt: float, words: WordsBeside | None, feel: bool = False
) -> int:
    """How many frames make a row: as many as make the card with its words lowest."""
    if not words or not frames:
        return a_row(card)
    many = {len(frames): None, a_row(card): None, **({1: None} if may_stack(card) else {})}
    room_mm = words.card_mm - NARROWEST_BESIDE_MM
    fitting = [one for one in many if pictures_mm(frames, label_pt, one)[0] <= room_mm]
    return min(fitting or many, key=lambda one: body_mm(card, frames, label_pt, words, one, feel))


def may_stack(card: Card) -> bool:
    """Whether two pictures are so low that they may be one over the other."""
    return len(card.pictures) == A_ROW and all(
        one.frame.height_mm <= one.frame.width_mm * STACKED_SHAPE for one in card.pictures
    )


def a_row(card: Card) -> int:
    """How many frames of a card are side by side: all, or two where the drawing has steps and is wide."""
    wide_mm = sum(picture.frame.width_mm for picture in card.pictures)
    steps = any(picture.frame.name in MIDDLES for picture in card.pictures)
    return A_ROW if steps and wide_mm > ROW_MM else max(len(card.pictures), 1)


def placed_frames(card: Card, scale: float, label_pt: float) -> list[Labelled]:
    return [place(picture, card.mirrored, scale, label_pt) for picture in card.pictures]


def row_mm(frames: Sequence[Labelled], many: int) -> float:
    """Width of the widest row of so many frames."""
    rows = [frames[at : at + many] for at in range(0, len(frames), many)]
    return max((sum(one.width_mm for one in row) + FRAMES_APART_MM * (len(row) - 1) for row in rows), default=0.0)


def rows_mm(frames: Sequence[Labelled], label_pt: float, many: int) -> float:
    """Height of all rows of so many frames, with the captions of those under the first one."""
    rows = [max(one.height_mm for one in frames[at : at + many]) for at in range(0, len(frames), many)]
    return sum(rows) + max(len(rows) - 1, 0) * (label_pt * PT_MM * CAPTION_LINE + FRAMES_APART_MM)


def in_a_column(frames: Sequence[Labelled], many: int) -> bool:
    """Whether pictures are one below the other, each with its caption before it."""
    return many == 1 < len(frames)


def pictures_mm(frames: Sequence[Labelled], label_pt: float, many: int) -> tuple[float, float]:
    """Width and height of the pictures beside the words of a card, so many in a row, with their captions."""
    if in_a_column(frames, many):
        apart_mm = FRAMES_APART_MM * (len(frames) - 1)
        return row_mm(frames, 1) + CAPTION_COLUMN_MM, sum(one.height_mm for one in frames) + apart_mm
    caption_mm = label_pt * PT_MM * CAPTION_LINE if len(frames) > 1 else 0.0
    under_mm = UNDER_ROWS_MM if many < len(frames) else 0.0
    return row_mm(frames, many), rows_mm(frames, label_pt, many) + caption_mm + under_mm


def body_mm(
    card: Card,
    frames: Sequence[Labelled],
    label_pt: float,
    words: WordsBeside,
    many: int,
    feel: bool = False,
    letter: float = WORDS_LETTER,
) -> float:
    """Height of pictures and words side by side, by the mean width of a letter."""
    width_mm, height_mm = pictures_mm(frames, label_pt, many)
    letters = (words.card_mm - width_mm - PICTURES_APART_MM) / (words.size_pt * PT_MM * letter)
    why = len(" ".join(map(plain_text, card.why))) * BOLD
    lines = ceil(why / letters)
    lines += sum(ceil(step / (letters - NUMBER_LETTERS)) for step in card.letters)
    lines += ceil((len(plain_text(card.feel)) + LEAD_LETTERS) / letters) if feel and card.feel else 0
    return max(height_mm, lines * words.size_pt * PT_MM * WORDS_LINE)


def has_one_line_of_pace(card: Card, words: WordsBeside) -> bool:
    """Whether "Too hard?" and "Too easy?" have room side by side."""
    pace = [LEAD_LETTERS + len(plain_text(one)) for one in (card.easier, card.harder) if one]
    room_mm = words.card_mm - PACE_EDGES_MM * (len(pace) - 1)
    return sum(pace) * words.size_pt * PT_MM * WORDS_LETTER <= room_mm


def lines_below(card: Card) -> int:
    """How many lines the words of a card take at the whole width, about; all but steps and reasons have a lead."""
    paragraphs = [
        *card.stop_if,
        *card.cautions,
        *card.cares,
        *filter(None, (card.easier, card.harder, card.feel)),
    ]
    texts = [*map(plain_text, paragraphs), *(", ".join(map(plain_text, one)) for one in (card.watch_for, card.not_for))]
    why = len(" ".join(map(plain_text, card.why)))
    return sum(map(lines_of, (*card.letters, why, *(len(text) + LEAD_LETTERS for text in texts if text))))


def lines_of(letters: int) -> int:
    """How many lines a text of so many letters takes at the whole width of a card, about."""
    return ceil(letters / LINE_LETTERS)
