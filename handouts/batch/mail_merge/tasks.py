"""What workers do for a merge: plain values in, plain values out. `do` is the one function that they are given."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from handouts import pdf
from handouts.diagnostics import Diagnostic, has_errors
from handouts.layout.templates import request_entry
from handouts.layout.variables import Texts, marked
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, fill, preflight, printing
from handouts.pdf.assembled import printing as assembled
from handouts.pdf.fill import Filler, Lines, Refusal, Template
from handouts.pdf.fill.comparison import first_difference
from handouts.pdf.printing import PrintAssets


class Task(Protocol):
    def work(self) -> object: ...


def do(task: Task) -> object:
    return task.work()


@dataclass(frozen=True, slots=True)
class ReadyTask:
    """Why this worker cannot print, or None. It has started the engine, which spares its parent half a second."""

    def work(self) -> Diagnostic | None:
        return pdf.engine_fault()


@dataclass(frozen=True, slots=True)
class LayoutTask:
    """The base of many leaflets, read back as a full print is: they differ from it in their words alone."""

    leaflet: Leaflet
    edition: Edition
    assets: PrintAssets
    tightness: Template | None
    lines: Lines

    def work(self) -> Template | Refusal:
        template = fill.template_of(self.leaflet, self.edition, self.assets, self.tightness, self.lines)
        if isinstance(template, Refusal):
            return template
        found = preflight.check_file(template.data, self.leaflet, self.edition).found
        if has_errors(found):
            return Refusal("what would be filled in fails preflight")
        return replace(template, diagnostics=(*template.diagnostics, *found))


@dataclass(frozen=True, slots=True)
class CountTask:
    """How many lines the words of some leaflets take in the places of a base."""

    base: Template
    rows: tuple[Texts, ...]

    def work(self) -> list[Lines | Refusal]:
        filler = _filler(self.base)
        return [filler.lines(texts) for texts in self.rows]


@dataclass(frozen=True, slots=True)
class FillTask:
    """Some leaflets of one base: the texts of each, and the request that it answers."""

    base: Template
    rows: tuple[tuple[Texts, str], ...]

    def work(self) -> list[bytes | Refusal]:
        filler = _filler(self.base)
        return [filler.filled(texts, request) for texts, request in self.rows]


@dataclass(frozen=True, slots=True)
class CompareTask:
    """One leaflet filled in and printed in full: in what they differ, or nothing. Both are then thrown away.

    The full print is not read back: what it must be equal to is made from a base that was.
    """

    base: Template
    leaflet: Leaflet
    edition: Edition
    assets: PrintAssets

    def work(self) -> str:
        _, texts = marked(self.leaflet, self.edition)
        filled = _filler(self.base).filled(texts, request_entry(self.leaflet.request, self.edition.key))
        if isinstance(filled, Refusal):
            return ""  # it will be printed in full
        return _difference(
            Printed(filled, self.base.pages, ()), printing.print_leaflet(self.leaflet, self.edition, self.assets)
        )


@dataclass(frozen=True, slots=True)
class AssembleTask:
    """Some leaflets that differ in their exercises, put together from parts."""

    rows: tuple[tuple[Leaflet, Edition], ...]
    assets: PrintAssets

    def work(self) -> list[Printed | Refusal]:
        made = [_preflighted(assembled.print_leaflet(*row, self.assets), *row) for row in self.rows]
        gc.collect()
        gc.freeze()  # what was drawn stays, and need not be looked through after every task
        return made


_CHECKED: set[tuple[object, ...]] = set()


def _preflighted(made: Printed | Refusal, leaflet: Leaflet, edition: Edition) -> Printed | Refusal:
    """A file put together, read back where it is the first one of this worker with one of its exercises."""
    new = {(leaflet.conditions, leaflet.language, edition.key, card.id) for card in leaflet.cards} - _CHECKED
    if isinstance(made, Refusal) or not new:
        return made
    if preflight.check_file(made.data, leaflet, edition).found:
        return Refusal("what is put together fails preflight")
    _CHECKED.update(new)
    return made


@dataclass(frozen=True, slots=True)
class CompareAssembledTask:
    """One leaflet put together and printed in full: in what they differ, or nothing. Both are then thrown away."""

    leaflet: Leaflet
    edition: Edition
    assets: PrintAssets

    def work(self) -> str:
        made = assembled.print_leaflet(self.leaflet, self.edition, self.assets)
        if isinstance(made, Refusal):
            return ""  # it will be printed in full
        return _difference(made, printing.print_leaflet(self.leaflet, self.edition, self.assets))


def _difference(made: Printed, printed: Printed) -> str:
    if any(one.is_error for one in printed.diagnostics):
        return "what is found in it"
    return first_difference(made.data, printed.data)


_FILLERS: dict[bytes, Filler] = {}


def _filler(template: Template) -> Filler:
    """A filler is made once for all the jobs of a base that a worker is given, one base after the other."""
    key = sha256(template.data).digest()
    if key not in _FILLERS:
        _FILLERS.clear()  # its caches are most of a worker's memory, and tasks of one base come one after the other
        _FILLERS[key] = Filler(template)
    return _FILLERS[key]
