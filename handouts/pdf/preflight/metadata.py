"""Checks document information and XMP metadata (ISO 32000-2, 14.3) against an allow list. Reports HND886.

An allow list, since a deny list cannot know all places where other programs leave names, dates and paths.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from xml.etree import ElementTree

from handouts.diagnostics import Diagnostic
from handouts.layout.templates import request_entry
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.reader import BrokenFileError, PdfReader, plain_name
from handouts.pdf.tag_nodes import REQUEST_KEY

#: Entries of the document information that a leaflet has.
INFO = frozenset(("Title", "Author", "Subject", "Producer", REQUEST_KEY))
#: Values of XMP metadata that every leaflet has: the part of PDF/UA, and the default language.
_STANDARD = re.compile(r"1|x-default|")
_ENGINE = re.compile(r"WeasyPrint \d+(\.\d+)*")


def keys(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND886 for an entry that no leaflet has, and for another producer."""
    for name in sorted(set(pdf.facts()) - INFO - {"Lang"}):
        yield _wrong(f"the document information has an entry `{plain_name(name)}`")
    producer = pdf.facts().get("Producer", "")
    if not _ENGINE.fullmatch(producer):
        yield _wrong("the file was written or changed by another program")


def values(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND886 for metadata other than title, clinic, document number and request of the leaflet."""
    facts, expected = pdf.facts(), _expected(leaflet, edition)
    for name, value in expected.items():
        if name in facts and facts[name] != value and name != "Title":  # the title: `file_content.names`
            yield _wrong(f"the entry `{name}` of the document information is not that of the leaflet")
    allowed = {*expected.values(), facts.get("Producer", "")}
    yield from (_wrong(f"the XMP metadata say something else under `{name}`") for name in _foreign(pdf, allowed))


def _expected(leaflet: Leaflet, edition: Edition) -> Mapping[str, str]:
    return {
        "Title": leaflet.title,
        "Author": leaflet.masthead.clinic,
        "Subject": f"Patient leaflet {leaflet.imprint.document}",
        REQUEST_KEY: request_entry(leaflet.request, edition.key),
    }


def _foreign(pdf: PdfReader, allowed: Collection[str]) -> list[str]:
    """The names of XMP properties with other values than the allowed ones."""
    names = (name for name, value in xmp(pdf) if not _STANDARD.fullmatch(value) and value not in allowed)
    return list(dict.fromkeys(plain_name(name.rpartition("}")[2]) for name in names))


def xmp(pdf: PdfReader) -> list[tuple[str, str]]:
    """Every value of the XMP metadata (14.3.2) with the name of its element or attribute, in order.

    Raises:
        BrokenFileError: they are no XML, or have a document type, whose entities could expand without end.
    """
    stream = pdf.pdf.Root.get("/Metadata")
    if stream is None:
        return []
    text = stream.read_bytes()
    if b"<!" in text:
        raise BrokenFileError("its XMP metadata are not plain XML")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise BrokenFileError("its XMP metadata are not XML") from None
    return list(_values(root))


def _values(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in element.attrib.items())
    for text, name in ((element.text, element.tag), *((kid.tail, kid.tag) for kid in element)):
        if text and text.strip():
            yield name, text.strip()
    for kid in element:
        yield from _values(kid)


def _wrong(message: str) -> Diagnostic:
    return Diagnostic("HND886", message, "print the leaflet with this program and leave its metadata alone")
