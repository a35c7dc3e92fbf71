"""Which leaflets are filled into one layout, and how: everything that is told of it is the same in every run.

Whether a leaflet is filled in depends on the whole list and not on what is still to be done, so that a run that was
broken ends with the same bytes as one that was not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from handouts.batch.mail_merge.jobs import MergeJob, short_hash
from handouts.batch.mail_merge.tasks import CompareTask, CountTask, FillTask, LayoutTask, SplitTask
from handouts.batch.workers import faults
from handouts.batch.workers.pool import Job, Outcome
from handouts.diagnostics import Diagnostic
from handouts.layout.templates import ROOMY, Tightness
from handouts.model.leaflet import Personal
from handouts.pdf import Printed
from handouts.pdf.fill import Lines, Page, Refusal, Template
from handouts.pdf.printing import PrintAssets

FEWEST = 4  # leaflets that are worth a base: it costs two full prints
TOGETHER = 128  # leaflets that a worker counts the lines of, or fills in, at a time

_Layout = tuple["Group", Template | None, Lines]  #: what a base is asked for, like which other, with so many lines
_Shape = tuple[int, str, tuple[str, ...], Tightness]  #: what the pages of orders that are alike have in common
Run = Callable[[Iterable[Job]], Generator[Outcome, None, None]]  #: jobs → outcomes, as a crew does them


@dataclass(frozen=True, slots=True)
class Group:
    """Leaflets whose pages differ in the words of their places alone; `pages` are theirs, as tight as their base."""

    orders: tuple[MergeJob, ...]
    pages: tuple[Page, ...] = ()

    def has_any(self, places: set[int]) -> bool:
        return any(job.place in places for job in self.orders)

    def only(self, chosen: Sequence[int]) -> Group:
        return Group(tuple(self.orders[at] for at in chosen), tuple(self.pages[at] for at in chosen if self.pages))


class Pages:
    """The page of every order, taken apart once for all that share it; None for one whose template has a fault."""

    def __init__(self, assets: PrintAssets, run: Run) -> None:
        self._press, self._run = assets.templates, run
        self._known: dict[_Shape, Page | None] = {}

    def of(self, orders: Sequence[MergeJob], tightness: Tightness = ROOMY) -> list[Page | None]:
        shapes = [self._shape(job, tightness) for job in orders]
        new = {shape: job for shape, job in zip(shapes, orders, strict=True) if shape not in self._known}
        jobs = {
            str(number): (shape, SplitTask(job.leaflet, job.edition, self._press, tightness))
            for number, (shape, job) in enumerate(new.items())
        }
        told = self._run(Job(key, task) for key, (_, task) in jobs.items()) if jobs else ()
        self._known |= {jobs[one.key][0]: one.result if isinstance(one.result, Page) else None for one in told}
        return [self._known.get(shape) for shape in shapes]

    @staticmethod
    def _shape(job: MergeJob, tightness: Tightness) -> _Shape:
        given = tuple(name for name in Personal.__slots__ if getattr(job.personal, name))
        return id(job.base), job.edition.id, given, tightness


@dataclass(slots=True)
class Plan:
    """Kinds with their base; by place, why others are printed in full, and what a person should know of that.

    `worth` are all kinds of the list that are worth a base, whether one of their leaflets is still to be done or not.
    """

    worth: list[Group] = field(default_factory=list)
    groups: list[tuple[Template, Group]] = field(default_factory=list)
    in_full: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, Diagnostic] = field(default_factory=dict)

    def give_up(self, group: Group, reason: str, doubt: Diagnostic | None = None) -> None:
        self.in_full |= {job.place: reason for job in group.orders}
        if doubt:
            self.doubts |= {job.place: doubt for job in group.orders}

    def doubts_of(self, job: MergeJob) -> tuple[Diagnostic, ...]:
        return (self.doubts[job.place],) if job.place in self.doubts else ()


def groups_of(jobs: Sequence[MergeJob], pages: Pages) -> list[Group]:
    """Orders that may share a base; those without a person's words have nothing to fill in."""
    together: dict[str, list[MergeJob]] = {}
    for job, page in zip(jobs, pages.of(jobs), strict=True):
        together.setdefault(page.key if page and page.slots else "", []).append(job)
    return [Group(tuple(some)) for some in together.values()]


def plan_groups(jobs: Sequence[MergeJob], wanted: set[int], assets: PrintAssets, run: Run) -> Plan:
    """A base for every kind that is worth one. Only kinds with a wanted order are laid out. Reports HND916."""
    plan, pages = Plan(), Pages(assets, run)
    for group in groups_of(jobs, pages):
        [page] = pages.of(group.orders[:1])
        if page is None:
            plan.give_up(group, "its template has a fault")
        elif not page.slots:
            plan.give_up(group, "it has no words of a person")
        elif len(group.orders) < FEWEST:
            plan.give_up(group, f"fewer than {FEWEST} are alike")
        else:
            plan.worth.append(group)
    asked: list[_Layout] = [(group, None, {}) for group in plan.worth if group.has_any(wanted)]
    again: list[_Layout] = []
    for group, template, lines in _counted([*_laid(asked, plan, assets, run)], plan, run):
        again += _by_lines(group, template, lines, plan, pages)
    for group, template in _laid([one for one in again if one[0].has_any(wanted)], plan, assets, run):
        _join(group, template, plan, pages)
    return plan


def _by_lines(
    group: Group, template: Template, counted: Sequence[Lines | Refusal], plan: Plan, pages: Pages
) -> list[_Layout]:
    """The same kind, apart by the lines that the words take; too few alike are given up."""
    parts: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for at, lines in enumerate(counted):
        if isinstance(lines, Refusal):
            plan.give_up(group.only([at]), lines.reason)
        else:
            parts.setdefault(tuple(sorted(lines.items())), []).append(at)
    found: list[_Layout] = []
    for lines_of, places in parts.items():
        part = group.only(places)
        if dict(lines_of) == dict(template.lines):
            _join(part, template, plan, pages)
        elif len(places) < FEWEST:
            plan.give_up(part, f"fewer than {FEWEST} take these lines")
        else:
            found.append((part, template, dict(lines_of)))
    return found


def _join(group: Group, template: Template, plan: Plan, pages: Pages) -> None:
    """A kind with its base, each leaflet with its page set as tight as that."""
    own = {at: page for at, page in enumerate(pages.of(group.orders, template.tightness)) if page}
    alike = [at for at, page in own.items() if page.key == template.page.key]
    other = set(range(len(group.orders))).difference(alike)
    plan.give_up(group.only(sorted(other)), "it is set otherwise than those that it is like")
    if alike:
        plan.groups.append((template, Group(group.only(alike).orders, tuple(own[at] for at in alike))))


def _counted(
    laid: Sequence[tuple[Group, Template]], plan: Plan, run: Run
) -> Iterator[tuple[Group, Template, list[Lines | Refusal]]]:
    """Kinds with the lines that the words of each of their leaflets take."""
    jobs = [
        Job(f"{number} {first}", CountTask(template, tuple(job.personal for job in group.orders[some])))
        for number, (group, template) in enumerate(laid)
        for first, some in _some_at_a_time(group)
    ]
    told = {one.key: one for one in run(jobs)} if jobs else {}
    for number, (group, template) in enumerate(laid):
        counted: dict[int, Lines | Refusal] = {}
        for first, some in _some_at_a_time(group):
            match told.get(f"{number} {first}"):
                case Outcome(result=list() as lines):
                    counted |= enumerate(lines, first)
                case Outcome(fault=Diagnostic() as fault):
                    plan.give_up(Group(group.orders[some]), *_faulty("its lines could not be counted", fault))
                case _:  # somebody asked to stop
                    plan.give_up(Group(group.orders[some]), "its lines were not counted")
        yield group.only([*counted]), template, [*counted.values()]


def _some_at_a_time(group: Group) -> Iterator[tuple[int, slice]]:
    return ((first, slice(first, first + TOGETHER)) for first in range(0, len(group.orders), TOGETHER))


def _laid(asked: Sequence[_Layout], plan: Plan, assets: PrintAssets, run: Run) -> Iterator[tuple[Group, Template]]:
    """Kinds with their base; one that cannot be laid out is given up."""
    jobs = [
        Job(str(at), LayoutTask(group.orders[0].leaflet, group.orders[0].edition, assets, like, lines))
        for at, (group, like, lines) in enumerate(asked)
    ]
    told = {one.key: one for one in run(jobs)} if jobs else {}
    for job, (group, *_) in zip(jobs, asked, strict=True):
        match told.get(job.key):
            case Outcome(result=Template() as template):
                yield group, template
            case Outcome(result=Refusal(reason)):
                plan.give_up(group, reason)
            case Outcome(fault=Diagnostic() as fault):
                plan.give_up(group, *_faulty("its layout could not be made", fault))
            case _:  # somebody asked to stop
                plan.give_up(group, "its layout was not finished")


def _faulty(what: str, fault: Diagnostic) -> tuple[str, Diagnostic]:
    """Why leaflets are printed in full, and HND916."""
    message = f"{what}: {fault.message}"
    return message, Diagnostic("HND916", f"{message}; printed in full", "the files are right; they took longer")


# ---------------------------------------------------------------- filled in, and looked at


def verify_groups(plan: Plan, count: int, assets: PrintAssets, run: Run) -> None:
    """Prints some of the leaflets in full too and compares them, before any is put in place. Reports HND914.

    They are chosen by the rows of the whole list alone: what is found out about a kind decides how all of it is
    printed, so a run that goes on looks at the rows of it that an undisturbed one does, though their files may be whole
    already. Where one differs, all that share its base are printed in full.
    """
    everyone = [job for group in plan.worth for job in group.orders]
    seed = short_hash(*(job.key for job in everyone))
    looked_at = {job.place for job in random.Random(seed).sample(everyone, min(count, len(everyone)))}
    asked = {
        f"{number} {job.place}": (number, CompareTask(template, group.pages[at], job.leaflet, job.edition, assets))
        for number, (template, group) in enumerate(plan.groups)
        for at, job in enumerate(group.orders)
        if job.place in looked_at
    }
    told = {one.key: one.result for one in run(Job(key, task) for key, (_, task) in asked.items())} if asked else {}
    wrong = {number: _said(said) for key, (number, _) in asked.items() if (said := told.get(key)) != ""}
    for number, said in wrong.items():
        group = plan.groups[number][1]
        message = f"filled in, one of its kind differs from its full print in {said}; all are printed in full"
        found = Diagnostic("HND914", message, "the files are right; please report this as a fault")
        plan.give_up(group, f"one that was looked at differs in {said}", found)
    plan.groups = [one for number, one in enumerate(plan.groups) if number not in wrong]


def _said(said: object) -> str:
    return said if isinstance(said, str) else "that it could not be compared"


def fill_groups(plan: Plan, wanted: set[int], run: Run) -> Iterator[list[tuple[MergeJob, Printed]]]:
    """Wanted leaflets, some at a time. Those that could not be filled in join `plan.in_full`."""
    asked: dict[str, tuple[Template, Group]] = {}
    for number, (template, group) in enumerate(plan.groups):
        places = iter([at for at, job in enumerate(group.orders) if job.place in wanted])
        while some := list(islice(places, TOGETHER)):
            asked[f"{number} {some[0]}"] = (template, group.only(some))
    jobs = (Job(key, FillTask(template, _rows(group))) for key, (template, group) in asked.items())
    for outcome in run(jobs) if asked else ():
        template, group = asked[outcome.key]
        if outcome.result is None:
            plan.give_up(group, *_faulty("it could not be filled in", outcome.fault or faults.UNABLE))
            continue
        done = []
        for job, data in zip(group.orders, outcome.result, strict=True):
            if isinstance(data, Refusal):
                plan.in_full[job.place] = data.reason
            else:
                done.append((job, Printed(data, template.pages, template.diagnostics)))
        yield done


def _rows(group: Group) -> tuple[tuple[Page, Personal], ...]:
    return tuple((page, job.personal) for page, job in zip(group.pages, group.orders, strict=True))
