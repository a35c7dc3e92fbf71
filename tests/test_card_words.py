"""What a card of the shipped exercises says: things that it needs, sides, and how to build up."""

from __future__ import annotations

import re

import pytest
from shipped import SHIPPED

from handouts.compose.wording import ENGLISH, Wording
from handouts.model import Exercise

WORDING = Wording.of(ENGLISH, "en-GB")

EXERCISES = [*SHIPPED.exercises.values()]
#: What a reader has to fetch; what everybody wears or lies on is none.
THINGS = (
    "towel", "band", "strap", "belt", "stick", "stool", "chair", "ball", "tin", "bottle", "bag", "pillow",
    "cushion", "rail", "spoon", "book", "wall", "table", "worktop", "socks", "cloth",
)  # fmt: skip
#: "The ball of your foot", and what the reader may have or use instead.
NO_THING = re.compile(r"balls? of your (?:foot|feet)|\bor use a \w+|[^.]*\bif you have one")
#: What a stop rule says behind its sign, in a sentence of its own or in brackets: what to do.
ACTION = re.compile(
    r"(?:^|[.?(] ?)(?:then |next time, )?(?:breathe|call|do|get|go|leave|let|move|rest|sit|stand|take|tell)\b",
    re.IGNORECASE,
)
NUMBERS = {"five": 5, "eight": 8, "ten": 10, "fifteen": 15, "twenty": 20}


def asked_for(exercise: Exercise) -> set[str]:
    """The things in the steps of an exercise, and in its easier and its harder way."""
    ways = exercise.progression
    words = " ".join(filter(None, (exercise.start, *exercise.steps, ways.easier, ways.harder))).casefold()
    words = NO_THING.sub("", words)
    return {thing for thing in THINGS if re.search(rf"\b{thing}\b", words)}


def unfetched(exercise: Exercise) -> set[str]:
    needs = " ".join(exercise.needs)
    return {thing for thing in asked_for(exercise) if thing not in needs}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_all_that_a_card_asks_for_stands_in_what_it_needs(exercise: Exercise) -> None:
    assert unfetched(exercise) == set()


def test_a_thing_of_the_harder_way_that_nobody_told_to_fetch_is_found() -> None:
    one = SHIPPED.exercises["shoulder-blade-squeeze"]
    ways = one.progression.model_copy(update={"harder": "Pull a band apart."})
    assert unfetched(one.model_copy(update={"progression": ways})) == {"band"}
    ways = one.progression.model_copy(update={"harder": "Pull a band apart, if you have one."})
    assert unfetched(one.model_copy(update={"progression": ways})) == set()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_steps_name_the_sore_side_where_it_alone_exercises_and_nowhere_else(exercise: Exercise) -> None:
    """A card of each side ends with "Then do the other side.", so its steps are for any side."""
    words = " ".join((exercise.start, *exercise.steps))
    assert bool(re.search(r"\{(?:other_)?side\}", words)) == (exercise.dose.sides == "sore side")


@pytest.mark.parametrize("exercise", [one for one in EXERCISES if one.kind == "strength"], ids=lambda one: one.id)
def test_strength_is_built_up_to_the_most_that_its_dose_allows(exercise: Exercise) -> None:
    """Without a number a reader adds for ever, and with one above the limits of the dose too much."""
    dose, harder = exercise.dose, str(exercise.progression.harder)
    assert dose.repetitions is not None
    more = re.search(r"up to (\w+)", harder)
    if dose.repetitions.highest > dose.repetitions.value and not dose.hold_s:
        assert more
    if more and more[1] in NUMBERS:
        assert NUMBERS[more[1]] <= dose.repetitions.highest


@pytest.mark.parametrize("days", ["most days", "every second day", "three days a week"])
@pytest.mark.parametrize("times", [1, 2])
def test_the_tiles_say_on_which_days_and_the_words_name_no_other(days: str, times: int) -> None:
    dose = next(one.dose for one in EXERCISES if one.dose.days == days)
    assert dose.times_a_day is not None
    dose = dose.model_copy(update={"times_a_day": dose.times_a_day.model_copy(update={"value": times})})
    tile = WORDING.tiles(dose, None)[-1]
    on = "every other day" if days == "every second day" else days
    assert f"{tile.number} {tile.unit}" == (on if times == 1 else f"2 times a day, {on}")
    assert "day" not in WORDING.dose_sentence(dose, None)


# ---------------------------------------------------------------- when to stop


@pytest.mark.parametrize("id_", sorted(SHIPPED.stop_rules))
def test_each_stop_rule_says_what_to_do(id_: str) -> None:
    assert ACTION.search(SHIPPED.stop_rules[id_].text)


@pytest.mark.parametrize(
    "text", ["pain moves down your leg.", "you feel sick or dizzy.", "you do less than you could."]
)
def test_a_stop_rule_without_an_action_is_found(text: str) -> None:
    assert not ACTION.search(text)


def test_dizziness_and_chest_pain_have_one_rule_and_no_card_has_another() -> None:
    assert SHIPPED.pain_guide
    everywhere = [SHIPPED.stop_rules[id_].text for id_ in SHIPPED.pain_guide.stop_if]
    for sign in ("dizzy", "chest pain", "sight"):
        assert len([text for text in everywhere if sign in text.casefold()]) == 1
    of_cards = {SHIPPED.stop_rules[id_].text for exercise in EXERCISES for id_ in exercise.stop_if}
    assert not [text for text in of_cards if re.search(r"dizz|faint|chest|sight|feels light", text)]


def test_an_arm_or_leg_that_tingles_has_one_ladder() -> None:
    """Tingling that settles stops nothing, as long as it is no worse the next day; lasting: a call."""
    assert "does not settle" in SHIPPED.stop_rules["numb-or-tingling"].text
    limits = {one.pain_limit for one in SHIPPED.conditions.values() if one.pain_limit and "ingling" in one.pain_limit}
    assert limits == {"Tingling that settles is fine."}
