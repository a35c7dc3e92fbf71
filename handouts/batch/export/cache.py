"""The cache of a folder, in `DIR/.handouts`: it makes a run without changes quick, and may be deleted.

The manifest says what the files are. The cache holds what is true on this machine only: digest and stamp of all inputs
at the last run, the files of each request, the days in which its findings hold, and the stamp of each file when its
bytes were last found right.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.batch import stamps
from handouts.batch.inputs import Inputs
from handouts.batch.stamps import Stamp
from handouts.files import reading

if TYPE_CHECKING:
    from handouts.batch.manifest import Entry
    from handouts.diagnostics import Diagnostic

NAME = "memory.json"
FOLDER = "."


@dataclass(slots=True)
class Run:
    """The result of a request, and the days in which it stays the same."""

    files: list[str]
    first_day: str
    last_day: str
    warnings: int


@dataclass(slots=True)
class Cache:
    """What a folder was made from and what it held.

    Args:
        inputs: the digest of all inputs.
        stamp: their stamp when the digest was taken.
        seen: stamps by name, of the files, of the manifests and of the folder itself.
        settled_ns: stamps of files that changed after this time are not trusted.
    """

    inputs: str = ""
    stamp: str = ""
    runs: dict[str, Run] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    settled_ns: int = 0

    def run(self, words: str, day: datetime.date) -> Run | None:
        """The last run of a request, if no day has come that changes findings."""
        known = self.runs.get(words)
        # The same files have other findings on another day: a review becomes overdue.
        return known if known and known.first_day <= day.isoformat() <= known.last_day else None

    def keep(self, inputs: str, stamp: Stamp, words: str, run: Run) -> None:
        """Args: `stamp` was taken before the digest `inputs`."""
        if self.inputs != inputs:
            self.inputs, self.runs = inputs, {}
        self.stamp = stamp[0]
        self.runs[words] = run

    def has_inputs(self, inputs: Inputs) -> bool:
        """Whether all inputs have the stamp that they had at the last run."""
        return self._is_kept(inputs.stamp(), self.stamp)

    def digest(self, inputs: Inputs) -> str:
        """The digest of all inputs: that of the last run where their stamp is the same."""
        return self.inputs if self.has_inputs(inputs) else inputs.digest()

    def has_seen(self, folder: Path, run: Run) -> bool:
        """Whether folder, manifests and all files of a run have the stamps that they had when they were found right."""
        beside = [name for name in self.seen if "/" not in name]
        try:
            return FOLDER in beside and all(
                self._is_kept(stamps.of_file(f"{folder}/{name}"), self.seen.get(name)) for name in (*beside, *run.files)
            )
        except OSError:
            return False

    def is_whole(self, folder: Path, name: str, entry: Entry, look_inside: bool) -> str:
        """The fault of a file; empty when it is the one of the manifest.

        Its size is compared, and its bytes when it was touched since the last look, or when all should be looked into.
        """
        path = folder / name
        try:
            info = path.lstat()
            # Size and stamp first: a hash needs the whole file.
            if info.st_size != entry["bytes"]:
                return "the file was changed"
            stamp = stamps.of(info)
            touched = look_inside or not self._is_kept(stamp, self.seen.get(name))
            if touched and reading.hash_of(path, reading.MAX_LEAFLET, folder) != entry["sha256"]:
                return "the file was changed"
        except OSError:
            return "the file is not there"
        self.seen[name] = stamp[0]
        return ""

    def see(self, folder: Path, manifests: Iterable[str], files: Iterable[str]) -> None:
        """Keeps the stamps of the folder and of its manifests, as they are now, and those of files that are known."""
        beside = {name: stamps.of_file(f"{folder}/{name}")[0] for name in (FOLDER, *manifests)}
        self.seen = beside | {name: self.seen[name] for name in files if name in self.seen}

    def _is_kept(self, stamp: Stamp, kept: str | None) -> bool:
        return stamp[0] == kept and stamp[1] < self.settled_ns


def read(state_dir: Path) -> Cache:
    """The cache of a folder; an empty one where it cannot be read."""
    try:
        # Before it is read: of a file that takes its place meanwhile, more stamps could be trusted.
        written_ns = (state_dir / NAME).lstat().st_mtime_ns
        payload: dict[str, Any] = reading.read_json(state_dir / NAME, reading.MAX_STATE, state_dir)
        runs = {words: _run(run) for words, run in payload["runs"].items()}
        seen = {name: str(stamp) for name, stamp in payload["seen"].items()}
        settled_ns = written_ns - stamps.SETTLED_NS
        return Cache(str(payload["inputs"]), str(payload["stamp"]), runs, seen, settled_ns)
    # It only saves time: whatever is wrong with it, everything is compared anew.
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Cache()


def _run(payload: dict[str, Any]) -> Run:
    """Raises ValueError, KeyError or TypeError for what `write` did not write."""
    if not all(reading.is_name_inside(name) for name in payload["files"]):
        raise ValueError
    return Run(list(payload["files"]), str(payload["first_day"]), str(payload["last_day"]), int(payload["warnings"]))


def write(state_dir: Path, cache: Cache, alone: bool) -> list[Diagnostic]:
    """Args: `alone` is whether this run holds the folder. Reports HND702."""
    from handouts.files import writing  # a run without changes writes nothing

    kept = asdict(cache)
    del kept["settled_ns"]
    return writing.save(state_dir / NAME, json.dumps(kept, sort_keys=True).encode(), alone)
