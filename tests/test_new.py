"""Skeletons: they pass every check as they are but for what is to be written, and say the limits that the model has."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from cli.commands import run
from click.testing import Result
from sampling import one_of_each
from shipped import SHIPPED

from handouts import library
from handouts.cli import new
from handouts.diagnostics import Diagnostic
from handouts.library import source
from handouts.library.schema import json_schema
from handouts.pipeline import survey
from handouts.pipeline.workspace import open_workspace

TODAY = datetime.date(2026, 11, 1)
KINDS = sorted(new.FOLDERS)


def new_file(kind: str, *words: str) -> Result:
    """A new file; a condition is of a region, since without one its first finding asks for it."""
    return run("new", kind, "sample-name", *(("--region", "hip") if kind == "condition" else ()), *words)


def findings(folder: Path, below: Path | None = None) -> list[Diagnostic]:
    """What is found in a folder of one's own, over the shipped content or other, but for missing drawings."""
    below = below or library.data_root()
    _, found = library.load([folder, below / "content"], below / "styles")
    return [
        one for one in found if one.code != "HND303" and one.span and str(folder) in str(Path(one.span.file).absolute())
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_passes_every_check_as_it_is(here: Path, kind: str) -> None:
    assert new_file(kind).exit_code == 0
    assert (here / "content" / new.FOLDERS[kind] / "sample-name.yaml").is_file()
    [unwritten] = findings(here / "content")
    assert unwritten.code == "HND310" and not unwritten.is_error


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_a_skeleton_are_counted_until_the_last_is_written(here: Path, mini_folder: Path, kind: str) -> None:
    new_file(kind)
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


def test_phone_and_hours_of_a_new_clinic_are_to_be_written(here: Path, mini_folder: Path) -> None:
    new_file("clinic")
    path = here / "content/clinics/sample-name.yaml"
    text = path.read_text("utf-8")
    for field in ("name", "line", "address"):
        text = re.sub(f"^{field}: .*", f"{field}: Words of our own", text, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    [found] = findings(here / "content", mini_folder)
    assert (found.code, found.message) == ("HND310", "2 texts are still what `handouts new` wrote: phone, hours")


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_a_skeleton_names_lies_where_it_says(here: Path, kind: str) -> None:
    new_file(kind, "--content", "mine")
    path = here / "mine" / new.FOLDERS[kind] / "sample-name.yaml"
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert named
    assert json.loads((path.parent / named[1]).read_text("utf-8")) == json_schema(kind)


def test_a_new_condition_prints_at_once(here: Path) -> None:
    run("new", "condition", "hip-bursitis", "--region", "hip")
    result = run("make", "hip-bursitis", "--content", "content", "-o", "hip.html")
    assert result.exit_code == 0, result.stderr
    assert "warning[HND310]: 33 texts are still what `handouts new` wrote: title, plain_name" in result.stderr
    assert "Write the name here" in (here / "hip.html").read_text("utf-8")


# ---------------------------------------------------------------- regions and danger signs


def checked(folder: str, *names: str) -> list[Diagnostic]:
    workspace = open_workspace(Path(folder))
    return list(survey(workspace, names, workspace.default_clinic(), datetime.date.today()).found)


@pytest.mark.parametrize(
    "region",
    one_of_each(sorted(id_ for id_, one in SHIPPED.regions.items() if one.danger_signs), lambda region: "any"),
)
def test_a_condition_of_a_region_begins_with_all_its_danger_signs(here: Path, region: str) -> None:
    assert run("new", "condition", "sample-name", "--region", region).exit_code == 0
    path = here / "content/conditions/sample-name.yaml"
    found = [one for one in checked("content", "sample-name") if one.span and str(path) == str(here / one.span.file)]
    assert [one.code for one in found] == ["HND310"]
    telling = [kind.id for kind in SHIPPED.regions[region].danger_signs]
    path.write_text(path.read_text("utf-8").replace("Write a line with the words", "On"), "utf-8")
    assert telling and not [one for one in checked("content", "sample-name") if one.code in ("HND831", "HND836")]


def test_the_last_line_has_the_command_that_checks_it(here: Path) -> None:
    assert "then: handouts check hip --content mine" in run("new", "condition", "hip", "--content", "mine").stderr
    assert "then: handouts check --content mine" in run("new", "region", "jaw", "--content", "mine").stderr


def test_a_condition_without_a_region_asks_for_it_and_for_little_else(here: Path) -> None:
    run("new", "condition", "sample-name")
    assert [one.code for one in checked("content", "sample-name")] == ["HND321", "HND310"]


def test_the_signs_of_a_region_of_a_clinic_are_lines_to_write(here: Path) -> None:
    assert run("new", "danger-sign", "locked-jaw").exit_code == run("new", "region", "jaw").exit_code == 0
    signs, region = here / "content/danger-signs.yaml", here / "content/regions/jaw.yaml"
    signs.write_text(signs.read_text("utf-8").replace("[write words, others that tell it too]", "[jaw lock*]"), "utf-8")
    region.write_text(region.read_text("utf-8").replace("{id: joint-infection}", "{id: locked-jaw}"), "utf-8")
    assert run("new", "condition", "jaw-pain", "--region", "jaw").exit_code == 0
    text = (here / "content/conditions/jaw-pain.yaml").read_text("utf-8")
    assert "  same_day:\n    - Write a line with the words jaw lock.\n" in text
    assert "# sore: {part: write your sore part, pain: write the pain}" in text


def test_danger_signs_are_added_to_one_file(here: Path) -> None:
    for id_ in ("locked-jaw", "numb-chin"):
        assert run("new", "danger-sign", id_).exit_code == 0
    records, found = library.load(library.content_folders(here / "content"), library.data_root() / "styles")
    assert {"locked-jaw", "numb-chin", "heart"} <= records.danger_signs.keys()
    assert [one.code for one in found if one.span and "danger-signs" in one.span.file] == ["HND310"] * 2
    before = (here / "content/danger-signs.yaml").read_bytes()
    for id_ in ("locked-jaw", "heart"):
        assert "error[HND003]" in run("new", "danger-sign", id_).stderr
    assert (here / "content/danger-signs.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("condition", "jaw-pain", "--region", "jaww"), "there is no region `jaww`"),
        (("clinic", "town", "--region", "hip"), "--region goes with condition, exercise, advice, not with clinic"),
    ],
)
def test_a_region_that_is_not_there_or_does_not_fit_is_refused(here: Path, words: tuple[str, ...], said: str) -> None:
    result = run("new", *words)
    assert result.exit_code == 2 and said in result.stderr
    assert list(here.iterdir()) == []


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
    optional_and_rare = {"pose", "example", "accepted"} | ({"picture"} if kind == "advice" else set())
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


@pytest.mark.parametrize("kind", KINDS)
def test_the_limit_in_the_comment_above_a_field_is_that_of_the_field(kind: str) -> None:
    properties = json_schema(kind)["properties"]
    blocks = re.findall(r"((?:^#.*\n)+)^(\w+):", new.skeleton(kind, "sample", TODAY), re.MULTILINE)
    compared = 0
    for comment, field in blocks:
        limits = {int(number) for number in re.findall(r'"maxLength": (\d+)', json.dumps(properties[field]))}
        if said := [int(number) for number in re.findall(r"at most (\d+)", comment)]:
            compared += 1
            assert not limits or limits & {*said}, f"{field}: {limits} in the model, {said} in its comment"
    assert compared or kind in ("plan", "set", "region")
