"""Hands whose fingers can be counted, and shoulders that do not swell under an arm that reaches across."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed

from handouts.figures import draw as drawing
from handouts.figures.person import rig
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Posed
from handouts.figures.render import layout
from handouts.figures.render.scene import render


def posed(**finish: Any) -> Posed:
    return drawing._solved(rig.body(), parsed({"finish": finish}))[0].posed


def spread_mm(one: Posed) -> float:
    """From the tip of the index finger to that of the little finger."""
    return float(np.linalg.norm(one.joint("finger2-3.R") - one.joint("finger5-3.R")))


def test_fingers_lie_beside_one_another_unless_they_are_spread() -> None:
    hand = {"right elbow": 90, "right forearm": "palm down"}
    together, apart = (spread_mm(posed(**hand, **{"right fingers": word})) for word in ("straight", "spread"))
    assert together < 0.85 * apart


def test_an_easy_hand_bends_its_fingers_more_towards_the_little_one() -> None:
    one = posed(**{"right fingers": "relaxed"})
    bends = [twist_of(one, n) for n in (2, 3, 4, 5)]
    assert bends == sorted(bends) and bends[-1] > bends[0] + 5


def test_a_thumb_that_goes_to_the_little_finger_meets_its_tip() -> None:
    """The joints before both tips are a little more than the two last bones apart."""
    off = {word: posed(**{"right fingers": word}) for word in ("thumb to little finger", "fist", "straight")}
    apart = {w: float(np.linalg.norm(one.joint("finger1-3.R") - one.joint("finger5-3.R"))) for w, one in off.items()}
    assert apart["thumb to little finger"] < 45 < apart["straight"]
    bends = [twist_of(off["thumb to little finger"], n) for n in (2, 3, 4, 5)]
    assert bends[0] < 30 < bends[3], "the other fingers stay long"


def twist_of(one: Posed, finger: int) -> float:
    """How far the middle bone of a finger is turned against the hand, in degrees."""
    turn = one.rotation("wrist.R").T @ one.rotation(f"finger{finger}-2.R")
    return float(np.degrees(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1))))


def test_four_fingers_of_a_whole_figure_are_drawn_apart() -> None:
    pose = parsed({"view": "three-quarter", "finish": {"hands": "on hips"}})
    body = rig.body()
    solved = drawing._solved(body, pose)
    (plan,) = layout.plans(pose, solved, body)
    drawn = {patch.limb for patch in render(plan.scene, plan.sheet).patches.values()}
    assert sum(f"finger{n}.R" in drawn for n in range(1, 6)) >= 4


@pytest.mark.parametrize("side", ["R", "L"])
def test_a_shoulder_does_not_swell_under_an_arm_across_the_chest(side: str) -> None:
    word = {"R": "right", "L": "left"}[side]
    beside = {
        across: _beside_mm(posed(**{f"{word} shoulder": f"raised forward 85, across {across}"}), side)
        for across in (0, 40)
    }
    assert beside[40] < beside[0] + 5


def _beside_mm(one: Posed, side: str) -> float:
    """How far the skin of the shoulder reaches to its side from the middle of the chest."""
    near = one.body.vertices_of(f"upperarm01.{side}", f"shoulder01.{side}", f"clavicle.{side}")
    off = (one.skin[near] - one.joint("spine01")) @ one.rotation("spine01")
    return float((off[:, 0] * OUTWARD[side]).max())


def test_the_shoulder_blade_follows_an_arm_across_and_the_written_angle_still_comes_out() -> None:
    (one,) = drawing._solved(rig.body(), parsed({"finish": {"right shoulder": "raised forward 85, across 40"}}))
    asked, got = one.requested_deg["right shoulder aside"]
    assert got == pytest.approx(asked, abs=2.0)
    rest = one.posed.body.head("upperarm01.R") - one.posed.body.head("spine01")
    now = one.posed.rotation("spine01").T @ (one.posed.joint("upperarm01.R") - one.posed.joint("spine01"))
    assert now[2] > rest[2] + 30, "drawn forward round the ribs"
    assert now[0] > rest[0], "and not outwards"
