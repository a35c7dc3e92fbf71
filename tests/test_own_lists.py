"""A clinic adds to every list: movements, measures of the diary, and the people to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts import library
from handouts.checks.approval_hash import hash_of
from handouts.cli.program import program
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.model import Library, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

CONTENT = library.data_root() / "content"
MOVEMENTS = "jaw-open: {moves: the jaw opens to its end, every_side: true}\n"
MEASURES = "opening: {head: 'Mouth opening, fingers', name: mouth opening in fingers}\n"
REGION = """\
name: Jaw
sore: {part: your jaw, pain: jaw pain}
danger_signs: [{id: heart}]
ask_who: [physio, dentist]
measures: [opening]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clinic's folder with an exercise, a condition and a region that use its own words."""
    for folder in ("conditions", "exercises", "regions"):
        (tmp_path / folder).mkdir()
    exercise = (CONTENT / "exercises/chin-tuck.yaml").read_text("utf-8")
    (tmp_path / "exercises/chin-tuck.yaml").write_text(f"{exercise}\nloads: {{jaw-open: 2}}\n", "utf-8")
    condition = (CONTENT / "conditions/neck-pain.yaml").read_text("utf-8")
    lines = [line for line in condition.split("\n") if not line.startswith("measures:")]
    text = "\n".join(lines).replace("region: neck", "region: jaw").replace("reference: NP", "reference: JP")
    rule = "forbids:\n  - {movement: jaw-open, from: 3, why: it strains the joint}\n"
    text = text.replace("forbids:\n", rule, 1)
    (tmp_path / "conditions/jaw-pain.yaml").write_text(f"{text}\nmeasures: [opening]\n", "utf-8")
    (tmp_path / "regions/jaw.yaml").write_text(REGION, "utf-8")
    (tmp_path / "movements.yaml").write_text(MOVEMENTS, "utf-8")
    (tmp_path / "measures.yaml").write_text(MEASURES, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        ("movements.yaml", "arm-lean: {moves: leaning on the arm}\n"),
        ("measures.yaml", "blank: {head: Anything, name: anything}\n"),
    ],
)
def test_a_name_of_the_program_is_not_given_another_meaning(own: Path, file: str, entry: str) -> None:
    with (own / file).open("a", encoding="utf-8") as stream:
        stream.write(entry)
    (found,) = read(own)[1]
    name = entry.partition(":")[0]
    assert found.code == "HND203" and f"`{name}`" in found.message and "another name" in found.help
    assert found.span is not None and (found.span.line, found.span.column) == (2, 1)


def read(folder: Path) -> tuple[Library, list[Diagnostic]]:
    records, found = library.load([folder, CONTENT], library.data_root() / "styles")
    return records, [one for one in found if one.is_error]


def jaw(records: Library) -> Leaflet:
    leaflet, found = compose(records, Request(("jaw-pain",)))
    assert leaflet is not None, found
    return leaflet


def test_own_words_are_printed(own: Path) -> None:
    records, errors = read(own)
    assert errors == []
    leaflet = jaw(records)
    assert [row.head for row in leaflet.measures] == ["Worst pain, 0 to 10", "Mouth opening, fingers"]
    assert prose.plain_text(leaflet.help[-1].who) == "Physio or dentist"


def test_an_own_movement_is_listed_with_the_others(own: Path) -> None:
    result = CliRunner().invoke(program, ["list", "movements", "--content", str(own)])
    assert "the jaw opens to its end" in result.stdout and "chin-tuck 2" in result.stdout


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("movements.yaml", "`jaw-open` is no movement"),
        ("measures.yaml", "`opening` is no measure"),
    ],
)
def test_a_name_without_its_entry_says_where_to_add_one(own: Path, file: str, said: str) -> None:
    (own / file).unlink()
    _, errors = read(own)
    assert errors and {one.message for one in errors} == {said}
    assert all(f"your {file}: `" in one.help for one in errors)
    if file == "measures.yaml":
        assert "tingling, stiffness, reach, steps, grip, sleep, blank" in errors[0].help


@pytest.mark.parametrize(("slip", "meant"), [("phsio", "physio"), ("hand therapist", "hand_therapist")])
def test_a_slip_for_people_of_the_country_is_no_new_name(own: Path, slip: str, meant: str) -> None:
    (own / "regions/jaw.yaml").write_text(REGION.replace("dentist", slip), "utf-8")
    _, errors = read(own)
    assert f"`{slip}` is nearly `{meant}`" in {one.message for one in errors}


def test_an_approval_covers_the_words_of_an_own_measure(own: Path) -> None:
    before = hash_of(read(own)[0], "jaw-pain")
    (own / "measures.yaml").write_text(MEASURES.replace("fingers", "millimetres"), "utf-8")
    assert hash_of(read(own)[0], "jaw-pain") != before
