"""Large print: few pages, none nearly empty, and a card a page with pictures as large as it has room for."""

from __future__ import annotations

import re

import pytest
from shipped import SHIPPED

from handouts.layout import exercise_cards, templates
from handouts.layout.spare import Spare
from handouts.layout.tightness import Tightness
from handouts.pdf import rendering
from handouts.pdf.fitting import STACKED_CLOSE
from handouts.pdf.overflow import LEAST_FILL
from handouts.pdf.sheets import pages_of_sheets

from .making import CONDITIONS, FIRST, PICTURES, PRESS, back, composed, made, sampled
from .making import REQUESTS as ALONE
from .reading import bare

EDITION = SHIPPED.editions["large-print"]
READING_PAGES = 4
MOST_PAGES = READING_PAGES + 5  # one with the pain guide, and one for each exercise with its days in the diary


LEAFLETS = [(name, "large-print") for name in CONDITIONS]


@pytest.mark.parametrize(("name", "edition"), sampled(LEAFLETS))
def test_large_print_takes_few_pages_and_none_is_nearly_empty(name: str, edition: str) -> None:
    done = made(name, edition)
    if done.printed.pages > MOST_PAGES:  # one sheet of paper more, where the text for reading takes it at its closest
        assert done.printed.pages == MOST_PAGES + 2
        closest = templates.html(done.leaflet, EDITION, PRESS, Tightness(STACKED_CLOSE, 1))
        assert len(pages_of_sheets(rendering.layout(closest, PICTURES))["reading"]) > READING_PAGES
    assert [d.message for d in done.printed.diagnostics] == []
    assert [page.number for page in done.facts if page.fill < LEAST_FILL or page.split] == []


@pytest.mark.parametrize(("name", "edition"), sampled(LEAFLETS))
def test_the_pictures_of_a_card_fill_its_page(name: str, edition: str) -> None:
    assert EDITION.card_pictures_mm is not None
    wide, tall = EDITION.card_pictures_mm
    done, cards = made(name, edition), [tag for tag in back(name, edition).tags() if tag.role == "Art"]
    widths = [float(words) for words in re.findall(r'class="pictures" style="--drawn: ([\d.]+)mm"', done.html)]
    assert len(widths) == len(cards) == len(done.leaflet.cards)
    for width, card, tag in zip(widths, done.leaflet.cards, cards, strict=True):
        drawn = exercise_cards.exercise_card(
            card, EDITION.figure_scale, EDITION.label_pt, fill_mm=EDITION.card_pictures_mm
        )
        frames = [float(frame["width_mm"]) for frame in drawn["frames"]]
        assert (max(frames) if "frames-below" in drawn["classes"] else float(drawn["drawn_mm"])) <= wide + 0.1
        assert max(float(frame["height_mm"]) for frame in drawn["frames"]) <= tall + 0.1
        assert width > 0.9 * wide or done.facts[tag.pages[0] - 1].fill > 0.9, card.id


def test_the_pictures_of_a_card_grow_into_the_room_that_its_page_leaves_free() -> None:
    done = made(FIRST, "large-print")
    widths = {
        grows: [*map(float, re.findall(r'class="pictures" style="--drawn: ([\d.]+)mm"', html))]
        for grows, html in (
            (True, done.html),
            (False, templates.html(done.leaflet, EDITION, PRESS, Tightness(STACKED_CLOSE, 1))),
        )
    }
    assert len(widths[True]) == len(widths[False]) == len(done.leaflet.cards)
    assert all(more >= less for more, less in zip(widths[True], widths[False], strict=True))
    assert max(more / less for more, less in zip(widths[True], widths[False], strict=True)) > 1.1


@pytest.mark.parametrize("name", sampled(CONDITIONS))
def test_each_card_has_the_days_of_its_exercise_on_its_page(name: str) -> None:
    tags, leaflet = back(name, "large-print").tags(), composed(ALONE[name])
    cards = [tag.pages for tag in tags if tag.role == "Art"]
    diaries = [(tag.text, tag.pages) for tag in tags if tag.role == "Table"][1:]  # the first is that of the pain
    assert cards == [pages for _, pages in diaries]
    assert len({*cards}) == len(leaflet.cards)
    for (words, _), row in zip(diaries, leaflet.diary, strict=True):
        assert bare(row.rhythm) in bare(words) and (("Began on" in words) == row.undated)


@pytest.mark.slow  # two more leaflets in large print
def test_lines_stand_closer_only_where_they_save_a_sheet() -> None:
    """A sheet one of four pages is set at its usual leading; one that would take a fifth, and so six, gives way."""
    assert "reading-lines" in body_class("plantar-fasciitis")
    assert "reading-lines" not in body_class("tennis-elbow")


def body_class(name: str) -> str:
    return made(name, "large-print").html.partition('<body class="')[2].partition('"')[0]


def test_no_card_is_lost_where_the_measures_find_none() -> None:
    """A clinic's own `card.html` may lack the place by which they count the cards of a page."""
    leaflet = composed(ALONE[FIRST])
    page = templates.html(leaflet, EDITION, PRESS, Tightness(spare=Spare(cards=((0, 20.0), (0, 20.0)))))
    assert page.count('<article class="card') == len(leaflet.cards) > 1
