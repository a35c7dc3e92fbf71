"""The finished PDF, measured on the paper and not on the style. Reports HND870 to HND891.

The press reports what it notices while it lays a page out (HND501 to HND511); here the file itself is read back by
another library and held against the leaflet that was asked for: print, colours, the words and pictures that a screen
reader gets, and what else lies in the file. The rules are those of UKAAF G003 and RNIB clear print, WCAG 2 for
contrast, and PDF/UA-1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, in_order
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.preflight import (
    accessibility,
    alternatives,
    boxes,
    file_content,
    imposed,
    legibility,
    metadata,
    reference,
)
from handouts.pdf.reader import FAULTS, BrokenFileError, PdfReader

__all__ = ["FILE_CHECKS", "LEAFLET_CHECKS", "Preflight", "check_file", "check_imposed", "read_alone"]

FileCheck = Callable[[PdfReader], Iterable[Diagnostic]]
LeafletCheck = Callable[[PdfReader, Leaflet, Edition], Iterable[Diagnostic]]

#: What is checked of any file, in reading order.
FILE_CHECKS: tuple[FileCheck, ...] = (
    legibility.smallest,
    legibility.line_lengths,
    legibility.contrasts,
    boxes.sheets,
    boxes.text_on_sheet,
    accessibility.reached,
    accessibility.places,
    accessibility.scopes,
    alternatives.replaced_words,
    alternatives.drawn,
    file_content.links,
    file_content.embedded_content,
    file_content.fonts,
    file_content.empty_pages,
    file_content.letters,
    metadata.keys,
)

#: What is checked of a file whose leaflet is known.
LEAFLET_CHECKS: tuple[LeafletCheck, ...] = (
    legibility.body_size,
    accessibility.words,
    accessibility.pictures,
    accessibility.headings,
    file_content.stamps,
    file_content.pages,
    file_content.names,
    metadata.values,
)


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found in a file, and the measures that an evidence page names."""

    found: tuple[Diagnostic, ...]
    facts: dict[str, str]


def check_file(data: bytes, leaflet: Leaflet, edition: Edition, printed: bytes = b"") -> Preflight:
    """Measures a finished PDF and holds it against its leaflet, and against another print of the same where given.

    Args:
        data: the finished file.
        printed: the same leaflet printed by the one who asks; a file that was just printed needs none.
    """
    facts: dict[str, str] = {}

    def checks(pdf: PdfReader) -> Iterator[Diagnostic]:
        yield from _of_file(pdf)
        for check in LEAFLET_CHECKS:
            yield from check(pdf, leaflet, edition)
        if printed and printed != data:
            with PdfReader(printed) as model:
                yield from reference.differences(pdf, model)
        facts.update(legibility.facts(pdf, edition) | accessibility.facts(pdf) | file_content.facts(pdf))

    found = _read(data, checks)
    ua, told = accessibility.validated(data) if facts else ([], {})
    return Preflight(tuple(in_order([*found, *ua])), facts | told)


def check_imposed(data: bytes, pages: bytes, leaflet: Leaflet, edition: Edition) -> tuple[Diagnostic, ...]:
    """Checks an imposed file against the pages that it was made from, which passed `check_file`.

    Args:
        data: the finished file.
        pages: the same leaflet before imposition.
    """

    def checks(pdf: PdfReader) -> Iterator[Diagnostic]:
        with PdfReader(pages) as before:
            yield from imposed.differences(pdf, before, leaflet, edition)

    return tuple(in_order([*_read(data, checks), *accessibility.validated(data)[0]]))


def read_alone(data: bytes) -> tuple[Diagnostic, ...]:
    """Checks a PDF whose leaflet nobody knows: all that needs none."""
    found = _read(data, _of_file)
    broken = any(finding.code == "HND890" for finding in found)
    return tuple(in_order([*found, *([] if broken else accessibility.validated(data)[0])]))


def _of_file(pdf: PdfReader) -> Iterator[Diagnostic]:
    for check in FILE_CHECKS:
        yield from check(pdf)


def _read(data: bytes, checks: Callable[[PdfReader], Iterable[Diagnostic]]) -> list[Diagnostic]:
    """What checks find in a file, up to the first part of it that cannot be read. Reports HND890."""
    found: list[Diagnostic] = []
    try:
        with PdfReader(data) as pdf:
            found.extend(checks(pdf))
    except BrokenFileError as fault:
        found.append(_broken(str(fault)))
    except FAULTS:
        found.append(_broken("a part of it is not what a PDF has at its place"))
    return found


def _broken(why: str) -> Diagnostic:
    return Diagnostic("HND890", f"the file cannot be read: {why}", "print the leaflet again with this program")
