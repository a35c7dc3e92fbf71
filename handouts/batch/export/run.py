"""An export from its options to its result: by the fast path where nothing changed, else by a whole run.

The fast path answers an unchanged folder in a tenth of a second. Reading and composing the content alone takes ten
times as long, and so does importing what that needs: this module and all that it imports stay free of YAML, pydantic
and the engine (tests/cli/test_quick_answers.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from handouts.batch import manifest
from handouts.batch.export import cache
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
    be. Nothing is parsed, nothing is written."""
    known = cache.read(options.state_dir)
    run = known.run(options.inputs(), options.request.hash, options.today)
    if run is None:
        return None
    whole, findings = manifest.read(options.folder)
    entries = [whole.leaflets.get(name) for name in run.files]
    if findings or not all(
        entry and not known.is_whole(options.folder, name, entry, options.look_inside)
        for name, entry in zip(run.files, entries, strict=True)
    ):
        return None
    lines = tuple(FileResult(name, "fresh", "nothing changed") for name in run.files)
    return ExportResult(lines, warnings=run.warnings)


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
