"""Draws the pages of a laid-out document without writing a file, as the engine's `generate_pdf` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pydyf

from handouts.diagnostics import Diagnostic
from handouts.pdf import engine, rendering
from handouts.pdf.assembled.parts import Part, Size, sizes, taken
from handouts.pdf.readable_text import ReadableText
from handouts.pdf.recorder import Recorder
from handouts.pdf.rendering import LaidOut
from handouts.pdf.tag_nodes import Node
from handouts.pdf.tag_tree import PT_PER_PX
from handouts.pdf.tag_writer import tagged


class DrawnDocument(NamedTuple):
    """The content streams of the pages of a document, and its tags."""

    streams: Sequence[Any]
    root: Node
    dropped: Sequence[Any]  #: links that are in no tag
    findings: Sequence[Diagnostic]
    images: Mapping[str, Any]  #: pictures, as the engine keeps them by resource name


def drawn(laid: LaidOut, recorder: Recorder | None = None) -> DrawnDocument | None:
    """The pages of a document; None where the engine gave up. A recorder learns where each line of text is."""
    document, found = laid.document, list[Diagnostic]()
    if document is None:
        return None
    document.fonts = {}
    streams, readable = list[Any](), engine.own_text(ReadableText(engine.font_runs).watch)
    with rendering.working(found), readable, rendering.watched(recorder):
        resources = pydyf.Dictionary(
            {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")}
        )
        resources["ColorSpace"] = "/DeviceRGB"
        images: dict[str, Any] = {}
        for page in document.pages:
            streams.append(_page(document, page, resources, images))
        tree = tagged(document, streams)
        if recorder is not None:
            recorder.pages(streams)
        return DrawnDocument(streams, tree.root, tree.dropped_links, (*found, *tree.findings), images)
    return None


def _page(document: Any, page: Any, resources: Any, images: dict[str, Any]) -> Any:
    size = (0, 0, page.width, page.height)
    stream = engine.weasyprint.pdf.Stream(
        document.fonts, size, resources, images, {}, document.color_profiles, document.output_intent, compress=True
    )
    stream.transform(d=-1, f=page.height * PT_PER_PX)
    matrix = engine.weasyprint.pdf.Matrix(PT_PER_PX, 0, 0, -PT_PER_PX, 0, page.height * PT_PER_PX)
    engine.weasyprint.pdf.add_links((page.links, ()), matrix, pydyf.PDF(), pydyf.Dictionary(), [], stream._tags)
    page.paint(stream, PT_PER_PX)
    return stream


def parts_of(laid: LaidOut, drawing: DrawnDocument) -> dict[int, Part]:
    """The parts of a drawn document that can be put on other pages, by the id of their element."""
    found: dict[int, Part] = {}
    size_of = sizes(laid)
    nodes = {id(node.element): node for node in drawing.root.descendants() if node.element is not None}
    dropped = {id(one) for one in drawing.dropped}
    for page, stream in zip(laid.document.pages, drawing.streams, strict=True):
        links = [one for one in page.links if id(one[-1].link_annotation) not in dropped]
        for one in getattr(stream, "parts", ()):
            known, node = size_of.get(id(one.element)), nodes.get(id(one.element))
            if known is None or node is None:
                continue
            part = taken(one, Size(*known[0]), stream, page, node, laid.document.fonts, links)
            if part is not None:
                found[id(one.element)] = part
    return found
