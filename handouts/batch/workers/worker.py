"""A worker: how it begins, what it may use, how it serves a job, and that it never outlives its parent."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import connection, forkserver, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
SILENCE_MODULE = "handouts.batch.workers.silence"
MANY_OBJECTS = 5_000_000  # more than a leaflet is made of: its garbage is collected once, after its job


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception as one may speak of it: its kind and its place, without its words."""

    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Served:
    """What a worker sends back: its result packed, so that one which cannot travel is found out by who made it."""

    packed: bytes = b""
    failure: Failure | None = None

    @property
    def result(self) -> Any | None:
        return pickle.loads(self.packed) if self.packed else None


def context_apart(prepare: str | None) -> BaseContext:
    """How processes come to be that are not forked from this one.

    Linux: forked from a small server that holds what `prepare` needs, so that a new worker costs milliseconds and
    shares its memory with the others. Never forked from this process: workers would keep its lock and its files.
    Elsewhere a fork is not safe for the system's own libraries, and each worker starts afresh.
    """
    if not sys.platform.startswith("linux"):
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([SILENCE_MODULE, __name__, *([prepare] if prepare else [])])
    return context


def begin_apart(prepare: str) -> None:
    """Starts the small server of `context_apart` before the first worker is needed; it imports `prepare` meanwhile."""
    context_apart(prepare)
    if sys.platform.startswith("linux"):
        forkserver.ensure_running()


def serve(work: Callable[[Any], Any], payload: Any) -> Served:
    """Does one job, and gives its memory back: a laid page is a web of boxes, 30 MiB of it."""
    try:
        return attempt(work, payload)
    finally:
        gc.collect()


def attempt(work: Callable[[Any], Any], payload: Any) -> Served:
    """Does one job. An exception goes back as a value: as an object it might not survive the way."""
    try:
        return Served(pickle.dumps(work(payload)))
    except Exception as fault:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        if os.environ.get("HANDOUTS_DEBUG"):
            traceback.print_exception(fault)
        return Served(failure=Failure(type(fault).__name__, f"{Path(last.filename).name}:{last.lineno}"))


def begin(memory_mib: int | None, prepare: str | None) -> None:
    """The first thing that a worker does."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends it even in the middle of the engine's own code
    die_with_parent()
    limit(memory_mib)
    for name in (SILENCE_MODULE, prepare):
        if name is not None:
            import_module(name)
    gc.freeze()  # what is imported stays, and need not be looked through after every job
    gc.set_threshold(MANY_OBJECTS)


def die_with_parent() -> None:
    """When the parent is killed, so is its worker: a pipe closes, whose other end only the parent holds.

    On Linux the kernel sends a signal that ends the worker even where it is deep in a loop of the engine's own
    code. (PR_SET_PDEATHSIG would not do: the kernel's parent is the server that forks workers, and a worker that
    loops keeps it alive.) Elsewhere a thread watches.
    """
    parent = parent_process()
    assert parent is not None, "only a worker has a parent"
    if not sys.platform.startswith("linux"):
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()
        return
    import fcntl

    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, os.O_ASYNC)  # SIGIO ends a process without a handler for it
    if connection.wait([parent.sentinel], timeout=0):
        os._exit(1)  # the parent was gone before the kernel knew


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def limit(memory_mib: int | None) -> None:
    """The most memory of its own a worker may have, and no core dump: it would hold what leaflets say about people.

    The limit is on top of what a forked process inherits: pages of the parent are shared until they are written, a
    program that embeds this one may be large, and a worker forked from a warm server would else have less than a fresh
    one. RLIMIT_DATA counts memory that is really requested; RLIMIT_AS also counts libraries and address space that
    threads reserve.
    macOS enforces neither.
    """
    with suppress(ImportError):  # Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory_mib is not None:
            with suppress(ValueError):  # a stricter limit of the parent process stays
                _, hard = resource.getrlimit(resource.RLIMIT_DATA)
                resource.setrlimit(resource.RLIMIT_DATA, (_inherited() + memory_mib * MIB, hard))


def _inherited() -> int:
    """The bytes of data that this process has already; 0 where the system does not say it."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path("/proc/self/statm").read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    return 0
