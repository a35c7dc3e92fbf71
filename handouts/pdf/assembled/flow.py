"""Where the parts of the sheet of exercises are on their pages, from their heights and what is between them.

The distances are those of a layout by the engine: of the same styles, steps and elements around the parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from handouts.pdf import own_corner
from handouts.pdf.assembled.parts import Size, sizes
from handouts.pdf.assembled.source import Source, SourcePart
from handouts.pdf.walk import PX_PER_MM

#: Parts that stay together on a page.
_TOGETHER = frozenset(("diary head", "diary how", "days", "row", "after"))
_SPLIT = frozenset(("contact",))  # whose page depends on what follows it
SAME_PX = 0.001


@dataclass(frozen=True, slots=True)
class Geometry:
    """Lengths in CSS pixels from the top of a page: of the first part, of the text area and of its end."""

    first: float
    top: float
    bottom: float
    apart: Mapping[tuple[str, str], float]  #: between a part and the next one of these kinds


Flow = Sequence[Sequence[tuple[int, float]]]  #: for each page the numbers of its parts, and their tops


def part_elements(tree: Any) -> list[Any]:
    """The elements of the parts of the sheet of exercises, in their order."""
    doing = (one for one in tree.iter() if one.get("class") == "doing")
    return [one for sheet in doing for one in sheet.iter() if own_corner.NAME in one.attrib]


def laid_flow(laid: Any) -> tuple[list[Size], Flow] | None:
    """The parts of a layout with their sizes and places; None where one is on no page, or on two."""
    known = sizes(laid)
    elements = part_elements(laid.tree)
    if not all(id(one) in known for one in elements):
        return None
    own = [known[id(one)] for one in elements]
    pages = sorted({page for _, _, page in own})
    flow = [[(n, top) for n, (_, top, on) in enumerate(own) if on == page] for page in pages]
    return [size for size, *_ in own], flow


def geometry(laid: Any, source: Source) -> Geometry | None:
    """What a layout of a page says of the distances between its parts."""
    found = laid_flow(laid)
    if found is None or len(found[0]) != len(source.parts):
        return None
    own, pages = found
    apart = {}
    for page in pages:
        for (one, top), (other, below) in pairwise(page):
            part = source.parts[other]
            gap = below - top - own[one].height - part.above_mm * PX_PER_MM
            apart[source.parts[one].kind, part.kind] = gap
    box = laid.document.pages[-1]._page_box
    top = box.content_box_y()
    return Geometry(pages[0][0][1], top, top + box.height, apart)


def flow(parts: Sequence[SourcePart], sizes: Sequence[Size], geometry: Geometry) -> Flow | None:
    """The parts page by page; None where only a layout tells."""
    pages: list[list[tuple[int, float]]] = [[]]
    at = 0
    while at < len(parts):
        end = at + 1
        while end < len(parts) and {parts[at].kind, parts[end].kind} <= _TOGETHER:
            end += 1
        unit = _below(parts, sizes, geometry, pages[-1], at, end)
        if any(parts[n].kind in _SPLIT for n in range(at, end)):
            return None
        # What has no room even without a distance that is not known goes over.
        least = unit or _below(parts, sizes, geometry, pages[-1], at, end, unknown=0.0)
        if least and _lowest(least, sizes) > geometry.bottom + SAME_PX and pages[-1]:
            if parts[at].kind == "sources":
                return None
            pages.append([])
            unit = _below(parts, sizes, geometry, [], at, end)
        if unit is None or _lowest(unit, sizes) > geometry.bottom + SAME_PX:
            return None
        pages[-1] += unit
        at = end
    return pages


def _lowest(unit: Sequence[tuple[int, float]], sizes: Sequence[Size]) -> float:
    number, top = unit[-1]
    return top + sizes[number].height


def _below(
    parts: Sequence[SourcePart],
    sizes: Sequence[Size],
    geometry: Geometry,
    page: Sequence[tuple[int, float]],
    at: int,
    end: int,
    unknown: float | None = None,
) -> list[tuple[int, float]] | None:
    """The parts from `at` to `end` below those of a page; None where a distance is not known.

    Args: `unknown` is in the place of such a distance.
    """
    placed = list(page)
    for number in range(at, end):
        part = parts[number]
        if not placed:
            top = geometry.first if number == 0 else geometry.top
        else:
            before, above = placed[-1]
            gap = geometry.apart.get((parts[before].kind, part.kind), unknown)
            if gap is None:
                return None
            top = above + sizes[before].height + gap + part.above_mm * PX_PER_MM
        placed.append((number, top))
    return placed[len(page) :]
