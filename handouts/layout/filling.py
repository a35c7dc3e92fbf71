"""How large the pictures of a card are where they fill a room: side by side, in rows, or one below the other."""

from __future__ import annotations

from handouts.layout.card_sizes import FRAMES_APART_MM, SCALE_STEP, a_row, placed_frames, row_mm, rows_mm
from handouts.layout.labels import place
from handouts.model.cards import Card

CAPTION_MM = 9.0  # of each of several pictures one below the other, in large print
LEAST_CARD_SCALE, LARGEST_CARD_SCALE = 0.5, 1.9  # of the pictures of a card that has a page to itself
ROW_WORTH = 1.15  # pictures one over the other are so much larger than side by side, or they stay in their row


def filled(card: Card, label_pt: float, room_mm: tuple[float, float], more_mm: float) -> tuple[float, int, bool]:
    """The scale at which the pictures of a card fill a room, how many make a row, and whether they are one below the
    other.

    Args: `room_mm` is width and height; `more_mm` is height by which the pictures then grow.
    """
    scale, many, below = _largest(card, label_pt, room_mm)
    if more_mm:
        height_mm = _filled_mm(card, label_pt, scale, many, below) + more_mm
        scale, many, below = _largest(card, label_pt, (room_mm[0], height_mm))
    return scale, many, below


def _largest(card: Card, label_pt: float, room_mm: tuple[float, float]) -> tuple[float, int, bool]:
    if a_row(card) < len(card.pictures):
        scales = {many: _in_rows(card, label_pt, room_mm, many) for many in (len(card.pictures), a_row(card))}
        many = max(scales, key=lambda one: scales[one])
        return scales[many], many, False
    frames = [picture.frame for picture in card.pictures]
    above_mm = FRAMES_APART_MM * (len(frames) - 1)
    columns = [
        place(picture, card.mirrored, 1.0, label_pt).width_mm - picture.frame.width_mm for picture in card.pictures
    ]
    beside = min(
        (room_mm[0] - above_mm - sum(columns)) / sum(frame.width_mm for frame in frames),
        room_mm[1] / max(frame.height_mm for frame in frames),
    )
    below = min(
        (room_mm[0] - max(columns)) / max(frame.width_mm for frame in frames),
        (room_mm[1] - len(frames) * CAPTION_MM) / sum(frame.height_mm for frame in frames),
    )
    if below > beside * ROW_WORTH:
        return below, len(frames), True
    return beside, len(frames), False


def _in_rows(card: Card, label_pt: float, room_mm: tuple[float, float], many: int) -> float:
    """The scale at which rows of so many frames fill a room."""
    scale = LEAST_CARD_SCALE
    while (larger := scale + SCALE_STEP) <= LARGEST_CARD_SCALE:
        frames = placed_frames(card, larger, label_pt)
        if row_mm(frames, many) > room_mm[0] or rows_mm(frames, label_pt, many) > room_mm[1]:
            break
        scale = larger
    return scale


def _filled_mm(card: Card, label_pt: float, scale: float, many: int, below: bool) -> float:
    """The height of the room that the pictures of a card fill at a scale, as `_largest` counts it."""
    heights_mm = [picture.frame.height_mm * scale for picture in card.pictures]
    if below:
        return sum(heights_mm) + len(heights_mm) * CAPTION_MM
    in_rows = many < len(card.pictures)
    return rows_mm(placed_frames(card, scale, label_pt), label_pt, many) if in_rows else max(heights_mm)
