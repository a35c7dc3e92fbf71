"""`handouts make`: the file, its name, and the messages about it."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
from pathlib import Path

import pytest

from handouts import library

from .commands import ROOT, names_in, overlay, run, spawn

pytestmark = pytest.mark.usefixtures("heel_shipped")


def test_a_leaflet_is_a_pdf_in_this_folder_reported_in_one_line(here: Path) -> None:
    result = run("make", "plantar-fasciitis")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert names_in(here) == ["plantar-fasciitis.pdf"]
    assert (here / "plantar-fasciitis.pdf").read_bytes().startswith(b"%PDF-1.7")
    last = result.stderr.splitlines()[-1]
    assert re.fullmatch(r"plantar-fasciitis\.pdf: 4 pages, \d+ kB, (no warnings|\d+ warnings?)", last)


def test_quiet_says_nothing_of_what_went_well(here: Path, only_set: object) -> None:
    result = run("make", "heel-spur", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["heel-spur"], "heel-spur.pdf"),
        (["heel-spur", "plantar-fasciitis", "heel-spur"], "heel-spur+plantar-fasciitis.pdf"),
        (["heel-spur", "--edition", "large-print"], "heel-spur-large-print.pdf"),
        (["heel-spur", "--edition", "a4"], "heel-spur.pdf"),
        (["heel-spur", "--clinic", "example-us"], "heel-spur.pdf"),
        (["heel-spur", "--clinic", "example-us", "--edition", "a4"], "heel-spur-a4.pdf"),
        (["heel-spur", "--format", "html"], "heel-spur.html"),
        (["heel-spur", "--for", "Ann Example"], "heel-spur.pdf"),
        (["heel-spur", "-o", "other.pdf"], "other.pdf"),
    ],
)
def test_the_file_is_named_after_what_is_in_it(here: Path, only_set: object, words: list[str], name: str) -> None:
    assert run("make", *words).exit_code == 0
    assert names_in(here) == [name]


def test_the_ending_of_the_file_chooses_the_format(here: Path) -> None:
    assert run("make", "heel-spur", "-o", "page.html").exit_code == 0
    assert (here / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_edition_is_the_paper_of_the_clinics_country(here: Path, only_set: object) -> None:
    result = json.loads(run("make", "heel-spur", "--clinic", "example-us", "--report", "json").stdout)
    assert result["edition"] == "letter"


def test_standard_output_gets_the_bytes_and_nothing_else(here: Path, only_set: object) -> None:
    result = run("make", "heel-spur", "-o", "-")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"<!DOCTYPE html>") and result.stdout_bytes.endswith(b"</html>\n")
    assert names_in(here) == []
    assert result.stderr.splitlines()[-1].startswith("standard output: ")


def test_plain_text_is_chosen_by_name_and_by_ending(here: Path) -> None:
    assert run("make", "heel-spur", "--format", "text").exit_code == 0
    assert run("make", "heel-spur", "-o", "mine.TXT").exit_code == 0
    assert names_in(here) == ["heel-spur.txt", "mine.TXT"]
    text = (here / "heel-spur.txt").read_text("utf-8")
    assert text == (here / "mine.TXT").read_text("utf-8") and "Heel spur\n=========\n" in text
    misnamed = run("make", "heel-spur", "--format", "text", "-o", "mine.pdf")
    assert misnamed.exit_code == 2 and "cannot hold TEXT" in misnamed.stderr
    assert "--edition or --format text" in run("make", "heel-spur", "--format", "text", "--edition", "a4").stderr


@pytest.mark.skipif(not Path("/dev/pts/ptmx").exists(), reason="a root without /dev/pts has no terminal to offer")
def test_bytes_are_not_poured_over_a_terminal(here: Path) -> None:
    ours, theirs = pty.openpty()
    program_ = spawn("make", "heel-spur", "-o", "-", stdout=theirs, cwd=here)
    _, said = program_.communicate(timeout=20)
    os.close(ours)
    os.close(theirs)
    assert program_.returncode == 2
    assert "would write a PDF to the terminal" in said


def test_why_reports_every_decision(here: Path, only_set: object) -> None:
    result = run("make", "plantar-fasciitis", "--exercises", "2", "--why")
    assert re.search(r"^  calf-stretch-wall +kept$", result.stderr, re.MULTILINE)
    assert re.search(r"^  foot-roll +left out: the leaflet has room for 2 exercises", result.stderr, re.MULTILINE)


def test_json_shows_what_was_made(here: Path, only_set: object) -> None:
    result = run("make", "plantar-fasciitis", "--report", "json", "--why")
    made = json.loads(result.stdout)
    assert result.stderr == ""
    data = (here / made["file"]).read_bytes()
    assert (made["bytes"], made["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert made["conditions"] == ["plantar-fasciitis"]
    assert len(made["exercises"]) == 4
    assert {"subject": "calf-stretch-wall", "reason": "kept"} in made["decisions"]


def test_json_shows_what_was_wrong(here: Path) -> None:
    result = run("make", "plantar-fasciits", "--report", "json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["code"] == "HND001"
    assert json.loads(result.stdout)["file"] is None


def test_open_shows_the_finished_file(here: Path, only_set: object, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def launch(file: str) -> int:
        shown.append(file)
        return 0

    monkeypatch.setattr("click.launch", launch)
    assert run("make", "heel-spur", "--open").exit_code == 0
    assert shown == ["heel-spur.pdf"]


def test_drawings_that_are_missing_are_reported_once_and_only_of_this_leaflet(
    here: Path, only_set: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "data_root", lambda: ROOT)  # the hip is not among the conditions of the heel
    for kind, id_ in (("condition", "hip-pain"), ("exercise", "hip-hitch"), ("exercise", "hip-roll")):
        run("new", kind, id_, "--region", "hip")
    path = here / "content/conditions/hip-pain.yaml"
    path.write_text(path.read_text("utf-8").replace("id: clam", "id: hip-hitch"), "utf-8")
    result = run("make", "hip-pain", "--content", "content")
    assert result.exit_code == 0, result.stderr
    (line,) = [line for line in result.stderr.splitlines() if "HND303" in line]
    assert "hip-hitch" in line
    assert "hip-roll" not in line


# ---------------------------------------------------------------- the clinic's folder


def test_the_only_clinic_of_a_folder_is_used_without_being_named(here: Path, only_set: object) -> None:
    mine = overlay(here, "clinics/example.yaml", lambda text: re.sub("^logo: .*\n", "", text, flags=re.MULTILINE))
    (mine / "clinics/example.yaml").rename(mine / "clinics/town.yaml")
    path = mine / "clinics/town.yaml"
    path.write_text(re.sub("^name: .*$", "name: Town Clinic", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    assert run("make", "heel-spur", "--content", str(mine)).exit_code == 0
    assert "Town Clinic" in (here / "heel-spur.pdf").read_text("utf-8")


def test_templates_of_the_folder_come_first(here: Path, only_set: object) -> None:
    (here / "mine/templates").mkdir(parents=True)
    (here / "mine/templates/leaflet.html").write_text("<!DOCTYPE html><title>mine</title>", "utf-8")
    assert run("make", "heel-spur", "--content", "mine").exit_code == 0
    assert (here / "heel-spur.pdf").read_text("utf-8").startswith("<!DOCTYPE html><title>mine</title>")


def test_why_lists_the_sources_without_room_in_one_line() -> None:
    said = run("make", "plantar-fasciitis", "--format", "text", "-o", "-", "--why").stderr
    assert len(re.findall(r"^  sources +\d+ not printed, no room: .+; .+$", said, re.MULTILINE)) == 1
    assert said.count("no room:") == said.count("\n  sources ")
