"""An export from its options to its result: by the fast path where nothing changed, else by a whole run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from handouts.batch.export.fast_path import last_result
from handouts.batch.export.request import ExportOptions
from handouts.batch.export.result import ExportResult
from handouts.batch.results import FileResult


class Progress(Protocol):
    """Functions that are called while files are printed."""

    def begun(self, fresh: int, stale: int) -> None: ...

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


def _run(
    options: ExportOptions, jobs: int | None, address: str | None, progress: Progress, on_stop: Callable[[], object]
) -> ExportResult:
    from handouts.batch.export import changed_files
    from handouts.batch.workers import executor
    from handouts.batch.workers.interrupts import InterruptHandler

    stop = InterruptHandler(on_stop)
    with executor.opened(jobs, None if options.dry_run else address, stop) as (workers, findings):
        if workers is None:
            return ExportResult(found=tuple(findings))
        result = changed_files.export(options, progress.begun, progress.done, workers)
    return replace(result, code=stop.code)
