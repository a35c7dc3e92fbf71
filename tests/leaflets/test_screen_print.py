"""The page for a screen as a browser prints it: headings with their text, cards whole, no page without need."""

from __future__ import annotations

import browser
import pypdfium2
import pytest
from browser import needs_browser

from handouts.model.prose import plain_text

from .making import FIRST, MERGED, REQUESTS, composed, screen
from .reading import bare, tree, words_of

MOST_PAGES = 6  # of Letter, which is shorter than A4


@pytest.fixture(scope="module", params=[FIRST, MERGED])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(name: str) -> list[str]:
    """The words of each page, without the spaces and the points between words."""
    document = pypdfium2.PdfDocument(browser.printed(screen(name).data.decode()))
    return [plain(page.get_textpage().get_text_range()) for page in document]


def plain(text: str) -> str:
    """Text without its white space and points: one before the sore part of a name stands on a screen, not on paper."""
    return bare(text).replace("·", "")


@needs_browser
def test_a_browser_prints_few_pages_and_each_card_on_one(name: str, pages: list[str]) -> None:
    assert len(pages) <= MOST_PAGES
    for card in composed(REQUESTS[name]).cards:
        first, last = (
            bare(plain_text(card.why[0])),
            bare(plain_text((card.stop_if or card.not_for or card.watch_for)[-1])),
        )
        assert [page for page in pages if first in page and last in page], plain_text(card.name)


@needs_browser
def test_a_browser_prints_headings_whole_and_with_their_text(name: str, pages: list[str]) -> None:
    html = tree(screen(name).data.decode())
    headings = {plain(words_of(element)) for element in html.iter() if str(element.tag).endswith(("h1", "h2", "h3"))}
    shown = headings - {"Onthispage"}  # the list of contents is for the screen
    assert len(shown) > 15
    assert [heading for heading in shown if not any(heading in page for page in pages)] == []
    assert [page[-40:] for page in pages if page.endswith(tuple(shown))] == []
