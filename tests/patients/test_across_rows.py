"""Faults that only show between rows, and the row that a spreadsheet shows for each."""

from __future__ import annotations

import datetime

import pytest

from handouts.batch import patients
from handouts.batch.patients import PatientList
from handouts.batch.patients.across_rows import listed

TODAY = datetime.date(2026, 11, 22)


def read(text: str) -> PatientList:
    return patients.read(text.encode(), "list.csv", TODAY)


def codes(rows: PatientList) -> dict[int, list[str]]:
    return {place: [one.code for one in found] for place, found in rows.faults.items()}


HEAD = "id,name,born,conditions\n"


@pytest.mark.parametrize(
    "other",
    ["a41,Bo Thrush,1962-07-05", "a41,Zoe Quill,1962-07-06", "A41,Bo Thrush,", "a41,Bo Thrush,1971-01-01"],
)
def test_one_number_for_two_patients_stops_all_rows_with_the_number(other: str) -> None:
    rows = read(f"{HEAD}a41,Zoe Quill,1962-07-05,heel-spur\nb42,Cy,,heel-spur\n{other},heel-spur\n")
    assert list(rows.patients) == [2]
    assert codes(rows) == {1: ["HND919"], 3: ["HND919"]}
    assert all("a41" not in one.message + one.help for found in rows.faults.values() for one in found)


@pytest.mark.parametrize(
    "other", ["a41,\"QUILL, Zoe\",1962-07-05", "a41,Zoe Quill,", "a41,,1962-07-05", ",Bo Thrush,", "a42,Bo Thrush,"]
)  # fmt: skip
def test_one_number_for_one_patient_in_two_rows_is_no_fault(other: str) -> None:
    rows = read(f"{HEAD}a41,Zoe Quill,1962-07-05,heel-spur\n{other},plantar-fasciitis\n")
    assert (list(rows.patients), rows.faults) == ([1, 2], {})
    assert not any(one.is_error for one in rows.found)


def test_repeated_rows_are_one_warning_and_are_printed() -> None:
    zoe = "a41,Zoe Quill,1962-07-05,heel-spur\n"
    rows = read(HEAD + zoe + "b42,Cy,,heel-spur\n" + zoe * 5)
    assert len(rows.patients) == 7
    [found] = rows.found
    assert (found.code, found.severity.value) == ("HND920", "warning")
    assert found.message == "rows 3, 4, 5 and 2 more: the same as an earlier row (rows 4, 5 and 6 of the spreadsheet)"
    assert found.span is not None and found.span.line == 4


def test_repeated_row_is_reported_beside_a_clash_of_its_number() -> None:
    rows = read(f"{HEAD}1,Ann,,heel-spur\n1,Ann,,heel-spur\n1,Bo,,heel-spur\n")
    assert codes(rows) == {1: ["HND919"], 2: ["HND919"], 3: ["HND919"]}
    assert [one.code for one in rows.found] == ["HND920"]


def test_leaflets_without_a_person_may_be_many() -> None:
    assert read("conditions\n" + "heel-spur\n" * 3).found == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,name,conditions\n1,Ann,heel-spur\n,,heel-spur\n", "row 2, `name`: no name and no number"),
        ("name,conditions\n,heel-spur\n", "row 1, `name`: no name"),
        ("id,conditions\n1,heel-spur\n ,heel-spur\n", "row 2, `id`: no number"),
        ('{"name": "Ann", "conditions": "heel-spur"}\n{"conditions": "heel-spur"}\n', "row 2, `name`: no name"),
    ],
)
def test_row_for_nobody_in_a_list_of_people_is_not_printed(text: str, words: str) -> None:
    rows = read(text)
    [(place, [found])] = rows.faults.items()
    assert (found.code, found.message) == ("HND922", words)
    assert place not in rows.patients and place in rows.in_part


def test_row_without_a_name_among_names_is_a_warning() -> None:
    rows = read("id,name,conditions\n1,Ann,heel-spur\n2,,heel-spur\n3,#N/A,heel-spur\n")
    [found] = rows.found
    assert (found.code, found.message) == ("HND923", "row 2: no name, only a number (row 3 of the spreadsheet)")
    assert codes(rows) == {3: ["HND918"]}
    assert read("id,name,conditions\n1,,heel-spur\n2,,heel-spur\n").found == ()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([7], "row 7"),
        ([7, 9], "rows 7 and 9"),
        ([7, 8, 9], "rows 7, 8 and 9"),
        ([1, 2, 3, 4], "rows 1, 2, 3 and 1 more"),
    ],
)
def test_numbers_of_rows_in_words(numbers: list[int], words: str) -> None:
    assert listed(numbers) == words


def test_row_of_the_spreadsheet_and_line_of_the_file_differ_below_cells_of_several_lines() -> None:
    rows = read('id,conditions,notes\n1,heel-spur,"one\ntwo\n\nthree"\n\n,,\n2,heel-spur,x,y\n')
    [found] = rows.faults[2]
    assert found.span is not None and (found.span.line, rows.sheet_row(2), rows.numbers[2]) == (8, 5, 2)


def test_open_quote_names_the_row_of_the_spreadsheet() -> None:
    [found] = read('conditions,notes\nheel-spur,"a\nb"\nheel-spur,"c\n').found
    assert found.code == "HND901" and "begins on line 4 (row 3 of the spreadsheet)" in found.message
    assert found.span is not None and (found.span.line, found.span.column) == (4, 11)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_open_quote_is_found_below_the_cells_of_its_row(end: str) -> None:
    lines = ["notes,name,conditions", '"one', 'two""","",x', "a,b,c", '"one', 'two","Ann,heel-spur', "x,y,z", ""]
    [found] = read(end.join(lines)).found
    assert found.span is not None and (found.span.line, found.span.column) == (6, 6)


def test_json_lines_have_no_row_of_a_spreadsheet() -> None:
    assert read('{"conditions": "heel-spur"}\n').sheet_row(1) == 0


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a41,Zoe Quill,01/01/1900,heel-spur", "HND918"),
        ("a41,Zoe Quill,,", "HND908"),
        (f"a41,Zoe {'Quill ' * 20},,heel-spur", "HND911"),
        ("a41,,1962-07-05,Heel spur", "HND909"),
    ],
)
def test_one_number_for_two_patients_is_found_in_rows_with_other_faults(row: str, code: str) -> None:
    rows = read(f"{HEAD}{row}\na41,Bo Thrush,1971-01-01,heel-spur\n")
    assert codes(rows) == {1: [code, "HND919"], 2: ["HND919"]}
    assert rows.patients == {}
