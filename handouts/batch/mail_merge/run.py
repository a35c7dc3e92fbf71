"""A mail merge from its list to its files: read rows, compose, print, write manifest, failed rows and print file."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from handouts import pipeline
from handouts.batch import folder as folders
from handouts.batch import patients, shards
from handouts.batch.folder import Folder
from handouts.batch.mail_merge import combined, failed_files, manifest_entries, row_files
from handouts.batch.mail_merge import jobs as ordering
from handouts.batch.mail_merge.failed_files import FailedFiles
from handouts.batch.mail_merge.jobs import MergeJob, MergeJobs, MergeSettings
from handouts.batch.mail_merge.row_files import MergeResult
from handouts.batch.patients import PatientList, column_names, decoding, file_names
from handouts.batch.patients.table import Table
from handouts.batch.planning import Planner
from handouts.batch.results import EndedError
from handouts.batch.shards import Shard
from handouts.batch.workers import executor
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.interrupts import InterruptHandler
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.library.source import MAX_BYTES as MAX_COLUMNS_FILE
from handouts.pdf.combine import Combined
from handouts.pipeline import workspace

STDIN = "-"

#: The number of leaflets to print → a context that gives what is called after each.
Progress = Callable[[int], AbstractContextManager[Callable[[], None]]]

#: New objects after which Python collects garbage. A long list makes millions of objects that all stay: at 700, the
#: default, collecting takes a third of the time.
GARBAGE_AFTER = 200_000


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """The options of the command."""

    rows: str
    output: Path
    combined: Path | None
    columns: Path | None
    pattern: str
    edition: str | None
    fillable: bool
    clinic: str | None
    content: Path | None
    exercises: int
    conditions_limit: int
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


class OptionError(Exception):
    """Options that contradict each other or name what does not exist: wrong use of the command."""


@dataclass(slots=True)
class Merge:
    """The state of a run, and at its end the result.

    Args:
        jobs: the jobs and faults of the whole list.
        share: those of this shard; without `--shard`, all of them.
        found: findings that belong to no single row.
        failed: what became of the files of failed rows.
        bound: the counts of the print file, if there is one.
        code: the exit code of the signal that ended the run early, else 0.
    """

    options: MergeOptions
    patients: PatientList
    jobs: MergeJobs = field(default_factory=lambda: MergeJobs((), {}))
    share: MergeJobs = field(default_factory=lambda: MergeJobs((), {}))
    found: list[Diagnostic] = field(default_factory=list)
    done: list[MergeResult] = field(default_factory=list)
    failed: FailedFiles = field(default_factory=FailedFiles)
    bound: Combined | None = None
    planner: Planner | None = None
    code: int = 0


def merge(options: MergeOptions, today: datetime.date, progress: Progress, on_stop: Callable[[], object]) -> Merge:
    """Does all of it.

    Args:
        on_stop: called at the first Ctrl-C; jobs in flight are finished then.

    Raises:
        OptionError: see there.
    """
    gc.set_threshold(GARBAGE_AFTER)
    _refuse(file_names.check(options.pattern))
    _check_combined(options)
    state = Merge(options, PatientList(Table(options.list_name)))
    try:
        if _read(state, today) and not options.dry_run:
            _print(state, progress, on_stop)
    finally:
        if state.planner is not None:
            state.planner.close()
    return state


def _read(state: Merge, today: datetime.date) -> bool:
    """Reads the list and composes its leaflets. Returns whether they should be printed."""
    options = state.options
    data, lost = _bytes(options.rows, decoding.MAX_BYTES)
    own, found = patients.USUAL, list[Diagnostic]()
    if options.columns and not lost:
        text, lost = _bytes(str(options.columns), MAX_COLUMNS_FILE)
        own, found = column_names.read(text, str(options.columns))
    state.found += [*lost, *found]
    if lost or has_errors(found):
        return False
    state.patients = patients.read(data, options.list_name, today, own)
    state.found += state.patients.found
    if has_errors(state.patients.found):
        return False
    opened = workspace.open_workspace(options.content)
    clinic = options.clinic or opened.default_clinic()
    edition = pipeline.edition_to_print(opened.library, clinic, options.edition, fillable=options.fillable)
    _refuse(pipeline.misnamed(opened.library, opened.of_records, clinic, edition))
    state.found += opened.without_clinic(options.clinic)
    state.planner = Planner(opened, today)
    settings = MergeSettings(
        clinic, today, edition, options.exercises, options.clinician, options.date, options.pattern,
        state.planner.toolchain.hash, options.conditions_limit, options.fillable,
    )  # fmt: skip
    state.jobs = ordering.prepare_jobs(state.patients, opened, settings, state.planner.printer)
    state.found += state.jobs.found
    state.share = state.jobs.share(options.shard, state.patients.numbers)
    # Before the folder is opened: a strict run with a wrong row leaves nothing behind.
    if options.strict and state.jobs.faults:
        state.share = state.jobs  # no shard prints when a row of any is wrong, and each reports all of them
        return False
    return True


def _print(state: Merge, progress: Progress, on_stop: Callable[[], object]) -> None:
    """Opens the folder and the executor, and prints."""
    options = state.options
    if options.combined and (lost := writing.foreseen(options.combined)):
        state.found += lost
        return
    with folders.opened(options.output, "mail-merge", shards.state_dir(options.shard)) as (folder, lost):
        state.found += lost
        if folder is None:
            return
        if not options.replace and (taken := row_files.in_the_way(state.share.ready, folder)):
            state.found += taken
            return
        if not options.replace and not _refuse_numbers_of_others(state, folder):
            return
        if options.combined:
            writing.sweep_beside(options.combined)
        stop = InterruptHandler(on_stop)
        # A list whose rows are all wrong needs no cluster, only its file of failed rows.
        address = options.on if state.share.ready else None
        with executor.opened(options.jobs, address, stop) as (workers, found):
            state.found += found
            if workers is None or not _print_leaflets(state, folder, workers, progress):
                return
        # Workers finish in any order; print file and manifest follow the list.
        state.done.sort(key=lambda done: done.job.place)
        whole = [done.job for done in state.done if not done.file.failed]
        assert state.planner is not None
        state.found += manifest_entries.write(whole, folder, state.planner, options.shard)
        state.code = stop.code
        # An interrupted run keeps its journal as it is: the same command goes on from it.
        if not state.code:
            _finish(state, folder, whole)


def _refuse_numbers_of_others(state: Merge, folder: Folder) -> bool:
    """Takes out rows whose number the folder gave to another patient. Returns whether the others should be printed."""
    wrong = row_files.numbers_of_others(state.patients, state.jobs.ready, folder)
    state.jobs = state.jobs.refused(wrong)
    if wrong and state.options.strict:
        state.share = state.jobs
        return False
    state.share = state.jobs.share(state.options.shard, state.patients.numbers)
    return True


def _print_leaflets(state: Merge, folder: Folder, workers: Executor, progress: Progress) -> bool:
    """Prints what is not there yet. Returns False when the run ended early by a finding."""
    options, planner = state.options, state.planner
    assert planner is not None
    results = row_files.run(state.jobs.ready, folder, planner.assets, workers, options.verify, options.shard)
    try:
        with progress(len(state.share.ready)) as step:
            for done in results:
                state.done.append(done)
                step()
    except EndedError as end:
        state.found.append(end.found)
        return False
    return True


def _finish(state: Merge, folder: Folder, whole: Sequence[MergeJob]) -> None:
    """The files of a run that was not interrupted: failed rows, the compact journal, the print file."""
    options = state.options
    why = dict(state.share.faults) | {done.job.place: done.file.found for done in state.done if done.file.failed}
    rows = None if options.rows == STDIN else Path(options.rows)
    state.failed = failed_files.kept(state.patients, why, folder, rows, options.shard)
    state.found += [*state.failed.found, *folder.finish()]
    if options.combined and whole and not any(one.code == "HND702" for one in state.found):
        state.bound, lost = combined.save(options.combined, whole, folder)
        state.found += lost
        if lost:
            state.bound = None


# ---------------------------------------------------------------- options and files of the command line


def _check_combined(options: MergeOptions) -> None:
    """A print file must be where it can be written, and is no leaflet of the folder."""
    if options.combined is None:
        return
    if options.shard:
        advice = "let the shares end, then run the same command with `--combined` and without `--shard`"
        raise OptionError(f"a share has not all leaflets of a print file: {advice}")
    if options.fillable:
        raise OptionError("a print file is for paper: leave out `--fillable` or `--combined`")
    path, folder = options.combined.resolve(), options.output.resolve()
    if folder in path.parents:
        raise OptionError("the print file of `--combined` belongs beside the folder of the leaflets, not in it")
    if options.rows != STDIN and path == Path(options.rows).resolve():
        raise OptionError("`--combined` names the list itself")
    if not path.parent.is_dir():
        raise OptionError(f"there is no folder `{options.combined.parent}`: make it first")


def _refuse(wrong: Sequence[Diagnostic]) -> None:
    if wrong:
        raise OptionError(f"{wrong[0].message}: {wrong[0].help}")


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
