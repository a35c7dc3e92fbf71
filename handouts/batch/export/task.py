"""The dear step, done by workers: one leaflet → its file. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.formats import FORMATS
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed
from handouts.pdf.printing import PrintAssets


@dataclass(frozen=True, slots=True)
class PrintTask:
    """A leaflet to be printed. For a format without pages the edition is not looked at."""

    leaflet: Leaflet
    edition: Edition
    paper: PrintAssets
    format: str


def print_task(task: PrintTask) -> Printed:
    """Prints one leaflet, and reads the finished file back as `make` does."""
    return FORMATS[task.format].render(task.leaflet, task.edition, task.paper)
