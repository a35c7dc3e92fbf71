"""The finished PDF, measured on the paper and not on the style. Reports HND870 to HND887.

The press reports what it notices while it lays a page out (HND501 to HND511); here the file itself is read back by
another library and held against the leaflet that was asked for: print, colours, the words and pictures that a screen
reader gets, and what else lies in the file. The rules are those of UKAAF G003 and RNIB clear print, WCAG 2 for
contrast, and PDF/UA-1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, in_order
from handouts.formats.readback import ReadBack
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.proof import parcel, print_, tree

__all__ = ["CHECKS", "Proof", "read"]

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
