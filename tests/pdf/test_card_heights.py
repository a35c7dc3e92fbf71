"""A sheet is measured with boxes in place of its cards, and lies on its pages as with the cards themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import templates
from handouts.layout.tightness import Tightness
from handouts.model.choices import Choice
from handouts.model.request import Request
from handouts.pdf import card_heights, printing, rendering, sheets

ASSETS = printing.assets(None)
SHUFFLED = (
    ("calf-stretch-wall", "foot-roll", "towel-scrunch", "heel-raise-two-feet"),
    ("towel-scrunch", "heel-raise-two-feet", "calf-stretch-wall", "foot-roll"),
)


@pytest.fixture(autouse=True)
def heights(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[bytes, float]]:
    own: dict[bytes, float] = {}
    monkeypatch.setattr(card_heights, "_HEIGHTS", own)
    return own  # type: ignore[return-value]


def page(only: tuple[str, ...], step: int = 3) -> str:
    leaflet, found = compose(SHIPPED, Request(("plantar-fasciitis",), choice=Choice(only)))
    assert leaflet is not None, found
    return templates.html(leaflet, SHIPPED.edition("a4"), ASSETS.templates, Tightness(doing=step), "doing")


def test_cards_in_another_order_are_boxes_and_the_pages_stay_as_they_are(heights: dict[bytes, float]) -> None:
    card_heights.layout(page(SHUFFLED[0]), ASSETS.pictures)
    card_heights.layout(page(SHUFFLED[0][2:] + SHUFFLED[0][:2]), ASSETS.pictures)  # other places have other pictures
    known, other = len(heights), page(SHUFFLED[1])
    boxed = card_heights.layout(other, ASSETS.pictures)
    assert len(heights) == known
    plain = rendering.layout(other, ASSETS.pictures)
    assert 0 < sum(map(len, boxed.pieces)) < sum(map(len, plain.pieces)) - 100
    mine, engines = (sheets.sheet_of(laid, "doing") for laid in (boxed, plain))
    assert mine.cards == engines.cards and sum(mine.cards) == 4
    assert [(one.blank, one.split, one.lonely, one.anchors) for one in mine.pages] == [
        (one.blank, one.split, one.lonely, one.anchors) for one in engines.pages
    ]
    assert [one.lowest_mm for one in mine.pages] == pytest.approx([one.lowest_mm for one in engines.pages], abs=1e-9)


@pytest.mark.slow  # cards are laid out for this test alone
def test_another_step_has_other_heights(heights: dict[bytes, float]) -> None:
    for step in (0, 3):
        card_heights.layout(page(SHUFFLED[0], step), ASSETS.pictures)
    assert len(heights) == 8


def test_a_card_whose_height_a_file_decides_is_laid_out_each_time(heights: dict[bytes, float]) -> None:
    pictured = page(SHUFFLED[0]).replace('<div class="how">', '<img src="gone.png" alt=""><div class="how">', 1)
    card_heights.layout(pictured, ASSETS.pictures)
    assert len(heights) == 3


def test_a_card_in_a_narrower_part_of_a_page_has_a_height_of_its_own(heights: dict[bytes, float]) -> None:
    wide = page(SHUFFLED[0])
    first = wide.index('<article class="card ')
    end = wide.rindex("</article>") + len("</article>")
    narrow = f'{wide[:first]}<div style="width: 150mm">{wide[first:end]}</div>{wide[end:]}'
    for one in (wide, narrow):
        card_heights.layout(one, ASSETS.pictures)
    assert len(heights) == 8
