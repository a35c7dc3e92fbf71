"""What a file says of itself, against the list of what a leaflet says. Reports HND886."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from handouts.diagnostics import Diagnostic
from handouts.layout.templates import request_entry
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.reader import PdfReader
from handouts.pdf.tag_nodes import REQUEST_KEY

#: Entries of the document information that a leaflet has.
INFO = frozenset(("Title", "Author", "Subject", "Producer", REQUEST_KEY))
#: What XMP metadata say that are no words of a leaflet: identifiers of the standard, and of its parts.
_STANDARD = re.compile(r"1|x-default|")
_ENGINE = re.compile(r"WeasyPrint \d+(\.\d+)*")


def keys(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND886 for an entry that no leaflet has, for and for a producer of other kind."""
    for name in sorted(set(pdf.facts()) - INFO - {"Lang"}):
        yield _wrong(f"the document information has an entry `{_shown(name)}`")
    producer = pdf.facts().get("Producer", "")
    if not _ENGINE.fullmatch(producer):
        yield _wrong("the file was written or changed by another program")


def values(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND886 for metadata that say anything but the title, the clinic, the number and the request of the leaflet."""
    told, expected = pdf.facts(), _expected(leaflet, edition)
    for name, value in expected.items():
        if name in told and told[name] != value and name not in ("Title",):
            yield _wrong(f"the entry `{name}` of the document information is not that of the leaflet")
    allowed = {*expected.values(), told.get("Producer", "")}
    yield from (_wrong(f"the XMP metadata say something else under `{name}`") for name in _others(pdf, allowed))


def _expected(leaflet: Leaflet, edition: Edition) -> Mapping[str, str]:
    return {
        "Title": leaflet.title,
        "Author": leaflet.masthead.clinic,
        "Subject": f"Patient leaflet {leaflet.imprint.document}",
        REQUEST_KEY: request_entry(leaflet.request, edition.id),
    }


def _others(pdf: PdfReader, allowed: Collection[str]) -> list[str]:
    """The names of what XMP metadata say beyond the allowed values."""
    found = (name for name, value in pdf.xmp() if not _STANDARD.fullmatch(value) and value not in allowed)
    return list(dict.fromkeys(_shown(name.rpartition("}")[2]) for name in found))


def _shown(name: str) -> str:
    """The name of an entry, where it is one: others may hold anything."""
    return name if re.fullmatch(r"[A-Za-z]{1,30}", name) else "…"


def _wrong(message: str) -> Diagnostic:
    return Diagnostic("HND886", message, "print the leaflet with this program and leave its metadata alone")
