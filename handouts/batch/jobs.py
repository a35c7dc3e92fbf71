"""One leaflet to print, for `make`, `check --pdf`, `export` and `mail-merge` alike, and the work of a child on it."""

from __future__ import annotations

from dataclasses import dataclass

from handouts import pdf
from handouts.formats import FORMATS
from handouts.layout.assets import PrintAssets
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed


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


def print_job(job: PrintJob) -> Printed:
    """Prints one leaflet and checks the finished file; runs in a child process.

    Returns:
        The file with all findings. It has no bytes where nothing could be printed; an engine that cannot start is
        HND504.
    """
    if fault := pdf.engine_fault():
        return Printed(b"", 0, (fault,))
    return FORMATS[job.format].render(job.leaflet, job.edition, job.assets)
