"""Merging: several conditions share parts once; conflicts between them are resolved and reported."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from composing import ALL, made, prescribed, refused, said, with_condition, words
from shipped import SHIPPED

from handouts.compose import compose, personalised
from handouts.model import (
    Condition,
    Exercise,
    Forbidden,
    Text,
    prose,
)
from handouts.model.cards import Tile
from handouts.model.request import Request


@pytest.mark.parametrize("id_", ALL)
def test_every_condition_makes_a_leaflet_with_all_its_parts(id_: str) -> None:
    leaflet = made(Request((id_,)))
    assert leaflet.in_short.what and leaflet.in_short.act and leaflet.in_short.warn
    assert 3 <= len(leaflet.in_short.lines) <= 6
    assert words(leaflet.main_message) and len(leaflet.timeline) == 3
    usual = ["what_it_is", "why_it_hurts", *(["spreads"] if SHIPPED.conditions[id_].spreads else []), "outlook"]
    assert [section.key for section in leaflet.sections] == usual
    assert all(section.parts for section in leaflet.sections)
    assert [row.key for row in leaflet.help] == ["emergency", "same_day", "soon", "self_refer"]
    assert all(row.signs for row in leaflet.help)
    assert leaflet.do and leaflet.do_not and leaflet.tips and leaflet.not_known
    assert 1 <= len(leaflet.cards) <= 4
    assert leaflet.imprint.status == "draft"


@pytest.mark.parametrize("clinic", ["example", "example-us", "example-ie", "example-au"])
def test_no_placeholder_is_left_in_any_country(clinic: str) -> None:
    for id_ in ALL:
        leaflet = made(Request((id_,), clinic=clinic))
        assert "{" not in said(leaflet)


def test_words_and_numbers_of_a_country_come_from_its_country() -> None:
    uk, us = (said(made(Request(("plantar-fasciitis",), clinic=clinic))) for clinic in ("example", "example-us"))
    assert "999" in uk and "A&E" in uk and "911" not in uk
    assert "911" in us and "999" not in us and "A&E" not in us


def test_a_clinics_own_emergency_number_replaces_that_of_its_country() -> None:
    clinic = SHIPPED.clinics["example"].model_copy(update={"emergency_number": "01632 960 999"})
    leaflet = made(Request(("plantar-fasciitis",)), replace(SHIPPED, clinics={"example": clinic}))
    assert "01632 960 999" in words(leaflet.help[0].who)


def test_shared_exercises_and_advice_are_printed_once() -> None:
    leaflet = made(Request(ALL, exercises=30, conditions_limit=len(ALL)))
    assert len({card.id for card in leaflet.cards}) == len(leaflet.cards)
    assert len({tip.field for tip in leaflet.tips}) == len(leaflet.tips)
    assert len(leaflet.cards) > 4


def test_a_merged_leaflet_repeats_no_line() -> None:
    leaflet = made(Request(("plantar-fasciitis", "heel-spur", "heel-and-back")))
    lists = [
        leaflet.in_short.lines,
        leaflet.do,
        leaflet.do_not,
        leaflet.not_known,
        *(row.signs for row in leaflet.help),
    ]
    for items in lists:
        lines = [words(item.text).casefold() for item in items]
        assert len(lines) == len(set(lines))
    signs = [words(sign.text).casefold() for row in leaflet.help for sign in row.signs]
    assert len(signs) == len(set(signs))


def test_a_sign_that_two_conditions_rank_differently_is_printed_in_the_more_urgent_row() -> None:
    sign = SHIPPED.conditions["heel-spur"].get_help.emergency[0]
    calm = SHIPPED.conditions["plantar-fasciitis"].get_help.model_copy(
        update={"emergency": (Text("Fire."),), "soon": (sign,)}
    )
    leaflet = made(Request(("plantar-fasciitis", "heel-spur")), with_condition("plantar-fasciitis", get_help=calm))
    rows = {row.key: [words(s.text) for s in row.signs] for row in leaflet.help}
    assert prose.plain(sign) in rows["emergency"]
    assert prose.plain(sign) not in rows["soon"]


def test_the_order_of_the_request_decides_only_the_order() -> None:
    pair = ("heel-spur", "tarsal-tunnel")
    one, other = made(Request(pair, exercises=12)), made(Request(pair[::-1], exercises=12))
    assert {card.id for card in one.cards} == {card.id for card in other.cards}
    assert {words(sign.text) for sign in one.help[0].signs} == {words(sign.text) for sign in other.help[0].signs}
    assert {words(line.text) for line in one.in_short.warn} == {words(line.text) for line in other.in_short.warn}


def test_a_condition_named_twice_is_merged_once() -> None:
    twice, once = made(Request(("heel-spur", "heel-spur"))), made(Request(("heel-spur",)))
    assert replace(twice, request=once.request) == once


def test_a_forbidden_exercise_is_left_out_and_reported() -> None:
    first = SHIPPED.conditions["plantar-fasciitis"].exercises[0].id
    forbids = (Forbidden(id=first, why=Text("It presses on the sore spot.")),)
    library = with_condition("heel-and-back", forbids=forbids)
    leaflet, findings = compose(library, Request(("plantar-fasciitis", "heel-and-back"), exercises=30))
    assert leaflet is not None
    assert first not in {card.id for card in leaflet.cards}
    assert [d.code for d in findings if first in d.message and d.code != "HND412"] == ["HND401"]
    assert any(d.subject == first and "heel-and-back forbids it" in d.reason for d in leaflet.decisions)


@pytest.mark.parametrize("says", [0, 1])
def test_incompatible_exercises_keep_the_more_important(says: int) -> None:
    first, second = "plantar-fascia-stretch", "knee-rolls"
    apart = {first: second} if says == 0 else {second: first}
    exercises = {id_: SHIPPED.exercises[id_].model_copy(update={"not_with": (o,)}) for id_, o in apart.items()}
    library = replace(SHIPPED, exercises={**SHIPPED.exercises, **exercises})
    leaflet, findings = compose(library, Request(("plantar-fasciitis", "low-back-pain"), exercises=30))
    assert leaflet is not None
    kept = [card.id for card in leaflet.cards]
    assert first in kept and second not in kept
    assert [d.code for d in findings if second in d.message] == ["HND409"]
    assert (second, f"left out: it must not be printed beside {first}, which matters more") in {
        (d.subject, d.reason) for d in leaflet.decisions
    }


def test_an_exercise_over_budget_is_not_reported_as_incompatible() -> None:
    ids = [p.id for p in SHIPPED.conditions["plantar-fasciitis"].exercises]
    last = SHIPPED.exercises[ids[-1]].model_copy(update={"not_with": (ids[0],)})
    library = replace(SHIPPED, exercises={**SHIPPED.exercises, last.id: last})
    assert compose(library, Request(("plantar-fasciitis",), exercises=2))[1] == []


def test_the_imprint_is_overdue_from_the_day_after_the_review() -> None:
    due = SHIPPED.conditions["heel-spur"].governance.review_by
    for day, overdue in ((None, False), (due, False), (due + datetime.timedelta(1), True)):
        leaflet, _ = compose(SHIPPED, Request(("heel-spur", "tarsal-tunnel")), today=day)
        assert leaflet is not None and leaflet.imprint.overdue == overdue


def test_the_gentler_of_two_doses_is_printed_and_reported() -> None:
    exercise = "calf-stretch-wall"
    library = with_condition("heel-spur", exercises=(prescribed(exercise, hold_s=20),))
    library = with_condition("overuse-heel", library, exercises=(prescribed(exercise, hold_s=25),))
    leaflet, findings = compose(library, Request(("overuse-heel", "heel-spur")))
    assert leaflet is not None
    assert leaflet.cards[0].tiles[0] == Tile("20", "seconds")
    assert [d.code for d in findings if d.code != "HND412"] == ["HND402"]
    assert "overuse-heel says 25" in findings[0].message and "heel-spur says 20" in findings[0].message


def test_a_condition_without_a_dose_counts_with_the_dose_of_the_exercise() -> None:
    usual = SHIPPED.exercises["calf-stretch-wall"].dose.hold_s
    assert usual is not None
    library = with_condition("heel-spur", exercises=(prescribed("calf-stretch-wall", hold_s=usual.value + 10),))
    leaflet, findings = compose(library, Request(("plantar-fasciitis", "heel-spur")))
    assert leaflet is not None
    card = next(card for card in leaflet.cards if card.id == "calf-stretch-wall")
    assert card.tiles[0].number == str(usual.value)
    assert "HND402" in {d.code for d in findings}


def test_the_budget_keeps_the_most_important_and_names_the_rest() -> None:
    leaflet = made(Request(("plantar-fasciitis",), exercises=2))
    ids = [p.id for p in SHIPPED.conditions["plantar-fasciitis"].exercises]
    assert [card.id for card in leaflet.cards] == ids[:2]
    left_out = {d.subject for d in leaflet.decisions if d.reason.startswith("left out")}
    assert set(ids[2:]) <= left_out


def test_every_condition_of_a_merge_keeps_its_first_exercise() -> None:
    leaflet = made(Request(("heel-fat-pad", "heel-and-back", "plantar-fasciitis")))
    kept = {card.id for card in leaflet.cards}
    assert {SHIPPED.conditions[c].exercises[0].id for c in leaflet.conditions} <= kept


def test_no_exercise_left_is_refused() -> None:
    ids = [prescription.id for prescription in SHIPPED.conditions["heel-spur"].exercises]
    every = tuple(Forbidden(id=id_, why=Text("No.")) for id_ in ids)
    library = with_condition("heel-and-back", forbids=every, exercises=(prescribed(ids[0]),))
    findings = refused(Request(("heel-spur", "heel-and-back")), library)
    assert "HND404" in {d.code for d in findings}


def test_a_do_that_contradicts_a_do_not_is_left_out_and_reported() -> None:
    library = with_condition("heel-spur", do=(Text("Do walk barefoot at home."), Text("Do rest.")))
    library = with_condition("overuse-heel", library, do_not=(Text("Do not walk barefoot at home."),))
    leaflet, findings = compose(library, Request(("heel-spur", "overuse-heel")))
    assert leaflet is not None
    assert "Do walk barefoot at home." not in {words(item.text) for item in leaflet.do}
    assert "HND407" in {d.code for d in findings}


def test_set_changes_the_tile_the_step_and_nothing_else() -> None:
    usual, changed = (
        made(Request(("plantar-fasciitis",), settings=settings)) for settings in ({}, {"calf-stretch-wall.hold": 20})
    )
    card = next(card for card in changed.cards if card.id == "calf-stretch-wall")
    assert card.tiles[0].number == "20"
    assert "20 seconds" in repr(card.steps) + repr(card.dose)
    assert "30 seconds" not in repr(replace(card, usual=()))
    others = [c for c in usual.cards if c.id != card.id]
    assert others == [c for c in changed.cards if c.id != card.id]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("calf-stretch-wall.hold", 600, "HND403"),
        ("calf-stretch-wall.hold", 1, "HND403"),
        ("calf-stretch-wall.minutes", 2, "HND002"),
        ("calf-stretch-wall.speed", 2, "HND002"),
        ("calf-stretch-wal.hold", 20, "HND001"),
        ("bridge.hold", 5, "HND002"),
        ("ice.minutes", 60, "HND403"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(key: str, value: int, code: str) -> None:
    assert [d.code for d in refused(Request(("plantar-fasciitis",), settings={key: value}))] == [code]


def test_the_minutes_of_ice_are_a_setting_of_the_clinic() -> None:
    clinic = SHIPPED.clinics["example"].model_copy(update={"settings": {"ice.minutes": 10}})
    library = replace(SHIPPED, clinics={"example": clinic})
    usual, own = made(Request(("plantar-fasciitis",))), made(Request(("plantar-fasciitis",)), library)
    assert "10 to 15 minutes" in repr(usual.tips)
    assert "10 minutes" in repr(own.tips) and "10 to 15" not in repr(own.tips)


def test_side_changes_the_words() -> None:
    spoken = {
        side: repr(made(Request(("plantar-fasciitis",), side=side)).cards) for side in (None, "left", "right", "both")
    }
    assert "sore foot" in spoken[None]
    assert "left foot" in spoken["left"] and "sore foot" not in spoken["left"]
    assert "right foot" in spoken["right"]
    assert "Then do the other side." in spoken["both"]


def test_personal_text_is_in_its_place_and_nowhere_else() -> None:
    date = datetime.date(2026, 11, 22)
    born = datetime.date(1961, 3, 4)
    request = Request(("heel-spur",), patient="Ann Example", clinician="B. Physio", date=date, notes="Go slow.")
    request = replace(request, reference="X-1234", born=born, start=date)
    leaflet = made(request)
    assert leaflet.personal.patient == "Ann Example"
    assert leaflet.personal.date == "22 November 2026"
    assert leaflet.personal.reference == "X-1234"
    assert leaflet.personal.born == "4 March 1961"
    assert leaflet.personal.start == "22 November 2026"
    other = made(Request(("heel-spur",)))
    assert personalised(other, request) == leaflet
    bare = replace(leaflet, personal=other.personal)
    assert not any(word in repr(bare) for word in ("Ann", "Go slow", "X-1234", "March 1961"))


@pytest.mark.parametrize("request_", [Request(("heel-spurr",)), Request(("heel-spur",), clinic="exampel")])
def test_an_unknown_name_is_refused_with_the_nearest(request_: Request) -> None:
    (findings,) = refused(request_)
    assert findings.code == "HND001"
    assert findings.help in ("did you mean `heel-spur`?", "did you mean `example`?")


def test_the_diary_has_a_box_for_every_time_that_is_prescribed() -> None:
    leaflet = made(Request(("plantar-fasciitis",), exercises=30))
    for card, row in zip(leaflet.cards, leaflet.diary, strict=True):
        dose = SHIPPED.exercises[card.id].dose
        days = {"every second day": 7, "three days a week": 6}.get(dose.days, 14)
        assert sum(row.boxes) == days * dose.how_often.value


def test_the_dose_is_printed_once_in_the_tiles_and_once_in_the_steps() -> None:
    for id_, exercise in SHIPPED.exercises.items():
        if exercise.taught_first:  # printed where a clinician chooses it
            continue
        library = with_condition("heel-spur", exercises=(prescribed(id_),))
        (card,) = made(Request(("heel-spur",)), library).cards
        steps = " ".join(words(step) for step in (*card.steps, card.dose))
        for tile in card.tiles[:-1]:
            between = "Rest. Do" if exercise.dose.rest_s is None else "Rest for"
            spoken = between if tile.unit == "sets" else tile.words
            assert spoken in steps, (id_, steps)
        assert _amounts(exercise) <= len(card.tiles)


def _amounts(exercise: Exercise) -> int:
    dose = exercise.dose
    return sum(amount is not None for amount in (dose.hold_s, dose.minutes, dose.repetitions))


def test_all_conditions_cite_only_what_the_register_has() -> None:
    cited = {c.id for condition in SHIPPED.conditions.values() for c in condition.governance.sources}
    assert cited and cited <= set(SHIPPED.sources)


def test_shipped_content_claims_no_sign_off() -> None:
    conditions: list[Condition] = list(SHIPPED.conditions.values())
    assert {c.governance.status for c in conditions} == {"draft"}
    assert all(c.governance.reviewers == () for c in conditions)
