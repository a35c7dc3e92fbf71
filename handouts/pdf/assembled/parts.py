"""Parts that were drawn: their operators, tags, glyphs and links, to be put on other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pydyf

from handouts.pdf import own_corner, walk
from handouts.pdf.own_corner import Drawn
from handouts.pdf.tag_nodes import FieldReference, Mark, Node, Reference
from handouts.pdf.tag_tree import PT_PER_PX

_MARK = re.compile(rb"(?<=/MCID )(\d+)(?=>>)")
_FONT = re.compile(rb"/(\w+) \S+ Tf|<([0-9a-f]+)>")
_FIRST = re.compile(rb"/(?P<font>\w+) \S+ Tf\n(?P<item>[^\n]* TJ)")
_ALONE = re.compile(rb"\[<([0-9a-f]{4})>0\] TJ")
_STATE = re.compile(rb"/(\S+) gs$", re.MULTILINE)


class Glyphs(NamedTuple):
    """A font of the engine, and the characters and widths of some of its glyphs, by glyph id."""

    font: Any
    letters: Mapping[int, str]
    widths: Mapping[int, int]


class Number(NamedTuple):
    """The number of an exercise in a part: its operator, the name of its font, its glyph."""

    item: bytes
    font: str
    glyphs: Glyphs

    @property
    def text(self) -> str:
        return next(iter(self.glyphs.letters.values()))

    def may_replace(self, other: Number | None) -> bool:
        """Whether it is as wide as another one, in the same font."""
        width, *_ = self.glyphs.widths.values()
        return other is not None and self.font == other.font and [width] == [*other.glyphs.widths.values()]


class Size(NamedTuple):
    """The height of a part from border to border, and down to its lowest content, in CSS pixels."""

    height: float
    lowest: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part from its own corner."""

    size: Size
    left: float
    pieces: tuple[bytes, ...]  #: operators, cut at the numbers of its marks
    marks: tuple[int, ...]  #: those numbers, from 0
    count: int  #: of its marks
    node: Node
    fonts: Mapping[str, Glyphs]  #: by resource name
    states: Mapping[str, Any]  #: graphics states, by resource name
    bookmarks: Sequence[tuple[Any, ...]]
    anchors: Mapping[str, tuple[float, ...]]
    links: Sequence[tuple[Any, ...]]
    annotations: Sequence[tuple[Any, Any]]  #: of these links, each with its box
    number: Number | None  #: its first letter, if that is a digit alone

    def operators(self, first_mark: int, top: float, number: Number | None = None) -> bytes:
        """The operators of the part at this height of a page, its marks counted from a number.

        Args: `number` is that of its exercise, in place of its own.
        """
        numbers = (b"%d" % (first_mark + mark) for mark in self.marks)
        inside = b"".join(piece for pair in zip(self.pieces, (*numbers, b""), strict=True) for piece in pair)
        if number and self.number:
            inside = inside.replace(self.number.item, number.item, 1)
        return b"q\n%s\n%s\nQ" % (matrix(self.left, top), inside)


def matrix(left: float, top: float) -> bytes:
    """The operator that moves the coordinate system, as the engine writes it."""
    stream = pydyf.Stream()
    stream.set_matrix(1, 0, 0, 1, left, top)
    return bytes(stream.stream[0])


def sizes(laid: Any) -> dict[int, tuple[Size, float, int]]:
    """The size of each part of a laid-out document, its top and its page, by the id of its element.

    A part that two pages share has no size: that of its first piece would depend on what was laid out before it.
    """
    found: dict[int, tuple[Size, float, int]] = {}
    broken = set[int]()
    for number, page in enumerate(laid.document.pages):
        for box in _part_boxes(page._page_box):
            top, height = box.border_box_y(), box.border_height()
            bottoms = (piece.rect.bottom for piece in walk.pieces_of(box, page))
            size = Size(height, max(bottoms, default=top) - top)
            if id(box.element) in found:
                broken.add(id(box.element))
            found[id(box.element)] = size, top, number
    return {element: place for element, place in found.items() if element not in broken}


def _part_boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if own_corner.is_part(box):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _part_boxes(child)


def taken(
    drawn: Drawn, size: Size, stream: Any, page: Any, node: Node, fonts: Mapping[str, Any], links: Sequence[Any]
) -> Part | None:
    """A part of a drawn page; None for one that cannot be put on another page.

    Args:
        links: those of the page that are in a tag.
    """
    inside = b"\n".join(map(text_of, stream.stream[drawn.begin + 2 : drawn.end - 1]))
    cut = _MARK.split(inside)
    left, top, bottom = drawn.left, drawn.top, drawn.top + size.height
    if b" Do\n" in inside or b"/Pattern" in inside or has_fields(node):
        return None
    shown = glyphs_of(inside, fonts, drawn.letters)
    number = _number(inside, shown)
    if number:  # another one may be in its place
        shown = glyphs_of(inside.replace(number.item, b"", 1), fonts, drawn.letters)
    return Part(
        size,
        left,
        tuple(cut[::2]),
        tuple(int(number) - drawn.first_mark for number in cut[1::2]),
        drawn.end_mark - drawn.first_mark,
        placed(node, 0, -drawn.first_mark, (top - page.height) * PT_PER_PX),
        shown,
        states_of(inside, stream._resources),
        [(*one[:2], (one[2][0], one[2][1] - top), one[3]) for one in page.bookmarks if top <= one[2][1] < bottom],
        {
            name: (x, y - top, right, low - top)
            for name, (x, y, right, low) in page.anchors.items()
            if top <= y < bottom
        },
        [
            (kind, goal, (x, y - top, right, low - top), box)
            for kind, goal, (x, y, right, low), box in links
            if top <= y < bottom
        ],
        [(box.link_annotation, box) for *_, rectangle, box in links if top <= rectangle[1] < bottom],
        number,
    )


def text_of(item: Any) -> bytes:
    """An item of a content stream as it is written."""
    return bytes(pydyf._to_bytes(item))


def glyphs_of(
    inside: bytes, fonts: Mapping[str, Any], known: Mapping[str, Mapping[int, str]] | None = None
) -> dict[str, Glyphs]:
    """The glyphs that some operators show, by the name of their font.

    Args:
        fonts: those of the document.
        known: the characters of glyphs, by the name of their font; of the document where there are none.
    """
    shown: dict[str, set[int]] = {}
    name = ""
    for font, codes in _FONT.findall(inside):
        if font:
            name = font.decode()
        else:
            shown.setdefault(name, set()).update(int(codes[at : at + 4], 16) for at in range(0, len(codes), 4))
    found = {}
    for name, numbers in shown.items():
        own = [font for font in fonts.values() if font.hash == name]
        texts = known.get(name, {}) if known is not None else {}
        texts = texts or {code: text for font in own for code, text in font.to_unicode.items()}
        letters = {code: text for code, text in texts.items() if code in numbers}
        widths = {code: width for font in own for code, width in font.widths.items() if code in numbers}
        found[name] = Glyphs(own[0], letters, widths)
    return found


def states_of(inside: bytes, resources: Any) -> dict[str, Any]:
    """The graphics states that some operators set, by name."""
    return {name: resources["ExtGState"][name] for name in sorted({one.decode() for one in _STATE.findall(inside)})}


def _number(inside: bytes, fonts: Mapping[str, Glyphs]) -> Number | None:
    """The first letter that is shown, where it is a digit that is shown alone."""
    found = _FIRST.search(inside)
    alone = _ALONE.fullmatch(found["item"]) if found else None
    if found is None or alone is None:
        return None
    name, code = found["font"].decode(), int(alone[1], 16)
    font, letters, widths = fonts[name]
    if not letters.get(code, "").isdigit():
        return None
    return Number(found["item"], name, Glyphs(font, {code: letters[code]}, {code: widths[code]}))


def has_fields(node: Node) -> bool:
    return any(isinstance(kid, FieldReference) for one in node.descendants() for kid in one.kids)


def placed(node: Node, page: int | None, marks: int, up_pt: float, links: Mapping[int, Any] | None = None) -> Node:
    """A copy of a node: its marks counted on by `marks`, its pictures higher by `up_pt`.

    Args:
        page: where it is put; none where it stays on its pages.
        links: the annotations in place of others, by the id of these.
    """
    bounds = node.bounds and [node.bounds[0], node.bounds[1] + up_pt, node.bounds[2], node.bounds[3] + up_pt]
    copied = replace(node, element=None, bounds=bounds, kids=[], parent=None)
    for kid in node.kids:
        if isinstance(kid, Node):
            copied.add(placed(kid, page, marks, up_pt, links))
        elif isinstance(kid, Mark):
            copied.kids.append(Mark(kid.page if page is None else page, kid.mcid + marks))
        elif isinstance(kid, Reference):
            copied.kids.append(Reference(kid.page if page is None else page, _renewed(kid.annotation, links)))
    return copied


def _renewed(annotation: Any, links: Mapping[int, Any] | None) -> Any:
    if links is None:
        return annotation
    new = links[id(annotation)]
    new["Contents"] = annotation["Contents"]
    return new
