"""The work behind `mail-merge`: read, check, print, and hand what came of it to whoever tells it."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from handouts import pipeline
from handouts.batch import folder as folders
from handouts.batch import patients
from handouts.batch.export import personal_entries
from handouts.batch.export.planning import Planner
from handouts.batch.folder import Folder
from handouts.batch.mail_merge import combined, running
from handouts.batch.mail_merge import jobs as ordering
from handouts.batch.mail_merge.jobs import MergeJobs, MergeSettings
from handouts.batch.mail_merge.running import DiskError, EndedError, MergeResult
from handouts.batch.patients import PatientList, columns, decoding, failed_rows, file_names
from handouts.batch.patients.table import Table
from handouts.batch.shards import Shard, is_marked, marked
from handouts.batch.workers import remote
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.interrupts import InterruptHandler
from handouts.cli import dates, mail_merge_report, progress, terminal, worker_options
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.library.source import MAX_BYTES as MAX_COLUMNS_FILE
from handouts.pdf.combine import Combined
from handouts.pipeline import workspace

STDIN = "-"
#: New objects after which Python looks for garbage. A list makes millions that all stay; at 700, the usual number,
#: looking for it takes a third of the time.
GARBAGE_AFTER = 200_000


@dataclass(frozen=True, slots=True)
class MergeOptions:
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

    options: MergeOptions
    patients: PatientList
    jobs: MergeJobs = field(default_factory=lambda: MergeJobs((), {}))
    share: MergeJobs = field(default_factory=lambda: MergeJobs((), {}))  # all of them without `--shard`
    found: list[Diagnostic] = field(default_factory=list)
    done: list[MergeResult] = field(default_factory=list)
    failed_file: Path | None = None
    bound: Combined | None = None
    planner: Planner | None = None
    code: int = terminal.DONE


def merge(options: MergeOptions) -> int:
    """Does all of it, tells it, and gives the exit code."""
    gc.set_threshold(GARBAGE_AFTER)
    _refuse(file_names.check(options.pattern))
    _check_combined(options)
    state = Merge(options, PatientList(Table(options.list_name)))
    try:
        state.code = _read(state) or _printed(state)
    finally:
        if state.planner is not None:
            state.planner.close()
    mail_merge_report.report(state)
    return state.code


def _read(state: Merge) -> int:
    """The list and the orders; a code other than 0 where nothing can be printed."""
    options = state.options
    data, lost = _bytes(options.rows, decoding.MAX_BYTES)
    own, found = patients.USUAL, list[Diagnostic]()
    if options.columns and not lost:
        told, lost = _bytes(str(options.columns), MAX_COLUMNS_FILE)
        own, found = columns.read(told, str(options.columns))
    state.found += [*lost, *found]
    if lost or has_errors(found):
        return terminal.IO if lost else terminal.FINDINGS
    today = dates.today()
    state.patients = patients.read(data, options.list_name, today, own)
    state.found += state.patients.found
    if has_errors(state.patients.found):
        return terminal.FINDINGS
    opened = workspace.open_workspace(options.content)
    clinic = options.clinic or opened.default_clinic()
    _refuse(pipeline.misnamed(opened.library, opened.findings, clinic, options.edition))
    state.planner = Planner(opened, today)
    press = state.planner.colophon.hash
    settings = MergeSettings(
        clinic, today, options.edition, options.exercises, options.clinician, options.date, options.pattern, press
    )
    state.jobs = ordering.prepare_jobs(state.patients, opened, settings)
    state.found += state.jobs.found
    state.share = state.jobs.share(options.shard, state.patients.numbers)
    if options.strict and state.jobs.faults:  # no share prints when a row of any is wrong, and each tells all of them
        state.share = state.jobs
        return terminal.FINDINGS
    return terminal.FINDINGS if options.dry_run and state.share.faults else terminal.DONE


def _printed(state: Merge) -> int:
    options = state.options
    if options.dry_run:
        return terminal.DONE
    if options.combined and (lost := writing.foreseen(options.combined)):
        state.found += lost
        return terminal.IO
    with folders.opened(options.output, "mail-merge", folders.state_dir(options.shard)) as (folder, lost):
        state.found += lost
        if folder is None:
            return terminal.BUSY if any(one.code == "HND950" for one in lost) else terminal.IO
        if not options.replace and (taken := running.in_the_way(state.share.ready, folder)):
            state.found += taken
            return terminal.USAGE
        if options.combined:
            writing.sweep_beside(options.combined)
        if options.on is None or not state.share.ready:
            return _run(state, folder, None)
        with remote.connected(options.on) as (cluster, found):
            state.found += found
            return terminal.FINDINGS if cluster is None else _run(state, folder, cluster)


def _run(state: Merge, folder: Folder, cluster: remote.Cluster | None) -> int:
    options, planner = state.options, state.planner
    assert planner is not None
    workers = worker_options.cores() if options.jobs is None else options.jobs
    with (
        InterruptHandler(lambda: terminal.say("finishing what is in flight; once more to stop at once")) as stop,
        Executor(workers, stop, cluster) as executor,
    ):
        try:
            with progress.shown(len(state.share.ready), "leaflet", options.quiet or options.format_ != "text") as step:
                for done in running.run(
                    state.jobs.ready, folder, planner.paper, executor, options.verify, options.shard
                ):
                    state.done.append(done)
                    step()
        except EndedError as end:
            state.found.append(end.found)
            return terminal.IO if isinstance(end, DiskError) else terminal.FINDINGS
    state.done.sort(key=lambda done: done.job.place)
    whole = [done for done in state.done if not done.failed]
    state.found += personal_entries.entries_of([done.job for done in whole], folder, planner, options.shard)
    if stop.code:
        return stop.code
    state.found += [*_kept_failed(state, folder), *folder.finish()]
    if any(one.code == "HND702" for one in state.found):
        return terminal.IO
    if options.combined and whole:
        state.bound, lost = combined.save(options.combined, (done.job for done in whole), folder)
        state.found += lost
        if lost:
            state.bound = None
            return terminal.IO if lost[0].code == "HND702" else terminal.FINDINGS
    if len(whole) < len(state.share.ready) + len(state.share.faults):
        return terminal.SOME_FAILED if whole else terminal.FINDINGS
    return terminal.DONE


def _kept_failed(state: Merge, folder: Folder) -> list[Diagnostic]:
    """The rows that failed, to be run again; a file of an earlier run goes when none did, unless it is the list."""
    name = failed_rows.name(state.patients.table)
    path = folder.path / marked(name, state.options.shard)
    why = dict(state.share.faults) | {done.job.place: done.found for done in state.done if done.failed}
    lost: list[Diagnostic] = []
    if why:
        state.failed_file = path
        lost = writing.save(path, failed_rows.failed(state.patients, why), alone=True)
    elif path.exists() and not (Path(state.options.rows).exists() and path.samefile(state.options.rows)):
        lost = writing.delete(path)
    return lost or [one for old in _of_shares(state, folder.path, name) for one in writing.delete(old)]


def _of_shares(state: Merge, folder: Path, name: str) -> list[Path]:
    """The failed rows that shares kept, and a run of the whole list tells anew; one of some mended rows does not."""
    rows = state.options.rows
    if state.options.shard or rows == STDIN or Path(rows).resolve().parent == folder.resolve():
        return []
    return [path for path in sorted(folder.iterdir()) if is_marked(path.name, name)]


# ---------------------------------------------------------------- the words of the command


def _check_combined(options: MergeOptions) -> None:
    """A print file must be where it can be written, and is no leaflet of the folder."""
    if options.combined is None:
        return
    if options.shard:
        advice = "let the shares end, then run the same command with `--combined` and without `--shard`"
        raise click.UsageError(f"a share has not all leaflets of a print file: {advice}")
    path, folder = options.combined.resolve(), options.output.resolve()
    if folder in path.parents:
        raise click.UsageError("the print file of `--combined` stands beside the folder of the leaflets, not in it")
    if options.rows != STDIN and path == Path(options.rows).resolve():
        raise click.UsageError("`--combined` names the list itself")
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder `{terminal.visible(str(options.combined.parent))}`: make it first")


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
