"""How wide the boxes of Do and Do not are, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from handouts.layout.labels import PT_MM
from handouts.layout.spare import LETTER
from handouts.model.leaflet import Item, Leaflet
from handouts.model.prose import plain_text

USUAL, LEAST, MOST = 47, 36, 62  # per cent of their table, of the box of Do
APART_MM = 4.0  # between the boxes, and on both sides of their table
DO_EDGES_MM, DO_NOT_EDGES_MM = 12.4, 13.8  # frame, blank and sign


def do_percent(leaflet: Leaflet, width_mm: float, size_pt: float) -> int:
    """The width of the box of Do, in per cent, at which the higher of the two boxes has fewest lines, about; of several
    the one at which both are most alike in width."""
    table_mm = width_mm + 2 * APART_MM

    def wrong(percent: int) -> tuple[int, int]:
        do_mm = table_mm * percent / 100
        do = _lines(leaflet.do, do_mm - DO_EDGES_MM, size_pt)
        do_not = _lines(leaflet.do_not, table_mm - 3 * APART_MM - do_mm - DO_NOT_EDGES_MM, size_pt)
        return max(do, do_not), abs(percent - USUAL)

    return min(range(LEAST, MOST + 1), key=wrong)


def _lines(items: Sequence[Item], width_mm: float, size_pt: float) -> int:
    letters = int(width_mm / (size_pt * PT_MM * LETTER))
    return sum(len(wrap(plain_text(item.text), letters)) for item in items)
