"""Draws the parts of a page from their own corners: a part has the same operators wherever it is.

A part is an element with `data-part` that the stylesheet makes a stacking context. The engine draws such an element at
once, behind all that is none; here the coordinate system is moved to the corner of its border first (ISO 32000-2,
8.3.4), and its boxes with it. So the operators of a part that was drawn before serve for another page
(`pdf/assembled/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

NAME = "data-part"  # the attribute of a part
PLACES = 9  # decimal places of a box at its corner: no fraction of a sum of heights above it is left

_STATE = tuple(f"_current_{kind}" for kind in ("color", "color_stroke", "alpha", "alpha_stroke", "font"))


class Drawn(NamedTuple):
    """Where a part is in the items of a content stream, and which marks (MCIDs) it has; its corner in CSS pixels."""

    element: Any
    begin: int
    end: int
    first_mark: int
    end_mark: int
    left: float
    top: float
    letters: Mapping[str, Mapping[int, str]]  #: the characters of its glyphs, by the name of their font


def install(drawing: Any, pdf: Any) -> None:
    """Puts the replacements in place. Args: the engine's module that draws, and its module that writes objects."""
    drawing.draw_stacking_context = from_its_corner(drawing.draw_stacking_context)
    pdf._to_bytes = rounded_number(pdf._to_bytes)


def rounded_number(write: Any) -> Any:
    """A replacement for the engine's `_to_bytes`: what is left of a sum does not decide how a number is written.

    The engine writes 0 as `0`, and a millionth of a millionth as `0.`
    """

    def to_bytes(item: Any) -> bytes:
        return write(round(item, 6) if item.__class__ is float else item)  # type: ignore[no-any-return]

    return to_bytes


def is_part(box: Any) -> bool:
    """Whether a box is drawn from its own corner."""
    element = box.element
    return (
        element is not None
        and NAME in element.attrib
        and "::" not in (box.element_tag or "")
        and box.style["position"] == "relative"
        and box.style["z_index"] == 0
    )


def from_its_corner(draw: Any) -> Any:
    """A replacement for the engine's `draw_stacking_context`."""

    def draw_stacking_context(stream: Any, context: Any) -> None:
        box = context.box
        if not is_part(box):
            draw(stream, context)
            return
        left, top = box.border_box_x(), box.border_box_y()
        begin, mark = len(stream.stream), len(stream._tags or ())
        letters: dict[str, dict[int, str]] = {}
        with stream.stacked(), _moved(context, left, top), _lettered(stream._fonts, letters):
            stream.transform(e=left, f=top)
            for name in _STATE:  # nothing is left from what was drawn before
                setattr(stream, name, None)
            draw(stream, context)
        parts = stream.__dict__.setdefault("parts", [])
        parts.append(Drawn(box.element, begin, len(stream.stream), mark, len(stream._tags or ()), left, top, letters))

    return draw_stacking_context


@contextmanager
def _lettered(fonts: Mapping[Any, Any], letters: dict[str, dict[int, str]]) -> Iterator[None]:
    """Takes the characters of the glyphs that are drawn: a blank and one that keeps words together have one glyph, and
    what was drawn before would decide which of them it is."""
    before = {key: font.to_unicode for key, font in fonts.items()}
    for font in fonts.values():
        font.to_unicode = {}
    try:
        yield
    finally:
        for key, font in fonts.items():
            own, known = font.to_unicode, before.get(key, {})
            letters.setdefault(font.hash, {}).update(own)
            font.to_unicode = {**known, **{code: text for code, text in own.items() if code not in known}}


@contextmanager
def _moved(context: Any, left: float, top: float) -> Iterator[None]:
    """The boxes of a stacking context at their places from this corner; where they were, at the end."""
    kept = [(box, dict(box.__dict__)) for box in _boxes(context)]
    for box, _ in kept:
        box.position_x = round(box.position_x - left, PLACES)
        box.position_y = round(box.position_y - top, PLACES)
        if hasattr(box, "column_positions"):
            box.column_positions = [round(x - left, PLACES) for x in box.column_positions]
        if box.background is not None:
            layers = [_shifted_layer(layer, left, top) for layer in box.background.layers]
            box.background = box.background._replace(layers=layers)
    try:
        yield
    finally:
        for box, values in kept:
            box.__dict__.update(values)


def _boxes(context: Any) -> list[Any]:
    """All boxes that a stacking context draws, each once."""
    found: dict[int, Any] = {}
    todo = [context]
    while todo:
        one = todo.pop()
        if hasattr(one, "blocks_and_cells"):  # a stacking context
            todo += [one.box, *one.float_contexts]
            todo += [*one.negative_z_contexts, *one.zero_z_contexts, *one.positive_z_contexts]
        elif id(one) not in found:
            found[id(one)] = one
            todo += one.all_children()
    return list(found.values())


def _shifted_layer(layer: Any, left: float, top: float) -> Any:
    def shifted(area: Any) -> Any:
        if isinstance(area, str):  # a layer without a picture has none
            return area
        return (round(area[0] - left, PLACES), round(area[1] - top, PLACES), *area[2:])

    return layer._replace(
        painting_area=shifted(layer.painting_area),
        positioning_area=shifted(layer.positioning_area),
        clipped_boxes=[shifted(box) for box in layer.clipped_boxes],
    )
