"""The file: PDF/UA-1, every drawing described, every cell and link what it should be, nothing of the machine in it."""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import page
import pikepdf
import pytest

from .making import FIRST, MERGED, READ, back, made, sampled
from .reading import bare, by_class, tree

FACES = {"Fira-Sans-Medium", "Fira-Sans-Bold"}


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_the_file_is_pdf_ua_1_and_sound(name: str, edition: str) -> None:
    data = made(name, edition).printed.data
    result = page.validate_pdf_bytes(data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_everything_drawn_is_in_a_tag_or_is_decoration(name: str, edition: str) -> None:
    opened = back(name, edition)
    assert sum(run.mark is not None for run in opened.runs) > 200
    assert opened.orphans() == set()
    assert opened.unmarked() == 0


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_every_picture_has_its_description(name: str, edition: str) -> None:
    leaflet = made(name, edition).leaflet
    plates = [part.plate.picture.alt for section in leaflet.sections for part in section.parts if part.plate]
    figures = [tag for tag in back(name, edition).tags() if tag.role == "Figure"]
    tips = [tip.plate.picture.alt for tip in leaflet.tips if tip.plate]
    if edition != "large-print":  # on two sheets the picture of a tip stands where there is room
        tips = [alt for alt in tips if alt in {figure.alt for figure in figures}]
    code, drawn = [f"QR code: {leaflet.masthead.web}"], [one.alt for card in leaflet.cards for one in card.pictures]
    classes = made(name, edition).html.partition('<body class="')[2].partition('"')[0].split()
    before = len(drawn) if "contact-moved" in classes else 0  # pictures of exercises before the contact
    if "contact-early" in classes:
        before = sum(len(card.pictures) for card in leaflet.cards[:2])
    expected = [f"Logo of {leaflet.masthead.clinic}", *plates, *tips]
    expected += [*drawn[:before], *code, *drawn[before:]]
    assert plates
    assert [figure.alt for figure in figures] == expected
    assert len(set(expected)) == len(expected)
    assert all(len(words) > 12 for words in expected)
    for figure in figures:
        left, bottom, right, top = figure.bounds
        wide, high = right - left, top - bottom
        assert max(wide, high) > 30 and min(wide, high) > 24  # points: a centimetre, and 8 mm of a person who stands
        assert left >= 8 / 25.4 * 72 and bottom > 0


def test_the_first_leaflet_has_drawings() -> None:
    assert sum(len(card.pictures) for card in made(FIRST, "a4").leaflet.cards) >= 2


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_every_head_cell_of_the_diary_says_what_it_heads(name: str, edition: str) -> None:
    leaflet, set_as = made(name, edition).leaflet, made(name, edition).edition
    tags, days = back(name, edition).tags(), set_as.diary_days_a_row
    weeks = 14 // days
    heads = Counter(tag.scope for tag in tags if tag.role == "TH")
    rows = len(leaflet.cards) + len(leaflet.measures)
    tables = weeks * (len(leaflet.cards) + 1 if set_as.diary_in_cards else 1)
    timed = (len(leaflet.timeline), len(leaflet.timeline[0].cells)) if name == MERGED and not set_as.stacked else (0, 0)
    headed_steps = timed[0] * bool(leaflet.timeline[0].head)
    own = by_class(tree(made(name, edition).html), "condition-rows")  # a row for each condition, in place of a column
    headed, drawn = (leaflet.columns, len(by_class(own[0], "plate"))) if own else (0, 0)
    columns = tables * (days + 1) + leaflet.columns - headed + headed_steps
    assert heads == {"Column": columns, "Row": weeks * rows + timed[1] + headed}
    count = Counter(tag.role for tag in tags)
    # Blank cells of a row are one.
    cells = rows * weeks + leaflet.columns + drawn + timed[1] * timed[0] + bool(headed_steps)
    assert (count["Table"], count["TD"]) == (tables + bool(leaflet.columns) + bool(timed[0]), cells)


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_one_title_and_no_level_is_skipped(name: str, edition: str) -> None:
    tags = back(name, edition).tags()
    levels = [int(tag.role[1]) for tag in tags if tag.role[0] == "H" and tag.role[1:].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1
    assert len(levels) > 12
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_only_bundled_fonts_are_inside(name: str, edition: str) -> None:
    assert back(name, edition).fonts() == FACES


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_every_link_is_one_that_a_leaflet_may_have(name: str, edition: str) -> None:
    links = back(name, edition).links()
    assert {link.target for link in links if link.target.startswith("#")} >= {"#help", "#exercises"}
    for link in links:
        assert link.target.startswith("#") or urlsplit(link.target).scheme in ("https", "tel", "mailto"), link
        assert link.name and link.printed, link


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_no_path_of_the_machine_is_in_the_file(name: str, edition: str) -> None:
    with pikepdf.open(BytesIO(made(name, edition).printed.data)) as pdf:
        stream = BytesIO()
        pdf.save(
            stream,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    content = stream.getvalue()
    assert b"/StructTreeRoot" in content
    root = str(Path(__file__).resolve().parents[2])
    for path in (root, sys.prefix, str(Path.home()) + "/", tempfile.gettempdir(), os.sep + "usr", "file:"):
        assert path.encode() not in content, path
        assert path.encode("utf-16-be") not in content, path


def test_the_words_of_the_patient_are_on_the_paper_and_nowhere_else() -> None:
    opened, leaflet = back(MERGED, "letter"), made(MERGED, "letter").leaflet
    words = [leaflet.personal.patient, leaflet.personal.clinician, leaflet.personal.notes]
    text = bare(opened.text())
    for said in words:
        assert text.count(bare(said)) == (2 if said == leaflet.personal.patient else 1)  # the exercise sheet has it too
        assert not any(said in value for value in opened.facts().values())
    foot = bare("".join(run.text for run in opened.runs if run.mark is None))
    assert not any(bare(said) in foot for said in words)


def test_the_metadata_give_title_author_and_no_date() -> None:
    facts = back(FIRST, "a4").facts()
    assert json.loads(facts.pop("HandoutsRequest"))["conditions"] == [FIRST]
    assert facts == {
        "Title": "Plantar fasciitis",
        "Author": "Example Foot and Back Clinic",
        "Subject": "Patient leaflet PF-en",
        "Producer": "WeasyPrint 70.0",
        "Lang": "en-GB",
    }
