"""The server: one process that answers, children that print."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial

import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.types import ASGIApp

from handouts.desk import drawing, watching
from handouts.desk.app import application, locked
from handouts.desk.guard import Access, Guard
from handouts.desk.lines import first_job
from handouts.desk.state import Desk

KEEP_ALIVE_S = 15
MOST_CONNECTIONS = 64
MOST_HEADER_BYTES = 16 * 1024
ENDING_S = 2  # for answers that are on their way when the server is ended
WARM_AFTER_S = 2  # at the latest: the first page comes before its printers
REST_S = 0.5  # without a search: composing and printing take the processor from it
LOOPBACK = ("127.0.0.1", "localhost")


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Connections of the last run keep the port for a minute after it has ended.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()  # a browser that comes before the server is ready waits
    except OSError:
        listening.close()
        raise
    return listening


def hosts_of(port: int, more: Sequence[str]) -> tuple[str, ...]:
    """What the Host header may be: this machine by its usual names, and what the user names, with or without port."""
    own = [f"{name}:{port}" for name in LOOPBACK]
    return tuple(dict.fromkeys((*own, *(name.lower() for name in more))))


def shown(host: str, port: int) -> str:
    """How a browser of this machine reaches the address that the server listens at."""
    # "All addresses" of this machine is no address that a browser can open.
    if host in ("", "0.0.0.0", "::"):
        host = LOOPBACK[0]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def guarded(desk: Desk, access: Access, report: Callable[[str], object]) -> ASGIApp:
    """The whole application."""
    inner = application(desk)
    inner.router.lifespan_context = _lifespan(desk)
    return Guard(inner, access, report, partial(locked, desk))


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Answers until it is interrupted. Nothing of a request is logged."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="critical",
        server_header=False,
        # A header of a stranger must not say which host or address asks.
        proxy_headers=False,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=ENDING_S,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
    )
    gc.freeze()  # the content stays, and looking through it again and again would hold up answers
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run([listening])


def _lifespan(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_warm(desk))]
        if desk.edit:
            tasks.append(asyncio.create_task(watching.follow(desk)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            desk.printers.end()

    return running


async def _warm(desk: Desk) -> None:
    """Makes the indexes of the search, then has each child print one leaflet, so that the first one of a person takes
    no longer than the next.

    The indexes are made while the browser opens the page. The rest begins when the page is there and nobody searches,
    one child after the other: they would take the processor from both. The import of the engine waits as well: a person
    reads and chooses for seconds before the first page is drawn.
    """
    await to_thread.run_sync(desk.warm)
    with suppress(TimeoutError):
        await asyncio.wait_for(desk.asked.wait(), WARM_AFTER_S)
    with suppress(TimeoutError):
        while True:
            desk.asked.clear()
            await asyncio.wait_for(desk.asked.wait(), REST_S)
    desk.printers.prepare()
    if (job := await to_thread.run_sync(first_job, desk)) is not None:
        for _ in range(desk.printers.count):
            async with desk.printers.one(rested=True) as printer:
                await printer.run(drawing.sketch, job)
