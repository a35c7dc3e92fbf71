"""The folder that a batch fills: held by one run, swept of what a killed one left, and told by its journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handouts import saving
from handouts.batch import journal, lock, sharing
from handouts.batch.journal import Entry
from handouts.batch.sharing import Shard
from handouts.diagnostics import Diagnostic

ROOM = ".handouts"  # what the program keeps in the folder: lock, journal, files that are not whole yet
WORKSHOP = "unfinished"


def room_of(shard: Shard | None) -> str:
    """A share has a room of its own, so that shares may run side by side."""
    return ROOM if shard is None else f"{ROOM}/{sharing.label(shard)}"


class Folder:
    """An open folder. `done` holds what its journal knows of, by name; `others` what those of other shares do."""

    def __init__(self, path: Path, room: str = ROOM) -> None:
        self.path, self.room = path, path / room
        self.done = journal.read(self._journal)
        self.others = _told({path / ROOM / journal.NAME, *(path / ROOM).glob(f"*/{journal.NAME}")} - {self._journal})

    @property
    def _journal(self) -> Path:
        return self.room / journal.NAME

    def known(self, name: str) -> Entry | None:
        """What is told of a file: by this run's journal, else by another share's."""
        return self.done.get(name) or self.others.get(name)

    def holds(self, name: str, key: str) -> bool:
        """Whether a file made from the same is in place, as large as it was. Its bytes are not read.

        Where journals say different things of a file, nobody can tell which was put in place last: it is made anew.
        """
        told = [known[name] for known in (self.done, self.others) if name in known]
        try:
            size = (self.path / name).stat().st_size
        except OSError:
            return False
        return bool(told) and all((entry.key, entry.size) == (key, size) for entry in told)

    def announce(self, entries: Sequence[Entry]) -> list[Diagnostic]:
        """Tells the journal, before files of new names or of other content are put in place, that they are its own.

        A run that is killed between a file and its line would else meet a stranger, or take the new file for the old
        one. Without a key it is not `held`.
        """
        known = {name: entry.key for name, entry in self.done.items()}
        new = [replace(entry, key="", sha256="", size=0) for entry in entries if known.get(entry.name) != entry.key]
        return journal.append(self._journal, new) if new else []

    def put(self, files: Sequence[tuple[Entry, bytes]], called: Mapping[str, str] = {}) -> list[Diagnostic]:
        """Puts a chunk of files in place, whole, then tells the journal. A fault (HND702) should end the run.

        It tells a file by its name, or by what that is `called`.
        """
        places = {self.path / entry.name: data for entry, data in files}
        spoken = {self.path / name: words for name, words in called.items()}
        if found := saving.save_many(places, self.room / WORKSHOP, spoken):
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


def _told(journals: Iterable[Path]) -> dict[str, Entry]:
    """What several journals say; of a file of which they say different things, that there is one."""
    told: dict[str, Entry] = {}
    for path in sorted(journals):
        for name, entry in journal.read(path).items():
            told[name] = entry if told.get(name, entry).key == entry.key else replace(entry, key="")
    return told


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
        try:
            journal.mend(own / journal.NAME)
            folder = Folder(path, room)
        except OSError as fault:
            yield None, [saving.unwritable(own / journal.NAME, fault)]
            return
        yield folder, []
