"""What the free millimetres of a page become: pictures, rows and gaps that are larger, and never more than are free."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import drawings, plates, spare
from handouts.layout.environment import NO_BREAK, kept_together
from handouts.layout.spare import NO_SPARE, Spare
from handouts.layout.templates import Tightness, html
from handouts.model.leaflet import Leaflet, Request
from handouts.pdf import printing

pytestmark = pytest.mark.usefixtures("read_once")

A4 = SHIPPED.editions["a4"]
WIDTH_MM = 178.0


def composed(*conditions: str) -> Leaflet:
    leaflet, found = compose(SHIPPED, Request(conditions))
    assert leaflet is not None, found
    return leaflet


def set_with(given: Spare) -> str:
    return html(composed("plantar-fasciitis"), A4, printing.assets(None).templates, Tightness(3, 3, spare=given))


def test_a_page_gives_what_is_free_but_a_line_in_half_millimetres() -> None:
    assert spare.of_page(269.0, 249.0) == 20.0 - spare.LEAST_MM
    assert spare.of_page(269.0, 248.7) == spare.of_page(269.0, 248.51) == 20.0 - spare.LEAST_MM
    assert spare.of_page(269.0, 268.0) == 0.0


def test_without_room_nothing_is_added() -> None:
    assert "tips-rows" not in set_with(NO_SPARE).partition("<body")[2].partition(">")[0]
    assert "style=" not in set_with(NO_SPARE).partition("<body")[2].partition(">")[0]
    assert not NO_SPARE.is_worth_a_layout


def test_tips_get_a_column_of_lead_words_where_their_page_has_room_for_the_lines() -> None:
    leaflet = composed("plantar-fasciitis")
    cost_mm = spare.tips_take_rows(leaflet, Spare(act=60.0), WIDTH_MM, A4.body_pt)
    assert cost_mm is not None and cost_mm > 0
    assert spare.tips_take_rows(leaflet, Spare(act=cost_mm), WIDTH_MM, A4.body_pt) == cost_mm
    assert spare.tips_take_rows(leaflet, Spare(act=cost_mm - 0.5), WIDTH_MM, A4.body_pt) is None
    assert "tips-rows" in set_with(Spare(act=60.0)).partition("<body")[2].partition(">")[0]


def test_gaps_and_rows_take_no_more_than_their_page_has() -> None:
    leaflet = composed("plantar-fasciitis")
    for mm in (4.0, 12.0, 200.0):
        words = spare.properties(leaflet, Spare(mm, mm, None, ((2, mm), (2, mm))), 0.0, 0.0)
        more = {name: float(length) for name, length in re.findall(r"--(\w+): ([\d.]+)mm", words)}
        assert more["know"] * spare.KNOW_GAPS <= mm + 0.1
        assert more["act"] == more["help"]
        rows = spare.rows_of(leaflet)
        cards = sum(own for _, own in spare.of_cards(leaflet, Spare(cards=((2, mm), (2, mm)))))
        assert rows * more["diary"] + cards <= 2 * mm + 0.1
        assert max(more.values()) <= max(spare.KNOW_MOST_MM, spare.ACT_MOST_MM, spare.HELP_MOST_MM, spare.ROWS_MOST_MM)


def test_the_picture_of_page_one_grows_with_the_room_and_not_past_its_limits() -> None:
    for conditions in (
        ["plantar-fasciitis"],
        ["achilles-tendinopathy", "carpal-tunnel"],
        ["plantar-fasciitis", "heel-spur"],
    ):
        leaflet = composed(*conditions)
        sizes, rows = [], []
        for more_mm in (0.0, 10.0, 25.0, 200.0):
            drawn = plates.beside_texts(leaflet, (60.0, 21.0), (WIDTH_MM, 20.0), A4.label_pt, more_mm).values()
            sizes.append(min(float(one["height_mm"]) for one in drawn))
            rows.append(max(one["row_mm"] for one in drawn))
            assert max(float(one["width_mm"]) for one in drawn) <= WIDTH_MM
        assert all(one <= other for one, other in pairwise(sizes)) and sizes[0] < sizes[-1]
        assert rows[1] - rows[0] <= 10.0  # with the text beside it, which takes more lines


def test_several_pictures_grow_together_and_take_another_row_only_where_they_would_be_small() -> None:
    for conditions, are_below in ((["tennis-elbow", "carpal-tunnel"], True), (["shoulder-pain", "neck-pain"], False)):
        leaflet = composed(*conditions)
        drawn = plates.beside_texts(leaflet, (60.0, 21.0), (WIDTH_MM, 20.0), A4.label_pt, 60.0)
        assert min(float(one["height_mm"]) for one in drawn.values()) >= 30.0
        assert (sum(float(one["width_mm"]) for one in drawn.values()) > WIDTH_MM) == are_below


def test_pictures_of_a_card_grow_into_the_room_of_their_page_and_leave_the_words_their_width() -> None:
    words = drawings.WordsBeside(171.0, 12.5)
    grown = 0
    for card in composed("plantar-fasciitis").cards:
        least, large = (drawings.exercise_card(card, 0.7, 12.0, words, more_mm=mm) for mm in (0.0, 20.0))
        assert large["taken_mm"] <= least["taken_mm"] + 20.0
        widest = max(float(least["drawn_mm"]), words.card_mm - drawings.LEAST_BESIDE_MM)
        assert float(large["drawn_mm"]) <= widest
        grown += float(large["drawn_mm"]) > float(least["drawn_mm"])
    assert grown >= 3


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Do not fall asleep on it.", "on it."),
        ("Then tell us how it went.", "how it went."),
        ("Do not use ice on numb skin.", "on numb skin."),
        ("Call your GP.", ""),
        ("Breathe.", ""),
    ],
)
def test_the_last_short_words_of_a_paragraph_stay_together(text: str, kept: str) -> None:
    said = kept_together(text)
    assert said.replace(NO_BREAK, " ") == text
    assert said.endswith(kept.replace(" ", NO_BREAK)) and (NO_BREAK in said) == bool(kept)
