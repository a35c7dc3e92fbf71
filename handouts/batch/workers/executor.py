"""Where the jobs of a batch run: in one child of this process, in workers of this machine, or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handouts.batch.workers import pool, remote
from handouts.batch.workers.interrupts import InterruptHandler
from handouts.batch.workers.pool import Job, Outcome, PersistentPool, Stop
from handouts.batch.workers.remote import Cluster
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def opened(
    jobs: int | None, address: str | None, stop: InterruptHandler
) -> Iterator[tuple[Executor | None, list[Diagnostic]]]:
    """The executor that the options of a command describe. Reports HND951, without an executor.

    Args:
        jobs: how many workers; None: one for each processor; 0: one job after the other in a child.
        address: a cluster (`dask://HOST:PORT`), which is used in place of workers.
        stop: says that the run should end early; it listens from here on.
    """
    workers = cores() if jobs is None else jobs
    if address is None:
        with stop, Executor(workers, stop) as executor:
            yield executor, []
        return
    with remote.connected(address) as (cluster, found):
        if cluster is None:
            yield None, found
            return
        with stop, Executor(workers, stop, cluster) as executor:
            yield executor, found


@dataclass(slots=True)
class Executor:
    """So many `workers` here, none for one job after the other; or a `cluster`. `stop` asks to end early.

    Entered as a context, it keeps its workers from one run to the next.
    """

    workers: int = 0
    stop: Stop | None = None
    cluster: Cluster | None = None
    _pool: PersistentPool | None = None
    _watchdog: Watchdog | None = None

    def __enter__(self) -> Executor:
        self._pool = PersistentPool()
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.end()
            self._pool = None
        if self._watchdog is not None:
            self._watchdog.end()
            self._watchdog = None

    def run(
        self,
        work: Callable[[Any], Any],
        jobs: Iterable[Job],
        *,
        timeout_s: float,
        memory_mib: int | None = None,
        prepare: str | None = None,
    ) -> Generator[Outcome, None, None]:
        """Outcomes as jobs finish. Reports HND945 to HND949, and HND951 of a cluster."""
        if self.cluster is not None:
            yield from self.cluster.run(work, jobs, timeout_s=timeout_s, stop=self.stop)
        elif self.workers:
            yield from pool.run(
                work,
                jobs,
                workers=self.workers,
                timeout_s=timeout_s,
                memory_mib=memory_mib,
                prepare=prepare,
                stop=self.stop,
                persistent=self._pool,
            )
        else:
            yield from self._one_by_one(work, jobs, timeout_s, Watchdog(memory_mib, prepare))

    def _one_by_one(
        self, work: Callable[[Any], Any], jobs: Iterable[Job], timeout_s: float, watchdog: Watchdog
    ) -> Generator[Outcome, None, None]:
        if self._pool is not None:  # a child stays from one run to the next, like the workers of a pool
            watchdog = self._watchdog = self._watchdog or watchdog
        try:
            for job in jobs:
                if self.stop is not None and self.stop.requested:
                    return
                yield Outcome(job.key, *watchdog.run(work, job.payload, timeout_s=timeout_s))
        finally:
            if watchdog is not self._watchdog:
                watchdog.end()
