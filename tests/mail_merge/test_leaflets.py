"""What is printed: a leaflet for every row, and none twice."""

from __future__ import annotations

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.batch import inputs, toolchain
from handouts.cli.program import program
from handouts.files import writing
from handouts.model.leaflet import Leaflet

from .commands import FAILING, LIST, SECRETS, again, all_output, files, kept, run


def test_every_row_gets_its_leaflet(here: Path, printed: list[Leaflet]) -> None:
    result = run()
    assert result.exit_code == 0, result.stderr
    assert files() == ["0001-heel-spur.pdf", "0002-heel-spur+plantar-fasciitis.pdf", "0003-heel-spur.pdf"]
    assert result.stderr.splitlines()[-1] == "3 rows: 3 printed"
    page = Path("out/0001-heel-spur.pdf").read_text("utf-8")
    for words in ("Zebulon Quill", "QX-1", "4 March 1957", "Mind the vexed toe", "left foot", "20 seconds"):
        assert words in page
    assert "Zebulon" not in Path("out/0002-heel-spur+plantar-fasciitis.pdf").read_text("utf-8")


def test_no_word_of_a_patient_is_reported(here: Path, printed: list[Leaflet]) -> None:
    for words in ([], ["--report", "json"], ["--report", "github"], ["--report", "junit"], ["--dry-run"]):
        result = run(*words, rows=LIST + "QX-4,Zebulon Quill,1957-13-04,quill,front,vexed,Zebulon\u202e\nQX-5,Quill\n")
        assert result.exit_code in (1, 3)
        assert not [secret for secret in SECRETS if secret in all_output(result)]


def test_the_same_command_prints_nothing_anew(here: Path, printed: list[Leaflet]) -> None:
    run()
    before = kept()
    del printed[:]
    result = again()
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "3 rows: 3 there already")
    assert not printed and kept() == before


def test_a_lost_or_cut_file_and_a_changed_note_are_printed_anew(here: Path, printed: list[Leaflet]) -> None:
    run()
    whole = kept()
    Path("out/0002-heel-spur+plantar-fasciitis.pdf").unlink()
    Path("out/0003-heel-spur.pdf").write_bytes(b"%PDF")
    assert again().stderr.splitlines()[-1] == "3 rows: 2 printed, 1 there already"
    assert kept() == whole
    assert run(rows=LIST.replace("vexed", "cross")).stderr.splitlines()[-1] == "3 rows: 1 printed, 2 there already"
    assert "cross toe" in Path("out/0001-heel-spur.pdf").read_text("utf-8")


@pytest.mark.parametrize("package", ["uharfbuzz", "pikepdf", "weasyprint"])
def test_another_version_of_what_writes_the_files_prints_anew(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    run()
    monkeypatch.setattr(toolchain, "version", lambda name: "0" if name == package else version(name))
    assert again().stderr.splitlines()[-1] == "3 rows: 3 printed"


def test_other_code_that_fills_in_prints_anew(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    shutil.copytree(inputs.PACKAGE, "package", ignore=shutil.ignore_patterns("figures", "__pycache__"))
    monkeypatch.setattr(inputs, "PACKAGE", Path("package").resolve())
    assert again().stderr.splitlines()[-1] == "3 rows: 3 there already"
    with Path("package/pdf/fill/fitting.py").open("a") as code:
        code.write("\nEDGE_PX = 0.06\n")
    assert again().stderr.splitlines()[-1] == "3 rows: 3 printed"


def test_a_cut_journal_costs_the_files_that_it_does_not_know(here: Path, printed: list[Leaflet]) -> None:
    run()
    whole = kept()
    journal = Path("out/.handouts/journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-20])
    result = again()
    assert result.exit_code == 2, "a file that nobody knows is not overwritten unasked"
    assert "HND003" in result.stderr
    assert again("--replace").stderr.splitlines()[-1] == "3 rows: 1 printed, 2 there already"
    assert kept() == whole


def test_what_a_killed_run_left_of_failed_rows_manifest_and_journal_goes(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    whole = kept()
    for path in map(Path, ("out/failed.csv", "out/manifest.json", "out/.handouts/journal.jsonl")):
        path.with_name(f"{writing._unfinished(path)}00.tmp").write_bytes(b"half")
    Path("out/manifest.json").unlink()
    again()
    assert kept() == whole


def test_leaflets_of_other_patients_are_not_overwritten_unasked(here: Path, printed: list[Leaflet]) -> None:
    run()
    before = kept()
    other = LIST.replace("QX-1,Zebulon Quill", "QX-9,Walter Nimble")
    result = run(rows=other)
    assert result.exit_code == 2
    assert "row 1: its file is there already, of another patient" in result.stderr
    assert kept() == before
    assert run("--replace", rows=other).exit_code == 0
    assert "Walter" in Path("out/0001-heel-spur.pdf").read_text("utf-8")


def test_rows_that_ask_for_the_same_are_printed_once(here: Path, printed: list[Leaflet]) -> None:
    assert run(rows="conditions\nheel-spur\nheel-spur\nheel-spur\n").exit_code == 0
    assert len(printed) == 1 and len(files()) == 3


def test_a_clinics_words_come_where_a_row_has_none(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,clinician,date,edition\nheel-spur,,,\nheel-spur,B. Physio,2026-01-02,large-print\n"
    assert run("--clinician", "C. Nurse", "--date", "2026-11-22", rows=rows).exit_code == 0
    assert [(one.personal.clinician, one.personal.date) for one in printed] == [
        ("C. Nurse", "22 November 2026"),
        ("B. Physio", "2 January 2026"),
    ]


@pytest.mark.slow  # workers print, and so does make
def test_the_real_press_in_workers_prints_the_same_as_make(here: Path) -> None:
    rows = "conditions,name,side,set\nheel-spur,Ann Example,left,calf-stretch-wall.hold=20s\nheel-spur,Bo,,\n"
    Path("list.csv").write_text(rows)
    result = CliRunner().invoke(program, ["mail-merge", "list.csv", "-o", "out", "--jobs", "2"])
    assert result.exit_code == 0, result.stderr
    words = ["make", "heel-spur", "--for", "Ann Example", "--side", "left", "--set", "calf-stretch-wall.hold=20s"]
    assert CliRunner().invoke(program, [*words, "-o", "one.pdf"]).exit_code == 0
    assert Path("out/0001-heel-spur.pdf").read_bytes() == Path("one.pdf").read_bytes()
    assert re.fullmatch(r"2 rows: 2 printed", result.stderr.splitlines()[-1])
    shutil.rmtree("out")
