"""Collects every line of text, picture and visible box of the laid-out pages, with position and limits.

The engine places content that does not fit outside its box without a warning. `overflow` measures these pieces, and
messages quote them.

Attributes of the HTML that are read here:

- `data-field`  the source of a text (`conditions/heel-spur.yaml: title`)
- `data-place`  the name of a box with limits (`masthead name`): its content must stay inside
- `data-whole`  a part that must not be split over pages (an exercise card, the rows of help)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from handouts.pdf.engine import boxes

#: CSS pixels in a millimetre.
PX_PER_MM = 96 / 25.4

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page, in CSS pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A rectangle that content must stay in, with its name for a message.

    A `hard` limit applies to everything inside it, a `soft` one to everything but absolutely positioned boxes, an `own`
    one to the lines of its own block only.
    """

    name: str
    rect: Rect
    kind: Literal["hard", "soft", "own"] = "hard"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a text, one picture, or one visible box on a page."""

    kind: Literal["text", "picture", "box"]
    rect: Rect
    text: str
    position: Position
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """The context of a piece: source, heading, unsplittable parts around it, and limits, outermost first."""

    field: str = ""
    place: str = ""
    heading: bool = False
    margin: bool = False
    wholes: tuple[tuple[int, str], ...] = ()
    limits: tuple[Limit, ...] = ()


def pieces(page: Any) -> list[Piece]:
    """All pieces of one laid-out page in document order, with its margins."""
    box = page._page_box
    area = Limit("the text area of the page", _rect(box.content_box_x(), box.content_box_y(), box.width, box.height))
    return [piece for child in box.children for piece in _walk(child, Position(limits=(area,)), page)]


def pieces_of(box: Any, page: Any) -> Iterator[Piece]:
    """The pieces of a box of a page, without its context."""
    return _walk(box, Position(), page)


def _walk(box: Any, where: Position, page: Any) -> Iterator[Piece]:
    box = getattr(box, "_box", box)  # an absolutely positioned box is wrapped in a placeholder
    where = _entered(box, where, page)
    if isinstance(box, boxes.TextBox):
        yield from _text(box, _border(box), where)
    elif isinstance(box, boxes.ReplacedBox):
        yield Piece("picture", _border(box), "", where)
    elif isinstance(box, boxes.LineBox):
        for child in box.children:
            yield from _in_line(child, box, where, page)
    else:
        if _is_visible(box) and not where.margin:
            yield Piece("box", _border(box), "", where)
        for child in box.children:
            yield from _walk(child, where, page)


def _in_line(box: Any, line: Any, where: Position, page: Any) -> Iterator[Piece]:
    """The pieces of a line. Text gets the height of its line, since the height of its font box is not what it needs."""
    if isinstance(box, boxes.TextBox):
        rect = Rect(box.position_x, line.position_y, box.position_x + box.width, line.position_y + line.height)
        yield from _text(box, rect, where)
    elif isinstance(box, boxes.InlineBox):
        inside = _entered(box, where, page)
        for child in box.children:
            yield from _in_line(child, line, inside, page)
    else:
        yield from _walk(box, where, page)


def _text(box: Any, rect: Rect, where: Position) -> Iterator[Piece]:
    if box.text.strip():
        yield Piece("text", rect, box.text, where, tuple(box.style["font_family"]))


def _entered(box: Any, where: Position, page: Any) -> Position:
    """The context of the content of this box."""
    if isinstance(box, boxes.MarginBox):
        sheet = Limit("the page", Rect(0, 0, page.width, page.height))
        margin = Limit(f"the page's margin ({box.at_keyword})", _border(box))
        return replace(where, margin=True, limits=(sheet, margin))
    element, tag = box.element, box.element_tag or ""
    if element is None or tag in ("html", "body"):
        return where
    if tag.endswith("::marker"):  # list markers are outside of their list on purpose
        return replace(where, limits=where.limits[:1])
    inside = where if "::" in tag else _named(element, where)
    if isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox | boxes.GridContainerBox):
        inside = replace(inside, limits=_limits(box, inside))
    return replace(inside, heading=where.heading or tag in HEADINGS)


def _named(element: Any, where: Position) -> Position:
    whole = element.get("data-whole")
    if whole is not None and id(element) not in (known for known, _ in where.wholes):
        label = whole or element.get("data-field") or " ".join("".join(element.itertext()).split())[:40]
        where = replace(where, wholes=(*where.wholes, (id(element), label)))
    return replace(
        where, field=element.get("data-field") or where.field, place=element.get("data-place") or where.place
    )


def _limits(box: Any, where: Position) -> tuple[Limit, ...]:
    """The limits inside this block: those of its ancestors that still apply, and its own."""
    # CSS: an absolutely positioned box leaves the flow, so a block of fixed height does not contain it. Overflow that
    # is clipped or scrolled would lose text in print, so such a block is a limit for everything in it.
    binding = ("hard",) if box.is_absolutely_positioned() else ("hard", "soft")
    kept = tuple(limit for limit in where.limits if limit.kind in binding)
    place = box.element.get("data-place") if "::" not in box.element_tag else None
    name = place or where.place or f"its <{box.element_tag}>"
    if place or box.style["overflow"] != "visible":
        return (*kept, Limit(name, _padding(box), "hard"))
    return (*kept, Limit(name, _padding(box), "soft" if _is_fixed(box) else "own"))


def _is_fixed(box: Any) -> bool:
    heights = box.style["height"], box.style["max_height"]
    return any(getattr(height, "unit", None) == "px" and height.value != float("inf") for height in heights)


def _is_visible(box: Any) -> bool:
    """Whether a box is visible without content: by a bottom border or a background colour."""
    if box.element_tag in (None, "html", "body") or isinstance(box, boxes.LineBox | boxes.MarginBox):
        return False
    background = box.style["background_color"]
    return bool(box.style["border_bottom_width"]) or (background != "currentcolor" and background.alpha > 0)


def _rect(left: float, top: float, width: float, height: float) -> Rect:
    return Rect(left, top, left + width, top + height)


def _padding(box: Any) -> Rect:
    return _rect(box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())


def _border(box: Any) -> Rect:
    return _rect(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
