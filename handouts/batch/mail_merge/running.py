"""Orders → files in a folder: what is there already stays, the rest is printed, put in place whole, and told.

Every file goes through the folder's journal, so that the same command goes on where a broken run ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice

from handouts import pipeline
from handouts.batch import folder as folders
from handouts.batch.folder import Folder
from handouts.batch.mail_merge import grouping, tasks
from handouts.batch.mail_merge.grouping import Plan
from handouts.batch.mail_merge.jobs import MergeJob
from handouts.batch.mail_merge.tasks import PrintTask, ReadyTask
from handouts.batch.shards import Shard, is_in_shard
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job, Outcome
from handouts.diagnostics import Diagnostic, has_errors
from handouts.library import scope
from handouts.pdf import Printed
from handouts.pdf.printing import PrintAssets

PRELOAD = "handouts.batch.mail_merge.preload"  # what workers import before their first job
TIMEOUT_S = 120.0  # for one leaflet, or for the layout of many
MEMORY_MIB = 2048  # for one worker
TOGETHER = 8  # leaflets that are put in place and flushed at a time: what a run that is killed does anew


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of an order: in place, or not, with what was found."""

    job: MergeJob
    pages: int = 0
    found: tuple[Diagnostic, ...] = ()
    kept: bool = False  # it was there already
    why: str = ""  # it was printed in full, and not filled in

    @property
    def failed(self) -> bool:
        return has_errors(self.found)


class EndedError(Exception):
    """The run ends with this finding."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


class DiskError(EndedError):
    """The folder takes no more (HND702)."""


def in_the_way(jobs: Iterable[MergeJob], folder: Folder) -> list[Diagnostic]:
    """HND003 for files that this run would put a leaflet of another patient over, or that are not the program's own."""
    found = []
    for job in jobs:
        known = folder.known(job.name)
        if not (folder.path / job.name).exists() or (known and known.facts.get("patient") == job.patient):
            continue
        whose = "of another patient" if known else "and not from here"
        message = f"row {job.number}: its file is there already, {whose}"
        found.append(Diagnostic("HND003", message, "choose an empty folder, or let `--replace` overwrite it"))
    return found


def run(
    jobs: Sequence[MergeJob],
    folder: Folder,
    assets: PrintAssets,
    executor: Executor,
    verify: int = 0,
    shard: Shard | None = None,
) -> Iterator[MergeResult]:
    """Every order of a share with what became of it, in the order of finishing. Raises EndedError.

    All orders are looked at, so that a leaflet is filled in or printed in full as it is in a whole run.
    Those that are alike are filled into one layout, of which `verify` are printed in full too and compared; the rest is
    printed in full.
    """
    wanted = {}
    for job in jobs:
        if not is_in_shard(job.name, shard):
            continue
        known = folder.known(job.name) if folder.holds(job.name, job.key) else None
        if known and isinstance(pages := known.facts.get("pages", 0), int):
            yield MergeResult(job, pages, kept=True)
        else:
            wanted[job.place] = job
    if not wanted:
        return
    workers = partial(_outcomes, executor=executor)
    for ready in workers([Job("ready", ReadyTask())]):
        if unready := ready.result or ready.fault:
            raise EndedError(unready)
    plan = grouping.plan_groups(jobs, set(wanted), assets, workers)
    grouping.verify_groups(plan, verify, assets, workers)
    for some in grouping.fill_groups(plan, set(wanted), workers):
        yield from _put(some, folder, plan)
    left = [job for place, job in wanted.items() if place in plan.in_full]
    with closing(_in_full(left, assets, workers)) as printed:
        while some := [one for alike in islice(printed, TOGETHER) for one in alike]:
            yield from _put(some, folder, plan)


def _put(printed: Sequence[tuple[MergeJob, Printed]], folder: Folder, plan: Plan) -> Iterator[MergeResult]:
    """Files without errors into the folder, all of them or none."""
    told = [
        MergeResult(
            job,
            said.pages,
            tuple(pipeline.discreet(one, job.request) for one in (*said.diagnostics, *plan.doubts_of(job))),
            why=plan.in_full.get(job.place, ""),
        )
        for job, said in printed
    ]
    files = []
    for done, (job, said) in zip(told, printed, strict=True):
        if not done.failed and said.data:
            found = [scope.plain(pipeline.discreet(one, job.request)) for one in said.diagnostics]
            facts = {"patient": job.patient, "row": job.number, "pages": said.pages, "found": found}
            files.append((folders.entry(job.name, job.key, said.data, **facts), said.data))
    called = {job.name: f"the leaflet of row {job.number}" for job, _ in printed}  # its name may be a patient's
    if lost := folder.announce([entry for entry, _ in files]) or folder.put(files, called):
        raise DiskError(lost[0])
    yield from told


# ---------------------------------------------------------------- printing


def _in_full(
    orders: Iterable[MergeJob], assets: PrintAssets, run_: grouping.Run
) -> Generator[list[tuple[MergeJob, Printed]], None, None]:
    """Each leaflet printed once, with all orders that ask for just this one: those without a person's words."""
    alike: dict[str, list[MergeJob]] = {}
    for job in orders:
        alike.setdefault(job.key, []).append(job)
    jobs = (Job(key, PrintTask(same[0].leaflet, same[0].edition, assets)) for key, same in alike.items())
    for outcome in run_(jobs):
        printed = outcome.result or Printed(b"", 0, (outcome.fault,) if outcome.fault else ())
        yield [(job, printed) for job in alike[outcome.key]]


def _outcomes(jobs: Iterable[Job], executor: Executor) -> Generator[Outcome, None, None]:
    return executor.run(tasks.do, jobs, timeout_s=TIMEOUT_S, memory_mib=MEMORY_MIB, prepare=PRELOAD)
