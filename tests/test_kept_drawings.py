"""A kept drawing is read at its first use, and its findings with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handouts import library
from handouts.library import pictures
from handouts.library.pictures import KeptDrawings
from handouts.model import Library
from handouts.pipeline.workspace import Workspace

FOLDER, STYLES = library.data_root() / "content", library.data_root() / "styles"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The drawings that are read, in order."""
    names: list[str] = []
    drawing = pictures._drawing

    def watched(store: Any, subject: Any, written: Any, layer: Any, path: Path, person: str) -> Any:
        names.append(path.stem)
        return drawing(store, subject, written, layer, path, person)

    monkeypatch.setattr(pictures, "_drawing", watched)
    return names


def opened(*folders: Path) -> tuple[Library, KeptDrawings, Workspace]:
    records, drawings, found = library.read([*folders, FOLDER], STYLES)
    return records, drawings, Workspace(records, tuple(found), None, drawings)


def test_a_drawing_is_read_once_and_when_it_is_used(read: list[str]) -> None:
    records, _, _ = opened()
    assert read == []
    assert records.figures["bridge"] and "bridge" in records.figures
    assert read == ["bridge"]


def test_a_leaflet_has_the_findings_of_its_drawings_alone(read: list[str], tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    for name in ("bridge", "calf-stretch-wall"):
        (tmp_path / "figures" / f"{name}.json").write_text("{}", "utf-8")
    _, _, workspace = opened(tmp_path)
    used, others = workspace.split(frozenset({"figures/bridge"}))
    assert [(one.code, Path(one.span.file).name) for one in used if one.span] == [("HND305", "bridge.json")]
    assert read and all(one.startswith("bridge") for one in read)
    assert not any(one.code == "HND305" for one in others)
    assert sum(one.code == "HND305" for one in workspace.findings) == 2
