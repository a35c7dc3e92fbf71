"""A house of its own for each test that changes something, and runs that set pages instead of pressing them."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts import library
from handouts.batch.export import full_run
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.export.result import ExportResult
from handouts.batch.workers.executor import Executor
from handouts.cli import options

DAY = datetime.date(2026, 12, 1)
ROOT = library.data_root()

Export = Callable[..., ExportResult]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each house is built anew: content that stays at its place is read once for all tests."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def house(
    site: Path,
    heel_data: Path,
    tmp_path: Path,
    read_once: None,
    without_watchdog: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A copy of content, templates and styles that may be changed."""
    place = site / "house"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(heel_data, place)
    monkeypatch.setattr(library, "data_root", lambda: place)
    monkeypatch.setattr(options, "shipped", lambda: place)
    monkeypatch.chdir(tmp_path)
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "leaflets"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first export of a file of tests is kept; nothing changes it."""
    return tmp_path_factory.mktemp("kept") / "leaflets"


@pytest.fixture
def export(folder: Path) -> Export:
    """A run in this process, of pages for the screen unless set otherwise."""

    def run(*ids: str, into: Path = folder, stop: Any = None, done: Any = None, **how: Any) -> ExportResult:
        words_ = ("clinics", "editions", "formats", "shard", "prune")
        asking = ExportRequest(
            ids, not ids, **{"formats": ("html",), **{name: how.pop(name) for name in words_ if name in how}}
        )
        order = ExportOptions(asking, into, how.pop("overlay", None), DAY, lambda: "inputs", **how)
        return full_run.export(order, done=done or (lambda line: None), executor=Executor(stop=stop))

    return run


def names(result: ExportResult, state: str) -> set[str]:
    """The conditions of the leaflets in this state."""
    return {line.name for line in result.lines if line.state == state}
