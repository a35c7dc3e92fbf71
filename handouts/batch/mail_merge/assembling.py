"""Leaflets of which each has its own exercises: put together from parts that were laid out once (`pdf/assembled`).

Which rows are put together depends on the whole list, as in `grouping`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from handouts.batch.mail_merge.grouping import Group, Plan, Run, named
from handouts.batch.mail_merge.jobs import MergeJob, short_hash
from handouts.batch.mail_merge.tasks import AssembleTask, CompareAssembledTask
from handouts.batch.workers.pool import Job
from handouts.diagnostics import Diagnostic
from handouts.pdf import Printed
from handouts.pdf.printing import PrintAssets

TOGETHER = 8  # leaflets in one task
FEWEST = 12  # leaflets that are worth it: laying out a sheet for reading and the parts costs some full prints


def groups(jobs: Iterable[MergeJob], plan: Plan) -> list[Group]:
    """The leaflets with exercises of their own that are to be printed in full, by what they share; few are none."""
    alike: dict[tuple[object, ...], list[MergeJob]] = {}
    for job in jobs:
        request = job.base.request
        if job.place in plan.in_full and request.choice.named:
            key = request.conditions, request.clinic, request.side, job.edition.key, len(job.base.cards)
            alike.setdefault(key, []).append(job)
    return [Group(tuple(some)) for some in alike.values() if len(some) >= FEWEST]


def verified(found: Sequence[Group], plan: Plan, count: int, assets: PrintAssets, run: Run) -> list[Group]:
    """The groups of which some leaflets, put together, are equal to their full prints. Reports HND914."""
    kept = []
    for group in found:
        chance = random.Random(short_hash(*(job.key for job in group.jobs)))
        sample = chance.sample(group.jobs, min(count, len(group.jobs)))
        tasks = [Job(str(job.place), CompareAssembledTask(job.leaflet, job.edition, assets)) for job in sample]
        # A comparison that did not come back proves nothing, so it counts as a difference.
        done = {one.key: one.result for one in run(tasks)} if tasks else {}
        wrong = [part for task in tasks if (part := done.get(task.key)) != ""]
        if not wrong:
            kept.append(group)
            continue
        message = (
            f"put together, one of its kind differs from its full print in {named(wrong[0])}; all are printed in full"
        )
        doubt = Diagnostic("HND914", message, "the files are right; please report this as a fault")
        plan.give_up(group, f"one that was looked at differs in {named(wrong[0])}", doubt)
    return kept


def assembled(
    found: Sequence[Group], plan: Plan, due: set[int], assets: PrintAssets, run: Run
) -> Iterator[list[tuple[MergeJob, Printed]]]:
    """The leaflets that are due, some at a time; they are no longer in `plan.in_full`."""
    parts: dict[str, tuple[MergeJob, ...]] = {}
    for number, group in enumerate(found):
        own = Group(tuple(job for job in group.jobs if job.place in due))
        starts = range(0, len(own.jobs), TOGETHER)
        parts |= {f"{number} {first}": own.jobs[first : first + TOGETHER] for first in starts}
    tasks = (
        Job(key, AssembleTask(tuple((job.leaflet, job.edition) for job in some), assets)) for key, some in parts.items()
    )
    for outcome in run(tasks) if parts else ():
        done = []
        for job, made in zip(parts[outcome.key], outcome.result or (), strict=False):
            if isinstance(made, Printed):
                del plan.in_full[job.place]
                done.append((job, made))
            else:
                plan.in_full[job.place] = made.reason
        yield done
