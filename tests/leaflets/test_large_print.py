"""Large print: few pages, none nearly empty, and a card a page with pictures as large as it has room for."""

from __future__ import annotations

import pytest

from handouts.layout import drawings
from handouts.pdf.overflow import LEAST_FILL

from .making import CONDITIONS, LIBRARY, back, composed, made
from .making import REQUESTS as ALONE
from .reading import bare

EDITION = LIBRARY.editions["large-print"]
MOST_PAGES = 9  # sheet one on four, one with the pain guide, and one for each exercise with its days in the diary


@pytest.mark.parametrize("name", CONDITIONS)
def test_large_print_takes_few_pages_and_none_is_nearly_empty(name: str) -> None:
    done = made(name, "large-print")
    assert done.printed.pages <= MOST_PAGES
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


@pytest.mark.parametrize("name", CONDITIONS)
def test_each_card_has_the_days_of_its_exercise_on_its_page(name: str) -> None:
    tags, leaflet = back(name, "large-print").tags(), composed(ALONE[name])
    cards = [tag.pages for tag in tags if tag.role == "Art"]
    diaries = [(tag.text, tag.pages) for tag in tags if tag.role == "Table"][1:]  # the first is that of the pain
    assert cards == [pages for _, pages in diaries]
    assert len({*cards}) == len(leaflet.cards)
    for (words, _), row in zip(diaries, leaflet.diary, strict=True):
        assert bare(row.rhythm) in bare(words) and (("Began on" in words) == row.undated)


def test_lines_stand_closer_only_where_they_save_a_sheet() -> None:
    """A sheet one of four pages is set at its usual leading; one that would take a fifth, and so six, gives way."""
    assert "reading-lines" in body_class("heel-and-back") and "reading-lines" not in body_class("plantar-fasciitis")


def body_class(name: str) -> str:
    return made(name, "large-print").html.partition('<body class="')[2].partition('"')[0]
