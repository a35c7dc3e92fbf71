"""A copy of the program, in which a how-to page is carried out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .recipes import ROOT


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program with its content, to carry a recipe out in."""
    root = tmp_path / "copy"
    for name in ("handouts", "content", "templates", "styles"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root
