"""One good leaflet, laid and pressed once for all tests that only look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.pdf import Printed, rendering
from handouts.pdf.reader import PdfReader

from . import sample
from .recipes import ROOT


@pytest.fixture(scope="session")
def printed() -> Printed:
    """The sample leaflet as PDF."""
    return rendering.render(sample.leaflet(), [])


@pytest.fixture(scope="session")
def back(printed: Printed) -> Iterator[PdfReader]:
    """The sample leaflet, read back from its PDF."""
    with PdfReader(printed.data) as opened:
        yield opened


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program with its content, to carry a recipe out in."""
    root = tmp_path / "copy"
    for name in ("handouts", "content", "templates", "styles"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root
