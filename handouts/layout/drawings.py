"""Drawings as the templates get them: sized for the edition, with labels and leader lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from handouts.layout.labels import Label, Labelled
from handouts.model.cards import Card

INK = "#14202B"
DOT_MM = 1.9  # where a leader ends, on a figure
CASING_MM = 1.4  # of white, with the leader on it
#: What the marked area of a drawing does, by the width of its strokes in the SVG: each mark has a width of its own.
MARKS: Mapping[str, int] = {"stretch": 30, "works": 42}


def drawn_frame(drawn: Labelled, alt: str, dot_mm: float = DOT_MM, casing_mm: float = CASING_MM) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "width_mm": mm(drawn.width_mm),
        "height_mm": mm(drawn.height_mm),
        "caption_style": Markup(f"padding-inline-start: {mm(drawn.figure_left_mm)}mm"),
        "alt": alt,
        "svg": _svg(drawn, dot_mm, casing_mm),
        "labels": [
            {
                "lines": label.lines,
                "style": Markup(_label_style(label, drawn.width_mm)),
            }
            for label in drawn.labels
        ],
    }


def marks(cards: Sequence[Card]) -> list[str]:
    """The marks that the drawings of cards have."""
    drawn = "".join(picture.frame.svg for card in cards for picture in card.pictures)
    return [mark for mark, width in MARKS.items() if f'stroke-width="{width}"' in drawn]


def _label_style(label: Label, drawing_mm: float) -> str:
    """The place of a label: in millimetres, and as numbers from which a screen scales it with its drawing."""
    left, top, width = mm(label.left_mm), mm(label.top_mm), mm(label.width_mm)
    numbers = f"--left: {left}; --top: {top}; --width: {width}; --drawing: {mm(drawing_mm)}"
    return f"left: {left}mm; top: {top}mm; width: {width}mm; text-align: {label.align}; {numbers}"


def _svg(drawn: Labelled, dot_mm: float, casing_mm: float) -> Markup:
    """The drawing with its leader lines; units are hundredths of a millimetre. The element around it is described."""
    if drawn.file:
        size = Markup(f"width: {mm(drawn.width_mm)}mm; height: {mm(drawn.height_mm)}mm")
        return Markup('<img class="own-picture" src="{}" alt="" style="{}">').format(drawn.file, size)
    lines = "".join(
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="#fff" stroke-width="{casing_mm * 100:.0f}"/>'
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
        wm=mm(drawn.width_mm),
        hm=mm(drawn.height_mm),
        drawing=Markup(drawn.drawing),
        lines=Markup(lines),
    )


def mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
