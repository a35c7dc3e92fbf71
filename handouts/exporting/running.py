"""A run: what is wanted, what of it is fresh, the rest pressed and put in place, and the manifest that tells it all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from handouts import formats, reading, saving
from handouts.answering import bearing, shop
from handouts.batch import folder as folders
from handouts.batch import pool
from handouts.batch.crew import Crew
from handouts.diagnostics import Diagnostic, has_errors
from handouts.exporting import manifest, memory, planning, wanted
from handouts.exporting.asking import Asking
from handouts.exporting.manifest import Entry, Manifest
from handouts.exporting.outcome import Line, Result
from handouts.exporting.planning import Composed, Planner
from handouts.exporting.pressing import Task, press
from handouts.formats import Printed

TIMEOUT_S = 120.0  # for one leaflet; the longest known takes 4
MEMORY_MIB = 1024  # for one worker; the largest known leaflet takes 120
ALONE = Crew()  # one after the other


@dataclass(frozen=True, slots=True)
class Order:
    """How a run is to go. `inputs` hashes all that is read."""

    asking: Asking
    folder: Path
    overlay: Path | None
    today: datetime.date
    inputs: Callable[[], str]
    look_inside: bool = False
    dry_run: bool = False

    @property
    def room(self) -> str:
        """Where this run keeps lock, journal and memory."""
        return folders.room_of(self.asking.shard)


@dataclass(slots=True)
class _Work:
    """A run on its way."""

    order: Order
    planner: Planner
    old: Manifest
    memory: memory.Memory
    inputs: str
    lines: dict[str, Line] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    stale: list[Composed] = field(default_factory=list)


def export(
    order: Order,
    begun: Callable[[int, int], None] = lambda fresh, stale: None,
    done: Callable[[Line], None] = lambda line: None,
    crew: Crew = ALONE,
) -> Result:
    """Makes the folder hold what is asked for. `begun` is told what lies ahead, `done` each leaflet that is pressed.

    Reports HND001 (names), HND931 and HND932 (manifest), HND702 and HND950 (the folder), and what stops a leaflet.
    """
    before = order.inputs()
    opened = shop.opened(order.overlay)
    if wrong := wanted.unknown(opened.library, opened.found, order.asking):
        return Result(found=tuple(wrong), wrong_words=True)
    matrix = wanted.matrix(opened.library, opened.found, order.asking, opened.usual_clinic())
    with ExitStack() as held:
        room = None
        if not order.dry_run:
            room, found = held.enter_context(folders.opened(order.folder, "export", order.room))
            if room is None:
                return Result(found=tuple(found), lost=True)
        old, found = manifest.read(order.folder)
        if room:  # what an interrupted run had finished
            old.leaflets.update({name: dict(room.done[name].facts) for name in _ours(room)})
        planner = held.enter_context(closing(Planner(opened, order.today)))
        work = _Work(order, planner, old, memory.read(order.folder / order.room), before)
        for one in matrix.wanted:
            _look_at(work, work.planner.compose(one))
        begun(sum(line.state == "fresh" for line in work.lines.values()), len(work.stale))
        broken = [Line(f"set {id_}", "failed", "its file has errors") for id_ in matrix.broken_sets]
        result = Result(tuple(broken), (*found, *matrix.found))
        if room is None:
            return _told(work, result)
        result = _press_all(work, room, result, done, crew)
        return _closed(work, room, opened, result)


def _ours(room: folders.Folder) -> list[str]:
    """What the journal knows of an export; a merge into the same folder has entries of its own."""
    return [name for name, one in room.done.items() if manifest.is_entry(name, one.facts)]


def _look_at(work: _Work, composed: Composed) -> None:
    """Is it fresh? Then its file is left as it is, and only what is said of it may be new."""
    name = composed.name
    if planning.failed(composed):
        found = tuple(planning.of_leaflet(one, name) for one in composed.found)
        work.lines[name] = Line(name, "failed", "it has errors", found)
        return
    assert composed.entry is not None
    old = work.old.leaflets.get(name)
    reason = planning.why(old, composed.entry)
    if old and not reason:
        reason = work.memory.is_whole(work.order.folder, name, old, work.order.look_inside)
    if old and not reason:
        facts = {word: old[word] for word in ("sha256", "bytes", "pages", "found_by_press")}
        work.entries[name] = {**composed.entry, **facts}
        work.lines[name] = Line(name, "fresh", "nothing changed")
    else:
        work.stale.append(composed)
        work.lines[name] = Line(name, "stale", reason)


# ---------------------------------------------------------------- pressing


def _press_all(work: _Work, room: folders.Folder, result: Result, done: Callable[[Line], None], crew: Crew) -> Result:
    stale = {composed.name: composed for composed in work.stale}
    if stale and (unready := formats.unready()):
        for name in stale:
            work.lines[name] = replace(work.lines[name], state="failed", found=(unready,))
        return result
    jobs = (pool.Job(name, _task(work.planner, composed)) for name, composed in stale.items())
    with closing(
        crew.run(press, jobs, timeout_s=TIMEOUT_S, memory_mib=MEMORY_MIB, prepare="handouts.exporting.pressing")
    ) as outcomes:
        for outcome in outcomes:
            line, lost = _put(work, room, stale[outcome.key], outcome)
            if lost:
                return replace(result, found=(*result.found, *lost), lost=True)
            work.lines[line.name] = line
            done(line)
    return result


def _task(planner: Planner, composed: Composed) -> Task:
    assert composed.leaflet is not None
    edition = planner.library.editions[composed.wanted.edition or next(iter(planner.library.editions))]
    return Task(composed.leaflet, edition, planner.paper, composed.wanted.format)


def _put(work: _Work, room: folders.Folder, composed: Composed, outcome: pool.Outcome) -> tuple[Line, list[Diagnostic]]:
    """Puts a finished file in place, or says why there is none."""
    name, line = composed.name, work.lines[composed.name]
    printed = outcome.result if isinstance(outcome.result, Printed) else Printed(b"", 0, ())
    told = [outcome.fault] if outcome.fault else [*composed.found, *printed.diagnostics]
    found = tuple(dict.fromkeys(planning.of_leaflet(one, name) for one in told))
    if has_errors(found) or not printed.data:
        return replace(line, state="failed", found=found), []
    assert composed.entry is not None
    by_press = [bearing.plain(one) for one in printed.diagnostics]
    entry = folders.entry(name, composed.entry["key"], printed.data)
    told_of = {"sha256": entry.sha256, "bytes": entry.size, "pages": printed.pages, "found_by_press": by_press}
    work.entries[name] = composed.entry | told_of
    entry = replace(entry, facts=work.entries[name])
    if lost := room.put([(entry, printed.data)]):
        return line, lost
    work.memory.seen[name] = (work.order.folder / name).stat().st_mtime_ns
    return replace(line, state="pressed", found=found, pages=printed.pages, size=entry.size), []


# ---------------------------------------------------------------- the end of a run


def _closed(work: _Work, room: folders.Folder, opened: shop.Shop, result: Result) -> Result:
    """The manifest, what is pruned, the memory, and an empty journal: from now on the manifest knows it all."""
    order = work.order
    result = _told(work, result)
    if result.lost:
        return result
    kept = manifest.read_part(order.folder, order.asking.shard) if order.asking.shard else work.old
    new = Manifest(
        kept.leaflets | work.entries,
        kept.presses | work.old.presses | {work.planner.colophon.hash: dict(work.planner.colophon.told)},
    )
    if order.asking.prune:
        pruned, found = _prune(order, opened, new)
        result = replace(result, pruned=tuple(pruned), found=(*result.found, *found))
    if lost := manifest.write(order.folder, new, order.asking.shard):
        return replace(result, found=(*result.found, *lost), lost=True)
    if not order.asking.shard and (lost := manifest.fold(order.folder)):
        return replace(result, found=(*result.found, *lost), lost=True)
    is_all_made = all(line.state in ("fresh", "pressed") for line in result.lines)
    if is_all_made and order.inputs() == work.inputs:  # nobody wrote while it was read
        first, last = planning.steady_days(opened.library, order.today)
        run = memory.Run([line.name for line in result.lines], str(first), str(last), result.warnings)
        work.memory.keep(work.inputs, order.asking.hash, run)
    lost = memory.write(order.folder / order.room, work.memory, new.leaflets)
    room.forget(_ours(room))
    lost += room.finish()
    return replace(result, found=(*result.found, *lost), lost=bool(lost))


def _told(work: _Work, result: Result) -> Result:
    """The lines of the run. `warnings` counts those of all leaflets, also of the ones that stayed as they were."""
    warnings = sum(one["severity"] == "warning" for entry in work.entries.values() for one in _findings(entry))
    return replace(result, lines=(*result.lines, *work.lines.values()), warnings=warnings)


def _findings(entry: Entry) -> Sequence[Mapping[str, str]]:
    return [*entry["findings"], *entry["found_by_press"]]


def _prune(order: Order, opened: shop.Shop, new: Manifest) -> tuple[list[str], list[Diagnostic]]:
    """Takes away what nobody could ask for any more, file and entry. Reports HND932 for a file that is not ours now."""
    gone, found = [], []
    for name, entry in sorted(new.leaflets.items()):
        if wanted.still_asked_for(opened.library, opened.found, entry):
            continue
        path = order.folder / name
        try:
            if reading.hash_of(path, reading.MAX_LEAFLET, order.folder) != entry["sha256"]:
                message = f"`{name}` is no longer asked for, but somebody changed it"
                found.append(Diagnostic("HND932", message, "look at it, then delete it yourself"))
                continue
            path.unlink()
        except FileNotFoundError:
            pass
        except OSError as fault:
            found.append(saving.unwritable(path, fault, done="deleted"))
            continue
        gone.append(name)
    for name in gone:
        del new.leaflets[name]
    return gone, found
