"""Filled files against the full print: the same content streams, byte by byte, or a reason for a full print."""

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
from names import NAMES
from sampling import one_of_each
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout.templates import html, request_entry
from handouts.layout.variables import marked
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.request import Request
from handouts.pdf import printing
from handouts.pdf.fill import Filler, Refusal, Template, template_of
from handouts.pdf.fill.template import structure
from handouts.pdf.reader import PdfReader

from .making import PICTURES
from .making import PRESS as TEMPLATES

EDITION = SHIPPED.editions["a4"]
ASSETS = printing.PrintAssets(TEMPLATES, PICTURES)
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
    "Start with the wall stretch. Take it easy on bad days, and call the front desk (not the ward) if the pain "
    "comes back and/or gets worse."
)


def leaflet(**changes: object) -> Leaflet:
    composed, found = compose(SHIPPED, replace(REQUEST, **changes))  # type: ignore[arg-type]
    assert composed is not None and not found
    return composed


@cache
def template() -> Template:
    result = template_of(leaflet(), EDITION, ASSETS)
    assert isinstance(result, Template)
    return result


@cache
def filler() -> Filler:
    return Filler(template())


def filled(other: Leaflet, by: Filler | None = None) -> bytes | Refusal:
    """A leaflet filled in."""
    return (by or filler()).filled(marked(other, EDITION)[1], request_entry(other.request, EDITION.key))


def with_fields(**fields: str) -> Leaflet:
    return replace(leaflet(), personal=replace(leaflet().personal, **fields))


def page(other: Leaflet) -> str:
    """What leaflets have in common that share a template."""
    return html(marked(other, EDITION)[0], EDITION, TEMPLATES)


def streams(data: bytes) -> list[bytes]:
    """The content of each page: an array of streams is one stream."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [b"\n".join(part.read_bytes() for part in _streams(page.Contents)) for page in pdf.pages]


def _streams(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def fonts(data: bytes) -> dict[str, dict[str, str]]:
    """The characters of each glyph, by font."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        resources: dict[Any, Any] = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
        return {
            name: dict(re.findall(r"<(\w{4})> <(\w+)>\n", font.ToUnicode.read_bytes().decode()))
            for name, font in resources.items()
        }


PEOPLE = {
    "usual": {},
    "diacritics": {"patient": "Zoë Ångström-O’Brien", "clinician": "J. d’Établé"},
    "ligatures": {"patient": "Griffith Affleck", "notes": "Stay off stiff fjord walks."},
    "polish": {"patient": "Łukasz Żółć"},
    "turkish": {"patient": "Işıl Güçlü"},
    "greek": {"patient": "Νίκος Παπαδόπουλος"},
    "cyrillic": {"patient": "Иван Петров-Водкин"},
    "vietnamese": {"patient": "Nguyễn Thị Hồng"},
    "markup": {"patient": "<b>{{ 7*7 }}</b> & Co", "notes": "=1+1; %s {hold} </p>"},
    "three scripts": {"patient": NAMES["Arabic"], "clinician": NAMES["Devanagari"], "notes": NAMES["Hebrew and Latin"]},
    "three more": {"patient": NAMES["Khmer"], "clinician": NAMES["Korean"], "notes": NAMES["Thai"]},
    "mixed": {"patient": NAMES["Latin and Cyrillic"], "clinician": NAMES["Latin and Arabic"], "notes": "Иван rides."},
    "one letter": {"patient": "Q", "reference": "7", "notes": "!"},
}


@pytest.mark.parametrize("name", one_of_each(sorted(PEOPLE, key=lambda name: name != "markup"), lambda name: "any"))
def test_a_filled_file_equals_the_full_print(name: str) -> None:
    person = with_fields(**PEOPLE[name])
    data = filled(person)
    assert isinstance(data, bytes), data
    full = printing.print_leaflet(person, EDITION, ASSETS)
    assert full.diagnostics == template().diagnostics
    assert streams(data) == streams(full.data)
    assert structure(data) == structure(full.data)
    shown = fonts(data)
    assert all(letters.items() <= shown[font].items() for font, letters in fonts(full.data).items())


DOSES = {
    "tiles": {"calf-stretch-wall.hold": 20, "calf-stretch-wall.repetitions": 2, "plantar-fascia-stretch.hold": 12},
    "digits": {"heel-raise-two-feet.repetitions": 6, "plantar-fascia-stretch.hold": 30},
    "plurals": {"calf-stretch-wall.times_a_day": 3, "foot-roll.minutes": 1},
    "sentences": {"heel-raise-two-feet.sets": 3, "foot-roll.minutes": 4},
}


@pytest.mark.parametrize("name", one_of_each(sorted(DOSES, key=lambda name: name != "plurals"), lambda name: "any"))
def test_other_doses_are_filled_in(name: str) -> None:
    other = leaflet(settings=DOSES[name])
    assert page(other) == page(leaflet())
    data = filled(other)
    assert isinstance(data, bytes), data
    full = printing.print_leaflet(other, EDITION, ASSETS).data
    assert streams(data) == streams(full)
    assert structure(data) == structure(full)
    assert rules.validate_pdf_bytes(data, profile="ua1").is_compliant
    assert streams(data) != streams(filled(leaflet()))  # type: ignore[arg-type]


@pytest.mark.slow  # three prints of large print
def test_doses_of_the_same_width_are_filled_into_large_print() -> None:
    edition = SHIPPED.editions["large-print"]
    other = leaflet(start=None, settings={"calf-stretch-wall.times_a_day": 3, "plantar-fascia-stretch.hold": 12})
    own = template_of(leaflet(start=None), edition, ASSETS)
    assert isinstance(own, Template)
    # A hold so long that the minutes a day have one digit more needs another layout.
    longer = leaflet(start=None, settings={"plantar-fascia-stretch.hold": 24})
    assert len(longer.daily) != len(other.daily)
    refused = Filler(own).filled(marked(longer, edition)[1], request_entry(longer.request, edition.key))
    assert isinstance(refused, Refusal)
    data = Filler(own).filled(marked(other, edition)[1], request_entry(other.request, edition.key))
    assert isinstance(data, bytes), data
    full = printing.print_leaflet(other, edition, ASSETS).data
    assert streams(data) == streams(full)
    assert structure(data) == structure(full)


@pytest.mark.parametrize(
    "change",
    [
        {"settings": {"heel-raise-two-feet.sets": 1}},
        {"side": "left"},
        {"exercises": 3},
        {"notes": ""},
        {"born": datetime.date(1950, 2, 3)},
        {"conditions": ("heel-spur",)},
        {"clinic": "example-us"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changes_of_layout_need_another_template(change: dict[str, object]) -> None:
    assert page(leaflet(**change)) != page(leaflet())


@pytest.mark.slow  # each case is a template of its own
def test_text_of_several_lines_has_a_template_of_its_own() -> None:
    """One text has letters that run from right to left, in an order of their own on each line."""
    person = with_fields(patient="محمد العربي الكبير (Ann) محمد العلي البغدادي محمد العربي الكبير", notes=NOTES)
    lines = filler().lines(marked(person, EDITION)[1])
    assert not isinstance(lines, Refusal)
    slots = [slot for slot, _ in template().slots]
    assert {slot.label for slot, count in zip(slots, lines, strict=True) if slot.is_personal and count == 2} == {
        "patient", "notes"
    }  # fmt: skip
    assert isinstance(filled(person), Refusal)
    longer = template_of(leaflet(), EDITION, ASSETS, like=template(), lines=lines)
    assert isinstance(longer, Template)
    # A name of two lines leaves cards less room, so that a dose may break otherwise there.
    assert Filler(longer).lines(marked(person, EDITION)[1]) == longer.lines
    data = filled(person, Filler(longer))
    assert isinstance(data, bytes), data
    assert streams(data) == streams(printing.print_leaflet(person, EDITION, ASSETS).data)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"patient": "محمد العربي الكبير محمد العلي البغدادي محمد العربي الكبير"},
            "patient: it takes 2 lines, and its place has 1",
        ),
        ({"patient": "A\u0301nn"}, "patient: it has spaces or marks that the engine sets by rules of their own"),
        ({"patient": "Ann  Example"}, "patient: it has spaces or marks that the engine sets by rules of their own"),
        ({"patient": "Ann 😀"}, "patient: a word of it is wider than its place"),
        ({"patient": "محمدالعربي" * 9}, "patient: as the engine sets it, a word of it is wider than its place"),
        (
            {"patient": "Featherstonehaugh Cholmondeley Montgomery-Fitzgerald"},
            "patient: it takes 2 lines, and its place has 1",
        ),
        ({"patient": "W" * 200}, "patient: a word of it is wider than its place"),
        ({"notes": NOTES}, "notes: it takes"),
    ],
    ids=range(8),
)
def test_refusals_give_the_reason_and_no_personal_text(fields: dict[str, str], reason: str) -> None:
    refusal = filled(with_fields(**fields))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert not any(word in refusal.reason for word in " ".join(fields.values()).split() if len(word) > 3)


#: How a name is set: shaped here, or by the engine in either direction, in one font or several.
SET_AS = {
    "Latin": "shaped", "Arabic": "right to left", "Devanagari": "reordered", "Thai": "marked", "Chinese": "wide",
    "Latin and Cyrillic": "two shaped", "Hebrew and Latin": "two directions", "Hebrew, Devanagari and Latin": "three",
}  # fmt: skip


@pytest.mark.parametrize("script", one_of_each(sorted(NAMES, key=lambda one: one not in SET_AS), SET_AS.get))
def test_a_name_of_any_script_is_filled_in_and_read_back(script: str) -> None:
    """Their full prints are compared above for some; each takes a second."""
    data = filled(with_fields(patient=NAMES[script]))
    assert isinstance(data, bytes), data
    with PdfReader(data) as pdf:
        assert f"Name{NAMES[script]}" in pdf.text()
    assert rules.validate_pdf_bytes(data, profile="ua1").is_compliant


def test_a_person_has_the_same_file_in_any_batch() -> None:
    alone = filled(leaflet(), Filler(template()))
    busy = Filler(pickle.loads(pickle.dumps(template())))
    for changes in PEOPLE.values():
        filled(with_fields(**changes), busy)
    assert filled(leaflet(), busy) == alone


@pytest.mark.slow  # each case is a template of its own
def test_the_template_does_not_depend_on_the_person() -> None:
    other = template_of(leaflet(patient="Zed Zulu", notes="Zig zag."), EDITION, ASSETS)
    assert isinstance(other, Template)
    assert other.data == template().data


def test_no_text_of_the_template_or_of_others_remains() -> None:
    other = replace(leaflet(), personal=Personal("Ann", "Bo", "1 May", "Yes.", "K1", "", "2 May"))
    first, second = filled(with_fields(patient="Xavier Quux", notes="Zyzzyva.")), filled(other)
    assert isinstance(first, bytes) and isinstance(second, bytes)
    changed = [
        at
        for one, other in zip(streams(template().data), streams(second), strict=True)
        for at, (a, b) in enumerate(zip(one.split(b"\n"), other.split(b"\n"), strict=True))
        if a != b
    ]
    assert len(changed) == len([slot for slot, _ in template().slots if slot.is_personal])
    assert filled(other) == second


def test_a_filled_file_is_sound_and_pdf_ua_1() -> None:
    data = filled(leaflet())
    assert isinstance(data, bytes)
    result = rules.validate_pdf_bytes(data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == template().pages
