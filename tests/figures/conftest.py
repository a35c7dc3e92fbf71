"""Drawing is dear: each exercise is drawn once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts.diagnostics import Diagnostic
from handouts.figures.draw import Drawing, draw

EXERCISES = Path(__file__).parents[2] / "content" / "exercises"

Drawn = tuple[Drawing | None, list[Diagnostic]]


@cache
def _pose(exercise: str) -> Any:
    return yaml.safe_load((EXERCISES / f"{exercise}.yaml").read_text(encoding="utf-8"))["pose"]


@cache
def _drawn(exercise: str) -> Drawn:
    return draw(exercise, _pose(exercise), lambda path: None)


@pytest.fixture(scope="session")
def drawn() -> Callable[[str], Drawn]:
    """An exercise of the content, drawn."""
    return _drawn


@pytest.fixture(scope="session")
def pose_of() -> Callable[[str], Any]:
    """The pose of an exercise of the content, as written."""
    return _pose
