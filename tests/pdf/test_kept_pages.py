"""A leaflet with the kept pages of another one's sheet one is, byte by byte, the leaflet laid out as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout import templates
from handouts.layout.templates import Tightness
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.request import Request
from handouts.pdf import kept_pages, printing, rendering
from handouts.pdf.rendering import LaidOut

ASSETS = printing.assets(None)
FIRST = Personal("Ann O’Brien", "Bo Clinician", "22 November 2026", "", "QX-100", "4 May 1950")
OTHER = Personal("Zoë Żółć-Güçlü", "J. d’Établé", "1 December 2026", "Ask about insoles.", "QX-7", "12 March 1961")
NOBODY = Personal("", "", "", "")
TIGHT = Tightness(4, 4, references=(("help", 2), ("exercises", 3)))
EXERCISES = (
    ("calf-stretch-wall", "foot-roll", "towel-scrunch", "heel-raise-two-feet"),
    ("calf-stretch-bent-knee", "one-leg-balance", "foot-roll", "heel-raise-towel"),
)


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[bytes, object]]:
    own: dict[bytes, object] = {}
    monkeypatch.setattr(kept_pages, "_KEPT", own)
    monkeypatch.setattr(kept_pages, "_SEEN", set())
    return own  # type: ignore[return-value]


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The trees that kept pages were joined to."""
    trees: list[object] = []
    engine = kept_pages._joined

    def noted(kept: object, texts: object, document: object, tree: object) -> None:
        trees.append(tree)
        engine(kept, texts, document, tree)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_pages, "_joined", noted)
    return trees


Side = Literal["left", "right"]


def leaflet(
    number: int, personal: Personal, conditions: tuple[str, ...] = ("plantar-fasciitis",), side: Side = "right"
) -> Leaflet:
    request = Request(conditions, side=side, choice=Choice(EXERCISES[number]))
    composed, found = compose(SHIPPED, request)
    assert composed is not None, found
    return replace(composed, personal=personal)


def page(leaflet: Leaflet, edition: str = "a4", tightness: Tightness = TIGHT) -> str:
    return templates.html(leaflet, SHIPPED.edition(edition), ASSETS.templates, tightness)


def seen_twice(source: str) -> LaidOut:
    kept_layout(source)
    return kept_layout(source)


def kept_layout(source: str) -> LaidOut:
    return kept_pages.layout(source, ASSETS.pictures)


def assert_same(laid: LaidOut, source: str) -> None:
    whole = rendering.layout(source, ASSETS.pictures)
    assert laid.facts == whole.facts and laid.diagnostics == whole.diagnostics
    assert rendering.write(laid).data == rendering.write(whole).data


def test_other_exercises_and_another_person_take_the_kept_pages(joined: list[object]) -> None:
    first = seen_twice(page(leaflet(0, FIRST)))
    source = page(leaflet(1, OTHER))
    second = kept_layout(source)
    assert len(joined) == 1
    assert_same(second, source)
    assert_same(first, page(leaflet(0, FIRST)))  # what is kept has the words of the first one still


@pytest.mark.slow
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("edition", ["a4", "letter", "large-print", "a5-booklet", "a4-fillable"])
def test_every_edition_and_side_is_the_same(edition: str, side: Side, joined: list[object]) -> None:
    tightness = Tightness(1, 1) if SHIPPED.edition(edition).stacked else TIGHT
    seen_twice(page(leaflet(0, FIRST, side=side), edition, tightness))
    for number, person in ((1, OTHER), (1, NOBODY)):
        source = page(leaflet(number, person, side=side), edition, tightness)
        assert_same(kept_layout(source), source)
    assert SHIPPED.edition(edition).stacked or joined


@pytest.mark.slow
def test_a_merge_is_the_same(joined: list[object]) -> None:
    both = ("plantar-fasciitis", "heel-spur")
    for number, person in ((0, FIRST), (0, FIRST), (1, OTHER)):
        source = page(leaflet(number, person, both), tightness=replace(TIGHT, doing=2 + number))
        assert_same(kept_layout(source), source)


def test_words_that_fill_their_line_and_those_of_other_scripts_are_laid_out(joined: list[object]) -> None:
    seen_twice(page(leaflet(0, FIRST)))
    for name in ("Featherstonehaugh-Szczepańska de la Cruz y García Márquez", "नमस्ते"):
        kept_layout(page(leaflet(0, replace(FIRST, patient=name))))
    assert not joined


def test_another_sheet_one_or_foot_is_not_taken(joined: list[object]) -> None:
    usual = leaflet(0, FIRST)
    seen_twice(page(usual))
    for other in (replace(usual, deck=usual.main_message), replace(usual, short_title="Another", title="Another foot")):
        kept_layout(page(other))
    kept_layout(page(usual, tightness=replace(TIGHT, reading=5)))
    assert not joined


def test_what_another_print_is_compared_with_takes_no_kept_pages(
    joined: list[object], kept: dict[bytes, object]
) -> None:
    alone = replace(ASSETS, keeps_pages=False)
    for assets, is_joined in ((ASSETS, False), (ASSETS, False), (alone, False), (ASSETS, True)):
        printing.laid_out(leaflet(0, FIRST), SHIPPED.edition("a4"), assets, TIGHT)
        assert bool(joined) == is_joined
    assert len(kept) == 1
