"""The folder that a batch fills: locked by one run, cleared of what a killed one left, described by its journal.

Journal and manifest: the journal is written while files are, one line each, holds hashes of rows and stays on this
machine; with it the same command goes on where a killed run ended. The manifest is written once, at the end, and is
for everybody. A file is recorded after it is in place: a line without its file would be wrong, a file without its line
is only printed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handouts.batch import journal, lock
from handouts.batch.journal import Entry
from handouts.batch.shards import STATE_DIR as STATE_DIR
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing

TEMP_DIR = "unfinished"


class Folder:
    """An open folder with its journals. `done` holds, by name, the entries of this run's own journal.

    Each shard has a journal; a run of the whole takes over all of them. Where journals disagree about a file, the entry
    with the hash of its bytes is right. The bytes are read in that case only.
    """

    def __init__(self, path: Path, state_dir: str = STATE_DIR) -> None:
        self.path, self.state_dir = path, path / state_dir
        self.done = journal.read(self._journal)
        self._entries: dict[str, list[Entry]] = {}
        for recorded in (self.done, *map(journal.read, self._other_journals())):
            for name, entry in recorded.items():
                if entry not in (entries := self._entries.setdefault(name, [])):
                    entries.append(entry)
        if self._is_whole:
            self.done = {name: known for name in self._entries if (known := self.known(name))}

    @property
    def _is_whole(self) -> bool:
        return self.state_dir == self.path / STATE_DIR

    @property
    def _journal(self) -> Path:
        return self.state_dir / journal.NAME

    def _other_journals(self) -> list[Path]:
        whole = self.path / STATE_DIR
        return sorted({whole / journal.NAME, *whole.glob(f"*/{journal.NAME}")} - {self._journal})

    def known(self, name: str) -> Entry | None:
        """The entry of a file, from whichever journal."""
        entries = self._entries.get(name, [])
        if len(entries) > 1:  # decided once: it takes reading the whole file
            entries[:] = [_right(self.path, name, entries)]
        return entries[0] if entries else None

    def entries(self) -> Iterator[Entry]:
        """The entry of every file, from whichever journal."""
        return (known for name in self._entries if (known := self.known(name)))

    def holds(self, name: str, key: str) -> bool:
        """Whether a file made from the same is in place, as large as it was."""
        known = self.known(name)
        try:
            size = (self.path / name).stat().st_size
        except OSError:
            return False
        return known is not None and (known.key, known.size) == (key, size)

    def announce(self, entries: Sequence[Entry]) -> list[Diagnostic]:
        """Records names before their files are put in place, where the name or the content is new.

        After a run that is killed between a file and its line, the next one would otherwise find an unknown file, or
        take the new file for the old one. An entry without a key does not count as finished (`holds`).
        """
        known = {name: entry.key for name, entry in self.done.items()}
        new = [replace(entry, key="", sha256="", size=0) for entry in entries if known.get(entry.name) != entry.key]
        return journal.append(self._journal, new) if new else []

    def put(self, files: Sequence[tuple[Entry, bytes]], called: Mapping[str, str] = {}) -> list[Diagnostic]:
        """Puts some files in place, whole, then records them in the journal. A fault (HND702) should end the run.

        Args:
            called: what the message of a fault calls a file, by name, in place of the name.
        """
        places = {self.path / entry.name: data for entry, data in files}
        labels = {self.path / name: label for name, label in called.items()}
        if found := writing.save_many(places, self.state_dir / TEMP_DIR, labels):
            return found
        return self.record([entry for entry, _ in files])

    def record(self, entries: Sequence[Entry]) -> list[Diagnostic]:
        """Records files that are in place in the journal. Reports HND702."""
        self.done |= {entry.name: entry for entry in entries}
        self._entries |= {entry.name: [entry] for entry in entries}
        return journal.append(self._journal, entries)

    def forget(self, names: Sequence[str]) -> None:
        """Leaves these entries out of the compact journal."""
        for name in names:
            self.done.pop(name, None)

    def finish(self) -> list[Diagnostic]:
        """At the clean end of a run: compacts the journal. That of a whole run replaces those of shards."""
        # Where shards cannot share a lock, another one may still be writing its journal.
        if (lost := journal.compact(self._journal, self.done.values())) or not self._is_whole or not lock.CAN_SHARE:
            return lost
        return [one for path in self._other_journals() for one in writing.delete(path)]


def _right(folder: Path, name: str, entries: Sequence[Entry]) -> Entry:
    """Of different entries for a file, the one with the hash of its bytes; else one without key, with shared facts."""
    try:
        hash_ = reading.hash_of(folder / name, reading.MAX_LEAFLET, folder)
    except OSError:
        hash_ = ""
    for one in entries:
        if one.sha256 == hash_:
            return one
    first, *others = entries
    agreed = {fact: value for fact, value in first.facts.items() if all(one.facts.get(fact) == value for one in others)}
    return replace(first, key="", sha256="", size=0, facts=agreed)


def entry(name: str, key: str, data: bytes, **facts: object) -> Entry:
    """The entry of a file that is about to be put in place."""
    return Entry(name, key, sha256(data).hexdigest(), len(data), facts)


@contextmanager
def opened(path: Path, by: str, state_dir: str = STATE_DIR) -> Iterator[tuple[Folder | None, list[Diagnostic]]]:
    """The folder, made if it is missing (only its last part), and locked while entered.

    Shards of a run fill the same folder with files of their own; each has a `state_dir` (`.handouts/2-of-4`).
    Reports HND702 where it cannot be written, HND950 where another run holds it; then there is no folder.
    """
    own = path / state_dir
    # From the top, one by one: `make_folder` makes the last part of a path alone.
    for made in (path, path / STATE_DIR, own, own / TEMP_DIR):
        if found := writing.make_folder(made):
            yield None, found
            return
    with ExitStack() as held:
        if found := _held(held, path, state_dir, by):
            yield None, found
            return
        # Under the lock: what lies here is of a run that has ended, and not of one that writes now.
        writing.sweep(own / TEMP_DIR)
        try:
            # Before the first new line, which would otherwise join a half one.
            journal.repair(own / journal.NAME)
            folder = Folder(path, state_dir)
        except OSError as fault:
            yield None, [writing.unwritable(own / journal.NAME, fault)]
            return
        yield folder, []


def _held(held: ExitStack, path: Path, state_dir: str, by: str) -> list[Diagnostic]:
    """A whole run locks the folder for itself. Shards of one division have no file in common and share the lock."""
    if state_dir == STATE_DIR:
        return held.enter_context(lock.held(path / STATE_DIR, path, by))
    if found := held.enter_context(lock.held(path / STATE_DIR, path, by, together=True)):
        return found
    if found := held.enter_context(lock.held(path / state_dir, path, by)):
        return found
    parts = state_dir.rpartition("-")[2]
    for other in sorted((path / STATE_DIR).glob("*-of-*")):
        if other.name.rpartition("-")[2] != parts:  # of two that begin at once, one at least sees the other
            with lock.held(other, path, by, together=True) as found:
                if found:
                    return found
    return []
