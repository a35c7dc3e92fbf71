"""What a leaflet of several conditions keeps of what each says alone: no scan, cold, core exercises, five Do not."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from merging import made
from sampling import one_of_each
from shipped import SHIPPED

from handouts.checks.contradictions import contradictions
from handouts.model import prose
from handouts.model.leaflet import Leaflet

PAIRS = one_of_each(
    ((pair,) for pair in combinations(sorted(SHIPPED.conditions), 2)),
    lambda one: SHIPPED.conditions[one[0][0]].region,
    every=9,
)
KEEPING = {id_: str(one.merged.keeps) for id_, one in SHIPPED.conditions.items() if one.merged and one.merged.keeps}


def whole(leaflet: Leaflet) -> str:
    parts = [words for section in leaflet.sections for part in section.parts for words in part.paragraphs]
    return " ".join(map(prose.plain_text, (*parts, *(item.text for item in leaflet.full_recovery))))


@pytest.mark.parametrize("id_", sorted(SHIPPED.conditions))
def test_who_alone_says_that_most_need_no_scan_keeps_it(id_: str) -> None:
    assert ("need no scan" in whole(made(id_))) == (id_ in KEEPING)
    if id_ in KEEPING:
        assert KEEPING[id_].rstrip(".").casefold() in whole(made(id_)).casefold()


@pytest.mark.parametrize("pair", PAIRS)
def test_what_a_condition_keeps_stands_in_every_pair_once(pair: tuple[str, ...]) -> None:
    leaflet = made(*pair)
    words = whole(leaflet)
    for id_ in pair:
        if id_ in KEEPING:
            assert words.count(KEEPING[id_].rstrip(".")) == 1
    written = len({line for id_ in pair for line in SHIPPED.conditions[id_].do_not})
    assert len(leaflet.do_not) >= min(4, written) and len(leaflet.do_not) <= 5


@pytest.mark.parametrize("pair", [("neck-pain", "plantar-fasciitis"), ("frozen-shoulder", "heel-spur")])
def test_of_equal_advice_what_relieves_pain_is_kept_in_any_order(pair: tuple[str, ...]) -> None:
    """Cold of a heel gave way to a pillow or a desk where its condition was named second."""
    for ids in (pair, pair[::-1]):
        kept = {block for tip in made(*ids).tips for block in tip.blocks}
        assert {"ice", "heat"} <= kept


def test_what_does_not_relieve_goes_by_its_place_alone() -> None:
    none = {id_: one.model_copy(update={"relieves": False}) for id_, one in SHIPPED.advice.items()}
    kept = {block for tip in made("neck-pain", "plantar-fasciitis", library=replace(SHIPPED, advice=none)).tips
            for block in tip.blocks}  # fmt: skip
    assert "ice" not in kept


def test_the_core_exercise_of_a_region_is_kept_beside_another_condition() -> None:
    """The first of each: a second one gives way to that of the other condition."""
    cores = {id_: [use.id for use in one.exercises if use.core] for id_, one in SHIPPED.conditions.items()}
    core = [(id_, ids[0]) for id_, ids in cores.items() if ids]
    assert core
    for id_, exercise in core:
        for other in ("plantar-fasciitis", "neck-pain", "shoulder-pain"):
            assert exercise in [card.id for card in made(id_, other).cards]
            assert exercise in [card.id for card in made(other, id_).cards]


@pytest.mark.parametrize(
    ("conditions", "printed"),
    [
        (
            ("plantar-fasciitis", "knee-osteoarthritis"),
            ["plantar-fascia-stretch", "thigh-squeeze", "heel-raise-two-feet", "sit-to-stand"],
        ),
        (("neck-pain", "carpal-tunnel"), ["neck-turn", "tendon-glides", "shoulder-blade-squeeze", "chin-tuck"]),
        (("low-back-pain", "sciatica"), ["knee-rolls", "prop-on-elbows", "sit-to-stand", "pelvic-tilt"]),
    ],
)
def test_two_conditions_begin_with_the_first_of_each_and_keep_what_makes_strong(
    conditions: tuple[str, str], printed: list[str]
) -> None:
    leaflet = made(*conditions)
    assert [card.id for card in leaflet.cards] == printed
    assert "numbers 1 and 2" in prose.plain_text(leaflet.start)


def test_pain_relief_of_several_names_the_part_of_each_choice_and_its_cautions_once() -> None:
    (tip,) = [tip for tip in made("plantar-fasciitis", "knee-osteoarthritis").tips if "pain-relief-gel" in tip.blocks]
    said = [prose.plain_text(one) for one in tip.sentences]
    assert [one.partition(":")[0] for one in said] == ["Heel", "Knee"]
    assert len(tip.cautions) == 1


@pytest.mark.parametrize(("pair",), PAIRS)
def test_tips_for_pages_with_room_are_others_and_no_opposites(pair: tuple[str, str]) -> None:
    leaflet = made(*pair)
    kept = {block for tip in leaflet.tips for block in tip.blocks}
    more = {block for tip in leaflet.more_tips for block in tip.blocks}
    asked = {block for id_ in pair for block in SHIPPED.conditions[id_].advice}
    assert kept.isdisjoint(more) and more <= asked and len(leaflet.more_tips) <= 3
    assert not {"ice", "heat"} <= kept | more or len({SHIPPED.conditions[id_].region for id_ in pair}) > 1
    assert contradictions(SHIPPED, leaflet) == []


def test_a_tip_returns_where_the_pages_for_reading_have_room() -> None:
    assert [tip.blocks for tip in made("plantar-fasciitis", "knee-osteoarthritis").more_tips][:2] == [
        ("walking",),
        ("stairs",),
    ]
    assert made("plantar-fasciitis").more_tips == ()


@pytest.mark.parametrize("id_", sorted(SHIPPED.conditions))
def test_what_pain_relief_does_is_said_before_whom_to_ask(id_: str) -> None:
    tips = [tip for tip in made(id_).tips if prose.plain_text(tip.lead) == "Pain relief."]
    assert len(tips) == 1 and tips[0].sentences
    assert prose.plain_text(tips[0].cautions[0]).startswith("Ask a pharmacist.")


def test_two_conditions_have_one_do_not_more_where_the_box_beside_it_is_as_long() -> None:
    counted = [len(made(*pair).do_not) for pair in [*combinations(sorted(SHIPPED.conditions), 2)][::5]]
    assert max(counted) == 5 and counted.count(5) > 3
