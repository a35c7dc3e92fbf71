"""Small movements of the foot on the floor, and the band round both feet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posing import parsed, span_of

from handouts.diagnostics import Span
from handouts.figures.language import grammar
from handouts.figures.person import rig
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.postures.solve import solve
from handouts.figures.props import band, catalogue
from handouts.figures.props.prop import Placement


def posed(frame: dict[str, Any], body: str = "adult") -> Posed:
    return solve(rig.body(body), parsed({"finish": {"sit": "on chair", **frame}}).frames[0]).posed


def way_deg(one: Posed, side: str) -> float:
    """Which way a foot points, seen from above: outwards counts as plus."""
    ahead = one.rotation(f"foot.{side}") @ np.array([0.0, 0.0, 1.0])
    return float(np.degrees(np.arctan2(ahead[0], ahead[2]))) * (-1 if side == "R" else 1)


@pytest.mark.parametrize("side", ["right", "left"])
def test_toes_turn_out_by_what_is_asked(side: str) -> None:
    still, turned = posed({}), posed({f"{side} foot": "flat on floor, toes 14 out"})
    own, other = ("R", "L") if side == "right" else ("L", "R")
    assert way_deg(turned, own) - way_deg(still, own) == pytest.approx(14, abs=1.0)
    assert way_deg(turned, other) == pytest.approx(way_deg(still, other), abs=0.1)
    for name in (f"{side} knee", f"{side} hip"):
        assert angles(turned)[name] == pytest.approx(angles(still)[name], abs=1.0), "the leg stays still"
    assert abs(float(turned.skin[foot_vertices(turned.body, own), 1].min())) < 1, "the foot stays on the floor"


@pytest.mark.parametrize("body", ["adult", "child", "heavier-woman"])
def test_a_band_lies_flat_round_both_feet(body: str) -> None:
    one = posed({"right foot": "flat on floor, toes 14 out"}, body)
    over, under = band.build(
        Placement(one, grammar.FramePose("finish", feet={"R": catalogue.VOCABULARY.foot("flat on floor, toes 14 out")}))
    )
    feet = one.skin[np.concatenate([foot_vertices(one.body, side) for side in "RL"])]
    k = one.body.scale
    for side in "RL":
        base = one.joint(f"toe3-1.{side}")
        near = over.points[np.abs(over.points[:, 0] - base[0]) < 25 * k]
        gap = [float(np.linalg.norm(feet - point, axis=1).min()) for point in near]
        assert 0 < float(np.mean(gap)) < 14 * k, "close to the skin, and over it"
        assert near[:, 1].min() > base[1] - 3 * k, "over the foot, down to its outer edge"
    assert float(under.points[:, 1].mean()) < 25 * k, "under the soles"
    assert over.points[:, 0].min() < one.joint("foot.R")[0] < one.joint("foot.L")[0] < over.points[:, 0].max()
    width = np.linalg.norm(over.points[0::2] - over.points[1::2], axis=1)
    assert float(np.median(width)) == pytest.approx(band.WIDE_MM * k, rel=0.25)


def test_an_arrow_that_leads_outwards_names_a_side() -> None:
    _, found = catalogue.read({"arrow": "heels out"}, span_of)
    assert [(d.code, d.span) for d in found] == [("HND601", Span("pose/arrow"))]
    assert "right toes out" in found[0].help


def test_a_foot_turns_out_in_every_posture() -> None:
    for posture in ({}, {"sit": "on chair"}):
        turned = posed({**posture, "right foot": "flat on floor, toes 20 out"})
        toes = turned.joint("toe3-1.R") - turned.joint("foot.R")
        plain = posed({**posture, "right foot": "flat on floor"})
        before = plain.joint("toe3-1.R") - plain.joint("foot.R")
        assert np.degrees(np.arctan2(-toes[0], toes[2]) - np.arctan2(-before[0], before[2])) == pytest.approx(20, abs=8)


def test_an_arch_is_lifted_while_heel_ball_and_toes_stay_down() -> None:
    flat, domed = posed({}), posed({"right foot": "flat on floor, arch 9 mm up"})
    k, own = flat.body.scale, foot_vertices(flat.body, "R")
    ahead = (flat.skin[own, 2] - flat.joint("foot.R")[2]) / k
    inner = (flat.skin[own, 0] - flat.joint("foot.R")[0]) / k > 8
    rise = (domed.skin[own, 1] - flat.skin[own, 1]) / k
    under = flat.skin[own, 1] < 30 * k
    assert 6 < rise[under & inner & (ahead > 50) & (ahead < 80)].mean() < 9.5, "the arch"
    assert np.abs(rise[under & ((ahead < 0) | (ahead > 130))]).max() < 0.5, "heel, ball and toes"
    assert abs(float(domed.skin[own, 1].min())) < 1, "on the floor"
    length = [float(np.ptp(one.skin[own, 2])) / k for one in (flat, domed)]
    assert 3 < length[0] - length[1] < 6, "the ball comes back a little"
    other = foot_vertices(flat.body, "L")
    assert np.abs(domed.skin[other] - flat.skin[other]).max() < 0.5
