"""The dear step, done by workers: one leaflet → its file. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass

from handouts import proof
from handouts.formats import Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.printing import Paper


@dataclass(frozen=True, slots=True)
class Task:
    """A leaflet to be printed. For a format without pages the edition is not looked at."""

    leaflet: Leaflet
    edition: Edition
    paper: Paper
    format: str


def press(task: Task) -> Printed:
    """Prints one leaflet, and reads the finished file back as `make` does."""
    return proof.pull(task.leaflet, task.edition, task.paper, task.format)[0]
