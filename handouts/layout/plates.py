"""Pictures beside texts: of what hurts, alone or several of one height, and of a tip; with their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import Any

from handouts.layout.card_sizes import NARROW_LETTER, SCALE_STEP, WORDS_LETTER
from handouts.layout.drawings import drawn_frame
from handouts.layout.labels import PT_MM, Labelled, place_round
from handouts.model.leaflet import Leaflet, Plate, Section
from handouts.model.prose import plain_text

PICTURE_SHARE = 0.5  # of the width that a picture has with its labels
TWO_ROWS_MM = 26.0
WORTH_A_ROW = 1.4  # times as large as side by side: pictures are then set in two rows or more
TALLEST_MM = 62.0  # that a picture of what hurts grows, where its page has room
WIDEST_SHARE = 0.66  # of the width of the page that it takes with its labels
WORDS_APART_MM, HEAD_MM, LEAD_MM, PARAGRAPH_MM = 5.0, 6.4, 5.8, 1.2  # beside it: gap, head, line, between paragraphs
HURTS = "what_it_is"  # the section of what hurts
LEAST_COLUMN = 0.4  # of the page, for a picture with its words
JOINED = "why_it_hurts"  # the section that may be beside the picture of the one before
HEAD = 32  # letters of the text that a heading of it is as wide as, with the gap before it
SIDE_HEAD_MM, JOINED_APART_MM = 40.0, 5.0  # of a section by itself: its heading beside it, rule and gaps
INDENTED = 1.1  # of the letters of a paragraph about one condition, which is narrower and begins in bold
BODY_OF_LABEL = 12.5 / 12  # size of the text, of the labels
PLATES_APART_MM = 7.5  # with the blank between two
PAIR_APART_MM = 4.0  # between the two columns of a pair
WIDER_MM = 2 * PLATES_APART_MM - PAIR_APART_MM  # that two pictures may be, so apart
ROWS_APART_MM = 1.5  # below each row of pictures of what hurts
LARGEST_SCALE = 2.4  # its lines are then 1 mm thick
TIP_PLATES = 0.7  # beside a tip: its lines are then 0.25 mm thick, which a copier still carries
DOT_MM = 1.4  # where a leader ends, on a thing inside a foot
CASING_MM = 1.0  # of white under a leader there: more cuts into bones and hatch beside it


def beside_texts(
    leaflet: Leaflet,
    alone_mm: tuple[float, float],
    row_mm: tuple[float, float],
    label_pt: float,
    more_mm: float = 0.0,
    joins: bool = False,
    pairs: bool = False,
) -> dict[str, dict[str, Any]]:
    """The pictures beside the texts of sheet one, by the field of the text.

    `joined` is the section that is there too, with so many paragraphs; `grown_mm` is what the picture takes of the
    free height, at most; `column` the share of the page, in per cent, that a picture of a pair has with its words
    under it.

    Args:
        leaflet: with the pictures.
        alone_mm: width and height that one picture may have, without its labels.
        row_mm: width that several pictures share, with their labels, and height of each, without them; where that is
            large, two of them make a row.
        label_pt: size of the labels.
        more_mm: height that is free on their page.
        joins: whether the next section may be beside one picture too, where that makes nothing higher.
        pairs: whether two pictures may each have its words under it.
    """
    shown = {part.field: part.plate for section in leaflet.sections for part in section.parts if part.plate}
    if len(shown) < 2:
        return {
            field: _alone(plate, alone_mm, (row_mm[0], more_mm), label_pt, _sections(leaflet, field, joins))
            for field, plate in shown.items()
        }
    if pairs and has_pair(leaflet):
        return _pair(shown, row_mm, label_pt, more_mm)
    columns = 2 if row_mm[1] >= TWO_ROWS_MM else len(shown)
    own_mm = row_mm[0] / columns - PLATES_APART_MM
    least = {field: _least_scale(plate, (own_mm, row_mm[1]), label_pt) for field, plate in shown.items()}
    high_mm = max(_placed_round(plate, least[field], label_pt).height_mm for field, plate in shown.items())
    scales = {field: _to_height(plate, least[field], (own_mm, high_mm), label_pt) for field, plate in shown.items()}
    before_mm = block_mm = sum(_rows_mm(shown, scales, row_mm[0], label_pt))
    if more_mm:
        scales = _of_one_height(shown, scales, (row_mm[0], block_mm + more_mm), label_pt)
        block_mm = sum(_rows_mm(shown, scales, row_mm[0], label_pt))
    of_block = {"row_mm": block_mm, "grown_mm": block_mm - before_mm, "joined": "", "column": ""}
    return {field: {**_plate(plate, scales[field], label_pt), **of_block} for field, plate in shown.items()}


def has_pair(leaflet: Leaflet) -> bool:
    """Whether what hurts is two parts of conditions, each with a picture."""
    parts = [part for section in leaflet.sections for part in section.parts if part.plate]
    own = [part for section in leaflet.sections if section.key == HURTS for part in section.parts if part.of]
    return len(parts) == 2 and parts == own


def _pair(
    shown: Mapping[str, Plate], row_mm: tuple[float, float], label_pt: float, more_mm: float
) -> dict[str, dict[str, Any]]:
    """Two pictures of one height side by side, as high as both find room for, each over its words."""
    least = _side_by_side(shown, row_mm, label_pt, inf)
    before_mm = sum(_rows_mm(shown, least, row_mm[0] + WIDER_MM, label_pt))
    scales = _side_by_side(shown, (row_mm[0], TALLEST_MM), label_pt, before_mm + more_mm) if more_mm else least
    block_mm = sum(_rows_mm(shown, scales, row_mm[0] + WIDER_MM, label_pt))
    first, second = (_placed_round(plate, scales[field], label_pt).width_mm for field, plate in shown.items())
    free_mm = row_mm[0] - first - second - PAIR_APART_MM
    share = min(max((first + free_mm / 2) / row_mm[0], LEAST_COLUMN), 1 - LEAST_COLUMN)
    # The words of a narrow picture have their least width only where the other picture leaves it.
    share = max(min(share, 1 - (second + PAIR_APART_MM) / row_mm[0]), first / row_mm[0])
    columns = dict(zip(shown, (round(100 * share, 1), round(100 - 100 * share, 1)), strict=True))
    of_block = {"row_mm": block_mm, "grown_mm": block_mm - before_mm, "joined": ""}
    return {
        field: {**_plate(plate, scales[field], label_pt), **of_block, "column": columns[field]}
        for field, plate in shown.items()
    }


def _side_by_side(
    shown: Mapping[str, Plate], most_mm: tuple[float, float], label_pt: float, block_mm: float
) -> dict[str, float]:
    """The scales of pictures in one row at the greatest height up to this width and height; `block_mm` is that of the
    row with the labels."""
    frames = {field: plate.picture.frame.height_mm for field, plate in shown.items()}
    for height_mm in range(int(most_mm[1]), 1, -1):
        scales = {field: min(height_mm / high_mm, LARGEST_SCALE) for field, high_mm in frames.items()}
        rows_mm = _rows_mm(shown, scales, most_mm[0] + WIDER_MM, label_pt)
        if len(rows_mm) == 1 and rows_mm[0] <= block_mm:
            break
    return scales


def _rows_mm(shown: Mapping[str, Plate], scales: Mapping[str, float], width_mm: float, label_pt: float) -> list[float]:
    """The height of each row of several pictures on a page of this width; infinite where one is wider."""
    rows_mm, left_mm = list[float](), 0.0
    for field, plate in shown.items():
        placed = _placed_round(plate, scales[field], label_pt)
        own_mm = placed.width_mm + PLATES_APART_MM
        if own_mm > left_mm:
            rows_mm, left_mm = [*rows_mm, 0.0], width_mm
        high_mm = placed.height_mm + ROWS_APART_MM if own_mm <= width_mm else inf
        rows_mm[-1], left_mm = max(rows_mm[-1], high_mm), left_mm - own_mm
    return rows_mm


def _of_one_height(
    shown: Mapping[str, Plate], least: dict[str, float], room_mm: tuple[float, float], label_pt: float
) -> dict[str, float]:
    """The scales of several pictures at the greatest height of all of them that their room has.

    They are one below the other only where they are much smaller side by side.
    """
    frames = {field: plate.picture.frame.height_mm for field, plate in shown.items()}
    smallest_mm = min(least[field] * high_mm for field, high_mm in frames.items())
    in_rows: tuple[float, dict[str, float]] = 0.0, least
    for lower in range(int(TALLEST_MM - smallest_mm)):
        height_mm = TALLEST_MM - lower
        scales = {field: min(height_mm / high_mm, LARGEST_SCALE) for field, high_mm in frames.items()}
        rows_mm = _rows_mm(shown, scales, room_mm[0], label_pt)
        if sum(rows_mm) > room_mm[1]:
            continue
        if len(rows_mm) == 1:
            return scales if in_rows[0] < height_mm * WORTH_A_ROW else in_rows[1]
        if not in_rows[0]:
            in_rows = height_mm, scales
    return in_rows[1]


def _sections(leaflet: Leaflet, field: str, joins: bool) -> Sequence[Section]:
    """The section of a picture, and the one behind it if that may be beside it too."""
    at = next(n for n, one in enumerate(leaflet.sections) if field in [part.field for part in one.parts])
    first, *others = leaflet.sections[at : at + 2]
    may = joins and len(first.parts) == 1 and bool(others)
    return [first, *(one for one in others if may and one.key == JOINED and len(one.parts) == 1 and not one.films)]


def _lengths(section: Section) -> list[int]:
    """Letters of each paragraph of a section."""
    return [
        round((len(part.lead) + len(plain_text(words))) * (INDENTED if part.of else 1.0))
        for part in section.parts
        for words in part.paragraphs
    ]


def _alone(
    plate: Plate,
    least_mm: tuple[float, float],
    room_mm: tuple[float, float],
    label_pt: float,
    sections: Sequence[Section],
) -> dict[str, Any]:
    """One picture beside its text: as much larger as the width of the page and the free height allow.

    A larger picture leaves the text less width, so that both may become higher.
    """
    least = scale = _scale(plate, *least_mm)
    lengths, *others = map(_lengths, sections)
    joined = _joined_paragraphs(plate, scale, room_mm[0], label_pt, lengths, others[0]) if others else 0
    if joined:
        lengths = [*lengths, HEAD, *others[0][:joined]]
    least_row_mm = _beside_mm(plate, scale, room_mm[0], label_pt, lengths, NARROW_LETTER)
    most_mm = least_row_mm + room_mm[1]
    while room_mm[1] and (larger := scale * (1 + SCALE_STEP)) <= LARGEST_SCALE:
        labelled = _placed_round(plate, larger, label_pt)
        too_wide = labelled.width_mm > room_mm[0] * WIDEST_SHARE or labelled.height_mm > TALLEST_MM
        if too_wide or _beside_mm(plate, larger, room_mm[0], label_pt, lengths) > most_mm:
            break
        scale = larger
    row_mm = _beside_mm(plate, scale, room_mm[0], label_pt, lengths)
    grown_mm = max(
        _beside_mm(plate, scale, room_mm[0], label_pt, lengths, letter)
        - _beside_mm(plate, least, room_mm[0], label_pt, lengths, letter)
        for letter in (NARROW_LETTER, WORDS_LETTER)
    )
    of_row = {"row_mm": row_mm, "grown_mm": grown_mm, "joined": sections[1].key if joined else "", "column": ""}
    return {**_plate(plate, scale, label_pt), **of_row, "joined_paragraphs": joined}


def _joined_paragraphs(
    plate: Plate, scale: float, page_mm: float, label_pt: float, own: Sequence[int], others: Sequence[int]
) -> int:
    """How many paragraphs of the next section are beside the picture too: as many as make both sections lowest.

    None where they would be higher than apart, by any mean width of a letter.
    """

    def height_mm(joined: int, letter: float) -> float:
        if not joined:
            apart_mm = _words_mm(others, page_mm - SIDE_HEAD_MM, label_pt, letter) + JOINED_APART_MM
            return _beside_mm(plate, scale, page_mm, label_pt, own, letter) + apart_mm
        beside = [*own, HEAD, *others[:joined]]
        below_mm = _words_mm(others[joined:], page_mm, label_pt, letter)
        return _beside_mm(plate, scale, page_mm, label_pt, beside, letter) + below_mm

    def is_lower(joined: int) -> bool:
        return all(height_mm(joined, one) <= height_mm(0, one) for one in (NARROW_LETTER, WORDS_LETTER))

    lower = [joined for joined in range(len(others), 0, -1) if is_lower(joined)]
    return min(lower, key=lambda joined: height_mm(joined, WORDS_LETTER), default=0)


def _beside_mm(
    plate: Plate,
    scale: float,
    page_mm: float,
    label_pt: float,
    lengths: Sequence[int],
    letter: float = WORDS_LETTER,
) -> float:
    """Height of a picture and its text side by side, by the mean width of a letter."""
    labelled = _placed_round(plate, scale, label_pt)
    words_mm = _words_mm(lengths, page_mm - labelled.width_mm - WORDS_APART_MM, label_pt, letter)
    return max(labelled.height_mm, HEAD_MM + words_mm)


def _words_mm(lengths: Sequence[int], width_mm: float, label_pt: float, letter: float = WORDS_LETTER) -> float:
    """Height of paragraphs of so many letters, and of headings among them, by the mean width of a letter."""
    a_line = width_mm / (label_pt * PT_MM * letter * BODY_OF_LABEL)
    return sum(ceil(letters / a_line) * LEAD_MM + PARAGRAPH_MM for letters in lengths)


def _least_scale(plate: Plate, most_mm: tuple[float, float], label_pt: float) -> float:
    """The scale at which a drawing has its height and, with its labels, not more than its share of the row."""
    scale = _scale(plate, most_mm[0] * PICTURE_SHARE, most_mm[1])
    while scale > SCALE_STEP and _placed_round(plate, scale, label_pt).width_mm > most_mm[0]:
        scale *= 1 - SCALE_STEP
    return scale


def _to_height(plate: Plate, least: float, most_mm: tuple[float, float], label_pt: float) -> float:
    """The largest scale, from the least on, at which a picture with its labels is not larger than allowed.

    The picture with most labels makes the row; without more height, the drawings grow into what the labels take.
    """
    scale = least
    while (larger := scale * (1 + SCALE_STEP)) <= LARGEST_SCALE:
        labelled = _placed_round(plate, larger, label_pt)
        if labelled.width_mm > most_mm[0] or labelled.height_mm > most_mm[1]:
            break
        scale = larger
    return scale


def _scale(plate: Plate, width_mm: float, height_mm: float) -> float:
    frame = plate.picture.frame
    return min(width_mm / frame.width_mm, height_mm / frame.height_mm, LARGEST_SCALE)


def beside_tips(leaflet: Leaflet, scale: float, label_pt: float, small: bool) -> dict[str, dict[str, Any]]:
    """The pictures beside the tips, by the field of the tip, with their labels at every size."""
    shrink = TIP_PLATES if small else 1.0
    return {tip.field: _plate(tip.plate, scale * shrink, label_pt) for tip in leaflet.tips if tip.plate}


def _plate(plate: Plate, scale: float, label_pt: float) -> dict[str, Any]:
    placed = _placed_round(plate, scale, label_pt)
    return {**drawn_frame(placed, plate.picture.alt, DOT_MM, CASING_MM), "row_mm": placed.height_mm}


def _placed_round(plate: Plate, scale: float, label_pt: float) -> Labelled:
    return place_round(plate.picture, plate.mirrored, scale, label_pt)
