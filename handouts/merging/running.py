"""Orders → files in a folder: what is there already stays, the rest is printed, put in place whole, and told.

Every file goes through the folder's journal, so that the same command goes on where a broken run ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from handouts import answering, printing, proof
from handouts.batch import folder as folders
from handouts.batch import pool
from handouts.batch.crew import Crew
from handouts.batch.folder import Folder
from handouts.diagnostics import Diagnostic, has_errors
from handouts.formats import Printed
from handouts.leaflet import Leaflet
from handouts.merging.orders import Order
from handouts.model import Edition
from handouts.printing import Paper
from handouts.typeset import Press

TIMEOUT_S = 120.0  # for one leaflet
MEMORY_MIB = 2048  # for one worker
TOGETHER = 8  # leaflets that are put in place and flushed at a time: what a run that is killed does anew


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to print one leaflet in full: plain values, and folders in place of a catalogue of words."""

    leaflet: Leaflet
    edition: Edition
    templates: tuple[Path, ...]
    styles: Path
    pictures: tuple[Path, ...]

    @classmethod
    def of(cls, order: Order, paper: Paper) -> Task:
        return cls(
            order.leaflet, order.edition, tuple(paper.press.templates), paper.press.styles, tuple(paper.pictures)
        )

    @property
    def paper(self) -> Paper:
        return Paper(Press(self.templates, self.styles), self.pictures)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an order: in place, or not, with what was found."""

    order: Order
    pages: int = 0
    found: tuple[Diagnostic, ...] = ()
    kept: bool = False  # it was there already

    @property
    def failed(self) -> bool:
        return has_errors(self.found)


class DiskError(Exception):
    """The folder takes no more: the run ends with this finding (HND702)."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


def in_the_way(orders: Iterable[Order], folder: Folder) -> list[Diagnostic]:
    """HND003 for files that this run would put a leaflet of another patient over, or that are not the program's own."""
    found = []
    for order in orders:
        known = folder.done.get(order.name)
        if not (folder.path / order.name).exists() or (known and known.facts.get("patient") == order.patient):
            continue
        whose = "of another patient" if known else "and not from here"
        message = f"row {order.number}: its file is there already, {whose}"
        found.append(Diagnostic("HND003", message, "choose an empty folder, or let `--replace` overwrite it"))
    return found


def run(orders: Iterable[Order], folder: Folder, paper: Paper, crew: Crew) -> Iterator[Done]:
    """Every order with what became of it, in the order of finishing. Raises DiskError."""
    wanted = []
    for order in orders:
        if folder.holds(order.name, order.key):
            yield Done(order, int(folder.done[order.name].facts.get("pages", 0)), kept=True)
        else:
            wanted.append(order)
    with closing(_printed(wanted, paper, crew)) as printed:
        while some := list(islice(printed, TOGETHER)):
            yield from _put([one for alike in some for one in alike], folder)


def _put(printed: Sequence[tuple[Order, Printed]], folder: Folder) -> Iterator[Done]:
    """Files without errors into the folder, all of them or none."""
    told = [
        Done(order, said.pages, tuple(answering.discreet(one, order.request) for one in said.diagnostics))
        for order, said in printed
    ]
    files = []
    for done, (order, said) in zip(told, printed, strict=True):
        if not done.failed and said.data:
            facts = {"patient": order.patient, "row": order.number, "pages": said.pages}
            files.append((folders.entry(order.name, order.key, said.data, **facts), said.data))
    if lost := folder.put(files):
        raise DiskError(lost[0])
    yield from told


# ---------------------------------------------------------------- printing


def _printed(orders: Iterable[Order], paper: Paper, crew: Crew) -> Generator[list[tuple[Order, Printed]], None, None]:
    """Each leaflet printed once, with all orders that ask for just this one: those without a person's words."""
    alike: dict[str, list[Order]] = {}
    for order in orders:
        alike.setdefault(order.key, []).append(order)
    jobs = (pool.Job(key, Task.of(same[0], paper)) for key, same in alike.items())
    outcomes = crew.run(print_one, jobs, timeout_s=TIMEOUT_S, memory_mib=MEMORY_MIB, prepare="handouts.formats.pdf")
    for outcome in outcomes:
        printed = outcome.result or Printed(b"", 0, (outcome.fault,) if outcome.fault else ())
        yield [(order, printed) for order in alike[outcome.key]]


def print_one(task: Task) -> Printed:
    """In full, in a worker, and the finished file read back."""
    printed = printing.write(task.leaflet, task.edition, task.paper)
    if not printed.data or has_errors(printed.diagnostics):
        return printed
    return replace(
        printed, diagnostics=(*printed.diagnostics, *proof.read(printed.data, task.leaflet, task.edition).found)
    )
