"""Words that new users wrote: both hips, calves and shins, lifted hips, a hitched pelvis, a free head."""

from __future__ import annotations

from typing import Any

import pytest
from posing import parsed

from handouts.diagnostics import Diagnostic
from handouts.figures.person import rig
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures import adaptation
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue


def faults(pose: dict[str, Any]) -> list[Diagnostic]:
    return catalogue.read(pose, lambda path: None)[1]


def solved(frame: dict[str, Any]) -> Solved:
    return solve(rig.body(), adaptation.with_feet_from_wall(parsed({"finish": frame})).frames[0])


def test_hips_with_a_number_bend_both_of_them() -> None:
    (frame,) = parsed({"lie": "on back", "finish": {"hips": 90}}).frames
    assert frame.hips_deg == {"R": 90, "L": 90}
    (frame,) = parsed({"lie": "on back", "finish": {"hips": "bend 80, aside 10"}}).frames
    assert {name: frame.joints_deg[name] for name in ("hip aside.R", "hip aside.L")} == {
        "hip aside.R": 10,
        "hip aside.L": 10,
    }


def test_hips_are_lifted_by_centimetres() -> None:
    (frame,) = parsed({"sit": "on chair", "finish": {"hips": "lifted 10 cm"}}).frames
    assert (frame.hips, frame.hips_up_mm) == ("lifted", 100)
    assert [one.help for one in faults({"finish": {"hips": "lifted 90 cm"}})] == ["write at most `lifted 40 cm`"]


def test_hands_on_shins_are_each_on_their_own() -> None:
    (frame,) = parsed({"sit": "on chair", "finish": {"hands": "on shins", "trunk": "lean 60"}}).frames
    assert {(touch.side, touch.on, touch.on_side) for touch in frame.touches} == {
        ("R", "shin", "R"),
        ("L", "shin", "L"),
    }


def test_a_surface_that_cannot_be_read_names_five_of_that_limb_once() -> None:
    found = faults({"right hand": "on right lower leg", "start": {}, "finish": {}})
    assert [one.message for one in found] == ["right hand: cannot read 'on right lower leg'"]
    assert found[0].help == ("a hand can be on `right shin`, `right calf`, `right knee`, `right thigh`, `right ankle`")


def test_a_side_plank_needs_no_cushion() -> None:
    plank = {"lie": "on left side", "left hand": "forearm on mat", "finish": {"hips": "lifted"}}
    assert parsed(plank).frames[0].head_on == ""
    assert parsed({"lie": "on left side", "finish": {}}).frames[0].head_on == "cushion"


def test_a_pelvis_is_hitched_and_the_chest_stays_level() -> None:
    frame = {"left foot": "flat on floor", "right foot": "lifted", "right hip": 0, "pelvis": "hitch right 10"}
    posed = solved(frame).posed
    assert angles(posed)["pelvis hitch"] == pytest.approx(-10, abs=3)
    assert abs((posed.rotation("spine01") @ [1.0, 0.0, 0.0])[1]) < 0.1


def test_hands_at_the_sides_of_one_who_stands_hang() -> None:
    one = solved({"hands": "at sides", "right knee": 20})
    for side in "RL":
        shoulder, wrist = (one.posed.joint(f"{bone}.{side}") for bone in ("upperarm01", "wrist"))
        assert shoulder[1] - wrist[1] > 420 and abs(shoulder[2] - wrist[2]) < 150


def test_a_back_on_a_wall_has_the_seat_on_it_and_upright_shins() -> None:
    one = solved({"back": "on wall", "knees": 85, "hands": "hanging"})
    assert {"back on wall", "bottom on wall"} <= {contact.name for contact in one.contacts}
    assert all(abs(contact.gap_mm(one.posed)) < 3 for contact in one.contacts)
    for side in "RL":
        knee, ankle = (one.posed.joint(f"{bone}.{side}") for bone in ("lowerleg01", "foot"))
        assert abs(knee[2] - ankle[2]) < 60


def test_the_turn_of_an_arm_far_aside_is_that_of_the_forearm() -> None:
    one = solved({"left hand": "hanging", "right shoulder": "aside 90, turned out 80", "right elbow": 90})
    elbow, wrist = (one.posed.joint(f"{bone}.R") for bone in ("lowerarm01", "wrist"))
    assert wrist[1] - elbow[1] > 200


def test_tucking_the_chin_is_an_angle_of_the_neck() -> None:
    for words, asked in (("tuck chin 20", 20), ("chin forward 15", -15)):
        assert angles(solved({"head": words}).posed)["neck tuck"] == pytest.approx(asked, abs=3)


@pytest.mark.parametrize("order", [("hands", "right hand"), ("right hand", "hands")])
def test_a_contact_of_one_hand_replaces_the_phrase_of_both(order: tuple[str, str]) -> None:
    words = {"hands": "at sides", "right hand": "on chest"}
    (frame,) = parsed({"lie": "on back", "finish": {key: words[key] for key in order}}).frames
    assert set(frame.hands) == {"L"} and [touch.key for touch in frame.touches] == ["right hand"]


@pytest.mark.parametrize("order", [("hands", "right hand"), ("right hand", "hands")])
def test_a_phrase_of_one_hand_replaces_the_contact_of_both(order: tuple[str, str]) -> None:
    words = {"hands": "on knees", "right hand": "hanging"}
    (frame,) = parsed({"sit": "on chair", "finish": {key: words[key] for key in order}}).frames
    assert set(frame.hands) == {"R"} and [touch.key for touch in frame.touches] == ["left hand"]


def test_a_head_that_nods_leaves_the_mat_over_a_pressed_back() -> None:
    done = solved({"lie": "on back", "back": "pressed", "head": "nod 10", "hands": "on belly"})
    got = angles(done.posed)
    assert got["neck bend"] == pytest.approx(10, abs=1)
    assert max(abs(got["trunk turn"]), abs(got["trunk side"])) < 1
    assert "head on mat" not in {contact.name for contact in done.contacts}
