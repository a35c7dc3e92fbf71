"""Every sentence of the leaflet is on the paper, exactly as often as the leaflet says it, and in its order."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import Literal

import pytest
from shipped import SHIPPED

from handouts.model.leaflet import Item
from handouts.model.prose import Run

from .making import FIRST, LAID, READ, back, made, sampled
from .reading import (
    account,
    bare,
    by_class,
    heard_footer,
    page_text,
    printed_page_of,
    said,
    said_at_foot,
    template_words,
    tree,
    words_of,
)

WEEKS = {name: 14 // edition.diary_days_a_row for name, edition in SHIPPED.editions.items()}


@pytest.mark.parametrize(("name", "edition"), sampled(LAID))
def test_every_sentence_is_printed_exactly_as_often_as_the_leaflet_says_it(name: str, edition: str) -> None:
    foot: Literal["wide", "narrow"] = "narrow" if made(name, edition).edition.stacked else "wide"
    in_cards = made(name, edition).edition.diary_in_cards
    expected = said(made(name, edition).on_paper, WEEKS[edition], foot, in_cards)
    assert expected.total() > 100
    assert account(back(name, edition).text(), expected, template_words()) == []


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_the_words_of_the_tags_are_the_words_of_the_page_in_their_order(name: str, edition: str) -> None:
    html, opened = made(name, edition).html, back(name, edition)
    expected = bare(page_text(html, printed_page_of(html, opened)))
    assert len(expected) > 4000
    assert bare(opened.text()) == expected


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_every_page_has_the_whole_footer_and_its_own_number(name: str, edition: str) -> None:
    opened, leaflet = back(name, edition), made(name, edition).leaflet
    pages = len(opened.pdf.pages)
    for number in range(1, pages + 1):
        heard = heard_footer(opened, leaflet).marks
        runs = [run for run in opened.runs if run.page == number]
        foot = bare("".join(run.text for run in runs if run.mark is None or (number, run.mark) in heard))
        # In large type, and beside several conditions, the foot has no room for the clinic and the date of issue.
        large, many = made(name, edition).edition.stacked, len(leaflet.conditions) > 1
        left_out = {leaflet.imprint.issued, leaflet.masthead.clinic} if large or many else set()
        title = leaflet.short_title if large else leaflet.title
        least = [title, *(words for words in said_at_foot(leaflet) if words not in left_out)]
        for words in (*least, f"Page {number} of {pages}", "Draft, not clinically approved"):
            assert foot.count(bare(words)) == 1, (number, words, foot)


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_what_is_apart_on_paper_is_apart_for_the_ear(name: str, edition: str) -> None:
    """The dose and the scale are laid out as cells: without a space between them a voice reads `0123`."""
    root, tags = tree(made(name, edition).html), back(name, edition).tags()
    heard = {" ".join(tag.text.split()) for tag in tags}
    cells = [cell for part in ("dose", "numbers") for cell in by_class(root, part)]
    assert len(cells) >= 4
    together = [words for cell in cells if len(cell) > 1 and (words := bare(words_of(cell))) in heard]
    assert together == []
    joined = [tag.text for tag in tags if tag.role == "P" and any(end in tag.text for end in _joined(name, edition))]
    assert joined == []


def _joined(name: str, edition: str) -> list[str]:
    """Two lines that follow each other in one paragraph, without the space between them."""
    lines = ["".join(run.text for run in item.text) for item in made(name, edition).leaflet.not_known]
    return [first + second for first, second in itertools.pairwise(lines)]


def test_a_sentence_that_is_lost_or_doubled_or_nobodys_is_seen() -> None:
    leaflet, text, own = made(FIRST, "large-print").leaflet, back(FIRST, "large-print").text(), template_words()
    expected = said(leaflet, WEEKS["large-print"], diary_in_cards=True)
    sentence = bare("".join(run.text for run in leaflet.in_short.what[0].text))
    whole = bare(text)
    assert whole.count(sentence) == 1
    lost, doubled = whole.replace(sentence, ""), whole.replace(sentence, sentence * 2)
    assert f"“{sentence}” stands 0 times, should be 1" in account(lost, expected, own)
    assert f"“{sentence}” stands 2 times, should be 1" in account(doubled, expected, own)
    assert "“Gnome” is nobody's" in account(text + " Gnome", expected, own)


def test_a_new_line_of_the_leaflet_is_asked_for_on_paper() -> None:
    leaflet = made(FIRST, "large-print").leaflet
    more = replace(leaflet, do=(*leaflet.do, Item("x", (Run("Do sing."),))))
    assert said(more) - said(leaflet) == Counter({"Do sing.": 1})
