"""Arrows that bend, and what else shows a movement: a slack towel, hands held ready, an arch that leaves the floor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from posing import parsed
from shapely.geometry import LineString, Point

from handouts.figures import style
from handouts.figures.draw import draw
from handouts.figures.language import pointing
from handouts.figures.person import rig
from handouts.figures.person.skin_contact import hand_vertices
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue, counter
from handouts.figures.props.prop import Placement
from handouts.figures.render import arrow_places, arrow_shapes
from handouts.figures.render.arrows import Seen

CLEAR_MM = 0.8


def solved(frame: dict[str, Any], **pose: Any) -> Solved:
    return solve(rig.body("adult"), parsed({**pose, "finish": frame}).frames[0])


def along(start: tuple[float, float], end: tuple[float, float]) -> Any:
    """Points of a limb on paper, every quarter of a millimetre."""
    line = LineString([start, end])
    return np.array([line.interpolate(at).coords[0] for at in np.arange(0, line.length, 0.25)])


def test_an_arrow_goes_round_a_part_as_far_as_its_limb_leaves_room() -> None:
    foot = along((-40, 0), (4, 0))
    arrow = arrow_shapes.arrow_round(foot, np.array([0.0, 0.0]))
    assert min(arrow.outline.distance(Point(at)) for at in foot) >= CLEAR_MM
    rotations = np.degrees(np.arctan2(*arrow.rings[0].T[::-1]))
    assert np.ptp(rotations) > 240, "most of a circle"
    assert np.abs(rotations).max() < 175, "open where the limb is"
    back = arrow_shapes.arrow_round(foot, np.array([0.0, 0.0]), -1.0)
    middle = len(arrow.rings[0]) // 2
    assert (arrow.rings[0][middle][1] > 0) != (back.rings[0][middle][1] > 0), "the other way round"


def test_an_arrow_round_a_part_within_the_figure_lies_on_it() -> None:
    trunk = np.array([(x, y) for x in np.arange(-30, 30, 0.5) for y in np.arange(-30, 30, 0.5)])
    arrow = arrow_shapes.arrow_round(trunk, np.array([2.0, 3.0]), -1.0)
    assert arrow.on_figure and np.allclose(arrow.outline.centroid.coords[0], (2.0, 3.0), atol=1.5)
    ring = arrow.rings[0]
    assert ring[len(ring) // 2][0] < 2.0, "anticlockwise over the part, so that its tip comes down on the left"


@pytest.mark.parametrize(("part", "begins"), [("right toes", True), ("left foot", False)])
def test_an_arrow_begins_at_toes_that_turn_and_comes_to_other_parts(part: str, begins: bool) -> None:
    path = np.array([[0.0, 0.0], [6.0, 0.0]])
    seen = Seen(pointing.Arrow(part, "out"), path, None, np.array([1.0, 0.0]))
    nearest, _ = min(arrow_places._tried(seen), key=lambda tried: tried[1])
    assert (nearest.outline.centroid.x > path[-1][0]) == begins


def test_a_towel_hangs_until_the_foot_comes_up() -> None:
    def lowest(tip: str) -> float:
        one = solved({"right foot": f"heel on floor, toes {tip}"}, sit="on floor", hands="holding towel")
        (towel,) = catalogue.place_props(["towel"], Placement(one.posed, one.frame))
        fist, toe = one.posed.joint("finger3-2.R"), one.posed.joint("toe3-1.R")
        middle = np.abs(towel.points[:, 2] - (fist[2] + toe[2]) / 2) < 60
        return float((towel.points[middle, 1] - (fist[1] + toe[1]) / 2).min())

    assert lowest("30 down") < lowest("10 up") - 20


def test_hands_are_held_ready_just_over_a_worktop() -> None:
    one = solved({"feet": "flat on floor, 14 cm from counter", "hands": "just over counter"}, props=["counter"])
    k, top = one.posed.body.scale, counter.TOP_MM
    for side in "RL":
        gap = float(one.posed.skin[hand_vertices(one.posed.body, side), 1].min()) / k - top
        assert 20 < gap < 90
    assert not any("hand" in contact.name for contact in one.contacts), "they touch nothing"


@pytest.mark.slow  # a whole drawing of three seconds
def test_the_arch_is_marked_and_leaves_the_floor(pose_of: Callable[[str], Any]) -> None:
    drawing, found = draw("new", {**pose_of("foot-doming"), "stretch": "right arch"}, lambda path: None)
    assert not found and drawing is not None
    finish = drawing.checks["finish"]
    assert finish["highlight_mm2"] >= 12 and finish["highlight_seen"] >= 0.6
    assert drawing.frames[1].anchors["right sole"][1] < drawing.frames[1].height_mm - style.ARROW_LENGTH_MM, (
        "the arrow stands under the foot"
    )


def test_a_band_hangs_until_a_foot_turns_out() -> None:
    def lowest(right: str) -> float:
        """How low the strand on top comes between the feet, of its height over them."""
        one = solved({"right foot": right, "left foot": "flat on floor"}, sit="on chair")
        top, _ = catalogue.place_props(["band"], Placement(one.posed, one.frame))
        middle = np.abs(top.points[:, 0]) < 10
        return float(top.points[middle, 1].min() / top.points[:, 1].max())

    assert lowest("flat on floor") < 0.75 * lowest("flat on floor, toes 20 out")


def test_a_held_towel_has_no_stripes() -> None:
    """Across it they read as the joints of a stick."""
    one = solved({"right foot": "heel on floor, toes 10 up"}, sit="on floor", hands="holding towel")
    assert [solid.name for solid in catalogue.place_props(["towel"], Placement(one.posed, one.frame))] == ["towel"]


def test_a_roll_has_turns() -> None:
    one = solved({"right foot": "toes on rolled towel", "left foot": "lifted"})
    roll, *ends = catalogue.place_props(["rolled towel"], Placement(one.posed, one.frame))
    assert {len(end.edges) for end in ends} == {len(ends[0].points) - 1}
    left, right = roll.points[:, 0].min(), roll.points[:, 0].max()
    assert sorted(float(end.points[0, 0]) for end in ends) == pytest.approx([left, right])
