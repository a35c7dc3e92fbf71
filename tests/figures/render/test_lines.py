"""Feature lines lie on the skin, show when there is room, and keep clear; hatched areas say one thing each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from handouts.figures import style
from handouts.figures.language import pointing, values
from handouts.figures.person import rig
from handouts.figures.person.features import catalogue, feature
from handouts.figures.postures.solved import Solved
from handouts.figures.render import arrows, face, feature_lines, ghost, marks, meaning, panels, pen, stays, trace
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.fine_patches import closed_gaps
from handouts.figures.render.scene import Rendering, Scene, render

NAILS = [one for one in catalogue.FEATURES if one.name.startswith("nail of toe")]


@pytest.mark.parametrize("side", "RL")
def test_every_point_of_a_feature_line_meets_the_skin_of_its_limbs(side: str) -> None:
    for line in (one for one in catalogue.lines() if one.side == side):
        assert len(line.shares) == len(feature.sampled(line.feature)), line.feature.name


def test_a_point_beside_the_skin_is_left_out() -> None:
    beside = replace(NAILS[0], points=((-28.0, 183.0), (-21.0, 183.0), (-21.0, 300.0)), closed=False)
    assert len(feature.attached(beside, "R").shares) < len(feature.sampled(beside))


@pytest.mark.parametrize("person", ["adult", "child", "heavier-man"])
def test_a_nail_lies_on_the_end_of_its_toe_on_every_body(person: str) -> None:
    body = rig.body(person)
    skin = body.fine.points(body.skin)
    for line in (one for one in catalogue.lines() if one.feature in NAILS):
        toe = skin[body.vertices_of(f"{line.feature.limbs[0]}-*.{line.side}")]
        nail = line.on(skin)
        assert nail[:, 2].min() > toe[:, 2].mean()
        assert nail[:, 1].min() > toe[:, 1].min() + 3 * body.scale


def foot_picture(camera: Camera, scale: float = 0.12) -> list[Any]:
    """The feature lines of the right foot at rest."""
    body = rig.body()
    limbs = tuple(f"{limb}.R" for limb in ("shank", "foot", *(f"toe{n}" for n in range(1, 6))))
    scene = Scene(panels.at_rest(body), (), camera, (), limbs)
    at = camera.see(body.head("foot.R"))
    sheet = Sheet(at[0] - 230, at[1] - 230, at[0] + 230, at[1] + 230, scale, 12.0)
    rendering = render(scene, sheet)
    return feature_lines.drawn(rendering, np.zeros(rendering.labels.shape, dtype=bool))


def test_nails_show_from_above_and_not_from_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "lines", lambda: tuple(feature.attached(one, "R") for one in NAILS))
    monkeypatch.setattr(style, "PIXELS_PER_MM", 12.0)
    assert len(foot_picture(Camera(0, 80))) == len(NAILS)
    assert foot_picture(Camera(0, -60)) == []


def test_a_line_without_room_in_print_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "PIXELS_PER_MM", 12.0)
    near, far = foot_picture(Camera(72, 10)), foot_picture(Camera(72, 10), 0.03)
    assert len(near) >= 3 and len(far) == 0


def head_picture(camera: Camera) -> Rendering:
    """Head and neck, as large as in a close-up."""
    scene = Scene(panels.at_rest(rig.body()), (), camera, (), ("head", "neck"))
    at = camera.see(rig.body().head("head"))
    return render(scene, Sheet(at[0] - 180, at[1] - 180, at[0] + 180, at[1] + 260, 0.06, 12.0))


def face_lines(camera: Camera, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many lines of the face a picture of the head has."""
    lines = tuple(line for line in catalogue.lines() if line.feature.name in names)
    monkeypatch.setattr(catalogue, "lines", lambda: lines)
    monkeypatch.setattr(style, "PIXELS_PER_MM", 12.0)
    rendering = head_picture(camera)
    found = len(feature_lines.drawn(rendering, np.zeros(rendering.labels.shape, dtype=bool)))
    monkeypatch.undo()
    return found


@pytest.mark.parametrize(("yaw", "seen"), [(0, 2), (38, 2), (60, 1), (86, 1), (172, 0)])
def test_an_eye_is_drawn_clear_of_the_outline_of_the_face(yaw: int, seen: int) -> None:
    for side in (-1, 1):
        assert len(face.eyes(head_picture(Camera(side * yaw, 5)))) == seen


@pytest.mark.parametrize("pitch", [5, 24])
def test_a_face_has_mouth_and_nose_from_ahead_and_from_above(pitch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert face_lines(Camera(-10, pitch), ("mouth",), monkeypatch) == 2, "a half for each side"
    assert face_lines(Camera(-10, pitch), ("nose",), monkeypatch) >= 1
    assert face_lines(Camera(90, pitch), ("mouth", "nose"), monkeypatch) <= 2, "in profile those of the near side"
    assert face_lines(Camera(172, pitch), ("mouth", "nose"), monkeypatch) == 0


def test_a_fine_line_gives_way_where_it_runs_along_another() -> None:
    traced = np.zeros((200, 400), dtype=bool)
    along = np.stack([np.arange(10.0, 390.0), np.full(380, 100.0)], axis=1)
    pen.trace(along[:190], traced)
    run = pen.Run(0, 379, style.INNER_MM, gives_way=True)
    left = pen.apart(run, along + np.array([0.0, 4.0]), traced)
    assert len(left) == 1 and left[0].last == 379
    assert 170 < left[0].first < 200, "it begins where the other line has ended"
    assert pen.apart(run, along + np.array([0.0, 40.0]), traced) == [run]


# hatched areas

FIELD = box(0, 0, 8, 5)


def test_each_meaning_has_its_own_strokes_inside_the_area() -> None:
    drawn = {sign: strokes(FIELD) for sign, (_, strokes) in marks.SIGNS.items()}
    ends = [LineString(pair) for pairs in drawn.values() for pair in pairs]
    assert all(FIELD.buffer(0.02).contains(line) for line in ends)
    slopes = {
        sign: {round(float(np.degrees(np.arctan2(*(b - a)[::-1]))) % 180) for a, b in drawn[sign]} for sign in drawn
    }
    assert slopes == {"stretched": {45}, "working": {0}, "sore": {45, 135}}
    assert max(float(np.hypot(*(b - a))) for a, b in drawn["working"]) < 0.02, "dots"


def test_a_marked_area_has_neither_edge_nor_halo() -> None:
    tint, strokes = marks.hatched(FIELD).parts
    assert "stroke" not in tint and style.SORE in tint
    assert style.WHITE not in tint + strokes


def solved_with(ankle_deg: float, name: str) -> Solved:
    from handouts.figures.postures.solve import solve
    from handouts.figures.props import catalogue as props

    foot = "flat on floor" if ankle_deg == 0 else f"heel {ankle_deg:g} up on floor"
    parsed, found = props.read({"props": [], name: {"feet": foot}}, lambda path: None)
    assert parsed is not None, found
    return solve(rig.body(), parsed.frames[0])


def test_a_calf_that_lifts_the_heel_works_and_one_that_lowers_it_is_stretched() -> None:
    flat, up = solved_with(0, "start"), solved_with(25, "finish")
    calf = pointing.Area(values.SIDES["right"], "calf")
    assert meaning.sign(calf, [flat, up]) == "working"
    down = replace(flat, frame=replace(flat.frame, name="finish"))
    raised = replace(up, frame=replace(up.frame, name="start"))
    assert meaning.sign(calf, [raised, down]) == "stretched"
    assert meaning.sign(pointing.Area("R", "arch"), [flat, up]) == "working"


def test_an_area_that_the_pose_calls_working_works_in_a_hold_too() -> None:
    flat = solved_with(0, "start")
    hold = [flat, replace(flat, frame=replace(flat.frame, name="finish"))]
    assert meaning.sign(pointing.Area("R", "thigh"), hold) == "stretched"
    assert meaning.sign(pointing.Area("R", "thigh", works=True), hold) == "working"


# what moves, and what stays


def standing(reach_mm: float) -> Rendering:
    """The usual person at rest, moved to one side, in a picture of few pixels."""
    body = rig.body()
    hips = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    posed = rig.pose(body, {}, hips + np.array([0.0, 0.0, reach_mm]))
    return render(Scene(posed, (), Camera(90, 0)), Sheet(-400, -60, 400, 1760, 0.03, 6.0))


def test_a_small_movement_has_an_outline_of_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "PIXELS_PER_MM", 6.0)
    near, far, same = (ghost.change(standing(0), standing(reach)) for reach in (9.0, 300.0, 0.0))
    assert near is not None and far is not None and same is not None
    assert same.share == 0 and same.outline == ()
    assert 0 < near.share < ghost.MOVED_SHARE < far.share
    assert far.outline == (), "two pictures that differ at a glance need none"


def test_the_outline_of_the_start_lies_where_the_start_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "PIXELS_PER_MM", 6.0)
    monkeypatch.setattr(ghost, "MOVED_SHARE", 1.1)
    start, finish = standing(0), standing(60.0)
    change = ghost.change(start, finish)
    assert change is not None and change.outline_mm > 20
    body = marks.outline(start.body_pixels)
    assert max(body.boundary.distance(Point(p)) for points in change.outline for p in points) < 0.01


def test_frames_from_two_places_are_not_compared() -> None:
    start = standing(0)
    other = replace(start, scene=replace(start.scene, camera=Camera(40, 0)))
    assert ghost.change(start, other) is None
    assert ghost.change(None, start) is None


def test_a_short_piece_of_an_old_outline_beside_an_arrow_is_not_drawn() -> None:
    short, long = (ghost.Change(0.05, (np.array([[0.0, 0.0], [0.0, mm]]),)) for mm in (6.0, 12.0))
    moves = arrows.Seen(pointing.Arrow("right hand"), np.array([[0.0, 0.0], [9.0, 0.0]]), None, None)
    unseen = replace(moves, path=np.zeros((2, 2)))
    assert ghost.drawn(short, moves) == () and ghost.drawn(None, None) == ()
    assert ghost.drawn(short, None) and ghost.drawn(long, moves) and ghost.drawn(short, unseen)


def test_where_two_parts_press_the_way_of_the_hand_to_them_is_not_drawn() -> None:
    long = ghost.Change(0.05, (np.array([[0.0, 0.0], [0.0, 60.0]]),))
    way = np.array([1.0, 0.0])
    pushes = arrows.Seen(pointing.Arrow("right hand", "out", pushes=True), np.zeros((2, 2)), None, way)
    assert ghost.drawn(long, pushes) == ()


@pytest.mark.slow  # two whole drawings of five seconds each
def test_a_heel_that_must_stay_down_has_strokes_under_it(
    drawn: Callable[[str], Any], pose_of: Callable[[str], Any]
) -> None:
    for exercise, signs in (("calf-stretch-wall", [0, 1]), ("standing-back-bend", [0, 0])):
        drawing, _ = drawn(exercise)
        found = [frame.svg.count(f'stroke="{style.ARROW}"') for frame in drawing.frames]
        assert found == signs, exercise


def test_strokes_under_a_heel_hang_from_the_floor_and_stay_on_the_sheet() -> None:
    one = solved_with(0, "finish")
    scene = Scene(one.posed, (), Camera(84, 3))
    sheet = Sheet(-400, -80, 400, 1760, 0.03, 6.0)
    lines = stays.strokes("R", one, scene, sheet, 0.0)
    heel = sheet.to_print_mm(scene.camera.see(one.posed.joint("foot.R")))
    for top, low in lines:
        assert top[1] == pytest.approx(sheet.top * 0.03 + style.FLOOR_MM / 2)
        assert top[1] < low[1] < sheet.height_mm
        assert abs(low[0] - heel[0]) < 3.0


# hands


def meeting(one: pen.Patch, two: pen.Patch, step_mm: float) -> list[float]:
    """The weights of the line between two patches, one lying further away."""
    labels = np.zeros((100, 100), dtype=np.int64)
    labels[:, 50:] = 1
    border = next(b for b in trace.borders(labels) if {b.left, b.right} == {0, 1})
    depth = np.where(labels == 1, -step_mm, 0.0)
    return [run.width_mm for run in pen.runs(border, {0: one, 1: two}, depth, labels)]


def test_what_lies_in_front_has_the_strong_line_and_a_hem_the_fine_one() -> None:
    arm, shirt = pen.Patch("skin", "fore.R"), pen.Patch("shirt", "trunk")
    assert meeting(arm, shirt, 60.0) == [style.SILHOUETTE_MM]
    assert meeting(arm, pen.Patch("shirt", "upper.R"), 60.0) == [style.INNER_MM], "the hem of a sleeve"
    assert meeting(pen.Patch("shorts", "thigh.R"), shirt, 2.0) == [style.INNER_MM], "the hem of the shirt"
    assert meeting(arm, pen.Patch("skin", "shank.R"), 2.0) == [style.SILHOUETTE_MM]


def test_a_hand_with_narrow_fingers_has_a_fine_outline() -> None:
    small, shorts = pen.Patch("skin", "hand.R", small=True), pen.Patch("shorts", "thigh.R")
    assert meeting(small, shorts, 60.0) == [style.INNER_MM]
    assert meeting(replace(small, small=False), shorts, 60.0) == [style.SILHOUETTE_MM]


def test_a_narrow_gap_between_fingers_becomes_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "PIXELS_PER_MM", 24.0)
    labels = np.full((120, 200), -1, dtype=np.int64)
    labels[20:100, 20:40], labels[20:100, 46:66], labels[20:100, 120:140] = 1, 2, 3
    patches = {n: pen.Patch("skin", f"finger{n}.R") for n in (1, 2, 3)}
    closed = closed_gaps(labels, patches)
    assert (closed[60, 40:46] > 0).all(), "0.25 mm are closed"
    assert (closed[60, 67:120] == -1).all(), "2 mm stay open"
    assert (closed[:19] == -1).all() and (closed[101:] == -1).all(), "nothing grows outwards"


@pytest.mark.slow  # a whole picture of two seconds
def test_shoulder_blades_show_under_a_shirt_and_the_spine_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {one.feature.name: one for one in catalogue.lines() if one.side == "R"}
    scene = Scene(panels.at_rest(rig.body()), (), Camera(172, 5))
    left, _, right, top = scene.bounds()
    picture = render(scene, Sheet(left, top - 700, right, top, 0.06, style.PIXELS_PER_MM))

    def shown(name: str) -> int:
        monkeypatch.setattr(catalogue, "lines", lambda: (named[name],))
        return len(feature_lines.drawn(picture, np.zeros(picture.labels.shape, dtype=bool)))

    assert shown("shoulder blade") and not shown("groove of the spine")


def test_a_head_seen_from_below_has_no_chin_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert face_lines(Camera(10, 0), ("chin",), monkeypatch) > 0
    assert face_lines(Camera(10, -60), ("chin",), monkeypatch) == 0
    assert face_lines(Camera(10, -60), ("nose",), monkeypatch) > 0
