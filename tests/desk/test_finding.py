"""The search of the page: one or more complaints in the words of people, and by what each leaflet was found."""

from __future__ import annotations

from typing import Any

import pytest
from shipped import SHIPPED

from handouts.compose.wording import ENGLISH, Wording
from handouts.desk import shelf

LEAFLETS = shelf.index(SHIPPED, "example")
WORDING = Wording.of(ENGLISH, "en-GB")


def found(words: str) -> dict[str, Any]:
    return shelf.found(LEAFLETS, words, SHIPPED, WORDING)


@pytest.mark.parametrize("words", ["stiff neck and sore shoulder", "stiff neck and a sore shoulder, both"])
def test_two_complaints_find_the_leaflets_of_each(words: str) -> None:
    assert set(found(words)["hits"][:3]) == {"neck-pain", "shoulder-pain", "frozen-shoulder"}


def test_the_leaflet_of_all_complaints_goes_first_and_then_the_best_of_each() -> None:
    assert found("back and leg pain")["hits"][:2] == ["sciatica", "low-back-pain"]
    assert {"knee-osteoarthritis", "hip-osteoarthritis"} <= set(found("knee, hip")["hits"][:2])


def test_the_words_for_and_are_those_of_the_language() -> None:
    german = Wording.of(ENGLISH, "de-DE")
    parts = shelf.complaints("Nacken und Schulter, Both", LEAFLETS.matching, german)
    assert parts == ["nacken", "schulter"]  # a side is no complaint


def test_a_word_of_no_leaflet_is_named_and_does_not_hide_the_others() -> None:
    answer = found("heel zebra")
    assert answer["unknown"] == ["zebra"] and answer["hits"] == found("heel")["hits"] != []
    far = found("heel thyroid")  # each is a word of another leaflet
    assert far["hits"] == [] and far["near"] and far["unknown"] == []


def test_a_leaflet_that_does_not_name_the_word_says_where_it_has_it() -> None:
    why = found("knee")["why"]
    assert "knee" in why["hip-osteoarthritis"] and "knee-osteoarthritis" not in why
    assert found("pins and needles")["why"]["sciatica"] == "pins and needles in the leg"
    assert not any("{" in text or "*" in text for text in found("h")["why"].values())
