"""The work behind `export`: the quick way where nothing changed, else the long one, and what came of it told."""

from __future__ import annotations

import datetime
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.batch import inputs
from handouts.batch.export.fast_path import last_result
from handouts.batch.export.request import ExportRequest
from handouts.batch.export.result import ExportResult
from handouts.cli import export_report, options, terminal, worker_options
from handouts.cli.exit_codes import ExitCode
from handouts.cli.export_report import ReportOptions

if TYPE_CHECKING:
    from handouts.batch.workers.remote import Cluster

__all__ = ["ReportOptions", "WorkerOptions", "export"]

STATE_DIR = ".handouts"  # handouts.batch.folder.STATE_DIR, without importing it


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """Who presses, so many here or a cluster, and whether files are looked into."""

    jobs: int | None
    on: str | None
    look_inside: bool


def export(
    request: ExportRequest,
    folder: Path,
    content: Path | None,
    day: datetime.date,
    workers: WorkerOptions,
    report: ReportOptions,
) -> int:
    """Does all of it, tells it, and gives the exit code."""
    room = folder / STATE_DIR / f"{request.shard[0]}-of-{request.shard[1]}" if request.shard else folder / STATE_DIR
    code = 0
    result = last_result(folder, room, request, inputs.digest(content, options.shipped()), day, workers.look_inside)
    if result is None:
        result, code = _run(request, folder, content, day, workers, report)
    export_report.report(result, folder, report)
    return code or export_report.code_of(result, report)


def _run(
    request: ExportRequest,
    folder: Path,
    content: Path | None,
    day: datetime.date,
    means: WorkerOptions,
    report: ReportOptions,
) -> tuple[ExportResult, int]:
    """The long way, with the code of the signal that ended it, if one did."""
    from handouts.batch.export import running
    from handouts.batch.workers.executor import Executor
    from handouts.batch.workers.interrupts import InterruptHandler

    def fingerprint() -> str:
        return inputs.digest(content, options.shipped())

    workers = worker_options.cores() if means.jobs is None else means.jobs
    order = running.ExportOptions(request, folder, content, day, fingerprint, means.look_inside, report.dry_run)
    with ExitStack() as held:
        cluster: Cluster | None = None
        if means.on is not None and not report.dry_run:
            from handouts.batch.workers import remote

            cluster, found = held.enter_context(remote.connected(means.on))
            if cluster is None:
                return ExportResult(found=tuple(found)), ExitCode.DONE
        stop = held.enter_context(
            InterruptHandler(lambda: terminal.message("finishing what is in flight; once more to stop at once"))
        )
        shown = held.enter_context(closing(export_report.progress(report)))
        result = running.export(order, shown.begun, shown.done, Executor(workers, stop, cluster))
    return result, stop.code
