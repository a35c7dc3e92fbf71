"""Jobs of a list → files in a folder: files that are in place stay, the others are filled in or printed in full.

Every file goes through the folder's journal, so that the same command goes on where a broken run ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from handouts import pipeline
from handouts.batch import limits, runner
from handouts.batch.folder import Folder
from handouts.batch.jobs import PrintJob
from handouts.batch.mail_merge import assembling, grouping, tasks
from handouts.batch.mail_merge.grouping import Plan
from handouts.batch.mail_merge.jobs import MergeJob, number_hash, patient_hash
from handouts.batch.mail_merge.tasks import ReadyTask
from handouts.batch.patients import PatientList
from handouts.batch.patients.values import Fault
from handouts.batch.results import EndedError, FileResult
from handouts.batch.runner import FinishedFile
from handouts.batch.shards import Shard, is_in_shard
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job, Outcome
from handouts.diagnostics import Diagnostic
from handouts.pdf import Printed
from handouts.pdf.printing import PrintAssets

PRELOAD = "handouts.batch.mail_merge.preload"  # what workers import before their first job
TOGETHER = 8  # leaflets that are put in place and flushed at a time: what a run that is killed does anew


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The file of a row. `file.why` is the reason why it was printed in full, and not filled in."""

    job: MergeJob
    file: FileResult


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


def numbers_of_others(patients: PatientList, jobs: Iterable[MergeJob], folder: Folder) -> dict[int, Diagnostic]:
    """HND919, by place, for rows whose number the folder has on the leaflet of another patient.

    Rows of one list that share a number were compared with each other: what one of them printed is of no other patient.
    """
    here: dict[str, set[str]] = {}
    for patient in (*patients.patients.values(), *patients.in_part.values()):
        here.setdefault(number_hash(patient), set()).add(patient_hash(patient))
    others = {
        number
        for entry in folder.entries()
        if isinstance(number := entry.facts.get("number"), str)
        and entry.facts.get("patient") not in here.get(number, ())
        and (folder.path / entry.name).exists()
    }
    fault = Fault(
        "HND919",
        "the folder has a leaflet with this number for another name or day of birth",
        "correct the number, the name or the day, or let `--replace` print it all the same",
    )
    return {job.place: patients.finding(job.place, "id", fault) for job in jobs if job.numbered in others}


def run(
    jobs: Sequence[MergeJob],
    folder: Folder,
    assets: PrintAssets,
    executor: Executor,
    verify: int = 0,
    shard: Shard | None = None,
) -> Iterator[MergeResult]:
    """The result of every job of a shard, in the order of finishing.

    Args:
        jobs: those of the whole list: which of them share a layout must not depend on the shard.
        verify: how many filled-in leaflets are printed in full too and compared.

    Raises:
        EndedError: the engine cannot start, or the folder takes no more files.
    """
    due = {}
    for job in jobs:
        if not is_in_shard(job.name, shard):
            continue
        # Looked up before the workers begin: a run without work starts none.
        known = folder.known(job.name) if folder.holds(job.name, job.key) else None
        if known and isinstance(pages := known.facts.get("pages", 0), int):
            yield MergeResult(job, FileResult(job.name, "fresh", pages=pages, size=known.size))
        else:
            due[job.place] = job
    if not due:
        return
    workers = partial(_outcomes, executor=executor)
    # One worker says whether the engine starts, before hundreds of jobs fail one by one for the same reason.
    for ready in workers([Job("ready", ReadyTask())]):
        if fault := ready.result or ready.fault:
            raise EndedError(fault)
    plan = grouping.plan_groups(jobs, set(due), assets, workers)
    grouping.verify_groups(plan, verify, assets, workers)
    for some in grouping.fill_groups(plan, set(due), workers):
        yield from _place(some, folder, plan)
    chosen = assembling.verified(assembling.groups(jobs, plan), plan, verify, assets, workers)
    for some in assembling.assembled(chosen, plan, set(due), assets, workers):
        yield from _place(some, folder, plan)
    # Known only now: comparing and filling in give up leaflets too.
    left = [job for place, job in due.items() if place in plan.in_full]
    with closing(_in_full(left, assets, executor)) as printed:
        while some := [one for alike in islice(printed, TOGETHER) for one in alike]:
            yield from _place(some, folder, plan)


def _place(printed: Sequence[tuple[MergeJob, Printed]], folder: Folder, plan: Plan) -> Iterator[MergeResult]:
    """Puts files without errors into the folder. Raises DiskError after the results that fitted."""
    results = runner.place([_finished(job, file, plan) for job, file in printed], folder, announce=True)
    for (job, _), result in zip(printed, results, strict=True):
        yield MergeResult(job, result)


def _finished(job: MergeJob, printed: Printed, plan: Plan) -> FinishedFile:
    """The file of a row, whose findings repeat nothing about its person."""
    findings = tuple(pipeline.discreet(one, job.request) for one in printed.diagnostics)
    return FinishedFile(
        job.name,
        job.key,
        replace(printed, diagnostics=findings),
        (*findings, *plan.doubts_of(job)),
        {"patient": job.patient, "row": job.number} | ({"number": job.numbered} if job.numbered else {}),
        plan.in_full.get(job.place, ""),
        f"the leaflet of row {job.number}",  # its name may be a patient's
    )


# ---------------------------------------------------------------- printing


def _in_full(
    jobs: Iterable[MergeJob], assets: PrintAssets, executor: Executor
) -> Generator[list[tuple[MergeJob, Printed]], None, None]:
    """Each leaflet printed once, with all rows that it is for: rows without personal fields may have the same one."""
    alike: dict[str, list[MergeJob]] = {}
    for job in jobs:
        alike.setdefault(job.key, []).append(job)
    prints = (PrintJob(job.leaflet, job.edition, assets, name=job.name, key=job.key) for job, *_ in alike.values())
    with closing(runner.print_jobs(prints, executor, limits.MERGE, PRELOAD)) as finished:
        for one, printed in finished:
            yield [(job, printed) for job in alike[one.key]]


def _outcomes(jobs: Iterable[Job], executor: Executor) -> Generator[Outcome, None, None]:
    time_s, memory_mib = limits.MERGE
    return executor.run(tasks.do, jobs, timeout_s=time_s, memory_mib=memory_mib, prepare=PRELOAD)
