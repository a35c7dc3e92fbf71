"""How wide the boxes of Do and Do not are, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

from handouts.layout.labels import PT_MM
from handouts.layout.spare import LETTER
from handouts.model.leaflet import Leaflet
from handouts.model.prose import plain_text

USUAL, LEAST, MOST = 47, 36, 62  # per cent of their table, of the box of Do
MOST_KEPT = 64  # leaflets whose width is kept
APART_MM = 4.0  # between the boxes, and on both sides of their table
DO_EDGES_MM, DO_NOT_EDGES_MM = 12.4, 13.8  # frame, blank and sign


def do_percent(leaflet: Leaflet, width_mm: float, size_pt: float) -> int:
    """The width of the box of Do, in per cent, at which the higher of the two boxes has fewest lines, about; of several
    the one at which both are most alike in width."""
    do, do_not = (tuple(plain_text(item.text) for item in items) for items in (leaflet.do, leaflet.do_not))
    return _do_percent(do, do_not, width_mm, size_pt)


@lru_cache(MOST_KEPT)  # a leaflet is set four times and more
def _do_percent(do: tuple[str, ...], do_not: tuple[str, ...], width_mm: float, size_pt: float) -> int:
    table_mm = width_mm + 2 * APART_MM

    def wrong(percent: int) -> tuple[int, int]:
        do_mm = table_mm * percent / 100
        lines = _lines(do, do_mm - DO_EDGES_MM, size_pt)
        other = _lines(do_not, table_mm - 3 * APART_MM - do_mm - DO_NOT_EDGES_MM, size_pt)
        return max(lines, other), abs(percent - USUAL)

    return min(range(LEAST, MOST + 1), key=wrong)


def _lines(texts: Sequence[str], width_mm: float, size_pt: float) -> int:
    letters = int(width_mm / (size_pt * PT_MM * LETTER))
    return sum(len(wrap(text, letters)) for text in texts)
