"""The finished PDF, measured on the paper and not on the style. Reports HND870 to HND891.

The press reports what it notices while it lays a page out (HND501 to HND511); here the file itself is read back by
another library and held against the leaflet that was asked for: print, colours, the words and pictures that a screen
reader gets, and what else lies in the file. The rules are those of UKAAF G003 and RNIB clear print, WCAG 2 for
contrast, and PDF/UA-1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from handouts import printing
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.formats import Printed
from handouts.formats.readback import FAULTS, BrokenFileError, ReadBack
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.printing import Paper
from handouts.proof import alternatives, boxes, metadata, parcel, print_, reference, tree

__all__ = ["FILE_CHECKS", "LEAFLET_CHECKS", "Proof", "pull", "read", "read_alone"]

FileCheck = Callable[[ReadBack], Iterable[Diagnostic]]
LeafletCheck = Callable[[ReadBack, Leaflet, Edition], Iterable[Diagnostic]]

#: What is checked of any file, in reading order.
FILE_CHECKS: tuple[FileCheck, ...] = (
    print_.smallest,
    print_.line_lengths,
    print_.contrasts,
    boxes.sheets,
    boxes.text_on_sheet,
    tree.reached,
    tree.places,
    tree.scopes,
    alternatives.replaced_words,
    alternatives.drawn,
    parcel.links,
    parcel.cargo,
    parcel.fonts,
    parcel.empty_pages,
    parcel.letters,
    metadata.keys,
)

#: What is checked of a file whose leaflet is known.
LEAFLET_CHECKS: tuple[LeafletCheck, ...] = (
    print_.body_size,
    tree.words,
    tree.pictures,
    tree.headings,
    parcel.stamps,
    parcel.pages,
    parcel.names,
    metadata.values,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in a file, and the measures that an evidence page names."""

    found: tuple[Diagnostic, ...]
    facts: dict[str, str]


def read(data: bytes, leaflet: Leaflet, edition: Edition, printed: bytes = b"") -> Proof:
    """Measures a finished PDF and holds it against its leaflet, and against another print of the same where given.

    Args:
        data: the finished file.
        printed: the same leaflet printed by the one who asks; a file that was just printed needs none.
    """
    facts: dict[str, str] = {}

    def checks(back: ReadBack) -> Iterator[Diagnostic]:
        yield from _of_file(back)
        for check in LEAFLET_CHECKS:
            yield from check(back, leaflet, edition)
        if printed and printed != data:
            with ReadBack(printed) as model:
                yield from reference.differences(back, model)
        facts.update(print_.facts(back, edition) | tree.facts(back) | parcel.facts(back))

    found = _read(data, checks)
    ua, told = tree.validated(data) if facts else ([], {})
    return Proof(tuple(in_order([*found, *ua])), facts | told)


def read_alone(data: bytes) -> tuple[Diagnostic, ...]:
    """Checks a PDF whose leaflet nobody knows: all that needs none."""
    found = _read(data, _of_file)
    broken = any(finding.code == "HND890" for finding in found)
    return tuple(in_order([*found, *([] if broken else tree.validated(data)[0])]))


def _of_file(back: ReadBack) -> Iterator[Diagnostic]:
    for check in FILE_CHECKS:
        yield from check(back)


def _read(data: bytes, checks: Callable[[ReadBack], Iterable[Diagnostic]]) -> list[Diagnostic]:
    """What checks find in a file, up to the first part of it that cannot be read. Reports HND890."""
    found: list[Diagnostic] = []
    try:
        with ReadBack(data) as back:
            found.extend(checks(back))
    except BrokenFileError as fault:
        found.append(_broken(str(fault)))
    except FAULTS:
        found.append(_broken("a part of it is not what a PDF has at its place"))
    return found


def _broken(why: str) -> Diagnostic:
    return Diagnostic("HND890", f"the file cannot be read: {why}", "print the leaflet again with this program")


def pull(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> tuple[Printed, Proof]:
    """Prints a leaflet and reads the finished file back: the file with all that was found, and the proof by itself.

    What the press could not print, and a page for the screen, are not read.
    """
    printed = printing.write(leaflet, edition, paper, format_)
    if format_ != "pdf" or not printed.data or has_errors(printed.diagnostics):
        return printed, Proof((), {})
    proof = read(printed.data, leaflet, edition)
    return replace(printed, diagnostics=(*printed.diagnostics, *proof.found)), proof
