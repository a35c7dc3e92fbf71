"""Merging: several conditions share parts once; conflicts between them are resolved and reported."""

import datetime
from dataclasses import fields, replace

import pytest
from pydantic import ValidationError
from shipped import SHIPPED

from handouts.compose import compose, personalised
from handouts.compose.context import factor_common_prefix
from handouts.diagnostics import Diagnostic
from handouts.model import (
    Cared,
    Condition,
    DoseChange,
    Exercise,
    Forbidden,
    Library,
    Number,
    Prescription,
    Text,
    prose,
)
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet, Part, Request, Tile, Tip

ALL = tuple(SHIPPED.conditions)


def made(request: Request, shelf: Library = SHIPPED) -> Leaflet:
    leaflet, findings = compose(shelf, request)
    assert leaflet is not None, findings
    return leaflet


def refused(request: Request, shelf: Library = SHIPPED) -> list[Diagnostic]:
    leaflet, findings = compose(shelf, request)
    assert leaflet is None
    return findings


def words(text: prose.Prose) -> str:
    return "".join(run.text for run in text)


def said(leaflet: Leaflet) -> str:
    """All that a leaflet says, without its drawings."""
    parts: list[Part | Tip] = [*(part for section in leaflet.sections for part in section.parts), *leaflet.tips]
    words = [(part.plate.picture.alt, part.plate.picture.labels) for part in parts if part.plate]
    bare = tuple(
        replace(section, parts=tuple(replace(p, plate=None) for p in section.parts)) for section in leaflet.sections
    )
    cards = tuple(replace(card, pictures=()) for card in leaflet.cards)
    tips = tuple(replace(tip, plate=None) for tip in leaflet.tips)
    bare_leaflet = replace(leaflet, cards=cards, sections=bare, tips=tips)
    return repr(([getattr(bare_leaflet, one.name) for one in fields(leaflet) if one.name != "request"], words))


def with_condition(id_: str, shelf: Library = SHIPPED, **changes: object) -> Library:
    """The shelf with one condition changed."""
    condition = shelf.conditions[id_].model_copy(update=changes)
    return replace(shelf, conditions={**shelf.conditions, id_: condition})


def prescribed(id_: str, **dose: int) -> Prescription:
    return Prescription(id=id_, why=Text("It helps."), dose=DoseChange(**dose))


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
    assert [words(sign.text) for sign in one.help[0].signs] == [words(sign.text) for sign in other.help[0].signs]
    assert {words(line.text) for line in one.in_short.warn} == {words(line.text) for line in other.in_short.warn}


def test_a_condition_named_twice_is_merged_once() -> None:
    twice, once = made(Request(("heel-spur", "heel-spur"))), made(Request(("heel-spur",)))
    assert replace(twice, request=once.request) == once


def test_a_forbidden_exercise_is_left_out_and_reported() -> None:
    first = SHIPPED.conditions["plantar-fasciitis"].exercises[0].id
    forbids = (Forbidden(id=first, why=Text("It presses on the sore spot.")),)
    shelf = with_condition("heel-and-back", forbids=forbids)
    leaflet, findings = compose(shelf, Request(("plantar-fasciitis", "heel-and-back"), exercises=30))
    assert leaflet is not None
    assert first not in {card.id for card in leaflet.cards}
    assert [d.code for d in findings if first in d.message and d.code != "HND412"] == ["HND401"]
    assert any(d.subject == first and "heel-and-back forbids it" in d.reason for d in leaflet.decisions)


@pytest.mark.parametrize("says", [0, 1])
def test_incompatible_exercises_keep_the_more_important(says: int) -> None:
    first, second = "plantar-fascia-stretch", "knee-rolls"
    apart = {first: second} if says == 0 else {second: first}
    exercises = {id_: SHIPPED.exercises[id_].model_copy(update={"not_with": (o,)}) for id_, o in apart.items()}
    shelf = replace(SHIPPED, exercises={**SHIPPED.exercises, **exercises})
    leaflet, findings = compose(shelf, Request(("plantar-fasciitis", "heel-and-back"), exercises=30))
    assert leaflet is not None
    kept = [card.id for card in leaflet.cards]
    assert first in kept and second not in kept
    assert [d.code for d in findings if second in d.message] == ["HND409"]
    assert (second, f"left out: it must not stand beside {first}, which matters more") in {
        (d.subject, d.reason) for d in leaflet.decisions
    }


def test_an_exercise_over_budget_is_not_reported_as_incompatible() -> None:
    ids = [p.id for p in SHIPPED.conditions["plantar-fasciitis"].exercises]
    last = SHIPPED.exercises[ids[-1]].model_copy(update={"not_with": (ids[0],)})
    shelf = replace(SHIPPED, exercises={**SHIPPED.exercises, last.id: last})
    assert compose(shelf, Request(("plantar-fasciitis",), exercises=2))[1] == []


def test_the_imprint_is_overdue_from_the_day_after_the_review() -> None:
    due = SHIPPED.conditions["heel-spur"].governance.review_by
    for day, overdue in ((None, False), (due, False), (due + datetime.timedelta(1), True)):
        leaflet, _ = compose(SHIPPED, Request(("heel-spur", "tarsal-tunnel")), today=day)
        assert leaflet is not None and leaflet.imprint.overdue == overdue


def test_the_gentler_of_two_doses_is_printed_and_reported() -> None:
    exercise = "calf-stretch-wall"
    shelf = with_condition("heel-spur", exercises=(prescribed(exercise, hold_s=20),))
    shelf = with_condition("overuse-heel", shelf, exercises=(prescribed(exercise, hold_s=25),))
    leaflet, findings = compose(shelf, Request(("overuse-heel", "heel-spur")))
    assert leaflet is not None
    assert leaflet.cards[0].tiles[0] == Tile("20", "seconds")
    assert [d.code for d in findings if d.code != "HND412"] == ["HND402"]
    assert "overuse-heel says 25" in findings[0].message and "heel-spur says 20" in findings[0].message


def test_a_condition_without_a_dose_counts_with_the_dose_of_the_exercise() -> None:
    usual = SHIPPED.exercises["calf-stretch-wall"].dose.hold_s
    assert usual is not None
    shelf = with_condition("heel-spur", exercises=(prescribed("calf-stretch-wall", hold_s=usual.value + 10),))
    leaflet, findings = compose(shelf, Request(("plantar-fasciitis", "heel-spur")))
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
    shelf = with_condition("heel-and-back", forbids=every, exercises=(prescribed(ids[0]),))
    findings = refused(Request(("heel-spur", "heel-and-back")), shelf)
    assert "HND404" in {d.code for d in findings}


def test_a_do_that_contradicts_a_do_not_is_left_out_and_reported() -> None:
    shelf = with_condition("heel-spur", do=(Text("Do walk barefoot at home."), Text("Do rest.")))
    shelf = with_condition("overuse-heel", shelf, do_not=(Text("Do not walk barefoot at home."),))
    leaflet, findings = compose(shelf, Request(("heel-spur", "overuse-heel")))
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
    shelf = replace(SHIPPED, clinics={"example": clinic})
    usual, own = made(Request(("plantar-fasciitis",))), made(Request(("plantar-fasciitis",)), shelf)
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
    assert not any(word in repr(bare) for word in ("Ann", "Go slow", "X-1234", "1961"))


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
        shelf = with_condition("heel-spur", exercises=(prescribed(id_),))
        (card,) = made(Request(("heel-spur",)), shelf).cards
        steps = " ".join(words(step) for step in (*card.steps, card.dose))
        for tile in card.tiles[:-1]:
            between = "Rest. Do" if exercise.dose.rest_s is None else "Rest for"
            spoken = between if tile.unit == "sets" else f"{tile.number} {tile.unit}"
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


# ---------------------------------------------------------------- cautions before the exercises


@pytest.mark.parametrize("others", [(), ("plantar-fasciitis",), ("plantar-fasciitis", "tarsal-tunnel")])
def test_cautions_before_exercise_are_printed_beside_any_other_condition(others: tuple[str, ...]) -> None:
    cautions = SHIPPED.conditions["heel-bursitis"].before_exercises
    named = "Heel bursitis: " if others else ""
    lines = [words(line.text) for line in made(Request((*others, "heel-bursitis"))).before_exercises]
    assert cautions and len(lines) == len(cautions)
    assert lines[0].startswith(named) and "".join(lines).count("Heel bursitis") == bool(others)


@pytest.mark.parametrize("others", [(), ("plantar-fasciitis",)])
def test_a_delayed_exercise_names_the_condition_that_delays_it_and_has_no_dates(others: tuple[str, ...]) -> None:
    leaflet = made(Request((*others, "heel-bursitis"), exercises=12))
    for card, row in zip(leaflet.cards, leaflet.diary, strict=True):
        delayed = "calf-loaded" in SHIPPED.exercises[card.id].loads
        assert row.undated == bool(card.cautions) == delayed
        assert all(words(caution).startswith("Heel bursitis: ") == bool(others) for caution in card.cautions)


def test_without_such_a_caution_nothing_is_printed_before_the_exercises() -> None:
    assert made(Request(("plantar-fasciitis",))).before_exercises == ()


# ---------------------------------------------------------------- the same danger in the same words


def test_the_sooner_of_two_waits_is_printed_once() -> None:
    shelf = SHIPPED
    for id_, weeks in (("plantar-fasciitis", 2), ("heel-bursitis", 1)):
        condition = shelf.conditions[id_]
        numbers = {**condition.numbers, "first_look": Number(value=weeks, unit="weeks")}
        soon = (Text("It is no better after {first_look}."),)
        help_ = condition.get_help.model_copy(update={"soon": soon})
        shelf = with_condition(id_, shelf, numbers=numbers, get_help=help_)
    signs = [words(sign.text) for sign in made(Request(("plantar-fasciitis", "heel-bursitis")), shelf).help[2].signs]
    assert signs == ["It is no better after 1 week."]


@pytest.mark.parametrize("row", ["emergency", "same_day"])
def test_conditions_word_a_shared_danger_alike(row: str) -> None:
    """One subject, one sentence: a merged leaflet names each danger once."""
    said = {sign for condition in SHIPPED.conditions.values() for sign in getattr(condition.get_help, row)}
    for subject in ("snap", "hot, swollen heel", "calf", "bladder", "chest", "both legs", "fever, wound"):
        assert len([sign for sign in said if subject in sign.casefold()]) <= 1, subject


def test_a_shared_sentence_about_the_back_is_printed_once() -> None:
    limping = tuple(id_ for id_ in ALL if (one := SHIPPED.conditions[id_].spreads) and "limp" in one.text[0])
    leaflet = made(Request(limping, conditions_limit=len(limping)))
    (section,) = [s for s in leaflet.sections if s.key == "spreads"]
    printed = " ".join(words(text) for part in section.parts for text in part.paragraphs)
    sentences = printed.split(". ")
    assert len(sentences) == len(set(sentences)) == 2


@pytest.mark.parametrize(
    ("texts", "printed"),
    [
        (("adults with a heel spur", "adults with a sore pad"), ("adults with a heel spur", "a sore pad")),
        (("adults with pain", "adults with pain at night"), ("adults with pain", "pain at night")),
        (("adults", "children"), ("adults", "children")),
        (("adults with pain",), ("adults with pain",)),
    ],
)
def test_a_common_prefix_is_printed_once(texts: tuple[str, ...], printed: tuple[str, ...]) -> None:
    lines = factor_common_prefix([prose.runs(text) for text in texts])
    assert tuple("".join(run.text for run in line) for line in lines) == printed


# ---------------------------------------------------------------- the new parts of the sheets


def test_the_timeline_is_worded_from_its_numbers() -> None:
    leaflet = made(Request(("plantar-fasciitis",), settings={"plantar-fasciitis.first_look": 3}))
    assert [step.head for step in leaflet.timeline] == ["About 3 weeks", "6 to 12 weeks", "About 3 months"]
    assert words(leaflet.after_two_weeks).endswith("Call us or your GP. Bring this sheet to your next visit.")


def test_a_timeline_out_of_order_is_refused() -> None:
    condition = SHIPPED.conditions["plantar-fasciitis"]
    record = condition.model_dump(by_alias=True, mode="json")
    turned = {**record, "timeline": record["timeline"][::-1]}
    with pytest.raises(ValidationError, match="is not a later time"):
        Condition.model_validate(turned)


def test_what_all_exercises_need_is_one_sentence() -> None:
    leaflet = made(Request(("plantar-fasciitis",)))
    assert leaflet.needs is not None
    assert words(leaflet.needs) == "You need: a firm chair, a wall, a worktop and a small ball or a food tin."


def test_after_too_much_pain_the_reader_does_fewer_and_no_sum() -> None:
    counted, timed = (
        made(Request(("plantar-fasciitis",))),
        made(Request(("plantar-fasciitis",), choice=Choice(only=("foot-roll",)))),
    )
    assert counted.fewer and words(counted.fewer) == "Next time, do fewer."
    assert timed.fewer is None


def test_what_to_do_when_it_is_worse_on_the_next_day_is_printed() -> None:
    leaflet = made(Request(("plantar-fasciitis",)))
    assert leaflet.worse_next_day and words(leaflet.worse_next_day) == "Rest for a day. Then do fewer."


def test_an_exercise_is_forbidden_by_its_movements() -> None:
    leaflet, findings = compose(SHIPPED, Request(("heel-bursitis", "plantar-fasciitis"), exercises=12))
    assert leaflet is not None
    ids = {card.id for card in leaflet.cards}
    assert "towel-calf-stretch" not in ids and "calf-stretch-wall" not in ids and "foot-roll" in ids
    assert {d.code for d in findings} >= {"HND401"}


@pytest.mark.parametrize(("others", "lead"), [((), ""), (("heel-spur",), "Plantar fasciitis: ")])
def test_an_exercise_that_needs_care_says_so_on_its_card_and_keeps_its_dates(
    others: tuple[str, ...], lead: str
) -> None:
    care = Cared.model_validate({"movement": "ankle-up-loaded", "from": 2, "why": "Keep the step short."})
    shelf = with_condition("plantar-fasciitis", cares=(care,))
    leaflet = made(Request(("plantar-fasciitis", *others), exercises=12), shelf)
    bent = {id_ for id_, one in SHIPPED.exercises.items() if one.loads.get("ankle-up-loaded", 0) >= 2}
    says = {card.id: [words(care) for care in card.cares] for card in leaflet.cards}
    assert bent & set(says)
    assert all(lines == [f"{lead}Keep the step short."] * (id_ in bent) for id_, lines in says.items())
    assert not any(row.undated for row in leaflet.diary)


def test_what_begins_later_does_not_ask_for_care_as_well() -> None:
    rule = {"movement": "calf-loaded", "from": 1, "why": "Go slowly."}
    shelf = with_condition("heel-bursitis", cares=(Cared.model_validate(rule),))
    assert not any(card.cares for card in made(Request(("heel-bursitis",)), shelf).cards)


def test_a_delayed_exercise_has_a_caution_and_a_row_without_dates() -> None:
    leaflet = made(Request(("heel-bursitis",)))
    rows = {card.id: (bool(card.cautions), row.undated) for card, row in zip(leaflet.cards, leaflet.diary, strict=True)}
    assert rows == {
        "ankle-circles": (False, False),
        "ankle-pumps": (False, False),
        "heel-raise-two-feet": (True, True),
        "heel-raise-one-foot": (True, True),
    }


def test_a_leaflet_says_who_wrote_it_and_that_nobody_reviewed_it() -> None:
    imprint = made(Request(("plantar-fasciitis",))).imprint
    assert imprint.authors == "The handouts authors (writers, not clinicians)"
    assert imprint.reviewers == "Not yet reviewed by a clinician"


def test_the_causes_have_the_names_of_their_own_leaflets() -> None:
    leaflet = made(Request(("heel-and-back",)))
    assert [words(cause.title) for cause in leaflet.causes] == [
        SHIPPED.conditions[cause.id].title for cause in SHIPPED.conditions["heel-and-back"].causes
    ]
    assert len(leaflet.causes) == 6


def test_a_set_has_the_message_for_its_conditions_together() -> None:
    together = SHIPPED.sets["heel-pain"].leaflets[4]
    assert together.conditions == ("plantar-fasciitis", "heel-spur") and together.main_message
    assert words(made(Request(("heel-spur", "plantar-fasciitis"))).main_message) == together.main_message
    assert words(made(Request(("heel-spur",))).main_message) == SHIPPED.conditions["heel-spur"].main_message


def test_a_message_for_several_begins_with_the_hope_of_each_other_one() -> None:
    message = words(made(Request(("plantar-fasciitis", "tarsal-tunnel"))).main_message)
    band, nerve = (SHIPPED.conditions[id_].main_message for id_ in ("plantar-fasciitis", "tarsal-tunnel"))
    assert message == f"{band.split('. ')[0]}. {nerve}"


def test_a_message_for_heel_and_back_speaks_for_the_heel() -> None:
    message = words(made(Request(("heel-and-back", "heel-spur"))).main_message)
    assert message == SHIPPED.conditions["heel-and-back"].main_message


def test_a_map_of_causes_names_only_those_that_the_leaflet_is_about() -> None:
    alone, beside = made(Request(("heel-and-back",))), made(Request(("heel-and-back", "heel-spur")))
    maps = [next(part.plate for part in one.sections[0].parts if part.plate) for one in (alone, beside)]
    labels = [{anchor for anchor, _ in map_.picture.labels} for map_ in maps]
    assert labels == [set(SHIPPED.conditions["heel-and-back"].picture.labels), {"low back", "spur"}]  # type: ignore[union-attr]


def test_a_cause_names_a_label_of_the_picture() -> None:
    condition = SHIPPED.conditions["heel-and-back"]
    bad = [condition.causes[0].model_copy(update={"label": "kneecap"}), *condition.causes[1:]]
    with pytest.raises(ValidationError, match="no label `kneecap`"):
        Condition.model_validate(dict(condition) | {"causes": bad})


def test_a_do_not_of_a_condition_that_forbids_movements_keeps_its_place() -> None:
    leaflet = made(Request(("plantar-fasciitis", "heel-spur", "heel-bursitis")))
    forbidding = SHIPPED.conditions["heel-bursitis"]
    assert forbidding.forbids and set(forbidding.do_not) <= {words(item.text) for item in leaflet.do_not}


def test_a_sign_that_another_one_says_too_is_printed_once() -> None:
    leaflet = made(Request(("plantar-fasciitis", "tarsal-tunnel")))
    soon = [words(sign.text) for row in leaflet.help if row.key == "soon" for sign in row.signs]
    assert [sign for sign in soon if "diabetes" in sign] == ["You have diabetes."]


def test_what_is_kept_of_a_leaflet_is_that_of_each_request() -> None:
    """Doses of advice and of conditions are on sheet one; those of exercises are not."""
    kept: dict[object, object] = {}
    one, several = Request(("plantar-fasciitis",)), Request(("heel-spur", "heel-and-back"))
    settings: list[dict[str, int]] = [{}, {"ice.minutes": 10}, {"plantar-fasciitis.first_look": 3}]
    requests = [one, several, replace(one, exercises=3), replace(one, side="left"), replace(one, patient="Ann")]
    requests += [replace(one, settings={**own, "foot-roll.minutes": 1}) for own in settings]
    for request in requests:
        assert compose(SHIPPED, request, kept=kept) == compose(SHIPPED, request) == compose(SHIPPED, request, kept=kept)
    others = [*requests[1:4], *requests[6:]]
    assert len(kept) == 1 + len(others)  # a name and a dose of an exercise change nothing on sheet one
    assert "Ann" not in repr(kept)
