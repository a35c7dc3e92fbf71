"""The runner of a batch: what it places in the folder when the disk does not take everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from handouts.batch import folder, runner
from handouts.batch.results import DiskError
from handouts.batch.runner import FinishedFile
from handouts.diagnostics import Diagnostic
from handouts.files import writing
from handouts.pdf import Printed

FILES = [FinishedFile(f"{number}.pdf", f"key {number}", Printed(b"0123456789", 1, ()), ()) for number in range(4)]
FULL = Diagnostic("HND702", "the disk is full", "make room")


def nearly_full(monkeypatch: pytest.MonkeyPatch, free: int) -> list[int]:
    """A disk with room for so many bytes; the list counts the files of each attempt."""
    attempts: list[int] = []
    save_many, used = writing.save_many, 0

    def save(files: Mapping[Path, bytes], temporary: Path, labels: Mapping[Path, str]) -> list[Diagnostic]:
        nonlocal used
        attempts.append(len(files))
        size = sum(map(len, files.values()))
        if used + size > free:
            return [FULL]
        used += size
        return save_many(files, temporary, labels)

    monkeypatch.setattr(writing, "save_many", save)
    return attempts


@pytest.mark.parametrize("announce", [True, False])
def test_nearly_full_disk_keeps_the_files_that_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, announce: bool
) -> None:
    attempts = nearly_full(monkeypatch, free=25)
    placed = []
    with folder.opened(tmp_path, "mail-merge") as (output, _):
        assert output is not None
        with pytest.raises(DiskError):
            for result in runner.place(FILES, output, announce):
                placed.append(result.name)
        assert placed == ["0.pdf", "1.pdf"] and attempts == [4, 1, 1, 1]
        assert output.holds("1.pdf", "key 1") and not output.holds("2.pdf", "key 2")
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["0.pdf", "1.pdf"]


def test_files_that_fit_are_placed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = nearly_full(monkeypatch, free=40)
    with folder.opened(tmp_path, "export") as (output, _):
        assert output is not None
        assert [result.state for result in runner.place(FILES, output)] == ["pressed"] * 4
    assert attempts == [4]


def test_file_with_an_error_is_not_placed(tmp_path: Path) -> None:
    wrong = FinishedFile("wrong.pdf", "key", Printed(b"x", 1, ()), (FULL,))
    with folder.opened(tmp_path, "export") as (output, _):
        assert output is not None
        assert [result.state for result in runner.place([wrong, FILES[0]], output)] == ["failed", "pressed"]
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["0.pdf"]
