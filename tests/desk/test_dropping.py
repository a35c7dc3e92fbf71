"""Requests that nobody waits for any more: they take no printer, and stop the one that works for them."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest

from handouts.batch.workers.watchdog import Watchdog
from handouts.desk import printers
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.model import Library

from .making import CHOICE, desk_of, served


class Held:
    """In place of all children: the jobs that were begun, each held until it may go on."""

    def __init__(self) -> None:
        self.jobs: list[str] = []
        self.is_warm, self.may_go_on = threading.Event(), threading.Event()

    def run(self, work: Any, _: Any, timeout_s: float) -> tuple[None, None]:
        if self.is_warm.is_set():
            self.jobs.append(work.__name__)
            self.may_go_on.wait(timeout_s)
        self.is_warm.set()
        return None, None


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held = Held()
    monkeypatch.setattr(Watchdog, "run", held.run)
    yield held
    held.may_go_on.set()


def cookie_of(first: str) -> str:
    """The cookie that the first address gives."""
    address = urlsplit(first)
    with closing(http.client.HTTPConnection(address.netloc, timeout=60)) as connection:
        connection.request("GET", f"{address.path}?{address.query}")
        answer = connection.getresponse()
        answer.read()
        return (answer.getheader("set-cookie") or "").partition(";")[0]


def asked(first: str, path: str, cookie: str) -> http.client.HTTPConnection:
    """A request of the page, sent and not yet answered."""
    host = urlsplit(first).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    own = {"cookie": cookie, "origin": f"http://{host}", "content-type": "application/json"}
    connection.request("POST", path, json.dumps(CHOICE), own)
    return connection


def until(holds: Any) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.parametrize("path", ["/draw", "/leaflet"])
def test_a_request_that_was_dropped_begins_no_further_job(small: Library, held: Held, path: str) -> None:
    desk: Desk = desk_of(small)
    with served(desk) as first:
        until(held.is_warm.is_set)
        cookie = cookie_of(first)
        one, other = (asked(first, path, cookie) for _ in range(2))
        until(lambda: len(held.jobs) == 1 and desk.printers._waiting == 1)
        one.close()
        other.close()
        until(lambda: desk.printers._waiting == 0)
        held.may_go_on.set()
        until(lambda: not desk.printers._places.locked())
    assert held.jobs == ["sketch" if path == "/draw" else "checked"]


@pytest.mark.slow  # starts two children
def test_a_long_job_is_stopped_and_a_short_one_keeps_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    async def dropped(room: Printers, seconds: float) -> int | None:
        """A job that is dropped; the number of the child that did it."""
        task = asyncio.create_task(job(room, time.sleep, seconds))
        await asyncio.sleep(0.1)
        process = room._all[0]._process
        number = process.pid if process else None
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return number

    async def job(room: Printers, work: Any, payload: Any) -> Any:
        async with room.one() as printer:
            return await printer.run(work, payload)

    async def both() -> None:
        room = Printers(1)
        try:
            assert await job(room, abs, -1) == (1, None)
            monkeypatch.setattr(printers, "GRACE_S", 30)
            short = await dropped(room, 0.3)
            monkeypatch.setattr(printers, "GRACE_S", 0.1)
            began = time.monotonic()
            assert await dropped(room, 300) == short  # the child of the short job was still there
            assert time.monotonic() - began < 60
            assert await job(room, abs, -2) == (2, None)
        finally:
            room.end()

    asyncio.run(both())
