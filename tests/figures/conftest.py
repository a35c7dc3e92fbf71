"""Shared by the tests of figures: a body is solved once for each pose, an exercise drawn once for each person.

A solution takes a second and a drawing several. The same pose comes again in other frames, views and files of tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.diagnostics import Diagnostic
from handouts.figures import draw as drawing
from handouts.figures import style
from handouts.figures.draw import DEFAULT_BODY, Drawing, draw
from handouts.figures.language.grammar import FramePose
from handouts.figures.person.rig import Body
from handouts.figures.postures import solve as solving
from handouts.figures.postures.solved import Solved
from handouts.figures.render import body_map
from handouts.model.poses import WrittenPoses, resolved_pose

POSES = WrittenPoses(SHIPPED.exercises)

Drawn = tuple[Drawing | None, list[Diagnostic]]

solve_anew = solving.solve
_solutions: dict[object, tuple[Body, Solved]] = {}


def _solve_once(body: Body, frame: FramePose, before: Solved | None = None) -> Solved:
    """What `solve` gives: a body knows neither the name of its frame nor the view."""
    held = None if before is None else (repr(before.frame), before.at.tobytes())
    key = id(body), repr(replace(frame, name="", view="")), held
    if key not in _solutions:
        _solutions[key] = body, solve_anew(body, frame, before)
    return replace(_solutions[key][1], frame=frame)


for _module in (solving, drawing, body_map):
    vars(_module)["solve"] = _solve_once


@cache
def _pose(exercise: str) -> Any:
    return resolved_pose(exercise, POSES)


@cache
def _drawn(exercise: str, body: str = DEFAULT_BODY) -> Drawn:
    return draw(exercise, _pose(exercise), lambda path: None, body)


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Drawn]:
    """An exercise of the content, drawn once: its id, and the body unless it is the usual one."""
    return _drawn


@pytest.fixture(scope="session")
def pose_of() -> Callable[[str], Any]:
    """The pose of an exercise of the content, as written."""
    return _pose


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of few pixels, for tests of findings: the postures are solved as usual, and nobody looks at lines."""
    monkeypatch.setattr(style, "PIXELS_PER_MM", 4.0)
