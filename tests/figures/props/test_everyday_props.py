"""A band before the chest, a wall behind who is seen from the front, a band on fingers in a close-up."""

from __future__ import annotations

import numpy as np
import pytest
from posing import parsed

from handouts.figures.person import rig
from handouts.figures.person.rig import Posed
from handouts.figures.postures.solve import solve
from handouts.figures.props import ball_behind, band, chair, chair_behind, counter, counter_beside, held_band, wall
from handouts.figures.props.prop import Placement

BODY = rig.body()


def standing() -> Posed:
    hips = (BODY.head("upperleg01.R") + BODY.head("upperleg01.L")) / 2
    return rig.pose(BODY, {}, hips)


def test_a_stretched_band_lies_before_the_chest_and_not_in_it() -> None:
    posed = standing()
    (frame,) = parsed({"finish": {}}).frames
    height = float(posed.joint("spine01")[1])
    front = posed.skin[BODY.vertices_of("spine*", "clavicle*", "shoulder01*")]
    through, ahead = ([np.array([x, height, z]) for x in (-600.0, 0.0, 600.0)] for z in (0.0, 400.0))
    drawn = held_band._before_trunk(Placement(posed, frame), through)
    middle = min(drawn, key=lambda at: abs(at[0]))
    near = front[(abs(front[:, 0]) < 30) & (abs(front[:, 1] - height) < 30)]
    assert middle[2] > near[:, 2].max()
    assert held_band._before_trunk(Placement(posed, frame), ahead) is ahead


def test_a_wall_behind_is_wide_where_it_is_seen_from_the_front() -> None:
    (frame,) = parsed({"props": ["wall"], "finish": {"back": "on wall"}}).frames
    front, side = (wall.build(Placement(standing(), frame, far_side=far))[0].points[:, 0] for far in ("", "L"))
    assert front.min() == -front.max() and front.max() > 400
    assert side.max() < 60, "from the side it would be a strip beside the back"


def test_a_ball_behind_touches_the_wall_and_the_plane_of_the_back() -> None:
    (frame,) = parsed({"props": ["gym ball behind"], "finish": {"back": "low back on gym ball behind"}}).frames
    face, _, ball = ball_behind.build(Placement(standing(), frame))
    assert ball.points[:, 2].max() == pytest.approx(0.0, abs=1.0)
    assert ball.points[:, 2].min() == pytest.approx(face.points[:, 2].max(), abs=1.0)


def test_a_worktop_beside_is_at_the_left_and_as_high_as_one_ahead() -> None:
    (frame,) = parsed({"finish": {}}).frames
    top = counter_beside.build(Placement(standing(), frame))[-1].points
    assert top[:, 0].min() > 200 * BODY.scale
    assert top[:, 1].max() == pytest.approx(counter.TOP_MM * BODY.scale)


def test_a_worktop_beside_is_on_the_side_of_the_hand_that_is_on_it() -> None:
    pose = {"props": ["counter beside"], "finish": {"right hand": "on counter beside", "left hand": "hanging"}}
    (frame,) = parsed(pose).frames
    for solid in counter_beside.build(Placement(standing(), frame)):
        assert solid.points[:, 0].max() < -200 * BODY.scale


def test_a_band_round_the_feet_is_not_in_a_close_up_of_a_hand() -> None:
    (frame,) = parsed({"props": ["band"], "finish": {"view": "close-up right hand", "right elbow": 90}}).frames
    assert band.build(Placement(standing(), frame)) == []


@pytest.mark.slow  # bodies are solved for this test alone
def test_a_chair_behind_is_clear_of_the_legs_of_every_frame() -> None:
    read = parsed({"props": ["chair behind"], "start": {"feet": "flat on floor"}, "finish": {"knees": 60}})
    found = [solve(rig.body(), frame, None) for frame in read.frames]
    posed = tuple(one.posed for one in found)
    for one in found:
        solids = chair_behind.build(Placement(one.posed, one.frame, posed))
        (seat,) = (solid for solid in solids if solid.name == "behind seat")
        low = np.vstack([each.skin[each.skin[:, 1] < chair.SEAT_MM * each.body.scale] for each in posed])
        gap = float(low[:, 2].min() - seat.points[:, 2].max())
        assert gap == pytest.approx(chair_behind.CLEAR_MM * one.posed.body.scale, abs=1.0), "the same in all frames"
