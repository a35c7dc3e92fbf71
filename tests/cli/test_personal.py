"""Words about a person: in the document, and in nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts import library, pipeline
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic
from handouts.pdf import Printed, printing

from .commands import names_in, run


def test_a_persons_name_is_in_the_document_and_nowhere_else(here: Path, only_set: object) -> None:
    words = ["--for", "Zebulon Quill", "--clinician", "Xanthe Brook", "--notes", "Mind the vexed toe", "--why"]
    result = run(
        "make",
        "heel-spur",
        *words,
        "--id",
        "QX-77",
        "--born",
        "1961-03-04",
        "--start",
        "2026-11-30",
        "--report",
        "json",
    )
    assert result.exit_code == 0
    page = (here / "heel-spur.pdf").read_text("utf-8")
    for word in ("Zebulon", "Xanthe", "vexed", "QX-77", "4 March 1961", "30 November 2026"):
        assert word in page
        assert word not in result.stdout + result.stderr + "".join(names_in(here))
    title = re.search("<title>(.*?)</title>", page)
    assert title and "Zebulon" not in title[1]


def test_a_name_without_quotes_is_not_repeated(here: Path) -> None:
    result = run("make", "heel-spur", "--for", "Zebulon", "Quill")
    assert result.exit_code == 2
    assert "Quill" not in result.stderr
    assert "need quotes" in result.stderr


def test_a_birthday_that_cannot_be_read_is_not_repeated(here: Path) -> None:
    result = run("make", "heel-spur", "--born", "4.3.1961")
    assert result.exit_code == 2
    assert "year-month-day" in result.stderr and "1961-03-04" in result.stderr
    assert "4.3.1961" not in result.stderr


@pytest.mark.parametrize("day", ["2999-01-01", "1899-12-31"])
def test_a_birthday_of_nobody_who_is_alive_is_refused_and_not_repeated(here: Path, day: str) -> None:
    result = run("make", "heel-spur", "--born", day)
    assert result.exit_code == 2
    assert "nobody who is alive was born on this day" in result.stderr and day not in result.stderr


def test_a_name_that_no_font_can_write_is_not_spelt_out(here: Path) -> None:
    result = run("make", "heel-spur", "--for", "Zebulon 😀")
    assert result.exit_code == 1
    assert "`--for` has a character that no bundled font has: GRINNING FACE (U+1F600)" in result.stderr
    assert "leave this character out" in result.stderr
    assert "Zebulon" not in result.stderr


@pytest.mark.parametrize(
    ("option", "words", "written"),
    [
        ("--for", "x" * 300, "`--for`: 300 letters, at most 80 have room"),
        ("--clinician", "Ann " * 30, "`--clinician`: 120 letters, at most 80 have room"),
        ("--notes", "x" * 61, "`--notes`: 61 letters without a space or hyphen, at most 60 fit a line"),
        ("--id", "7" * 41, "`--id`: 41 letters, at most 40 have room"),
    ],
)
def test_words_without_room_are_reported_by_their_option(here: Path, option: str, words: str, written: str) -> None:
    result = run("make", "heel-spur", option, words)
    assert result.exit_code == 1
    assert f"error[HND911]: {written}" in result.stderr
    assert words not in result.stderr and names_in(here) == []


def test_letters_that_no_font_has_are_reported_where_they_are_written(here: Path, only_set: object) -> None:
    text = (library.data_root() / "content/advice/ice.yaml").read_text("utf-8")
    line = text[: text.index("how: ")].count("\n") + 1
    (here / "own/advice").mkdir(parents=True)
    (here / "own/advice/ice.yaml").write_text(text.replace("how: ", "how: ✓ ᎠᎩ ", 1), "utf-8")
    for verb in (("check", "plantar-fasciitis"), ("make", "plantar-fasciitis")):
        result = run(*verb, "--content", "own")
        assert result.exit_code == 1
        out = result.stdout + result.stderr
        assert out.count("error[HND501]") == 1
        assert "no bundled font has CHECK MARK (U+2713), CHEROKEE LETTER A (U+13A0), CHEROKEE" in out
        assert f"own/advice/ice.yaml:{line}:6\n" in out
    screen = run("make", "plantar-fasciitis", "--content", "own", "-o", "screen.html")
    assert screen.exit_code == 0 and "✓ ᎠᎩ" in (here / "screen.html").read_text("utf-8")


def test_a_finding_of_the_press_does_not_quote_a_name(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Diagnostic("HND503", "“Zebulon Quill the …” runs 3.0 mm out of its place", "shorten it"),)
    monkeypatch.setattr(printing, "print_leaflet", lambda *_: Printed(b"%PDF", 4, found))
    result = run("make", "heel-spur", "--for", "Zebulon Quill the Younger")
    assert result.exit_code == 1
    assert "“(personal words)” runs 3.0 mm out of its place" in result.stderr


def test_a_fault_of_the_program_is_one_honest_line_without_personal_words(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Zebulon Quill")

    monkeypatch.setattr(pipeline, "compose", broken)
    result = run("make", "heel-spur", "--for", "Zebulon Quill")
    assert result.exit_code == ExitCode.INTERNAL
    (line,) = result.stderr.splitlines()
    assert re.match(r"internal error: KeyError at test_personal\.py:\d+ in handouts \d", line)
    assert "Zebulon" not in line
    monkeypatch.setenv("HANDOUTS_DEBUG", "1")
    assert "Traceback" in run("make", "heel-spur").stderr
