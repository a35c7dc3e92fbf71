"""The finished PDF, measured on the paper and not on the style. Reports HND870 to HND887.

The press reports what it notices while it lays a page out (HND501 to HND511); here the file itself is read back by
another library and held against the leaflet that was asked for: print, colours, the words and pictures that a screen
reader gets, and what else lies in the file. The rules are those of UKAAF G003 and RNIB clear print, WCAG 2 for
contrast, and PDF/UA-1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from handouts import printing
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.formats import Printed
from handouts.formats.readback import ReadBack
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.printing import Paper
from handouts.proof import parcel, print_, tree

__all__ = ["CHECKS", "Proof", "pull", "read"]

Check = Callable[[ReadBack, Leaflet, Edition], Iterable[Diagnostic]]

#: Every check of a finished file, in reading order.
CHECKS: tuple[Check, ...] = (
    print_.sizes,
    print_.line_lengths,
    print_.contrasts,
    tree.words,
    tree.reached,
    tree.pictures,
    tree.tables,
    parcel.links,
    parcel.cargo,
    parcel.fonts,
    parcel.stamps,
    parcel.pages,
    parcel.names,
    parcel.letters,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in a file, and the measures that an evidence page names."""

    found: tuple[Diagnostic, ...]
    facts: dict[str, str]


def read(data: bytes, leaflet: Leaflet, edition: Edition) -> Proof:
    """Measures a finished PDF and holds it against its leaflet."""
    with ReadBack(data) as back:
        found = [finding for check in CHECKS for finding in check(back, leaflet, edition)]
        facts = print_.facts(back, edition) | tree.facts(back) | parcel.facts(back)
    ua, told = tree.validated(data)
    return Proof(tuple(in_order([*found, *ua])), facts | told)


def pull(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> tuple[Printed, Proof]:
    """Prints a leaflet and reads the finished file back: the file with all that was found, and the proof by itself.

    What the press could not print, and a page for the screen, are not read.
    """
    printed = printing.write(leaflet, edition, paper, format_)
    if format_ != "pdf" or not printed.data or has_errors(printed.diagnostics):
        return printed, Proof((), {})
    proof = read(printed.data, leaflet, edition)
    return replace(printed, diagnostics=(*printed.diagnostics, *proof.found)), proof
