"""Jobs → outcomes, by worker processes: a job that hangs, dies or eats all memory costs itself and no other.

The pool is pebble's. Around it lies what a long run needs: jobs are taken from their source a few at a time; a job
that killed or hung its worker is tried once more, alone, after the rest; a pool that broke as a whole is replaced. The
parent alone writes files and output: workers take values and return values, and what they print is discarded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from handouts.batch.workers import faults, worker
from handouts.diagnostics import Diagnostic

if TYPE_CHECKING:
    from pebble import ProcessPool

AHEAD = 2  # jobs in flight for each worker: one that is worked on, one that waits beside it
RECYCLED_AFTER = 300  # jobs, so that what a worker leaks stays small
GRACE_S = 10.0  # past a job's time, or the end of a run, until the pool is taken for broken
LOOK_S = 0.2  # how often a wish to stop is looked for
ON_THE_WAY = "the way to its worker"  # where a job that cannot travel is found out
BREAKS = 3  # pools in a row that did nothing but break


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: plain values only, since they travel to another process."""

    key: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a job, or the fault that kept it from having one."""

    key: str
    result: Any | None
    fault: Diagnostic | None


class Stop(Protocol):
    """Reports whether the run has to end (`interrupts.InterruptHandler`)."""

    @property
    def requested(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class WorkSettings:
    """What a worker is given at its start and may use."""

    work: Callable[[Any], Any]
    timeout_s: float
    memory_mib: int | None
    prepare: str | None


class PersistentPool:
    """A pool that may outlast a run: to begin and end one takes a fifth of a second, and its workers are warm by then.

    It is ended when its workers may still be at work, or when a run needs other ones.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._kind: object = None

    def of(self, settings: WorkSettings, workers: int) -> ProcessPool:
        kind = workers, settings.memory_mib, settings.prepare
        if self._pool is None or self._kind != kind:
            self.end()
            self._pool, self._kind = _pool(settings, workers), kind
        return self._pool

    def end(self) -> None:
        """Ends the workers, whatever they do.

        A second Ctrl-C that came in the middle of the pool's own work may have left a lock of it held for ever. It is
        waited for no longer than `GRACE_S`; such workers end with this process.
        """
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            # A daemon: a thread that waits for ever must not keep the process.
            ending = Thread(target=self._pool.join, daemon=True)
            ending.start()
            ending.join(GRACE_S)
            self._pool = None


def run(
    work: Callable[[Any], Any],
    jobs: Iterable[Job],
    *,
    workers: int,
    timeout_s: float,
    memory_mib: int | None = None,
    prepare: str | None = None,
    stop: Stop | None = None,
    persistent: PersistentPool | None = None,
) -> Generator[Outcome, None, None]:
    """Outcomes as jobs finish, in the order of finishing. Reports HND945 to HND949.

    `work` is a function at the top of a module. `prepare` names a module that every worker imports before its first
    job; on Linux it is imported once for all. `jobs` may be long: only a few wait at a time. When `stop` says so, what
    is in flight is finished, and every other job simply has no outcome.

    Close the iterator (`contextlib.closing`) to end the workers at once. A `persistent` pool is left for the next
    run when all its jobs are done.
    """
    settings = WorkSettings(work, timeout_s, memory_mib, prepare)
    again: list[Job] = []
    pool = persistent or PersistentPool()
    try:
        yield from _together(settings, iter(jobs), workers, stop, again, pool)
    finally:
        if pool is not persistent:
            pool.end()
    # After the rest and one at a time: only a try by itself shows which job breaks its worker.
    for job in again:
        if _stopped(stop):
            return
        yield from _alone(settings, job, stop)


def _together(
    settings: WorkSettings, jobs: Iterator[Job], workers: int, stop: Stop | None, again: list[Job], pool: PersistentPool
) -> Iterator[Outcome]:
    """All jobs by several workers; those whose worker died or hung are put aside in `again`.

    A job that was in flight when the whole pool broke is put aside too: one of them may have broken it, and only a try
    by itself shows which. They are not run again at once, with the others, since the guilty one would break each new
    pool, and take innocent jobs along until they had used up their two tries.
    """
    breaks = 0  # in a row: a pool that finished a job before it broke is worth another
    while breaks < BREAKS:
        # Made anew in each round: a broken pool takes no more jobs.
        team = _Workers(settings, workers, pool)
        try:
            while team.take(() if _stopped(stop) else jobs):
                for job, future in team.finished():
                    if _is_lost(future):
                        again.append(job)
                    else:
                        breaks = 0
                        yield _outcome(job, future, settings)
            return
        except BrokenProcessPool:
            again += team.in_flight.values()
            breaks += 1
        finally:
            team.end()
    if not _stopped(stop):
        yield from (Outcome(job.key, None, faults.UNABLE) for job in chain(again, jobs))
        again.clear()


def _alone(settings: WorkSettings, job: Job, stop: Stop | None) -> Iterator[Outcome]:
    """The second and last try, with a worker of its own. Killed by the wish to stop, it counts as not done."""
    pool = PersistentPool()
    workers = _Workers(settings, 1, pool)
    try:
        workers.take((job,))
        while workers.in_flight:
            for _, future in workers.finished():
                if not (_is_lost(future) and _stopped(stop)):
                    yield _outcome(job, future, settings)
    except BrokenProcessPool as broken:
        yield Outcome(job.key, None, faults.died(getattr(broken, "exitcode", None)))
    finally:
        pool.end()


class _Workers:
    """A pool of workers and the jobs that are with it."""

    def __init__(self, settings: WorkSettings, workers: int, pool: PersistentPool) -> None:
        self.in_flight: dict[Future[Any], Job] = {}
        self._settings = settings
        self._most = workers * AHEAD
        self._persistent, self._pool = pool, pool.of(settings, workers)
        self._moved = monotonic()

    def take(self, jobs: Iterable[Job]) -> bool:
        """Takes on as many more jobs as fit; says whether any is in flight."""
        for job in islice(jobs, self._most - len(self.in_flight)):
            self._schedule(job)
        return bool(self.in_flight)

    def _schedule(self, job: Job) -> None:
        given = (self._settings.work, job.payload)
        try:
            future = self._pool.schedule(worker.serve, args=given, timeout=self._settings.timeout_s)
        except RuntimeError as fault:  # the pool stopped itself; the job counts as one that was in flight
            self.in_flight[Future()] = job
            raise BrokenProcessPool(str(fault)) from fault
        self.in_flight[future] = job
        self._moved = monotonic()  # the caller may have spent long on the last outcomes

    def finished(self) -> list[tuple[Job, Future[Any]]]:
        """Who came back a moment ago. A pool that says nothing for longer than any job may take is broken."""
        done, _ = wait(self.in_flight, timeout=LOOK_S, return_when=FIRST_COMPLETED)
        if done:
            self._moved = monotonic()
        elif monotonic() - self._moved > self._settings.timeout_s + GRACE_S:
            raise BrokenProcessPool("silent")
        # Before any is taken out: those that came back whole are in flight still, and are done again.
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            raise BrokenProcessPool("broken")
        return [(self.in_flight.pop(future), future) for future in done]

    def end(self) -> None:
        """Ends workers that may still be at work."""
        if self.in_flight:
            self._persistent.end()


def _pool(settings: WorkSettings, workers: int) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=workers,
        max_tasks=RECYCLED_AFTER,
        initializer=worker.begin,
        initargs=(settings.memory_mib, settings.prepare),
        context=worker.context_apart(settings.prepare),
    )


def _stopped(stop: Stop | None) -> bool:
    return stop is not None and stop.requested


def _is_lost(future: Future[Any]) -> bool:
    """Whether the job took its worker with it."""
    from pebble import ProcessExpired

    return isinstance(future.exception(), ProcessExpired | TimeoutError | CancelledError)


def _outcome(job: Job, future: Future[Any], settings: WorkSettings) -> Outcome:
    """The words of a fault are never shown: they could carry what a leaflet says about a person."""
    from pebble import ProcessExpired

    match future.exception():
        case None:
            served: worker.Served = future.result()
            fault = faults.failed(served.failure, settings.memory_mib) if served.failure else None
            return Outcome(job.key, served.result, fault)
        case TimeoutError():
            return Outcome(job.key, None, faults.too_slow(settings.timeout_s))
        case ProcessExpired() | CancelledError() as broken:
            return Outcome(job.key, None, faults.died(getattr(broken, "exitcode", None)))
        case unable:  # what goes wrong in a worker comes back as a value: this one never came to it
            return Outcome(
                job.key, None, faults.failed(worker.Failure(type(unable).__name__, ON_THE_WAY), settings.memory_mib)
            )
