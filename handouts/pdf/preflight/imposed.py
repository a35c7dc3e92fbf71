"""An imposed file against the pages that it was made from. Reports HND874 to HND879 and HND884."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.preflight import accessibility, boxes, file_content
from handouts.pdf.reader import PdfReader

_ADVICE = "report a fault: the pages themselves passed the preflight"


def differences(pdf: PdfReader, pages: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """What imposition must not change, and the size of the sheets that it makes.

    Args:
        pdf: the imposed file.
        pages: the file before imposition, one page a side.
    """
    yield from boxes.sheets(pdf)
    yield from boxes.text_on_sheet(pdf)
    yield from file_content.pages(pdf, leaflet, edition)
    yield from accessibility.reached(pdf)
    if _heard(pdf) != _heard(pages):
        yield Diagnostic("HND874", "the tags of the imposed file are not those of its pages", _ADVICE)
    targets, expected = ([link.target for link in one.links()] for one in (pdf, pages))
    if sorted(targets) != sorted(expected):
        yield Diagnostic("HND880", "the links of the imposed file are not those of its pages", _ADVICE)


def _heard(pdf: PdfReader) -> list[tuple[object, ...]]:
    """What a screen reader gets, in its order."""
    return [(tag.depth, tag.role, tag.own, tag.alt, tag.actual, tag.expansion, tag.lang) for tag in pdf.tags()]
