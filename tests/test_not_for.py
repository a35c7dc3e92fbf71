"""Whom a shipped exercise is not for, by what it loads: a card names those who must not make its movements."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from shipped import SHIPPED

from handouts.model import Exercise

#: Who must not make a movement, from a level on, and the words by which a card excludes them. An exercise may do so for
#: a wider reason: whoever must not cross the legs is named beside a new hip.
REFUSED: Mapping[str, tuple[Mapping[str, int], str]] = {
    "a replaced hip": ({"hip-bend-deep": 1, "hip-across": 1, "hip-twist": 1}, r"new hip"),
    "weak bones": ({"spine-bend": 2, "spine-twist": 2, "spine-bend-loaded": 1}, r"weak bones"),
    "late pregnancy": ({"lie-front": 1}, r"pregnant"),
    "dizziness as the head goes down": ({"head-low": 1}, r"dizzy.*glaucoma"),
    "a sore tendon low at the heel": ({"ankle-up-loaded": 2}, r"low (?:down|at the back)"),
    "pain from the back down the leg": ({"leg-nerve": 1}, r"back down the leg"),
    "a sore knee or wrist": ({"kneel": 2, "wrist-back-loaded": 2}, r"knees|wrist"),
    "falls": ({"balance": 2}, r"fall easily|unsteady|two-foot raises|your .physio. has not chosen|low down"),
}


def missing(exercise: Exercise) -> list[str]:
    """Who must not make a movement of the exercise and is named neither in `not_for` nor by a stop rule about it."""
    named = " ".join([*exercise.not_for, *(SHIPPED.stop_rules[id_].text for id_ in exercise.stop_if)])
    return [
        who
        for who, (movements, words) in REFUSED.items()
        if any(exercise.loads.get(one, 0) >= level for one, level in movements.items()) and not re.search(words, named)
    ]


@pytest.mark.parametrize("exercise", SHIPPED.exercises.values(), ids=lambda one: one.id)
def test_a_card_names_who_must_not_make_its_movements(exercise: Exercise) -> None:
    assert missing(exercise) == []


@pytest.mark.parametrize(
    ("id_", "who"),
    [("knee-rolls", "a replaced hip"), ("knee-to-chest", "weak bones"), ("prop-on-elbows", "late pregnancy"),
     ("pendulum", "dizziness as the head goes down"), ("knee-to-wall", "a sore tendon low at the heel"),
     ("hamstring-stretch-lying", "pain from the back down the leg"), ("cat-camel", "a sore knee or wrist"),
     ("step-up", "falls")],
)  # fmt: skip
def test_a_card_that_names_nobody_is_found(id_: str, who: str) -> None:
    assert who in missing(SHIPPED.exercises[id_].model_copy(update={"not_for": (), "stop_if": ()}))
