"""The task of a receptionist, done by somebody who knows only the words on the screen; clicks and words are counted."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browser import needs_browser
from playwright.sync_api import Locator, Page, expect

from .in_browser import WAIT_MS, opened, wait_for_pages

pytestmark = [pytest.mark.slow, needs_browser]  # each change prints a leaflet

NAME = "Wilhelmina Quarterstaff"
MOST_CLICKS, MOST_WORDS = 14, 9
LOOK_MS, KEY_MS = 500, 80  # a person looks before the next step, and types 12 letters in a second


class Receptionist:
    """Sees the page, and acts on what can be read there."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.words = page, 0, 0

    def click(self, one: Locator) -> None:
        expect(one).to_be_visible(timeout=WAIT_MS)
        one.click()
        self.clicks += 1
        self.page.wait_for_timeout(LOOK_MS)

    def press(self, words: str) -> None:
        """The button that says so."""
        self.click(self.page.get_by_role("button").filter(has_text=words).filter(visible=True).first)

    def write(self, label: str, words: str) -> None:
        """Into the box under these words."""
        self.click(self.page.locator("label").filter(has_text=re.compile(f"^{label}$")))
        self.type(words)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words, delay=KEY_MS)
        self.words += len(words.split())
        self.page.wait_for_timeout(LOOK_MS)

    def row(self, words: str) -> Locator:
        """The line of the list that says so."""
        return self.page.get_by_role("listitem").filter(has_text=words).filter(visible=True).last


def test_a_new_receptionist_does_the_whole_task_with_few_clicks(visited: Any, desk: tuple[str, Path]) -> None:
    with opened(visited, desk) as page:
        person, began = Receptionist(page), time.monotonic()
        person.write("Find a leaflet", "heel hurts in the morning")
        person.press("Plantar fasciitis")
        person.type("tennis elbow")  # at once: a letter begins the next search
        person.press("Tennis elbow")
        expect(page.locator("#conditions b")).to_have_text(["Plantar fasciitis", "Tennis elbow"])
        expect(page.locator("#exercises")).to_contain_text("Wrist hold", timeout=WAIT_MS)  # the new list is in view
        person.click(page.get_by_text("Left", exact=True).first)
        dropped = page.get_by_role("listitem").filter(has_text=re.compile("^2 ")).filter(visible=True)
        words = dropped.inner_text().splitlines()[0].partition(" ")[2]
        person.click(dropped.get_by_role("checkbox"))
        expect(page.get_by_text("Left out: ").filter(visible=True)).to_have_count(1)
        person.click(person.row("Wall calf stretch").get_by_role("button").filter(has_text=" s · "))
        hold = person.row("Wall calf stretch").get_by_role("button", name=re.compile("^Less: Hold"))
        person.click(hold)
        person.click(hold)
        page.get_by_label("Paper", exact=True).select_option(label="Large print")
        person.clicks += 2  # open the list, and choose
        person.write("Name on the paper", NAME)
        wait_for_pages(page)
        with page.expect_download(timeout=WAIT_MS) as download:
            person.press("Save PDF")
        person.press("Print")
        expect(page.locator("#printed")).to_contain_text("Name and note are cleared on this page.", timeout=WAIT_MS)
        person.press("Text for the record")
        record = page.evaluate("navigator.clipboard.readText()")
        print(f"{person.clicks} clicks, {person.words} words, {time.monotonic() - began:.0f} s")
        assert person.clicks <= MOST_CLICKS and person.words <= MOST_WORDS
    _is_right(download.value.path(), record, words)


def _is_right(path: Path, record: str, dropped: str) -> None:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert NAME in text and "20 seconds" in text and "left" in text.casefold()
    assert record.splitlines()[0] == "Leaflet given: Plantar fasciitis and tennis elbow. Left."
    assert "Large print" in record and "20 s (usual: 30 s)" in record and f"Left out: {dropped}." in record
    assert NAME.split()[0] not in record
