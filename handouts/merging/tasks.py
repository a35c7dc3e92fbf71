"""What workers do for a merge: plain values in, plain values out. `do` is the one function that they are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from handouts import formats, printing, proof, stamping
from handouts.diagnostics import Diagnostic, has_errors
from handouts.formats import Printed
from handouts.leaflet import Leaflet, Personal
from handouts.model import Edition
from handouts.printing import Paper
from handouts.stamping import Base, Lines, Page, Refusal, Stamp
from handouts.stamping.comparing import difference
from handouts.typeset import Press, TemplateFaultError, Tightness


class Task(Protocol):
    def work(self) -> object: ...


def do(task: Task) -> object:
    return task.work()


@dataclass(frozen=True, slots=True)
class Ready:
    """Why this worker cannot print, or None. It has started the engine; who asks need not, and saves half a second."""

    def work(self) -> Diagnostic | None:
        return formats.unready()


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
class Parting:
    """A page set and taken apart, or why its template cannot be set."""

    leaflet: Leaflet
    edition: Edition
    press: Press
    tightness: Tightness

    def work(self) -> Page | Refusal:
        try:
            return stamping.taken_apart(self.leaflet, self.edition, self.press, self.tightness)
        except TemplateFaultError as fault:
            return Refusal(fault.diagnostic.message)


@dataclass(frozen=True, slots=True)
class Counting:
    """How many lines the words of some people take in the places of a base."""

    base: Base
    people: tuple[Personal, ...]

    def work(self) -> list[Lines | Refusal]:
        stamp = _stamp(self.base)
        return [stamp.lines(personal) for personal in self.people]


@dataclass(frozen=True, slots=True)
class Filling:
    """Some leaflets of one base."""

    base: Base
    rows: tuple[tuple[Page, Personal], ...]

    def work(self) -> list[bytes | Refusal]:
        stamp = _stamp(self.base)
        return [stamp.filled(page, personal) for page, personal in self.rows]


@dataclass(frozen=True, slots=True)
class Comparing:
    """One leaflet filled in and printed in full: in what they differ, or nothing. Both are then thrown away.

    The full print is not read back: what it must be equal to is made from a base that was.
    """

    base: Base
    page: Page
    leaflet: Leaflet
    edition: Edition
    paper: Paper

    def work(self) -> str:
        filled = _stamp(self.base).filled(self.page, self.leaflet.personal)
        if isinstance(filled, Refusal):
            return ""  # it will be printed in full
        printed = printing.write(self.leaflet, self.edition, self.paper)
        if any(one.is_error for one in printed.diagnostics):
            return "what is found in it"
        return difference(filled, printed.data)


_STAMPS: dict[bytes, Stamp] = {}


def _stamp(base: Base) -> Stamp:
    """A stamp is made ready once for all the jobs of a base that a worker is given, one base after the other."""
    key = sha256(base.data).digest()
    if key not in _STAMPS:
        _STAMPS.clear()
        _STAMPS[key] = Stamp(base)
    return _STAMPS[key]
