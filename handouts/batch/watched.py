"""Printing, preflight and rendering in a watched child: what commands call for one leaflet at a time.

Content can be wrong in ways that nobody foresaw, so the parent process, which writes files and output, lays out no page
and runs no template, nor imports what does. What does not finish in the child is a finding (HND945 to HND949).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handouts import pdf
from handouts.batch import limits
from handouts.batch.jobs import PrintJob, print_job
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic
from handouts.layout.assets import TemplateSet, assets
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed
from handouts.pipeline import PipelineResult, of_leaflet
from handouts.pipeline.workspace import Workspace

PREPARE = "handouts.pdf.preload"


class WatchedPrinter(Watchdog):
    """A child that prints and renders leaflets, one after the other; as a context manager, it ends with the block.

    After `begin` it imports the engine while this process reads and composes what is to be printed.
    """

    def __init__(self, prepare: str | None = None) -> None:
        super().__init__(limits.LEAFLET.memory_mib, prepare)

    def print_and_check(self, job: PrintJob) -> Printed:
        """Prints one leaflet, see `print_job`; what does not finish is HND945 to HND949, without bytes."""
        result, fault = self.run(print_job, job, timeout_s=limits.LEAFLET.time_s)
        return Printed(b"", 0, (fault,)) if fault else result

    def html(self, leaflet: Leaflet, edition: Edition | None, template_set: TemplateSet) -> str:
        """The page for an edition, or for a screen without one. Raises BrokenTemplateError."""
        from handouts.layout.templates import BrokenTemplateError

        result, fault = self.run(_render, (leaflet, edition, template_set), timeout_s=limits.PAGE.time_s)
        if fault or isinstance(result, Diagnostic):
            raise BrokenTemplateError(fault or result)
        return str(result)


def preflight_all(workspace: Workspace, results: Sequence[PipelineResult]) -> Iterator[Printed]:
    """The findings and measures of each leaflet that has no errors, printed for its preflight.

    Findings without a place in the content name their leaflet. An engine that cannot start is one finding for all.
    """
    print_assets = assets(workspace.overlay)
    with WatchedPrinter() as printer:
        for result in results:
            if result.leaflet is None or result.edition is None:
                continue
            edition = workspace.library.edition(result.edition)
            printed = printer.print_and_check(PrintJob(result.leaflet, edition, print_assets))
            if pdf.UNREADY in printed.diagnostics:
                yield Printed(b"", 0, (pdf.UNREADY,))
                return
            findings = tuple(of_leaflet(finding, result.name) for finding in printed.diagnostics)
            yield replace(printed, diagnostics=findings)


def _render(task: tuple[Leaflet, Edition | None, TemplateSet]) -> str | Diagnostic:
    from handouts.layout import templates

    leaflet, edition, template_set = task
    try:
        return templates.html(leaflet, edition, template_set) if edition else templates.page(leaflet, template_set)
    except templates.BrokenTemplateError as fault:
        return fault.diagnostic
