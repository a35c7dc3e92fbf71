"""Shared by the tests of figures: each exercise is drawn once per person, since a drawing takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.draw import DEFAULT_BODY, Drawing, draw
from handouts.library.pictures import poses
from handouts.model.poses import resolved_pose

POSES = poses(SHIPPED.exercises.values())

Drawn = tuple[Drawing | None, list[Diagnostic]]


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
