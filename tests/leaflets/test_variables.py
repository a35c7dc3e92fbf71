"""Marks in place of variable data: what leaflets with other names and doses share."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import templates
from handouts.layout.environment import kept_together
from handouts.layout.variables import FIELDS, filled, marked, variable, with_texts
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.prose import Run
from handouts.model.request import Request

from .making import PRESS as TEMPLATES

A4, LARGE_PRINT = SHIPPED.editions["a4"], SHIPPED.editions["large-print"]
REQUEST = Request(("plantar-fasciitis",), patient="Ann Example")
OTHER = {"calf-stretch-wall.hold": 20, "foot-roll.minutes": 1, "heel-raise-two-feet.repetitions": 6}


def leaflet(**changes: object) -> Leaflet:
    composed, _ = compose(SHIPPED, replace(REQUEST, **changes))  # type: ignore[arg-type]
    assert composed is not None
    return composed


def test_leaflets_that_differ_in_names_and_doses_are_equal_with_marks() -> None:
    one, texts = marked(leaflet(), A4)
    other, others = marked(leaflet(patient="Bo", settings=OTHER), A4)
    assert one == other and hash(one) == hash(other)
    assert texts[0] == "Ann Example" and len(texts) == len(others) > len(FIELDS)
    assert texts != others
    assert "Ann Example" not in repr(one)


@pytest.mark.parametrize(
    "change", [{"settings": {"heel-raise-two-feet.sets": 1}}, {"side": "left"}, {"notes": "Rest."}], ids=repr
)
def test_leaflets_that_differ_in_more_are_not(change: dict[str, object]) -> None:
    assert marked(leaflet(), A4)[0] != marked(leaflet(**change), A4)[0]


@pytest.mark.parametrize("edition", [A4, LARGE_PRINT], ids=lambda one: one.id)
def test_a_tile_has_room_for_the_widest_dose_with_its_unit(edition: Edition) -> None:
    """Number and unit are one text that ends its tile: `1 minute` and `2 minutes` share a page."""
    for dose, low, high in (("calf-stretch-wall.repetitions", 2, 4), ("foot-roll.minutes", 1, 2)):
        one, other = (leaflet(settings={dose: many}) for many in (low, high))
        assert marked(one, edition)[0] == marked(other, edition)[0]
    minutes = leaflet(settings={"foot-roll.minutes": 1}).cards[-1].tiles[0]
    assert (minutes.words, minutes.widest) == ("1 minute", "0 minutes")


@pytest.mark.parametrize("edition", [A4, LARGE_PRINT], ids=lambda one: one.id)
def test_a_marked_page_with_the_texts_of_a_leaflet_is_its_page(edition: Edition) -> None:
    one = leaflet(settings=OTHER)
    other, texts = marked(one, edition)
    again = with_texts(one, edition, texts)
    pages = [templates.html(each, edition, TEMPLATES) for each in (other, one, again)]
    # A mark is longer than its number, so that the head of a card may be set in two rows. The request has the doses.
    with_marks, page, same = (re.sub(r'"card stack |content="{.*?}"', '"card ', each) for each in pages)
    assert filled(with_marks, texts) == page == same


def test_a_short_form_that_a_voice_says_otherwise_stays() -> None:
    one = replace(leaflet(), spoken=(("kg", "kilograms"),), fewer=(Run("Use 5 kg, not 10 kg. Rest 2 days."),))
    other, texts = marked(one, A4)
    assert other.fewer is not None
    (run,) = other.fewer
    assert run.text.count("kg") == 2 and {"Use 5", "not 10", "Rest 2 days."} <= set(texts)
    assert filled(run.text, texts) == "Use 5 kg, not 10 kg. Rest 2 days."
    assert variable(run.text) == (texts.index("Use 5"), False)  # others follow it on its line


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Keep that straight knee.", 14, "Keep that straight\u00a0knee."),
        ("Keep that knee straight.", 14, "Keep that knee straight."),
        ("Physio or hand therapist", 12, "Physio or hand therapist"),
        ("Call us this week", 12, "Call us this\u00a0week"),
        ("Call the NHS", 14, "Call the NHS"),
    ],
)
def test_last_words_share_a_line_where_their_column_has_room(text: str, most: int, kept: str) -> None:
    assert kept_together(text, most) == kept
