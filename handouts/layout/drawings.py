"""Drawings as the templates get them: sized for the edition, with labels and leader lines; the cards that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from markupsafe import Markup

from handouts.layout.labels import PT_MM, Label, Labelled, place
from handouts.model.cards import Card
from handouts.model.poses import MIDDLES
from handouts.model.prose import plain_text

INK = "#14202B"
HEAD_MM, HEAD_NUMBER_MM = 176.0, 15.0  # of the head of a card, which name and dose share, or it stacks; its number
NAME_LETTER_MM, DIGIT_MM, UNIT_LETTER_MM, TILE_EDGES_MM = 3.05, 4.0, 2.1, 8.6  # bold 16 pt, 20 pt, 12.5 pt; of a cell
FOOT_LETTERS = 58  # of a warning in two lines of half the card
FRAMES_APART_MM = 3.0  # on paper
ROW_MM, A_ROW = 90.0, 2  # a drawing with steps that is wider, as drawn, has so many frames in a row
LINES_BELOW, LINE_LETTERS = 15, 52  # lines that a card of one page has room for under pictures of full height
DIARY_LINES = 2  # of a card that the days of its exercise take
LEAST_SHARES = (0.4, 0.34, 0.28, 0.22)  # of the height that the pictures of a card have where its words are many: steps
LINES_A_STEP = 2  # that a step leaves free below the pictures of a card with many words
LEADING = 1.37  # of the words of a card, of the size of its labels
CAPTION_MM = 9.0  # of each of several pictures one below the other, in large print
DOT_MM = 1.9  # where a leader ends, on a figure
PAIR_MM = 53.0  # width, as drawn, of each of two pictures that share a row; wider ones lie, and are low
LEAST_BESIDE_MM = 64.0  # that larger pictures leave the words of their card
NARROWEST_BESIDE_MM = 54.0  # that the smallest leave them
STACKED_SHAPE = 0.65  # of its width, that a picture is high at most to be over another
GROWN_CARD_SCALE, GROWS = 1.3, 1.2  # of the pictures of a card whose page has room; of those that are drawn small
LEAST_PICTURE_MM = 55.0  # of the longer side of the largest picture of a card
LEAST_SQUARE_MM, SQUARE = 48.0, 0.8  # of one that is about as wide as high, that is at least so much of the longer side
LEAST_CARD_SCALE, LARGEST_CARD_SCALE = 0.5, 1.9  # of the pictures of a card that has a page to itself
SCALE_STEP = 0.03  # by which the pictures of a card grow to the height of its words
ROW_WORTH = 1.15  # pictures one over the other are so much larger than side by side, or they stay in their row
UNDER_ROWS_MM = 4.5  # what rows of pictures take more than one row: white under the last, and under their captions
CAPTION_LINE = 1.25  # height of the line over a picture, of the label size
WORDS_LETTER = 0.48  # mean width of a letter in a step, of the type size: names on labels are wider
NARROW_LETTER = 0.455  # mean width of a letter where a text takes as few lines as it can
WORDS_LINE = 1.15  # height of a line of steps, of the type size
PICTURES_APART_MM = 4.0  # between the pictures of a card and its words
NUMBER_LETTERS = 3  # that the number of a step takes from its line
LEAD_LETTERS = 10  # of "You feel:", "Watch for", "Too hard?" and "Too easy?"
PACE_INDENT_LETTERS, PACE_EDGES_MM = 2, 3.0  # of "Too hard?" and "Too easy?" among the words beside the pictures
FOOT_EDGES_MM = 2.6  # of a foot that has no other line
BOLD = 1.06  # width of bold letters, of medium ones


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """The words beside the pictures of a card: their size, and the width that both share."""

    card_mm: float
    size_pt: float


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
    below = False
    if fill_mm and card.pictures:
        too_many = max(0, _lines_below(card) + lines_after + closer * LINES_A_STEP - LINES_BELOW)
        height_mm = max(fill_mm[1] * LEAST_SHARES[closer], fill_mm[1] - too_many * label_pt * PT_MM * LEADING)
        scale, below = _filling(card, label_pt, (fill_mm[0], height_mm))
    frames = _frames(card, scale, label_pt)
    many, taken_mm = _side_by_side(card, frames, label_pt, words, feel), 0.0
    beside_mm = below_mm = 0.0
    if words and frames:
        frames, many, taken_mm = _grown(card, frames, scale, more_mm, label_pt, words, many, feel)
        beside_mm, below_mm = _bodies_mm(card, frames, label_pt, words, many, feel)
    placed = _card(card, frames, watch_for, many, below)
    return {**placed, "taken_mm": taken_mm, "pace_beside": beside_mm < below_mm}


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
        and not _may_stack(card)
        and _row_mm(_frames(card, scale, label_pt), a_row(card)) > room_mm
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
    rows = (*{many: None, len(least): None, 1: None},) if _may_stack(card) else (many,)

    def largest(limit: float, most_mm: float, at_least: tuple[list[Labelled], int]) -> tuple[list[Labelled], int]:
        tried = [(_up_to(card, [], scale, limit, most_mm, label_pt, words, row, feel), row) for row in rows]
        worth = {side_by_side: ROW_WORTH}
        found = [at_least, *(one for one in tried if one[0])]
        return max(found, key=lambda one: one[0][0].width_mm * worth.get(one[1], 1.0))

    most_mm = min(_bodies_mm(card, least, label_pt, words, many, feel))
    frames, many = measured = largest(1.0, most_mm, (least, many))
    if not more_mm:
        return frames, many, 0.0
    before_mm = min(_bodies_mm(card, frames, label_pt, words, many, feel, NARROW_LETTER))
    frames, many = grown = largest(max(GROWN_CARD_SCALE, scale * GROWS), before_mm + more_mm, measured)
    after_mm = min(_bodies_mm(card, frames, label_pt, words, many, feel))
    return frames, many, after_mm - before_mm if grown is not measured else 0.0


def line_mm(card: Card, which: str, scale: float, label_pt: float, words: WordsBeside) -> float:
    """By how much a line makes a card higher, about: "You feel" beside the pictures, or "Watch for" below them."""
    frames = _frames(card, scale, label_pt)
    many = _side_by_side(card, frames, label_pt, words)
    if which == "feel":
        without_mm, with_mm = (min(_bodies_mm(card, frames, label_pt, words, many, feel)) for feel in (False, True))
        return with_mm - without_mm
    line = words.card_mm / (words.size_pt * PT_MM * WORDS_LETTER)
    letters = len(", ".join(map(plain_text, card.watch_for))) + LEAD_LETTERS
    return ceil(letters / line) * words.size_pt * PT_MM * WORDS_LINE + FOOT_EDGES_MM if card.watch_for else 0.0


def _side_by_side(
    card: Card, frames: Sequence[Labelled], label_pt: float, words: WordsBeside | None, feel: bool = False
) -> int:
    """How many frames make a row: as many as make the card with its words lowest."""
    if not words or not frames:
        return a_row(card)
    many = {len(frames): None, a_row(card): None, **({1: None} if _may_stack(card) else {})}
    room_mm = words.card_mm - NARROWEST_BESIDE_MM
    fitting = [one for one in many if _row_mm(frames, one) <= room_mm]
    return min(fitting or many, key=lambda one: min(_bodies_mm(card, frames, label_pt, words, one, feel)))


def _may_stack(card: Card) -> bool:
    """Whether two pictures are so low that they may be one over the other."""
    return len(card.pictures) == A_ROW and all(
        one.frame.height_mm <= one.frame.width_mm * STACKED_SHAPE for one in card.pictures
    )


def a_row(card: Card) -> int:
    """How many frames of a card are side by side: all, or two where the drawing has steps and is wide."""
    wide_mm = sum(picture.frame.width_mm for picture in card.pictures)
    steps = any(picture.frame.name in MIDDLES for picture in card.pictures)
    return A_ROW if steps and wide_mm > ROW_MM else max(len(card.pictures), 1)


def wide_card(card: Card, most_mm: tuple[float, float], label_pt: float) -> dict[str, Any]:
    """A card whose pictures take the width of a page, above its words, at the largest scale up to these measures."""
    steps = range(int((LARGEST_CARD_SCALE - LEAST_CARD_SCALE) / SCALE_STEP), -1, -1)
    for scale in (LEAST_CARD_SCALE + step * SCALE_STEP for step in steps):
        frames = _frames(card, scale, label_pt)
        width_mm, height_mm = _row_mm(frames, a_row(card)), _rows_mm(frames, label_pt, a_row(card))
        if width_mm <= most_mm[0] and height_mm <= most_mm[1]:
            break
    wide = _card(card, frames, True, a_row(card))
    return {**wide, "classes": f"{wide['classes']} wide"}


def _card(card: Card, frames: Sequence[Labelled], watch_for: bool, many: int, below: bool = False) -> dict[str, Any]:
    name = plain_text(card.name)
    strip_mm = sum(
        max(len(tile.number), tile.digits) * DIGIT_MM + len(tile.room or tile.unit) * UNIT_LETTER_MM + TILE_EDGES_MM
        for tile in card.tiles
    )
    classes = ["stack"] if HEAD_NUMBER_MM + len(name) * NAME_LETTER_MM + strip_mm > HEAD_MM else []
    classes.append(f"frames-{len(frames)}")
    classes += ["frames-below"] if below else []
    classes += ["frames-rows"] if many < len(frames) else []
    classes.append("foot-columns" if _foot_fits_columns(card, watch_for) else "foot-rows")
    drawn = [
        {**drawn_frame(frame, picture.alt), "caption": picture.caption}
        for frame, picture in zip(frames, card.pictures, strict=True)
    ]
    placed = {"words": card, "classes": " ".join(classes), "frames": drawn, "drawn_mm": _mm(_row_mm(frames, many))}
    return {**placed, "more_mm": "", "pace_beside": False}


def _frames(card: Card, scale: float, label_pt: float) -> list[Labelled]:
    return [place(picture, card.mirrored, scale, label_pt) for picture in card.pictures]


def _row_mm(frames: Sequence[Labelled], many: int) -> float:
    """Width of the widest row of so many frames."""
    rows = [frames[at : at + many] for at in range(0, len(frames), many)]
    return max((sum(one.width_mm for one in row) + FRAMES_APART_MM * (len(row) - 1) for row in rows), default=0.0)


def _rows_mm(frames: Sequence[Labelled], label_pt: float, many: int) -> float:
    """Height of all rows of so many frames, with the captions of those under the first one."""
    rows = [max(one.height_mm for one in frames[at : at + many]) for at in range(0, len(frames), many)]
    return sum(rows) + max(len(rows) - 1, 0) * (label_pt * PT_MM * CAPTION_LINE + FRAMES_APART_MM)


def _up_to(
    card: Card,
    least: list[Labelled],
    scale: float,
    largest: float,
    most_mm: float,
    label_pt: float,
    words: WordsBeside,
    many: int,
    feel: bool,
) -> list[Labelled]:
    """The frames at the largest scale that makes pictures and words no higher than this; else the `least` ones.

    Larger pictures leave the words less width, so both grow: the card is as high as the higher of the two.
    """
    larger = [scale + step * SCALE_STEP for step in range(1, int((largest - scale) / SCALE_STEP) + 1)]
    for other in reversed(larger):
        frames = _frames(card, other, label_pt)
        beside_mm = words.card_mm - _row_mm(frames, many)
        if beside_mm >= LEAST_BESIDE_MM and min(_bodies_mm(card, frames, label_pt, words, many, feel)) <= most_mm:
            return frames
    return least


def _bodies_mm(
    card: Card,
    frames: Sequence[Labelled],
    label_pt: float,
    words: WordsBeside,
    many: int,
    feel: bool = False,
    letter: float = WORDS_LETTER,
) -> tuple[float, float]:
    """Height of pictures and words side by side, by the mean width of a letter: with "Too hard?" and "Too easy?" among
    these words, and in a row of their own below."""
    caption_mm = label_pt * PT_MM * CAPTION_LINE if len(frames) > 1 else 0.0
    pictures_mm = _rows_mm(frames, label_pt, many) + caption_mm + (UNDER_ROWS_MM if many < len(frames) else 0.0)
    letters = (words.card_mm - _row_mm(frames, many) - PICTURES_APART_MM) / (words.size_pt * PT_MM * letter)
    why = len(" ".join(map(plain_text, card.why))) * BOLD
    lines = ceil(why / letters)
    lines += sum(ceil(step / (letters - NUMBER_LETTERS)) for step in card.letters)
    lines += ceil((len(plain_text(card.feel)) + LEAD_LETTERS) / letters) if feel and card.feel else 0
    line_mm = words.size_pt * PT_MM * WORDS_LINE
    pace = [LEAD_LETTERS + len(plain_text(one)) for one in (card.easier, card.harder) if one]
    more = sum(ceil(one / (letters - PACE_INDENT_LETTERS)) for one in pace)
    row = ceil(sum(pace) * words.size_pt * PT_MM * letter / words.card_mm)
    beside_mm = max(pictures_mm, (lines + more) * line_mm + PACE_EDGES_MM * bool(pace))
    return beside_mm, max(pictures_mm, lines * line_mm) + row * line_mm + PACE_EDGES_MM * bool(pace)


def _lines_below(card: Card) -> int:
    """How many lines the words of a card take at the whole width, about."""
    paragraphs = [
        *card.stop_if,
        *card.cautions,
        *card.cares,
        *filter(None, (card.easier, card.harder, card.feel)),
    ]
    texts = [*map(plain_text, paragraphs), " ".join(map(plain_text, card.why))]
    texts += [", ".join(map(plain_text, words)) for words in (card.watch_for, card.not_for)]
    return sum(map(lines_of, (*card.letters, *map(len, texts))))


def lines_of(letters: int) -> int:
    """How many lines a text of so many letters takes at the whole width of a card, about."""
    return ceil(letters / LINE_LETTERS)


def _filling(card: Card, label_pt: float, room_mm: tuple[float, float]) -> tuple[float, bool]:
    """The scale at which the pictures of a card fill a room, and whether they are one below the other."""
    if a_row(card) < len(card.pictures):
        return _filling_rows(card, label_pt, room_mm), False
    frames = [picture.frame for picture in card.pictures]
    apart_mm = FRAMES_APART_MM * (len(frames) - 1)
    columns = [
        place(picture, card.mirrored, 1.0, label_pt).width_mm - picture.frame.width_mm for picture in card.pictures
    ]
    beside = min(
        (room_mm[0] - apart_mm - sum(columns)) / sum(frame.width_mm for frame in frames),
        room_mm[1] / max(frame.height_mm for frame in frames),
    )
    below = min(
        (room_mm[0] - max(columns)) / max(frame.width_mm for frame in frames),
        (room_mm[1] - len(frames) * CAPTION_MM) / sum(frame.height_mm for frame in frames),
    )
    return max(beside, below), below > beside


def _filling_rows(card: Card, label_pt: float, room_mm: tuple[float, float]) -> float:
    """The scale at which rows of two frames fill a room."""
    scale = LEAST_CARD_SCALE
    while (larger := scale + SCALE_STEP) <= LARGEST_CARD_SCALE:
        frames = _frames(card, larger, label_pt)
        if _row_mm(frames, a_row(card)) > room_mm[0] or _rows_mm(frames, label_pt, a_row(card)) > room_mm[1]:
            break
        scale = larger
    return scale


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


def drawn_frame(drawn: Labelled, alt: str, dot_mm: float = DOT_MM) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "width_mm": _mm(drawn.width_mm),
        "height_mm": _mm(drawn.height_mm),
        "caption_style": Markup(f"padding-inline-start: {_mm(drawn.figure_left_mm)}mm"),
        "alt": alt,
        "svg": _svg(drawn, dot_mm),
        "labels": [
            {
                "lines": label.lines,
                "style": Markup(_label_style(label, drawn.width_mm)),
            }
            for label in drawn.labels
        ],
    }


def _label_style(label: Label, drawing_mm: float) -> str:
    """The place of a label: in millimetres, and as numbers from which a screen scales it with its drawing."""
    left, top, width = _mm(label.left_mm), _mm(label.top_mm), _mm(label.width_mm)
    numbers = f"--left: {left}; --top: {top}; --width: {width}; --drawing: {_mm(drawing_mm)}"
    return f"left: {left}mm; top: {top}mm; width: {width}mm; text-align: {label.align}; {numbers}"


def _svg(drawn: Labelled, dot_mm: float) -> Markup:
    """The drawing with its leader lines; units are hundredths of a millimetre. The element around it is described."""
    if drawn.file:
        size = Markup(f"width: {_mm(drawn.width_mm)}mm; height: {_mm(drawn.height_mm)}mm")
        return Markup('<img class="own-picture" src="{}" alt="" style="{}">').format(drawn.file, size)
    lines = "".join(
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="#fff" stroke-width="140"/>'
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="{INK}" stroke-width="50"/>'
        f'<circle cx="{b[0]}" cy="{b[1]}" r="{dot_mm * 50:.0f}" fill="{INK}" stroke="#fff" stroke-width="35"/>'
        for a, b in drawn.leaders
    )
    width, height = round(drawn.width_mm * 100), round(drawn.height_mm * 100)
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{wm}mm" height="{hm}mm" aria-hidden="true">'
        '{drawing}<g fill="none">{lines}</g></svg>'
    ).format(
        w=width,
        h=height,
        wm=_mm(drawn.width_mm),
        hm=_mm(drawn.height_mm),
        drawing=Markup(drawn.drawing),
        lines=Markup(lines),
    )


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
