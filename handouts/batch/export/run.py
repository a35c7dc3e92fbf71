"""An export from its options to its result: by the fast path where nothing changed, else by a whole run.

The fast path answers an unchanged folder in a tenth of a second. Reading and composing the content alone takes ten
times as long, and so does importing what that needs: this module and all that it imports stay free of YAML, pydantic
and the engine (tests/cli/test_quick_answers.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from handouts.batch.export import cache
from handouts.batch.export.cache import Cache, Run
from handouts.batch.export.request import ExportOptions
from handouts.batch.export.result import ExportResult
from handouts.batch.results import FileResult


class Progress(Protocol):
    """Functions that are called with the number of files to print, and with each that is printed."""

    def begin(self, total: int) -> None: ...

    def done(self, result: FileResult) -> None: ...


def export(
    options: ExportOptions, jobs: int | None, address: str | None, progress: Progress, on_stop: Callable[[], object]
) -> ExportResult:
    """Fills the folder.

    Args:
        jobs, address: where the work is done, see `workers.executor.opened`.
        on_stop: called at the first Ctrl-C; jobs in flight are finished then.
    """
    return last_result(options) or _run(options, jobs, address, progress, on_stop)


def last_result(options: ExportOptions) -> ExportResult | None:
    """All files, fresh, where no input changed since the last run of the same request; or None if one of them may not
    be. Nothing is parsed; where all stamps are those of the last run, nothing is read and nothing written."""
    known = cache.read(options.state_dir)
    run = known.run(options.request.hash, options.today)
    if run is None:
        return None
    is_seen = not options.look_inside and known.has_inputs(options.inputs) and known.has_seen(options.folder, run)
    if not is_seen and not _is_same(options, known, run):
        return None
    lines = tuple(FileResult(name, "fresh", "nothing changed") for name in run.files)
    return ExportResult(lines, warnings=run.warnings)


def _is_same(options: ExportOptions, known: Cache, run: Run) -> bool:
    """Whether inputs and files have the bytes of the last run. If so, their stamps of today are kept."""
    from handouts.batch import manifest

    stamp = options.inputs.stamp()
    if options.inputs.digest() != known.inputs:
        return False
    known.keep(known.inputs, stamp, options.request.hash, run)
    try:
        known.see(options.folder, [path.name for path in manifest.parts(options.folder)], known.seen)
    except OSError:
        return False
    whole, findings = manifest.read(options.folder)
    entries = [(name, whole.leaflets.get(name)) for name in run.files]
    if findings or not all(
        entry and not known.is_whole(options.folder, name, entry, options.look_inside) for name, entry in entries
    ):
        return False
    if not options.dry_run:
        # Without the lock: a cache of another run that is lost so costs time and nothing else. So does a disk that
        # takes no file.
        cache.write(options.state_dir, known, alone=False)
    return True


def _run(
    options: ExportOptions, jobs: int | None, address: str | None, progress: Progress, on_stop: Callable[[], object]
) -> ExportResult:
    from handouts.batch.export import full_run
    from handouts.batch.workers import executor
    from handouts.batch.workers.interrupts import InterruptHandler

    stop = InterruptHandler(on_stop)
    with executor.opened(jobs, None if options.dry_run else address, stop) as (workers, findings):
        if workers is None:
            return ExportResult(found=tuple(findings))
        result = full_run.export(options, progress.begin, progress.done, workers)
    return replace(result, code=stop.code)
