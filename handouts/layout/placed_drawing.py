"""A kept drawing where it is printed, as SVG at its size."""

from __future__ import annotations

import re
from typing import NamedTuple

THINNEST = 25  # hundredths of a millimetre on paper: a copier loses a finer line
MARKED, PRINTED_MARK = (
    "#F0876A",
    "#FBDDD3",
)  # fill of a marked area, kept and in print: copiers turn the darker one black
_ROOT = re.compile(r"<svg\b([^>]*)>(.*)</svg>\s*$", re.DOTALL)
_KEPT = re.compile(r'\b((?:stroke|fill)[\w-]*)="([^"]*)"')
_LINE = re.compile(r'(?<=fill="none" stroke="#)([0-9A-F]{6})" stroke-width="(\d+)"')


class Placed(NamedTuple):
    """A kept drawing, and where it is printed."""

    svg: str
    left_mm: float
    width_mm: float
    scale: float
    mirrored: bool
    top_mm: float = 0.0


def written(one: Placed) -> str:
    """The kept drawing's inside, moved to its place; the root's presentation attributes go along.

    Its lines shrink with it, but for those that a copier would lose. The fill of a marked area is lighter, so that its
    hatch or dots stay apart in a copy of a copy.
    """
    root = _ROOT.search(one.svg)
    assert root is not None  # held by the library when it reads the drawing
    kept = " ".join(f'{name}="{value}"' for name, value in _KEPT.findall(root[1]))
    shift = round((one.left_mm + (one.width_mm if one.mirrored else 0)) * 100)
    flip = -one.scale if one.mirrored else one.scale
    thinnest = round(THINNEST / one.scale)
    inside = _LINE.sub(lambda line: f'{line[1]}" stroke-width="{max(int(line[2]), thinnest)}"', root[2])
    inside = inside.replace(MARKED, PRINTED_MARK)
    place_ = f"translate({shift} {round(one.top_mm * 100)}) scale({flip:g} {one.scale:g})"
    return f'<g transform="{place_}" {kept}>{inside}</g>'
