"""The child processes that print, and the bounded room in which requests wait for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread

from handouts.batch import limits
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic

PRELOAD = "handouts.desk.drawing"  # what each child has imported before its first job
WAITING = 8  # requests that may wait; each takes about two seconds
RETRY_AFTER_S = 5


class FullError(Exception):
    """The room is full: the caller should try again after `RETRY_AFTER_S`."""


class Printers:
    """So many children that print, each for one request at a time.

    A child is never forked from this process, which has threads. One that hangs or dies is replaced.
    """

    def __init__(self, count: int, waiting: int = WAITING) -> None:
        self._free: list[Watchdog] = [
            Watchdog(limits.LEAFLET.memory_mib, PRELOAD, apart=True) for _ in range(max(1, count))
        ]
        self._all = tuple(self._free)
        self._places = asyncio.Semaphore(len(self._free))
        self._waiting, self._most = 0, waiting

    @property
    def count(self) -> int:
        return len(self._all)

    @property
    def is_full(self) -> bool:
        return self._waiting >= self._most

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Printer]:
        """A printer of one's own for the block. Raises FullError."""
        if self._places.locked() and self.is_full:
            raise FullError
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        watchdog = self._free.pop()
        try:
            yield Printer(watchdog)
        finally:
            self._free.append(watchdog)
            self._places.release()

    def end(self) -> None:
        """Ends all children."""
        for watchdog in self._all:
            watchdog.end()


class Printer:
    """One child, while a request has it."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._watchdog = watchdog

    async def run(self, work: Callable[[Any], Any], payload: Any) -> tuple[Any, Diagnostic | None]:
        """The result of a job, or why there is none (HND945 to HND949)."""
        return await to_thread.run_sync(self._run, work, payload)

    def _run(self, work: Callable[[Any], Any], payload: Any) -> tuple[Any, Diagnostic | None]:
        return self._watchdog.run(work, payload, timeout_s=limits.LEAFLET.time_s)
