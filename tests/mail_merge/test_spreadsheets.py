"""Lists as spreadsheets write them, through the command: what is printed, what is refused, and what the report says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.model.leaflet import Leaflet

from .commands import files, run

HEAD = "id,name,born,conditions\n"


def test_byte_order_mark_semicolons_and_zeros_of_numbers(here: Path, printed: list[Leaflet]) -> None:
    rows = "\ufeffid;name;conditions\r\n0041;Zoe Quill;heel-spur, heel-and-back\r\n;;\r\n ; ;\r\n"
    assert run(rows=rows).exit_code == 0
    assert [leaflet.personal.reference for leaflet in printed] == ["0041"]


def test_mapping_to_no_header_prints_nothing_beside_ignored_others(here: Path, printed: list[Leaflet]) -> None:
    Path("map.yaml").write_text("columns: {name: Whole name, conditions: Problem}\nignore: others\n")
    result = run("--columns", "map.yaml", rows="Full name,Problem\nZoe Quill,heel-spur\n")
    assert (result.exit_code, printed, Path("out").exists()) == (1, [], False)
    assert result.stderr.splitlines()[:4] == [
        "error[HND917]: the list has no column for `name` with this header",
        "  map.yaml:1:17",
        "  1 | columns: {name: Whole name, conditions: Problem}",
        "    |                 ^^^^^^^^^^",
    ]


def test_damaged_numbers_print_nothing_until_the_column_is_confirmed(here: Path, printed: list[Leaflet]) -> None:
    rows = HEAD + "3.07E+12,Zoe Quill,,heel-spur\n41.0,Yolanda Thrush,,heel-spur\n"
    assert (run(rows=rows).exit_code, printed, files()) == (1, [], ["failed.csv"])
    Path("map.yaml").write_text("literal: [id]\n")
    assert run("--columns", "map.yaml", rows=rows).exit_code == 0
    assert sorted(leaflet.personal.reference for leaflet in printed) == ["3.07E+12", "41.0"]


def test_same_row_twice_is_a_warning_and_both_are_printed(here: Path, printed: list[Leaflet]) -> None:
    result = run(rows=HEAD + "a41,Zoe Quill,1962-07-05,heel-spur\n" * 2)
    assert result.exit_code == 0 and len(files()) == 2
    assert (
        "warning[HND920]: row 2: the same as an earlier row (row 3 of the spreadsheet)\n  list.csv:3:1" in result.stderr
    )


def test_one_number_for_two_patients_prints_neither(here: Path, printed: list[Leaflet]) -> None:
    result = run(rows=HEAD + "a41,Zoe Quill,,heel-spur\na41,Yolanda Thrush,,heel-spur\nb42,Cy,,heel-spur\n")
    assert result.exit_code == 3 and [leaflet.personal.patient for leaflet in printed] == ["Cy"]
    assert "error[HND919]: 2 rows, `id`: one number for two patients" in result.stderr


@pytest.mark.parametrize(
    ("cell", "is_printed"),
    [
        ("en-GB", True),
        ("EN", True),
        ("english", True),
        ("", True),
        ("es", False),
        ("Spanish", False),
        ("español", False),
    ],
)
def test_language_of_a_row_by_tag_or_name(here: Path, printed: list[Leaflet], cell: str, is_printed: bool) -> None:
    result = run(rows=f"conditions,language\nheel-spur,{cell}\n")
    assert (len(printed) == 1) == is_printed
    assert ("help: the leaflets of this clinic are in en-GB (English)" in result.stderr) != is_printed


def test_birthday_is_printed_in_the_order_of_the_clinic(here: Path, printed: list[Leaflet]) -> None:
    Path("map.yaml").write_text("dates: day/month/year\n")
    assert run("--columns", "map.yaml", rows=HEAD + "a41,Zoe Quill,5/7/1962,heel-spur\n").exit_code == 0
    assert printed[0].personal.born == "5 July 1962"


def test_joined_name_is_printed_whole(here: Path, printed: list[Leaflet]) -> None:
    Path("map.yaml").write_text("columns: {name: [Title, First name, Surname]}\n")
    rows = "First name,Surname,Title,conditions\nZoe,Quill,Dr,heel-spur\n"
    assert run("--columns", "map.yaml", rows=rows).exit_code == 0
    assert printed[0].personal.patient == "Dr Zoe Quill"


@pytest.mark.parametrize(
    ("note", "column", "length", "help_"),
    [
        ("see https://example.org/" + "a" * 70 + " now", 15, 90, "write a shorter address"),
        ("rest " + "Long" * 16, 16, 64, "shorten the word, or put a space or a hyphen into it"),
    ],
)
def test_long_word_is_refused_with_its_count_and_place(
    here: Path, printed: list[Leaflet], note: str, column: int, length: int, help_: str
) -> None:
    result = json.loads(run("--report", "json", rows=f"conditions,notes\nheel-spur,{note}\n").stdout)
    [found] = result["findings"]
    assert found["message"].startswith(f"row 1, `notes`: {length} letters without a space or hyphen, at most 60 fit")
    assert (found["span"], found["help"]) == (
        {"file": "list.csv", "line": 2, "column": column, "length": length},
        help_,
    )
    assert printed == []


@pytest.mark.parametrize("report", ["json", "github", "junit"])
def test_every_report_has_the_row_of_the_spreadsheet(here: Path, report: str) -> None:
    rows = 'conditions,notes\nheel-spur,"one\ntwo"\nheel-supr,\n'
    result = run("--report", report, "--dry-run", rows=rows).stdout
    assert "there is no such condition (row 3 of the spreadsheet)" in result
