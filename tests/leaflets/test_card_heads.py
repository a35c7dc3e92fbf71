"""The heads of exercise cards hold the longest names with the widest doses and sore parts, in every edition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped import SHIPPED

from handouts.layout import templates
from handouts.model.cards import Tile
from handouts.model.choices import Choice, Sheet
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import rendering
from handouts.pdf.rendering import LaidOut
from leaflets.making import PICTURES, PRESS, composed

MOST = 8
CELLS = ("Hold", "Repeat", "Each side", "Do", "How often")


def _all_cards() -> Leaflet:
    prescribed = {one.id for condition in SHIPPED.conditions.values() for one in condition.exercises}
    longest = sorted(prescribed, key=lambda id_: -len(str(SHIPPED.exercises[id_].name)))[:MOST]
    return composed(Request((), choice=Choice(only=tuple(longest)), sheet=Sheet()))


def _laid(edition: str, tiles: tuple[Tile, ...], of: str) -> tuple[Leaflet, LaidOut]:
    """A sheet of the longest names of the library, all with these cells and this sore part."""
    leaflet = _all_cards()
    leaflet = replace(leaflet, cards=tuple(replace(card, tiles=tiles, of=of) for card in leaflet.cards))
    return leaflet, rendering.layout(templates.html(leaflet, SHIPPED.editions[edition], PRESS), PICTURES)


HOLD = Tile("60", "seconds", lead="Hold", kind="hold_s")
REPEAT = Tile("10", "times", lead="Each side", kind="repetitions")
SETS = Tile("3", "sets", lead="Do", kind="sets")
DOSES = {
    "three": (HOLD, REPEAT, Tile("every second", "day")),
    "four": (HOLD, REPEAT, SETS, Tile("2", "times, most days")),
    "moves": (HOLD, Tile("10", "times each way", lead="Repeat", kind="repetitions"), Tile("6", "times a day")),
}
SORE = [one.sore or SHIPPED.regions[one.region].sore for one in SHIPPED.conditions.values()]
PARTS = sorted({one.name or one.part for one in SORE}, key=lambda part: (len(part), part))
OF = {"of one part": "", "of a part": PARTS[-1], "of two parts": f"{PARTS[-1]} and {PARTS[-2]}"}


@pytest.mark.slow
@pytest.mark.parametrize("of", OF)
@pytest.mark.parametrize("dose", DOSES)
@pytest.mark.parametrize("edition", ["a4", "letter", "large-print"])
def test_no_head_is_too_small_for_its_name_and_dose(edition: str, dose: str, of: str) -> None:
    leaflet, laid = _laid(edition, DOSES[dose], OF[of])
    assert [found for found in laid.diagnostics if found.code == "HND503"] == []
    texts = [one for page in laid.pieces for one in page if one.kind == "text"]
    leads: dict[str, set[int]] = {}
    for one in texts:
        if one.position.field.endswith(": dose") and one.text.strip() in CELLS:
            leads.setdefault(one.text.strip(), set()).add(round(one.rect.left))
    assert len(leads) >= 3 and len(leaflet.cards) == MOST
    # A stacked head begins at the left; all the others have each cell at one place.
    assert {lead: lefts for lead, lefts in leads.items() if len(lefts) > 2} == {}
