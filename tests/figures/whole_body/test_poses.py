"""Poses of a physiotherapist's day (`poses.yaml`) are reached; written angles and contacts are those of the body."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from posing import parsed
from sampling import one_of_each

from handouts.figures.draw import draw
from handouts.figures.geometry.rotation import unit
from handouts.figures.language import joints
from handouts.figures.language.values import UnreadableError
from handouts.figures.person import rig
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.kinematics import COORDINATES, NODES, SHARES, skeleton
from handouts.figures.person.rig import Posed
from handouts.figures.postures import angle_rows
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue

POSES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "poses.yaml").read_text("utf-8"))
QUICK = ("wall sit", "standing side bend", "shoulder external rotation", "tendon glide hook")
ALT = "A person does an exercise; the text of the picture is not the subject of this test."


def solved(pose: dict[str, Any]) -> Solved:
    return solve(rig.body(), parsed(pose).frames[-1])


def posed(pose: dict[str, Any]) -> Posed:
    return solved(pose).posed


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(
    "name",
    one_of_each(
        [*QUICK, *(n for n in POSES if n not in QUICK)],
        lambda n: n if n in QUICK else QUICK[0],
        every=2,
        kept=("prone knee bend", "supine figure-four"),
    ),
)
def test_it_is_reached(name: str) -> None:
    drawing, found = draw("new", {"alt": ALT, **POSES[name]}, lambda path: None)
    assert drawing is not None
    assert [one.code for one in found if one.code != "HND606"] == [], "HND606 measures lines: too few pixels here"


def test_the_slopes_are_those_of_the_points() -> None:
    frame, step = skeleton(rig.body()), 1e-4
    at = np.random.default_rng(1).normal(size=len(COORDINATES)) * 20
    nodes, local = np.arange(len(NODES)), np.ones((len(NODES), 3)) * 40
    placed = frame.at(at, np.eye(3))
    slopes = placed.slopes(nodes, placed.points(nodes, local), are_points=True)
    for number in range(len(COORDINATES)):
        moved = at.copy()
        moved[number] += step
        change = frame.at(moved, np.eye(3)).points(nodes, local) - placed.points(nodes, local)
        assert np.abs(change / step - slopes[:, :, number]).max() < 0.02, COORDINATES[number]
    assert (np.abs(SHARES).sum(axis=0)[3:] > 0).all(), "every coordinate turns something"


@pytest.mark.parametrize("got", [178.0, -178.0])
def test_an_arm_straight_up_is_measured_from_where_it_was_asked(got: float) -> None:
    swing = {"right shoulder forward": got, "right shoulder aside": 0.0}
    _, measured = angle_rows.measured("shoulder forward.R", 180, swing)
    assert measured == pytest.approx(180, abs=2)


#: A movement, and the angle that the posed body must then have; others are covered by the poses.
MOVED = [
    ("right shoulder", "raised forward 90", "right shoulder forward", 90),
    ("left shoulder", "aside 70", "left shoulder aside", 70),
    ("right elbow", 100, "right elbow", 100),
    ("left wrist", "back 50", "left wrist back", 50),
    ("right wrist", "to little finger 25", "right wrist thumb", -25),
    ("trunk", "turn right 30", "trunk turn", -30),
    ("trunk", "side bend left 20", "trunk side", 20),
    ("head", "turn left 50", "neck turn", 50),
    ("head", "tilt right 30", "neck tilt", -30),
]


@pytest.mark.parametrize(("key", "value", "angle", "degrees"), MOVED)
def test_a_movement_is_measured_on_the_body(key: str, value: Any, angle: str, degrees: float) -> None:
    assert angles(posed({"finish": {key: value}}))[angle] == pytest.approx(degrees, abs=3)


def test_a_hanging_arm_follows_gravity_and_not_the_trunk() -> None:
    one = posed({"trunk": "lean 60", "hands": "hanging", "head": "turn left 0", "right fingers": "relaxed"})
    way = one.joint("wrist.R") - one.joint("upperarm01.R")
    assert way[1] / np.linalg.norm(way) < -0.97


def test_palm_up_is_up_in_the_room() -> None:
    for way, sign in (("palm up", 1), ("palm down", -1)):
        one = posed({"right shoulder": "aside 5, turned out 5", "right elbow": 90, "right forearm": way})
        knuckle, tip, thumb, little = (one.joint(f"finger{n}.R") for n in ("3-1", "3-3", "1-3", "5-1"))
        curl = tip - knuckle - unit(knuckle - one.joint("wrist.R")) * np.linalg.norm(tip - knuckle)
        assert sign * unit(curl)[1] > 0.5, f"{way}: fingers curl towards the palm"
        assert sign * (thumb - little)[0] < -50, f"{way}: the thumb is on the outer side of a palm that looks up"


def test_a_wrong_word_is_answered_with_what_the_joint_can_do() -> None:
    with pytest.raises(UnreadableError) as said:
        joints.angles("wrist", "sideways 20")
    for words in ("back", "down", "to thumb", "to little finger"):
        assert f"`{words} " in said.value.help
    _, found = catalogue.read({"finish": {"right arm": 40}}, lambda path: None)
    assert "`right shoulder`" in (found[0].help or "") and "toes" not in (found[0].help or "")


def test_a_movement_ends_with_its_range() -> None:
    for motion in joints.MOTIONS:
        value = f"{motion.words} {motion.limit_deg + 1:g}".strip()
        with pytest.raises(UnreadableError, match="does not go"):
            joints.angles(motion.joint, value)
        assert motion.source


@pytest.mark.slow  # two drawings of three seconds each
@pytest.mark.usefixtures("coarse")
def test_a_part_works_in_a_push_that_moves_no_joint_and_else_not() -> None:
    pose = {"alt": ALT, "view": "from above", "lie": "on back", "works": "right outer hip", "hands": "on belly",
            "props": ["mat", "belt round thighs"], "finish": {"feet": "flat on mat", "knees": 92}}  # fmt: skip
    codes = {}
    for arrow in ("none", "knees push apart"):
        _, found = draw("new", {**pose, "arrow": arrow}, lambda path: None)
        codes[arrow] = {one.code for one in found}
    assert "HND609" in codes["none"] and "HND609" not in codes["knees push apart"]


def test_what_cannot_be_met_is_named_with_its_distance() -> None:
    pose = {
        "sit": "on floor",
        "props": ["mat"],
        "right hand": "on left toes",
        "trunk": "lean 0",
        "left fingers": "fist",
    }
    _, found = draw("new", {"alt": ALT, "finish": pose, "props": ["mat"]}, lambda path: None)
    assert found and all(one.code in ("HND601", "HND602", "HND604") for one in found)


@pytest.mark.slow  # two drawings of three seconds each
@pytest.mark.usefixtures("coarse")
def test_a_marked_part_that_nothing_lengthens_is_a_finding() -> None:
    pose = {"alt": ALT, "view": "three-quarter", "lie": "on back", "props": ["mat"], "stretch": "right bottom"}
    _, uncrossed = draw("new", {**pose, "finish": {"feet": "flat on mat"}}, lambda path: None)
    crossed = {"left foot": "flat on mat", "right foot": "ankle on left thigh"}
    _, right = draw("new", {**pose, "finish": crossed}, lambda path: None)
    assert "HND609" in {one.code for one in uncrossed}
    assert "HND609" not in {one.code for one in right}


def test_the_same_pose_gives_the_same_body() -> None:
    pose = POSES["standing side bend"]
    assert np.array_equal(posed(pose).skin, posed(pose).skin)
