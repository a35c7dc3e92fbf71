"""Jobs → outcomes, by the workers of a Dask cluster: as `pool`, past one machine.

Dask brings jobs to workers, results back, and the jobs of a dead worker to another one. What it lacks is added here: a
job that hangs is ended with its worker, tried once more and then reported. Only the parent writes or prints, here too.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from handouts import __version__
from handouts.batch.workers import faults, pool, worker
from handouts.batch.workers.pool import Job, Outcome, Stop
from handouts.diagnostics import Diagnostic

SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
CONNECT_S = 10.0
TRIES = 2  # of a job that hangs


@contextmanager
def connected(address: str) -> Iterator[tuple[Cluster | None, list[Diagnostic]]]:
    """The cluster at `dask://HOST:PORT`, while entered. Reports HND951, without a cluster."""
    scheme, _, place = address.partition("://")
    try:
        from distributed import Client
    except ImportError:
        yield None, [_unusable(address, "Dask is not installed", "pip install 'handouts[dask]'")]
        return
    if not os.environ.get("HANDOUTS_DEBUG"):
        for name in ("distributed", "distributed.client"):  # a fault is reported once, as a finding
            logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client: Any = Client(  # type: ignore[no-untyped-call,unused-ignore]
            f"{SCHEMES[scheme]}://{place}", timeout=CONNECT_S, set_as_default=False
        )
    except KeyError:
        yield None, [_unusable(address, "it is no address", "write dask://HOST:PORT, or dask+tls://HOST:PORT")]
        return
    except (OSError, ValueError):
        yield None, [_unusable(address, "no scheduler answers", "look whether `dask scheduler` runs there")]
        return
    try:
        fault = _unfit(client, address)
        yield (None, [fault]) if fault else (Cluster(client), [])
    finally:
        with suppress(OSError, TimeoutError):
            client.close()


def version() -> str:
    """The versions of a worker, which are compared: another version might print other bytes."""
    return __version__


def _unfit(client: Any, address: str) -> Diagnostic | None:
    try:
        versions = set(client.run(version).values())
    except ImportError:
        return _unusable(address, "its workers do not have handouts", "install the same version of handouts there")
    if not versions:
        return _unusable(address, "it has no workers", "start some: dask worker HOST:PORT --nthreads 1")
    if versions != {__version__}:
        others = ", ".join(sorted(versions - {__version__}))
        return _unusable(address, f"its workers have handouts {others}", f"install handouts {__version__} there")
    return None


def _unusable(address: str, why: str, advice: str) -> Diagnostic:
    return Diagnostic("HND951", f"the cluster `{address}` cannot be used: {why}", advice)


GONE = Diagnostic(
    "HND951", "the cluster is gone: its scheduler no longer answers", "start it, then run the same command again"
)


@dataclass(slots=True)
class _Flight:
    """A job on its way."""

    job: Job
    tried: int = 0
    since: float = 0.0


class Cluster:
    """A cluster that answers."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._in_flight: dict[Any, _Flight] = {}
        self._back: SimpleQueue[Any] = SimpleQueue()

    def workers(self) -> dict[str, int]:
        """The workers by address, with their processes."""
        return dict(self._client.run(os.getpid))

    def run(
        self, work: Callable[[Any], Any], jobs: Iterable[Job], *, timeout_s: float, stop: Stop | None = None
    ) -> Generator[Outcome, None, None]:
        """Outcomes as jobs finish, in the order of finishing. Reports HND945, HND946, HND948, HND951.

        As many jobs are out as the cluster has threads. `jobs` may be long. When `stop` says so, what is out is
        finished, and every other job simply has no outcome.
        """
        jobs = iter(jobs)
        try:
            yield from self._served(work, jobs, timeout_s, stop)
        except OSError:
            for job in chain((flight.job for flight in self._in_flight.values()), jobs):
                yield Outcome(job.key, None, GONE)
            self._in_flight.clear()
        finally:
            if self._in_flight:
                self._client.cancel(list(self._in_flight))
                self._in_flight.clear()

    def _served(
        self, work: Callable[[Any], Any], jobs: Iterator[Job], timeout_s: float, stop: Stop | None
    ) -> Iterator[Outcome]:
        while True:
            if stop is None or not stop.requested:
                self._take(work, jobs)
            if not self._in_flight:
                return
            for future in self._finished():
                outcome = _outcome(self._in_flight[future].job, future)
                del self._in_flight[future]
                yield outcome
            yield from self._give_up(work, timeout_s)

    def _take(self, work: Callable[[Any], Any], jobs: Iterator[Job]) -> None:
        """Sends out as many more jobs as there are threads now: workers come and go."""
        for _ in range(max(1, sum(self._client.nthreads().values())) - len(self._in_flight)):
            if (job := next(jobs, None)) is None:
                return
            self._send(work, _Flight(job))

    def _send(self, work: Callable[[Any], Any], flight: _Flight) -> None:
        flight.tried += 1
        flight.since = monotonic()
        future = self._client.submit(worker.serve, work, flight.job.payload, pure=False)
        self._in_flight[future] = flight
        future.add_done_callback(self._back.put)

    def _finished(self) -> Iterator[Any]:
        """Who came back a moment ago, or none."""
        with suppress(Empty):
            future = self._back.get(timeout=pool.LOOK_S)
            if future in self._in_flight:  # else it was given up
                yield future

    def _give_up(self, work: Callable[[Any], Any], timeout_s: float) -> Iterator[Outcome]:
        """Ends the workers whose jobs take too long; each such job is sent out once more."""
        late = {
            future: flight
            for future, flight in self._in_flight.items()
            if monotonic() - flight.since > timeout_s + pool.GRACE_S
        }
        if not late:
            return
        keys = {future.key for future in late}
        held = [address for address, busy in self._client.processing().items() if keys & set(busy)]
        self._client.cancel(list(late), force=True)
        self._client.restart_workers(held, raise_for_error=False)  # cancelling ends no call that hangs in C code
        for future, flight in late.items():
            del self._in_flight[future]
            if flight.tried < TRIES:
                self._send(work, flight)
            else:
                yield Outcome(flight.job.key, None, faults.too_slow(timeout_s))


def _outcome(job: Job, future: Any) -> Outcome:
    if future.status == "error":
        kind = type(future.exception()).__name__
        if kind == "KilledWorker":  # several died of it
            return Outcome(job.key, None, faults.died(None))
        return Outcome(job.key, None, faults.failed(worker.Failure(kind, pool.ON_THE_WAY), None))
    try:
        served: worker.Served = future.result()
    except CancelledError as fault:
        raise ConnectionError("the scheduler is gone") from fault
    return Outcome(job.key, served.result, faults.failed(served.failure, None) if served.failure else None)
