"""A small change of a pose is a small matter: what touched still touches, within the limit of the checks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed
from sampling import one_of_each

from handouts.figures.checks.body import CONTACT_MM
from handouts.figures.person import rig
from handouts.figures.postures.solve import solve

WALL, LYING = {"props": ["wall"]}, {"props": ["mat"], "lie": "on back"}
CHANGED: list[dict[str, Any]] = [
    {**WALL, "back": "on wall", "feet": f"flat on floor, {cm} cm from wall", "knees": knees}
    for cm, knees in ((52, 74), (57, 83))
]
CHANGED += [
    {**WALL, "feet": f"flat on floor, {cm} cm from wall", "hands": "on wall at shoulder height", "elbows": elbows}
    for cm, elbows in ((71, 68), (78, 80))
]
CHANGED += [{**LYING, "left foot": "flat on mat", "right knee": "straight", "right hip": hip} for hip in (41, 52)]
CHANGED += [{**LYING, "left knee": "straight", "right knee": knee} for knee in (82, 97)]
CHANGED += [{"props": ["mat"], "lie": "on front", "right knee": knee} for knee in (91, 108)]
CHANGED += [
    {"props": ["chair", "table"], "sit": "on chair", "hands": "on table", "trunk": f"lean {lean}"} for lean in (12, 29)
]


@pytest.mark.parametrize("frame", one_of_each(CHANGED, lambda frame: "lie" in frame), ids=str)
def test_a_small_change_still_meets_its_contacts(frame: dict[str, Any]) -> None:
    pose = {key: value for key, value in frame.items() if key != "props"}
    one = solve(rig.body(), parsed({"finish": pose, "props": frame["props"]}).frames[-1])
    assert max(one.unreached_mm.values()) == 0.0
    assert {c.name: c.gap_mm(one.posed) for c in one.contacts if abs(c.gap_mm(one.posed)) > CONTACT_MM} == {}
    assert all(abs(asked - got) <= 3 for asked, got in one.requested_deg.values())


def test_the_thumb_of_a_fist_lies_over_the_fingers_and_that_of_a_flat_fist_beside_them() -> None:
    def to_fingers_mm(shape: str) -> float:
        posed = solve(rig.body(), parsed({"finish": {"right elbow": 90, "right fingers": shape}}).frames[0]).posed
        return float(np.linalg.norm(posed.joint("finger1-3.R") - posed.joint("finger3-2.R")))

    assert to_fingers_mm("fist") + 8 < to_fingers_mm("flat fist")
