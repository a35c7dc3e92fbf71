"""Drawings as the templates get them: sized for the edition, with labels and leader lines; the cards that hold them."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from handouts.layout.labels import Labelled, place, place_round
from handouts.model.leaflet import Card, Leaflet, Plate
from handouts.model.prose import plain_text

INK = "#14202B"
DOSE_ROW_NAME, DOSE_ROW_STRIP = 24, 38  # letters of name and dose that share the card's head; more and it stacks
FOOT_LETTERS = 58  # of a warning in two lines of half the card
FRAMES_APART_MM = 3.0  # on paper
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
    return _frame(place_round(plate.picture, plate.mirrored, scale, label_pt), plate.picture.alt, SMALL_DOT_MM)


def exercise_card(card: Card, scale: float, label_pt: float) -> dict[str, Any]:
    name = plain_text(card.name)
    strip = " ".join(f"{tile.number} {tile.unit}" for tile in card.tiles)
    frames = [place(picture, card.mirrored, scale, label_pt) for picture in card.pictures]
    classes = ["stack"] if len(name) > DOSE_ROW_NAME or len(strip) > DOSE_ROW_STRIP else []
    classes.append(f"frames-{len(frames)}")
    classes.append("foot-columns" if _foot_fits_columns(card) else "foot-rows")
    drawn = [_frame(frame, picture.alt) for frame, picture in zip(frames, card.pictures, strict=True)]
    drawn_mm = sum(frame.width_mm for frame in frames) + FRAMES_APART_MM * (len(frames) - 1)
    return {"words": card, "classes": " ".join(classes), "frames": drawn, "drawn_mm": _mm(drawn_mm)}


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
        "alt": alt,
        "svg": _svg(drawn, dot_mm),
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


def _svg(drawn: Labelled, dot_mm: float) -> Markup:
    """The drawing with its leader lines; units are hundredths of a millimetre. The element around it is described."""
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
