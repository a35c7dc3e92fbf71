"""Checks the finished PDF itself: the printed page, not the style. Reports HND870 to HND891, HND894 and HND895.

The engine reports problems of layout (HND501 to HND511). Here another library reads the file, and it is compared with
its leaflet: print size, colours, text and pictures for a screen reader, embedded content. The rules are those of UKAAF
G003 and RNIB clear print, of WCAG 2 for contrast, and of PDF/UA-1.
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
    forms,
    imposed,
    legibility,
    metadata,
    overprint,
    reference,
)
from handouts.pdf.reader import FAULTS, BrokenFileError, PdfReader

__all__ = ["FILE_CHECKS", "LEAFLET_CHECKS", "Preflight", "check_file", "check_imposed", "read_alone"]

FileCheck = Callable[[PdfReader], Iterable[Diagnostic]]
LeafletCheck = Callable[[PdfReader, Leaflet, Edition], Iterable[Diagnostic]]

#: Checks of any file, in order.
FILE_CHECKS: tuple[FileCheck, ...] = (
    legibility.smallest,
    legibility.line_lengths,
    legibility.contrasts,
    boxes.sheets,
    boxes.text_on_sheet,
    overprint.overprinted,
    accessibility.reached,
    accessibility.form_text,
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

#: Checks of a file whose leaflet is known.
LEAFLET_CHECKS: tuple[LeafletCheck, ...] = (
    legibility.body_size,
    accessibility.text,
    accessibility.pictures,
    accessibility.headings,
    file_content.stamps,
    file_content.pages,
    file_content.names,
    forms.of_edition,
    metadata.values,
)


@dataclass(frozen=True, slots=True)
class Preflight:
    """The findings of a file, and the measures for an evidence page."""

    found: tuple[Diagnostic, ...]
    facts: dict[str, str]


def check_file(data: bytes, leaflet: Leaflet, edition: Edition, printed: bytes = b"") -> Preflight:
    """Checks a finished PDF against its leaflet, and against another print of the same leaflet if one is given.

    Args:
        data: the finished file.
        leaflet: the leaflet that it should contain.
        edition: the edition that it should have.
        printed: the leaflet printed again, for a file from elsewhere; a file that was just printed needs none.
    """
    facts: dict[str, str] = {}

    def checks(pdf: PdfReader) -> Iterator[Diagnostic]:
        yield from _of_file(pdf)
        for check in LEAFLET_CHECKS:
            yield from check(pdf, leaflet, edition)
        if printed and printed != data:
            with PdfReader(printed) as expected:
                yield from reference.differences(pdf, expected)
        facts.update(legibility.facts(pdf, edition) | accessibility.facts(pdf) | file_content.facts(pdf))

    findings = _run(data, checks)
    ua_findings, ua_facts = accessibility.validated(data) if facts else ([], {})
    return Preflight(tuple(in_order([*findings, *ua_findings])), facts | ua_facts)


def check_imposed(data: bytes, pages: bytes, leaflet: Leaflet, edition: Edition) -> tuple[Diagnostic, ...]:
    """Checks an imposed file against the pages that it was made from, which passed `check_file`.

    Args:
        data: the finished file.
        pages: the same leaflet before imposition.
    """

    def checks(pdf: PdfReader) -> Iterator[Diagnostic]:
        with PdfReader(pages) as before:
            yield from imposed.differences(pdf, before, leaflet, edition)

    return tuple(in_order([*_run(data, checks), *accessibility.validated(data)[0]]))


def read_alone(data: bytes) -> tuple[Diagnostic, ...]:
    """Runs the checks that need no leaflet, for a PDF whose leaflet is unknown."""
    findings = _run(data, _of_file)
    broken = any(finding.code == "HND890" for finding in findings)
    return tuple(in_order([*findings, *([] if broken else accessibility.validated(data)[0])]))


def _of_file(pdf: PdfReader) -> Iterator[Diagnostic]:
    for check in FILE_CHECKS:
        yield from check(pdf)


def _run(data: bytes, checks: Callable[[PdfReader], Iterable[Diagnostic]]) -> list[Diagnostic]:
    """The findings of checks, up to the first part of the file that cannot be read. Reports HND890."""
    findings: list[Diagnostic] = []
    try:
        with PdfReader(data) as pdf:
            findings.extend(checks(pdf))
    except BrokenFileError as fault:
        findings.append(_broken(str(fault)))
    except FAULTS:  # from a check: a file may pass PdfReader and still have an object of a wrong type
        findings.append(_broken("a part of it is not what a PDF has at its place"))
    return findings


def _broken(why: str) -> Diagnostic:
    return Diagnostic("HND890", f"the file cannot be read: {why}", "print the leaflet again with this program")
