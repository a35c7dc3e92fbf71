"""The server: one process that answers, children that print."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from handouts.desk import drawing, watching
from handouts.desk.app import application, first_job, locked
from handouts.desk.guard import Access, Guard
from handouts.desk.state import Desk

KEEP_ALIVE_S = 15
MOST_CONNECTIONS = 64
MOST_HEADER_BYTES = 16 * 1024
ENDING_S = 2  # for answers that are on their way when the server is ended
LOOPBACK = ("127.0.0.1", "localhost")


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
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
        proxy_headers=False,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=ENDING_S,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run([listening])


def _lifespan(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_warm(desk)) for _ in range(desk.printers.count)]
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
    """Has a child print one leaflet, so that the first one of a person takes no longer than the next."""
    if (job := first_job(desk)) is not None:
        async with desk.printers.one() as printer:
            await printer.run(drawing.sketch, job)
