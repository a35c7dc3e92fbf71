"""What the free millimetres of each page become: larger pictures first, then rows and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from handouts.layout.labels import PT_MM
from handouts.model.leaflet import Leaflet, Tip
from handouts.model.prose import plain_text

LETTER = 0.48  # mean width of a letter, of the type size; a little too wide, so that the estimate is on the safe side
LEADING_MM = 5.4  # of a line in a list
SIDE_MM, LEAD_MM, LEAD_BOLD = 34.0, 31.0, 1.08  # column of the lead words of the tips, and the width of bold letters
LEAST_MM = 5.0  # of a page that stays free: a line that an estimate misses
WORTH_MM = 8.0  # less on each page is left as it is
KNOW_GAPS, KNOW_MOST_MM = 6, 2.4  # between the parts of page one, and by how much each may grow
ACT_MOST_MM = 2.4
HELP_GAPS, HELP_MOST_MM = 4.0, 2.6  # before help and before the contact
ROWS_MOST_MM = 1.4  # that a row of the diary may grow
ROWS_SHARE = 0.4  # of the room of the page of the diary, at most


@dataclass(frozen=True, slots=True)
class Spare:
    """Millimetres that parts may grow into, by their page: what it is; what helps; help; cards."""

    know: float = 0.0
    act: float = 0.0
    help: float | None = None  #: None where help is on the page of what helps, and shares its room
    cards: tuple[tuple[int, float], ...] = ()  #: how many cards each page of sheet two has, and its millimetres

    @property
    def is_worth_a_layout(self) -> bool:
        most = max(self.know, self.act, self.help or 0.0, *(mm for _, mm in self.cards))
        return most >= WORTH_MM - LEAST_MM

    def share(self, reading: float, doing: float) -> Spare:
        """So much of it for the pages of each sheet."""
        help_mm = None if self.help is None else self.help * reading
        return Spare(
            self.know * reading, self.act * reading, help_mm, tuple((many, mm * doing) for many, mm in self.cards)
        )


NO_SPARE = Spare()


def of_page(height_mm: float, lowest_mm: float) -> float:
    """What a page may give, in half millimetres: fractions of a rounding must not decide."""
    return max(0.0, int((height_mm - lowest_mm - LEAST_MM) * 2) / 2)


def rows_mm(spare: Spare, many: int) -> float:
    """By how much each of the rows of the diary grows."""
    last_mm = spare.cards[-1][1] if spare.cards else 0.0
    return min(ROWS_MOST_MM, last_mm * ROWS_SHARE / max(many, 1))


def of_cards(leaflet: Leaflet, spare: Spare) -> tuple[tuple[int, float], ...]:
    """The cards of each page, and the millimetres that they have without the rows of the diary."""
    *first, (many, mm) = spare.cards or ((len(leaflet.cards), 0.0),)
    rows = rows_of(leaflet)
    return (*first, (many, mm - rows * rows_mm(spare, rows)))


def rows_of(leaflet: Leaflet) -> int:
    return len(leaflet.diary) + len(leaflet.measures)


def tips_take_rows(leaflet: Leaflet, spare: Spare, width_mm: float, size_pt: float) -> float | None:
    """The millimetres that a column of lead words costs; None where the page has no room for it."""
    letter_mm = size_pt * PT_MM * LETTER
    full, narrow, lead = (mm / letter_mm for mm in (width_mm, width_mm - SIDE_MM, LEAD_MM / LEAD_BOLD))
    if not spare.act:
        return None
    more = sum(_lines_more(tip, full, narrow, lead) for tip in leaflet.tips) * LEADING_MM
    return more if more <= spare.act else None


def _lines_more(tip: Tip, full: float, narrow: float, lead: float) -> int:
    name = len(plain_text(tip.lead))
    texts = [len(" ".join(map(plain_text, part))) for part in (tip.sentences, tip.cautions)]
    parts = texts if tip.is_long else [sum(texts)]
    now = ceil((name + parts[0]) / full) + sum(ceil(part / full) for part in parts[1:])
    then = sum(ceil(part / narrow) for part in parts)
    return max(then, ceil(name / lead)) - now


def properties(leaflet: Leaflet, spare: Spare, tips_mm: float, know_mm: float) -> str:
    """The custom properties of the body, from which the stylesheet adds to gaps and rows.

    Args: what the column of lead words takes of the page of the tips, and the picture of page one.
    """
    know = min(KNOW_MOST_MM, max(0.0, spare.know - know_mm) / KNOW_GAPS)
    shared = _help_units(leaflet) if spare.help is None else 0.0
    act = min(ACT_MOST_MM, max(0.0, spare.act - tips_mm) / (_act_units(leaflet) + shared))
    help_ = act if spare.help is None else min(HELP_MOST_MM, spare.help / _help_units(leaflet))
    grown = {"know": know, "act": act, "help": help_, "diary": rows_mm(spare, rows_of(leaflet))}
    return "; ".join(f"--{name}: {mm:.2f}mm" for name, mm in grown.items() if mm >= 0.05)


def _act_units(leaflet: Leaflet) -> float:
    items = max(len(leaflet.do), len(leaflet.do_not))
    return 1.5 * (len(leaflet.tips) + 1) + 2 + 0.5 * items


def _help_units(leaflet: Leaflet) -> float:
    return HELP_GAPS + 0.5 * sum(len(row.signs) for row in leaflet.help)
