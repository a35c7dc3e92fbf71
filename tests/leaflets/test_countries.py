"""A leaflet speaks the English of its clinic's country: no word of another country's file is in it."""

from __future__ import annotations

import re

import pytest
from shipped import SHIPPED

from handouts.layout import templates
from handouts.model import Country
from handouts.model.request import Request

from .making import CONDITIONS, PRESS, composed, sampled

PHRASES = ("now_who", "today_who", "soon_who")
MOST_EXERCISES = 12


def words_of(country: Country) -> set[str]:
    """Every word of the country's file that is printed: `GP`, `A&E`, `999`."""
    texts = (getattr(country, name) for name in (*Country.WORDS, *PHRASES))
    return {word.casefold() for text in texts for word in re.findall(r"[\w&]+", re.sub(r"\{\w+\}", "", text))}


def foreign_to(home: str, other: str) -> set[str]:
    return words_of(SHIPPED.countries[other]) - words_of(SHIPPED.countries[home])


def printed_words(name: str, clinic: str) -> set[str]:
    """All words of a leaflet with all its exercises: text, labels and the words for pictures."""
    leaflet = composed(Request((name,), clinic=clinic, exercises=MOST_EXERCISES))
    page = templates.html(leaflet, SHIPPED.editions["letter"], PRESS)
    return set(
        re.findall(r"[\w&]+", re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page).replace("&amp;", "&").casefold())
    )


def test_the_pairs_come_from_the_country_files() -> None:
    assert {"gp", "a&e", "physio", "999", "111", "worktop", "trainers", "colour"} <= foreign_to("us", "uk")
    assert {"er", "911", "sneakers", "color"} <= foreign_to("uk", "us")


@pytest.mark.parametrize("name", sampled(CONDITIONS))
def test_a_leaflet_of_an_american_clinic_has_no_british_word(name: str) -> None:
    printed = printed_words(name, "example-us")
    assert len(printed) > 200
    assert printed & foreign_to("us", "uk") == set()


@pytest.mark.parametrize("name", sampled(CONDITIONS))
def test_a_leaflet_of_a_british_clinic_has_no_american_word(name: str) -> None:
    both = {"can", "care", "physical", "the"}  # words of their own in British text too
    assert printed_words(name, "example") & (foreign_to("uk", "us") - both) == set()


def test_nobody_drives_himself_to_an_emergency_department() -> None:
    assert SHIPPED.countries and all("Do not drive" in one.now_who for one in SHIPPED.countries.values())
