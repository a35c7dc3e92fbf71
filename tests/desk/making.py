"""A desk of the small library, and requests as its own page and as other programs send them."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.testclient import TestClient

from handouts.desk import server
from handouts.desk.guard import Access
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.model import Library
from handouts.pipeline.workspace import Workspace

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
DAY = datetime.date(2026, 11, 29)
NAME, NOTE = "Wilhelmina Quarterstaff", "Bring the orthotics on Thursday."
CHOICE = {"conditions": [{"id": "sore-heel", "side": "left"}], "name": NAME, "note": NOTE}


def desk_of(library: Library, printers: Printers | None = None, edit: bool = False) -> Desk:
    return Desk(Workspace(library, (), None), "example", lambda: DAY, printers or Printers(1), edit)


@contextmanager
def client_of(desk: Desk, reports: list[str] | None = None, access: Access | None = None) -> Iterator[TestClient]:
    """A client that has been to the first address; the lifespan of the server is not entered."""
    access = access or Access(server.hosts_of(8765, ()))
    app = server.guarded(desk, access, (reports if reports is not None else []).append)
    client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False)
    assert client.get(f"/?token={access.first}").status_code == 303
    try:
        yield client
    finally:
        desk.printers.end()


def post(client: TestClient, path: str, body: Any, **headers: str) -> Any:
    """A request of the page itself."""
    own = {"origin": ORIGIN, "content-type": "application/json"}
    return client.post(path, content=json.dumps(body), headers={**own, **headers})


def lines(client: TestClient, body: Any) -> list[dict[str, Any]]:
    """All lines that `/draw` answers."""
    answer = post(client, "/draw", body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The first address of a desk that a thread of this process serves, so that a test can reach into it."""
    with server.bound("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        access = Access(server.hosts_of(port, ()))
        config = uvicorn.Config(server.guarded(desk, access, lambda _: None), log_config=None, ws="none")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/?token={access.first}"
        finally:
            running.should_exit = True
            thread.join(30)
            desk.printers.end()
