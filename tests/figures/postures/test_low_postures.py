"""Lying and on all fours: what the body does in each, and a planted fault for everything that is measured there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from posing import parsed, span_of

from handouts.diagnostics import Diagnostic, Span
from handouts.figures import style
from handouts.figures.checks import body as body_checks
from handouts.figures.checks import joints
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.geometry.rotation import unit
from handouts.figures.person import rig
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import SkinContact, depths
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue
from handouts.figures.render.camera import VIEWS, Sheet
from handouts.figures.render.scene import Scene, render

FIGURES = Path(__file__).parents[3] / "content" / "figures"
LOW = (
    "knee-rolls",
    "pelvic-tilt",
    "knee-to-chest",
    "bottom-to-heels",
    "prop-on-elbows",
    "cat-camel",
    "bird-dog",
    "bridge",
)


def solved(frame: dict[str, Any]) -> Solved:
    return solve(rig.body(), parsed({"props": ["mat"], "finish": frame}).frames[0])


def seen(one: Solved) -> DrawnFrame:
    scene = Scene(one.posed, (), VIEWS["side from above"], (".L",))
    left, low, right, high = scene.bounds()
    sheet = Sheet(left - 60, low - 60, right + 60, high + 60, 0.03, 6.0)
    return DrawnFrame(one, render(scene, sheet), "<svg/>", {}, None, None, None)


def codes(found: list[Diagnostic]) -> list[str]:
    return [d.code for d in found]


HOLD = {
    "lie": "on back",
    "back": "flat",
    "right foot": "lifted",
    "right hip": 124,
    "right knee": 128,
    "hands": "hold right shin",
    "left foot": "flat on mat",
}


@pytest.fixture(scope="module")
def hold() -> Solved:
    return solved(HOLD)


# words


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        ({"lie": "on bakc"}, "lie"),
        ({"kneel": "on hands"}, "kneel"),
        ({"back": "rounded"}, "back"),
        ({"roll": {"up": 20}}, "roll"),
        ({"roll": {"right": -20}}, "roll"),
        ({"hands": "hold right shim"}, "hands"),
        ({"head": "on pilow"}, "head"),
    ],
)
def test_words_that_cannot_be_read(frame: dict[str, Any], place: str) -> None:
    asked, found = catalogue.read({"finish": frame}, span_of)
    assert asked is None
    assert codes(found) == ["HND601"]
    assert found[0].span == Span(f"pose/finish/{place}")


# the body


def test_both_hands_truly_hold_the_shin(hold: Solved) -> None:
    held = [contact for contact in hold.contacts if isinstance(contact, SkinContact)]
    assert [contact.name for contact in held] == ["right hand on right shin", "left hand on right shin"]
    for contact in held:
        assert contact.gap_mm(hold.posed) == pytest.approx(0, abs=2.0)
        near = depths(hold.posed, contact.vertices, contact.against)
        assert float((near < 25).mean()) > 0.18, "palm and fingers lie along the shin, not one finger tip alone"


def test_the_head_and_the_back_stay_down(hold: Solved) -> None:
    gaps = {contact.name: contact.gap_mm(hold.posed) for contact in hold.contacts}
    for name in ("head on mat", "back on mat", "bottom on mat"):
        assert gaps[name] == pytest.approx(0, abs=1.0)


def test_a_bridge_is_one_line() -> None:
    posed = solved({"lie": "on back", "hips": "lifted"}).posed
    shoulder, hip, knee = (posed.joint(f"{bone}.R")[1:] for bone in ("upperarm01", "upperleg01", "lowerleg01"))
    slopes = [np.degrees(np.arctan2(*(b - a))) for a, b in ((shoulder, hip), (hip, knee))]
    assert slopes[0] == pytest.approx(slopes[1], abs=5)


def spine_height(posed: Posed) -> float:
    """How far the middle of the back is above the line from hips to neck."""
    low, high = posed.joint("root"), posed.joint("neck01")
    way = unit(high - low)
    off = posed.joint("spine03") - low
    return float((off - way * float(off @ way))[1])


def test_cat_and_camel_bend_opposite_ways() -> None:
    heights = [spine_height(solved({"kneel": "on hands and knees", "back": b}).posed) for b in ("round", "flat", "sag")]
    assert heights[0] > heights[1] + 30 > heights[2] + 60


def test_hands_lie_under_the_shoulders() -> None:
    posed = solved({"kneel": "on hands and knees"}).posed
    for side in "RL":
        assert abs(posed.joint(f"wrist.{side}")[2] - posed.joint(f"upperarm01.{side}")[2]) < 40


def test_elbows_stand_under_the_shoulders() -> None:
    posed = solved({"lie": "on front", "hands": "on forearms"}).posed
    for side in "RL":
        assert abs(posed.joint(f"lowerarm01.{side}")[2] - posed.joint(f"upperarm01.{side}")[2]) < 60


def test_rolling_knees_leave_the_shoulders_down() -> None:
    one = solved({"lie": "on back", "roll": {"left": 48}})
    asked, got = one.requested_deg["knees roll"]
    assert got == pytest.approx(asked, abs=joints.REQUESTED_DEG)
    still = solved({"lie": "on back", "roll": {"left": 0}})
    for side in "RL":
        shoulder = f"upperarm01.{side}"
        assert one.posed.joint(shoulder)[1] == pytest.approx(still.posed.joint(shoulder)[1], abs=20)


# planted faults


def test_a_hand_that_leaves_the_shin(hold: Solved) -> None:
    rotations, places = hold.posed.rotations, hold.posed.places.copy()
    body = hold.posed.body
    for bone in body.bones:
        if bone.startswith(("wrist.L", "metacarpal", "finger")) and bone.endswith(".L"):
            places[body.index[bone]] += np.array([60.0, 60.0, 0])
    found = body_checks.contacts(seen(replace(hold, posed=Posed(body, rotations, places))), span_of)[1]
    assert codes(found) == ["HND602"]
    assert "left hand on right shin is" in found[0].message


def test_a_hand_pushed_into_the_shin(hold: Solved) -> None:
    body, places = hold.posed.body, hold.posed.places.copy()
    into = -next(c.normal for c in hold.contacts if c.name == "right hand on right shin")
    for bone in body.bones:
        if bone.startswith(("wrist", "metacarpal", "finger", "lowerarm")) and bone.endswith(".R"):
            places[body.index[bone]] += into * 20
    sunk = replace(hold, posed=Posed(body, hold.posed.rotations, places))
    values, found = body_checks.limb_penetration(seen(sunk), span_of)
    assert values["limb_in_limb_mm"]["right arm in right leg"] == pytest.approx(20, abs=4)
    assert codes(found) == ["HND605"]


@pytest.mark.slow  # two seconds for bodies of this test alone
def test_a_shin_out_of_reach() -> None:
    found = body_checks.reach(seen(solved({**HOLD, "right hip": 60, "right knee": 90})), span_of)[1]
    assert codes(found) == ["HND602"]
    assert "hand ends" in found[0].message and "before what it should reach" in found[0].message


@pytest.mark.slow  # two seconds for bodies of this test alone
def test_a_hip_bent_past_its_limit() -> None:
    found = joints.joint_limits(seen(solved({**HOLD, "right hip": 140})), span_of)[1]
    assert [d.message for d in found if re.search(r"right hip at 1[34]\d degrees, its limit is 125", d.message)]


def test_knees_that_did_not_roll_as_the_pose_says(hold: Solved) -> None:
    wrong = replace(hold, requested_deg={"knees roll": (-48.0, -12.0)})
    assert codes(joints.requested_angles(seen(wrong), span_of)[1]) == ["HND604"]


def test_a_body_sunk_into_the_mat(hold: Solved) -> None:
    sunk = replace(hold.posed, places=hold.posed.places - np.array([0, 20.0, 0]))
    found = body_checks.penetration(seen(replace(hold, posed=sunk)), span_of)[1]
    assert codes(found) == ["HND605"]


# the drawings


@pytest.mark.parametrize("exercise", LOW)
def test_frames_are_small_enough_to_stand_side_by_side_or_low_enough_for_one_over_the_other(exercise: str) -> None:
    frames = json.loads((FIGURES / f"{exercise}.json").read_text(encoding="utf-8"))["frames"]
    low = max(frame["width_mm"] for frame in frames) <= 75 and max(frame["height_mm"] for frame in frames) <= 38
    assert low or sum(frame["width_mm"] for frame in frames) <= 110
    tall = style.STANDING_HEIGHT_MM if exercise == "knee-rolls" else 37  # seen from over the feet it stands upright
    assert all(frame["height_mm"] <= tall for frame in frames)


@pytest.mark.slow  # two seconds for bodies of this test alone
def test_a_pressed_back_lies_flat_and_an_arched_one_is_hollow() -> None:
    def hollow_mm(back: str) -> float:
        posed = solved({"lie": "on back", "feet": "flat on mat", "back": back}).posed
        middle = posed.skin[np.abs(posed.skin[:, 0]) < 60]
        ends = sorted(posed.joint(bone)[2] for bone in ("spine02", "spine05"))
        under = [middle[np.abs(middle[:, 2] - at) < 12, 1].min() for at in np.linspace(ends[0], ends[1], 8)]
        return float(max(under)) / posed.body.scale

    assert hollow_mm("pressed") < 20 < 30 < hollow_mm("arched")
