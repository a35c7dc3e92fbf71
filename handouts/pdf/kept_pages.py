"""The pages of sheet one, laid out once in a process for all leaflets that have them.

A patient with other exercises has another sheet two. On sheet one only words of the person differ, each at the end of
the line of its blank, and digits of doses, which are all of one width. So a later leaflet is laid out with empty pages
in place of its sheet one. Then the kept pages take their place, with its own words, and the elements of their boxes
take their place in its tree: tags, links and fonts are written as those of a layout of the whole leaflet. What is kept
is never changed: the boxes and elements around a word are copied.
"""

from __future__ import annotations

import copy
import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.layout.environment import FIGURE_SPACE
from handouts.pdf.fetcher import named_files
from handouts.pdf.fitting import pages_of_sheets
from handouts.pdf.readable_text import is_plain

if TYPE_CHECKING:
    from handouts.pdf.rendering import LaidOut

MOST_KEPT = 4  # of some 12 MiB each; a list has a few forms of sheet one, most of them rare
MOST_SEEN = 10_000
EDGE_PX = 0.5  # what comes nearer to the end of its line is laid out by the engine
SAME_PX = 0.001  # two widths are equal

_SHEET = re.compile(r'<header class="masthead">.*</div>\s*(?=<div class="doing">)', re.DOTALL)
_WORD = re.compile(
    r'(?P<begin><span (?:class="blank-words" data-place="[^"]*"|(?P<dose>data-dose))>)(?P<text>[^<]+)(?=</span>)'
)
_DIGIT = re.compile(r"\d")
_OF_SHEET_TWO = re.compile(r" doing-\w+|--diary: [\d.]+mm(?:; )?")  # in the tag of the body
_TABLE = re.compile(r'<table(?! class="time-table")')  # whose rows may be as high as those of the diary
_UNKNOWN_PAGE = re.compile(r'class="counter-target"(?![^>]*data-page)')

Place = tuple[
    int, ...
]  #: of a box: its number among its siblings, after those of the boxes around it, from the page on


@dataclass(frozen=True, slots=True)
class _Word:
    """A text of sheet one that others have in other words: its page, and the box of its element with its place.

    A dose stays as wide as it is, since others follow on its line; words of the person have the room up to its end.
    """

    page: int
    place: Place
    span: Any
    room_px: float

    @property
    def text(self) -> Any:
        return self.span.children[0]

    def other(self, words: str) -> Any:
        """The text box of other words, as the engine sets them; None where they do not fit well."""
        from handouts.pdf.engine import LOCK, split_text_box

        if words == self.text.text:
            return self.text
        if words != " ".join(words.split(" ")):
            return None
        with LOCK:
            box, rest, _ = split_text_box(None, self.text.copy_with_text(words), self.room_px, 0, False)
        if self.span.element.get("data-dose") is not None:
            fits = abs(box.width - self.text.width) < SAME_PX
        else:
            fits = box.width < self.room_px - EDGE_PX
        return box if fits and rest is None else None


@dataclass(frozen=True, slots=True)
class _Kept:
    pages: tuple[Any, ...]
    total: int  #: pages of the leaflet: the foot of each page names it
    words: tuple[_Word, ...]
    masthead: Any  #: its element, and that of the sheet
    sheet: Any


_KEPT: dict[bytes, _Kept] = {}  # to the end of the process
_SEEN: set[bytes] = set()  # what comes a second time is kept
_SETTLED = [0]  # how many of the kept ones the garbage collector is spared


def layout(page: str, folders: Sequence[Path]) -> LaidOut:
    """The layout of a leaflet, with the kept pages of sheet one where it has them."""
    from handouts.pdf import rendering

    found = _SHEET.search(page)
    if found is None or 'dir="ltr"' not in page or _UNKNOWN_PAGE.search(page) or not is_plain(page):
        return rendering.layout(page, folders)
    words = [unescape(word["text"]) for word in _WORD.finditer(found[0])]
    key = _key(page, found, folders)
    kept = _KEPT.get(key)
    boxes = [word.other(text) for word, text in zip(kept.words, words, strict=True)] if kept else []
    if kept and None not in boxes:
        empty = '<p style="break-before: page"></p>' * (len(kept.pages) - 1)
        rest = f'{page[: found.start()]}<main><div class="reading"><p></p>{empty}</div>{page[found.end() :]}'
        laid = rendering.layout(rest, folders, lambda document, tree: _joined(kept, boxes, document, tree))
        if laid.pages == kept.total:
            return laid
    laid = rendering.layout(page, folders)
    is_sound = laid.document is not None and not laid.diagnostics
    if is_sound and key in _SEEN and len(_KEPT) < MOST_KEPT and (one := _kept(laid, words)):
        _KEPT[key] = one
    if len(_SEEN) >= MOST_SEEN:
        _SEEN.clear()
    _SEEN.add(key)
    return laid


def settle() -> None:
    """Spares the garbage collector what was kept since the last call: looking through it takes a tenth of a second."""
    if len(_KEPT) > _SETTLED[0]:
        _SETTLED[0] = len(_KEPT)
        gc.collect()
        gc.freeze()


def _key(page: str, sheet: re.Match[str], folders: Sequence[Path]) -> bytes:
    """What sheet one depends on, but for such words, as a hash."""
    style, body = page[: sheet.start()].split("<body", 1)
    if not _TABLE.search(sheet[0]):
        body = _OF_SHEET_TWO.sub("", body)
    parts = style[style.index("<style>") :], body, _WORD.sub(_shape, sheet[0])
    return sha256("\0".join([*parts, *named_files(page, folders)]).encode()).digest()


def _shape(word: re.Match[str]) -> str:
    return word["begin"] + (_DIGIT.sub("0", word["text"]).replace(FIGURE_SPACE, "0") if word["dose"] else "")


def _kept(laid: LaidOut, words: Sequence[str]) -> _Kept | None:
    """None where such a word is not alone in its box."""
    pages = tuple(laid.document.pages[: len(pages_of_sheets(laid)["reading"])])
    found = [
        _Word(number, place, span, room_px)
        for number, page in enumerate(pages)
        for place, span, room_px in _spans(page._page_box, (), 0.0)
    ]
    if [one.text.text for one in found if len(one.span.children) == 1] != words:
        return None
    body = laid.tree[1]
    masthead, main = (next(one for one in body if one.tag == tag) for tag in ("header", "main"))
    return _Kept(pages, laid.pages, tuple(found), masthead, main[0])


def _spans(box: Any, before: Place, edge_px: float) -> Iterator[tuple[Place, Any, float]]:
    """The boxes of the elements of such words, each with its place and the room up to the end of its line."""
    for at, child in enumerate(box.children):
        if not hasattr(child, "children"):
            continue
        if _is_word(child.element):
            yield (*before, at), child, edge_px - child.children[0].position_x
        else:
            inner_px = edge_px if box.element is child.element else child.content_box_x() + child.width
            yield from _spans(child, (*before, at), inner_px)


def _is_word(element: Any) -> bool:
    return element is not None and (element.get("class") == "blank-words" or element.get("data-dose") is not None)


def _joined(kept: _Kept, texts: Sequence[Any], document: Any, tree: Any) -> None:
    """Puts the kept pages in place of the empty ones, and their elements into the tree."""
    if len(document.pages) != kept.total:
        return
    main = next(element for element in tree[1] if element.tag == "main")
    words = {word.span.element: text for word, text in zip(kept.words, texts, strict=True)}
    spans = {old: _worded(old, text.text) for old, text in words.items()}
    tree[1].insert([*tree[1]].index(main), kept.masthead)
    main[0] = _with_elements(kept.sheet, spans)
    boxes = [page._page_box for page in kept.pages]
    for word in kept.words:
        old = word.span.element
        filled = _changed(word.span, element=spans[old], children=(words[old],))
        boxes[word.page] = _with(boxes[word.page], word.place, filled)
    for number, box in enumerate(boxes):
        for place, own in _mains(box):
            box = _with(box, place, _changed(own, element=main))
        document.pages[number] = type(document.pages[number])(box)


def _mains(page: Any) -> list[tuple[Place, Any]]:
    """The box of the main element of a page, with its place."""
    return [
        ((0, at, inner), own)
        for at, body in enumerate(page.children[0].children)
        for inner, own in enumerate(body.children)
        if own.element_tag == "main"
    ]


def _with(box: Any, place: Place, other: Any) -> Any:
    """A box with another one at a place inside it; all around that place are copies."""
    if not place:
        return other
    children = list(box.children)
    children[place[0]] = _with(children[place[0]], place[1:], other)
    return _changed(box, children=type(box.children)(children))


def _changed(box: Any, **values: Any) -> Any:
    new = box.copy()
    for name, value in values.items():
        setattr(new, name, value)
    return new


def _worded(element: Any, text: str) -> Any:
    new = copy.copy(element)
    new.text = text
    return new


def _with_elements(element: Any, others: Mapping[Any, Any]) -> Any:
    """An element with others in it; all around them are copies."""
    if element in others:
        return others[element]
    children = [_with_elements(child, others) for child in element]
    if all(new is old for new, old in zip(children, element, strict=True)):
        return element
    new = copy.copy(element)
    new[:] = children
    return new
