"""What a run has finished, one JSON line a file, written as it goes: the same command goes on where the last one ended.

A line that cannot be read, such as one that a power cut left half, is ignored: its file is printed once more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing

NAME = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished file. `facts` is what its verb wants to know later, as JSON values, and never about a person."""

    name: str  # path inside the folder, with `/`
    key: str  # of all that it was made from
    sha256: str
    size: int
    facts: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path) -> dict[str, Entry]:
    """The last entry of every name. Raises OSError for what is no regular file."""
    try:
        lines = _bytes(path).split(b"\n")
    except FileNotFoundError:
        return {}
    # Behind the last line end there is nothing, or half a line of a killed run.
    return {entry.name: entry for line in lines[:-1] if (entry := _entry(line))}


def repair(path: Path) -> None:
    """Takes away a last line without its end, so that the next one does not hang on to it."""
    with suppress(FileNotFoundError):
        data = _bytes(path)
        whole = data.rfind(b"\n") + 1
        if whole != len(data):
            os.truncate(path, whole)


def append(path: Path, entries: Iterable[Entry]) -> list[Diagnostic]:
    """Adds finished files and flushes them to the disk. Reports HND702."""
    try:
        with path.open("ab") as file:
            file.write(b"".join(map(_line, entries)))
            file.flush()
            # On the disk before the caller goes on: after a power cut no file is missing that was reported as finished.
            os.fsync(file.fileno())
    except OSError as fault:
        return [writing.unwritable(path, fault)]
    return []


def compact(path: Path, entries: Iterable[Entry]) -> list[Diagnostic]:
    """One line a file, in the order of names, so that a resumed run ends as an undisturbed one. Reports HND702."""
    return writing.save(path, b"".join(map(_line, sorted(entries, key=lambda entry: entry.name))), alone=True)


def _bytes(path: Path) -> bytes:
    return reading.read_bytes(path, reading.MAX_STATE, path.parent)


def _line(entry: Entry) -> bytes:
    values = {one.name: getattr(entry, one.name) for one in fields(entry)}
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _entry(line: bytes) -> Entry | None:
    try:
        entry = Entry(**reading.parse_json(line))
    except (ValueError, TypeError):
        return None
    kinds = (entry.name, str), (entry.key, str), (entry.sha256, str), (entry.size, int), (entry.facts, dict)
    # The file may have been edited: a name that leads out of the folder would be read or replaced.
    right = all(isinstance(value, kind) for value, kind in kinds) and reading.is_name_inside(entry.name)
    return entry if right else None
