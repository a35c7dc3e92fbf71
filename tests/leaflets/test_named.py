"""The person's data take no words from the leaflet: a line for date of birth and number costs gaps alone."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace

import pytest
from sampling import one_of_each

from handouts.model.cards import Card
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

from .making import FIRST, REQUESTS, TWO_SHEETS, Made, composed, made, printed, sampled

NAME = "Margaret Fenwick-Armstrong"


def with_person(request: Request) -> Request:
    born, date = datetime.date(1961, 1, 31), datetime.date(2026, 9, 22)
    return replace(request, patient=NAME, reference="QX-774", born=born, clinician="Bo Clinician", date=date)


def lost(plain: Made, named: Made) -> list[str]:
    """The fields of which the leaflet of a person prints less than the one without."""
    printed, there, whole = named.on_paper, plain.on_paper, plain.leaflet
    names = {field.name for field in fields(Leaflet)} - {"personal", "cards"}
    gone = [name for name in names if getattr(printed, name) not in (getattr(there, name), getattr(whole, name))]
    # Each line of a card gives way by itself: with a person, one card may have a line more.
    for cards in zip(printed.cards, there.cards, whole.cards, strict=True):
        lines = [[getattr(card, field.name) for card in cards] for field in fields(Card)]
        gone += [
            f"card {cards[0].number}" for line, there_line, all_of_it in lines if line not in (there_line, all_of_it)
        ]
    return sorted(gone)


@pytest.mark.parametrize(("name", "edition"), sampled(TWO_SHEETS))
def test_a_person_costs_no_word_of_the_leaflet(name: str, edition: str) -> None:
    plain, named = made(name, edition), printed(composed(with_person(REQUESTS[name])), edition)
    assert named.printed.pages == plain.printed.pages
    assert lost(plain, named) == []
    assert {d.message for d in named.printed.diagnostics} <= {d.message for d in plain.printed.diagnostics}


@pytest.mark.slow  # a leaflet is printed for this test alone
@pytest.mark.parametrize("edition", one_of_each(["a4", "letter"], lambda edition: "any"))
def test_a_long_name_alone_costs_no_word_either(edition: str) -> None:
    named = printed(composed(replace(REQUESTS[FIRST], patient=NAME)), edition)
    assert lost(made(FIRST, edition), named) == []
