"""Leaflets printed only to be measured: for `check --pdf` and `evidence`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handouts.pipeline import PipelineResult, of_leaflet
from handouts.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from handouts.pdf.preflight import Preflight


def proofs(workspace: Workspace, results: Sequence[PipelineResult]) -> Iterator[tuple[str, Preflight]]:
    """Each leaflet that nothing stops, printed, with what the engine and the proof found in it."""
    from handouts import pdf
    from handouts.batch.watched import WatchedPrinter
    from handouts.pdf.preflight import Preflight
    from handouts.pdf.printing import assets

    print_assets = assets(workspace.overlay)
    with WatchedPrinter() as printer:
        for result in results:
            if result.leaflet is None or result.edition is None:
                continue
            (id_,) = result.request.conditions
            printed = printer.print_and_check(result.leaflet, workspace.library.editions[result.edition], print_assets)
            if pdf.UNREADY in printed.diagnostics:  # nor will it start for the others
                yield id_, Preflight((pdf.UNREADY,), {})
                return
            findings = tuple(of_leaflet(finding, id_) for finding in printed.diagnostics)
            yield id_, Preflight(findings, dict(printed.facts))
