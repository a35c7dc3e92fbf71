"""What a desk needs: the small library in which nothing is found; a running desk and a browser that visits it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from handouts import library
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic
from handouts.model import Library

from .in_browser import Axe
from .making import desk_of, served
from .small_desk import PRINT_WINDOW, WAIT_MS


@pytest.fixture(scope="session")
def small(small_data: Path) -> Library:
    read, found = library.load([small_data / "content"], small_data / "styles")
    assert found == []
    return read


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home, temporary folder and current folder of the program: nothing may be written there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[tuple[str, Path]]:
    """The address of a running desk, and what it says."""
    said = home.parent / "said.txt"
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    with said.open("w") as stream:
        command = [sys.executable, "-P", "-m", "handouts", "desk", "--no-open"]
        program = subprocess.Popen(command, cwd=home, env=environment, stdout=stream, stderr=stream)
        try:
            yield _address(said), said
        finally:
            program.terminate()
            program.wait(20)


def _address(said: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http\S+", said.read_text()):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(said.read_text())


@pytest.fixture(scope="module")
def visited(chromium: Browser, desk: tuple[str, Path]) -> Iterator[Any]:
    """A browser that has been to the first address."""
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(desk[0], timeout=WAIT_MS)
    page.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def axe() -> Axe:
    """The rules of WCAG that a page breaks."""
    source = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")

    def broken(page: Page) -> list[str]:
        session = page.context.new_cdp_session(page)  # the page itself lets no other script run
        session.send("Page.setBypassCSP", {"enabled": True})
        session.send("Runtime.evaluate", {"expression": source})
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        result = page.evaluate("rules => axe.run(document, rules)", rules)
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]

    return broken


@pytest.fixture(scope="module")
def faults() -> list[Diagnostic]:
    """What stops the next jobs, in place of their results."""
    return []


@pytest.fixture(scope="module")
def small_desk(small: Library, faults: list[Diagnostic], chromium: Browser) -> Iterator[tuple[Any, str]]:
    """A browser that has been to the first address, and the address of the page. This process prints."""

    def run(_: Watchdog, work: Callable[[Any], Any], payload: Any, timeout_s: float) -> tuple[Any, Any]:
        return (None, faults.pop()) if faults else (work(payload), None)

    with pytest.MonkeyPatch.context() as patch, served(desk_of(small)) as first:
        patch.setattr(Watchdog, "run", run)
        expect.set_options(timeout=WAIT_MS)
        context = chromium.new_context()
        context.add_init_script(PRINT_WINDOW)
        page = context.new_page()
        page.goto(first)
        page.close()
        yield context, first.partition("?")[0]
        context.close()
        expect.set_options(timeout=5_000)  # as it was
