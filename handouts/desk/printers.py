"""The child processes that print, and the bounded room in which requests wait for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from anyio import CancelScope
from starlette.requests import Request

from handouts.batch import limits
from handouts.batch.workers import worker
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic

T = TypeVar("T")

PRELOAD = "handouts.desk.preload"  # what each child has imported before its first job
WAITING = 8  # requests that may wait; each takes about two seconds
RETRY_AFTER_S = 5
GRACE_S = 0.5  # for a job that nobody waits for any more: most end by then, and a child that stays is a warm one


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of some work for a request, which stops with it: None where nobody waits for it any more."""
    working, gone = asyncio.ensure_future(work), asyncio.ensure_future(_until_gone(request))
    try:
        await asyncio.wait([working, gone], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()
            await asyncio.wait([working])
        return None if working.cancelled() else working.result()
    finally:
        working.cancel()
        gone.cancel()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


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

    @staticmethod
    def prepare() -> None:
        """Begins to import what the children need, in a process of its own, while this one goes on."""
        worker.begin_apart(PRELOAD)

    @property
    def count(self) -> int:
        return len(self._all)

    @property
    def is_full(self) -> bool:
        return self._waiting >= self._most

    @asynccontextmanager
    async def one(self, rested: bool = False) -> AsyncIterator[Printer]:
        """A printer of one's own for the block: the one that printed last, or the most `rested`. Raises FullError."""
        # The room is for those who wait: a request that finds a free printer needs no place in it.
        if self._places.locked() and self.is_full:
            raise FullError
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        # The one that printed last has its caches warm; a long job takes the one that is missed least.
        watchdog = self._free.pop(0 if rested else -1)
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
        """The result of a job, or why there is none (HND945 to HND949). A dropped request stops its job."""
        running = asyncio.ensure_future(asyncio.to_thread(self._run, work, payload))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            with CancelScope(shield=True):  # the child is given back when it is free
                await asyncio.wait([running], timeout=GRACE_S)
                if not running.done():
                    self._watchdog.stop()
                    await asyncio.wait([running])
            raise

    def _run(self, work: Callable[[Any], Any], payload: Any) -> tuple[Any, Diagnostic | None]:
        return self._watchdog.run(work, payload, timeout_s=limits.LEAFLET.time_s)
