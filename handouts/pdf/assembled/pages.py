"""Puts a file together from a base and parts that were drawn: the engine writes it, and lays out and draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pydyf

from handouts.layout import templates
from handouts.layout.variables import FIELDS
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import engine, rendering
from handouts.pdf.assembled.base import Base
from handouts.pdf.assembled.flow import Flow
from handouts.pdf.assembled.parts import Glyphs, Number, Part, placed
from handouts.pdf.assembled.source import HEAD_PARTS, SourcePart
from handouts.pdf.fill.filler import Fitted
from handouts.pdf.fill.fitting import Refusal
from handouts.pdf.fill.font_subsets import width_of
from handouts.pdf.printed import Printed
from handouts.pdf.tag_nodes import REQUEST_KEY, REQUEST_META, Node
from handouts.pdf.tag_tree import PT_PER_PX
from handouts.pdf.tag_writer import write_tree

ANCHOR = "exercises"  # of sheet two, in the template


@dataclass(frozen=True, slots=True)
class _Placed:
    """A part on its page: page from 0, and its top in CSS pixels."""

    kind: str
    part: Part
    page: int
    top: float
    first_mark: int
    number: Number | None

    def numbered(self, name: str) -> str:
        """The name of an exercise with its number before it."""
        own = self.part.number
        return self.number.text + name.removeprefix(own.text) if own and self.number else name


def printed(
    base: Base,
    leaflet: Leaflet,
    edition: Edition,
    parts: Sequence[SourcePart],
    drawn: Mapping[bytes, Part],
    numbers: Mapping[tuple[str, str], Number],
    pages: Flow,
) -> Printed | Refusal:
    """The file of a leaflet.

    Args:
        parts: those of its sheet of exercises.
        drawn: the same by their keys, but for those of the head.
        numbers: those of exercises, by the kind of the part.
        pages: where they are.
    """
    texts = tuple(getattr(leaflet.personal, name) for name in FIELDS)
    fitted = base.filler.fitted(texts)
    if isinstance(fitted, Refusal):
        return fitted
    if not all(one.operators for _, one in fitted):
        return Refusal("words in other scripts are set by the engine")
    own = list(_placed(base, parts, drawn, numbers, pages))
    document = copy(base.laid.document)
    document.fonts = _fonts(base, own, [one for _, one in fitted])
    document.pages = [_Page(base, number, own, [one for _, one in fitted]) for number in range(base.laid.pages)]
    document.metadata = copy(document.metadata)
    request = templates.request_entry(leaflet.request, edition.key)
    document.metadata.custom = {**document.metadata.custom, REQUEST_META: request}
    found: list[Any] = []
    data = b""
    with rendering.working(found), engine.own_tagging(_tagger(base, own)):
        data = document.write_pdf(pdf_variant="pdf/ua-1")
    return Printed(data, base.laid.pages, tuple(found))


def _placed(
    base: Base,
    parts: Sequence[SourcePart],
    drawn: Mapping[bytes, Part],
    numbers: Mapping[tuple[str, str], Number],
    pages: Flow,
) -> Iterator[_Placed]:
    for number, flow in zip(sorted(base.frames), pages, strict=True):
        mark = base.frames[number].marks
        for at, top in flow:
            if parts[at].kind not in HEAD_PARTS:
                kind, part = parts[at].kind, drawn[parts[at].key]
                yield _Placed(kind, part, number, top, mark, numbers.get((kind, parts[at].number)))
                mark += part.count


class _Page:
    """In place of a page of the engine: its items are there already."""

    def __init__(self, base: Base, number: int, placed: Sequence[_Placed], fitted: Sequence[Fitted]) -> None:
        page = base.laid.document.pages[number]
        self.__dict__.update(page.__dict__)
        self._base, self._number, self._fitted = base, number, fitted
        self._parts = [one for one in placed if one.page == number]
        if frame := base.frames.get(number):
            self.bookmarks = [one for one in page.bookmarks if one[2][1] < frame.top]
            self.anchors = {name: at for name, at in page.anchors.items() if at[1] < frame.top or name == ANCHOR}
            after = [one for one in page.links if one[2][1] > page._page_box.content_box_y() + page._page_box.height]
            self.links = [one for one in page.links if one[2][1] < frame.top]
            for one in self._parts:
                self._add(one)
            self.links += after

    def _add(self, one: _Placed) -> None:
        part, top = one.part, one.top
        for level, name, (x, y), state in part.bookmarks:
            self.bookmarks.append((level, one.numbered(name), (x, y + top), state))
        # The first part of each page that is drawn has the anchor of the section around it: that is of the sheet.
        self.anchors |= {
            name: (x, y + top, end, low + top) for name, (x, y, end, low) in part.anchors.items() if name != ANCHOR
        }
        self.links += [
            (kind, goal, (x, y + top, end, low + top), box) for kind, goal, (x, y, end, low), box in part.links
        ]

    def paint(self, stream: Any, scale: float) -> None:
        base, number = self._base, self._number
        _add_resources(stream, base, self._parts)
        items = [*base.streams[number]]
        for one in self._fitted:
            for (page, item), operators in one.operators.items():
                if page == number:
                    items[item - 1 : item + 1] = b"", operators
        if frame := base.frames.get(number):
            own = [one.part.operators(one.first_mark, one.top, one.number) for one in self._parts]
            items[frame.before : frame.after] = own
        stream.stream += filter(None, items[1:])  # the first is the transformation of the page


def _add_resources(stream: Any, base: Base, parts: Sequence[_Placed]) -> None:
    own = stream._resources
    own["ExtGState"].update(base.states)
    for one in parts:
        own["ExtGState"].update(one.part.states)
    for name, group in base.groups.items():
        if name not in own["XObject"]:
            own["XObject"][name] = _group(group, own["ColorSpace"]) if group is not None else None
    for name, image in base.images.items():
        stream._images.setdefault(name, {**image, "x_object": None})


def _group(group: Any, colour_space: Any) -> Any:
    """A new object of a transparency group, whose references are those of another file."""
    extra = pydyf.Dictionary(group.extra)
    resources = pydyf.Dictionary(extra["Resources"])
    resources["ColorSpace"] = colour_space
    resources["XObject"] = pydyf.Dictionary(
        {name: _group(one, colour_space) for name, one in resources["XObject"].items()}
    )
    extra["Resources"] = resources
    return pydyf.Stream(list(group.stream), extra, compress=True)


def _fonts(base: Base, placed: Sequence[_Placed], fitted: Sequence[Fitted]) -> dict[str, Any]:
    """The fonts of a file with the glyphs that it shows, by resource name."""
    found: dict[str, tuple[Any, dict[int, str], dict[int, int]]] = {}

    def add(name: str, glyphs: Glyphs) -> None:
        _, letters, widths = found.setdefault(name, (glyphs.font, {}, {}))
        for code, text in glyphs.letters.items():
            letters.setdefault(code, text)
        widths.update(glyphs.widths)

    for fonts in (base.glyphs, *(one.part.fonts for one in placed)):
        for name, glyphs in fonts.items():
            add(name, glyphs)
    for part in placed:
        if part.number:
            add(part.number.font, part.number.glyphs)
    for one in fitted:
        font = found[one.font][0]
        add(one.font, Glyphs(font, one.glyphs, {code: width_of(one.place.style.face, code) for code in one.glyphs}))
    made = {}
    for name, (font, letters, widths) in found.items():
        made[name] = copy(font)
        made[name].to_unicode, made[name].widths, made[name].missing = letters, widths, {}
    return made


def _tagger(base: Base, own: Sequence[_Placed]) -> Callable[..., None]:
    """A replacement for the engine's `add_tags`."""

    def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: Sequence[Any]) -> None:
        links = {mark: box.link_annotation for mark, box in base.links.items()}
        root = _tagged(base, base.root, own, links, document)
        write_tree(pdf, root, len(page_streams), [box.link_annotation.reference for box in base.dropped])
        pdf.info[REQUEST_KEY] = pydyf.String(document.metadata.custom[REQUEST_META])

    return add_tags


def _tagged(base: Base, node: Node, own: Sequence[_Placed], links: Mapping[int, Any], document: Any) -> Node:
    """A node of the base with the parts in place of its own: those of the same kinds as its parts in a row."""
    if not any(isinstance(kid, Node) for kid in node.kids):
        return placed(node, None, 0, 0.0, links)
    copied = placed(replace(node, kids=[]), None, 0, 0.0)
    for has_parts, run in groupby(node.kids, lambda kid: id(kid) in base.parts):
        kids = list(run)
        if has_parts:
            kinds = {base.parts[id(kid)] for kid in kids}
            for one in own:
                if one.kind in kinds:
                    copied.add(_part_node(one, document))
            continue
        for kid in kids:
            if isinstance(kid, Node):
                copied.add(_tagged(base, kid, own, links, document))
            else:
                copied.kids += placed(replace(node, kids=[kid]), None, 0, 0.0, links).kids
    return copied


def _part_node(one: _Placed, document: Any) -> Node:
    height = document.pages[one.page].height
    links = {id(annotation): box.link_annotation for annotation, box in one.part.annotations}
    return placed(one.part.node, one.page, one.first_mark, (height - one.top) * PT_PER_PX, links)
