"""What the free millimetres of a page become: pictures, rows and gaps that are larger, and never more than are free."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import card_growth, card_sizes, exercise_cards, page_cards, plates, spare
from handouts.layout.environment import NO_BREAK, kept_together
from handouts.layout.spare import NO_SPARE, Room, Spare
from handouts.layout.templates import html
from handouts.layout.tightness import Tightness
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
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


def test_a_page_gives_what_is_free_in_half_millimetres() -> None:
    assert spare.of_page(269.0, 249.0) == 20.0
    assert spare.of_page(269.0, 248.7) == spare.of_page(269.0, 248.51) == 20.0
    assert spare.of_page(269.0, 269.3) == 0.0


def test_estimates_get_what_is_free_but_a_line() -> None:
    one = Spare((Room(20.0), Room(30.0, parts=("tip-1",))))
    assert one.know == 20.0 - spare.LEAST_MM
    assert one.share(reading=0.5, doing=1.0).know == (20.0 - spare.LEAST_MM) / 2
    assert Spare((Room(20.0), Room(30.0, parts=("plates",)))).know == 30.0 - spare.LEAST_MM
    assert Spare((Room(20.0), Room(30.0, parts=("plates", "tip-1")))).know == 0.0


def test_without_room_nothing_is_added() -> None:
    assert "style=" not in set_with(NO_SPARE).partition("<body")[2].partition(">")[0]
    assert not NO_SPARE.is_worth_a_layout


def added(given: Spare, know_mm: float = 0.0) -> dict[str, float]:
    words = spare.properties(composed("plantar-fasciitis"), given, know_mm)
    return {name: float(length) for name, length in re.findall(r"--([\w-]+): ([\d.]+)mm", words)}


KNOW = ("part-message", "part-short", "part-what_it_is", "timeline")
ACT = ("tips", "tip-exercise", "tip-1", "tip-2", "boxes", "help", "contact")


def test_parts_of_a_page_grow_alike_and_fill_it() -> None:
    leaflet = composed("plantar-fasciitis")
    items = max(len(leaflet.do), len(leaflet.do_not)) + sum(len(row.signs) for row in leaflet.help)
    units = 3 * 1.5 + 1 + 3 * 2.0 + 0.5 * items + 40 * 0.15
    more = added(Spare((Room(5.0, 30, KNOW), Room(21.0, 40, ACT))))
    assert more["tips"] == more["boxes"] == more["help"] == more["contact"] == pytest.approx(20.0 / units, abs=0.01)
    assert more["know"] == more["timeline"] == pytest.approx(4.0 / (4 + 30 * 0.15), abs=0.01)
    taken = added(Spare((Room(5.0, 30, KNOW), Room(21.0, 40, ACT))), know_mm=4.0)
    assert taken["tips"] == more["tips"] and "know" not in taken
    assert max(added(Spare((Room(200.0, 3, KNOW), Room(200.0, 3, ACT)))).values()) == spare.MOST_MM


def test_tips_that_go_over_grow_with_their_own_page() -> None:
    given = Spare((Room(6.0, 0, (*KNOW, "tips", "tip-exercise", "tip-1")), Room(21.0, 0, ("tip-2", "boxes"))))
    more = added(given)
    assert more["tips"] == more["know"] < more["tips-over"] == more["boxes"]
    words = set_with(replace(given, tips_stay=2))
    over = words.count('class="over"') + words.count('class="drawn over"')
    assert over == len(composed("plantar-fasciitis").tips) - 1
    assert words.index('class="continued"') < words.index('class="over"')


def test_rows_of_the_diary_and_cards_take_no_more_than_their_page_has() -> None:
    leaflet = composed("plantar-fasciitis")
    for mm in (4.0, 12.0, 200.0):
        given = Spare(cards=((2, mm), (2, mm)))
        rows = spare.rows_of(leaflet) * added(given).get("diary", 0.0)
        assert rows + sum(own for _, own in spare.of_cards(leaflet, given)) <= 2 * mm + 0.1
        more = spare.more_of_cards(leaflet.cards[:2], mm, 0.0)
        units = sum(spare.CARD + spare.STEP * (len(card.steps) + 1) for card in leaflet.cards[:2])
        assert more * units <= mm and more <= spare.MOST_MM
    assert spare.more_of_cards(leaflet.cards[:2], 12.0, 7.5) == 0.0


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
        assert all(one["grown_mm"] >= rows[-1] - rows[0] for one in drawn)  # it may have had fewer lines than estimated


def test_a_picture_higher_than_its_text_has_the_next_section_beside_it_too() -> None:
    """Where both then take no more height than one below the other: the picture grows into what was white."""
    for name, joined in (("tarsal-tunnel", "why_it_hurts"), ("plantar-fasciitis", "")):
        leaflet = composed(name)
        (one,) = plates.beside_texts(leaflet, (92.0, 44.0), (WIDTH_MM, 35.0), A4.label_pt, joins=True).values()
        (alone,) = plates.beside_texts(leaflet, (92.0, 44.0), (WIDTH_MM, 35.0), A4.label_pt).values()
        assert one["joined"] == joined and alone["joined"] == ""
        page = html(leaflet, A4, printing.assets(None).templates, Tightness(0, 3))
        words = "What you feel, and why</h2>"
        assert page.count(words) == 1 and ('class="next">' + words in page) == bool(joined)
        assert page.index("What hurts</h2>") < page.index(words) < page.index("What to expect")
        large = html(leaflet, SHIPPED.editions["large-print"], printing.assets(None).templates)
        assert 'class="next"' not in large and large.count(words) == 1


def test_several_pictures_grow_together_and_take_another_row_only_where_they_would_be_small() -> None:
    for conditions, are_below in (
        (["heel-bursitis", "plantar-fasciitis"], True),
        (["shoulder-pain", "neck-pain"], False),
    ):
        leaflet = composed(*conditions)
        drawn = plates.beside_texts(leaflet, (60.0, 21.0), (WIDTH_MM, 20.0), A4.label_pt, 60.0)
        assert min(float(one["height_mm"]) for one in drawn.values()) >= 30.0
        assert (sum(float(one["width_mm"]) for one in drawn.values()) > WIDTH_MM) == are_below


def test_pictures_of_a_card_grow_into_the_room_of_their_page_and_leave_the_words_their_width() -> None:
    words = card_sizes.WordsBeside(171.0, 12.5)
    grown = 0
    for card in composed("plantar-fasciitis").cards:
        least, large = (exercise_cards.exercise_card(card, 0.7, 12.0, words, more_mm=mm) for mm in (0.0, 20.0))
        assert large["taken_mm"] <= least["taken_mm"] + 20.0
        widest = max(float(least["drawn_mm"]), words.card_mm - card_growth.LEAST_BESIDE_MM)
        assert float(large["drawn_mm"]) <= widest
        grown += float(large["drawn_mm"]) > float(least["drawn_mm"])
    assert grown >= 3


def test_two_low_pictures_are_one_over_the_other_with_their_captions_before_them() -> None:
    words = card_sizes.WordsBeside(171.0, 12.5)
    (card,) = (one for one in composed("knee-osteoarthritis").cards if one.id == "straight-leg-lift")
    least, grown = (exercise_cards.exercise_card(card, 0.6, 12.0, words, more_mm=mm) for mm in (0.0, 30.0))
    assert "frames-column" in least["classes"] and "frames-column" in grown["classes"]
    assert words.card_mm - float(grown["drawn_mm"]) >= card_growth.LEAST_BESIDE_MM and grown["taken_mm"] <= 30.0
    first, second = (float(one["frames"][0]["width_mm"]) for one in (least, grown))
    assert second > 1.3 * first and float(grown["drawn_mm"]) >= second + card_sizes.CAPTION_COLUMN_MM


def test_the_pictures_of_a_page_grow_to_one_size_before_any_of_them_is_larger() -> None:
    words = card_sizes.WordsBeside(171.0, 12.5)
    cards = [one for one in composed("low-back-pain").cards if one.id in ("pelvic-tilt", "sit-to-stand", "cat-camel")]
    forms = [card_growth.forms(card, 0.5, 12.0, words, False) for card in cards]
    for room_mm in (0.0, 12.0, 30.0, 60.0):
        shares = card_growth.shares_mm(forms, room_mm)
        assert sum(shares) <= room_mm
        sizes = [card_growth.best(one, mm).size for one, mm in zip(forms, shares, strict=True)]
        left_mm = room_mm - sum(shares)
        for at, one in enumerate(forms):  # the smallest has no room to grow
            larger = [form.taken_mm for form in one if form.size > sizes[at] + card_growth.SIZE_STEP]
            if sizes[at] == min(sizes) and larger:
                others = sum(mm for n, mm in enumerate(shares) if n != at)
                assert min(larger) > left_mm + shares[at] or others + min(larger) > room_mm
        assert max(sizes) <= card_growth.LARGEST + 0.05


def test_no_picture_of_a_card_is_under_its_least_size() -> None:
    """The longer side of the largest, where the words beside leave room for it; of a squarer one its area."""
    words = card_sizes.WordsBeside(171.0, 12.5)
    room_mm = words.card_mm - card_sizes.NARROWEST_BESIDE_MM
    for id_ in SHIPPED.conditions:
        for card in composed(id_).cards:
            scale = exercise_cards.least_scale(card, 12.0, words)
            sides = [(one.frame.width_mm * scale, one.frame.height_mm * scale) for one in card.pictures]
            longer, shorter = max((max(one), min(one)) for one in sides)
            larger = card_sizes.placed_frames(card, scale + card_sizes.SCALE_STEP, 12.0)
            fills_its_row = card_sizes.row_mm(larger, card_sizes.a_row(card)) > room_mm
            is_large = longer >= exercise_cards.LEAST_PICTURE_MM - 0.1 or longer * shorter >= 46.0 * 32.0
            assert is_large or fills_its_row, card.id


def test_what_makes_it_easier_and_harder_share_a_line_only_where_both_have_room() -> None:
    words = card_sizes.WordsBeside(171.0, 12.5)
    cards = {one.id: one for one in composed("low-back-pain").cards + composed("neck-pain").cards}
    shared = {
        id_: "pace-row " in f"{exercise_cards.exercise_card(one, 0.6, 12.0, words)['classes']} "
        for id_, one in cards.items()
    }
    assert shared["neck-turn"] and not shared["sit-to-stand"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Do not fall asleep on it.", "on it."),
        ("Then lift it up.", "lift it up."),
        ("Rest your sore foot on your other knee.", "other knee."),
        ("Do not use ice on numb skin.", "numb skin."),
        ("Do not walk barefoot on hard floors.", ""),
        ("Call your GP.", ""),
        ("Breathe.", ""),
    ],
)
def test_the_last_short_words_of_a_paragraph_stay_together(text: str, kept: str) -> None:
    said = kept_together(text)
    assert said.replace(NO_BREAK, " ") == text
    assert said.endswith(kept.replace(" ", NO_BREAK)) and (NO_BREAK in said) == bool(kept)


def test_cards_of_chosen_exercises_have_few_forms_and_what_is_left_goes_above_them() -> None:
    request = Request(("plantar-fasciitis",), choice=Choice(("calf-stretch-wall", "foot-roll")))
    chosen, _ = compose(SHIPPED, request)
    assert chosen is not None

    def cards(mm: float) -> list[dict[str, Any]]:
        return [*page_cards.cards(chosen, SHIPPED.edition("a4"), Tightness(doing=5, spare=Spare(cards=((2, mm),))))]

    def forms(mm: float) -> list[dict[str, Any]]:
        return [{name: value for name, value in card.items() if name != "above_mm"} for card in cards(mm)]

    assert forms(41.0) == forms(44.0) == forms(48.0) != forms(4.0)
    assert [card["above_mm"] for card in cards(4.5)] < [card["above_mm"] for card in cards(5.5)]
    assert not any(card["more_mm"] for card in cards(44.0))
    rows = {spare.rows_mm(chosen, Spare(cards=((2, mm),))) for mm in (4.0, 8.0, 9.0, 10.0, 14.0, 90.0)}
    assert rows == {0.0, spare.ROWS_STEP_MM, 2 * spare.ROWS_STEP_MM}
