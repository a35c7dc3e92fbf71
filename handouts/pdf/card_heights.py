"""The heights of the cards of exercises, so that a sheet is measured without laying its cards out again.

A card stays whole, and its borders keep its margins apart from those of its content: for the pages it is a box of its
height. What decides that height is its HTML, the styles, the class of the body, and the elements around the card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.pdf.rendering import LaidOut

MOST_HEIGHTS = 5000  # of a process: an exercise has one for each step and each place among the cards
_HEIGHTS: dict[bytes, float] = {}  # of the content of a card, in CSS pixels

_CARD = re.compile(r'(?P<begin><article class="card [^>]*>)(?P<inside>.*?)</article>', re.DOTALL)
_NUMBER = re.compile(r'(<span class="number">)\d+')  # in a box of one width
_NAME = re.compile(r'data-place="name of the exercise" data-field="[^"]*"')
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_BODY = re.compile(r'<body class="[^"]*"')
_AROUND = frozenset((None, "html", "body", "main", "div", "section"))  # elements around the cards
_TAG = re.compile(r"<(?P<ends>/?)(?:html|main|div|section)\b[^>]*>")


def layout(page: str, folders: Sequence[Path]) -> LaidOut:
    """The layout of a page to measure, with a box in place of each card whose height is known."""
    from handouts.pdf import rendering

    cards = list(_CARD.finditer(page))
    keys = _keys(page, cards)
    heights = iter([_HEIGHTS.get(key) for key in keys])
    laid = rendering.layout(_CARD.sub(lambda card: _as_box(card, next(heights)), page), folders)
    boxes = [] if laid.document is None else [box for one in laid.document.pages for box in _cards(one._page_box)]
    if len(boxes) == len(cards):  # none is on two pages
        if len(_HEIGHTS) >= MOST_HEIGHTS:
            _HEIGHTS.clear()
        for key, box in zip(keys, boxes, strict=True):
            if _is_closed(box):
                _HEIGHTS.setdefault(key, box.height)
    return laid


def _keys(page: str, cards: Sequence[re.Match[str]]) -> list[bytes]:
    """What the height of each card depends on, as a hash."""
    context = sha256("".join((*_STYLE.findall(page), *_BODY.findall(page))).encode())
    keys, around, at = [], list[str](), 0
    for card in cards:
        for tag in _TAG.finditer(page, at, card.start()):
            around = around[:-1] if tag["ends"] else [*around, tag[0]]
        one = context.copy()
        one.update("".join((*around, _NUMBER.sub(r"\g<1>0", card[0]))).encode())
        keys.append(one.digest())
        at = card.end()
    return keys


def _as_box(card: re.Match[str], height_px: float | None) -> str:
    """A card of a height without its content; on its box is its name, by which the cards of a page are counted."""
    if height_px is None:
        return card[0]
    name = _NAME.search(card["inside"])
    style = f"height: {height_px!r}px; background: #000"
    return f'{card["begin"]}<div {name[0] if name else ""} style="{style}"></div></article>'


def _cards(box: Any) -> Iterator[Any]:
    """The boxes of cards of a page, in order."""
    if box.element_tag == "article":
        yield box
    elif box.element_tag in _AROUND:
        for child in box.children:
            yield from _cards(child)


def _is_closed(box: Any) -> bool:
    """Whether margins of its content stay inside, and no file that may change decides its height."""
    pictures = any(element.get("src") for element in box.element.iter())
    return box.border_top_width > 0 and box.border_bottom_width > 0 and not pictures
