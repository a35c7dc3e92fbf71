"""Somebody who uses a wheelchair: sitting exercises are drawn in it, standing ones are left to the usual person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.figures.draw import draw
from handouts.figures.person import rig
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue, wheelchair
from handouts.figures.props.prop import Placement
from handouts.figures.props.solids import Solid
from handouts.model.people import not_drawn

USER = "wheelchair-user"


def sitting(frame: dict[str, Any], body: str = USER) -> tuple[Solved, dict[str, Solid]]:
    asked = parsed({"props": ["wheelchair"], "sit": "in wheelchair", "finish": frame})
    one = solve(rig.body(body), asked.frames[0])
    return one, {
        thing.name: thing for thing in catalogue.place_props(asked.props, Placement(one.posed, one.frame, (one.posed,)))
    }


@pytest.mark.parametrize("body", [USER, "child", "heavier-man", "slim-woman"])
def test_it_fits_who_sits_in_it(body: str) -> None:
    one, parts = sitting({}, body)
    k, skin = one.posed.body.scale, one.posed.skin
    assert {"seat", "chair back", "frame.R", "tyre.L", "rim.R", "castor.L", "footrest.R", "spokes.R"} <= {*parts}
    back = parts["chair back"].points[:, 2].max()
    behind = skin[(skin[:, 1] > parts["seat"].points[:, 1].max()) & (np.abs(skin[:, 0]) < 150 * k), 2].min()
    assert back <= behind, "the back is behind the sitter"
    hips = np.abs(skin[one.posed.body.vertices_of("root", "pelvis*", "upperleg01*"), 0]).max()
    assert np.abs(parts["tyre.R"].points[:, 0]).min() > hips, "the wheels are beside the sitter"
    for name in ("tyre.R", "tyre.L", "castor.R", "castor.L"):
        assert parts[name].points[:, 1].min() == pytest.approx(0, abs=1), "every wheel stands on the floor"


def test_feet_rest_on_the_footrests() -> None:
    one, parts = sitting({})
    gaps = {contact.name: contact.gap_mm(one.posed) for contact in one.contacts}
    assert {"bottom on wheelchair", "right foot on footrest", "left foot on footrest"} <= {*gaps}
    assert max(abs(gap) for gap in gaps.values()) <= 1
    for side in "RL":
        plate, ankle = parts[f"footrest.{side}"].points, one.posed.joint(f"foot.{side}")
        assert plate[:, 0].min() < ankle[0] < plate[:, 0].max()
        assert plate[:, 2].min() < ankle[2] < plate[:, 2].max()


def test_a_footrest_is_swung_away_from_a_foot_on_the_floor() -> None:
    _, parts = sitting({"right foot": "flat on floor"})
    assert "footrest.L" in parts and "footrest.R" not in parts


def test_a_chair_becomes_a_wheelchair_and_a_close_up_stays(pose_of: Callable[[str], Any]) -> None:
    asked = parsed(pose_of("foot-roll"))
    start, finish = wheelchair.moved_to_wheelchair(asked).frames
    assert wheelchair.moved_to_wheelchair(asked).props == ("wheelchair", "ball")
    assert (start.seat, start.feet["L"], start.feet["R"].on) == ("wheelchair", wheelchair.FOOTREST, "ball")
    assert finish.view and finish.seat == "chair"


@pytest.mark.slow  # two whole drawings of close to two seconds each
def test_a_sitting_exercise_is_drawn_in_it(drawn: Callable[..., Any]) -> None:
    drawing, found = drawn("foot-roll", USER)
    assert drawing is not None and found == []
    usual, _ = drawn("foot-roll")
    assert usual is not None
    tyre = catalogue.fill(USER, "tyre").near
    assert tyre in drawing.frames[0].svg and tyre not in usual.frames[0].svg
    assert tyre not in drawing.frames[1].svg, "a close-up shows the foot alone"
    assert max(len(frame.svg) for frame in drawing.frames) < 40_000


@pytest.mark.parametrize(
    ("person", "exercise", "posture"),
    [
        (USER, "heel-raise-two-feet", "standing"),
        (USER, "calf-stretch-bent-knee", "standing"),
        (USER, "bottom-to-heels", "kneeling"),
        (USER, "foot-roll", ""),
        (USER, "bridge", ""),
        ("heavier-man", "prop-on-elbows", "lying on the front"),
        ("heavier-man", "bridge", ""),
        ("adult", "heel-raise-two-feet", ""),
    ],
)
def test_postures_in_which_a_person_is_not_drawn(
    person: str, exercise: str, posture: str, pose_of: Callable[[str], Any]
) -> None:
    assert not_drawn(person, pose_of(exercise)) == posture
    if posture:
        drawing, (one,) = draw(exercise, pose_of(exercise), lambda path: None, person)
        assert drawing is None and one.code == "HND608" and not one.is_error
        assert posture in one.message and person in one.message
