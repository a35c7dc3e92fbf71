"""Skeletons: they pass every check as they are but for what is to be written, and say the limits that the model has."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts import library
from handouts.cli import new
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.library import source
from handouts.library.schema import json_schema

TODAY = datetime.date(2026, 11, 1)
KINDS = sorted(new.FOLDERS)


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words))


def findings(folder: Path, below: Path | None = None) -> list[Diagnostic]:
    """What is found in a folder of one's own, over the shipped content or other, but for missing drawings."""
    below = below or library.data_root()
    _, found = library.load([folder, below / "content"], below / "styles")
    return [
        one for one in found if one.code != "HND303" and one.span and str(folder) in str(Path(one.span.file).absolute())
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_passes_every_check_as_it_is(here: Path, kind: str) -> None:
    assert run("new", kind, "sample-name").exit_code == 0
    assert (here / "content" / new.FOLDERS[kind] / "sample-name.yaml").is_file()
    [unwritten] = findings(here / "content")
    assert unwritten.code == "HND310" and not unwritten.is_error


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_a_skeleton_are_counted_until_the_last_is_written(here: Path, mini_folder: Path, kind: str) -> None:
    run("new", kind, "sample-name")
    path = here / "content" / new.FOLDERS[kind] / "sample-name.yaml"
    counts = []
    while found := [one for one in findings(here / "content", mini_folder) if one.code == "HND310"]:
        [result] = found
        counts.append(int(result.message.split()[0]))
        assert result.span is not None
        lines = path.read_text("utf-8").split("\n")
        line, at = result.span.line - 1, result.span.column - 1
        lines[line] = lines[line][:at] + re.sub("[Ww]rite", "say", lines[line][at:], count=1)
        path.write_text("\n".join(lines), "utf-8")
    assert counts == list(range(len(counts), 0, -1))
    assert len(counts) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_a_skeleton_names_lies_where_it_says(here: Path, kind: str) -> None:
    run("new", kind, "sample-name", "--content", "mine")
    path = here / "mine" / new.FOLDERS[kind] / "sample-name.yaml"
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert named
    assert json.loads((path.parent / named[1]).read_text("utf-8")) == json_schema(kind)


def test_a_new_condition_prints_at_once(here: Path) -> None:
    run("new", "condition", "hip-bursitis")
    result = run("make", "hip-bursitis", "--content", "content", "-o", "hip.html")
    assert result.exit_code == 0, result.stderr
    assert "warning[HND310]: 35 texts are still what `handouts new` wrote: title, plain_name" in result.stderr
    assert "Write the name here" in (here / "hip.html").read_text("utf-8")


def test_nothing_is_ever_overwritten(here: Path) -> None:
    run("new", "advice", "quiet")
    path = here / "content/advice/quiet.yaml"
    path.write_text("mine", "utf-8")
    result = run("new", "advice", "quiet")
    assert result.exit_code == 2
    assert "error[HND003]" in result.stderr
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("id_", "good"),
    [
        ("Hip Bursitis", "hip-bursitis"),
        ("Hüftschmerz", "huftschmerz"),
        ("../../etc/passwd", "etc-passwd"),
        ("heel_spur.yaml", "heel-spur-yaml"),
        ("a" * 80, "a" * 60),
    ],
)
def test_a_name_that_is_not_plain_is_refused_with_the_nearest_good_one(here: Path, id_: str, good: str) -> None:
    result = run("new", "condition", id_)
    assert result.exit_code == 2
    assert "error[HND210]" in result.stderr
    assert f"write: handouts new condition {good}\n" in result.stderr
    assert list(here.iterdir()) == []


def test_a_name_without_any_plain_letter_is_refused(here: Path) -> None:
    result = run("new", "condition", "椎間板")
    assert result.exit_code == 2
    assert "use small letters, digits and hyphens" in result.stderr


def test_deep_folders_are_not_made_for_a_typing_error(here: Path) -> None:
    result = run("new", "condition", "hip", "--content", "no/such/folder")
    assert result.exit_code == 74
    assert "make it first: mkdir -p no/such" in result.stderr
    assert list(here.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_a_fault(here: Path) -> None:
    (here / "content").write_text("a file", "utf-8")
    assert run("new", "condition", "hip").exit_code == 2  # the option asks for a folder
    (here / "mine").mkdir()
    (here / "mine/conditions").write_text("a file", "utf-8")
    result = run("new", "condition", "hip", "--content", "mine")
    assert result.exit_code == 74
    assert "a file has this name" in result.stderr


@pytest.mark.parametrize(
    ("id_", "letters"),
    [("hip-bursitis", "HIBU"), ("bunion", "BUNI"), ("a", "AXX"), ("one-two-three-four-five", "OTTF")],
)
def test_the_reference_is_made_of_the_first_letters_of_the_words(id_: str, letters: str) -> None:
    assert f"reference: {letters}\n" in new.skeleton("condition", id_, TODAY)


def test_dates_are_of_today_and_two_years_on() -> None:
    text = new.skeleton("condition", "hip", datetime.date(2028, 2, 29))
    assert 'issued: "2028-02-29"' in text
    assert 'review_by: "2030-02-28"' in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_shows_every_field_of_its_kind(kind: str) -> None:
    text = new.skeleton(kind, "sample", TODAY)
    optional_and_rare = {"pose", "picture", "example", "accepted"}
    missing = [
        field
        for field in json_schema(kind)["properties"]
        if field not in optional_and_rare and not re.search(rf"^#? ?{field}:", text, re.MULTILINE)
    ]
    assert not missing


@pytest.mark.parametrize("kind", KINDS)
def test_no_token_of_the_skeleton_is_left(kind: str) -> None:
    text = new.skeleton(kind, "sample", TODAY)
    assert "@" not in re.sub(r"\S+@example\.org", "", text)
    assert source.read(text, "sample.yaml").diagnostics == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_limit_of_letters_in_a_skeletons_comments_is_one_of_the_model(kind: str) -> None:
    comments = " ".join(line for line in new.skeleton(kind, "sample", TODAY).splitlines() if line.startswith("#"))
    said = {int(number) for number in re.findall(r"at most (\d+)", comments)}
    limits = {int(number) for number in re.findall(r'"maxLength": (\d+)', json.dumps(json_schema(kind)))}
    assert said
    assert said <= limits
