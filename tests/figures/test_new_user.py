"""What a new user of the pose language met: pictures that were accepted and wrong, and right ones that were refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.diagnostics import Diagnostic
from handouts.figures import draw as drawing
from handouts.figures.checks import paper
from handouts.figures.checks.body import THROUGH_LIMB_MM
from handouts.figures.language import joints
from handouts.figures.language.values import UnreadableError
from handouts.figures.person import fingers, limbs, rig
from handouts.figures.person.kinematics import INDEX
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.person.rig import Posed
from handouts.figures.postures import holding
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue
from handouts.figures.props.prop import Placement
from handouts.figures.render import arrows
from handouts.figures.render.camera import VIEWS

ALT = "A person does an exercise; the text of the picture is not the subject of this test."
PENDULUM = {
    "props": ["table"],
    "trunk": {"lean": 60},
    "left hand": "on table",
    "right elbow": "straight",
    "start": {"right shoulder": "raised forward 25"},
    "finish": {"right shoulder": "raised forward 95"},
}


def solved(**pose: Any) -> list[Solved]:
    return drawing._solved(rig.body(), parsed(pose))


def findings(**pose: Any) -> list[Diagnostic]:
    return drawing.draw("tried", {"alt": ALT, **pose}, lambda path: None)[1]


# the thumb


def thumb(shape: str) -> np.ndarray:
    """Where the tip bone of the right thumb is: to the fingers, out of the palm, to the little finger, in mm."""
    (one,) = solved(finish={"right elbow": 90, "right fingers": shape})
    body, hand = one.posed.body, one.posed.rotation("wrist.R")
    ahead, palm = limbs.palm_axes(body, "R")
    axes = np.array([ahead, palm, -np.cross(ahead, palm)]) @ hand.T
    return axes @ (_tip(one.posed) - one.posed.joint("wrist.R"))


def _tip(posed: Posed) -> np.ndarray:
    return posed.joint("finger1-3.R")


def test_the_thumb_of_a_fist_lies_over_the_fingers_and_that_of_a_hook_beside_them() -> None:
    fist, out, hook, flat = (thumb(one) for one in ("fist", "fist, thumb out", "hook", "flat fist"))
    assert fist[1] > 35 and fist[2] > out[2] + 20, "before the palm and over the fingers"
    assert out[2] < fist[2] - 20
    for beside in (hook, flat):
        assert beside[1] < fist[1], "it does not hang off the palm"
        assert beside[0] > 60, "along the fingers"


def test_a_place_of_the_thumb_is_read_and_a_wrong_one_has_the_list() -> None:
    assert set(joints.THUMBS) == set(fingers.THUMBS)
    assert joints.shape("fist,  thumb  out") == "fist, thumb out"
    with pytest.raises(UnreadableError) as wrong:
        joints.shape("fist, thumb up")
    assert "`thumb across`" in wrong.value.help


# what stays


@pytest.mark.slow  # three to six seconds for bodies of this test alone
def test_only_the_arm_moves_where_only_the_arm_is_asked() -> None:
    first, last = solved(**PENDULUM)
    moved = np.abs(last.at - first.at)
    assert moved[INDEX["root z"]] < 65, "the body stands where the arm clears the table in both frames"
    assert max(moved[INDEX[f"{name}.{side}"]] for name in ("hip bend", "knee bend", "ankle up") for side in "RL") < 6
    assert moved[INDEX["shoulder forward.R"]] > 60


def test_nothing_is_held_where_a_hand_on_a_wall_or_a_leg_moves() -> None:
    def held(start: dict[str, Any], finish: dict[str, Any]) -> list[str]:
        first, last = parsed({"props": ["wall"], "start": start, "finish": finish}).frames
        return holding.held(first, last)

    free = held({"right shoulder": "aside 0"}, {"right shoulder": "aside 90"})
    assert "knee bend.L" in free and "elbow bend.L" in free
    assert "elbow bend.R" not in free and "neck bend" not in free
    assert held({"hands": "on wall", "elbows": 10}, {"hands": "on wall", "elbows": 90}) == []
    assert held({"right knee": 5}, {"right knee": 50}) == []


# a hand on a wall


@pytest.mark.parametrize("word", ["on wall", "fingertips on wall"])
def test_a_wall_is_higher_than_each_hand_on_it(word: str) -> None:
    pose = {"props": ["wall"], "finish": {"right hand": f"{word} at overhead height", "left hand": "hanging"}}
    (one,) = solved(**pose)
    (wall,) = (s for s in catalogue.place_props(("wall",), Placement(one.posed, one.frame)) if s.name == "wall")
    assert wall.points[:, 1].max() > one.posed.joint("finger3-3.R")[1] + 100


def test_a_hand_that_goes_over_to_its_fingertips_slides() -> None:
    pose = {"props": ["wall"], "left hand": "hanging"}
    start, finish = "on wall at chest height", "fingertips on wall at eye height"
    first, last = solved(**pose, start={"right hand": start}, finish={"right hand": finish})
    assert arrows._on_the_same("right hand", first, last)
    assert not arrows._on_the_same("left hand", first, last)


# what nobody asked


@pytest.mark.slow  # three to six seconds for bodies of this test alone
@pytest.mark.usefixtures("coarse")
def test_a_standing_knee_that_bends_unasked_is_named() -> None:
    bowed: dict[str, Any] = {"left foot": "flat on floor", "right hand": "on left shin"}
    said = [one for one in findings(finish=bowed) if "does not say so" in one.message]
    assert said[0].code == "HND603" and "the right knee bends" in said[0].message
    assert said[0].help == "write `right knee: straight`, or the bend that you mean"
    behind: dict[str, Any] = {"right foot": "lifted", "right hand": "on right foot behind", "right hip": 0}
    upright = {**behind, "left hand": "on counter", "left knee": "straight", "trunk": "lean 0"}
    assert not findings(props=["counter"], finish={"left foot": "flat on floor", **upright})


# what missed


@pytest.mark.parametrize(("place", "head"), [("on head", "tilt left 20"), ("on back of head", "turn left 30, nod 30")])
def test_a_hand_reaches_the_head(place: str, head: str) -> None:
    (one,) = solved(props=["chair"], sit="on chair", finish={"left hand": place, "head": head})
    (hand,) = (c for c in one.contacts if c.name.startswith("left hand on"))
    assert abs(hand.gap_mm(one.posed)) < 3
    assert one.posed.joint("wrist.L")[1] > one.posed.joint("neck01")[1], "over the shoulders, not across the throat"


def test_a_turn_of_the_shoulder_comes_out_where_the_shoulder_blade_moves() -> None:
    pose: dict[str, Any] = {"props": ["mat", "cushion"], "lie": "on right side", "head": "on cushion"}
    (one,) = solved(**pose, finish={"right shoulder": "raised forward 90, turned in 60", "right elbow": 90})
    asked, got = one.requested_deg["right shoulder turn"]
    assert got == pytest.approx(asked, abs=1.0)


def test_one_who_lies_on_the_front_is_held_up_by_straight_arms() -> None:
    (one,) = solved(props=["mat"], lie="on front", finish={"hands": "on mat", "elbows": "straight"})
    for side in "RL":
        arm = one.posed.joint(f"wrist.{side}") - one.posed.joint(f"upperarm01.{side}")
        assert -arm[1] > 0.9 * np.linalg.norm(arm), "upright"
    assert one.posed.joint("neck01")[1] > one.posed.joint("root")[1] + 250
    assert all(abs(contact.gap_mm(one.posed)) < 3 for contact in one.contacts)


@pytest.mark.slow  # three to six seconds for bodies of this test alone
def test_hands_pull_a_thigh_on_which_the_other_foot_lies() -> None:
    (one,) = solved(
        props=["mat"],
        lie="on back",
        finish={
            "right foot": "ankle on left thigh",
            "left foot": "lifted",
            "left hip": 85,
            "left knee": 90,
            "hands": "on left thigh",
        },
    )
    assert max(one.unreached_mm.values()) == 0
    assert all(abs(contact.gap_mm(one.posed)) < 3 for contact in one.contacts)
    assert any(contact.name == "left hand on left back of thigh" for contact in one.contacts)
    deep = limb_depths(one.posed)
    assert deep["right arm in left arm"] < 8 and max(deep.values()) < THROUGH_LIMB_MM, (
        "the hands lie beside one another"
    )


@pytest.mark.slow  # three to six seconds for bodies of this test alone
def test_the_back_alone_lifts_the_chest_of_one_who_lies_on_the_front() -> None:
    pose: dict[str, Any] = {"props": ["mat"], "lie": "on front", "hands": "at sides"}
    flat, lifted = solved(**pose, start={}, finish={"trunk": {"arch": 25}})
    rise = [one.posed.joint("neck01")[1] - one.posed.joint("root")[1] for one in (flat, lifted)]
    assert rise[1] > rise[0] + 60
    for one in (flat, lifted):
        for side in "RL":
            hand, hip = one.posed.joint(f"wrist.{side}"), one.posed.joint(f"upperleg01.{side}")
            assert abs(hand[2] - hip[2]) < 150, "beside the hips, not beside the head"
    assert not findings(**pose, view="side", start={}, finish={"trunk": {"arch": 25}}, arrow="chest up")


def test_a_head_that_is_nodded_turned_and_tilted_comes_out_as_written() -> None:
    (one,) = solved(view="front", finish={"head": "nod 30, turn left 40, tilt left 20"})
    for name in ("neck bend", "neck tilt", "neck turn"):
        asked, got = one.requested_deg[name]
        assert got == pytest.approx(asked, abs=3.0), name


def test_fingertips_reach_overhead_on_a_wall() -> None:
    words = ("fingertips on wall overhead", "fingertips on wall at overhead height")
    places = [
        solved(props=["wall"], finish={"right hand": one, "left hand": "hanging"})[0].posed.joint("finger3-3.R")
        for one in words
    ]
    assert places[0] == pytest.approx(places[1])
    assert places[0][1] > rig.body().height_mm


def test_the_thighs_of_one_who_lies_on_one_side_have_their_length_from_above() -> None:
    pose: dict[str, Any] = {"props": ["mat", "cushion"], "lie": "on left side", "knees": 95}
    (one,) = solved(**pose, finish={"right foot": "on left foot, knee 45 up"})
    thigh = one.posed.joint("lowerleg01.L") - one.posed.joint("upperleg01.L")
    seen = {view: np.hypot(*VIEWS[view].see(thigh)[:2]) / np.linalg.norm(thigh) for view in ("side", "from above")}
    assert seen["from above"] > 0.9 > seen["side"]


# what was refused though right


def test_a_mark_needs_the_less_room_the_more_of_it_is_seen() -> None:
    least = [paper.least_mm2("", share) for share in (0.35, 0.57, 0.7, 0.9)]
    assert least == sorted(least, reverse=True)
    assert least[0] == paper.HIGHLIGHT_MM2 and least[-1] == paper.WHOLE_MM2
    assert least[2] < 11.6
    assert paper.least_mm2("close-up right foot", 0.9) == paper.HIGHLIGHT_MM2


@pytest.mark.slow  # a figure is drawn for this test alone
@pytest.mark.usefixtures("coarse")
def test_a_foot_behind_the_knee_of_one_who_kneels_may_be_hidden() -> None:
    found = findings(
        view="front", props=["mat"], kneel="on hands and knees", hands="on floor", finish={"head": "turn left 0"}
    )
    assert not any("foot on mat" in one.message for one in found)


# messages


@pytest.mark.parametrize(
    ("key", "value"), [("feet", "flat on floor, 45 cm from table"), ("right hand", "on table, palm down")]
)
def test_no_message_lists_the_movements_of_a_part_that_has_none(key: str, value: str) -> None:
    (fault,) = catalogue.read({"props": ["table"], "finish": {key: value}}, lambda path: None)[1]
    assert repr(value) in fault.message
    assert "moves  (" not in fault.help and "`" in fault.help


@pytest.mark.usefixtures("coarse")
def test_an_angle_that_comes_out_too_large_asks_for_the_open_movements() -> None:
    pose: dict[str, Any] = {"view": "front", "props": ["band"], "hands": "holding band", "elbows": 90}
    found = findings(**pose, feet="flat on floor", forearms="palm in", finish={"shoulders": "turned out 45"})
    too_far = [one.help for one in found if one.code == "HND604"]
    assert too_far and all("write them as well, for example `aside 0`" in help for help in too_far)
