"""What the print window of Chromium prints: here a browser that draws its windows nowhere, and prints to a file."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from handouts.batch.workers.watchdog import Watchdog
from handouts.model import Library

from .making import NAME, desk_of, served
from .small_desk import WAIT_MS, choose, until_ready

# The browser without windows has no print window, and ends where a page prints a PDF.
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
TO_FILE = "Save as PDF"
OPTIONS = ("--ozone-platform=headless", "--kiosk-printing")
#: Options of the driver that take the viewer of PDF away.
WITHOUT_VIEWER = ("--disable-extensions", "--disable-component-extensions-with-background-pages")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium with windows here")]


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """Where the browser prints to."""
    folder = tmp_path / "printed"
    folder.mkdir()
    return folder


@pytest.fixture
def page(
    small: Library, tmp_path: Path, printed: Path, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """A desk that this process prints for, in a browser whose print window prints to a file at once."""

    def run(_: Watchdog, work: Any, payload: Any, timeout_s: float) -> tuple[Any, Any]:
        return work(payload), None

    monkeypatch.setattr(Watchdog, "run", run)
    state = {"version": 2, "recentDestinations": [{"id": TO_FILE, "origin": "local", "account": ""}]}
    settings = {
        "printing": {"print_preview_sticky_settings": {"appState": json.dumps(state)}},
        "savefile": {"default_directory": str(printed)},
    }
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(settings), "utf-8")
    expect.set_options(timeout=WAIT_MS)
    with served(desk_of(small)) as first:
        context = chromium.browser_type.launch_persistent_context(
            profile, executable_path=CHROMIUM, headless=False, args=OPTIONS,
            ignore_default_args=WITHOUT_VIEWER, timeout=WAIT_MS,
        )  # fmt: skip
        shown = context.new_page()
        shown.set_default_timeout(WAIT_MS)
        shown.goto(first, timeout=WAIT_MS)
        yield shown
        context.close()
    expect.set_options(timeout=5_000)  # as it was


def file_in(folder: Path) -> bytes:
    """The file that a browser has printed, once it is whole."""
    for _ in range(WAIT_MS // 500):
        for path in folder.glob("*.pdf"):
            if (data := path.read_bytes()).rstrip().endswith(b"%%EOF"):
                return data
        time.sleep(0.5)
    raise AssertionError("nothing was printed")


def places(document: Any) -> list[tuple[Any, ...]]:
    """Size of each page, and where its first letters lie, in points."""
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = [tuple(round(side) for side in text.get_charbox(at)) for at in range(20)]
        found.append((tuple(map(round, page.get_size())), boxes))
    return found


def test_the_print_window_prints_the_shown_pages_in_their_size(page: Page, printed: Path) -> None:
    page.locator("#words-box").wait_for()
    choose(page)
    page.locator("#name").fill(NAME)
    page.locator("#doing", has_text="Up to date").wait_for(state="hidden")
    until_ready(page)
    with page.expect_download() as download:
        page.locator("#save").click()
    saved = pypdfium2.PdfDocument(download.value.path().read_bytes())
    page.locator("#print").click()
    paper = pypdfium2.PdfDocument(file_in(printed))
    assert len(paper) == len(saved) > 1 and places(paper) == places(saved)
    assert NAME in paper[0].get_textpage().get_text_bounded()
    assert not [path for path in printed.iterdir() if any(word in path.name for word in NAME.split())]
    page.wait_for_function("document.getElementById('name').value === ''")
