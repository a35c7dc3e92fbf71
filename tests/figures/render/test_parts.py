"""The tools of the wing one by one: limbs, pixels, borders, curves, paths, phrases."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from posing import parsed

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.rotation import about, aligning, angle_deg, shortest_arc, twist_deg, vector
from handouts.figures.language import keys, pointing, values
from handouts.figures.person import anchors, rig
from handouts.figures.person.limbs import bent, length_for_bend
from handouts.figures.props import catalogue
from handouts.figures.render import areas, inking, label_picture, marks, pen, raster, svg, trace
from handouts.figures.render.camera import VIEWS, Sheet
from handouts.model import contrast

# turning and limbs


@pytest.mark.parametrize("angle", [-170.0, -40.0, 0.0, 25.0, 120.0])
def test_twist_is_found_again(angle: float) -> None:
    axis = vector(0.3, -0.8, 0.5)
    assert twist_deg(about(axis, angle), axis) == pytest.approx(angle, abs=1e-6)
    tilted = about(vector(1, 0, 0), 35) @ about(vector(0, 1, 0), angle)
    assert twist_deg(tilted, vector(0, 1, 0)) == pytest.approx(angle, abs=1e-6)


def test_opposite_directions_have_a_shortest_turn() -> None:
    assert shortest_arc((0, 1, 0), (0, -1, 0)) @ vector(0, 1, 0) == pytest.approx(vector(0, -1, 0))
    assert aligning((0, 0, 1), (0, 1, 0), (1, 0, 0), (0, 1, 0)) @ vector(0, 0, 1) == pytest.approx(vector(1, 0, 0))


def test_two_bones_reach_their_goal_and_never_bend_backwards() -> None:
    for knee_to in (vector(0, 0, 1), vector(0.3, 0.1, 1)):
        knee, ankle, short = bent(vector(0, 800, 0), vector(50, 90, 40), 410, 405, knee_to)
        assert short == 0
        assert ankle == pytest.approx(vector(50, 90, 40))
        assert np.linalg.norm(knee - vector(0, 800, 0)) == pytest.approx(410)
        assert float((knee - (vector(0, 800, 0) + ankle) / 2) @ knee_to) > 0


def test_out_of_reach_is_reported_in_millimetres() -> None:
    _, _, short = bent(vector(0, 0, 0), vector(0, -1000, 0), 400, 400, vector(0, 0, 1))
    assert short == pytest.approx(1000 - 800 * 0.9995)


@pytest.mark.parametrize("bend", [5.0, 40.0, 90.0, 130.0])
def test_length_for_bend(bend: float) -> None:
    knee, ankle, _ = bent(vector(0, 0, 0), vector(0, -length_for_bend(420, 400, bend), 0), 420, 400, vector(0, 0, 1))
    assert angle_deg(knee, ankle - knee) == pytest.approx(bend, abs=0.01)


# pixels


def square(z: float, left: float = 2.0, right: float = 8.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[left, 2.0, z], [right, 2.0, z], [right, 8.0, z], [left, 8.0, z]])


TWO = np.array([[0, 1, 2], [0, 2, 3]])


def test_the_nearer_surface_wins_whatever_the_order() -> None:
    near, far = raster.Surface("near", square(5, 4, 8), TWO), raster.Surface("far", square(1), TWO)
    for surfaces in ([near, far], [far, near]):
        picture = raster.draw(surfaces, lambda p: p[:, :2], 10, 10)
        names = [surfaces[i].name if i >= 0 else "" for i in picture.surface[5]]
        assert names == ["", "", "far", "far", "near", "near", "near", "near", "near", ""]


def test_a_surface_can_be_cut() -> None:
    cut = raster.Surface("cut", square(1), TWO, lambda triangles, shares: np.zeros(len(triangles), dtype=bool))
    assert (raster.draw([cut], lambda p: p[:, :2], 10, 10).surface == -1).all()


def test_the_camera_sees_the_right_side_looking_right() -> None:
    camera = VIEWS["side"]
    assert camera.faces == "right"
    assert float(camera.see(vector(-100, 0, 0))[2]) > float(camera.see(vector(100, 0, 0))[2])


# borders and curves


def test_every_border_is_traced_once_and_rings_close() -> None:
    labels = np.full((60, 80), -1)
    labels[10:50, 10:40] = 0
    labels[10:50, 40:70] = 1
    labels[20:30, 20:30] = 2
    found = trace.borders(labels)
    assert sorted((min(b.left, b.right), max(b.left, b.right)) for b in found) == [(-1, 0), (-1, 1), (0, 1), (0, 2)]
    inside = np.array([False, True, False, False])  # nothing, 0, 1, 2
    for ring in trace.loops(found, inside):
        ends = [(found[i].points[::-1] if back else found[i].points)[[0, -1]] for i, back in ring]
        for one, two in zip(ends, [*ends[1:], ends[0]], strict=True):
            assert one[1] == pytest.approx(two[0], abs=1e-9)


def test_an_outline_runs_straight_on_where_another_line_meets_it() -> None:
    labels = np.full((80, 80), -1)
    labels[:, :40] = 0
    labels[40:, :40] = 1
    for border in trace.borders(labels):
        if -1 in (border.left, border.right) and 5 < border.points[0][0] < 75:
            assert border.points[:, 0] == pytest.approx(40, abs=0.6)


def test_specks_are_swallowed() -> None:
    labels = np.zeros((60, 60), dtype=np.int64)
    labels[30:33, 30:33] = 7
    assert set(np.unique(label_picture.tidy(labels))) == {0}


def test_a_slit_that_its_own_lines_would_fill_is_closed_and_a_gap_is_not() -> None:
    for across_px, left in ((4, {0}), (14, {-1, 0})):  # 0.17 and 0.58 mm of paper
        labels = np.zeros((80, 80), dtype=np.int64)
        labels[20:60, 30 : 30 + across_px] = -1
        assert set(np.unique(label_picture.tidy(labels))) == left


def test_curves_stay_near_their_points_and_keep_their_ends() -> None:
    t = np.linspace(0, 3, 200)
    points = np.stack([40 * t, 25 * np.sin(2 * t)], axis=1)
    cubics = curves.fitted(points, None, None, 0.4)
    assert cubics[0][0] == pytest.approx(points[0])
    assert cubics[-1][3] == pytest.approx(points[-1])
    drawn = np.vstack([curves.at(c, np.linspace(0, 1, 800)) for c in cubics])
    off = np.sqrt(((points[:, None] - drawn) ** 2).sum(axis=2)).min(axis=1)
    assert float(off.max()) < 0.45
    assert len(cubics) < 12


def test_a_step_in_depth_is_a_line_and_level_skin_is_none() -> None:
    labels = np.zeros((100, 100), dtype=np.int64)
    labels[:, 50:] = 1
    patches = {0: pen.Patch("skin", "thigh.R"), 1: pen.Patch("skin", "trunk")}
    border = next(b for b in trace.borders(labels) if {b.left, b.right} == {0, 1})
    level = np.zeros((100, 100))
    assert pen.runs(border, patches, level, labels) == []
    assert len(pen.runs(border, patches, np.where(labels == 1, 40.0, 0.0), labels)) == 1


def test_no_line_where_a_close_up_cuts_the_leg() -> None:
    labels = np.zeros((100, 100), dtype=np.int64)
    patches = {0: pen.Patch("skin", "shank.R")}
    for border in trace.borders(labels):
        assert pen.runs(border, patches, np.zeros((100, 100)), labels) == []


# paths


def test_paths_are_whole_numbers_relative_and_without_drift() -> None:
    path = svg.Path().move((0.004, 0))
    for i in range(1, 200):
        path.line((i * 0.333, 0))
    assert "." not in path.data
    steps = [int(word.split(" ")[0]) for word in path.data.split("l")[1:]]
    assert sum(steps) == round(199 * 0.333 * 100)


def test_a_closed_path_goes_on_from_its_start() -> None:
    path = svg.Path().ring([(1, 1), (2, 1), (2, 2)]).move((1.5, 1))
    assert path.data == "M100 100l100 0l0 100zm50 0"


def test_a_shape_is_clipped_to_the_sheet() -> None:
    class Rendering:
        sheet = Sheet(0, 0, 100, 100, 0.1, 10)

    ring = inking.clipped(Rendering(), np.array([[-5.0, 2.0], [5.0, 2.0], [5.0, 30.0], [-5.0, 30.0]]))  # type: ignore[arg-type]
    assert ring.min() >= 0
    assert ring.max() <= 10


# words and colours


@pytest.mark.parametrize("phrase", [phrase for use in catalogue.VOCABULARY.feet for phrase in use.examples])
def test_every_foot_phrase_in_help_can_be_read(phrase: str) -> None:
    foot = catalogue.VOCABULARY.foot(phrase)
    assert phrase in foot.use.examples


@pytest.mark.parametrize("phrase", [phrase for use in catalogue.VOCABULARY.hands for phrase in use.examples])
def test_every_hand_phrase_in_help_can_be_read(phrase: str) -> None:
    hand = catalogue.VOCABULARY.hand(phrase)
    assert phrase in hand.use.examples


def test_a_sided_phrase_is_closer_than_one_for_both() -> None:
    pose = parsed({"finish": {"right knee": 40, "knees": "straight"}})
    assert pose.frames[0].knees_deg == {"R": 40, "L": values.STRAIGHT_DEG}


def test_what_is_beside_the_frames_holds_for_all() -> None:
    pose = parsed({"knees": 30, "start": {}, "finish": {"left knee": 50}})
    assert [dict(f.knees_deg) for f in pose.frames] == [{"R": 30, "L": 30}, {"R": 30, "L": 50}]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


DOCS = (Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8")


def phrases_of(key: str) -> list[str]:
    """The phrases that the manual's table gives for a key."""
    lines = DOCS.split("## Describe a pose")[1].splitlines()
    row = next(line for line in lines if line.startswith("| ") and f"`{key}`" in line.split("|")[1])
    return re.findall(r"`([^`]+)`", row.split("|")[2])


@pytest.mark.parametrize("phrase", phrases_of("feet"))
def test_the_manual_teaches_feet_that_can_be_read(phrase: str) -> None:
    assert catalogue.VOCABULARY.foot(phrase).use.phrases


@pytest.mark.parametrize("phrase", [p for p in phrases_of("hands") if p not in values.HEIGHTS])
def test_the_manual_teaches_hands_that_can_be_read(phrase: str) -> None:
    assert catalogue.VOCABULARY.hand(phrase).use.phrases


def test_the_manual_knows_every_word() -> None:
    for word in (
        *catalogue.PROPS,
        *keys.VIEWS,
        *keys.CLOSE_UPS,
        *pointing.ANCHORS,
        *values.HEIGHTS,
        *pointing.MIDDLES,
    ):
        assert f"`{word}`" in DOCS, word
    for goal in pointing.GOALS:
        assert f"`{goal}`" in DOCS or f"`toward {goal}`" in DOCS, goal
    for mover in (*pointing.MOVERS, *catalogue.VOCABULARY.movable):
        assert f"`{mover}`" in DOCS, mover
    for use in (*catalogue.VOCABULARY.feet, *catalogue.VOCABULARY.hands):
        assert not use.phrases or any(f"`{example}`" in DOCS for example in use.examples), use.name
    for area in pointing.AREAS:
        word = area if area in pointing.MIDDLE_AREAS else f"right {area}"
        assert f"`{word}`" in DOCS, area


def test_an_area_that_the_picture_cuts_ends_with_the_picture() -> None:
    mask = np.zeros((240, 240), dtype=bool)
    mask[60:180, :] = True
    whole = marks.outline(mask)
    left, low, right, high = (v * style.PIXELS_PER_MM for v in whole.bounds)
    assert (left, right) == pytest.approx((0, 240), abs=1.5)
    assert (low, high) == pytest.approx((60, 180), abs=1.5)
    assert whole.area * style.PIXELS_PER_MM**2 == pytest.approx(240 * 120, rel=0.02)


def test_the_language_and_the_tables_know_the_same_areas_and_places() -> None:
    assert {*pointing.AREAS} == {*areas.AREAS}
    assert {*pointing.ANCHORS} == {*anchors.PLACES}
    assert {*pointing.MIDDLES} == {*anchors.MIDDLES}


def test_a_region_keeps_to_its_side_and_its_limb() -> None:
    body, outer = rig.body(), areas.AREAS["outer hip"]
    hip = body.head("upperleg01.R")
    off = np.array([-75.0, 15.0, 0.0]) * body.scale
    beside = np.stack([hip + off, hip + off * (-1, 1, 1)])
    assert outer.contains(body, "R", beside).tolist() == [True, False]
    assert outer.limb_names("L") == ("trunk", "thigh.L")
    assert not outer.contains(body, "R", np.full((2, 3), np.nan)).any()
