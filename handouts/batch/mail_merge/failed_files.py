"""The files of failed rows in a folder: written, kept or deleted at the end of a run.

A run replaces and deletes those alone that it wrote itself. One that a person changed stays as it is: its corrections
may be nowhere else. The journal has the hash of each as it was written. A run of such a file writes it anew with all
its rows, the printed ones without a reason: so the corrections stay, and no try leaves another file.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from handouts.batch import folder as folders
from handouts.batch.folder import Folder
from handouts.batch.patients import PatientList, decoding, failed_rows
from handouts.batch.patients.table import Table
from handouts.batch.shards import Shard, is_marked, marked
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing


@dataclass(frozen=True, slots=True)
class FailedFiles:
    """What became of the files of failed rows.

    Args:
        file: the one whose rows are to be mended; None where no row is left.
        earlier: rows of earlier runs in it that this run did not have.
        is_list: whether the list of this run is a file of failed rows of the folder.
        found: HND921 for each file that a person changed, and HND702.
    """

    file: Path | None = None
    earlier: int = 0
    is_list: bool = False
    found: tuple[Diagnostic, ...] = ()


def kept(
    patients: PatientList,
    why: Mapping[int, Sequence[Diagnostic]],
    folder: Folder,
    rows: Path | None,
    shard: Shard | None,
) -> FailedFiles:
    """Writes the rows that failed, and deletes the files of earlier runs whose rows this run had.

    Args:
        why: the findings of each failed row, by its place.
        rows: the list of this run, unless it came on standard input.
    """
    name = failed_rows.name(patients.table)
    files = [_File(path, patients, folder, rows) for path in _paths(folder.path / marked(name, shard))]
    found = [file.changed_by_hand() for file in files if file.is_changed and not file.is_list]
    own = [file for file in files if not file.is_changed]
    read = next((file for file in files if file.is_list), None)
    # The last of the paths is free.
    target = next((file for file in own if (file.has_room if why else file.earlier)), None)
    if why and read:
        target, why = read, {**dict.fromkeys(patients.numbers, ()), **why}
    if target and (why or target.has_room):
        data = failed_rows.failed(patients, why, target.rows)
        entry = folders.entry(target.path.name, "", data)
        found += writing.save(target.path, data, alone=True) or folder.record([entry])
    for file in own:
        if file.is_there and not file.earlier and not file.is_list and file is not target:
            found += _deleted(file.path, folder)
    for old in _of_shares(patients, folder, name, rows, shard):
        found += _deleted(old, folder)
    return FailedFiles(target.path if target else None, target.earlier if target else 0, read is not None, tuple(found))


class _File:
    """A file of failed rows, or a name that is free for one. `earlier` are its rows that this run did not have."""

    def __init__(self, path: Path, patients: PatientList, folder: Folder, rows: Path | None) -> None:
        self.path = path
        self.is_there = path.exists()
        self.is_list = bool(self.is_there and rows and rows.exists() and path.samefile(rows))
        self.is_changed = self.is_there and not _is_as_written(path, folder)
        self.rows = _unmended(path, patients)
        self.earlier = len(self.rows.records)
        self.has_room = not self.earlier or failed_rows.is_alike(self.rows, patients.table)

    def changed_by_hand(self) -> Diagnostic:
        message = f"somebody changed `{self.path}`, and this run did not read it; it stays as it is"
        command = shlex.join(["handouts", "mail-merge", str(self.path), "-o", str(self.path.parent)])
        return Diagnostic(
            "HND921", message, f"if you corrected rows in it, run that file too: `{command}`; else delete it"
        )


def _paths(first: Path) -> Iterator[Path]:
    """`failed.csv`, `failed-2.csv` and so on, up to the first number of no file."""
    yield first
    for number in count(2):
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
        yield path
        if not path.exists():
            return


def _is_as_written(path: Path, folder: Folder) -> bool:
    known = folder.known(path.name)
    try:
        return known is not None and reading.hash_of(path, decoding.MAX_BYTES, folder.path) == known.sha256
    except OSError:
        return False


def _unmended(path: Path, patients: PatientList) -> Table:
    """The rows of a file of failed rows that this run did not have."""
    try:
        data = reading.read_bytes(path, decoding.MAX_BYTES)
    except OSError:
        return Table(str(path))
    return failed_rows.unmended(data, str(path), {*patients.numbers.values()})


def _deleted(path: Path, folder: Folder) -> list[Diagnostic]:
    folder.forget([path.name])
    return writing.delete(path)


def _of_shares(patients: PatientList, folder: Folder, name: str, rows: Path | None, shard: Shard | None) -> list[Path]:
    """The failed rows that shares kept, and a run of the whole list reports again; one of some mended rows does not."""
    if shard or rows is None or rows.resolve().parent == folder.path.resolve():
        return []
    paths = (path for path in sorted(folder.path.iterdir()) if is_marked(path.name, name))
    return [path for path in paths if _is_as_written(path, folder) and not _unmended(path, patients).records]
