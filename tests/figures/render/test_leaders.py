"""The lines of labels: they end at the edge of their limb, and cross no other part of the figure."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from handouts.figures.checks import paper
from handouts.figures.language import grammar
from handouts.figures.person import rig
from handouts.figures.postures.solve import solve
from handouts.figures.render import leaders
from handouts.figures.render.camera import VIEWS, Sheet
from handouts.figures.render.scene import Rendering, Scene, render

FIGURES = Path(__file__).parents[3] / "content" / "figures"
SPREAD = {"hip bend.R": 5.0, "hip aside.R": 25.0, "hip aside.L": 25.0}


@pytest.fixture(scope="module")
def standing() -> Rendering:
    """From the front with the legs apart: its right leg is at the left of the picture."""
    one = solve(rig.body(), grammar.FramePose("finish", joints_deg=SPREAD))
    scene = Scene(one.posed, (), VIEWS["front"])
    left, low, right, high = scene.bounds()
    return render(scene, Sheet(left - 60, low - 60, right + 60, high + 60, 0.06, 24.0))


def knee(rendering: Rendering, side: str) -> np.ndarray:
    scene = rendering.scene
    return np.asarray(rendering.sheet.to_print_mm(scene.camera.see(scene.posed.joint(f"lowerleg01.{side}"))))


def test_a_line_ends_inside_the_near_edge_of_its_limb(standing: Rendering) -> None:
    at = knee(standing, "R")
    found = leaders.planned(standing, {"right knee": at}, None, "right")
    end = found.ends["right knee"]
    assert found.faces == "right" and found.crossed_mm == {"right knee": 0.0}
    assert end[0] < at[0] and standing.body_pixels[int(end[1] * 24), int(end[0] * 24)]
    outside = end - np.array([leaders.INSIDE_MM + 0.6, 0.0])
    assert not standing.body_pixels[int(outside[1] * 24), int(outside[0] * 24)]


def test_labels_change_sides_where_a_line_would_cross_the_other_leg(standing: Rendering) -> None:
    found = leaders.planned(standing, {"left knee": knee(standing, "L")}, None, "right")
    assert found.faces == "left" and sum(found.crossed_mm.values()) == 0
    both = {f"{word} knee": knee(standing, side) for word, side in (("right", "R"), ("left", "L"))}
    assert max(leaders.planned(standing, both, None, "right").crossed_mm.values()) > paper.LEADER_OVER_MM


def test_no_line_of_a_shipped_drawing_crosses_the_figure() -> None:
    cards = [json.loads(path.read_text("utf-8")) for path in sorted(FIGURES.glob("*.json"))]
    crossed = {
        card["exercise"]: checks["leader_over_figure_mm"]
        for card in cards
        for checks in card["checks"].values()
        if isinstance(checks, dict) and "leader_over_figure_mm" in checks
    }
    assert len(crossed) > 10
    assert max(crossed.values()) <= paper.LEADER_OVER_MM
