"""The cache of a folder, in `DIR/.handouts`: it makes a run without changes quick, and may be deleted.

The manifest says what the files are. The cache holds what is true on this machine only: the digest of all inputs at the
last run, the files of each request, the days in which its findings hold, and when each file was last hashed.
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
    """The result of a request, and the days in which it stays the same."""

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
        """The last run of a request, if no input changed and no day has come that changes findings."""
        known = self.runs.get(words) if self.inputs == inputs else None
        # The same files have other findings on another day: a review becomes overdue.
        return known if known and known.first_day <= day.isoformat() <= known.last_day else None

    def keep(self, inputs: str, words: str, run: Run) -> None:
        if self.inputs != inputs:
            self.inputs, self.runs = inputs, {}
        self.runs[words] = run

    def is_whole(self, folder: Path, name: str, entry: Entry, look_inside: bool) -> str:
        """The fault of a file; empty when it is the one of the manifest.

        Its size is compared, and its bytes when it was touched since the last look, or when all should be looked into.
        """
        path = folder / name
        try:
            stat = path.stat()
            # Size and time first: a hash needs the whole file.
            if stat.st_size != entry["bytes"]:
                return "the file was changed"
            touched = look_inside or self.seen.get(name) != stat.st_mtime_ns
            if touched and reading.hash_of(path, reading.MAX_LEAFLET, folder) != entry["sha256"]:
                return "the file was changed"
        except OSError:
            return "the file is not there"
        self.seen[name] = stat.st_mtime_ns
        return ""


def read(state_dir: Path) -> Cache:
    """The cache of a folder; an empty one where it cannot be read."""
    try:
        payload: dict[str, Any] = reading.read_json(state_dir / NAME, reading.MAX_STATE, state_dir)
        runs = {words: _run(run) for words, run in payload["runs"].items()}
        return Cache(str(payload["inputs"]), runs, {name: int(seen) for name, seen in payload["seen"].items()})
    # It only saves time: whatever is wrong with it, everything is compared anew.
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Cache()


def _run(payload: dict[str, Any]) -> Run:
    """Raises ValueError, KeyError or TypeError for what `write` did not write."""
    if not all(reading.is_name_inside(name) for name in payload["files"]):
        raise ValueError
    return Run(list(payload["files"]), str(payload["first_day"]), str(payload["last_day"]), int(payload["warnings"]))


def write(state_dir: Path, cache: Cache, known: Iterable[str]) -> list[Diagnostic]:
    """Reports HND702."""
    kept = set(known)
    cache.seen = {name: seen for name, seen in cache.seen.items() if name in kept}
    return writing.save(state_dir / NAME, json.dumps(asdict(cache), sort_keys=True).encode(), alone=True)
