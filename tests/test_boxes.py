"""The boxes of Do and Do not: as wide as their texts need, so that the higher one has as few lines as it can."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import boxes
from handouts.layout.templates import html
from handouts.model.leaflet import Item, Leaflet
from handouts.model.prose import Run, plain_text
from handouts.model.request import Request
from handouts.pdf import printing

pytestmark = pytest.mark.usefixtures("read_once")

A4 = SHIPPED.editions["a4"]
WIDTH_MM = 178.0
SHORT, LONG = "Do walk a little each day.", "Do not lift heavy things with your arms far out from your body, or twist."


def with_items(do: list[str], do_not: list[str]) -> Leaflet:
    leaflet, _ = compose(SHIPPED, Request(("plantar-fasciitis",)))
    assert leaflet is not None
    items = [tuple(Item("field", (Run(text),)) for text in texts) for texts in (do, do_not)]
    return replace(leaflet, do=items[0], do_not=items[1])


def percent(do: list[str], do_not: list[str]) -> int:
    return boxes.do_percent(with_items(do, do_not), WIDTH_MM, A4.body_pt)


def test_the_box_with_more_text_is_wider() -> None:
    assert percent([SHORT], [LONG] * 5) < boxes.USUAL < percent([LONG] * 5, [SHORT])
    assert percent([SHORT], [LONG] * 9) >= boxes.LEAST and percent([LONG] * 9, [SHORT]) <= boxes.MOST


def test_boxes_whose_lines_no_width_changes_have_the_usual_one() -> None:
    assert percent(["Do walk."], ["Do not run."]) == boxes.USUAL


def test_no_width_makes_the_higher_box_of_a_leaflet_lower() -> None:
    leaflet = with_items([SHORT] * 2, [LONG] * 4)
    chosen = boxes.do_percent(leaflet, WIDTH_MM, A4.body_pt)

    def highest(percent: int) -> int:
        do_mm = 186.0 * percent / 100
        widths = do_mm - boxes.DO_EDGES_MM, 174.0 - do_mm - boxes.DO_NOT_EDGES_MM
        texts = ([plain_text(item.text) for item in items] for items in (leaflet.do, leaflet.do_not))
        return max(boxes._lines(words, mm, A4.body_pt) for words, mm in zip(texts, widths, strict=True))

    assert highest(chosen) == min(map(highest, range(boxes.LEAST, boxes.MOST + 1))) < highest(boxes.USUAL)


def test_only_editions_side_by_side_name_the_width() -> None:
    leaflet, templates = with_items([SHORT], [LONG] * 5), printing.assets(None).templates
    assert f'class="box do" style="width: {percent([SHORT], [LONG] * 5)}%"' in html(leaflet, A4, templates)
    assert 'class="box do" data-whole' in html(leaflet, SHIPPED.editions["large-print"], templates)
