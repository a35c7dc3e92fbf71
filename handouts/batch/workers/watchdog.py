"""Jobs one at a time in a child process, each held to its time and memory: for verbs that need no pool of workers.

The engine can loop or fill memory inside C code, where nothing in this process could stop it. On Linux the child is
forked from this process: that costs milliseconds, and what is imported and read is there already. The program starts no
threads but those of the pool and of the progress bar, and the child never takes a lock of theirs. macOS and Windows
start a fresh process in place of a fork, which is not safe for the libraries of those systems; Windows knows no limits
of a process, so that there only the clock ends it.
"""

from __future__ import annotations

import gc
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection, get_context
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self

from handouts.batch.workers import faults, worker
from handouts.diagnostics import Diagnostic

Pipe = connection.Connection

#: Seconds of the clock for one of processor time: a busy machine, or one that waits for its disk, ends no good job.
PATIENCE = 6.0


class Watchdog:
    """A child that does jobs, started with `begin` or the first one, and again after one that it did not survive.

    Args:
        memory_mib: the most memory of its own that the child may have.
        prepare: a module that the child imports before its first job.
        apart: whether the child is not forked from this process, since it has threads that hold locks.
    """

    def __init__(self, memory_mib: int | None = None, prepare: str | None = None, apart: bool = False) -> None:
        self._memory_mib, self._prepare, self._apart = memory_mib, prepare, apart
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self) -> None:
        """Starts the child before its first job: it imports what it needs while this process does something else."""
        try:
            self._started()
        except OSError:  # the first job tries again
            self._process = self._pipe = None

    def run(self, work: Callable[[Any], Any], payload: Any, *, timeout_s: float) -> tuple[Any, Diagnostic | None]:
        """The result of `work(payload)`, or why there is none. Reports HND945 to HND949.

        Args:
            work: a function at the top of a module.
            payload: plain values; they and the result travel between processes.
            timeout_s: seconds of processor time.
        """
        try:
            return self._result(work, payload, timeout_s)
        except BaseException:  # Ctrl-C too: the child may be in the middle of the job
            self.end()
            raise

    def end(self) -> None:
        """Ends the child, whatever it does."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()

    def stop(self) -> None:
        """Kills the child in the middle of its job, from another thread than the one that waits in `run`."""
        process = self._process
        with suppress(ValueError):  # it has ended
            if process is not None and process.pid is not None:  # and not on its way to begin
                process.kill()

    def _result(self, work: Callable[[Any], Any], payload: Any, timeout_s: float) -> tuple[Any, Diagnostic | None]:
        try:
            process, pipe = self._started()
        except OSError:  # nothing has begun: the next job tries again
            self._process = self._pipe = None
            return None, faults.UNABLE
        served: worker.Served | None = None
        is_late = False
        with suppress(EOFError, OSError):  # it died in between
            pipe.send((work, payload, timeout_s))
            # The kernel counts processor time; by the clock a busy machine may take several times as long.
            is_late = not connection.wait([pipe, process.sentinel], timeout_s * PATIENCE)
            # The end of the process wakes the wait too: then there is nothing to receive.
            served = pipe.recv() if pipe.poll() else None
        if served is None:
            fault = self._lost(process, is_late, timeout_s)
            self.end()
            return None, fault
        if served.failure:
            self.end()  # an exception may have left the engine in any state
            return None, faults.failed(served.failure, self._memory_mib)
        return served.result, None

    def _started(self) -> tuple[BaseProcess, Pipe]:
        if self._process is None or self._pipe is None:
            context = worker.context_apart(self._prepare) if self._apart else _own_context()
            self._pipe, its_end = context.Pipe()
            self._process = context.Process(  # type: ignore[attr-defined]  # both kinds have it
                target=_serve,
                args=(its_end, None if self._apart else self._pipe, self._memory_mib, self._prepare),
                daemon=True,
            )
            with warnings.catch_warnings():  # Python 3.12 warns of a fork beside threads: see the head of this module
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process.start()
            its_end.close()
        return self._process, self._pipe

    def _lost(self, process: BaseProcess, is_late: bool, timeout_s: float) -> Diagnostic:
        if is_late:
            return faults.too_slow(timeout_s, tries=1)
        process.join(timeout_s)  # its pipe closes a moment before it is gone, and only then is the signal known
        if process.exitcode == -getattr(signal, "SIGPROF", 0):
            return faults.too_slow(timeout_s, tries=1)
        return faults.died(process.exitcode, tries=1)


def run(
    work: Callable[[Any], Any], payload: Any, *, timeout_s: float, memory_mib: int | None = None
) -> tuple[Any, Diagnostic | None]:
    """One job in a child of its own, see `Watchdog.run`."""
    with Watchdog(memory_mib) as watchdog:
        return watchdog.run(work, payload, timeout_s=timeout_s)


def _own_context() -> BaseContext:
    return get_context("fork" if sys.platform.startswith("linux") else "spawn")


def _serve(pipe: Pipe, others: Pipe | None, memory_mib: int | None, prepare: str | None) -> None:
    """The child: job by job, until its parent ends it.

    Args: `others` is the parent's end of the pipe, which a forked child has too.
    """
    if others is not None:
        others.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the child
    worker.begin(memory_mib, prepare)
    while True:
        try:
            work, payload, timeout_s = pipe.recv()
        except EOFError:  # the parent is gone
            return
        _allow(timeout_s)
        served = worker.attempt(work, payload)
        _allow(0)
        pipe.send(served)
        gc.collect()


def _allow(processor_s: float) -> None:
    """So much processor time from now on, or no limit for 0. The kernel ends the process, wherever it is."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, processor_s)
