"""The words of the HTML that a screen reader says: descriptions, names of links, words in place of what is shown."""

from __future__ import annotations

from typing import Any

from handouts.pdf.box_kinds import SVG


def description(element: Any) -> str:
    """The description of a picture: the title of a drawing, the `alt` of an image, or the `aria-label` of any."""
    title = element.find(f"{SVG}title")
    text = "".join(title.itertext()) if title is not None else element.get("alt") or element.get("aria-label") or ""
    return " ".join(text.split())


def heard(element: Any) -> str:
    """The words that screen readers say for an element; empty where they say its own."""
    words = element.find("./*[@class='heard']")
    return "" if words is None else words.text or ""


def _said(element: Any) -> str:
    """All that a screen reader says of an element."""
    inside = "".join((_said(part) if part.get("aria-hidden") != "true" else "") + (part.tail or "") for part in element)
    return (element.text or "") + inside


def link_text(box: Any) -> str:
    """The name of a link: its title, its text, or its target."""
    element = box.element
    text = " ".join(_said(element).split())
    return element.get("title") or text or str(box.link_annotation["Contents"].string)


def heard_in(box: Any) -> str:
    """The id of the part in which the words of a running element are heard, else nothing."""
    return str(box.element.get("data-heard-in", "")) if box.element is not None else ""
