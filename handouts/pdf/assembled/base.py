"""What leaflets share whose sheet for reading is the same: a drawn leaflet with made-up words of a person.

Its sheet for reading and the heads of its other pages are taken over; its parts are replaced (`pages`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from handouts.layout import templates, variables
from handouts.layout.tightness import Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import printing
from handouts.pdf.assembled import flow
from handouts.pdf.assembled.drawing import drawn
from handouts.pdf.assembled.flow import Geometry
from handouts.pdf.assembled.parts import Glyphs, glyphs_of, states_of
from handouts.pdf.assembled.source import HEAD_PARTS, Source, read
from handouts.pdf.fill.filler import Filler
from handouts.pdf.fill.fitting import place_of
from handouts.pdf.fill.slots import split_page
from handouts.pdf.fill.template import FILLER_LETTER, Template, fonts_of
from handouts.pdf.lines import RecordedText
from handouts.pdf.own_corner import NAME
from handouts.pdf.printing import PrintAssets
from handouts.pdf.recorder import Recorder
from handouts.pdf.rendering import LaidOut
from handouts.pdf.tag_nodes import Node

_DRAWN = re.compile(r"^/(\S+) Do$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page without its parts: the numbers of its items before and after them, and how many marks are before."""

    before: int
    after: int
    marks: int
    top: float  #: of its first part, and the end of its last one, in CSS pixels
    bottom: float


@dataclass(frozen=True, slots=True)
class Base:
    laid: LaidOut
    tightness: Tightness
    filler: Filler
    streams: Sequence[Sequence[bytes]]
    frames: Mapping[int, Frame]  #: of the pages of sheet two
    states: Mapping[str, Any]  #: graphics states and groups of its own, by resource name
    groups: Mapping[str, Any]  #: none in place of a picture
    images: Mapping[str, Any]
    root: Node
    parts: Mapping[int, str]  #: kinds of its parts, by the id of their node
    links: Mapping[int, Any]  #: the box of each link, by the id of its annotation
    dropped: Sequence[Any]  #: boxes of links that are in no tag
    glyphs: Mapping[str, Glyphs]
    geometry: Geometry
    source: Source


def base_of(leaflet: Leaflet, edition: Edition, assets: PrintAssets, tightness: Tightness) -> Base | None:
    """The base of a leaflet, as tight as requested; None where it cannot be one."""
    laid, tightness = printing.laid_out(_made_up(leaflet, edition), edition, assets, tightness)
    recorder = Recorder()
    drawing = drawn(laid, recorder)
    if drawing is None or drawing.findings or laid.diagnostics:
        return None
    source = read(templates.html(_made_up(leaflet, edition), edition, assets.templates, tightness))
    distances, frames = _distances(laid, source), dict(_frames(drawing.streams))
    text = recorder.written(laid.document, laid.tree)
    template = _template(leaflet, edition, assets, tightness, text, frames)
    if distances is None or template is None:
        return None
    gaps = {(line.page, line.item) for _, place in template.slots for line in place.lines}
    items = b"\n".join(_own_items(text.streams, frames, gaps))
    resources = drawing.streams[0]._resources
    if b" scn\n" in items or b" sh\n" in items:  # patterns and shadings
        return None
    nodes = {id(node.element): node for node in drawing.root.descendants() if node.element is not None}
    own = [(one.get(NAME), nodes[id(one)]) for one in flow.part_elements(laid.tree) if one.get(NAME) not in HEAD_PARTS]
    links = {id(box.link_annotation): box for one in laid.document.pages for *_, box in one.links}
    return Base(
        laid, tightness, Filler(template), text.streams, frames, states_of(items, resources),
        {name: resources["XObject"][name] for name in dict.fromkeys(_DRAWN.findall(items.decode("latin-1")))},
        drawing.images, drawing.root, {id(node): kind for kind, node in own}, links,
        [links[id(one)] for one in drawing.dropped],
        glyphs_of(items, laid.document.fonts), distances, source,
    )  # fmt: skip


def _made_up(leaflet: Leaflet, edition: Edition) -> Leaflet:
    """The leaflet with a letter in place of each text of its person."""
    _, texts = variables.marked(leaflet, edition)
    count = len(variables.FIELDS)
    own = [FILLER_LETTER if text and at < count else text for at, text in enumerate(texts)]
    return variables.with_texts(leaflet, edition, own)


def _template(
    leaflet: Leaflet,
    edition: Edition,
    assets: PrintAssets,
    tightness: Tightness,
    text: RecordedText,
    frames: Mapping[int, Frame],
) -> Template | None:
    """The places of the texts of a person; None where one cannot be filled in, or is in a part."""
    marked, _ = variables.marked(leaflet, edition)
    page = split_page(templates.html(marked, edition, assets.templates, tightness))
    if not page.is_plain or len(text.texts) != page.count:
        return None
    lines = {slot: [line for line in text.lines if line.number == slot.number] for slot in page.slots}
    places = {slot: place_of(own, text.streams) if own else None for slot, own in lines.items() if slot.is_personal}
    found = tuple((slot, place) for slot, place in places.items() if place is not None and slot.ends)
    if len(found) < len(places) or any(_in_parts(place.lines, frames) for _, place in found):
        return None
    fonts = fonts_of(text.streams, [place for _, place in found])
    texts = tuple(FILLER_LETTER for _ in variables.FIELDS)
    return Template(page, tightness, b"", len(text.streams), (), text.streams, found, (), texts, fonts)


def _distances(laid: LaidOut, source: Source) -> Geometry | None:
    """The distances between parts, where these and the heights of the parts give the places that the engine chose."""
    distances, found = flow.geometry(laid, source), flow.laid_flow(laid)
    if distances is None or found is None:
        return None
    again = flow.flow(source.parts, found[0], distances)
    if again is None or [len(page) for page in again] != [len(page) for page in found[1]]:
        return None
    places = zip(chain(*again), chain(*found[1]), strict=True)
    return distances if all(abs(one - other) < flow.SAME_PX for (_, one), (_, other) in places) else None


def _frames(streams: Sequence[Any]) -> Iterator[tuple[int, Frame]]:
    """The frames of the pages that have parts besides those of the head."""
    for number, stream in enumerate(streams):
        own = [one for one in getattr(stream, "parts", ()) if one.element.get(NAME) not in HEAD_PARTS]
        if own and all(one.end == other.begin for one, other in pairwise(own)):
            yield number, Frame(own[0].begin, own[-1].end, own[0].first_mark, own[0].top, own[-1].top)


def _in_parts(lines: Sequence[Any], frames: Mapping[int, Frame]) -> bool:
    return any(frames[one.page].before <= one.item < frames[one.page].after for one in lines if one.page in frames)


def _own_items(
    streams: Sequence[Sequence[bytes]], frames: Mapping[int, Frame], gaps: set[tuple[int, int]]
) -> Iterator[bytes]:
    """The items of all pages without the parts and without words of a person."""
    for page, items in enumerate(streams):
        frame = frames.get(page)
        for at, item in enumerate(items):
            if (page, at) not in gaps and not (frame and frame.before <= at < frame.after):
                yield item
