"""The arrow says how the part moves from the frame before to this one; the outline of the start only where it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed
from sampling import one_of_each
from shapely.geometry import LineString

from handouts.diagnostics import Diagnostic, Span
from handouts.figures import style
from handouts.figures.draw import _solved, draw
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import pointing
from handouts.figures.language.values import UnreadableError
from handouts.figures.person import anchors, rig, skin_parts
from handouts.figures.render import arrow_places, arrow_shapes, arrows, ghost, layout, marks, movement
from handouts.figures.render.scene import render

UPPER = {"view": "close-up upper body"}


def plan_of(pose: dict[str, Any]) -> layout.FramePlan:
    """The last frame, solved and laid out, without its picture."""
    read = parsed(pose)
    return layout.plans(read, _solved(rig.body(), read), rig.body())[-1]


def turned(side: str) -> dict[str, Any]:
    return {
        "view": "front",
        "start": {**UPPER, "head": "turn right 0"},
        "finish": {**UPPER, "head": f"turn {side} 60"},
        "arrow": "head",
    }


def tip(arrow: arrow_shapes.ArrowMark | None) -> Floats:
    """The corner of an arrow with one head at which its edges meet."""
    assert arrow is not None
    return tip_of(arrow.rings[0])


def tip_of(ring: Floats) -> Floats:
    """The corner of one arrow at which its edges meet."""
    found: Floats = ring[len(ring) // 2]
    return found


def test_an_arm_swings_round_its_shoulder() -> None:
    plan = plan_of(
        {
            "view": "side",
            "start": {"right shoulder": "raised forward 10"},
            "finish": {"right shoulder": "raised forward 90"},
        }
    )
    before = plan_of({"view": "side", "finish": {"right shoulder": "raised forward 10"}})
    moved = movement.of_part("right hand", before.solved.posed, plan.solved.posed)
    shoulder = anchors.named(plan.solved.posed, "right shoulder")
    far = np.linalg.norm(moved.path - shoulder, axis=1)
    assert np.ptp(far) < 0.15 * far.mean(), "on an arc, not along its chord"
    assert moved.turned_deg == pytest.approx(80, abs=6) and not moved.turns_in_place


@pytest.mark.slow  # bodies are solved for this test alone
def test_an_arrow_round_the_head_goes_the_way_of_the_face() -> None:
    right, left = plan_of(turned("right")), plan_of(turned("left"))
    assert right.movement is not None and right.movement.axis is not None
    for plan, way in ((right, -1), (left, 1)):
        assert plan.arrow is not None
        head = plan.sheet.to_print_mm(plan.scene.camera.see(anchors.named(plan.solved.posed, "head")))
        assert plan.arrow.outline.bounds[3] < head[1], "over the head, not on the face"
        assert (tip(plan.arrow)[0] - plan.arrow.outline.centroid.x) * way > 3


def test_a_ring_seen_from_its_side_is_no_line() -> None:
    ring = arrow_shapes.ring(np.array([0.0, 1.0, 0.0]))
    wide, high = np.ptp(ring, axis=0)
    assert high / wide > 0.3
    assert np.allclose(arrow_shapes.ring(np.array([0.0, -1.0, 0.0])), ring * (-1, 1)), (
        "the other sense is its mirror image"
    )


def test_a_head_that_tilts_has_a_bent_arrow_beside_it() -> None:
    plan = plan_of({**turned("left"), "finish": {**UPPER, "head": "tilt left 35"}})
    assert plan.movement is not None and plan.movement.axis is None and plan.arrow is not None
    start, end = plan.arrow.rings[0][0], tip(plan.arrow)
    assert end[0] > start[0], "towards the left shoulder of a person seen from the front"


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_hand_that_slides_up_a_wall_goes_straight_up() -> None:
    pose = {
        "view": "side",
        "props": ["wall"],
        "feet": "flat on floor, 45 cm from wall",
        "start": {"right hand": "fingertips on wall at chest height"},
        "finish": {"right hand": "fingertips on wall at eye height"},
        "arrow": "right hand",
    }
    plan = plan_of(pose)
    assert plan.arrow is not None
    start, end = plan.arrow.rings[0][0], tip(plan.arrow)
    assert abs(end[0] - start[0]) < 0.35 * (start[1] - end[1])
    hand = plan.sheet.to_print_mm(plan.scene.camera.see(anchors.named(plan.solved.posed, "right hand")))
    wall = plan.sheet.to_print_mm(plan.scene.camera.see(plan.scene.solids[0].points))
    assert plan.arrow.outline.bounds[2] < wall[:, 0].max(), "not behind the wall"
    assert np.hypot(*(plan.arrow.rings[0] - hand).T).min() < 8


LIFT = {
    "view": "side",
    "right foot": "flat on floor",
    "start": {"left foot": "flat on floor"},
    "finish": {"left foot": "lifted", "left hip": 60},
}


@pytest.mark.parametrize("part", ["left knee", "left foot", "left knee up"])
def test_an_arrow_is_clear_of_figure_and_floor_and_ends_near_its_part(part: str) -> None:
    plan = plan_of({**LIFT, "arrow": part})
    assert plan.arrow is not None and plan.floor is not None and plan.movement is not None
    points = plan.sheet.to_print_mm(arrows.obstacles(plan.scene))
    assert plan.arrow.clear_mm(points) >= style.ARROW_CLEAR_MM
    assert plan.arrow.outline.bounds[3] < (plan.sheet.top - plan.floor) * plan.sheet.mm_per_body_mm
    at = plan.sheet.to_print_mm(np.zeros(2)) + plan.movement.at
    assert np.hypot(*(plan.arrow.rings[0] - at).T).min() < 9
    assert tip(plan.arrow)[1] < plan.arrow.rings[0][0][1], "it leads up"


def findings(pose: dict[str, Any]) -> list[Diagnostic]:
    _, found = draw("tried", pose, lambda path: Span("pose/" + "/".join(map(str, path))))
    return [one for one in found if one.code == "HND610" or "look the same" in one.message]


@pytest.mark.parametrize(
    ("arrow", "says"),
    one_of_each(
        [
            ("left knee down", "the arrow says `down`, but the left knee moves the other way"),
            ("right foot", "no movement of the right foot can be seen"),
            ("left knee up", ""),
            ("left knee", ""),
            ("right foot down", ""),
        ],
        lambda case: case[1],
    ),
)
def test_a_written_direction_must_be_that_of_the_movement(coarse: None, arrow: str, says: str) -> None:
    found = findings({**LIFT, "arrow": arrow})
    assert [one.message for one in found] == ([f"finish: {says}"] if says else [])
    assert all(one.span == Span("pose/arrow") for one in found)


def test_a_press_without_movement_keeps_its_written_direction() -> None:
    plan = plan_of({"view": "front", "finish": {**UPPER, "right hand": "on side of head"}, "arrow": "right hand aside"})
    assert plan.movement is not None and not plan.movement.against and not plan.movement.unseen
    assert plan.arrow is not None and tip(plan.arrow)[0] > plan.arrow.rings[0][0][0]


@pytest.mark.slow  # bodies are solved for this test alone
def test_two_frames_that_look_the_same_need_an_arrow(coarse: None) -> None:
    pose = {key: value for key, value in turned("right").items() if key != "arrow"}
    pose["finish"] = {**UPPER, "head": "turn right 20"}
    assert [one.code for one in findings(pose)] == ["HND606"]
    assert findings({**pose, "arrow": "head"}) == []


def test_the_outline_of_the_start_is_round_what_moves_and_not_on_the_face(coarse: None) -> None:
    pose = {
        "view": "front",
        "start": {**UPPER, "right elbow": 20},
        "finish": {**UPPER, "right elbow": 60, "head": "tilt left 38"},
    }
    read = parsed(pose)
    plans = layout.plans(read, _solved(rig.body(), read), rig.body())
    start, finish = (render(plan.scene, plan.sheet) for plan in plans)
    head = marks.outline(finish.patch_pixels("head"))
    assert not head.is_empty
    for line in ghost.outline_of_start(start, finish):
        assert not head.intersects(LineString(line)), "dashes run through the face"
        moved = start.scene.posed.skin - finish.scene.posed.skin
        near = start.sheet.to_print_mm(start.scene.camera.see(start.scene.posed.skin))
        middle = line[len(line) // 2]
        nearest = np.hypot(*(near - middle).T).argmin()
        assert np.linalg.norm(moved[nearest]) > 5, "dashes round a part at rest"


def test_a_bent_arrow_lies_on_a_circle_and_follows_the_part() -> None:
    turn = np.radians(np.linspace(180, 270, 13))  # from the left of a joint to above it
    path = 14 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    found = arrow_places._circle(path)
    assert found is not None
    middle, radius = found
    assert np.hypot(*middle) < 1e-6 and radius == pytest.approx(14)
    arrow, _ = min(arrow_places._bent(path, middle, radius), key=lambda one: one[1])
    far = np.hypot(*(arrow.rings[0] - middle).T)
    assert np.ptp(far) <= style.ARROW_HEAD_WIDE_MM + 0.5
    assert tip(arrow)[0] > arrow.rings[0][0][0], "clockwise on paper, as the part goes"
    assert arrow_places._circle(np.array([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]])) is None


def test_a_turn_that_tips_to_a_side_of_the_paper_has_an_arc_over_the_part_and_no_ring() -> None:
    for depth, way in ((-1.0, 1), (1.0, -1)):
        line = arrow_shapes.ring(np.array([0.2, 0.1, depth]))
        assert (line[:, 1] < 0).all(), "over the middle of the turn"
        assert np.sign(line[-1][0] - line[0][0]) == way, "clockwise about an axis that points away from the viewer"


def test_the_arc_of_a_foot_that_turns_is_at_the_edge_of_the_sole_that_comes_up() -> None:
    for toward, side in ((1.0, 1), (-1.0, -1)):
        line = arrow_shapes.ring(np.array([0.1, 0.0, toward]), at_rising_side=True)
        assert (side * line[:, 0] > 0).all() and line[-1][1] < line[0][1], "at that side of the paper, and upwards"


# a push without movement, and two parts that go together or apart

HAND_ON_HEAD = {"view": "front", "finish": {**UPPER, "right hand": "on side of head"}}


def test_a_push_has_a_barred_arrow_on_either_side_of_the_two_parts_that_meet() -> None:
    plan = plan_of({**HAND_ON_HEAD, "arrow": "right hand pushes aside"})
    assert plan.arrow is not None and plan.movement is not None
    one, bar, other, other_bar = (ring.mean(axis=0) for ring in plan.arrow.rings)
    assert one[0] < bar[0] < other_bar[0] < other[0], "each bar is at the tip, and the tips face one another"
    body, skin = plan.scene.body, plan.scene.skin[:, :2]
    met = [plan.sheet.to_print_mm(skin[skin_parts.vertices(body, *part)])
           for part in (("hand", "R"), ("side of head", ""))]  # fmt: skip
    hand, head = (part[np.abs(part[:, 1] - bar[1]) < style.BAR_WIDE_MM / 2, 0] for part in met)
    assert 0 < hand.min() - bar[0] < 2, "beside the hand, which is thin"
    assert head.min() < other_bar[0] < other[0] < head.max(), (
        "on the head: beside it, it would seem to come from outside"
    )
    middle = plan.sheet.to_print_mm(np.zeros(2))[1] + plan.movement.at[1]
    assert met[0][:, 1].min() < middle < met[0][:, 1].max() and abs(bar[1] - middle) < 1, "level with the hand"


def test_of_a_push_the_arrow_of_what_resists_is_hollow() -> None:
    for verb, hollow in (("pushes", 2), ("resists", 0)):
        plan = plan_of({**HAND_ON_HEAD, "arrow": f"right hand {verb} aside"})
        assert plan.arrow is not None and plan.arrow.hollow == hollow, "the first ring is that of the hand"
        _, solid, outline = plan.arrow.parts
        assert f'fill="{style.ARROW}"' in solid and f'fill="{style.WHITE}"' in outline
        assert solid.count("z") == 3 and outline.count("z") == 1, "both bars are solid"


def test_a_push_against_no_part_of_the_body_has_its_arrows_beside_the_part_that_pushes() -> None:
    plan = plan_of({"view": "front", "finish": {**UPPER, "right hand": "hanging"}, "arrow": "right hand pushes down"})
    assert plan.arrow is not None
    hand = plan.sheet.to_print_mm(plan.scene.camera.see(anchors.named(plan.solved.posed, "right hand")))
    assert max(np.hypot(*(ring - hand).T).min() for ring in plan.arrow.rings) < 12


@pytest.mark.slow  # bodies are solved for this test alone
def test_knees_that_push_apart_have_a_barred_arrow_each_beside_them() -> None:
    pose = {"view": "from the feet", "props": ["mat", "belt round thighs"], "lie": "on back", "hands": "on belly"}
    plan = plan_of({**pose, "finish": {"feet": "flat on mat", "knees": 92}, "arrow": "knees push apart"})
    assert plan.arrow is not None and plan.arrow.on_figure
    right, right_bar, left, left_bar = (ring.mean(axis=0) for ring in plan.arrow.rings)
    assert (right_bar - right) @ (left_bar - left) < 0, "away from one another"
    places = [anchors.named(plan.solved.posed, f"{side} knee") for side in ("right", "left")]
    knees = plan.sheet.to_print_mm(plan.scene.camera.see(np.array(places)))
    near = [np.hypot(*(ring - knee).T).min() for ring, knee in zip(plan.arrow.rings[::2], knees, strict=True)]
    assert max(near) < 3, "each arrow begins at its knee"


def test_shoulder_blades_come_together_on_the_back_and_cannot_be_seen_from_the_front() -> None:
    pose = {"finish": {**UPPER, "shoulders": "drawn back 25"}, "arrow": "shoulder blades together"}
    plan = plan_of({**pose, "view": "back"})
    assert plan.arrow is not None
    one, other = plan.arrow.rings
    assert abs(tip_of(one)[0] - tip_of(other)[0]) < abs(one[0][0] - other[0][0]), "the tips face one another"
    front = plan_of({**pose, "view": "front"})
    assert front.arrow is None and front.movement is not None and front.movement.unseen


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_part_that_moves_does_not_push() -> None:
    found = findings({**LIFT, "arrow": "left foot pushes up"})
    assert [one.code for one in found] == ["HND610"] and "nothing moves" in found[0].message


def test_a_written_direction_makes_the_arrow_straight() -> None:
    plan = plan_of({**LIFT, "arrow": "left knee up"})
    assert plan.arrow is not None
    start, end = plan.arrow.rings[0][0], tip(plan.arrow)
    assert abs(end[0] - start[0]) < style.ARROW_SHAFT_MM and end[1] < start[1]


@pytest.mark.parametrize(
    ("arrow", "said"),
    [
        ("right hand pushes", "does not say which way"),
        ("right hand pushes round", "does not say which way"),
        ("right hand resists", "does not say which way"),
        ("right knee together", "unknown part"),
        ("knees pull apart", "unknown part"),
    ],
)
def test_an_arrow_that_cannot_be_read_says_why(arrow: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        pointing.arrow(arrow, ())
