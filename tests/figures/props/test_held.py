"""Things in the hands: a band goes from fist to fist, to its post, or under the sole that stands on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import agreement
from handouts.figures.person import rig
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue
from handouts.figures.props.in_hand import grip
from handouts.figures.props.prop import Placement
from handouts.figures.props.solids import Solid


def placed(pose: dict[str, Any]) -> tuple[Solved, dict[str, Solid]]:
    """The last frame solved, with the solids of its props by name."""
    read = parsed(pose)
    one = solve(rig.body(), read.frames[-1])
    solids = catalogue.place_props(read.props, Placement(one.posed, one.frame, (one.posed,)))
    return one, {solid.name: solid for solid in solids}


def apart(points: Floats, place: Floats) -> float:
    """From a place to the nearest point, in millimetres."""
    return float(np.linalg.norm(points - place, axis=1).min())


def test_a_band_goes_from_fist_to_fist_and_hangs_while_they_are_near() -> None:
    low = {}
    for way in ("turned in 10", "turned out 45"):
        held = {"hands": "holding band", "elbows": 90, "shoulders": way}
        one, parts = placed({"props": ["band"], "finish": held})
        for side in "RL":
            assert apart(parts["band"].points, grip(one.posed, side)) < 40, "each fist holds it"
        low[way] = min(grip(one.posed, side)[1] for side in "RL") - parts["band"].points[:, 1].min()
    assert low["turned in 10"] > low["turned out 45"] + 50


@pytest.mark.parametrize(("word", "axis", "sign"), [("on the left", 0, 1), ("on the right", 0, -1), ("ahead", 2, 1)])
def test_a_band_ends_at_the_knob_of_its_door(word: str, axis: int, sign: int) -> None:
    held = {"right hand": f"holding band fixed {word} at chest height", "right elbow": 90}
    one, parts = placed({"props": ["band"], "finish": held})
    band, middle = parts["band R"].points, parts["band knob"].points.mean(axis=0)
    assert sign * (middle - one.posed.joint("root"))[axis] > 500, "the door is where the words say"
    assert sign * (parts["band door"].points.mean(axis=0) - middle)[axis] > 0, "and the knob on its near side"
    assert apart(band, grip(one.posed, "R")) < 40
    reached = band[np.linalg.norm((band - middle)[:, [0, 2]], axis=1).argmin()]
    assert np.abs(reached[[0, 2]] - middle[[0, 2]]).max() < 30
    assert reached[1] == pytest.approx(0.72 * 1700 * one.posed.body.scale, abs=40), "at the height that is written"


def test_a_band_under_a_foot_ends_under_its_sole() -> None:
    one, parts = placed({"props": ["band"], "finish": {"right hand": "holding band under left foot"}})
    assert apart(parts["band R"].points, one.posed.joint("toe3-1.L") * [1, 0, 1]) < 120


def test_a_thing_in_the_hand_must_be_among_the_props() -> None:
    pose = {"props": ["chair"], "sit": "on chair", "finish": {"right hand": "holding band fixed ahead"}}
    (found,) = agreement.disagreements(parsed(pose), pose, lambda path: None, catalogue.VOCABULARY)
    assert "a band that is not there" in found.message


@pytest.mark.parametrize("thing", ["weight", "water bottle", "tin", "small ball", "putty"])
def test_a_thing_lies_in_the_hand_that_holds_it(thing: str) -> None:
    one, parts = placed({"props": [thing], "finish": {"right hand": f"holding {thing}", "right elbow": 90}})
    middle = parts[thing].points.mean(axis=0)
    assert float(np.linalg.norm(middle - grip(one.posed, "R"))) < 60
    assert float(np.linalg.norm(middle - grip(one.posed, "L"))) > 300


def test_fingers_and_thumb_go_round_a_ball_that_lies_in_the_palm_open_or_closed() -> None:
    held = {"right hand": "holding small ball", "right elbow": 90}
    places = []
    for shape in ({}, {"right fingers": "spread, thumb out"}):
        one, parts = placed({"props": ["small ball"], "finish": {**held, **shape}})
        posed, ball = one.posed, parts["small ball"].points
        middle, radius = ball.mean(axis=0), np.ptp(ball[:, 1]) / 2
        places.append(posed.rotation("wrist.R").T @ (middle - posed.joint("wrist.R")))
        tips = [apart(posed.skin[posed.body.vertices_of(f"finger{n}-3.R")], middle) - radius for n in range(1, 5)]
        if not shape:
            assert max(np.abs(tips)) < 10, "all but the little finger touch it"
            inside = [np.linalg.norm(posed.joint(f"finger{n}-{k}.R") - middle) for n in range(1, 6) for k in (1, 2, 3)]
            assert min(inside) > radius, "no bone goes through it"
    assert np.abs(places[0] - places[1]).max() < 1, "it stays while the hand opens"


def test_two_hands_hold_a_weight_each_wherever_they_are_and_a_stick_together() -> None:
    apart_mm = {}
    for thing in ("weight", "stick"):
        one, _ = placed({"props": [thing], "finish": {"hands": f"holding {thing}", "shoulders": "aside 30"}})
        apart_mm[thing] = float(np.linalg.norm(grip(one.posed, "R") - grip(one.posed, "L")))
    assert apart_mm["weight"] > apart_mm["stick"] + 100


def test_a_box_is_between_both_palms_and_level_or_on_the_floor() -> None:
    one, parts = placed({"props": ["box"], "finish": {"hands": "holding box", "elbows": 80, "trunk": "lean 20"}})
    box = parts["box"].points
    assert box[:, 0].min() > grip(one.posed, "R")[0] - 30 and box[:, 0].max() < grip(one.posed, "L")[0] + 30
    assert box[:, 2].mean() > one.posed.joint("root")[2] + 150, "it hangs before the body, which leans"
    assert len({round(float(y)) for y in box[:, 1]}) == 2, "it is level"
    _, parts = placed({"props": ["box"], "finish": {}})
    assert parts["box"].points[:, 1].min() == pytest.approx(0, abs=1)


def test_a_band_is_fixed_at_the_waist_of_one_who_sits_too() -> None:
    over_hips = {}
    for posture in ({}, {"sit": "on chair"}):
        held = {"right hand": "holding band fixed on the left", "right elbow": 90}
        one, parts = placed({"props": ["band", "chair"], **posture, "finish": held})
        end = parts["band R"].points[parts["band R"].points[:, 0].argmax()]
        over_hips[len(posture)] = float(end[1] - one.posed.joint("root")[1])
    assert over_hips[0] == pytest.approx(over_hips[1], abs=10)
