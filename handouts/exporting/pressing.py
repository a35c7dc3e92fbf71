"""The dear step, done by workers: one leaflet → its file. Plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handouts import printing, proof
from handouts.diagnostics import Diagnostic, has_errors
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.printing import Paper
from handouts.typeset import Press


@dataclass(frozen=True, slots=True)
class Task:
    """A leaflet to be printed. For a format without pages the edition is not looked at."""

    leaflet: Leaflet
    edition: Edition
    format: str
    templates: tuple[Path, ...]
    styles: Path
    pictures: tuple[Path, ...]

    @classmethod
    def of(cls, leaflet: Leaflet, edition: Edition, paper: Paper, format_: str) -> Task:
        """The paper goes as folders: its catalogue of words cannot travel, and the leaflet's words are final."""
        press = paper.press
        return cls(leaflet, edition, format_, tuple(press.templates), press.styles, tuple(paper.pictures))

    @property
    def paper(self) -> Paper:
        return Paper(Press(self.templates, self.styles), self.pictures)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The file, whole; empty when something stopped it."""

    data: bytes
    pages: int
    found: tuple[Diagnostic, ...]


def press(task: Task) -> Pressed:
    """Prints one leaflet, and reads the finished file back as `make` does."""
    printed = printing.write(task.leaflet, task.edition, task.paper, task.format)
    found = printed.diagnostics
    if task.format == "pdf" and printed.data and not has_errors(found):
        found += proof.read(printed.data, task.leaflet, task.edition).found
    return Pressed(printed.data, printed.pages, found)
