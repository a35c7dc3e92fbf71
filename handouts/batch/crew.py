"""Who does the jobs of a batch: this process alone, workers of this machine, or those of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Any

from handouts.batch import pool
from handouts.batch.pool import Job, Outcome, Standing, Stop
from handouts.batch.remote import Cluster


@dataclass(slots=True)
class Crew:
    """So many `workers` here, none for this process alone; or a `cluster`. `stop` asks to end early.

    Entered as a context, it keeps its workers from one run to the next.
    """

    workers: int = 0
    stop: Stop | None = None
    cluster: Cluster | None = None
    _standing: Standing | None = None

    def __enter__(self) -> Crew:
        self._standing = Standing()
        return self

    def __exit__(self, *_: object) -> None:
        if self._standing is not None:
            self._standing.end()
            self._standing = None

    def run(
        self,
        work: Callable[[Any], Any],
        jobs: Iterable[Job],
        *,
        timeout_s: float,
        memory_mib: int | None = None,
        prepare: str | None = None,
    ) -> Generator[Outcome, None, None]:
        """Outcomes as jobs finish. Without workers nothing is held to its time, and an exception is the caller's."""
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
                standing=self._standing,
            )
        else:
            for job in jobs:
                if self.stop is not None and self.stop.asked:
                    return
                yield Outcome(job.key, work(job.payload), None)
