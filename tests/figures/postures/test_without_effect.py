"""A word that means nothing in a posture is reported at its place; every other one changes the body."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from posing import parsed, span_of
from sampling import one_of_each

from handouts.diagnostics import Diagnostic, Span
from handouts.figures.draw import draw
from handouts.figures.person import rig
from handouts.figures.postures import without_effect
from handouts.figures.postures.rest import RESTS
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue

CHOOSES: dict[str, dict[str, Any]] = {
    "stand": {},
    "chair": {"sit": "on chair"},
    "floor": {"sit": "on floor"},
    "back": {"lie": "on back"},
    "bridge": {"lie": "on back", "hips": "lifted"},
    "front": {"lie": "on front"},
    "fours": {"kneel": "on hands and knees"},
    "heels": {"kneel": "back on heels"},
    "half": {"kneel": "on right knee"},
    "upright": {"kneel": "upright"},
    "plank": {"lie": "on front", "hips": "lifted"},
    "side": {"lie": "on left side"},
}


def idle(pose: dict[str, Any]) -> list[Diagnostic]:
    return without_effect.reported(parsed({"props": ["wall"], **pose}), pose, span_of)


@pytest.mark.parametrize(
    ("frame", "place", "help"),
    [
        ({"back": "round"}, "back", "another posture"),
        ({"sit": "on chair", "back": "flat"}, "back", "another posture"),
        ({"lie": "on back", "trunk": {"lean": 5}}, "trunk", "another posture"),
        ({"lie": "on front", "roll": {"left": 20}}, "roll", "another posture"),
        ({"kneel": "back on heels", "back": "round"}, "back", "another posture"),
        ({"kneel": "on hands and knees", "head": "on cushion"}, "head", "another posture"),
    ],
)
def test_a_phrase_that_no_solver_would_follow(frame: dict[str, Any], place: str, help: str) -> None:
    beside, inside = idle({**frame, "finish": {}}), idle({"finish": frame})
    assert [(d.code, d.span) for d in beside] == [("HND601", Span(f"pose/{place}"))]
    assert [(d.code, d.span) for d in inside] == [("HND601", Span(f"pose/finish/{place}"))]
    assert help in inside[0].help
    assert str(frame[place]) in inside[0].message


def test_it_is_not_drawn() -> None:
    drawing, found = draw("x", {"props": ["chair"], "sit": "on chair", "back": "flat"}, span_of)
    assert drawing is None
    assert [d.code for d in found] == ["HND601"]


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        ({"lie": "on back", "right foot": "stretched back"}, "right foot"),
        ({"sit": "on chair", "left foot": "leg 30 up"}, "left foot"),
        ({"lie": "on left side", "right foot": "leg 30 aside"}, "right foot"),
        ({"hands": "on forearms"}, "hands"),
    ],
)
def test_a_use_that_would_bend_a_limb_to_where_nobody_means_it(frame: dict[str, Any], key: str) -> None:
    found = idle({"finish": frame})
    assert [(d.code, d.span) for d in found] == [("HND601", Span(f"pose/finish/{key}"))]
    assert "that is for" in found[0].help
    assert idle({"kneel": "on hands and knees", "finish": {"right foot": "stretched back"}}) == []
    assert {posture for known in without_effect.USES.values() for posture in known} <= {*RESTS}


def test_beside_the_frames_it_is_reported_once() -> None:
    assert len(idle({"sit": "on chair", "back": "flat", "start": {}, "finish": {}})) == 1


#: Phrases that are unusual in their posture: the body follows them.
FREE: list[dict[str, Any]] = [
    {"sit": "on chair", "hands": "hanging"},
    {"sit": "on chair", "right hand": "on belly"},
    {"sit": "on floor", "right hip": 40},
    {"right toes": "30 up"},
    {"feet": "heel on floor, toes 20 up"},
    {"lie": "on front", "right knee": 90},
    {"lie": "on back", "hips": "lifted", "knees": 80},
]


@pytest.mark.parametrize("frame", one_of_each(FREE, lambda frame: {*frame} <= {"right toes", "feet"}), ids=str)
def test_an_unusual_phrase_moves_the_body(frame: dict[str, Any]) -> None:
    assert idle({"finish": frame}) == []
    plain = {key: value for key, value in frame.items() if key in ("sit", "lie", "kneel")}
    assert np.abs(skin(frame) - skin(plain)).max() > 20


def test_postures_are_those_that_a_pose_can_choose() -> None:
    stances = {"squat", "lunge", "tandem", "together"}  # ways to stand
    assert {*RESTS} - stances == {parsed({"props": ["wall"], **pose}).frames[0].posture for pose in CHOOSES.values()}
    assert {posture for _, postures in without_effect.ONLY.values() for posture in postures} <= {*RESTS}


def test_every_phrase_can_be_read() -> None:
    for use in catalogue.VOCABULARY.feet:
        assert all(catalogue.VOCABULARY.foot(phrase).use.name == use.name for phrase in use.examples), use.name
    for hand in catalogue.VOCABULARY.hands:
        assert all(catalogue.VOCABULARY.hand(phrase).use.name == hand.name for phrase in hand.examples), hand.name


@cache
def _skin(pose: str) -> Any:
    return solve(rig.body(), parsed(json.loads(pose)).frames[0]).posed.skin


def skin(pose: dict[str, Any]) -> Any:
    """The skin of the adult in a pose; each pose is solved once."""
    return _skin(json.dumps({"props": ["wall"], **pose}))


#: The angle of a joint beside the foot's phrase: far from what it does by itself, and no end of its range.
ANGLES: dict[str, Any] = {"knee": 60, "hip": 70, "toes": "25 up"}
COUNTS = [
    ("stand", "lifted", "hip"),
    ("chair", "lifted, toes 20 up", "knee"),
    ("chair", "flat on floor", "toes"),
    ("floor", "heel on floor, toes 20 up", "knee"),
    ("back", "lifted", "knee"),
    ("half", "flat on floor", "knee"),
    ("side", "leg 30 up", "hip"),
]


@pytest.mark.parametrize(("posture", "phrase", "joint"), one_of_each(COUNTS, lambda counts: counts[2]))
def test_a_joint_that_counts_moves_the_body(posture: str, phrase: str, joint: str) -> None:
    pose = {**CHOOSES[posture], "right foot": phrase}
    moved = np.abs(skin({**pose, f"right {joint}": ANGLES[joint]}) - skin(pose)).max()
    assert moved > 3
