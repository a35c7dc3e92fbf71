"""Leaflets put together from parts against their full print: the same pages, tags, links and bookmarks, or a reason."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

import pikepdf
import pytest
from composing import made
from shipped import SHIPPED

from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import preflight, printing
from handouts.pdf.assembled import printing as assembled
from handouts.pdf.fill import Refusal
from handouts.pdf.fill.comparison import first_difference
from handouts.pdf.printed import Printed
from handouts.pdf.reader import PdfReader

ASSETS = printing.assets(None)
FOUR = "calf-stretch-wall", "foot-roll", "heel-raise-two-feet", "towel-scrunch"
OTHER = "foot-roll", "towel-scrunch", "one-leg-balance", "calf-stretch-wall"
KEPT = "_PARTS", "_NUMBERS", "_SIZES", "_GEOMETRY", "_BASES", "_READING"
PERSON: dict[str, object] = {
    "patient": "Ann Example",
    "reference": "QX-7",
    "date": datetime.date(2026, 11, 22),
    "notes": "Ask about soles.",
}


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing that another test has drawn."""
    for name in KEPT:
        monkeypatch.setattr(assembled, name, {})
    yield


def leaflet(only: tuple[str, ...], **more: object) -> Leaflet:
    return made(Request(("plantar-fasciitis",), choice=Choice(only), **more))  # type: ignore[arg-type]


def put_together(one: Leaflet, edition: str = "a4") -> Printed:
    file = assembled.print_leaflet(one, SHIPPED.edition(edition), ASSETS)
    assert isinstance(file, Printed), file
    return file


def destinations(data: bytes) -> list[str]:
    """The named destinations with their places on their pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = pdf.Root.Names.Dests.Names
        return [str(one) if isinstance(one, pikepdf.String) else str([*one][1:]) for one in names]


def bookmarks(data: bytes) -> list[tuple[str, object]]:
    with PdfReader(data) as file:
        return [(str(title), place) for title, place in file.bookmarks()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("person", "edition"),
    [
        (PERSON, "a4"),
        (PERSON | {"patient": "Νίκος Παπαδόπουλος", "notes": "", "born": datetime.date(1957, 3, 4)}, "letter"),
        ({"settings": {"foot-roll.minutes": 4, "calf-stretch-wall.hold": 40}, "side": "left"}, "a4"),
    ],
)
def test_a_leaflet_put_together_is_equal_to_its_full_print(person: dict[str, object], edition: str) -> None:
    put_together(leaflet(FOUR, **person), edition)
    drawn = len(assembled._PARTS)
    one = leaflet(OTHER, **person)  # in another order, with other numbers
    file = put_together(one, edition)
    full = printing.print_leaflet(one, SHIPPED.edition(edition), ASSETS)
    assert first_difference(file.data, full.data) == ""
    assert (file.pages, file.diagnostics) == (full.pages, full.diagnostics)
    assert bookmarks(file.data) == bookmarks(full.data)
    assert destinations(file.data) == destinations(full.data)
    assert preflight.check_file(file.data, one, SHIPPED.edition(edition)).found == ()
    assert len(assembled._BASES) <= 2 and len(assembled._PARTS) > drawn


@pytest.mark.slow
def test_two_exercises_each_on_its_page_are_put_together() -> None:
    one = leaflet(("foot-in-and-out", "toe-lift"), **PERSON)
    full = printing.print_leaflet(one, SHIPPED.edition("a4"), ASSETS)
    assert first_difference(put_together(one).data, full.data) == ""


@pytest.mark.slow
def test_a_file_has_the_same_bytes_whatever_was_drawn_before() -> None:
    one = leaflet(FOUR, **PERSON)
    first = put_together(one)
    for name in KEPT:
        getattr(assembled, name).clear()
    put_together(leaflet(OTHER, **PERSON | {"patient": "Zoë Żółć"}))
    assert put_together(one).data == first.data


@pytest.mark.slow
def test_what_only_a_layout_tells_is_refused() -> None:
    edition = SHIPPED.edition("a4")
    put_together(leaflet(FOUR, **PERSON))
    long = "Start with the wall stretch. Take it easy on bad days, and call us if the pain comes back within two weeks."
    for change in ({"notes": long}, {"patient": "李小龍 عمر"}, {"start": datetime.date(2026, 12, 1)}):
        assert isinstance(assembled.print_leaflet(leaflet(FOUR, **PERSON | change), edition, ASSETS), Refusal)
    for other in ("large-print", "a4-fillable", "a5-booklet"):
        assert isinstance(assembled.print_leaflet(leaflet(FOUR), SHIPPED.edition(other), ASSETS), Refusal)
