"""The page of a desk of the small library, printed in the process of the tests, and what its print window gets."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from playwright.sync_api import Page, expect

from .making import NAME

WAIT_MS = 300_000  # of a busy machine
#: In place of the browser's print window: what is in the frame that is printed, and how often.
PRINT_WINDOW = """
  window.printed = 0;
  window.print = () => { top.printed += 1; };
  Object.defineProperty(navigator, "pdfViewerEnabled", {get: () => true});
  const made = URL.createObjectURL;
  URL.createObjectURL = blob => {
    if (blob.type !== "application/pdf") return made(blob);
    window.sent = blob;
    return made(new Blob(["<title>PDF</title>"], {type: "text/html"}));  // the driver has no viewer of PDF
  };
"""
SENT = """async () => {
  const bytes = new Uint8Array(await window.sent.arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


@contextmanager
def opened(small_desk: tuple[Any, str], clock: bool = False) -> Iterator[Page]:
    page: Page = small_desk[0].new_page()
    broken: list[str] = []
    page.on("pageerror", lambda fault: broken.append(str(fault)))
    page.set_default_timeout(WAIT_MS)
    if clock:
        page.clock.install()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(small_desk[1])
    expect(page.locator("#hits button").first).to_be_visible()
    yield page
    page.close()
    assert broken == []


def choose(page: Page) -> None:
    """The only leaflet, by its words."""
    page.locator("#words-box").fill("heel")
    page.locator("#hits .hit").first.click()
    until_ready(page)


def until_ready(page: Page) -> None:
    expect(page.locator("#doing")).to_contain_text("Up to date")


def with_name(page: Page) -> None:
    """A leaflet with a name, drawn and checked."""
    choose(page)
    page.locator("#name").fill(NAME)
    expect(page.locator("#doing")).not_to_contain_text("Up to date")
    until_ready(page)


def words_of(page: Page) -> str:
    """What is sent to the print window, as text."""
    document = pypdfium2.PdfDocument(base64.b64decode(page.evaluate(SENT)))
    return " ".join(one.get_textpage().get_text_bounded() for one in document)
