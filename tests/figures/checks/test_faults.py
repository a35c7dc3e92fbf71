"""Planted faults: every check must fire, at its place, once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from posing import parsed, span_of
from shapely.geometry import Polygon

from handouts.diagnostics import Diagnostic, Span
from handouts.figures import style
from handouts.figures.checks import body as body_checks
from handouts.figures.checks import joints, paper, sameness, visibility
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.draw import draw
from handouts.figures.geometry import rotation
from handouts.figures.language import keys, pointing
from handouts.figures.person import rig
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue, wall
from handouts.figures.props.prop import Placement
from handouts.figures.render import arrow_shapes, ghost, marks
from handouts.figures.render.camera import VIEWS, Camera, Sheet
from handouts.figures.render.pen import Patch
from handouts.figures.render.scene import Scene, render

CALF = "calf-stretch-wall"


def read(pose: Any) -> list[Diagnostic]:
    return catalogue.read(pose, span_of)[1]


@pytest.fixture
def calf(pose_of: Callable[[str], Any]) -> Any:
    return copy.deepcopy(pose_of(CALF))


# words


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        ({"finish": {"right foot": "flat on flor, 60 cm from wall"}}, "pose/finish/right foot", "cannot read"),
        ({"finish": {"right foto": "flat on floor"}}, "pose/finish/right foto/[key]", "unknown body part"),
        ({"finish": {"right knee": -5}}, "pose/finish/right knee", "not an angle"),
        ({"finish": {"right knee": True}}, "pose/finish/right knee", "not an angle"),
        ({"finish": {"hands": "on wall at nose height"}}, "pose/finish/hands", "unknown height"),
        ({"finish": {"trunk": {"lien": 3}}}, "pose/finish/trunk", "cannot read 'lien 3'"),
        ({"finish": 3}, "pose/finish", "not a set of body parts"),
        ({"view": "sideways"}, "pose/view", "unknown view"),
        ({"props": ["wall", "dor"]}, "pose/props/1", "unknown thing"),
        ({"stretch": "calf"}, "pose/stretch", "names no side"),
        ({"arrow": "ball to and for"}, "pose/arrow", "unknown direction"),
        ({"arrow": "hips toward wal"}, "pose/arrow", "unknown direction"),
        ({"labels": {"right nose": "Nose"}}, "pose/labels/right nose/[key]", "unknown place"),
        ({"strech": "right calf"}, "pose/strech/[key]", "unknown word"),
    ],
)
def test_words_that_cannot_be_read(calf: Any, change: dict[str, Any], place: str, says: str) -> None:
    found = read({**calf, **change})
    assert [d.code for d in found] == ["HND601"]
    assert found[0].span == Span(place)
    assert says in found[0].message


def test_all_faults_are_reported_at_once(calf: Any) -> None:
    assert len(read({**calf, "view": "sideways", "stretch": "calf", "props": ["wall", "door"]})) == 3


def test_a_wall_that_nobody_put_there(calf: Any) -> None:
    _, found = draw(CALF, {**calf, "props": []}, span_of)
    assert {d.code for d in found} == {"HND601"}
    assert [(d.span, d.help) for d in found if "hand is on" in d.message] == [
        (Span("pose/start/hands"), "add `wall` to `props`"),
        (Span("pose/finish/hands"), "add `wall` to `props`"),
    ]


def test_four_labels_are_too_many(calf: Any) -> None:
    places = ("right hip", "right knee", "right heel", "left knee")
    found = read({**calf, "labels": dict.fromkeys(places, "Here")})
    assert [d.code for d in found] == ["HND601"]


# the body


def solved(frame: dict[str, Any], props: list[str] | None = None) -> Solved:
    return solve(rig.body(), parsed({"props": props or ["wall"], "finish": frame}).frames[0])


def seen(one: Solved, **more: Any) -> DrawnFrame:
    scene = Scene(one.posed, tuple(wall.build(Placement(one.posed, one.frame))), VIEWS["side"], (".L",))
    left, low, right, high = scene.bounds()
    sheet = Sheet(left - 60, low - 60, right + 60, high + 60, 0.03, 6.0)
    return DrawnFrame(one, render(scene, sheet), "<svg/>", {}, None, None, None, **more)


GOOD = {
    "right foot": "flat on floor, 85 cm from wall",
    "left foot": "flat on floor, 28 cm from wall",
    "right knee": "straight",
    "hands": "on wall at shoulder height",
    "trunk": {"lean": 12},
}


@pytest.fixture(scope="module")
def good() -> DrawnFrame:
    return seen(solved(GOOD))


def test_a_good_pose_has_no_findings(good: DrawnFrame) -> None:
    for check in (
        body_checks.reach,
        body_checks.contacts,
        joints.joint_limits,
        joints.requested_angles,
        body_checks.penetration,
    ):
        assert check(good, span_of)[1] == []


@pytest.mark.slow  # two seconds for a drawing of this test alone
@pytest.mark.usefixtures("coarse")
def test_a_foot_too_far_away_is_one_finding_at_the_foot(calf: Any) -> None:
    calf["finish"]["right foot"] = "flat on floor, 150 cm from wall"
    _, found = draw(CALF, {key: value for key, value in calf.items() if key not in ("start", "arrow")}, span_of)
    assert [d.code for d in found if d.span and d.span.file == "pose/finish/right foot"] == ["HND602"]
    assert not [d for d in found if d.code in ("HND603", "HND604")]


def test_an_ankle_past_its_limit(good: DrawnFrame) -> None:
    one = good.solved
    rotations, foot = one.posed.rotations.copy(), one.posed.body.index["foot.R"]
    rotations[foot] = rotations[foot] @ rotation.about_x(-60)
    past = replace(one, posed=replace(one.posed, rotations=rotations))
    found = joints.joint_limits(seen(past), span_of)[1]
    assert any("ankle" in d.message and d.code == "HND603" for d in found)


@pytest.mark.slow  # four seconds for a drawing of this test alone
def test_a_knee_bent_past_its_limit() -> None:
    one = solved({"feet": "flat on floor", "knees": 160})
    assert any(d.code in ("HND603",) for d in joints.joint_limits(seen(one), span_of)[1])


@pytest.mark.parametrize(
    ("axis", "by_deg", "says"),
    [
        ((1, 0, 0), 63, "neck bend at 63 degrees, its limit is 60"),
        ((1, 0, 0), -84, "neck bend at -84 degrees, its limit is -80"),
        ((0, 0, 1), 48, "neck tilt at -48 degrees, its limit is -45"),
        ((0, 1, 0), 90, "neck turn at 90 degrees, its limit is 80"),
    ],
)
def test_a_neck_past_its_limit(good: DrawnFrame, axis: tuple[int, int, int], by_deg: float, says: str) -> None:
    posed = good.solved.posed
    for deg, told in ((by_deg, [says]), (by_deg * 0.85, [])):
        turned = rig.pose(posed.body, {"head": rotation.about(axis, deg)}, posed.joint("root"))
        found = joints.joint_limits(replace(good, solved=replace(good.solved, posed=turned)), span_of)[1]
        assert [d.message.partition(": ")[2] for d in found if "neck" in d.message] == told


def test_a_neck_that_is_asked_too_much_is_reported_at_the_head() -> None:
    asked = parsed({"props": ["wall"], "finish": {**GOOD, "head": {"nod": 60}}})
    one = solve(rig.body(), replace(asked.frames[0], nod_deg=75))
    written: dict[keys.Path, Span] = {("finish", "head"): Span("the head"), ("finish",): Span("the frame")}
    (found,) = [d for d in joints.joint_limits(seen(one), written.get)[1] if "neck" in d.message]
    assert found.code == "HND603" and found.span == Span("the head")


def test_a_foot_in_the_floor(good: DrawnFrame) -> None:
    sunk = replace(good.solved.posed, places=good.solved.posed.places - np.array([0, 20.0, 0]))
    values, found = body_checks.penetration(seen(replace(good.solved, posed=sunk)), span_of)
    assert values["through_mm"]["floor"] == pytest.approx(20, abs=1.0)
    assert [d.code for d in found] == ["HND605"]


def test_a_hand_beside_the_wall(good: DrawnFrame) -> None:
    away = replace(good.solved.posed, places=good.solved.posed.places - np.array([0, 0, 12.0]))
    found = body_checks.contacts(seen(replace(good.solved, posed=away)), span_of)[1]
    assert {d.code for d in found} == {"HND602"}
    assert any("hand on wall is 12 mm short of what it should touch" in d.message for d in found)


def test_an_angle_that_did_not_come_out(good: DrawnFrame) -> None:
    wrong = replace(good.solved, requested_deg={"trunk lean": (12.0, 52.0)})
    found = joints.requested_angles(replace(good, solved=wrong), span_of)[1]
    assert [d.code for d in found] == ["HND604"]
    assert found[0].span == Span("pose/finish/trunk")


def test_a_body_that_would_fall() -> None:
    one = seen(solved({"feet": "flat on floor", "knees": "straight", "trunk": {"lean": 75}}, []))
    assert body_checks.balance(one, span_of)[0]["balance_mm"] is not None


# the paper


def test_toes_that_cannot_be_counted(good: DrawnFrame) -> None:
    near = replace(good.solved, frame=replace(good.solved.frame, view="close-up right foot"))
    three = {i: Patch("skin", f"toe{i}.R") for i in range(1, 4)}
    few = replace(good, solved=near, rendering=replace(good.rendering, patches=three))
    assert [d.message for d in visibility.toes_countable(few, span_of)[1]] == ["finish: 3 toes can be counted"]
    five = {i: Patch("skin", f"toe{i}.R") for i in range(1, 6)}
    assert visibility.toes_countable(replace(few, rendering=replace(few.rendering, patches=five)), span_of)[1] == []
    assert visibility.toes_countable(replace(good, rendering=few.rendering), span_of) == ({}, []), "no close-up"


def test_a_start_and_a_finish_that_look_the_same(good: DrawnFrame) -> None:
    start = replace(good, solved=replace(good.solved, frame=replace(good.solved.frame, name="start")))

    def seen(change: ghost.Change) -> list[str]:
        frames = [start, replace(good, change=change)]
        return [d.message.partition(", at least")[0] for d in sameness.changes_visible(frames, span_of)[1]]

    line = np.array([[0.0, 0.0], [0.0, 9.0]])
    assert seen(ghost.Change(0.04)) == ["start and finish differ by 4% of the figure and 0% of the head"]
    assert seen(ghost.Change(0.04, (line,))) == []
    assert seen(ghost.Change(0.30)) == []


def test_fingers_of_another_shape_are_seen_where_a_limb_that_moves_as_little_is_not() -> None:
    assert sameness._least("right fingers") < sameness._least("right forearm") == sameness.LIMB_SHARE


def test_a_line_too_thin(good: DrawnFrame) -> None:
    thin = replace(good, svg='<path d="M0 0" stroke="#14202B" stroke-width="10"/>')
    assert [d.code for d in paper.strokes(thin, span_of)[1]] == ["HND606"]


def test_a_line_of_a_weight_that_no_other_figure_has(good: DrawnFrame) -> None:
    other = replace(good, svg='<path d="M0 0" stroke="#14202B" stroke-width="36"/>')
    assert [d.message for d in paper.strokes(other, span_of)[1]] == [
        "finish: a line of 0.36 mm, a weight that no other figure has"
    ]


def test_a_marked_area_that_leaves_the_body(good: DrawnFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "PIXELS_PER_MM", good.rendering.sheet.pixels_per_mm)
    area = pointing.Area("R", "calf")
    inside = marks.highlight(good.rendering, area)
    wider = replace(inside, shape=inside.shape.buffer(1.0))
    assert paper.highlight_visible(replace(good, area=inside, stretch=area), span_of)[1] == []
    found = paper.highlight_visible(replace(good, area=wider, stretch=area), span_of)[1]
    assert "beyond the outline of the body" in found[0].message


def test_a_highlight_that_is_hardly_there(good: DrawnFrame) -> None:
    area = pointing.Area("R", "calf")
    tiny = marks.Highlight(Polygon([(0, 0), (1, 0), (1, 1)]), ())
    assert [d.code for d in paper.highlight_visible(replace(good, area=tiny, stretch=area), span_of)[1]] == ["HND606"]


def test_a_highlight_that_looks_like_its_neighbour(good: DrawnFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "HIGHLIGHT_INK", "#FBEADD")
    shape = marks.Highlight(Polygon([(0, 0), (9, 0), (9, 9)]), ())
    assert any("highlight" in d.message for d in paper.greyscale_contrast(replace(good, area=shape), span_of)[1])


def test_a_touching_hand_that_the_camera_does_not_see(good: DrawnFrame) -> None:
    values, found = visibility.contacts_visible(good, span_of)
    assert not found
    assert values["touching_seen"].keys() == {"foot on floor", "hand on wall", "wall"}
    behind = np.full_like(good.rendering.picture.depth, 1e4)
    hidden = replace(good.rendering, picture=replace(good.rendering.picture, depth=behind))
    values, found = visibility.contacts_visible(replace(good, rendering=hidden), span_of)
    assert values["touching_seen"]["hand on wall"] == 0
    assert [(d.code, d.span) for d in found] == [("HND606", Span("pose/view"))]


def test_a_wall_behind_a_body(good: DrawnFrame) -> None:
    scene, shown = good.rendering.scene, good.rendering.picture.surface
    body_only = np.where(shown >= len(scene.surfaces) - len(scene.solids), 0, shown)
    hidden = replace(good.rendering, picture=replace(good.rendering.picture, surface=body_only))
    assert visibility.solid_share(hidden, "wall") == 0
    assert visibility.solid_share(good.rendering, "chair") is None


def test_an_arrow_on_the_figure(good: DrawnFrame) -> None:
    sheet = good.rendering.sheet
    middle = sheet.to_print_mm(good.rendering.scene.camera.see(good.solved.posed.joint("spine03")))
    arrow = arrow_shapes.arrow_mark(middle - np.array([8.0, 0]), middle)
    assert [d.code for d in paper.arrow_clearance(replace(good, arrow=arrow), span_of)[1]] == ["HND606"]


def test_an_arrow_through_the_floor(good: DrawnFrame) -> None:
    arrow = arrow_shapes.arrow_mark(np.array([-20.0, 60.0]), np.array([-20.0, 50.0]))
    over, under = replace(good, arrow=arrow, floor_mm=61.0), replace(good, arrow=arrow, floor_mm=55.0)
    assert paper.arrow_clearance(over, span_of)[1] == []
    assert [d.message for d in paper.arrow_clearance(under, span_of)[1]] == ["finish: the arrow crosses the floor"]


def test_a_label_that_points_at_nothing(good: DrawnFrame) -> None:
    found = paper.label_places(replace(good, anchors={"right hip": (0.5, 0.5)}), span_of)[1]
    assert [d.span for d in found] == [Span("pose/labels/right hip")]


def test_a_figure_that_leaves_its_picture(good: DrawnFrame) -> None:
    sheet = good.rendering.sheet
    narrow = Sheet(sheet.left, sheet.bottom, sheet.right - 80, sheet.top, sheet.mm_per_body_mm, sheet.pixels_per_mm)
    assert [
        d.code for d in paper.framing(replace(good, rendering=replace(good.rendering, sheet=narrow)), span_of)[1]
    ] == ["HND606"]


@pytest.mark.parametrize("words", ['<pattern id="a"/>', "<title>x</title>", '<path style="fill:red"/>', "x" * 60_001])
def test_a_drawing_that_would_not_print(good: DrawnFrame, words: str) -> None:
    assert [d.code for d in paper.file_size(replace(good, svg=words), span_of)[1]] == ["HND606"]


@pytest.mark.usefixtures("coarse")
def test_a_bent_knee_that_is_drawn_straight(pose_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from over the feet, thighs and shins of one who lies with bent knees are one line."""
    marks_and_frames = ("start", "finish", "arrow", "works")
    bridge = {key: value for key, value in pose_of("bridge").items() if key not in marks_and_frames}
    monkeypatch.setitem(VIEWS, "from the feet", Camera(0, 58))
    seen = {"view": "from the feet", "finish": pose_of("bridge")["start"]}
    _, found = draw("bridge", {**bridge, **seen}, span_of)
    assert [d.code for d in found if "knee is bent" in d.message] == ["HND606"] * len(found) != []


@pytest.mark.slow  # two seconds for a drawing of this test alone
@pytest.mark.usefixtures("coarse")
def test_a_bent_knee_that_is_drawn_bent(pose_of: Callable[[str], Any]) -> None:
    drawing, found = draw("knee-rolls", pose_of("knee-rolls"), span_of)
    assert drawing is not None
    assert not [d for d in found if "knee is bent" in d.message]
    assert all(values["bend_on_paper_deg"] >= visibility.SEEN_BENT_DEG for values in drawing.checks.values())
