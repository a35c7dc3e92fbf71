"""The search of the page: one or more complaints in the words of people, and by what each leaflet was found."""

from __future__ import annotations

from typing import Any

import pytest
from shipped import SHIPPED

from handouts.compose.wording import ENGLISH, Wording
from handouts.desk import shelf
from handouts.desk.search import Code, read_code
from handouts.model import Library

from .making import client_of, desk_of, post

LEAFLETS, EXERCISES = shelf.index(SHIPPED, "example"), shelf.exercises(SHIPPED, "example")
WORDING = Wording.of(ENGLISH, "en-GB")


def found(words: str) -> dict[str, Any]:
    return shelf.found(LEAFLETS, words, SHIPPED, WORDING, EXERCISES)


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


@pytest.mark.parametrize(("words", "id_"), [("Bridge", "bridge"), ("wall squat", "wall-squat")])
def test_an_exercise_is_found_by_its_name(words: str, id_: str) -> None:
    answer = found(words)
    assert answer["exercises"][0] == id_ and len(answer["exercises"]) <= shelf.MOST_FOUND
    assert answer["hits"] == [] and answer["unknown"] == []  # no leaflet has all of that


@pytest.mark.parametrize("code", ["NP", "np-en", "NP-en"])
def test_the_code_of_a_paper_finds_its_leaflet(code: str) -> None:
    assert read_code(code, SHIPPED) == Code(("neck-pain",))


def test_the_code_of_two_conditions_finds_both_and_words_are_no_code() -> None:
    assert read_code("PF+HS-en", SHIPPED) == Code(("plantar-fasciitis", "heel-spur"))
    assert read_code("NP+NP", SHIPPED) == Code(("neck-pain",))
    recorded = read_code("NP-en, version 0.1.0-ab37bfa6, November 2026. Review by May 2027.", SHIPPED)
    assert recorded == Code(("neck-pain",), "0.1.0-ab37bfa6")
    both = read_code("PF+HS-en · Version 0.1.0/0.2.0-13695233", SHIPPED)
    assert both is not None and both.version == "0.1.0/0.2.0-13695233"
    assert read_code("PF+XX-en", SHIPPED) is None and read_code("heel spur", SHIPPED) is None


def test_a_code_with_its_language_finds_no_words_that_begin_like_it() -> None:
    with client_of(desk_of(SHIPPED)) as client:
        assert post(client, "/find", {"words": "NP-en"}).json()["hits"] == ["neck-pain"]


def test_a_version_that_was_pasted_is_compared_with_the_one_of_today(small: Library) -> None:
    with client_of(desk_of(small)) as client:
        now = post(client, "/find", {"words": "SH-en · Version 0.0.1-00000000"}).json()
        assert now["hits"] == ["sore-heel"] and now["version"] == "0.0.1-00000000" != now["now"] != ""
        foot = f"SH-en · Version {now['now']}, November 2026 · Review by November 2028"
        same = post(client, "/find", {"words": foot}).json()
        assert same["version"] == same["now"] == now["now"]
        assert "version" not in post(client, "/find", {"words": "heel"}).json()
