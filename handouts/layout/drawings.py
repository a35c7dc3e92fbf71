"""Drawings as the templates get them: sized for the edition, with labels and leader lines; the cards that hold them."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup

from handouts.layout.labels import PT_MM, Labelled, place, place_round
from handouts.model.leaflet import Card, Leaflet, Plate
from handouts.model.prose import plain_text

INK = "#14202B"
DOSE_ROW_NAME, DOSE_ROW_STRIP = 24, 38  # letters of name and dose that share the card's head; more and it stacks
FOOT_LETTERS = 58  # of a warning in two lines of half the card
FRAMES_APART_MM = 3.0  # on paper
LINES_BELOW, LINE_LETTERS = 15, 52  # lines that a card of one page has room for under pictures of full height
LEADING = 1.37  # of the words of a card, of the size of its labels
CAPTION_MM = 9.0  # of each of several pictures one below the other, in large print
DOT_MM, SMALL_DOT_MM = 1.9, 1.4  # where a leader ends: on a figure, and on a thing inside a foot
SHARED_HEIGHT = 0.6  # of a picture among several
LARGEST_SCALE = 2.4  # of a picture of what hurts: its lines are then 1 mm thick
TIP_PLATES = 0.7  # beside a tip: its lines are then 0.25 mm thick, which a copier still carries


def plates(leaflet: Leaflet, most_mm: tuple[float, float], label_pt: float) -> dict[str, dict[str, Any]]:
    """The pictures beside the texts of sheet one, by the field of the text.

    Args:
        leaflet: with the pictures.
        most_mm: width and height that a picture may have, without its labels; several share the width in one row.
        label_pt: size of the labels.
    """
    shown = [(part.field, part.plate) for section in leaflet.sections for part in section.parts if part.plate]
    width = most_mm[0] / max(len(shown), 1)
    height = most_mm[1] * (1.0 if len(shown) == 1 else SHARED_HEIGHT)
    return {field: _plate(plate, _scale(plate, width, height), label_pt) for field, plate in shown}


def _scale(plate: Plate, width_mm: float, height_mm: float) -> float:
    frame = plate.picture.frame
    return min(width_mm / frame.width_mm, height_mm / frame.height_mm, LARGEST_SCALE)


def tip_plates(leaflet: Leaflet, scale: float, label_pt: float, small: bool) -> dict[str, dict[str, Any]]:
    """The pictures beside the tips, by the field of the tip, with their labels at every size."""
    shrink = TIP_PLATES if small else 1.0
    return {tip.field: _plate(tip.plate, scale * shrink, label_pt) for tip in leaflet.tips if tip.plate}


def _plate(plate: Plate, scale: float, label_pt: float) -> dict[str, Any]:
    return _frame(place_round(plate.picture, plate.mirrored, scale, label_pt), plate.alt, SMALL_DOT_MM)


def exercise_card(
    card: Card, scale: float, label_pt: float, fill_mm: tuple[float, float] | None = None
) -> dict[str, Any]:
    """The words and pictures of a card.

    Args:
        card: the exercise.
        scale: of the pictures, where they fill no room.
        label_pt: size of the labels.
        fill_mm: width and height that the pictures fill, side by side or, where they become larger so, one below the
            other.
    """
    name = plain_text(card.name)
    below = False
    if fill_mm and card.pictures:
        too_many = max(0, _lines_below(card) - LINES_BELOW)
        height_mm = max(fill_mm[1] / 2, fill_mm[1] - too_many * label_pt * PT_MM * LEADING)
        scale, below = _filling(card, label_pt, (fill_mm[0], height_mm))
    strip = " ".join(f"{tile.number} {tile.unit}" for tile in card.tiles)
    frames = [place(picture, card.mirrored, scale, label_pt) for picture in card.pictures]
    classes = ["stack"] if len(name) > DOSE_ROW_NAME or len(strip) > DOSE_ROW_STRIP else []
    classes.append(f"frames-{len(frames)}")
    classes += ["frames-below"] if below else []
    classes.append("foot-columns" if _foot_fits_columns(card) else "foot-rows")
    drawn = [_frame(frame, _alt(frame.name, card)) for frame in frames]
    drawn_mm = sum(frame.width_mm for frame in frames) + FRAMES_APART_MM * (len(frames) - 1)
    return {"words": card, "classes": " ".join(classes), "frames": drawn, "drawn_mm": _mm(drawn_mm)}


def _lines_below(card: Card) -> int:
    """How many lines the words of a card take at the whole width, about."""
    paragraphs = [
        *card.steps,
        card.dose,
        *card.stop_if,
        *card.cautions,
        *filter(None, (card.easier, card.harder, card.feel)),
    ]
    texts = [*map(plain_text, paragraphs), " ".join(map(plain_text, card.why))]
    texts += [", ".join(map(plain_text, words)) for words in (card.watch_for, card.not_for)]
    return sum(math.ceil(len(text) / LINE_LETTERS) for text in texts)


def _filling(card: Card, label_pt: float, room_mm: tuple[float, float]) -> tuple[float, bool]:
    """The scale at which the pictures of a card fill a room, and whether they stand one below the other."""
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


def _foot_fits_columns(card: Card) -> bool:
    """Warnings side by side in two lines each; longer or more of them take a row each."""
    watch = ", ".join(map(plain_text, card.watch_for))
    stop = [plain_text(prose) for prose in card.stop_if]
    watch += " ".join(map(plain_text, card.not_for))
    return len(stop) == 1 and max(len(watch), len(stop[0])) <= FOOT_LETTERS


def _frame(drawn: Labelled, alt: str, dot_mm: float = DOT_MM) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "width_mm": _mm(drawn.width_mm),
        "height_mm": _mm(drawn.height_mm),
        "caption_style": Markup(f"padding-inline-start: {_mm(drawn.figure_left_mm)}mm"),
        "svg": _svg(drawn, alt, dot_mm),
        "labels": [
            {
                "lines": label.lines,
                "style": Markup(_label_style(label.left_mm, label.top_mm, label.width_mm, label.align)),
            }
            for label in drawn.labels
        ],
    }


def _label_style(left_mm: float, top_mm: float, width_mm: float, align: str) -> str:
    return f"left: {_mm(left_mm)}mm; top: {_mm(top_mm)}mm; width: {_mm(width_mm)}mm; text-align: {align}"


def _alt(frame: str, card: Card) -> str:
    """What a frame shows, for those who hear the leaflet: at the start, the first step; then the movement."""
    return plain_text(card.steps[0]) if frame == "start" else card.alt


def _svg(drawn: Labelled, alt: str, dot_mm: float) -> Markup:
    """The drawing with its leader lines in one picture; units are hundredths of a millimetre."""
    title = Markup("<title>{}</title>").format(alt)
    lines = "".join(
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="#fff" stroke-width="140"/>'
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="{INK}" stroke-width="50"/>'
        f'<circle cx="{b[0]}" cy="{b[1]}" r="{dot_mm * 50:.0f}" fill="{INK}" stroke="#fff" stroke-width="35"/>'
        for a, b in drawn.leaders
    )
    width, height = round(drawn.width_mm * 100), round(drawn.height_mm * 100)
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{wm}mm" height="{hm}mm" role="img">'
        '{title}{drawing}<g fill="none">{lines}</g></svg>'
    ).format(
        w=width,
        h=height,
        wm=_mm(drawn.width_mm),
        hm=_mm(drawn.height_mm),
        title=title,
        drawing=Markup(drawn.drawing),
        lines=Markup(lines),
    )


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
