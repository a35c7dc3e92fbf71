"""What workers do for a merge: plain values in, plain values out. `do` is the one function that they are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from handouts import printing, proof, stamping
from handouts.diagnostics import has_errors
from handouts.formats import Printed
from handouts.leaflet import Leaflet, Personal
from handouts.model import Edition
from handouts.printing import Paper
from handouts.stamping import Base, Lines, Page, Refusal, Stamp
from handouts.typeset import Press


class Task(Protocol):
    def work(self) -> object: ...


def do(task: Task) -> object:
    return task.work()


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a worker finds its paper: folders travel, a catalogue of words does not, and all words are chosen."""

    templates: tuple[Path, ...]
    styles: Path
    pictures: tuple[Path, ...]

    @classmethod
    def of(cls, paper: Paper) -> Folders:
        return cls(tuple(paper.press.templates), paper.press.styles, tuple(paper.pictures))

    @property
    def paper(self) -> Paper:
        return Paper(Press(self.templates, self.styles), self.pictures)


@dataclass(frozen=True, slots=True)
class Full:
    """One leaflet printed in full, and the finished file read back."""

    leaflet: Leaflet
    edition: Edition
    folders: Folders

    def work(self) -> Printed:
        printed = printing.write(self.leaflet, self.edition, self.folders.paper)
        if not printed.data or has_errors(printed.diagnostics):
            return printed
        found = proof.read(printed.data, self.leaflet, self.edition).found
        return replace(printed, diagnostics=(*printed.diagnostics, *found))


@dataclass(frozen=True, slots=True)
class Laying:
    """The base of many leaflets, read back as a full print is: they differ from it in their words alone."""

    leaflet: Leaflet
    edition: Edition
    folders: Folders
    like: Base | None
    lines: Lines

    def work(self) -> Base | Refusal:
        base = stamping.base_of(self.leaflet, self.edition, self.folders.paper, self.like, self.lines)
        if isinstance(base, Refusal):
            return base
        found = proof.read(base.data, self.leaflet, self.edition).found
        if has_errors(found):
            return Refusal("what would be filled in does not pass the proof")
        return replace(base, diagnostics=(*base.diagnostics, *found))


@dataclass(frozen=True, slots=True)
class Filling:
    """Some leaflets of one base."""

    base: Base
    rows: tuple[tuple[Page, Personal], ...]

    def work(self) -> list[bytes | Refusal]:
        stamp = Stamp(self.base)
        return [stamp.filled(page, personal) for page, personal in self.rows]
