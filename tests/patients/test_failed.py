"""The rows that failed: a file that can be run again, with every cell as it was."""

from __future__ import annotations

import csv
import datetime

import pytest

from handouts.batch import patients
from handouts.batch.patients import PatientList, failed_rows

TODAY = datetime.date(2026, 11, 22)

LIST = (
    "id,name,conditions,side,notes\r\n"
    "1,Ann,heel-spur,left,\r\n"
    '2,"Bo ""B"", Esq",heel-spur,front,"=HYPERLINK(""x"")\r\nsecond line"\r\n'
    "3,Cy,heel-spur\r\n"
    "4,Di,,,+1\r\n"
)


def read(data: bytes, name: str = "list.csv") -> PatientList:
    return patients.read(data, name, TODAY)


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))


def test_failed_rows_have_their_number_their_reason_and_their_cells_unchanged() -> None:
    sheet = read(LIST.encode())
    header, *lines = table(failed_rows.failed(sheet, sheet.faults))
    assert header == ["row", "reason", "id", "name", "conditions", "side", "notes"]
    assert [line[0] for line in lines] == ["2", "3", "4"]
    assert lines[0][2:] == ["2", 'Bo "B", Esq', "heel-spur", "front", '=HYPERLINK("x")\r\nsecond line']
    assert lines[1][2:] == ["3", "Cy", "heel-spur"]
    assert lines[0][1].startswith("HND909 row 2, `side`: ")
    assert not any(word in line[1] for line in lines for word in ("Bo", "Cy", "Di", "front"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_run_again_it_fails_alike_and_mended_it_passes(encoding: str) -> None:
    sheet = read(LIST.encode(encoding))
    first = failed_rows.failed(sheet, sheet.faults)
    again = read(first)
    assert again.patients == {}
    assert failed_rows.failed(again, again.faults) == first
    mended = (
        first.decode()
        .replace(",front,", ",right,")
        .replace("Cy,heel-spur", "Cy,heel-spur,,")
        .replace("Di,,", "Di,heel-spur,")
        .replace("=HYPERLINK", "see ")
    )
    whole = read(mended.encode())
    assert whole.faults == {}
    assert [(row.number, row.patient) for row in whole.patients.values()] == [(2, 'Bo "B", Esq'), (3, "Cy"), (4, "Di")]


def test_json_lines_come_back_as_json_lines() -> None:
    text = '{"name": "Ann", "conditions": []}\n{"name": "Bo", "conditions": "heel-spur"}\nnonsense\n'
    sheet = read(text.encode(), "list.jsonl")
    first = failed_rows.failed(sheet, sheet.faults)
    assert failed_rows.name(sheet.table) == "failed.jsonl"
    assert first.decode().splitlines()[1] == "nonsense"
    again = read(first.replace(b'"conditions": []', b'"conditions": ["heel-spur"]'), "failed.jsonl")
    assert [row.patient for row in again.patients.values()] == ["Ann"]
    assert failed_rows.failed(read(first), read(first).faults).decode().count("reason") == 1


def test_two_rows_of_one_number_are_refused() -> None:
    sheet = read(b"row,conditions\n7,heel-spur\n7,heel-spur\n8,heel-spur\n")
    assert [row.number for row in sheet.patients.values()] == [8]
    assert {found[0].code for found in sheet.faults.values()} == {"HND909"}
