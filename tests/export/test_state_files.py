"""State files and inputs that are damaged, endless or no files at all: as if they were not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.batch import manifest
from handouts.batch.export import cache
from handouts.batch.inputs import Inputs

RUN = {"files": ["a.pdf"], "first_day": "2026-01-01", "last_day": "2026-12-31", "warnings": 0}


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link(path: Path) -> None:
    path.symlink_to("../secret")


NO_FILES = pytest.mark.parametrize(
    "made", [os.mkfifo, device, link, os.mkdir], ids=["pipe", "device", "link", "folder"]
)


def state(**changed: object) -> str:
    return json.dumps({"inputs": "", "stamp": "", "runs": {"w": RUN | changed}, "seen": {}})


def test_memory_is_read(tmp_path: Path) -> None:
    (tmp_path / cache.NAME).write_text(state())
    assert cache.read(tmp_path).runs == {"w": cache.Run(**RUN)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, '{"runs":' * 300 + "1" + "}" * 300, state().replace(": 0", ": " + "9" * 5_000),
        state(files=3), state(files=["../a.pdf"]), state(files=["a\0.pdf"]),
        state(warnings="many"), state(extra=1)[:-1],
    ],
)  # fmt: skip
def test_damaged_memory_is_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / cache.NAME).write_text(text)
    assert cache.read(tmp_path) == cache.Cache()


@NO_FILES
def test_memory_that_is_no_file_is_forgotten(tmp_path: Path, made: Callable[[Path], None]) -> None:
    (tmp_path / "secret").write_text(state())
    (tmp_path / "room").mkdir()
    made(tmp_path / "room" / cache.NAME)
    assert cache.read(tmp_path / "room") == cache.Cache()


@NO_FILES
def test_input_that_is_no_file_has_no_bytes(tmp_path: Path, made: Callable[[Path], None]) -> None:
    for folder in ("content", "templates", "styles", "own"):
        (tmp_path / folder).mkdir()
    made(tmp_path / "own" / "logo.png")
    first = Inputs(tmp_path / "own", tmp_path).digest()
    (tmp_path / "secret").write_text("changed")
    assert Inputs(tmp_path / "own", tmp_path).digest() == first


def test_input_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    for folder in ("content", "templates", "styles"):
        (tmp_path / folder).mkdir()
    with (tmp_path / "content" / "film.mov").open("wb") as file:
        file.truncate(40 << 30)  # sparse
    assert Inputs(None, tmp_path).digest()


@pytest.mark.parametrize(
    ("field", "value", "is_known"),
    [
        ("settings", {"calf-stretch-wall.hold": 20}, True),
        ("settings", {"calf-stretch-wall.hold": [20]}, False),
        ("settings", {"calf-stretch-wall.hold": "20"}, False),
        ("side", "both", True),
        ("side", "upper", False),
    ],
)
def test_manifest_entry_with_a_request_that_nobody_can_make_is_foreign(
    field: str, value: object, is_known: bool
) -> None:
    request: dict[str, object] = {
        "conditions": ["sore-heel"],
        "clinic": "example",
        "side": None,
        "exercises": 4,
        "settings": {},
    }
    entry: dict[str, object] = {
        "request": request | {field: value},
        "edition": None, "format": "html", "document": {"id": "SH-en", "version": "0.1.0"}, "findings": [],
        "made_from": {"words": "x"}, "key": "x", "press": "x", "sha256": "x", "bytes": 1, "pages": 0,
        "found_by_press": [],
    }  # fmt: skip
    assert manifest.is_entry("example/sore-heel.html", entry) == is_known
