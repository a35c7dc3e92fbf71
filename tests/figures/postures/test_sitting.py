"""Sitting: hands rest on the skin, and what goes into it is reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from posing import parsed, span_of
from sampling import one_of_each

from handouts.diagnostics import Span
from handouts.figures.checks.body import THROUGH_LIMB_MM, limb_penetration
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.person import rig
from handouts.figures.person.kinematics import INDEX
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.postures.whole_body import WholeBody
from handouts.figures.render.camera import VIEWS, Sheet
from handouts.figures.render.scene import Scene, render


def solved(frame: dict[str, Any], body: str = "adult") -> Solved:
    return solve(rig.body(body), parsed({"finish": frame}).frames[0])


def seen(one: Solved) -> DrawnFrame:
    scene = Scene(one.posed, (), VIEWS["side"], (".L",))
    left, low, right, high = scene.bounds()
    sheet = Sheet(left - 60, low - 60, right + 60, high + 60, 0.03, 6.0)
    return DrawnFrame(one, render(scene, sheet), "<svg/>", {}, None, None, None)


@pytest.mark.parametrize("body", one_of_each(["adult", "child", "woman", "man"], lambda body: body == "child"))
@pytest.mark.parametrize(
    "frame",
    [
        {"sit": "on chair", "hands": "on thighs"},
        {
            "sit": "on chair",
            "hands": "on thighs",
            "right foot": "lifted, toes 14 up",
            "right hip": 90,
            "right knee": 52,
        },
        {"sit": "on floor", "hands": "on thighs", "right knee": 24, "left foot": "heel on floor"},
    ],
)
def test_hands_rest_on_the_thighs(frame: dict[str, Any], body: str) -> None:
    one = solved(frame, body)
    hands = {c.name: c.gap_mm(one.posed) for c in one.contacts if "hand" in c.name}
    assert set(hands) == {"right hand on thigh", "left hand on thigh"}
    assert max(map(abs, hands.values())) < 1
    assert max(one.unreached_mm.values()) < 0.5, "in reach"
    assert max(limb_depths(one.posed).values(), default=0.0) < THROUGH_LIMB_MM


@pytest.mark.slow  # two seconds for a drawing of this test alone
def test_a_hand_in_the_thigh_is_reported() -> None:
    solver = WholeBody(rig.body(), parsed({"finish": {"sit": "on chair", "hands": "on thighs"}}).frames[0])
    right = solver.solve()
    at = right.at.copy()
    at[INDEX["elbow bend.R"]] -= 25.0  # the forearm goes into the thigh
    one = seen(replace(right, posed=solver._posed(at)))
    _, found = limb_penetration(one, span_of)
    assert [(d.code, d.span) for d in found] == [("HND605", Span("pose/finish"))]
    assert "arm goes" in found[0].message
    assert "into the" in found[0].message
    foot = replace(one.rendering.scene, only=("shank.R", "foot.R"))
    close = replace(one, rendering=replace(one.rendering, scene=foot))
    assert limb_penetration(close, span_of)[1] == [], "a close-up of a foot does not show it"


def test_a_foot_on_the_other_knee_leaves_that_leg_upright() -> None:
    one = solved({"sit": "on chair", "right foot": "on left knee", "left foot": "flat on floor", "hands": "hanging"})
    knee, ankle = one.posed.joint("lowerleg01.L"), one.posed.joint("foot.L")
    assert abs(knee[0] - ankle[0]) < 40, "the shin does not tip aside"
    shin = one.posed.joint("lowerleg01.R") - one.posed.joint("foot.R")
    assert abs(shin[1]) < 120 and shin[0] < -300, "the other shin lies across, the knee outwards"


def test_toes_point_up_where_legs_lie_straight() -> None:
    one = solved({"sit": "on floor"})
    for side in "RL":
        toes = one.posed.rotation(f"foot.{side}") @ np.array([0.0, 0.0, 1.0])
        assert np.degrees(np.arctan2(toes[1], toes[2])) == pytest.approx(78, abs=5)


def test_a_leg_stretched_back_is_level_with_the_hips() -> None:
    one = solved({"kneel": "on hands and knees", "right foot": "stretched back", "left hand": "stretched forward"})
    hip, knee, ankle = (one.posed.joint(f"{bone}.R")[1] for bone in ("upperleg01", "lowerleg01", "foot"))
    assert abs(hip - knee) < 25 and abs(hip - ankle) < 40
