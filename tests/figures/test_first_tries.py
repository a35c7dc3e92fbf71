"""Ordinary stretches as a reader of the docs writes them at the first or the second try: no finding, the right body."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.diagnostics import Diagnostic
from handouts.figures import draw as drawing
from handouts.figures.language.values import toes
from handouts.figures.person import rig
from handouts.figures.person.rig import Posed
from handouts.figures.postures import adaptation
from handouts.figures.postures.solved import Solved

ALT = "A person does an exercise; the text of the picture is not the subject of this test."
PRAYER = {
    "view": "front",
    "start": {
        "view": "close-up upper body",
        "right hand": "on left palm at chest height",
        "left hand": "on right palm at chest height",
    },
    "finish": {
        "view": "close-up upper body",
        "right hand": "on left palm at waist height",
        "left hand": "on right palm at waist height",
    },
    "arrow": "hands down",
}
GLUTE = {
    "view": "side",
    "props": ["chair"],
    "sit": "on chair",
    "right foot": "on left knee",
    "start": {},
    "finish": {"trunk": "lean 35"},
    "stretch": "right bottom",
    "arrow": "chest forward",
}
SIDE_PLANK = {
    "view": "side from above",
    "props": ["mat"],
    "lie": "on left side",
    "left hand": "forearm on mat",
    "right hand": "on hips",
    "start": {},
    "finish": {"hips": "lifted"},
    "arrow": "hips up",
}


def solved(pose: dict[str, Any]) -> list[Solved]:
    return drawing._solved(rig.body(), adaptation.with_hands_on_crossed(parsed(pose)))


def findings(pose: dict[str, Any]) -> list[Diagnostic]:
    return drawing.draw("tried", {"alt": ALT, **pose}, lambda path: None)[1]


def fingers(posed: Posed, side: str) -> np.ndarray:
    """Which way the middle finger of a hand points."""
    way = posed.joint(f"finger3-1.{side}") - posed.joint(f"wrist.{side}")
    return np.asarray(way / np.linalg.norm(way))


@pytest.mark.slow  # two bodies of several seconds
def test_palms_together_are_before_the_chest_with_the_fingers_up() -> None:
    start, finish = (one.posed for one in solved(PRAYER))
    for side in "RL":
        assert fingers(start, side)[1] > 0.6
        assert abs(start.joint(f"finger3-1.{side}")[0]) < 45
        assert start.joint(f"wrist.{side}")[1] - finish.joint(f"wrist.{side}")[1] > 60
    chin = start.joint("head")[1] - 40
    assert max(start.joint(f"finger3-3.{side}")[1] for side in "RL") < chin, "the face is free"


def test_a_hand_leaves_the_thigh_on_which_the_other_foot_lies() -> None:
    start, _ = solved(GLUTE)
    assert "left hand on right shin" in {contact.name for contact in start.contacts}
    assert "right hand on right shin" not in {contact.name for contact in start.contacts}
    written, _ = solved({**GLUTE, "left hand": "on right knee"})
    assert "left hand on right knee" in {contact.name for contact in written.contacts}


@pytest.mark.slow  # whole drawings
@pytest.mark.parametrize("pose", [PRAYER, GLUTE, SIDE_PLANK], ids=["prayer", "glute", "side plank"])
def test_they_are_drawn_without_a_finding(pose: dict[str, Any]) -> None:
    assert findings(pose) == []


def test_toes_may_be_straight_and_of_both_feet() -> None:
    assert toes("straight") == toes(0) == 0.0
    pose = {"sit": "on chair", "finish": {"toes": "30 up"}, "props": ["chair"]}
    assert parsed(pose).frames[0].toes_deg == {"R": 30.0, "L": 30.0}
