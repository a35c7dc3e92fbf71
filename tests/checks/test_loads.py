"""Loads against poses: what a pose shows must be listed, what it rules out must not."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.checks import loads
from handouts.checks.context import CheckContext
from handouts.checks.shown_movements import SHOWN, Drawn, drawn_frames
from handouts.model import MOVEMENTS, Library

STAND: dict[str, Any] = {}
CHAIR = {"sit": "on chair"}
MAT = {"lie": "on back"}
SIDE = {"lie": "on left side"}
FOUR = {"kneel": "on hands and knees"}

#: For each movement a pose with angles that shows it, and one that rules it out. Other angles are 0.
PLANTED: dict[str, tuple[tuple[dict[str, Any], dict[str, float]], tuple[dict[str, Any], dict[str, float]]]] = {
    "spine-bend": ((FOUR | {"back": "round"}, {}), (STAND, {})),
    "spine-back": ((STAND | {"trunk": {"arch": 24}}, {}), (STAND | {"trunk": {"lean": 24}}, {})),
    "spine-twist": ((CHAIR | {"trunk": "turn left 40"}, {}), (CHAIR, {})),
    "trunk-lean": ((STAND, {"trunk lean": 45}), (STAND, {"trunk lean": 10})),
    "neck-back": ((CHAIR, {"neck bend": -50}), (CHAIR, {"neck bend": 10})),
    "neck-turn-end": ((CHAIR, {"neck turn": -60}), (CHAIR, {"neck turn": 5})),
    "leg-nerve": (
        (MAT, {"right hip": 80, "right knee": 5, "right ankle": 12}), (MAT, {"right hip": 80, "right knee": 90})
    ),
    "arm-high": ((STAND | {"hands": "holding stick, overhead"}, {}), (STAND | {"hands": "on hips"}, {})),
    "arm-behind": ((STAND | {"right hand": "back of hand on low back"}, {}), (STAND | {"right hand": "hanging"}, {})),
    "arm-across": ((STAND | {"right shoulder": "across 40"}, {}), (STAND | {"hands": "hanging"}, {})),
    "arm-out-turn": ((STAND | {"right shoulder": "turned out 40"}, {}), (STAND | {"hands": "hanging"}, {})),
    "arm-lean": ((FOUR, {}), (STAND | {"hands": "hanging"}, {})),
    "hip-bend-deep": ((MAT, {"left hip": 124}), (MAT, {"left hip": 60})),
    "hip-across": ((MAT | {"right hip": "bend 40, across 20"}, {}), (MAT, {})),
    "hip-twist": ((CHAIR | {"right foot": "on left knee"}, {}), (CHAIR, {})),
    "hip-side-loaded": ((SIDE | {"right foot": "on left foot, knee 35 up"}, {}), (MAT, {})),
    "one-leg": ((STAND | {"left foot": "lifted"}, {}), (STAND | {"feet": "flat on floor"}, {})),
    "knee-loaded": ((STAND, {"right knee": 80, "left knee": 80}), (STAND, {"right knee": 4})),
    "knee-deep": ((STAND, {"right knee": 110}), (STAND | {"left foot": "lifted"}, {"left knee": 110})),
    "knee-bend-end": ((FOUR, {"right knee": 143}), (FOUR, {"right knee": 97})),
    "kneel": (({"kneel": "on right knee"}, {}), (CHAIR, {})),
    "ankle-up-loaded": ((STAND, {"right ankle": 25}), (CHAIR, {"right ankle": 25})),
    "ankle-up-end": ((CHAIR | {"right foot": "lifted, toes 20 up"}, {"right ankle": 14}), (STAND, {"right ankle": 25})),
    "calf-loaded": ((STAND | {"feet": "heel 38 up on floor"}, {}), (STAND | {"feet": "flat on floor"}, {})),
    "toe-bend-loaded": ((STAND | {"right toes": "30 up"}, {}), (CHAIR | {"right toes": "30 up"}, {})),
    "lie-flat": ((MAT, {}), (SIDE, {})),
    "lie-front": (({"lie": "on front"}, {}), (MAT, {})),
    "floor": ((FOUR, {}), (CHAIR, {})),
}  # fmt: skip


def shows(movement: str) -> str:
    return f"the drawing shows `{movement}` ({MOVEMENTS[movement]}), and `loads` does not list it"


def lists(movement: str) -> str:
    return f"`loads` lists `{movement}` ({MOVEMENTS[movement]}), and no frame of the drawing shows it"


def drawn(id_: str) -> list[Drawn]:
    """The kept frames of a shipped exercise; none of one without a drawing."""
    return drawn_frames(SHIPPED.pose(id_), SHIPPED.figures.get(id_, ()))


def found(library: Library, *ids: str) -> list[tuple[str, str]]:
    """The exercises at fault with their messages, of these or of all, which some condition prescribes."""
    every = SHIPPED.conditions["plantar-fasciitis"]
    prescriptions = tuple(every.exercises[0].model_copy(update={"id": id_}) for id_ in ids or library.exercises)
    condition = every.model_copy(update={"exercises": prescriptions})
    library = replace(library, conditions={condition.id: condition})
    context = CheckContext(library, (condition.id,), datetime.date(2026, 11, 1))
    return [(finding.id, finding.diagnostic.message) for finding in loads.loads(context)]


def with_loads(id_: str, **listed: int) -> Library:
    exercise = SHIPPED.exercises[id_].model_copy(update={"loads": listed})
    return replace(SHIPPED, exercises={**SHIPPED.exercises, id_: exercise})


def planted(pose: dict[str, Any], angles: dict[str, float], *listed: str) -> list[str]:
    """The messages about one exercise of one frame that lists these movements."""
    model = SHIPPED.exercises["towel-scrunch"]
    alt = model.pose.alt if model.pose else None
    drawn = type(model.pose).model_validate({"alt": alt, **pose}) if model.pose else None
    exercise = model.model_copy(update={"loads": dict.fromkeys(listed, 1), "pose": drawn})
    frame = SHIPPED.figures["towel-scrunch"][-1]
    every = dict.fromkeys((*frame.angles_deg, *loads.ANGLES), 0.0)
    frame = replace(frame, name="finish", angles_deg={**every, **angles})
    library = replace(SHIPPED, exercises={exercise.id: exercise}, figures={exercise.id: (frame,)})
    return [message for _, message in found(library)]


def test_the_shipped_exercises_list_what_their_poses_show() -> None:
    assert found(SHIPPED) == []


def test_every_judge_has_a_movement_and_planted_poses() -> None:
    assert set(SHOWN) == set(PLANTED) and set(SHOWN) <= set(MOVEMENTS)


@pytest.mark.parametrize("movement", SHOWN)
def test_a_movement_that_a_pose_shows_must_be_listed(movement: str) -> None:
    shown, _ = PLANTED[movement]
    (message,) = planted(*shown)
    assert f"`{movement}` ({MOVEMENTS[movement]})" in message and "`loads` does not list" in message
    assert not [words for words in planted(*shown, movement) if f"`{movement}`" in words]


@pytest.mark.parametrize("movement", SHOWN)
def test_a_movement_that_a_pose_rules_out_must_not_be_listed(movement: str) -> None:
    _, ruled_out = PLANTED[movement]
    assert lists(movement) in planted(*ruled_out, movement)
    assert not [words for words in planted(*ruled_out) if f"`{movement}`" in words]


@pytest.mark.parametrize("id_", [id_ for id_, one in SHIPPED.exercises.items() if set(one.loads) & set(SHOWN)])
def test_a_shipped_exercise_cannot_lose_what_its_drawing_shows(id_: str) -> None:
    listed = SHIPPED.exercises[id_].loads
    for movement in set(listed) & set(SHOWN) - {"floor", "hip-across"}:  # of these a mat and a roll decide nothing
        others = {name: level for name, level in listed.items() if name != movement}
        messages = [message for _, message in found(with_loads(id_, **others), id_)]
        # A knee that bends between two frames, or a leg half-way up, decides nothing.
        shown = [shows(movement)] if SHOWN[movement](drawn(id_)) else []
        assert messages == shown


def test_most_drawings_decide_what_their_exercises_list() -> None:
    listed = [(id_, movement) for id_, one in SHIPPED.exercises.items() if drawn(id_)
              for movement in set(one.loads) & set(SHOWN)]  # fmt: skip
    assert sum(SHOWN[movement](drawn(id_)) is True for id_, movement in listed) > 0.7 * len(listed)


def test_moving_a_nerve_is_drawn_as_holding_it() -> None:
    shown, _ = PLANTED["leg-nerve"]
    assert not [words for words in planted(*shown, "leg-nerve-move") if "nerve" in words]


@pytest.mark.parametrize(("degrees", "missing"), [(19.9, False), (20.1, True)])
def test_an_ankle_under_weight_counts_from_twenty_degrees(degrees: float, missing: bool) -> None:
    messages = planted(STAND, {"left ankle": degrees})
    assert (shows("ankle-up-loaded") in messages) == missing


def test_a_mild_bend_is_the_authors_word() -> None:
    assert not [words for words in planted(STAND, {"left ankle": 12}, "ankle-up-loaded") if "ankle" in words]


def test_an_exercise_without_measured_drawing_is_not_judged() -> None:
    library = with_loads("calf-stretch-wall")
    assert found(library) != []
    assert found(replace(library, figures={**library.figures, "calf-stretch-wall": ()})) == []
