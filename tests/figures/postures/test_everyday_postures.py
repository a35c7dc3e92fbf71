"""Everyday postures on the solved body: planks, tucked toes, hands on a seat, a foot that is held behind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.figures import draw as drawing
from handouts.figures.person import rig, skin_parts
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.postures import adaptation, requests
from handouts.figures.postures.rest import RESTS, TUCKED_TOES_DEG
from handouts.figures.postures.solved import Solved

BODY = rig.body()


def solved(**pose: Any) -> list[Solved]:
    read = adaptation.with_room_to_kneel(adaptation.with_feet_from_wall(parsed(pose)))
    return drawing._solved(BODY, read)


def request(**frame: Any) -> requests.Request:
    one = parsed({"props": ["mat"], "finish": frame}).frames[0]
    return requests.of(one, RESTS[one.stance or one.posture])


def test_the_trunk_and_legs_of_a_plank_are_one_line_over_toes_and_forearms() -> None:
    (one,) = solved(props=["mat"], lie="on front", hands="on forearms", finish={"hips": "lifted"})
    shoulder, hip, ankle = (one.posed.joint(f"{bone}.R") for bone in ("upperarm01", "upperleg01", "foot"))
    along = (ankle - shoulder) / np.linalg.norm(ankle - shoulder)
    off = hip - shoulder - along * float((hip - shoulder) @ along)
    assert abs(off[1]) < 60
    assert one.posed.skin[BODY.vertices_of("upperleg01.R", "root"), 1].min() > 100
    names = {contact.name: contact.gap_mm(one.posed) for contact in one.contacts}
    assert {"right toes on mat", "left toes on mat", "right hand on mat"} <= {*names}
    assert max(map(abs, names.values())) < 3


def test_toes_that_are_tucked_under_leave_the_knee_on_the_mat() -> None:
    half = request(**{"kneel": "on right knee", "right foot": "toes on mat"})
    assert {touch.name for touch in half.touches} >= {"right knee on mat", "right toes on mat"}
    assert "left knee on mat" not in {touch.name for touch in half.touches}
    assert half.toes == {"R": TUCKED_TOES_DEG}
    upright = request(kneel="upright", feet="toes on mat")
    assert {"right knee on mat", "left knee on mat"} <= {touch.name for touch in upright.touches}
    assert request(**{"right foot": "toes on floor"}).toes == {}, "one who stands bends no toes"


def test_arms_lie_on_the_mat_where_their_swing_puts_them_and_hold_no_chest_up() -> None:
    flat = {"lie": "on front", "hands": "on mat", "elbows": "straight"}
    for more, pressed in (({}, True), ({"shoulders": "aside 90"}, False)):
        (frame,) = parsed({"props": ["mat"], "finish": {**flat, **more}}).frames
        assert bool(requests.pressed_up(frame)) is pressed
    (over,) = parsed({"props": ["mat"], "finish": {**flat, "hands": "15 cm over mat"}}).frames
    assert requests.pressed_up(over) == ()


@pytest.mark.slow  # two bodies of this test alone
def test_hands_over_a_mat_are_as_high_as_written() -> None:
    pose = {"lie": "on front", "elbows": "straight", "shoulders": "aside 90"}
    down, up = solved(props=["mat"], **pose, start={"hands": "on mat"}, finish={"hands": "15 cm over mat"})
    for one, height in ((down, 0.0), (up, 150.0)):
        lowest = one.posed.skin[skin_parts.vertices(BODY, "hand", "R"), 1].min()
        assert lowest == pytest.approx(height * BODY.scale, abs=25)
    assert "right hand over mat" not in {contact.name for contact in up.contacts}


@pytest.mark.slow  # a body of this test alone
def test_feet_heel_to_toe_are_on_one_line() -> None:
    (one,) = solved(finish={"stand": "heel to toe, right foot ahead"})
    front, rear = (one.posed.skin[foot_vertices(BODY, side)] for side in "RL")
    assert abs(float(front[:, 2].min() - rear[:, 2].max())) < 30
    assert abs(one.posed.joint("foot.R")[0] - one.posed.joint("foot.L")[0]) < 40


@pytest.mark.slow  # bodies of this test alone
def test_hands_on_a_seat_are_beside_the_hips_of_an_upright_trunk() -> None:
    (one,) = solved(props=["chair"], sit="on chair", finish={"hands": "on chair"})
    hip = one.posed.joint("upperleg01.R")
    palm = one.posed.skin[skin_parts.places(BODY, "hand", "R")[0]]
    assert abs(float(palm[2] - hip[2])) < 80
    assert abs(angles(one.posed)["trunk lean"]) < 12


@pytest.mark.slow  # bodies of this test alone
def test_one_who_leans_on_a_forearm_beside_the_seat_leans_to_that_side_and_not_forward() -> None:
    (one,) = solved(props=["bed"], sit="on bed", finish={"right hand": "forearm on bed"})
    shoulder, hip, elbow, wrist = (
        one.posed.joint(f"{bone}.R") for bone in ("upperarm01", "upperleg01", "lowerarm01", "wrist")
    )
    assert hip[0] - shoulder[0] > 200 and abs(shoulder[2] - hip[2]) < 150
    assert wrist[2] - elbow[2] > 180, "the forearm points ahead"
    assert max(abs(contact.gap_mm(one.posed)) for contact in one.contacts) < 3


@pytest.mark.slow  # bodies of this test alone
def test_a_foot_is_held_behind_by_one_who_stands_upright_at_a_worktop() -> None:
    pose = {"left hand": "on counter", "finish": {"right hand": "on right foot behind"}}
    (one,) = solved(props=["counter"], **pose)
    assert max(one.unreached_mm.values()) == 0
    got = angles(one.posed)
    assert got["left knee"] < 30 and abs(got["trunk lean"]) < 12


@pytest.mark.slow  # bodies of this test alone
def test_arms_stretched_forward_from_the_heels_lie_on_the_mat() -> None:
    (one,) = solved(props=["mat"], kneel="back on heels", finish={"hands": "stretched forward"})
    assert min(angles(one.posed)[f"{side} knee"] for side in ("right", "left")) > 120
    assert "right hand on mat" in {contact.name for contact in one.contacts}


@pytest.mark.slow  # bodies of this test alone
def test_a_back_that_sags_is_lower_than_a_flat_one() -> None:
    pose = {"kneel": "on hands and knees", "hands": "on floor"}
    flat, sag = solved(props=["mat"], **pose, start={"back": "flat"}, finish={"back": "sag"})
    spot = skin_parts.places(BODY, "low back", "")[0]
    ends = [0.5 * (one.posed.joint("upperleg01.R")[1] + one.posed.joint("upperarm01.R")[1]) for one in (flat, sag)]
    dips = [end - float(one.posed.skin[spot, 1]) for end, one in zip(ends, (flat, sag), strict=True)]
    assert dips[1] - dips[0] > 25


@pytest.mark.slow  # bodies of this test alone
def test_a_free_foot_touches_the_floor_where_it_is_written() -> None:
    pose = {"left foot": "flat on floor", "left knee": 25}
    near, far = solved(
        **pose, start={"right foot": "toes on floor"}, finish={"right foot": "toes on floor 45 cm ahead"}
    )
    assert far.posed.joint("foot.R")[2] - near.posed.joint("foot.R")[2] > 250


@pytest.mark.slow  # bodies of this test alone
def test_two_hands_on_the_chest_lie_beside_one_another() -> None:
    (one,) = solved(props=["mat"], lie="on back", finish={"hands": "on chest"})
    right, left = (one.posed.skin[skin_parts.places(BODY, "hand", side)[0]] for side in "RL")
    assert left[0] - right[0] > 70
    assert max(one.unreached_mm.values()) == 0


@pytest.mark.slow  # bodies of this test alone
def test_hips_come_off_the_floor_on_both_arms() -> None:
    down, up = solved(props=["mat"], sit="with legs straight", hands="on floor", start={}, finish={"hips": "lifted"})
    assert up.posed.joint("root")[1] - down.posed.joint("root")[1] > 25
    assert max(up.unreached_mm.values()) == 0


def test_one_who_kneels_has_room_before_a_chair_and_stands_before_it_after() -> None:
    pose = parsed(
        {
            "props": ["chair facing", "mat"],
            "start": {"kneel": "on hands and knees"},
            "second": {"kneel": "on left knee", "hands": "on chair seat"},
            "finish": {"feet": "flat on floor"},
        }
    )
    first, second, last = (frame.from_wall_mm for frame in adaptation.with_room_to_kneel(pose).frames)
    assert first and second and last and first > second > last
    alone = parsed({"props": ["chair facing"], "finish": {"right foot": "heel on chair seat"}})
    assert adaptation.with_room_to_kneel(alone) is alone
