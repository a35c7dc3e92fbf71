"""Classifies laid-out boxes by shape and content: paragraph, row of blocks, picture, decoration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.pdf.engine import boxes
from handouts.pdf.tag_nodes import INLINE, role_of

SVG = "{http://www.w3.org/2000/svg}"


def sets_apart(box: Any) -> bool:
    """Whether a `p` is only a row of boxes. As one paragraph it would be read as "10 seconds5 times"."""
    text = (box.element.text or "") + "".join(child.tail or "" for child in box.element)
    row = isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox) or box.is_table_wrapper
    return row and not text.strip()


def is_block(box: Any) -> bool:
    """Whether a box in a line is a block of its own there (an inline block), not a part of the text."""
    inner = getattr(box, "_box", box)
    if isinstance(inner, boxes.TextBox | boxes.ReplacedBox) or inner.element is None:
        return False
    return role_of(inner.element_tag, "P") not in INLINE


def is_paragraph(box: Any) -> bool:
    """Whether a `div` is used as a paragraph: it has lines of text, and only text-level elements in them."""
    if not any(isinstance(child, boxes.LineBox) for child in box.children):
        return False
    inside = list(_outside_drawings(box.element))
    text = (box.element.text or "") + "".join(part for _, part in inside)
    return bool(text.strip()) and all(role in INLINE or role == "Figure" for role, _ in inside)


def _outside_drawings(element: Any) -> Iterator[tuple[str, str]]:
    """Role and text of each element below an element, without the content of its drawings."""
    for part in element:
        if not isinstance(part.tag, str):  # a comment
            yield "Span", part.tail or ""
        elif (role := role_of(part.tag, "P")) == "Figure":
            yield role, part.tail or ""
        else:
            yield role, (part.text or "") + (part.tail or "")
            yield from _outside_drawings(part)


def is_picture(box: Any) -> bool:
    return isinstance(getattr(box, "_box", box), boxes.ReplacedBox)


def is_described(box: Any) -> bool:
    """Whether an element says that all inside it is one picture, such as a drawing with its labels."""
    return "::" not in (box.element_tag or "") and box.element.get("role") == "img"


def is_hidden(box: Any) -> bool:
    """Whether screen readers leave an element out: its author says so."""
    return box.element is not None and box.element.get("aria-hidden") == "true"


def is_decorative(box: Any) -> bool:
    """Whether a picture is decoration: marked so by its author, or inserted by the style."""
    element = box.element
    if box.element_tag not in ("img", f"{SVG}svg"):
        return True
    return element.get("role") in ("presentation", "none") or element.get("alt") == ""
