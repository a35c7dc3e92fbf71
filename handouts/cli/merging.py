"""The work behind `mail-merge`: read, check, print, and hand what came of it to whoever tells it."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from handouts import answering, reading, rows, saving
from handouts.answering import shop
from handouts.batch import folder as folders
from handouts.batch import remote
from handouts.batch.crew import Crew
from handouts.batch.folder import Folder
from handouts.batch.sharing import Shard, is_marked, marked
from handouts.batch.stopping import Stopping
from handouts.binding import Bound
from handouts.cli import dates, merged, progress, sharing, terminal
from handouts.diagnostics import Diagnostic, has_errors
from handouts.exporting import personal
from handouts.exporting.planning import Planner
from handouts.merging import combined, running
from handouts.merging import orders as ordering
from handouts.merging.orders import Orders, Terms
from handouts.merging.running import DiskError, Done, EndedError
from handouts.rows import Sheet, columns, failed, limits, names
from handouts.rows.table import Table
from handouts.source.limits import MAX_BYTES as MAX_COLUMNS_FILE

STDIN = "-"
#: New objects after which Python looks for garbage. A list makes millions that all stay; at 700, the usual number,
#: looking for it takes a third of the time.
GARBAGE_AFTER = 200_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the command."""

    rows: str
    output: Path
    combined: Path | None
    columns: Path | None
    pattern: str
    edition: str | None
    clinic: str | None
    content: Path | None
    exercises: int
    clinician: str
    date: datetime.date | None
    strict: bool
    dry_run: bool
    replace: bool
    jobs: int | None
    shard: Shard | None
    on: str | None
    verify: int
    why: bool
    format_: str
    quiet: bool

    @property
    def list_name(self) -> str:
        return "standard input" if self.rows == STDIN else self.rows


@dataclass(slots=True)
class Merge:
    """What came of it so far."""

    asked: Asked
    sheet: Sheet
    orders: Orders = field(default_factory=lambda: Orders((), {}))
    share: Orders = field(default_factory=lambda: Orders((), {}))  # all of them without `--shard`
    found: list[Diagnostic] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    failed_file: Path | None = None
    bound: Bound | None = None
    planner: Planner | None = None
    code: int = terminal.DONE


def merge(asked: Asked) -> int:
    """Does all of it, tells it, and gives the exit code."""
    gc.set_threshold(GARBAGE_AFTER)
    _refuse(names.check(asked.pattern))
    _check_combined(asked)
    state = Merge(asked, Sheet(Table(asked.list_name)))
    try:
        state.code = _read(state) or _printed(state)
    finally:
        if state.planner is not None:
            state.planner.close()
    merged.tell(state)
    return state.code


def _read(state: Merge) -> int:
    """The list and the orders; a code other than 0 where nothing can be printed."""
    asked = state.asked
    data, lost = _bytes(asked.rows, limits.MAX_BYTES)
    own, found = rows.USUAL, list[Diagnostic]()
    if asked.columns and not lost:
        told, lost = _bytes(str(asked.columns), MAX_COLUMNS_FILE)
        own, found = columns.read(told, str(asked.columns))
    state.found += [*lost, *found]
    if lost or has_errors(found):
        return terminal.IO if lost else terminal.FINDINGS
    today = dates.today()
    state.sheet = rows.read(data, asked.list_name, today, own)
    state.found += state.sheet.found
    if has_errors(state.sheet.found):
        return terminal.FINDINGS
    opened = shop.opened(asked.content)
    clinic = asked.clinic or opened.usual_clinic()
    _refuse(answering.misnamed(opened.library, opened.found, clinic, asked.edition))
    state.planner = Planner(opened, today)
    press = state.planner.colophon.hash
    terms = Terms(clinic, today, asked.edition, asked.exercises, asked.clinician, asked.date, asked.pattern, press)
    state.orders = ordering.taken(state.sheet, opened, terms)
    state.found += state.orders.found
    state.share = state.orders.share(asked.shard, state.sheet.numbers)
    if asked.strict and state.orders.faults:  # no share prints when a row of any is wrong, and each tells all of them
        state.share = state.orders
        return terminal.FINDINGS
    return terminal.FINDINGS if asked.dry_run and state.share.faults else terminal.DONE


def _printed(state: Merge) -> int:
    asked = state.asked
    if asked.dry_run:
        return terminal.DONE
    if asked.combined and (lost := saving.foreseen(asked.combined)):
        state.found += lost
        return terminal.IO
    with folders.opened(asked.output, "mail-merge", folders.room_of(asked.shard)) as (folder, lost):
        state.found += lost
        if folder is None:
            return terminal.BUSY if any(one.code == "HND950" for one in lost) else terminal.IO
        if not asked.replace and (taken := running.in_the_way(state.share.ready, folder)):
            state.found += taken
            return terminal.USAGE
        if asked.combined:
            saving.sweep_beside(asked.combined)
        if asked.on is None or not state.share.ready:
            return _run(state, folder, None)
        with remote.connected(asked.on) as (cluster, found):
            state.found += found
            return terminal.FINDINGS if cluster is None else _run(state, folder, cluster)


def _run(state: Merge, folder: Folder, cluster: remote.Cluster | None) -> int:
    asked, planner = state.asked, state.planner
    assert planner is not None
    workers = sharing.cores() if asked.jobs is None else asked.jobs
    with (
        Stopping(lambda: terminal.say("finishing what is in flight; once more to stop at once")) as stop,
        Crew(workers, stop, cluster) as crew,
    ):
        try:
            with progress.shown(len(state.share.ready), "leaflet", asked.quiet or asked.format_ != "text") as step:
                for done in running.run(state.orders.ready, folder, planner.paper, crew, asked.verify, asked.shard):
                    state.done.append(done)
                    step()
        except EndedError as end:
            state.found.append(end.found)
            return terminal.IO if isinstance(end, DiskError) else terminal.FINDINGS
    state.done.sort(key=lambda done: done.order.place)
    whole = [done for done in state.done if not done.failed]
    state.found += personal.tell([done.order for done in whole], folder, planner, asked.shard)
    if stop.code:
        return stop.code
    state.found += [*_kept_failed(state, folder), *folder.finish()]
    if any(one.code == "HND702" for one in state.found):
        return terminal.IO
    if asked.combined and whole:
        state.bound, lost = combined.save(asked.combined, (done.order for done in whole), folder)
        state.found += lost
        if lost:
            state.bound = None
            return terminal.IO if lost[0].code == "HND702" else terminal.FINDINGS
    if len(whole) < len(state.share.ready) + len(state.share.faults):
        return terminal.SOME_FAILED if whole else terminal.FINDINGS
    return terminal.DONE


def _kept_failed(state: Merge, folder: Folder) -> list[Diagnostic]:
    """The rows that failed, to be run again; a file of an earlier run goes when none did, unless it is the list."""
    name = failed.name(state.sheet.table)
    path = folder.path / marked(name, state.asked.shard)
    why = dict(state.share.faults) | {done.order.place: done.found for done in state.done if done.failed}
    lost: list[Diagnostic] = []
    if why:
        state.failed_file = path
        lost = saving.save(path, failed.failed(state.sheet, why), alone=True)
    elif path.exists() and not (Path(state.asked.rows).exists() and path.samefile(state.asked.rows)):
        lost = saving.delete(path)
    return lost or [one for old in _of_shares(state, folder.path, name) for one in saving.delete(old)]


def _of_shares(state: Merge, folder: Path, name: str) -> list[Path]:
    """The failed rows that shares kept, and a run of the whole list tells anew; one of some mended rows does not."""
    rows = state.asked.rows
    if state.asked.shard or rows == STDIN or Path(rows).resolve().parent == folder.resolve():
        return []
    return [path for path in sorted(folder.iterdir()) if is_marked(path.name, name)]


# ---------------------------------------------------------------- the words of the command


def _check_combined(asked: Asked) -> None:
    """A print file must be where it can be written, and is no leaflet of the folder."""
    if asked.combined is None:
        return
    if asked.shard:
        advice = "let the shares end, then run the same command with `--combined` and without `--shard`"
        raise click.UsageError(f"a share has not all leaflets of a print file: {advice}")
    path, folder = asked.combined.resolve(), asked.output.resolve()
    if folder in path.parents:
        raise click.UsageError("the print file of `--combined` stands beside the folder of the leaflets, not in it")
    if asked.rows != STDIN and path == Path(asked.rows).resolve():
        raise click.UsageError("`--combined` names the list itself")
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder `{terminal.visible(str(asked.combined.parent))}`: make it first")


def _refuse(wrong: Sequence[Diagnostic]) -> None:
    if wrong:
        raise click.UsageError(f"{terminal.visible(wrong[0].message)}: {wrong[0].help}")


def _bytes(path: str, limit: int) -> tuple[bytes, list[Diagnostic]]:
    """What a list or a file of columns holds. Reports HND701."""
    try:
        return (sys.stdin.buffer.read(limit + 1) if path == STDIN else reading.read_bytes(Path(path), limit)), []
    except reading.ReadError as fault:
        help_ = f"{fault.remedy}; a list may also come on standard input, as `-`"
        return b"", [Diagnostic("HND701", f"`{path}` cannot be read: {fault.why}", help_)]
    except OSError as fault:
        why = (fault.strerror or type(fault).__name__).lower()
        return b"", [Diagnostic("HND701", f"`{path}` cannot be read: {why}", "correct the path, or its permissions")]
