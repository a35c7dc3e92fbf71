"""Stances, long sitting on a bed, and a straight lower leg: posture words that need no angles of the author."""

from __future__ import annotations

from typing import Any

import pytest
from posing import parsed

from handouts.figures.draw import draw
from handouts.figures.language import agreement
from handouts.figures.person import rig
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue

ALT = "A person does an exercise; the text of the picture is not the subject of this test."


def solved(pose: dict[str, Any]) -> Solved:
    return solve(rig.body(), parsed(pose).frames[-1])


def test_a_squat_has_low_hips_and_arms_ahead_and_follows_a_written_knee() -> None:
    standing, deep = solved({"finish": {"head": "turn left 0"}}), solved({"finish": {"stand": "in squat"}})
    assert angles(deep.posed)["right knee"] == pytest.approx(85, abs=6)
    assert deep.posed.joint("root")[1] < standing.posed.joint("root")[1] - 150
    assert deep.posed.joint("wrist.R")[2] > deep.posed.joint("upperarm01.R")[2] + 250
    small = solved({"finish": {"stand": "in squat", "knees": 50}})
    assert angles(small.posed)["left knee"] == pytest.approx(50, abs=3)


@pytest.mark.parametrize(("ahead", "behind"), [("right", "left"), ("left", "right")])
def test_a_lunge_has_one_foot_ahead_and_the_heel_of_the_other_up(ahead: str, behind: str) -> None:
    one = solved({"finish": {"stand": f"in lunge, {ahead} foot ahead"}}).posed
    front, back = (one.joint(f"foot.{side[0].upper()}") for side in (ahead, behind))
    assert front[2] > back[2] + 500
    assert back[1] > front[1] + 20
    assert angles(one)[f"{ahead} knee"] > 60


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("stance", ["in squat", "in lunge, right foot ahead"])
def test_a_stance_is_in_balance(stance: str) -> None:
    _, found = draw("new", {"alt": ALT, "view": "side", "finish": {"stand": stance}}, lambda path: None)
    assert [one.message for one in found if one.code != "HND606"] == []


def test_a_body_cannot_squat_and_sit_at_once() -> None:
    pose = {"props": ["chair"], "sit": "on chair", "finish": {"stand": "in squat"}}
    found = agreement.disagreements(parsed(pose), pose, lambda path: None, catalogue.VOCABULARY)
    assert "a body cannot `stand` and `sit` at once" in found[0].message


def test_the_lower_leg_of_one_on_the_side_may_be_straight() -> None:
    pose = {"props": ["mat", "cushion"], "lie": "on left side", "left knee": "straight"}
    one = solved({**pose, "finish": {"right foot": "leg 20 up"}})
    assert angles(one.posed)["left knee"] <= 5
    assert all(abs(contact.gap_mm(one.posed)) < 3 for contact in one.contacts)


def test_long_sitting_on_a_bed_is_sitting_with_straight_legs_on_its_top() -> None:
    one = solved({"props": ["bed"], "sit": "with legs straight", "finish": {}})
    for side in ("right", "left"):
        assert angles(one.posed)[f"{side} knee"] < 8
    assert abs(one.posed.skin[:, 1].min()) < 15, "the top of the bed is where the mat would be"
