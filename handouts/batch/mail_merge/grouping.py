"""Which leaflets of a list share a layout, and are filled into it, and which are printed in full.

Laying a page out takes a second, filling it in a hundredth. Leaflets may share a layout when their pages differ in
personal fields and doses alone and these take as many lines in each: then everything else is at the same place.
Rows are grouped in two steps:

1. by the HTML of the page with marks in place of its personal fields and doses (`MergeJob.page`);
2. by the lines that fields and doses take in the layout of the first row (`_by_lines`); rows that take others get a
   layout of their own, made with as many lines, when there are enough of them.

Every decision depends on the whole list, and not on what is still to be printed. Otherwise a run that goes on after a
break would print in full what the unbroken run fills in, and end with other bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from handouts.batch.mail_merge.jobs import MergeJob, short_hash
from handouts.batch.mail_merge.tasks import CompareTask, CountTask, FillTask, LayoutTask
from handouts.batch.workers import faults
from handouts.batch.workers.pool import Job, Outcome
from handouts.diagnostics import Diagnostic
from handouts.layout.variables import FIELDS
from handouts.pdf import Printed
from handouts.pdf.fill import Lines, Refusal, Template
from handouts.pdf.printing import PrintAssets

FEWEST = 4  # leaflets that are worth a layout: it costs two full prints
TOGETHER = 128  # leaflets in one task of a worker, so that the template travels once for all of them

_Layout = tuple["Group", Template | None, Lines]  #: a group without layout, a similar layout, its lines
Run = Callable[[Iterable[Job]], Generator[Outcome, None, None]]  #: jobs → outcomes, as the executor does them


@dataclass(frozen=True, slots=True)
class Group:
    """Leaflets whose pages differ in personal fields and doses alone."""

    jobs: tuple[MergeJob, ...]

    def has_any(self, places: set[int]) -> bool:
        return any(job.place in places for job in self.jobs)

    def only(self, chosen: Sequence[int]) -> Group:
        return Group(tuple(self.jobs[at] for at in chosen))


@dataclass(slots=True)
class Plan:
    """How each leaflet is made.

    Args:
        worth: all groups of the list that are worth a layout, whether one of their leaflets is still due or not.
        groups: those with their layout.
        in_full: by place, the reason why a leaflet is printed in full.
        doubts: by place, the warning about it.
    """

    worth: list[Group] = field(default_factory=list)
    groups: list[tuple[Template, Group]] = field(default_factory=list)
    in_full: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, Diagnostic] = field(default_factory=dict)

    def give_up(self, group: Group, reason: str, doubt: Diagnostic | None = None) -> None:
        self.in_full |= {job.place: reason for job in group.jobs}
        if doubt:
            self.doubts |= {job.place: doubt for job in group.jobs}

    def doubts_of(self, job: MergeJob) -> tuple[Diagnostic, ...]:
        return (self.doubts[job.place],) if job.place in self.doubts else ()


def plan_groups(jobs: Sequence[MergeJob], due: set[int], assets: PrintAssets, run: Run) -> Plan:
    """A layout for every group that is worth one and has a leaflet that is due (`due`: places). Reports HND916."""
    plan, alike = Plan(), dict[str, list[MergeJob]]()
    for job in jobs:
        alike.setdefault(job.page, []).append(job)
    for group in (Group(tuple(some)) for some in alike.values()):
        # Without words of a person, rows of the same doses are one file, which `row_files` prints once.
        if not any(group.jobs[0].texts[: len(FIELDS)]):
            plan.give_up(group, "it has no words of a person")
        elif len(group.jobs) < FEWEST:
            plan.give_up(group, f"fewer than {FEWEST} are alike")
        else:
            plan.worth.append(group)
    # A layout is made of whole groups, and of those alone that have something to print: the others have their files.
    requests: list[_Layout] = [(group, None, ()) for group in plan.worth if group.has_any(due)]
    again: list[_Layout] = []
    for group, template, lines in _counted([*_laid(requests, plan, assets, run)], plan, run):
        again += _by_lines(group, template, lines, plan)
    longer = _laid([one for one in again if one[0].has_any(due)], plan, assets, run)
    plan.groups += [(template, group) for group, template in longer]
    return plan


def _by_lines(group: Group, template: Template, counted: Sequence[Lines | Refusal], plan: Plan) -> list[_Layout]:
    """Divides a group by the lines that its fields take; too few of a kind are given up."""
    parts: dict[Lines, list[int]] = {}
    for at, lines in enumerate(counted):
        if isinstance(lines, Refusal):
            plan.give_up(group.only([at]), lines.reason)
        else:
            parts.setdefault(lines, []).append(at)
    found: list[_Layout] = []
    for lines, places in parts.items():
        part = group.only(places)
        if lines == template.lines:
            plan.groups.append((template, part))
        elif len(places) < FEWEST:
            plan.give_up(part, f"fewer than {FEWEST} take these lines")
        else:
            found.append((part, template, lines))
    return found


def _counted(
    laid: Sequence[tuple[Group, Template]], plan: Plan, run: Run
) -> Iterator[tuple[Group, Template, list[Lines | Refusal]]]:
    """Groups with the lines that the fields of each of their leaflets take."""
    jobs = [
        Job(f"{number} {first}", CountTask(template, tuple(job.texts for job in group.jobs[some])))
        for number, (group, template) in enumerate(laid)
        for first, some in _some_at_a_time(group)
    ]
    outcomes = {one.key: one for one in run(jobs)} if jobs else {}
    for number, (group, template) in enumerate(laid):
        counted: dict[int, Lines | Refusal] = {}
        for first, some in _some_at_a_time(group):
            match outcomes.get(f"{number} {first}"):
                case Outcome(result=list() as lines):
                    counted |= enumerate(lines, first)
                case Outcome(fault=Diagnostic() as fault):
                    plan.give_up(Group(group.jobs[some]), *_faulty("its lines could not be counted", fault))
                case _:  # a request to stop
                    plan.give_up(Group(group.jobs[some]), "its lines were not counted")
        yield group.only([*counted]), template, [*counted.values()]


def _some_at_a_time(group: Group) -> Iterator[tuple[int, slice]]:
    return ((first, slice(first, first + TOGETHER)) for first in range(0, len(group.jobs), TOGETHER))


def _laid(requests: Sequence[_Layout], plan: Plan, assets: PrintAssets, run: Run) -> Iterator[tuple[Group, Template]]:
    """Groups with their layout; one that cannot be laid out is given up."""
    jobs = [
        Job(str(at), LayoutTask(group.jobs[0].leaflet, group.jobs[0].edition, assets, like, lines))
        for at, (group, like, lines) in enumerate(requests)
    ]
    outcomes = {one.key: one for one in run(jobs)} if jobs else {}
    for job, (group, *_) in zip(jobs, requests, strict=True):
        match outcomes.get(job.key):
            case Outcome(result=Template() as template):
                yield group, template
            case Outcome(result=Refusal(reason)):
                plan.give_up(group, reason)
            case Outcome(fault=Diagnostic() as fault):
                plan.give_up(group, *_faulty("its layout could not be made", fault))
            case _:  # a request to stop
                plan.give_up(group, "its layout was not finished")


def _faulty(what: str, fault: Diagnostic) -> tuple[str, Diagnostic]:
    """Why leaflets are printed in full, and HND916."""
    message = f"{what}: {fault.message}"
    return message, Diagnostic("HND916", f"{message}; printed in full", "the files are right; they took longer")


# ---------------------------------------------------------------- filled in, and compared


def verify_groups(plan: Plan, count: int, assets: PrintAssets, run: Run) -> None:
    """Prints some of the leaflets in full too and compares them, before any is put in place. Reports HND914.

    The sample depends on the rows of the whole list alone, and its seed on their keys: the comparison decides how a
    whole group is printed, so a run that goes on must compare the rows that an unbroken one does, even where their
    files are in place already. It takes the groups in turn, so that no layout is left out while there are fewer layouts
    than `count`. Where one differs, all that share its layout are printed in full.
    """
    chance = random.Random(short_hash(*(job.key for group in plan.worth for job in group.jobs)))
    shuffled = [chance.sample(group.jobs, len(group.jobs)) for group in plan.worth]
    turns = (job for turn in zip_longest(*shuffled) for job in turn if job is not None)
    sample = {job.place for job in islice(turns, count)}
    requests = {
        f"{number} {job.place}": (number, CompareTask(template, job.leaflet, job.edition, assets))
        for number, (template, group) in enumerate(plan.groups)
        for job in group.jobs
        if job.place in sample
    }
    outcomes = (
        {one.key: one.result for one in run(Job(key, task) for key, (_, task) in requests.items())} if requests else {}
    )
    # A comparison that did not come back proves nothing, so it counts as a difference.
    wrong = {number: named(part) for key, (number, _) in requests.items() if (part := outcomes.get(key)) != ""}
    for number, part in wrong.items():
        group = plan.groups[number][1]
        message = f"filled in, one of its kind differs from its full print in {part}; all are printed in full"
        found = Diagnostic("HND914", message, "the files are right; please report this as a fault")
        plan.give_up(group, f"one that was looked at differs in {part}", found)
    plan.groups = [one for number, one in enumerate(plan.groups) if number not in wrong]


def named(part: object) -> str:
    return part if isinstance(part, str) else "that it could not be compared"


def fill_groups(plan: Plan, due: set[int], run: Run) -> Iterator[list[tuple[MergeJob, Printed]]]:
    """The leaflets that are due, some at a time. Those that cannot be filled in are added to `plan.in_full`."""
    requests: dict[str, tuple[Template, Group]] = {}
    for number, (template, group) in enumerate(plan.groups):
        # Whichever rows are due, each is filled by itself: its bytes do not depend on who is in its task.
        places = iter([at for at, job in enumerate(group.jobs) if job.place in due])
        while some := list(islice(places, TOGETHER)):
            requests[f"{number} {some[0]}"] = (template, group.only(some))
    jobs = (
        Job(key, FillTask(template, tuple((job.texts, job.answers) for job in group.jobs)))
        for key, (template, group) in requests.items()
    )
    for outcome in run(jobs) if requests else ():
        template, group = requests[outcome.key]
        if outcome.result is None:
            plan.give_up(group, *_faulty("it could not be filled in", outcome.fault or faults.UNABLE))
            continue
        done = []
        for job, data in zip(group.jobs, outcome.result, strict=True):
            if isinstance(data, Refusal):
                plan.in_full[job.place] = data.reason
            else:
                done.append((job, Printed(data, template.pages, template.diagnostics)))
        yield done
