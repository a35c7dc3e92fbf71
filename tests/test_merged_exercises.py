"""Exercises of a merge: those that a condition forbids by a movement, and those that do not suit it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from composing import with_condition
from merging import forbid, made, of_each_kind, printed, refused
from sampling import one_of_each
from shipped import SHIPPED

from handouts.compose import compose
from handouts.compose.prohibitions import more_careful
from handouts.model import Text, prose
from handouts.model.choices import Choice
from handouts.model.exercise_rules import Delayed
from handouts.model.request import Request

pytestmark = pytest.mark.usefixtures("read_once")


# ---------------------------------------------------------------- by movement


@pytest.mark.parametrize(
    "strict", one_of_each([one.id for one in SHIPPED.conditions.values() if one.forbids], lambda strict: "any")
)
def test_a_movement_that_one_condition_forbids_is_printed_beside_no_other(strict: str) -> None:
    for other in set(SHIPPED.conditions) - {strict}:
        loads = [SHIPPED.exercises[card.id].loads for card in made(strict, other, exercises=12).cards]
        for rule in SHIPPED.conditions[strict].forbids:
            assert not rule.movement or all(one.get(rule.movement, 0) < (rule.from_level or 0) for one in loads), other


@pytest.mark.parametrize(("level", "printed"), [(1, False), (2, False), (3, True)])
def test_a_movement_is_forbidden_from_a_level_on(level: int, printed: bool) -> None:
    library = with_condition("heel-spur", forbids=forbid(movement="ankle-up-loaded", from_level=level))
    cards = {card.id for card in made("plantar-fasciitis", "heel-spur", library=library, exercises=12).cards}
    assert ("calf-stretch-wall" in cards) == printed and "heel-drop-step" not in cards


def test_no_exercise_beside_a_sore_bursa_pulls_the_foot_up_to_its_end() -> None:
    for other in ("heel-and-back", "plantar-fasciitis", "heel-spur", "overuse-heel"):
        leaflet = made("heel-bursitis", other, exercises=12)
        assert "plantar-fascia-stretch" in {card.id for card in made(other, exercises=12).cards}
        assert "plantar-fascia-stretch" not in {card.id for card in leaflet.cards}
        walking = [one for one in map(prose.plain_text, (item.text for item in leaflet.do)) if "Do walk" in one]
        assert [one for one in walking if "less" not in one] == []


def test_few_exercises_that_are_left_are_reported_with_the_movements_that_dropped_the_others() -> None:
    forbids = forbid(movement="calf-loaded", from_level=1) + forbid(movement="ankle-side", from_level=1)
    own = tuple(one for one in SHIPPED.conditions["heel-spur"].exercises if one.id == "foot-roll")
    library = with_condition("heel-spur", forbids=forbids, exercises=own)
    leaflet, findings = compose(library, Request(("heel-bursitis", "heel-spur"), exercises=12))
    assert leaflet is not None
    (finding,) = [f for f in findings if f.code == "HND415"]
    assert finding.message.startswith(f"{len(leaflet.cards)} exercises are left") and len(leaflet.cards) == 2
    assert "`heel-raise-two-feet` (heel-spur: calf-loaded)" in finding.message
    assert "`ankle-circles` (heel-spur: ankle-side)" in finding.message


@pytest.mark.parametrize("conditions", of_each_kind())
def test_what_is_left_of_the_shipped_merges_is_enough(conditions: tuple[str, ...]) -> None:
    _, findings = compose(SHIPPED, Request(conditions))
    assert [f.message for f in findings if f.code == "HND415"] == []


def test_the_towel_stretch_is_as_forbidden_as_the_wall_stretch() -> None:
    cards = [card.id for card in made("heel-bursitis", "plantar-fasciitis", exercises=12).cards]
    assert not {"towel-calf-stretch", "calf-stretch-wall", "calf-stretch-bent-knee"} & set(cards)


#: What tenses the nerve at the inner ankle: the ankle bent up with a straight knee or with the toes back.
PULLS_THE_NERVE = {
    "calf-stretch-wall", "calf-stretch-bent-knee", "towel-calf-stretch", "plantar-fascia-stretch", "heel-drop-step",
    "heel-raise-towel",
}  # fmt: skip


def test_the_nerve_is_not_pulled_by_the_sole_stretch_nor_by_the_wall_stretch() -> None:
    for other in ("plantar-fasciitis", "heel-and-back"):
        leaflet = made("tarsal-tunnel", other, exercises=12)
        assert not PULLS_THE_NERVE & {card.id for card in leaflet.cards}
        assert not any("stretch your" in text.casefold() for text in printed(leaflet.in_short.act))


def test_another_exercise_of_the_region_takes_the_place_of_a_forbidden_one() -> None:
    first, second = SHIPPED.conditions["plantar-fasciitis"].exercises[:2]
    library = with_condition("heel-spur", forbids=forbid(id=first.id))
    usual, without = made("plantar-fasciitis", "heel-spur"), made("plantar-fasciitis", "heel-spur", library=library)
    assert usual.cards[0].id == first.id and without.cards[0].id == second.id
    assert len(usual.cards) == len(without.cards)


def test_a_region_without_exercise_is_refused_and_names_the_two_conditions() -> None:
    backs = {id_ for id_, exercise in SHIPPED.exercises.items() if exercise.region == "low-back"}
    forbids = tuple(rule for id_ in sorted(backs) for rule in forbid(id=id_))
    library = with_condition("tarsal-tunnel", forbids=forbids)
    (finding,) = [one for one in refused("tarsal-tunnel", "heel-and-back", library=library) if one.is_error]
    assert finding.code == "HND410"
    assert "tarsal-tunnel forbids what heel-and-back prescribes" in finding.message and "back" in finding.message
    assert finding.help == "print heel-and-back and tarsal-tunnel apart"


@pytest.mark.parametrize("exercises", [2, 3, 4])
def test_each_region_keeps_a_place_however_few_exercises_are_printed(exercises: int) -> None:
    leaflet = made("plantar-fasciitis", "heel-spur", "heel-and-back", exercises=exercises)
    assert (
        {SHIPPED.exercises[card.id].region for card in leaflet.cards}
        == {"foot-ankle", "low-back"}
        == set(leaflet.regions)
    )
    assert len(leaflet.cards) == exercises


# ---------------------------------------------------------------- what does not suit


#: An exercise with a condition that it does not suit, and one that prescribes it.
UNSUITED = [
    ("foot-roll", "tarsal-tunnel", "plantar-fasciitis"),
    ("foot-roll", "heel-fat-pad", "heel-spur"),
    ("knee-rolls", "outer-hip-pain", "low-back-pain"),
    ("plantar-fascia-stretch", "outer-hip-pain", "plantar-fasciitis"),
]


@pytest.mark.parametrize(("exercise", "strict", "other"), UNSUITED)
def test_an_exercise_that_does_not_suit_one_gives_way_to_another_of_the_region(
    exercise: str, strict: str, other: str
) -> None:
    assert exercise in {card.id for card in made(other, exercises=12).cards}
    leaflet = made(strict, other, exercises=12)
    assert exercise not in {card.id for card in leaflet.cards}
    assert SHIPPED.exercises[exercise].region in {SHIPPED.exercises[card.id].region for card in leaflet.cards}


# ---------------------------------------------------------------- exercises that a line asks for


def test_no_line_about_pace_or_time_asks_for_an_exercise_that_is_not_printed() -> None:
    words = SHIPPED.exercises["wrist-bends"].progression.model_copy(update={"harder": Text("Do palm turns too.")})
    bends = SHIPPED.exercises["wrist-bends"].model_copy(update={"progression": words})
    library = replace(SHIPPED, exercises={**SHIPPED.exercises, "wrist-bends": bends})
    leaflet, findings = compose(library, Request(("carpal-tunnel",)))
    assert leaflet is not None
    (card,) = [card for card in leaflet.cards if card.id == "wrist-bends"]
    assert card.harder is None and card.easier is not None
    assert any(f.code == "HND412" and "Do palm turns too." in f.message for f in findings)


@pytest.mark.parametrize("without", [(), ("wrist-hold-up",)])
def test_the_timeline_asks_about_no_exercise_that_is_not_begun(without: tuple[str, ...]) -> None:
    leaflet = made("tennis-elbow", choice=Choice(without=without))
    first = " ".join(prose.plain_text(line) for cell in leaflet.timeline[0].cells for line in cell.lines)
    assert ("Is the wrist hold easier?" in first) != bool(without)


@pytest.mark.parametrize(
    ("conditions", "begin"),
    [
        (("heel-spur", "heel-bursitis"), "Once settled, start with number\u00a01,"),
        (("neck-pain", "heel-bursitis"), "Start with number\u00a01,"),
        (("neck-pain", "carpal-tunnel"), "Start with numbers 1 and 2: one for each part, or as written above."),
        # A strong hip is for the knee.
        (("front-knee-pain", "ankle-sprain"), "Start with numbers 1 and 2: one for each part, or as written above."),
        (("heel-and-back",), "Start with numbers 1 and 2: one for each part, or as written above."),
    ],
)
def test_a_leaflet_of_several_regions_starts_with_the_first_exercise_of_each(
    conditions: tuple[str, ...], begin: str
) -> None:
    assert prose.plain_text(made(*conditions).start).startswith(begin)


def test_an_exercise_that_waits_is_no_start() -> None:
    leaflet = made("tennis-elbow", "carpal-tunnel")
    waiting = [str(card.number) for card in leaflet.cards if card.cautions]
    first, _, rest = prose.plain_text(leaflet.start).partition("as written above. ")
    assert waiting and not any(number in first for number in waiting)
    assert rest == "Number\u00a04: Read “Not yet” on the card first."


@pytest.mark.parametrize("conditions", of_each_kind())
def test_what_nothing_delays_or_cautions_stands_first_and_nothing_that_waits_is_a_start(
    conditions: tuple[str, ...],
) -> None:
    leaflet = made(*conditions)
    rows = {row.number: row.undated for row in leaflet.diary}
    late = [2 if rows[card.number] else 1 if card.cares else 0 for card in leaflet.cards]
    # A care of most cards is printed above them all, so that no card has it.
    has_common = leaflet.needs is not None and "get down to the floor" in prose.plain_text(leaflet.needs)
    assert [one == 2 for one in late] == sorted(one == 2 for one in late)
    # Two conditions begin with the first exercise of each, also where it is done with care.
    behind = late[2:] if len(conditions) == 2 else late
    assert has_common or behind == sorted(behind)
    begin, _, rest = prose.plain_text(leaflet.start).rpartition("as written above.")
    named = {int(number) for number in re.findall(r"\d+", begin)}
    waiting = {number for number, undated in rows.items() if undated}
    assert not named & waiting and (named or len(waiting) == len(rows))
    assert all(re.search(rf"\b{number}\b", rest) for number in waiting)


def test_a_sprain_begins_with_ankle_pumps_and_says_what_waits_for_three_days() -> None:
    for order in (("achilles-tendinopathy", "ankle-sprain"), ("ankle-sprain", "achilles-tendinopathy")):
        leaflet = made(*order)
        assert [card.id for card in leaflet.cards] == [
            "ankle-pumps", "heel-raise-sitting", "heel-raise-two-feet", "one-leg-balance"
        ]  # fmt: skip
        assert prose.plain_text(leaflet.start) == (
            "Start with numbers 1 and 2: one for each part, or as written above. "
            "Numbers 3 and 4: Read “Not yet” on the card first."
        )


@pytest.mark.parametrize("conditions", of_each_kind())
def test_each_condition_has_an_exercise_that_begins_at_once(conditions: tuple[str, ...]) -> None:
    """Of those that it prescribes and no other forbids, beside one that delays what matters most."""
    waits = {card.id: bool(card.cautions) for card in made(*conditions, exercises=12).cards}
    cards = {card.id for card in made(*conditions).cards}
    for condition in (SHIPPED.conditions[id_] for id_ in conditions):
        own = {one.id for one in condition.exercises} & waits.keys()
        assert all(waits[id_] for id_ in own) or not all(waits[id_] for id_ in own & cards) or not own & cards


def test_a_given_order_stays_and_its_start_is_the_first_that_may_begin() -> None:
    pair, ids = ("achilles-tendinopathy", "ankle-sprain"), ("heel-raise-hold", "ankle-pumps")
    leaflet = made(*pair, choice=Choice(only=ids))
    assert tuple(card.id for card in leaflet.cards) == ids
    assert prose.plain_text(leaflet.start).startswith("Start with number\u00a02,")
    late = made(*pair, choice=Choice(only=ids[:1]))
    assert "Start with" not in prose.plain_text(late.start) and "Number\u00a01: Read “Not yet”" in prose.plain_text(
        late.start
    )


def test_a_leaflet_whose_exercises_all_wait_says_where_to_read_for_what() -> None:
    leaflet = made("ankle-sprain", choice=Choice(only=("balance-reach",)))
    assert prose.plain_text(leaflet.start) == "Number\u00a01: Read “Not yet” on the card first."
    assert [prose.plain_text(words) for words in leaflet.cards[0].cautions] == [
        "Wait until standing on both feet is easy."
    ]


def test_a_part_that_has_to_settle_keeps_no_other_part_from_its_exercises() -> None:
    leaflet = made("heel-and-back", "heel-bursitis")
    assert SHIPPED.exercises[leaflet.cards[0].id].region == "low-back"
    start = prose.plain_text(leaflet.start)
    assert start.startswith("Start with number\u00a01") and "Numbers 2 and 3: Read “Before you start” first." in start
    assert "Number\u00a04: Read “Not yet”" in start
    assert [row.undated for row in leaflet.diary] == [False, True, True, True]
    assert prose.plain_text(leaflet.parts_that_begin) == "For your back, start today. For your heel, not at once."
    assert prose.plain_text(leaflet.main_message).startswith("Your heel and your back can feel better. Heel: Change")
    before = prose.plain_text(leaflet.before_exercises[0].text)
    assert before.startswith("Heel bursitis: Let your heel settle first. Your heel has settled when you")
    # Where all is about the heel, all of it waits.
    whole = made("plantar-fasciitis", "heel-bursitis")
    assert "Heel:" not in prose.plain_text(made("ankle-sprain", "heel-bursitis").main_message)
    assert whole.parts_that_begin == () and not [row for row in whole.diary if row.undated and row.number < 3]


@pytest.mark.parametrize("conditions", [("low-back-pain",), ("low-back-pain", "sciatica")])
def test_a_care_of_most_cards_is_printed_once_for_all(conditions: tuple[str, ...]) -> None:
    leaflet = made(*conditions)
    assert leaflet.needs is not None and "Hard to get down" in prose.plain_text(leaflet.needs)
    assert not any("Hard to get down" in prose.plain_text(care) for card in leaflet.cards for care in card.cares)


def test_a_care_of_few_cards_stays_on_them() -> None:
    leaflet = made("shoulder-pain", "neck-pain")
    assert leaflet.needs is not None and "Come up slowly." not in prose.plain_text(leaflet.needs)
    assert ["Neck pain: Come up slowly."] in [[prose.plain_text(care) for care in c.cares] for c in leaflet.cards]


# ---------------------------------------------------------------- the more careful of two conditions

FORBID_2, FORBID_3 = ({"forbids": forbid(movement="kneel", from_level=level)} for level in (2, 3))
DELAY_2 = {"delays": (Delayed.model_validate({"movement": "kneel", "from": 2, "why": "Later: a test."}),)}


@pytest.mark.parametrize(
    ("owner", "other", "is_more_careful"),
    [
        (FORBID_3, FORBID_2, True),  # a lower level
        (FORBID_2, FORBID_3, False),
        (FORBID_2, FORBID_2, False),
        (DELAY_2, FORBID_3, True),  # forbids what the owner only delays
        (FORBID_3, DELAY_2, True),
        (FORBID_2, DELAY_2, False),
        ({}, DELAY_2, True),
        (DELAY_2, {}, False),
    ],
)
def test_a_condition_is_more_careful_that_forbids_or_restricts_a_lower_level(
    owner: dict[str, Any], other: dict[str, Any], is_more_careful: bool
) -> None:
    none: dict[str, Any] = {"forbids": (), "delays": ()}
    one, two = (
        SHIPPED.conditions[id_].model_copy(update={**none, **rules})
        for id_, rules in (("plantar-fasciitis", owner), ("heel-spur", other))
    )
    found = more_careful([one, two], "kneel", [one.id])
    assert (found == two) is is_more_careful and (found is not None) is is_more_careful


# ---------------------------------------------------------------- what it is for


PARTS = {"neck": "neck-pain", "hand": "carpal-tunnel"}


def test_a_card_of_several_sore_parts_says_which_it_is_for() -> None:
    cards = {card.id: card for card in made("neck-pain", "carpal-tunnel").cards}
    own = {part: {one.id for one in SHIPPED.conditions[id_].exercises} for part, id_ in PARTS.items()}
    assert {id_: card.of for id_, card in cards.items()} == {
        id_: " and ".join(part for part, ids in own.items() if id_ in ids) for id_ in cards
    }
    assert {"neck", "hand"} < {card.of for card in cards.values()}


@pytest.mark.parametrize("conditions", [("neck-pain",), ("plantar-fasciitis", "heel-spur")])
def test_a_card_of_one_sore_part_names_none(conditions: tuple[str, ...]) -> None:
    assert not any(card.of for card in made(*conditions).cards)


@pytest.mark.parametrize("other", ["plantar-fasciitis", "heel-spur"])
def test_a_level_that_another_exercise_waits_for_stays(other: str) -> None:
    leaflet = made("heel-bursitis", other)
    ids = [card.id for card in leaflet.cards]
    easier = {SHIPPED.exercises[id_].easier for id_ in ids} & {one.id for one in SHIPPED.conditions[other].exercises}
    assert easier <= {*ids, None}
    reasons = [one.reason for one in leaflet.decisions if one.subject == "foot-roll"]
    assert reasons == ["kept"]


def test_a_card_that_conditions_of_several_parts_prescribe_names_them_all() -> None:
    assert "tendon and heel" in {card.of for card in made("achilles-tendinopathy", "heel-spur").cards}


def test_of_two_delays_of_one_movement_the_later_is_printed() -> None:
    """Who waits for easy raises on two feet has waited for what comes before these."""
    cards = {card.id: [prose.plain_text(words) for words in card.cautions] for card in made("heel-bursitis").cards}
    assert cards["heel-raise-two-feet"] == ["Wait until the ankle exercises feel easy."]
    assert cards["heel-raise-one-foot"] == ["Wait until the raises on two feet are easy."]


def test_a_card_names_each_sore_part_once() -> None:
    cards = {one.id: one.of for one in made("heel-and-back", "low-back-pain", "heel-spur").cards}
    assert "heel and back" in cards.values()
    assert all(of.split().count(part) < 2 for of in cards.values() for part in ("heel", "back"))
