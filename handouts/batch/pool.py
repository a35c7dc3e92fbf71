"""Jobs → outcomes, by worker processes: a job that hangs, dies or eats all memory costs itself and no other.

The pool is pebble's. Around it lies what a long run needs: jobs are taken from their source a few at a time; a job
that killed or hung its worker is tried once more, alone, after the rest; a pool that broke as a whole is replaced. The
parent alone writes and speaks: workers take values, give values, and their words go nowhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from handouts.batch import faults, worker
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
    """What became of a job: its result, or the fault that kept it from having one."""

    key: str
    result: Any | None
    fault: Diagnostic | None


class Stop(Protocol):
    """Says whether somebody asked to end the run (`stopping.Stopping`)."""

    @property
    def asked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker is given at its start and may use."""

    work: Callable[[Any], Any]
    timeout_s: float
    memory_mib: int | None
    prepare: str | None


class Standing:
    """A pool that may outlast a run: to begin and end one takes a fifth of a second, and its workers are warm by then.

    It is ended when its workers may still be at work, or when other ones are asked for.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._kind: object = None

    def of(self, terms: Terms, workers: int) -> ProcessPool:
        kind = workers, terms.memory_mib, terms.prepare
        if self._pool is None or self._kind != kind:
            self.end()
            self._pool, self._kind = _pool(terms, workers), kind
        return self._pool

    def end(self) -> None:
        """Ends the workers, whatever they do.

        A second Ctrl-C that came in the middle of the pool's own work may have left a lock of it held for ever. It is
        waited for no longer than `GRACE_S`; such workers end with this process.
        """
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
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
    standing: Standing | None = None,
) -> Generator[Outcome, None, None]:
    """Outcomes as jobs finish, in the order of finishing. Reports HND945 to HND949.

    `work` is a function at the top of a module. `prepare` names a module that every worker imports before its first
    job; on Linux it is imported once for all. `jobs` may be long: only a few wait at a time. When `stop` says so, what
    is in flight is finished, and every other job simply has no outcome.

    Close the iterator (`contextlib.closing`) to end the workers at once. A pool that is `standing` is left for the next
    run when all its jobs are done.
    """
    terms = Terms(work, timeout_s, memory_mib, prepare)
    again: list[Job] = []
    pool = standing or Standing()
    try:
        yield from _together(terms, iter(jobs), workers, stop, again, pool)
    finally:
        if pool is not standing:
            pool.end()
    for job in again:
        if _stopped(stop):
            return
        yield from _alone(terms, job, stop)


def _together(
    terms: Terms, jobs: Iterator[Job], workers: int, stop: Stop | None, again: list[Job], pool: Standing
) -> Iterator[Outcome]:
    """All jobs by several workers; those that took their worker with them are laid aside in `again`."""
    breaks = 0
    while breaks < BREAKS:
        crew = _Crew(terms, workers, pool)
        try:
            while crew.take(() if _stopped(stop) else jobs):
                for job, future in crew.finished():
                    if _is_lost(future):
                        again.append(job)
                    else:
                        breaks = 0
                        yield _outcome(job, future, terms)
            return
        except BrokenProcessPool:
            again += crew.flying.values()
            breaks += 1
        finally:
            crew.end()
    if not _stopped(stop):
        yield from (Outcome(job.key, None, faults.UNABLE) for job in chain(again, jobs))
        again.clear()


def _alone(terms: Terms, job: Job, stop: Stop | None) -> Iterator[Outcome]:
    """The second and last try, with a worker of its own. Killed by the wish to stop, it counts as not done."""
    pool = Standing()
    crew = _Crew(terms, 1, pool)
    try:
        crew.take((job,))
        while crew.flying:
            for _, future in crew.finished():
                if not (_is_lost(future) and _stopped(stop)):
                    yield _outcome(job, future, terms)
    except BrokenProcessPool as broken:
        yield Outcome(job.key, None, faults.died(getattr(broken, "exitcode", None)))
    finally:
        pool.end()


class _Crew:
    """A pool of workers and the jobs that are with it."""

    def __init__(self, terms: Terms, workers: int, pool: Standing) -> None:
        self.flying: dict[Future[Any], Job] = {}
        self._terms = terms
        self._most = workers * AHEAD
        self._standing, self._pool = pool, pool.of(terms, workers)
        self._moved = monotonic()

    def take(self, jobs: Iterable[Job]) -> bool:
        """Takes on as many more jobs as fit; says whether any is in flight."""
        for job in islice(jobs, self._most - len(self.flying)):
            self._schedule(job)
        return bool(self.flying)

    def _schedule(self, job: Job) -> None:
        given = (self._terms.work, job.payload)
        try:
            future = self._pool.schedule(worker.serve, args=given, timeout=self._terms.timeout_s)
        except RuntimeError as fault:
            self.flying[Future()] = job
            raise BrokenProcessPool(str(fault)) from fault
        self.flying[future] = job
        self._moved = monotonic()  # whoever takes the outcomes may have taken its time

    def finished(self) -> list[tuple[Job, Future[Any]]]:
        """Who came back a moment ago. A pool that says nothing for longer than any job may take is broken."""
        done, _ = wait(self.flying, timeout=LOOK_S, return_when=FIRST_COMPLETED)
        if done:
            self._moved = monotonic()
        elif monotonic() - self._moved > self._terms.timeout_s + GRACE_S:
            raise BrokenProcessPool("silent")
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            raise BrokenProcessPool("broken")
        return [(self.flying.pop(future), future) for future in done]

    def end(self) -> None:
        """Ends workers that may still be at work."""
        if self.flying:
            self._standing.end()


def _pool(terms: Terms, workers: int) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=workers,
        max_tasks=RECYCLED_AFTER,
        initializer=worker.begin,
        initargs=(terms.memory_mib, terms.prepare),
        context=_context(terms.prepare),
    )


def _context(prepare: str | None) -> BaseContext:
    """How workers come to be.

    Linux: forked from a small server that holds what `prepare` needs, so that a new worker costs milliseconds and
    shares its memory with the others. Never forked from this process: workers would keep its lock and its files.
    Elsewhere a fork is not safe for the system's own libraries, and each worker starts afresh.
    """
    if not sys.platform.startswith("linux"):
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([worker.QUIET, worker.__name__, *([prepare] if prepare else [])])
    return context


def _stopped(stop: Stop | None) -> bool:
    return stop is not None and stop.asked


def _is_lost(future: Future[Any]) -> bool:
    """Whether the job took its worker with it."""
    from pebble import ProcessExpired

    return isinstance(future.exception(), ProcessExpired | TimeoutError | CancelledError)


def _outcome(job: Job, future: Future[Any], terms: Terms) -> Outcome:
    """The words of a fault are never shown: they could carry what a leaflet says about a person."""
    from pebble import ProcessExpired

    match future.exception():
        case None:
            served: worker.Served = future.result()
            fault = faults.failed(served.failure, terms.memory_mib) if served.failure else None
            return Outcome(job.key, served.result, fault)
        case TimeoutError():
            return Outcome(job.key, None, faults.too_slow(terms.timeout_s))
        case ProcessExpired() | CancelledError() as broken:
            return Outcome(job.key, None, faults.died(getattr(broken, "exitcode", None)))
        case unable:  # what goes wrong in a worker comes back as a value: this one never came to it
            return Outcome(
                job.key, None, faults.failed(worker.Failure(type(unable).__name__, ON_THE_WAY), terms.memory_mib)
            )
