"""Every kind of dose in words, tiles and diary rows, and as a clinician sets it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from shipped import FINDINGS, SHIPPED

from handouts.batch import patients
from handouts.compose import compose, settings
from handouts.compose.daily_time import seconds_a_day
from handouts.compose.wording import ENGLISH, Wording
from handouts.model import BLANK, Dose, DoseChange, Exercise, Library, Text, prose
from handouts.model.cards import Card, DiaryRow
from handouts.model.choices import Side
from handouts.model.request import Request

WORDING = Wording.of(ENGLISH, "en-GB")
TEN = {"is": 10, "from": 5, "to": 20}
ONCE = {"is": 1}


def dose(**fields: Any) -> Dose:
    often = {} if {"times_a_week", "every_hours"} & fields.keys() else {"times_a_day": ONCE}
    return Dose.model_validate({"sides": "both together", **often, **fields})


def tiles(one: Dose) -> str:
    return " | ".join(tile.words for tile in WORDING.tiles(one, None))


KINDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a span": (
        {"repetitions": {"is": 8, "up_to": 12}},
        "8–12 times | once a day",
        "Do it 8 to 12 times.",
    ),
    "a hold alone": (
        {"hold_s": TEN},
        "10 seconds | once a day",
        "Hold for 10 seconds.",
    ),
    "times a week": (
        {"repetitions": TEN, "times_a_week": {"is": 3}},
        "10 times | 3 times a week",
        "Do it 10 times.",
    ),
    "hourly": (
        {"repetitions": TEN, "every_hours": {"is": 1}},
        "10 times | once every hour while you are awake",
        "Do it 10 times.",
    ),
    "every two hours": (
        {"repetitions": TEN, "every_hours": {"is": 2}},
        "10 times | once every 2 hours while you are awake",
        "Do it 10 times.",
    ),
    "rest between sets": (
        {"repetitions": TEN, "sets": {"is": 3}, "rest_s": {"is": 60}},
        "10 times | 3 sets | once a day",
        "Do it 10 times. Rest for 1 minute. Do 3 sets in all.",
    ),
    "a weight": (
        {"repetitions": TEN, "weight": {"is": 2, "unit": "kg"}},
        "10 times | 2 kg | once a day",
        "Use a weight of 2 kg. Do it 10 times.",
    ),
    "a band": (
        {"repetitions": TEN, "band": {"is": 3}},
        "10 times | green band | once a day",
        "Use the green band. Do it 10 times.",
    ),
    "later weeks": (
        {"repetitions": TEN, "sets": {"is": 2, "to": 3}, "later": [{"from_week": 3, "repetitions": 15, "sets": 3}]},
        "10 times | 2 sets | once a day",
        "Do it 10 times. Rest. Do 10 more. From week 3: 15 times, 3 sets.",
    ),
    "each side its own": (
        {"repetitions": TEN, "sides": "each side", "right": {"repetitions": 5}},
        "10 times, left | 5 times, right | once a day",
        "Left side: Do it 10 times. Right side: Do it 5 times.",
    ),
    "as before": (
        {"hold_s": TEN, "repetitions": TEN, "sets": {"is": 2}, "sides": "each side", "days": "most days"},
        "10 seconds | 10 times | 2 sets | most days",
        "Hold for 10 seconds. Do it 10 times. Rest. Do 10 more. Then do the other side.",
    ),
    "minutes": ({"minutes": TEN}, "10 minutes | once a day", "Do this for 10 minutes."),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_dose_is_the_same_in_tiles_and_in_words(kind: str) -> None:
    fields, strip, sentence = KINDS[kind]
    one = dose(**fields)
    assert tiles(one) == strip
    assert WORDING.dose_sentence(one, None) == sentence


def test_a_tile_says_what_its_number_is_for() -> None:
    one = dose(hold_s=TEN, repetitions=TEN, sets={"is": 2}, times_a_day={"is": 3})
    said = [tile.said for tile in WORDING.tiles(one, None)]
    assert said == ["Hold 10 seconds", "Repeat 10 times", "Do 2 sets", "3 times a day"]


def test_how_often_is_said_where_the_steps_say_all_else() -> None:
    twice = dose(repetitions=TEN, times_a_day={"is": 2})
    assert WORDING.dose_sentence(twice, None, {"repetitions"}) == "Do this twice a day."


def test_a_part_that_a_step_says_is_not_said_again() -> None:
    one = dose(hold_s=TEN, repetitions=TEN, weight={"is": 2, "unit": "kg"})
    assert WORDING.dose_sentence(one, None, {"hold", "weight"}) == "Do it 10 times."
    assert WORDING.dose_words(one) | {} == {
        "hold": "10 seconds", "repetitions": "10 times", "weight": "2 kg", "times_a_day": "once a day"
    }  # fmt: skip


def test_a_step_says_both_holds_where_the_sides_differ() -> None:
    one = dose(hold_s=TEN, sides="each side", left={"hold_s": 5})
    assert WORDING.dose_words(one)["hold"] == "5 seconds left, 10 seconds right"


@pytest.mark.parametrize(
    ("fields", "rhythm", "boxes"),
    [
        ({"times_a_week": {"is": 3}}, "3 a week", [1, 0, 1, 0, 1, 0, 0] * 2),
        ({"times_a_week": {"is": 2}}, "2 a week", [1, 0, 0, 1, 0, 0, 0] * 2),
        ({"every_hours": {"is": 1}}, "every hour", [1] * 14),
        ({"times_a_day": {"is": 2, "up_to": 3}}, "2 to 3 a day", [3] * 14),
        ({"times_a_day": {"is": 2}, "days": "every second day"}, "every other day", [2, 0] * 7),
        ({"times_a_day": {"is": 1}, "days": "three days a week"}, "three days a week", [1, 0, 1, 0, 1, 0, 0] * 2),
    ],
    ids=str,
)
def test_the_diary_has_the_rhythm_and_its_boxes(fields: Mapping[str, Any], rhythm: str, boxes: list[int]) -> None:
    one = dose(repetitions=TEN, **fields)
    assert WORDING.rhythm(one) == rhythm
    assert [one.boxes(day) for day in range(14)] == boxes


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "a dose needs `repetitions`, `minutes` or `hold_s`"),
        ({"repetitions": TEN, "times_a_day": ONCE, "times_a_week": ONCE}, "a dose has one of"),
        ({"repetitions": TEN, "times_a_week": {"is": 8}}, "one to seven days"),
        ({"repetitions": TEN, "weight": {"is": 2}}, "the weight has no unit"),
        ({"repetitions": TEN, "weight": {"is": 2, "unit": "weeks"}}, "the weight has no unit"),
        ({"repetitions": TEN, "band": {"is": 8}}, "there is no such band"),
        ({"repetitions": TEN, "later": [{"from_week": 3, "repetitions": 30}]}, "not inside the limits"),
        ({"repetitions": TEN, "left": {"hold_s": 5}}, "not inside the limits"),
        ({"repetitions": {"is": 8, "up_to": 8}}, "up_to is 8"),
        ({"repetitions": {"is": 8, "up_to": 12, "to": 10}}, "up_to is 12"),
    ],
    ids=str,
)
def test_a_dose_that_contradicts_itself_is_refused(fields: Mapping[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        dose(**fields)


def test_the_time_of_a_day_counts_each_part_of_a_dose() -> None:
    """10 s to take the position; 3 s there and back where no tempo is given; 1 s between repetitions."""
    plain = seconds_a_day(dose(hold_s=TEN, repetitions=TEN))
    assert plain == 10 + 10 * (10 + 3 + 1)
    assert seconds_a_day(dose(hold_s=TEN, repetitions=TEN, movements=2)) == 10 + 10 * (2 * (10 + 3) + 1)
    assert seconds_a_day(dose(repetitions=TEN, up_s={"is": 2}, down_s={"is": 3})) == 10 + 10 * (5 + 1)
    rested = dose(hold_s=TEN, repetitions=TEN, sets={"is": 2}, rest_s={"is": 30})
    assert seconds_a_day(rested) == 10 + 2 * (plain - 10) + 30
    assert seconds_a_day(dose(hold_s=TEN, repetitions=TEN, every_hours={"is": 2})) == 8 * plain
    hourly = dose(hold_s=TEN, repetitions=TEN, every_hours={"is": 2, "from": 2, "to": 4})
    assert seconds_a_day(hourly.changed({"every_hours": BLANK})) == 8 * plain
    two_sides = dose(hold_s=TEN, repetitions=TEN, sides="each side", left={"repetitions": 5})
    assert seconds_a_day(two_sides) == 10 + 15 * 14
    assert seconds_a_day(dose(hold_s=TEN)) == 20


@pytest.mark.parametrize(("seconds", "words"), [(20, "1 minute"), (615, "10 minutes"), (700, "10 minutes"),
                                               (760, "15 minutes")])  # fmt: skip
def test_an_estimate_of_over_ten_minutes_is_to_the_nearest_five(seconds: int, words: str) -> None:
    assert WORDING.minutes(seconds) == words


# ---------------------------------------------------------------- as a clinician sets it


def library(mini: Library, **changes: Any) -> Library:
    """The small library with its first exercise changed; neither condition nor clinic changes the dose."""
    (condition,) = mini.conditions.values()
    first, *others = condition.exercises
    exercise = mini.exercises[first.id].model_copy(update=changes)
    plain = (first.model_copy(update={"dose": DoseChange()}), *others)
    return replace(
        mini,
        exercises={**mini.exercises, first.id: exercise},
        conditions={condition.id: condition.model_copy(update={"exercises": plain})},
        clinics={"example": mini.clinics["example"].model_copy(update={"settings": {}})},
    )


def card_of(mini: Library, *texts: str, **fields: Any) -> tuple[Card, DiaryRow, list[str]]:
    """The card of the first exercise with this dose, its diary row, and the findings of the settings."""
    id_ = next(iter(mini.conditions.values())).exercises[0].id
    one = dose(**{"hold_s": TEN, "repetitions": TEN, "sides": "sore side", **fields})
    changed = library(mini, dose=one)
    read, found = settings.read([f"{id_}.{text}" for text in texts], changed)
    side: Side | None = "both" if any(".left" in text for text in texts) else None
    leaflet, composed = compose(changed, Request((next(iter(mini.conditions)),), side=side, settings=read))
    faults = [one.message for one in (*found, *composed) if one.code in ("HND002", "HND403")]
    assert leaflet is not None or faults
    if leaflet is None:
        leaflet, _ = compose(changed, Request((next(iter(mini.conditions)),)))
    assert leaflet is not None
    return leaflet.cards[0], leaflet.diary[0], faults


def strip(card: Card) -> str:
    return " | ".join(tile.words for tile in card.tiles)


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("repetitions.left=5", {}, "10 seconds | 5 times, left | 10 times, right | once a day"),
        ("repetitions=blank", {}, "10 seconds | ____ times | once a day"),
        ("hold=_", {}, "____ seconds | 10 times | once a day"),
        ("times_a_day=blank", {}, "10 seconds | 10 times | ____ times a day"),
        ("weight=3kg", {"weight": {"is": 2, "to": 4, "unit": "kg"}}, "10 seconds | 10 times | 3 kg | once a day"),
        ("band=blue", {"band": {"is": 1, "to": 5}}, "10 seconds | 10 times | blue band | once a day"),
        ("times-a-week=2", {"times_a_week": {"is": 3, "from": 1}}, "10 seconds | 10 times | 2 times a week"),
        ("sets=2", {"sets": {"is": 1, "to": 4}}, "10 seconds | 10 times | 2 sets | once a day"),
        ("repetitions=8", {"repetitions": {"is": 8, "up_to": 12}}, "10 seconds | 8 times | once a day"),
    ],
)  # fmt: skip
def test_a_setting_changes_the_dose(text: str, fields: Mapping[str, Any], expected: str, mini: Library) -> None:
    card, _, faults = card_of(mini, text, **fields)
    assert faults == []
    assert strip(card) == expected


def test_a_setting_of_the_side_that_is_not_printed_is_named(mini: Library) -> None:
    id_ = next(iter(mini.conditions.values())).exercises[0].id
    changed = library(mini, dose=dose(hold_s=TEN, repetitions=TEN, sides="sore side"))
    sides: tuple[tuple[Side, int], ...] = (("left", 1), ("right", 0))
    for side, faults in sides:
        asked = Request((next(iter(mini.conditions)),), side=side, settings={f"{id_}.repetitions.right": 5})
        _, found = compose(changed, asked)
        assert [one.code for one in found if one.code == "HND002"] == ["HND002"] * faults


def test_a_setting_of_later_weeks_is_a_sentence(mini: Library) -> None:
    card, _, faults = card_of(mini, "repetitions.week3=15", "hold.week5=20")
    assert faults == []
    assert prose.plain_text(card.dose).endswith(". From week 3: 15 times. From week 5: 20 seconds.")


def test_the_diary_of_two_weeks_follows_what_is_set_for_the_second(mini: Library) -> None:
    times = {"is": 7, "from": 1, "to": 7}
    _, row, faults = card_of(mini, "times_a_week=2", "times_a_week.week2=7", times_a_week=times)
    assert faults == []
    assert row.rhythm == "2 a week, week 2: 7 a week"
    assert sum(row.boxes[:7]) == 2 and sum(row.boxes[7:]) == 7
    assert len(row.rest_days) == 5 and max(row.rest_days) <= 7


def test_rest_days_are_known_where_the_first_day_is(mini: Library) -> None:
    _, row, _ = card_of(mini, days="every second day")
    assert row.rest_days == tuple(range(2, 15, 2))
    assert replace(row, undated=True).rest_days == ()


def test_a_rhythm_that_changes_after_the_diary_leaves_its_boxes(mini: Library) -> None:
    _, row, faults = card_of(mini, "times_a_day.week3=2", times_a_day={"is": 1, "to": 3})
    assert faults == []
    assert (row.rhythm, row.boxes) == ("once a day", (1,) * 14)


@pytest.mark.parametrize(
    ("days", "once", "twice"),
    [
        ("every day", "once a day", "times a day"),
        ("every second day", "every other day", "times a day, every other day"),
        ("three days a week", "three days a week", "times a day, three days a week"),
    ],
)
def test_once_on_some_days_is_not_said_to_be_each_day(days: str, once: str, twice: str) -> None:
    last = [WORDING.tiles(dose(repetitions=TEN, times_a_day={"is": times}, days=days), None)[-1] for times in (1, 2)]
    assert [one.words for one in last] == [once, f"2 {twice}"]


@pytest.mark.parametrize("often", [{"times_a_day": {"is": 1}}, {"times_a_week": {"is": 3}}])
def test_a_blank_of_how_often_greys_no_day_out(often: dict[str, Any], mini: Library) -> None:
    field = next(iter(often))
    _, row, faults = card_of(mini, f"{field}=blank", **often)
    assert faults == []
    assert len(row.boxes) == 14 and all(count >= 1 for count in row.boxes)


def test_a_blank_dose_keeps_its_boxes(mini: Library) -> None:
    _, row, faults = card_of(mini, "times_a_day=blank", times_a_day={"is": 1, "to": 3})
    assert faults == []
    assert (row.rhythm, row.boxes) == ("____ a day", (3,) * 14)


@pytest.mark.parametrize(
    ("text", "fields", "fault"),
    [
        ("repetitions.left=5", {"sides": "both together"}, "it is not done with one side at a time"),
        ("repetitions.middle=5", {}, "`middle` is neither a side nor a week"),
        ("repetitions.week1=5", {}, "`week1` is neither a side nor a week"),
        ("repetitions.left=50", {}, "is outside its limits"),
        ("rest.left=5", {"rest_s": TEN}, "`rest` is the same for all sides and weeks"),
        ("band=pink", {"band": {"is": 1, "to": 5}}, "is not a whole number"),
        ("band=2kg", {"band": {"is": 1, "to": 5}}, "counted in a plain number"),
        ("weight=3lb", {"weight": {"is": 2, "to": 4, "unit": "kg"}}, "counted in kg, not in lb"),
    ],
)
def test_a_setting_that_cannot_be_is_named(text: str, fields: Mapping[str, Any], fault: str, mini: Library) -> None:
    _, _, faults = card_of(mini, text, **fields)
    assert len(faults) == 1 and fault in faults[0]


# ---------------------------------------------------------------- what strength work builds up to

COUNTS = {"ten": 10, "fifteen": 15, "twenty": 20}  # a number in prose would need a name of its own


@pytest.mark.parametrize(
    "exercise",
    [
        one
        for one in SHIPPED.exercises.values()
        if one.kind == "strength" and one.dose.repetitions and one.dose.repetitions.highest > one.dose.repetitions.most
    ],
    ids=lambda one: one.id,
)
def test_strength_work_that_begins_low_says_up_to_how_many(exercise: Exercise) -> None:
    """Without a target a reader adds for ever, or stops at the first number."""
    begins = exercise.dose.repetitions
    assert begins is not None
    named = [COUNTS[word] for word in re.findall(r"\w+", exercise.progression.harder) if word in COUNTS]
    assert named and all(begins.most < many <= begins.highest for many in named)


# ---------------------------------------------------------------- the hold before the way back

WAYS = {
    "again": (["Slide down.", "Keep still.", "Slide up again."], 2),
    "two steps back": (["Lift your heels.", "Stay tall.", "Return to the floor.", "Repeat with the other leg."], 2),
    "placed": (["Slide down.", "Stay for {hold}.", "Slide up again."], None),
    "ends in the position": (["Step back.", "Keep your heel down.", "Lean in until you feel a pull."], None),
    "back in another sense": (["Kneel.", "Breathe out.", "Sit your bottom slowly back to your heels."], None),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_hold_is_before_the_way_back(way: str, mini: Library) -> None:
    steps, place = WAYS[way]
    changed = library(mini, steps=tuple(map(Text, steps)), dose=dose(hold_s=TEN, repetitions=TEN))
    exercise = next(iter(changed.exercises.values()))
    leaflet, _ = compose(changed, Request((next(iter(mini.conditions)),)))
    assert leaflet is not None
    assert exercise.way_back == place
    printed = [prose.plain_text(step) for step in (*leaflet.cards[0].steps[1:], leaflet.cards[0].dose)]
    assert " ".join(printed).count("10 seconds") == 1
    if place is not None:
        assert printed[place] == "Hold for 10 seconds." and printed[place + 1] == steps[place]


def test_the_hold_of_no_shipped_exercise_needs_a_place() -> None:
    assert SHIPPED.exercises and [one for one in FINDINGS if one.code == "HND313"] == []


def test_a_list_of_patients_sets_the_same_doses() -> None:
    header = "name,conditions,set,calf-stretch-wall.hold.left\n"
    row = '"Ann Onym",heel-spur,"calf-stretch-wall.repetitions=blank; band-pull.band=Green; a.hold.week3=20s",15s\n'
    read = patients.read((header + row).encode(), "p.csv", datetime.date(2026, 1, 1), patients.USUAL)
    assert [one for one in read.found if one.is_error] == []
    (patient,) = read.patients.values()
    assert patient.settings == (
        "calf-stretch-wall.repetitions=blank", "band-pull.band=Green", "a.hold.week3=20s",
        "calf-stretch-wall.hold.left=15s",
    )  # fmt: skip
