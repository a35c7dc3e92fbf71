"""What workers do for a merge: plain values in, plain values out. `do` is the one function that they are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from handouts import proof, stamping
from handouts.diagnostics import has_errors
from handouts.formats import Printed
from handouts.leaflet import Leaflet, Personal
from handouts.model import Edition
from handouts.printing import Paper
from handouts.stamping import Base, Lines, Page, Refusal, Stamp


class Task(Protocol):
    def work(self) -> object: ...


def do(task: Task) -> object:
    return task.work()


@dataclass(frozen=True, slots=True)
class Full:
    """One leaflet printed in full, and the finished file read back."""

    leaflet: Leaflet
    edition: Edition
    paper: Paper

    def work(self) -> Printed:
        return proof.pull(self.leaflet, self.edition, self.paper)[0]


@dataclass(frozen=True, slots=True)
class Laying:
    """The base of many leaflets, read back as a full print is: they differ from it in their words alone."""

    leaflet: Leaflet
    edition: Edition
    paper: Paper
    like: Base | None
    lines: Lines

    def work(self) -> Base | Refusal:
        base = stamping.base_of(self.leaflet, self.edition, self.paper, self.like, self.lines)
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
