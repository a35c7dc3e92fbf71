"""What this machine remembers of a folder in `DIR/.handouts`: it makes a run without changes quick, and may be deleted.

The manifest says what the files are. Here stands what only this machine can know: the hash of all inputs at the last
run, which files the same words asked for, in which days its findings hold, and when each file was last looked into.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from handouts.batch.manifest import Entry
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing

NAME = "memory.json"


@dataclass(slots=True)
class Run:
    """What the same words came to, and the days in which they come to the same."""

    files: list[str]
    first_day: str
    last_day: str
    warnings: int


@dataclass(slots=True)
class Cache:
    """`seen` holds, for each file, its time of change (ns) when its hash was last found right."""

    inputs: str = ""
    runs: dict[str, Run] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def run(self, inputs: str, words: str, day: datetime.date) -> Run | None:
        """The last run with these words, if all inputs are as they were and no day has come that changes findings."""
        known = self.runs.get(words) if self.inputs == inputs else None
        return known if known and known.first_day <= day.isoformat() <= known.last_day else None

    def keep(self, inputs: str, words: str, run: Run) -> None:
        if self.inputs != inputs:
            self.inputs, self.runs = inputs, {}
        self.runs[words] = run

    def is_whole(self, folder: Path, name: str, entry: Entry, look_inside: bool) -> str:
        """Empty when a file is the one of the manifest, else what is wrong with it.

        Its size is compared, and its bytes when it was touched since the last look, or when all should be looked into.
        """
        path = folder / name
        try:
            stat = path.stat()
            if stat.st_size != entry["bytes"]:
                return "the file was changed"
            touched = look_inside or self.seen.get(name) != stat.st_mtime_ns
            if touched and reading.hash_of(path, reading.MAX_LEAFLET, folder) != entry["sha256"]:
                return "the file was changed"
        except OSError:
            return "the file is not there"
        self.seen[name] = stat.st_mtime_ns
        return ""


def read(room: Path) -> Cache:
    """The memory of a folder; what cannot be read is forgotten."""
    try:
        told: dict[str, Any] = reading.read_json(room / NAME, reading.MAX_STATE, room)
        runs = {words: _run(run) for words, run in told["runs"].items()}
        return Cache(str(told["inputs"]), runs, {name: int(seen) for name, seen in told["seen"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Cache()


def _run(told: dict[str, Any]) -> Run:
    """Raises ValueError, KeyError or TypeError for what `write` did not write."""
    if not all(reading.is_name_inside(name) for name in told["files"]):
        raise ValueError
    return Run(list(told["files"]), str(told["first_day"]), str(told["last_day"]), int(told["warnings"]))


def write(room: Path, cache: Cache, known: Iterable[str]) -> list[Diagnostic]:
    """Reports HND702."""
    kept = set(known)
    cache.seen = {name: seen for name, seen in cache.seen.items() if name in kept}
    return writing.save(room / NAME, json.dumps(asdict(cache), sort_keys=True).encode(), alone=True)
