"""On one knee and on one side: what the body does, and that what was written is what came out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from posing import parsed
from sampling import one_of_each

from handouts.figures.checks import body as body_checks
from handouts.figures.checks import joints
from handouts.figures.draw import draw
from handouts.figures.language import values
from handouts.figures.person import rig
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved

PAGE = Path(__file__).parents[3] / "docs" / "figures.md"
_BLOCKS = re.findall(r"```yaml (pose|exercise)\n(.*?)```", PAGE.read_text("utf-8"), re.S)
DESCRIBED = [(read if kind == "pose" else read["pose"]) for kind, text in _BLOCKS for read in (yaml.safe_load(text),)]


def _posture(pose: dict[str, Any]) -> str:
    return str(pose.get("kneel") or pose.get("lie") or pose.get("sit") or "stand")


def solved(frame: dict[str, Any], body: str = "adult") -> Solved:
    return solve(rig.body(body), parsed({"finish": frame}).frames[0])


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(
    "pose",
    one_of_each(sorted(DESCRIBED, key=lambda pose: "kneel" not in pose), lambda pose: "any"),
    ids=lambda pose: _posture(pose),
)
def test_what_the_page_describes_is_drawn_without_a_finding(pose: dict[str, Any]) -> None:
    drawing, found = draw("described", pose, lambda path: None)
    assert drawing is not None
    assert [one.message for one in found if one.code != "HND606"] == [], "HND606 measures marks: too few pixels here"
    assert len(drawing.frames) >= 2
    assert drawing.frames[0].svg != drawing.frames[1].svg


@pytest.mark.slow  # twelve drawings of full resolution, two seconds each
@pytest.mark.parametrize("pose", DESCRIBED, ids=lambda pose: _posture(pose))
def test_what_the_page_describes_can_be_seen(pose: dict[str, Any]) -> None:
    drawing, found = draw("described", pose, lambda path: None)
    assert drawing is not None and found == []


def test_the_page_describes_each_of_them() -> None:
    said = {_posture(pose) for pose in DESCRIBED}
    assert {"on right knee", "on left side", "in wheelchair"} <= said


def of_each_body(*bodies: str) -> list[Any]:
    """Each body on one side in the quick suite, and on both in the slow one."""
    cases = [(body, ("right", "left")[(at + turn) % 2]) for turn in range(2) for at, body in enumerate(bodies)]
    return one_of_each(cases, lambda case: case[0])


# on one knee


@pytest.mark.parametrize(("body", "down"), of_each_body("adult", "child", "heavier-woman"))
def test_one_knee_is_down_and_the_other_foot_stands_flat(body: str, down: str) -> None:
    one = solved({"kneel": f"on {down} knee"}, body)
    other = "left" if down == "right" else "right"
    names = [contact.name for contact in one.contacts]
    assert {f"{down} knee on mat", f"{down} foot on mat", f"{other} foot on floor"} <= {*names}
    assert f"{other} knee on mat" not in names
    assert all(abs(contact.gap_mm(one.posed)) <= body_checks.CONTACT_MM for contact in one.contacts)
    knees = {side: one.posed.joint(f"lowerleg01.{side}") for side in "RL"}
    low, high = (knees[values.SIDES[side]] for side in (down, other))
    assert low[1] < 90 * one.posed.body.scale and high[1] > 350 * one.posed.body.scale
    assert high[2] > low[2] + 200 * one.posed.body.scale


def test_hips_come_forward_over_a_knee_that_is_bent_less() -> None:
    upright, forward = (solved({"kneel": "on right knee", "right knee": knee}) for knee in (90, 76))
    assert forward.posed.joint("root")[2] > upright.posed.joint("root")[2] + 60
    assert angles(forward.posed)["right hip"] < -10
    for one in (upright, forward):
        for asked, got in one.requested_deg.values():
            assert got == pytest.approx(asked, abs=joints.REQUESTED_DEG)


# on one side


@pytest.mark.parametrize(("body", "down"), of_each_body("adult", "child", "heavier-man"))
def test_the_body_rests_on_the_side_that_was_named(body: str, down: str) -> None:
    one = solved({"lie": f"on {down} side"}, body)
    k, posed = one.posed.body.scale, one.posed
    under, over = values.SIDES[down], "L" if down == "right" else "R"
    for bone in ("upperarm01", "upperleg01", "lowerleg01"):
        assert posed.joint(f"{bone}.{over}")[1] > posed.joint(f"{bone}.{under}")[1] + 50 * k, bone
    assert all(abs(contact.gap_mm(posed)) <= body_checks.CONTACT_MM for contact in one.contacts)
    assert {f"{down} hip on mat", f"{down} shoulder on mat"} <= {contact.name for contact in one.contacts}
    assert float(posed.skin[:, 1].min()) > -body_checks.PRESSED_MM
    assert max(limb_depths(posed).values(), default=0.0) <= 10


@pytest.mark.parametrize(
    ("foot", "name"), [("on left foot, knee 35 up", "right knee up"), ("leg 30 up", "right hip aside")]
)
def test_the_upper_leg_goes_up_as_far_as_the_pose_says(foot: str, name: str) -> None:
    rest, up = solved({"lie": "on left side"}), solved({"lie": "on left side", "right foot": foot})
    asked, got = up.requested_deg[name]
    assert got == pytest.approx(asked, abs=joints.REQUESTED_DEG)
    assert up.posed.joint("lowerleg01.R")[1] > rest.posed.joint("lowerleg01.R")[1] + 60
    assert up.posed.joint("lowerleg01.L") == pytest.approx(rest.posed.joint("lowerleg01.L"), abs=10)


def test_feet_stay_together_while_the_knee_opens() -> None:
    posed = solved({"lie": "on left side", "right foot": "on left foot, knee 40 up"}).posed
    assert float(np.linalg.norm(posed.joint("foot.R") - posed.joint("foot.L"))) < 130
