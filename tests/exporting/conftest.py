"""A house of its own for each test that changes something, and runs that set pages instead of pressing them."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts import library
from handouts.batch.crew import Crew
from handouts.cli import words
from handouts.exporting import running
from handouts.exporting.asking import Asking
from handouts.exporting.outcome import Result

DAY = datetime.date(2026, 11, 22)
ROOT = library.data_root()

Export = Callable[..., Result]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each house is built anew: content that stays at its place is read once for all tests."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def house(site: Path, tmp_path: Path, read_once: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of content, templates and styles that may be changed."""
    place = site / "house"
    shutil.rmtree(place, ignore_errors=True)
    for name in ("content", "templates", "styles"):
        shutil.copytree(ROOT / name, place / name)
    monkeypatch.setattr(library, "data_root", lambda: place)
    monkeypatch.setattr(words, "shipped", lambda: place)
    monkeypatch.chdir(tmp_path)
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "leaflets"


@pytest.fixture
def export(folder: Path) -> Export:
    """A run in this process, of pages for the screen unless asked otherwise."""

    def run(*ids: str, into: Path = folder, stop: Any = None, done: Any = None, **how: Any) -> Result:
        words_ = ("clinics", "editions", "formats", "shard", "prune")
        asking = Asking(
            ids, not ids, **{"formats": ("html",), **{name: how.pop(name) for name in words_ if name in how}}
        )
        order = running.Order(asking, into, how.pop("overlay", None), DAY, lambda: "inputs", **how)
        return running.export(order, done=done or (lambda line: None), crew=Crew(stop=stop))

    return run


def names(result: Result, state: str) -> set[str]:
    """The conditions of the leaflets in this state."""
    return {line.name for line in result.lines if line.state == state}
