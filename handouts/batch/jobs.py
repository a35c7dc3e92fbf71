"""One leaflet to print, for `make`, `check --pdf`, `export` and `mail-merge` alike, and the work of a child on it."""

from __future__ import annotations

from dataclasses import dataclass

from handouts import pdf
from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, preflight
from handouts.pdf.preflight import Preflight
from handouts.pdf.printing import PrintAssets


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A leaflet to print and preflight. It travels to another process, so it holds plain values alone.

    Args:
        edition: ignored by a format without pages.
        name: the path of the file in its folder, with `/`; unique in a run.
        key: a hash of all that the file is made from; files of one key have the same bytes.
    """

    leaflet: Leaflet
    edition: Edition
    assets: PrintAssets
    format: str = "pdf"
    name: str = ""
    key: str = ""


def print_job(job: PrintJob) -> tuple[Printed, Preflight]:
    """Prints one leaflet and reads the finished file back; runs in a child process.

    Returns:
        The file with all findings, and the preflight alone. The file has no bytes where nothing could be printed;
        an engine that cannot start is HND504.
    """
    if fault := pdf.engine_fault():
        return not_printed(fault)
    return preflight.print_and_check(job.leaflet, job.edition, job.assets, job.format)


def not_printed(fault: Diagnostic) -> tuple[Printed, Preflight]:
    """The result of a job that has none."""
    return Printed(b"", 0, (fault,)), Preflight((fault,), {})
