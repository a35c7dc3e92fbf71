"""The folder that a batch fills: held by one run, swept of what a killed one left, and told by its journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handouts import saving
from handouts.batch import journal, lock
from handouts.batch.journal import Entry
from handouts.diagnostics import Diagnostic

ROOM = ".handouts"  # what the program keeps in the folder: lock, journal, files that are not whole yet
WORKSHOP = "unfinished"


class Folder:
    """An open folder. `done` holds what its journal knows of, by name."""

    def __init__(self, path: Path, room: str = ROOM) -> None:
        self.path, self.room = path, path / room
        self.done = journal.read(self._journal)

    @property
    def _journal(self) -> Path:
        return self.room / journal.NAME

    def holds(self, name: str, key: str) -> bool:
        """Whether a file made from the same is in place, as large as it was. Its bytes are not read."""
        entry = self.done.get(name)
        try:
            return entry is not None and entry.key == key and (self.path / name).stat().st_size == entry.size
        except OSError:
            return False

    def announce(self, entries: Sequence[Entry]) -> list[Diagnostic]:
        """Tells the journal, before files of new names or of other content are put in place, that they are its own.

        A run that is killed between a file and its line would else meet a stranger, or take the new file for the old
        one. Without a key it is not `held`.
        """
        known = {name: entry.key for name, entry in self.done.items()}
        new = [replace(entry, key="", sha256="", size=0) for entry in entries if known.get(entry.name) != entry.key]
        return journal.append(self._journal, new) if new else []

    def put(self, files: Sequence[tuple[Entry, bytes]]) -> list[Diagnostic]:
        """Puts a chunk of files in place, whole, then tells the journal. A fault (HND702) should end the run."""
        places = {self.path / entry.name: data for entry, data in files}
        if found := saving.save_many(places, self.room / WORKSHOP):
            return found
        self.done |= {entry.name: entry for entry, _ in files}
        return journal.append(self._journal, [entry for entry, _ in files])

    def forget(self, names: Sequence[str]) -> None:
        """Lets the journal's next compact form be without them."""
        for name in names:
            self.done.pop(name, None)

    def finish(self) -> list[Diagnostic]:
        """At the clean end of a run: the journal in its shortest form."""
        return journal.compact(self._journal, self.done.values())


def entry(name: str, key: str, data: bytes, **facts: object) -> Entry:
    """The entry of a file that is about to be put in place."""
    return Entry(name, key, sha256(data).hexdigest(), len(data), facts)


@contextmanager
def opened(path: Path, by: str, room: str = ROOM) -> Iterator[tuple[Folder | None, list[Diagnostic]]]:
    """The folder, made if it is missing (only its last part), and held while entered.

    Runs that share a folder, each with files of its own, have a `room` each (`.handouts/2-of-4`).
    Reports HND702 where it cannot be written, HND950 where another run holds it; then there is no folder.
    """
    own = path / room
    for made in (path, path / ROOM, own, own / WORKSHOP):
        if found := saving.make_folder(made):
            yield None, found
            return
    with lock.held(own, path, by) as found:
        if found:
            yield None, found
            return
        saving.sweep(own / WORKSHOP)
        journal.mend(own / journal.NAME)
        yield Folder(path, room), []
