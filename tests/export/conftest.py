"""A house of its own for each test that changes something, and runs that set pages instead of pressing them."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts import library
from handouts.batch.export import full_run
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.export.result import ExportResult
from handouts.batch.inputs import Inputs
from handouts.batch.stamps import Stamp
from handouts.batch.workers.executor import Executor
from handouts.cli import options

DAY = datetime.date(2026, 12, 1)
ROOT = library.data_root()

Export = Callable[..., ExportResult]


class Unchanged(Inputs):
    """Inputs that are the same for each run, where they are not the subject."""

    def digest(self) -> str:
        return "inputs"

    def stamp(self) -> Stamp:
        return "stamp", 0


UNCHANGED = Unchanged(None, ROOT)


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
        order = ExportOptions(asking, into, how.pop("overlay", None), DAY, UNCHANGED, **how)
        return full_run.export(order, done=done or (lambda line: None), executor=Executor(stop=stop))

    return run


def names(result: ExportResult, state: str) -> set[str]:
    """The conditions of the leaflets in this state."""
    return {line.name for line in result.lines if line.state == state}


def change(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, path
    path.write_text(text, "utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def settle(folder: Path) -> None:
    """Lets the memory be some seconds younger than all files."""
    path, later_ns = folder / ".handouts/memory.json", 10_000_000_000
    os.utime(path, ns=(path.stat().st_mtime_ns + later_ns,) * 2)


def behind_its_date(path: Path) -> None:
    """Changes a file, but not its size and its date."""
    stat, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
