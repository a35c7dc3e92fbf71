"""The page of a running desk in a browser: opening it, choosing, and waiting for its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

WAIT_MS = 90_000  # of a busy machine
WIDTHS = {1440: 900, 820: 1100, 390: 850, 320: 700}
Axe = Callable[[Page], list[str]]  #: gives the rules of WCAG that a page breaks

#: A browser without screen has no print window, and its driver does not survive the frame of a PDF: what would be shown
#: in it goes here.
NO_PRINTER = """
  Object.defineProperty(navigator, "pdfViewerEnabled", {get: () => false});
  window.open = address => { window.sentToPrint = address; };
"""


@contextmanager
def opened(visited: Any, desk: tuple[str, Path], width: int = 1440) -> Iterator[Page]:
    """The page in a tab of its own; every fault of a script fails the test."""
    page: Page = visited.new_page()
    page.add_init_script(NO_PRINTER)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(desk[0].split("?")[0])
    expect(page.locator("#hits button").first).to_be_visible()
    yield page
    page.close()
    assert faults == []


def choose(page: Page, words: str) -> None:
    """Types what hurts and takes the first hit."""
    page.locator("#words-box").fill(words)
    page.locator("#words-box").press("Enter")


def wait_for_pages(page: Page) -> None:
    """Until the finished file of the present choice is there."""
    expect(page.locator("#doing")).to_contain_text("Up to date", timeout=WAIT_MS)


def leaflet(page: Page, *words: str) -> None:
    for word in words:
        choose(page, word)
    wait_for_pages(page)
