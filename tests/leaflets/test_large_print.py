"""Large print: few pages, none nearly empty, and a card a page with pictures as large as it has room for."""

from __future__ import annotations

import pytest

from handouts.layout import drawings
from handouts.pdf.overflow import LEAST_FILL

from .making import CONDITIONS, LIBRARY, composed, made
from .making import REQUESTS as ALONE

EDITION = LIBRARY.editions["large-print"]
#: Sheet one on four pages, then the pain guide, four cards and the diary; with causes and twice the signs, five pages
#: and one for notes.
MOST_PAGES = {name: 12 if name == "heel-and-back" else 10 for name in CONDITIONS}


@pytest.mark.parametrize("name", CONDITIONS)
def test_large_print_takes_few_pages_and_none_is_nearly_empty(name: str) -> None:
    done = made(name, "large-print")
    assert done.printed.pages <= MOST_PAGES[name]
    assert [d.message for d in done.printed.diagnostics] == []
    assert [page.number for page in done.facts if page.fill < LEAST_FILL or page.split] == []


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_pictures_of_a_card_fill_its_page(name: str) -> None:
    assert EDITION.card_pictures_mm is not None
    wide, tall = EDITION.card_pictures_mm
    for card in composed(ALONE[name]).cards:
        drawn = drawings.exercise_card(card, EDITION.figure_scale, EDITION.label_pt, fill_mm=EDITION.card_pictures_mm)
        width, height = float(drawn["drawn_mm"]), max(float(frame["height_mm"]) for frame in drawn["frames"])
        assert width <= wide + 0.1 and height <= tall + 0.1
        assert width > 0.95 * wide or height > 0.7 * tall
