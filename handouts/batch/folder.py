"""The folder that a batch fills: held by one run, swept of what a killed one left, and told by its journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handouts.batch import journal, lock, shards
from handouts.batch.journal import Entry
from handouts.batch.shards import Shard
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing

STATE_DIR = ".handouts"  # what the program keeps in the folder: lock, journal, files that are not whole yet
TEMP_DIR = "unfinished"


def state_dir(shard: Shard | None) -> str:
    """A share has a room of its own, so that shares may run side by side."""
    return STATE_DIR if shard is None else f"{STATE_DIR}/{shards.label(shard)}"


class Folder:
    """An open folder, and what its journals tell. `done` holds, by name, what this run's own does.

    Shares have a journal each, and a run without one takes them all for its own. Where journals say different things of
    a file, its bytes say which is right; they are read then only.
    """

    def __init__(self, path: Path, room: str = STATE_DIR) -> None:
        self.path, self.room = path, path / room
        self.done = journal.read(self._journal)
        self._told: dict[str, list[Entry]] = {}
        for told in (self.done, *map(journal.read, self._other_journals())):
            for name, entry in told.items():
                if entry not in (entries := self._told.setdefault(name, [])):
                    entries.append(entry)
        if self._is_whole:
            self.done = {name: known for name in self._told if (known := self.known(name))}

    @property
    def _is_whole(self) -> bool:
        return self.room == self.path / STATE_DIR

    @property
    def _journal(self) -> Path:
        return self.room / journal.NAME

    def _other_journals(self) -> list[Path]:
        room = self.path / STATE_DIR
        return sorted({room / journal.NAME, *room.glob(f"*/{journal.NAME}")} - {self._journal})

    def known(self, name: str) -> Entry | None:
        """What is told of a file, by whichever journal."""
        entries = self._told.get(name, [])
        if len(entries) > 1:
            entries[:] = [_right(self.path, name, entries)]
        return entries[0] if entries else None

    def holds(self, name: str, key: str) -> bool:
        """Whether a file made from the same is in place, as large as it was."""
        known = self.known(name)
        try:
            size = (self.path / name).stat().st_size
        except OSError:
            return False
        return known is not None and (known.key, known.size) == (key, size)

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
        if found := writing.save_many(places, self.room / TEMP_DIR, spoken):
            return found
        self.done |= {entry.name: entry for entry, _ in files}
        self._told |= {entry.name: [entry] for entry, _ in files}
        return journal.append(self._journal, [entry for entry, _ in files])

    def forget(self, names: Sequence[str]) -> None:
        """Lets the journal's next compact form be without them."""
        for name in names:
            self.done.pop(name, None)

    def finish(self) -> list[Diagnostic]:
        """At the clean end of a run: the journal in its shortest form. A whole run's tells what those of shares did."""
        if (lost := journal.compact(self._journal, self.done.values())) or not self._is_whole or not lock.CAN_SHARE:
            return lost
        return [one for path in self._other_journals() for one in writing.delete(path)]


def _right(folder: Path, name: str, entries: Sequence[Entry]) -> Entry:
    """Of different entries for a file the one that tells its bytes, else what all of them say, which holds nothing."""
    try:
        hash_ = reading.hash_of(folder / name, reading.MAX_LEAFLET, folder)
    except OSError:
        hash_ = ""
    for one in entries:
        if one.sha256 == hash_:
            return one
    first, *others = entries
    agreed = {fact: told for fact, told in first.facts.items() if all(one.facts.get(fact) == told for one in others)}
    return replace(first, key="", sha256="", size=0, facts=agreed)


def entry(name: str, key: str, data: bytes, **facts: object) -> Entry:
    """The entry of a file that is about to be put in place."""
    return Entry(name, key, sha256(data).hexdigest(), len(data), facts)


@contextmanager
def opened(path: Path, by: str, room: str = STATE_DIR) -> Iterator[tuple[Folder | None, list[Diagnostic]]]:
    """The folder, made if it is missing (only its last part), and held while entered.

    Runs that share a folder, each with files of its own, have a `room` each (`.handouts/2-of-4`).
    Reports HND702 where it cannot be written, HND950 where another run holds it; then there is no folder.
    """
    own = path / room
    for made in (path, path / STATE_DIR, own, own / TEMP_DIR):
        if found := writing.make_folder(made):
            yield None, found
            return
    with ExitStack() as held:
        if found := _held(held, path, room, by):
            yield None, found
            return
        writing.sweep(own / TEMP_DIR)
        try:
            journal.mend(own / journal.NAME)
            folder = Folder(path, room)
        except OSError as fault:
            yield None, [writing.unwritable(own / journal.NAME, fault)]
            return
        yield folder, []


def _held(held: ExitStack, path: Path, room: str, by: str) -> list[Diagnostic]:
    """A whole run holds the folder alone. Shares of one division have no file in common and hold it together."""
    if room == STATE_DIR:
        return held.enter_context(lock.held(path / STATE_DIR, path, by))
    if found := held.enter_context(lock.held(path / STATE_DIR, path, by, together=True)):
        return found
    if found := held.enter_context(lock.held(path / room, path, by)):
        return found
    parts = room.rpartition("-")[2]
    for other in sorted((path / STATE_DIR).glob("*-of-*")):
        if other.name.rpartition("-")[2] != parts:  # of two that begin at once, one at least sees the other
            with lock.held(other, path, by, together=True) as found:
                if found:
                    return found
    return []
