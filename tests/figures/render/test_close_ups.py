"""Close-ups: the same body seen from near, and what is left out of the picture."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.figures import draw as wing
from handouts.figures import style
from handouts.figures.person import rig
from handouts.figures.render import closeups, ghost, layout, soft_ends
from handouts.figures.render.scene import render

FIGURES = Path(__file__).parents[3] / "content" / "figures"
STEP: dict[str, Any] = {
    "alt": "A person does an exercise; the text of the picture is not the subject of this test.",
    "view": "side turned",
    "props": ["step", "rail"],
    "left hand": "on rail",
    "start": {"feet": "ball on step edge, heel 28 up", "knees": "straight"},
    "finish": {
        "right foot": "ball on step edge, heel 14 down",
        "right knee": "straight",
        "left foot": "lifted",
        "left hip": 28,
        "left knee": 62,
    },
    "close": {"view": "close-up right foot"},
    "works": "right calf",
    "arrow": "right heel",
    "labels": {"right heel": "Heel below step"},
}
ROW_MM, LABELS_MM, GAP_MM = 112.0, 28.0, 3.0  # the column of pictures on a card, widest labels, white between frames


def test_a_close_up_of_the_finish_is_the_same_solved_body() -> None:
    start, finish, close = wing._solved(rig.body(), parsed(STEP))
    assert close.posed is finish.posed
    assert start.posed is not finish.posed


def test_what_a_close_up_says_itself_is_its_own() -> None:
    pose = copy.deepcopy(STEP)
    pose["close"]["right foot"] = "ball on step edge, heel 4 down"
    _, finish, close = parsed(pose).frames
    assert (finish.feet["R"].heel_up_deg, close.feet["R"].heel_up_deg) == (-14, -4)
    assert close.feet["L"] == finish.feet["L"]


@pytest.mark.slow  # a whole drawing of two seconds
def test_the_arrow_is_in_the_close_up() -> None:
    drawing, _ = wing.draw("new", STEP, lambda path: None)
    assert drawing is not None
    frames = {frame.name: frame for frame in drawing.frames}
    assert style.ARROW in frames["close"].svg and style.ARROW not in frames["finish"].svg
    assert style.HIGHLIGHT in frames["finish"].svg and style.HIGHLIGHT not in frames["close"].svg
    assert frames["finish"].anchors and not frames["close"].anchors


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_close_up_of_the_upper_body_has_no_white_for_an_arm_that_another_frame_stretches_out() -> None:
    near = {"view": "close-up upper body", "right elbow": "straight"}
    for aside, own in ((85, True), (12, False)):
        pose = parsed({"view": "front", "start": near, "finish": {**near, "right shoulder": f"aside {aside}"}})
        start, finish = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
        assert (start.sheet.width_mm < finish.sheet.width_mm) == own, "else both keep the same sides"
        assert start.sheet.mm_per_body_mm == finish.sheet.mm_per_body_mm
        assert (start.sheet.bottom, start.sheet.top) == (finish.sheet.bottom, finish.sheet.top)


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_wide_close_up_has_the_room_that_narrow_ones_beside_it_leave() -> None:
    near = {"view": "close-up upper body", "right elbow": "straight"}
    aside = {"start": "aside 8", "second": "aside 12", "finish": "aside 85"}
    pose = parsed({"view": "front", **{name: {**near, "right shoulder": arm} for name, arm in aside.items()}})
    sheets = [plan.sheet for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body())]
    assert max(sheet.width_mm for sheet in sheets) > style.TWO_INSETS_WIDEST_MM + 2 * style.MARGIN_MM
    assert sum(sheet.width_mm for sheet in sheets) + 2 * GAP_MM <= ROW_MM


@pytest.mark.slow  # bodies are solved for this test alone
def test_furniture_has_one_place_in_all_close_ups() -> None:
    near = {"view": "close-up upper body", "hands": "on table"}
    frames = {"start": {**near, "elbows": 85}, "finish": {**near, "elbows": 10, "trunk": {"lean": 40}}}
    pose = parsed({"view": "side turned", "props": ["chair", "table"], "sit": "on chair", **frames})
    start, finish = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
    assert (start.sheet.left, start.sheet.right) == (finish.sheet.left, finish.sheet.right)


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_hand_beside_the_upper_body_is_larger() -> None:
    arm = {"right elbow": 90, "right forearm": "palm in"}
    frames = {"start": {"view": "close-up upper body", **arm}, "finish": {"view": "close-up right forearm", **arm}}
    pose = parsed({"view": "side", **frames})
    upper, hand = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
    assert hand.sheet.mm_per_body_mm > 1.5 * upper.sheet.mm_per_body_mm


@pytest.mark.slow  # two pictures for this test alone
def test_dashes_beside_a_hand_would_be_further_fingers(pose_of: Callable[[str], Any]) -> None:
    pose = parsed(pose_of("tendon-glides"))
    table, fist = (
        render(plan.scene, plan.sheet) for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body())[1:]
    )
    change = ghost.change(table, fist)
    assert change is not None and change.share < ghost.MOVED_SHARE and change.outline == ()
    assert ghost.outline_of_start(table, fist), "there would be some"


def test_a_close_up_of_the_head_ends_under_the_shoulders_and_is_larger() -> None:
    plans = {}
    for view in ("close-up head", "close-up upper body"):
        pose = parsed({"view": "front", "finish": {"view": view}})
        plans[view] = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())[0]
    head, upper = plans["close-up head"], plans["close-up upper body"]
    assert head.sheet.mm_per_body_mm > 1.3 * upper.sheet.mm_per_body_mm
    shoulder, elbow = (
        head.scene.camera.see(head.solved.posed.joint(f"{bone}.R"))[1] for bone in ("upperarm01", "lowerarm01")
    )
    assert elbow < head.sheet.bottom < shoulder


def test_a_close_up_of_the_head_leaves_out_the_ends_of_the_shoulders_and_fades_there() -> None:
    pose = parsed({"view": "front", "finish": {"view": "close-up head"}})
    [plan] = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
    left, right = sorted(plan.scene.camera.see(plan.solved.posed.joint(f"upperarm01.{side}"))[0] for side in "RL")
    assert plan.scene.skin[:, 0].min() < plan.sheet.left < left and right < plan.sheet.right
    assert closeups.fades(plan.solved)


def test_an_arm_that_holds_the_other_arm_is_grey_in_all_frames() -> None:
    near = {"view": "close-up upper body", "right shoulder": "raised forward 75"}
    pose = parsed({"view": "front", "start": near, "finish": {**near, "left hand": "on right elbow"}})
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        assert {"fore.L", "hand.L", "finger2.L"} < {*plan.scene.far} and not plan.scene.far[0].endswith("R")


@pytest.mark.parametrize(("left", "right"), [("on belly", "hanging"), ("on right upper arm", "on left shoulder")])
def test_no_arm_is_grey_where_neither_or_each_holds_the_other(left: str, right: str) -> None:
    finish = {"view": "close-up upper body", "left hand": left, "right hand": right}
    pose = parsed({"view": "front", "finish": finish})
    assert closeups.helping_arm(wing._solved(rig.body(), pose)) == ()


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_close_up_of_the_legs_shows_the_whole_step_on_the_floor() -> None:
    near = {name: {**STEP[name], "view": "close-up legs"} for name in ("start", "finish")}
    pose = parsed({name: value for name, value in {**STEP, **near}.items() if name != "close"})
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        low = [plan.scene.camera.see(solid.points)[:, 1].min() for solid in plan.scene.solids]
        assert plan.floor is not None and plan.sheet.bottom < plan.floor <= min(low) + 1


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_close_up_of_the_back_ends_over_the_chest_and_under_the_knees(pose_of: Callable[[str], Any]) -> None:
    whole = pose_of("pelvic-tilt")
    near = {name: {"view": "close-up low back", **whole[name]} for name in ("start", "finish")}
    pose = parsed({**whole, **near})
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        at = {
            bone: plan.sheet.to_print_mm(plan.scene.camera.see(plan.solved.posed.joint(bone)))
            for bone in ("head", "wrist.R", "lowerleg01.R", "foot.R")
        }
        shown = {bone for bone, (x, y) in at.items() if 0 < x < plan.sheet.width_mm and 0 < y < plan.sheet.height_mm}
        assert shown - {"wrist.R"} == {"lowerleg01.R"}  # the arms lie out to the sides


@pytest.mark.parametrize(
    ("lies", "cut"), [({"lie": "on back"}, "left"), ({"sit": "with legs straight", "hands": "at sides"}, "top")]
)
def test_a_close_up_of_low_legs_shows_all_of_them_and_fades_at_the_chest(lies: dict[str, str], cut: str) -> None:
    legs = {"view": "close-up legs", "right foot": "heel on mat", "left foot": "heel on mat"}
    shown = {"start": {**legs, "right knee": 30}, "finish": {**legs, "right knee": 4}}
    pose = parsed({"alt": STEP["alt"], "view": "side from above", "props": ["mat"], **lies, **shown})
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        body = plan.solved.posed.body
        toes = plan.sheet.to_print_mm(plan.scene.camera.see(plan.solved.posed.skin[body.vertices_of("toe*", "foot*")]))
        assert toes.min() > 0 and (toes.max(axis=0) < (plan.sheet.width_mm, plan.sheet.height_mm)).all()
        assert plan.floor is None
        assert [*soft_ends.cut(render(plan.scene, plan.sheet).body_pixels)] == [cut]


def test_whole_figures_of_many_frames_fill_a_row_and_do_not_exceed_it() -> None:
    bent = {"right foot": "flat on floor", "right knee": 30}
    ways = {"second": "40 cm ahead", "third": "46 cm aside", "finish": "40 cm behind"}
    reached = {name: {**bent, "left foot": f"toes on floor {way}"} for name, way in ways.items()}
    arrows = {"second": "left foot forward", "third": "left foot out", "finish": "left foot back"}
    pose = parsed({"view": "three-quarter left", "start": {"feet": "flat on floor"}, **reached, "arrow": arrows})
    plans = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
    wide = sum(plan.sheet.width_mm for plan in plans) + GAP_MM * (len(plans) - 1)
    assert 0.95 * ROW_MM < wide <= ROW_MM


@pytest.mark.slow  # a whole drawing of two seconds
def test_a_crossed_foot_is_shown_with_its_leg_and_the_hand_that_pulls_the_toes_alone(
    pose_of: Callable[[str], Any],
) -> None:
    solved = wing._solved(rig.body(), parsed(pose_of("plantar-fascia-stretch")))
    scene = layout._close_scene(parsed(pose_of("plantar-fascia-stretch")), solved, solved[-1])
    assert {"shank.R", "foot.R", "hand.R"} <= set(scene.only)
    assert not [limb for limb in scene.only if limb.endswith(".L")], "the knee below and the other hand hide the foot"


@pytest.mark.slow  # two to four seconds for bodies of this test alone
def test_toes_under_a_hand_are_pulled_towards_their_shin(pose_of: Callable[[str], Any]) -> None:
    pose = parsed(pose_of("plantar-fascia-stretch"))
    plan = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())[-1]
    assert plan.arrow is not None
    posed, see = plan.solved.posed, plan.scene.camera.see
    knee, ankle = (plan.sheet.to_print_mm(see(posed.joint(name))) for name in ("lowerleg01.R", "foot.R"))
    tail, tip = (np.array(plan.arrow.rings[0][at]) for at in (0, len(plan.arrow.rings[0]) // 2))
    assert (tip - tail) @ (knee - ankle) > 0


def test_legs_from_near_are_twice_as_large_and_keep_the_hands(pose_of: Callable[[str], Any]) -> None:
    whole = {key: value for key, value in pose_of("heel-raise-two-feet").items() if key not in ("close", "labels")}
    legs = {**whole, **{name: {**whole[name], "view": "close-up legs"} for name in ("start", "finish")}}
    near, far = (layout.plans(parsed(one), wing._solved(rig.body(), parsed(one)), rig.body()) for one in (legs, whole))
    assert near[0].sheet.mm_per_body_mm > 1.5 * far[0].sheet.mm_per_body_mm
    for plan in near:
        hand = plan.scene.camera.see(plan.solved.posed.joint("wrist.R"))
        assert plan.sheet.bottom < hand[1] < plan.sheet.top


@pytest.mark.parametrize("card", sorted(FIGURES.glob("*.json")), ids=lambda path: str(path.stem))
def test_three_frames_fit_the_column_of_pictures(card: Path) -> None:
    frames = json.loads(card.read_text(encoding="utf-8"))["frames"]
    labels = LABELS_MM if any(frame["anchors"] for frame in frames) else 0.0
    width = sum(frame["width_mm"] for frame in frames) + GAP_MM * (len(frames) - 1) + labels
    assert len(frames) < 3 or width <= ROW_MM + labels / 4  # labels of two short words take three quarters of it


def test_no_close_up_of_a_hand_shows_the_end_of_its_forearm(pose_of: Callable[[str], Any]) -> None:
    pose = parsed(pose_of("tendon-glides"))
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        elbow = plan.scene.camera.see(plan.solved.posed.joint("lowerarm01.R"))
        assert plan.sheet.bottom > elbow[1] + 20 * plan.solved.posed.body.scale


FOREARM_ON_TABLE = {
    "alt": {"start": "The {side} forearm lies on a table.", "finish": "The hand has come up."},
    "view": "side",
    "props": ["chair", "table"],
    "sit": "on chair",
    "right forearm": "palm down",
    "right hand": "forearm on table",
    "left hand": "at sides",
    "start": {"view": "close-up right forearm", "right wrist": "down 60"},
    "finish": {"view": "close-up right forearm", "right wrist": "back 40"},
    "arrow": "right hand",
}


def test_a_close_up_of_a_forearm_ends_before_its_elbow_and_its_table_before_the_wrist() -> None:
    pose = parsed(FOREARM_ON_TABLE)
    for plan in layout.plans(pose, wing._solved(rig.body(), pose), rig.body()):
        posed = plan.solved.posed
        elbow = plan.scene.camera.see(posed.joint("lowerarm01.R"))
        assert plan.sheet.left > elbow[0] + 20 * posed.body.scale
        (top,) = plan.scene.solids
        assert posed.joint("lowerarm01.R")[2] < top.points[:, 2].max() < posed.joint("wrist.R")[2]


@pytest.mark.slow  # two to four seconds for bodies of this test alone
def test_several_arrows_all_go_from_the_start() -> None:
    near = {"view": "close-up upper body"}
    ways = {"second": "shrugged 30", "third": "shrugged 20, drawn back 25", "finish": "drawn back 12"}
    frames = {name: {**near, "shoulders": way} for name, way in {"start": "drawn forward 20", **ways}.items()}
    arrows = {"second": "right shoulder up", "third": "right shoulder back", "finish": "right shoulder down"}
    pose = parsed({"view": "side", **frames, "arrow": arrows})
    plans = layout.plans(pose, wing._solved(rig.body(), pose), rig.body())
    assert [plan.arrow is not None for plan in plans] == [False, True, True, True]
    starts = [plan.movement.path[0] for plan in plans if plan.movement]
    assert all(abs(start - starts[0]).max() < 0.1 for start in starts)
