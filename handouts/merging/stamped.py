"""Which leaflets are filled into one layout, and how: everything that is told of it is the same in every run.

Whether a leaflet is filled in depends on the whole list and not on what is still to be done, so that a run that was
broken ends with the same bytes as one that was not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from handouts.batch import faults
from handouts.batch.pool import Job, Outcome
from handouts.diagnostics import Diagnostic
from handouts.formats import Printed
from handouts.leaflet import Personal
from handouts.merging.orders import Order, hashed
from handouts.merging.tasks import Comparing, Counting, Filling, Laying, Parting
from handouts.printing import Paper
from handouts.stamping import Base, Lines, Page, Refusal
from handouts.typeset import ROOMY, Tightness

FEWEST = 4  # leaflets that are worth a base: it costs two full prints
TOGETHER = 128  # leaflets that a worker counts the lines of, or fills in, at a time

_Layout = tuple["Kind", Base | None, Lines]  #: what a base is asked for, like which other, with so many lines
_Shape = tuple[int, str, tuple[str, ...], Tightness]  #: what the pages of orders that are alike have in common
Run = Callable[[Iterable[Job]], Generator[Outcome, None, None]]  #: jobs → outcomes, as a crew does them


@dataclass(frozen=True, slots=True)
class Kind:
    """Leaflets whose pages differ in the words of their places alone; `pages` are theirs, as tight as their base."""

    orders: tuple[Order, ...]
    pages: tuple[Page, ...] = ()

    def has_any(self, places: set[int]) -> bool:
        return any(order.place in places for order in self.orders)

    def only(self, chosen: Sequence[int]) -> Kind:
        return Kind(tuple(self.orders[at] for at in chosen), tuple(self.pages[at] for at in chosen if self.pages))


class Pages:
    """The page of every order, taken apart once for all that share it; None for one whose template has a fault."""

    def __init__(self, paper: Paper, run: Run) -> None:
        self._press, self._run = paper.press, run
        self._known: dict[_Shape, Page | None] = {}

    def of(self, orders: Sequence[Order], tightness: Tightness = ROOMY) -> list[Page | None]:
        shapes = [self._shape(order, tightness) for order in orders]
        new = {shape: order for shape, order in zip(shapes, orders, strict=True) if shape not in self._known}
        jobs = {
            str(number): (shape, Parting(order.leaflet, order.edition, self._press, tightness))
            for number, (shape, order) in enumerate(new.items())
        }
        told = self._run(Job(key, task) for key, (_, task) in jobs.items()) if jobs else ()
        self._known |= {jobs[one.key][0]: one.result if isinstance(one.result, Page) else None for one in told}
        return [self._known.get(shape) for shape in shapes]

    @staticmethod
    def _shape(order: Order, tightness: Tightness) -> _Shape:
        given = tuple(name for name in Personal.__slots__ if getattr(order.personal, name))
        return id(order.base), order.edition.id, given, tightness


@dataclass(slots=True)
class Plan:
    """Kinds with their base; by place, why others are printed in full, and what a person should know of that.

    `worth` are all kinds of the list that are worth a base, whether one of their leaflets is still to be done or not.
    """

    worth: list[Kind] = field(default_factory=list)
    kinds: list[tuple[Base, Kind]] = field(default_factory=list)
    in_full: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, Diagnostic] = field(default_factory=dict)

    def give_up(self, kind: Kind, reason: str, doubt: Diagnostic | None = None) -> None:
        self.in_full |= {order.place: reason for order in kind.orders}
        if doubt:
            self.doubts |= {order.place: doubt for order in kind.orders}

    def doubts_of(self, order: Order) -> tuple[Diagnostic, ...]:
        return (self.doubts[order.place],) if order.place in self.doubts else ()


def kinds(orders: Sequence[Order], pages: Pages) -> list[Kind]:
    """Orders that may share a base; those without a person's words have nothing to fill in."""
    together: dict[str, list[Order]] = {}
    for order, page in zip(orders, pages.of(orders), strict=True):
        together.setdefault(page.key if page and page.slots else "", []).append(order)
    return [Kind(tuple(some)) for some in together.values()]


def planned(orders: Sequence[Order], wanted: set[int], paper: Paper, run: Run) -> Plan:
    """A base for every kind that is worth one. Only kinds with a wanted order are laid out. Reports HND916."""
    plan, pages = Plan(), Pages(paper, run)
    for kind in kinds(orders, pages):
        [page] = pages.of(kind.orders[:1])
        if page is None:
            plan.give_up(kind, "its template has a fault")
        elif not page.slots:
            plan.give_up(kind, "it has no words of a person")
        elif len(kind.orders) < FEWEST:
            plan.give_up(kind, f"fewer than {FEWEST} are alike")
        else:
            plan.worth.append(kind)
    asked: list[_Layout] = [(kind, None, {}) for kind in plan.worth if kind.has_any(wanted)]
    again: list[_Layout] = []
    for kind, base, lines in _counted([*_laid(asked, plan, paper, run)], plan, run):
        again += _by_lines(kind, base, lines, plan, pages)
    for kind, base in _laid([one for one in again if one[0].has_any(wanted)], plan, paper, run):
        _join(kind, base, plan, pages)
    return plan


def _by_lines(kind: Kind, base: Base, counted: Sequence[Lines | Refusal], plan: Plan, pages: Pages) -> list[_Layout]:
    """The same kind, apart by the lines that the words take; too few alike are given up."""
    parts: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for at, lines in enumerate(counted):
        if isinstance(lines, Refusal):
            plan.give_up(kind.only([at]), lines.reason)
        else:
            parts.setdefault(tuple(sorted(lines.items())), []).append(at)
    found: list[_Layout] = []
    for lines_of, places in parts.items():
        part = kind.only(places)
        if dict(lines_of) == dict(base.lines):
            _join(part, base, plan, pages)
        elif len(places) < FEWEST:
            plan.give_up(part, f"fewer than {FEWEST} take these lines")
        else:
            found.append((part, base, dict(lines_of)))
    return found


def _join(kind: Kind, base: Base, plan: Plan, pages: Pages) -> None:
    """A kind with its base, each leaflet with its page set as tight as that."""
    own = {at: page for at, page in enumerate(pages.of(kind.orders, base.tightness)) if page}
    alike = [at for at, page in own.items() if page.key == base.page.key]
    other = set(range(len(kind.orders))).difference(alike)
    plan.give_up(kind.only(sorted(other)), "it is set otherwise than those that it is like")
    if alike:
        plan.kinds.append((base, Kind(kind.only(alike).orders, tuple(own[at] for at in alike))))


def _counted(
    laid: Sequence[tuple[Kind, Base]], plan: Plan, run: Run
) -> Iterator[tuple[Kind, Base, list[Lines | Refusal]]]:
    """Kinds with the lines that the words of each of their leaflets take."""
    jobs = [
        Job(f"{number} {first}", Counting(base, tuple(order.personal for order in kind.orders[some])))
        for number, (kind, base) in enumerate(laid)
        for first, some in _some_at_a_time(kind)
    ]
    told = {one.key: one for one in run(jobs)} if jobs else {}
    for number, (kind, base) in enumerate(laid):
        counted: dict[int, Lines | Refusal] = {}
        for first, some in _some_at_a_time(kind):
            match told.get(f"{number} {first}"):
                case Outcome(result=list() as lines):
                    counted |= enumerate(lines, first)
                case Outcome(fault=Diagnostic() as fault):
                    plan.give_up(Kind(kind.orders[some]), *_faulty("its lines could not be counted", fault))
                case _:  # somebody asked to stop
                    plan.give_up(Kind(kind.orders[some]), "its lines were not counted")
        yield kind.only([*counted]), base, [*counted.values()]


def _some_at_a_time(kind: Kind) -> Iterator[tuple[int, slice]]:
    return ((first, slice(first, first + TOGETHER)) for first in range(0, len(kind.orders), TOGETHER))


def _laid(asked: Sequence[_Layout], plan: Plan, paper: Paper, run: Run) -> Iterator[tuple[Kind, Base]]:
    """Kinds with their base; one that cannot be laid out is given up."""
    jobs = [
        Job(str(at), Laying(kind.orders[0].leaflet, kind.orders[0].edition, paper, like, lines))
        for at, (kind, like, lines) in enumerate(asked)
    ]
    told = {one.key: one for one in run(jobs)} if jobs else {}
    for job, (kind, *_) in zip(jobs, asked, strict=True):
        match told.get(job.key):
            case Outcome(result=Base() as base):
                yield kind, base
            case Outcome(result=Refusal(reason)):
                plan.give_up(kind, reason)
            case Outcome(fault=Diagnostic() as fault):
                plan.give_up(kind, *_faulty("its layout could not be made", fault))
            case _:  # somebody asked to stop
                plan.give_up(kind, "its layout was not finished")


def _faulty(what: str, fault: Diagnostic) -> tuple[str, Diagnostic]:
    """Why leaflets are printed in full, and HND916."""
    message = f"{what}: {fault.message}"
    return message, Diagnostic("HND916", f"{message}; printed in full", "the files are right; they took longer")


# ---------------------------------------------------------------- filled in, and looked at


def verified(plan: Plan, count: int, paper: Paper, run: Run) -> None:
    """Prints some of the leaflets in full too and compares them, before any is put in place. Reports HND914.

    They are chosen by the rows of the whole list alone: what is found out about a kind decides how all of it is
    printed, so a run that goes on looks at the rows of it that an undisturbed one does, though their files may be whole
    already. Where one differs, all that share its base are printed in full.
    """
    everyone = [order for kind in plan.worth for order in kind.orders]
    seed = hashed(*(order.key for order in everyone))
    looked_at = {order.place for order in random.Random(seed).sample(everyone, min(count, len(everyone)))}
    asked = {
        f"{number} {order.place}": (number, Comparing(base, kind.pages[at], order.leaflet, order.edition, paper))
        for number, (base, kind) in enumerate(plan.kinds)
        for at, order in enumerate(kind.orders)
        if order.place in looked_at
    }
    told = {one.key: one.result for one in run(Job(key, task) for key, (_, task) in asked.items())} if asked else {}
    wrong = {number: _said(said) for key, (number, _) in asked.items() if (said := told.get(key)) != ""}
    for number, said in wrong.items():
        kind = plan.kinds[number][1]
        message = f"filled in, one of its kind differs from its full print in {said}; all are printed in full"
        found = Diagnostic("HND914", message, "the files are right; please report this as a fault")
        plan.give_up(kind, f"one that was looked at differs in {said}", found)
    plan.kinds = [one for number, one in enumerate(plan.kinds) if number not in wrong]


def _said(said: object) -> str:
    return said if isinstance(said, str) else "that it could not be compared"


def filled(plan: Plan, wanted: set[int], run: Run) -> Iterator[list[tuple[Order, Printed]]]:
    """Wanted leaflets, some at a time. Those that could not be filled in join `plan.in_full`."""
    asked: dict[str, tuple[Base, Kind]] = {}
    for number, (base, kind) in enumerate(plan.kinds):
        places = iter([at for at, order in enumerate(kind.orders) if order.place in wanted])
        while some := list(islice(places, TOGETHER)):
            asked[f"{number} {some[0]}"] = (base, kind.only(some))
    jobs = (Job(key, Filling(base, _rows(kind))) for key, (base, kind) in asked.items())
    for outcome in run(jobs) if asked else ():
        base, kind = asked[outcome.key]
        if outcome.result is None:
            plan.give_up(kind, *_faulty("it could not be filled in", outcome.fault or faults.UNABLE))
            continue
        done = []
        for order, data in zip(kind.orders, outcome.result, strict=True):
            if isinstance(data, Refusal):
                plan.in_full[order.place] = data.reason
            else:
                done.append((order, Printed(data, base.pages, base.diagnostics)))
        yield done


def _rows(kind: Kind) -> tuple[tuple[Page, Personal], ...]:
    return tuple((page, order.personal) for page, order in zip(kind.pages, kind.orders, strict=True))
