"""What a box is, seen from its shape and its content: a paragraph, a row of blocks, a picture, mere decoration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.pdf.engine import boxes
from handouts.pdf.tag_nodes import INLINE, role_of

SVG = "{http://www.w3.org/2000/svg}"


def sets_apart(box: Any) -> bool:
    """Whether a `p` only sets its children apart (a row of boxes): read one by one, not as "10 seconds5 times"."""
    words = (box.element.text or "") + "".join(child.tail or "" for child in box.element)
    row = isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox) or box.is_table_wrapper
    return row and not words.strip()


def is_block(box: Any) -> bool:
    """Whether a box in a line is a part of its own there (an inline block), not a piece of the text."""
    inner = getattr(box, "_box", box)
    if isinstance(inner, boxes.TextBox | boxes.ReplacedBox) or inner.element is None:
        return False
    return role_of(inner.element_tag, "P") not in INLINE


def is_paragraph(box: Any) -> bool:
    """Whether a `div` is a paragraph in truth: lines of text, and nothing in them but text-level elements."""
    if not any(isinstance(child, boxes.LineBox) for child in box.children):
        return False
    inside = list(_outside_drawings(box.element))
    words = (box.element.text or "") + "".join(text for _, text in inside)
    return bool(words.strip()) and all(role in INLINE or role == "Figure" for role, _ in inside)


def _outside_drawings(element: Any) -> Iterator[tuple[str, str]]:
    """What is in an element, but not inside of its drawings: the role of each part, and the text in and after it."""
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


def is_decorative(box: Any) -> bool:
    """Whether a picture says nothing: marked so by its author, or brought in by the style."""
    element = box.element
    if box.element_tag not in ("img", f"{SVG}svg"):
        return True
    hidden = element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")
    return hidden or element.get("alt") == ""
