"""Filled-in files against the full print: the same page, to the byte, or a reason why not."""

from __future__ import annotations

import datetime
import io
import pickle
import re
from dataclasses import replace
from functools import cache
from typing import Any

import page as rules
import pikepdf
import pytest

from handouts.compose import compose
from handouts.model.leaflet import Leaflet, Personal, Request
from handouts.pdf import printing
from handouts.pdf.fill import Filler, Refusal, Template, split_page, template_of
from handouts.pdf.fill.template import structure

from .making import LIBRARY, PICTURES, PRESS

EDITION = LIBRARY.editions["a4"]
PAPER = printing.PrintAssets(PRESS, PICTURES)
REQUEST = Request(
    ("plantar-fasciitis",),
    patient="Ann Example",
    reference="QX-774",
    clinician="Bo Clinician",
    date=datetime.date(2026, 11, 22),
    notes="Ask about new insoles.",
    start=datetime.date(2026, 9, 30),
)
NOTES = (
    "Start with the wall stretch. Take it easy on bad days, and call the front desk (not the ward) if the pain comes "
    "back within two weeks; your follow-up visit is on Monday and/or Tuesday, as we said."
)


def leaflet(**changes: object) -> Leaflet:
    made, found = compose(LIBRARY, replace(REQUEST, **changes))  # type: ignore[arg-type]
    assert made is not None and not found
    return made


@cache
def base() -> Template:
    made = template_of(leaflet(), EDITION, PAPER)
    assert isinstance(made, Template)
    return made


@cache
def stamp() -> Filler:
    return Filler(base())


def streams(data: bytes) -> list[bytes]:
    """What the pages show: a row of streams is one stream to a reader."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [b"\n".join(part.read_bytes() for part in _row(page.Contents)) for page in pdf.pages]


def _row(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def fonts(data: bytes) -> dict[str, dict[str, str]]:
    """The letters that each font of a file can show."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packed: dict[Any, Any] = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
        return {
            name: dict(re.findall(r"<(\w{4})> <(\w+)>\n", font.ToUnicode.read_bytes().decode()))
            for name, font in packed.items()
        }


PEOPLE = {
    "usual": {},
    "marks": {"patient": "Zoë Ångström-O’Brien", "clinician": "J. d’Établé"},
    "drawn together": {"patient": "Griffith Affleck", "notes": "Stay off stiff fjord walks."},
    "polish": {"patient": "Łukasz Żółć"},
    "turkish": {"patient": "Işıl Güçlü"},
    "greek": {"patient": "Νίκος Παπαδόπουλος"},
    "cyrillic": {"patient": "Иван Петров-Водкин"},
    "vietnamese": {"patient": "Nguyễn Thị Hồng"},
    "markup": {"patient": "<b>{{ 7*7 }}</b> & Co", "notes": "=1+1; %s {hold} </p>"},
    "one letter": {"patient": "Q", "reference": "7", "notes": "!"},
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_filled_in_file_shows_what_a_full_print_shows(name: str) -> None:
    person = replace(leaflet().personal, **PEOPLE[name])
    data = stamp().filled(base().page, person)
    assert isinstance(data, bytes), data
    full = printing.print_leaflet(replace(leaflet(), personal=person), EDITION, PAPER)
    assert full.diagnostics == base().diagnostics
    assert streams(data) == streams(full.data)
    assert structure(data) == structure(full.data)
    shown = fonts(data)
    assert all(letters.items() <= shown[font].items() for font, letters in fonts(full.data).items())


DOSES = {"calf-stretch-wall.hold": 20, "calf-stretch-wall.repetitions": 2, "plantar-fascia-stretch.hold": 12}


def test_doses_of_the_same_width_are_filled_in_too() -> None:
    other = leaflet(settings=DOSES)
    assert split_page(other, EDITION, PRESS).key == base().key
    page = split_page(other, EDITION, PRESS, base().tightness)
    data = stamp().filled(page, other.personal)
    assert isinstance(data, bytes), data
    assert streams(data) == streams(printing.print_leaflet(other, EDITION, PAPER).data)
    assert streams(data) != streams(stamp().filled(base().page, other.personal))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"settings": {"calf-stretch-wall.times_a_day": 1}},
        {"side": "left"},
        {"exercises": 3},
        {"notes": ""},
        {"born": datetime.date(1950, 2, 3)},
        {"conditions": ("heel-spur",)},
        {"clinic": "example-us"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_moves_the_page_needs_another_base(change: dict[str, object]) -> None:
    assert split_page(leaflet(**change), EDITION, PRESS).key != base().key


def test_words_of_several_lines_have_a_base_of_their_own() -> None:
    person = replace(leaflet().personal, patient="Featherstonehaugh Cholmondeley Montgomery", notes=NOTES)
    lines = stamp().lines(person)
    assert lines == {"patient": 2, "clinician": 1, "date": 1, "notes": 3, "reference": 1, "start": 1}
    assert isinstance(stamp().filled(base().page, person), Refusal)
    longer = template_of(leaflet(), EDITION, PAPER, like=base(), lines=lines)
    assert isinstance(longer, Template)
    assert longer.lines == lines
    data = Filler(longer).filled(longer.page, person)
    assert isinstance(data, bytes), data
    assert streams(data) == streams(printing.print_leaflet(replace(leaflet(), personal=person), EDITION, PAPER).data)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"patient": "محمد العربي"}, "patient: it has letters or marks that the engine sets by rules of their own"),
        ({"patient": "Ann Иванова"}, "patient: it has letters or marks that the engine sets by rules of their own"),
        ({"patient": "A\u0301nn"}, "patient: it has letters or marks that the engine sets by rules of their own"),
        ({"patient": "Ann  Example"}, "patient: it has letters or marks that the engine sets by rules of their own"),
        ({"patient": "Ann 😀"}, "patient: a word of it is wider than its place"),
        ({"patient": "Featherstonehaugh-Cholmondeley " * 3}, "patient: it has letters"),
        ({"patient": "Featherstonehaugh Cholmondeley Montgomery"}, "patient: it takes 2 lines, and its place has 1"),
        ({"patient": "W" * 200}, "patient: a word of it is wider than its place"),
        ({"notes": NOTES}, "notes: it takes"),
    ],
    ids=range(9),
)
def test_what_cannot_be_filled_in_is_refused_with_its_reason(words: dict[str, str], reason: str) -> None:
    refusal = stamp().filled(base().page, replace(leaflet().personal, **words))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert not any(word in refusal.reason for word in " ".join(words.values()).split() if len(word) > 3)


def test_the_same_person_has_the_same_file_in_any_batch() -> None:
    person = leaflet().personal
    alone = Filler(base()).filled(base().page, person)
    crowded = Filler(pickle.loads(pickle.dumps(base())))
    others = [replace(person, **changes) for changes in PEOPLE.values()]
    for other in others:
        crowded.filled(base().page, other)
    assert crowded.filled(base().page, person) == alone


def test_a_base_is_the_same_whoever_it_was_made_from() -> None:
    other = template_of(leaflet(patient="Zed Zulu", notes="Zig zag."), EDITION, PAPER)
    assert isinstance(other, Template)
    assert other.data == base().data


def test_no_words_of_the_base_and_of_others_are_left() -> None:
    first = stamp().filled(base().page, replace(leaflet().personal, patient="Xavier Quux", notes="Zyzzyva."))
    second = stamp().filled(base().page, Personal("Ann", "Bo", "1 May", "Yes.", "K1", "", "2 May"))
    assert isinstance(first, bytes) and isinstance(second, bytes)
    changed = [
        at
        for one, other in zip(streams(base().data), streams(second), strict=True)
        for at, (a, b) in enumerate(zip(one.split(b"\n"), other.split(b"\n"), strict=True))
        if a != b
    ]
    assert len(changed) == len(base().slots)
    assert stamp().filled(base().page, Personal("Ann", "Bo", "1 May", "Yes.", "K1", "", "2 May")) == second


def test_a_filled_in_file_is_a_whole_pdf_and_pdf_ua_1() -> None:
    data = stamp().filled(base().page, leaflet().personal)
    assert isinstance(data, bytes)
    result = rules.validate_pdf_bytes(data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == base().pages
