"""Plain text: nothing that the leaflet says is lost, and lines are short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from shipped import SHIPPED

from handouts import library
from handouts.compose import compose
from handouts.formats import FORMATS
from handouts.formats.text import COLUMNS
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.prose import Run, plain_text
from handouts.model.request import Request
from handouts.pdf import printing

ROOT = library.data_root()
#: What the text leaves out: labels in pictures, the boxes of the diary, names of fields, and decisions of merging.
LEFT_OUT = {
    "diary", "decisions", "pictures", "plate", "conditions", "request", "key", "field", "id", "logo", "accent",
    "language", "start_step",
}  # fmt: skip


def leaflet(*conditions: str) -> Leaflet:
    made, _ = compose(SHIPPED, Request(conditions, patient="Ann Example", notes="Bring your shoes."))
    assert made is not None
    return made


def text_of(leaflet: Leaflet) -> str:
    edition: Edition = SHIPPED.editions["a4"]
    printed = FORMATS["text"].render(leaflet, edition, printing.assets(None))
    assert not printed.diagnostics and printed.pages == 0
    return printed.data.decode("utf-8")


def prose_in(part: object) -> Iterator[str]:
    """Every text with markup in a leaflet, as plain text."""
    if isinstance(part, tuple) and part and all(isinstance(run, Run) for run in part):
        yield plain_text(part)
    elif isinstance(part, tuple | list):
        for item in part:
            yield from prose_in(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if field.name not in LEFT_OUT:
                yield from prose_in(getattr(part, field.name))


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def two() -> Leaflet:
    return leaflet("plantar-fasciitis", "heel-spur")


def test_every_sentence_of_the_leaflet_is_in_the_text(two: Leaflet) -> None:
    text, sentences = on_one_line(text_of(two)), list(prose_in(two))
    assert len(sentences) > 100
    assert [sentence for sentence in sentences if on_one_line(sentence) not in text] == []


def test_words_of_the_clinic_and_the_person_are_in_the_text(two: Leaflet) -> None:
    text, masthead = on_one_line(text_of(two)), two.masthead
    given = (masthead.clinic, masthead.address, masthead.phone, masthead.hours, masthead.formats, masthead.web)
    assert [words for words in (*given, "Ann Example", "Bring your shoes.") if words and words not in text] == []


def test_draft_mark_and_review_date_are_in_the_text(two: Leaflet) -> None:
    text, imprint = on_one_line(text_of(two)), two.imprint
    assert imprint.status == "draft" and "Draft, not clinically approved" in text
    assert f"Review by {imprint.review_by}" in text and imprint.version in text
    overdue = replace(two, imprint=replace(imprint, overdue=True))
    assert f"Review overdue since {imprint.review_by}" in on_one_line(text_of(overdue))


def test_lines_are_short_and_the_text_is_the_same_each_time(two: Leaflet) -> None:
    text = text_of(two)
    assert text == text_of(two) and text.endswith("\n")
    assert [line for line in text.splitlines() if len(line) > COLUMNS and " " in line.strip()] == []


def test_a_dose_has_a_capital_at_its_beginning_alone(two: Leaflet) -> None:
    text = text_of(two)
    for card in two.cards:
        head = f"{card.number}. {plain_text(card.name)}"
        dose = text[text.index(f"\n{head}") :].split("\n\n")[1]
        assert not re.search("[A-Z]", dose[1:]), dose
    assert any(len([tile for tile in card.tiles if tile.lead]) > 1 for card in two.cards)


def test_a_card_says_once_that_care_is_needed() -> None:
    text = text_of(leaflet("outer-hip-pain"))
    cards = re.split(r"\n\d\. .*\n-+\n", text)[1:]
    assert any("Take care:" in card for card in cards)
    assert all(card.count("Take care:") <= 1 for card in cards)


@pytest.mark.parametrize("country", ["uk", "us"])
def test_signs_to_call_for_stand_under_the_number_before_now_and_a_part_leads_its_first_sign(country: str) -> None:
    clinic = next(one.id for one in SHIPPED.clinics.values() if one.country == country)
    made, _ = compose(SHIPPED, Request(("neck-pain", "carpal-tunnel"), clinic=clinic))
    assert made is not None
    called, _, rest = on_one_line(text_of(made)).partition(" NOW: ")
    _, _, called = called.partition(f"CALL {SHIPPED.countries[country].emergency_number}: - ")
    assert called.startswith("Chest pain") and "weak or numb face" in called and "unsteady" not in called
    now, _, _ = rest.partition(" TODAY: ")
    assert now.count("- Neck: ") == now.count("- Hand: ") == 1 and "- Neck: Your legs get unsteady" in now
