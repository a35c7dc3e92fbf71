"""Rows of a list: what is read, and every fault of reading in its place, without a patient's word in it."""

from __future__ import annotations

import datetime
import json

import pytest
import speed

from handouts.batch import patients
from handouts.batch.patients import Patient, PatientList, column_names
from handouts.diagnostics import CODES, Diagnostic

TODAY = datetime.date(2026, 11, 22)


def read(text: str | bytes, own: column_names.Columns = patients.USUAL) -> PatientList:
    return patients.read(text.encode() if isinstance(text, str) else text, "list.csv", TODAY, own)


def findings_of(sheet: PatientList) -> list[Diagnostic]:
    return [*sheet.found, *(one for found in sheet.faults.values() for one in found)]


def places(sheet: PatientList) -> list[tuple[str, int, int, int]]:
    spans = [(one.code, one.span) for one in findings_of(sheet)]
    return [(code, span.line, span.column, span.length) for code, span in spans if span]


WHOLE = Patient(
    number=1,
    conditions=("heel-spur", "plantar-fasciitis"),
    patient="Example, Ann",
    reference="007",
    born=datetime.date(1961, 3, 4),
    side="left",
    exercises=3,
    settings=("calf-stretch-wall.hold=20s", "ice.minutes=10", "foot-roll.minutes=2"),
    notes="Go “slowly”, one step at a time",
    clinician="B. Physio",
    date=datetime.date(2026, 11, 20),
    start=datetime.date(2026, 11, 23),
    language="en",
    edition="large-print",
)


def test_a_row_with_everything() -> None:
    sheet = read(
        "Patient ID,Name,Date of birth,Conditions,Side,Exercises,Set,foot-roll.minutes,Notes,Clinician,Date,"
        "Start,Language,Edition\n"
        '007,"Example, Ann",1961-03-04,heel-spur; plantar-fasciitis,Left,3,'
        'calf-stretch-wall.hold=20s; ice.minutes = 10,2,"Go “slowly”,\n  one step at a time",'
        "B. Physio,2026-11-20,2026-11-23,en,large-print\n"
    )
    assert findings_of(sheet) == []
    assert sheet.patients == {1: WHOLE}


def test_the_same_row_as_json() -> None:
    said = {
        "id": "007", "name": "Example, Ann", "born": "1961-03-04", "conditions": ["heel-spur", "plantar-fasciitis"],
        "side": "left", "exercises": 3, "set": {"calf-stretch-wall.hold": "20s", "ice.minutes": 10},
        "foot-roll.minutes": 2, "notes": "Go “slowly”, one step at a time", "clinician": "B. Physio",
        "date": "2026-11-20", "start": "2026-11-23", "language": "en", "edition": "large-print", "reason": None,
    }  # fmt: skip
    sheet = read(json.dumps(said) + "\n\n" + json.dumps({"conditions": "heel-spur", "name": "Bo"}) + "\r\n")
    assert findings_of(sheet) == []
    assert sheet.patients == {1: WHOLE, 2: Patient(2, ("heel-spur",), "Bo")}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_dialects_of_spreadsheets(delimiter: str, end: str, encoding: str) -> None:
    lines = [
        "name,conditions,side",
        '"Ann ""Annie"" Example","heel-spur plantar-fasciitis",left',
        ",,",
        "Bo,heel-spur,",
        "",
    ]
    text = end.join(line.replace(",", delimiter) for line in lines)
    sheet = read(text.encode(encoding))
    assert findings_of(sheet) == []
    assert sheet.patients == {
        1: Patient(1, ("heel-spur", "plantar-fasciitis"), 'Ann "Annie" Example', side="left"),
        2: Patient(2, ("heel-spur",), "Bo"),
    }


def test_a_note_of_the_spreadsheet_about_its_delimiter() -> None:
    sheet = read("sep=;\r\nname;conditions\r\nAnn;heel-spur\r\n")
    assert sheet.patients == {1: Patient(1, ("heel-spur",), "Ann")}
    assert sheet.table.records[0].line == 3


def test_the_encoding_of_old_windows_is_read_and_reported() -> None:
    sheet = read("name,conditions\nJürgen Groß,heel-spur\n".encode("cp1252"))
    assert [one.code for one in findings_of(sheet)] == ["HND912"]
    assert sheet.patients[1].patient == "Jürgen Groß"


def test_values_are_literal_text() -> None:
    words = ["{{ 7*7 }}", "{% include 'x' %}", "<b>Ann</b>", "A & B", "%s", "$HOME", "`id`", "{name}"]
    sheet = read("name,conditions\n" + "".join(f'"{word}",heel-spur\n' for word in words))
    assert [row.patient for row in sheet.patients.values()] == words


HEAD = "name,conditions,born,side,exercises,set,notes,language,edition,date,id,calf-stretch-wall.hold"
CELLS = dict(zip(HEAD.split(","), [""] * 12, strict=True)) | {"name": "Zebulon Quill", "conditions": "heel-spur"}

#: column, cell, code, column of the file, length
FAULTS = [
    ("conditions", "", "HND908", 15, 1),
    ("conditions", ";", "HND908", 15, 1),
    ("conditions", "heel-spur Zebulon", "HND909", 25, 7),
    ("conditions", "; ".join(f"heel-{n}" for n in range(9)), "HND911", 15, 70),
    ("born", "1961-02-30", "HND909", 25, 10),
    ("born", "04/03/1961", "HND909", 25, 10),
    ("born", "2026-11-23", "HND909", 25, 10),
    ("born", "1161-03-04", "HND909", 25, 10),
    ("side", "front", "HND909", 26, 5),
    ("exercises", "0", "HND909", 27, 1),
    ("exercises", "13", "HND909", 27, 2),
    ("exercises", "٣", "HND909", 27, 1),
    ("set", "gently", "HND909", 28, 6),
    ("set", "ice.minutes=10; Zebulon=3", "HND909", 44, 9),
    ("set", "ice.minutes=ten", "HND909", 28, 15),
    ("notes", "a" * 61, "HND911", 29, 61),
    ("notes", "a " * 301 + "b", "HND911", 29, 603),
    ("notes", "Zebulon \u202equick", "HND910", 37, 1),
    ("language", "English (UK)", "HND909", 30, 12),
    ("edition", "Large Print", "HND909", 31, 11),
    ("date", "today", "HND909", 32, 5),
    ("id", "7" * 41, "HND911", 33, 41),
    ("id", "7\u00007", "HND910", 34, 1),
    ("calf-stretch-wall.hold", "twenty", "HND909", 34, 6),
    ("name", "a" * 81, "HND911", 1, 81),
    ("name", "Ann\u0301\u0301\u0301\u0301\u0301", "HND910", 8, 1),
    ("name", "\u0301Ann", "HND910", 1, 1),
    ("name", '"Ann\nQuill"', "HND910", 5, 1),
    ("name", "Ann\u2028Quill", "HND910", 4, 1),
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "code", "at", "length"), FAULTS)
def test_a_fault_of_a_cell_is_reported_in_its_place_without_its_words(
    column: str, cell: str, code: str, at: int, length: int
) -> None:
    cells = CELLS | {column: cell}
    sheet = read(f"{HEAD}\nBo,heel-spur,,,,,,,,,,\n{','.join(cells.values())}\n")
    assert list(sheet.patients) == [1]
    (found,) = findings_of(sheet)
    assert found.span is not None
    assert (found.code, found.span.line, found.span.column, found.span.length) == (code, 3, at, length)
    assert found.message.startswith(f"row 2, `{column}`: ")
    assert "Zebulon" not in found.message + found.help and (len(cell) < 3 or cell not in found.message + found.help)
    assert not found.message.endswith(".") and not found.help.endswith(".")


@pytest.mark.parametrize(("cell", "side"), [("LEFT", "left"), ("r", "right"), ("Bilateral", "both"), ("", None)])
def test_sides_as_clinics_write_them(cell: str, side: str | None) -> None:
    assert read(f"conditions,side\nheel-spur,{cell}\n").patients[1].side == side


def test_each_condition_may_have_its_side() -> None:
    sheet = read(
        "conditions,side\nheel-spur; heel-and-back,heel-spur=R; heel-and-back = left\nheel-spur,heel-spur=left\n"
    )
    assert (sheet.patients[1].side, dict(sheet.patients[1].sides)) == (
        None,
        {"heel-spur": "right", "heel-and-back": "left"},
    )
    assert (sheet.patients[2].side, sheet.patients[2].sides) == ("left", ())


def test_sides_as_an_object_of_json() -> None:
    row = {"conditions": ["heel-spur", "heel-and-back"], "side": {"heel-spur": "right", "heel-and-back": "left"}}
    assert dict(read(json.dumps(row)).patients[1].sides) == {"heel-spur": "right", "heel-and-back": "left"}


@pytest.mark.parametrize("cell", ["heel-spur=up", "heel-spur=", "left; right", "heel-spur=left; heel-spur=right", "=;"])
def test_a_side_that_is_none_is_a_fault_of_its_cell(cell: str) -> None:
    (found,) = read(f"conditions,side\nheel-spur,{cell}\n").faults[1]
    assert found.code == "HND909" and "`side`" in found.message


def test_a_ragged_row_costs_itself_alone() -> None:
    sheet = read("name,conditions,notes\nAnn,heel-spur\nBo,heel-spur,a,b\nCy,heel-spur,,,,\nDi,heel-spur,x\n")
    assert [row.patient for row in sheet.patients.values()] == ["Cy", "Di"]
    assert [(place, found[0].code) for place, found in sheet.faults.items()] == [(1, "HND905"), (2, "HND905")]
    assert "1 cell too few" in sheet.faults[1][0].message and "1 cell too many" in sheet.faults[2][0].message


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "HND902", (1, 1)),
        (b"\n \n", "HND902", (1, 1)),
        (b"Ann,1961\n", "HND902", (1, 1)),
        (b"name,conditions,Name\nA,heel-spur,B\n", "HND903", (1, 17)),
        (b"conditions,sied\nheel-spur,left\n", "HND904", (1, 12)),
        (b"conditions,,side\nheel-spur,,left\n", "HND904", (1, 12)),
        (b'name,conditions\nA,heel-spur\n"B,heel-spur\nC,heel-spur\n', "HND901", (3, 1)),
        (b'name,conditions\n"A" B,heel-spur\n', "HND901", (2, 1)),
        (b"PK\x03\x04workbook", "HND901", (1, 1)),
        ("name,conditions\nJürgen,heel-spur\n".encode() + "Groß,heel-spur\n".encode("cp1252"), "HND901", (3, 4)),
        (b"name,conditions\n\x81,heel-spur\n", "HND901", (2, 1)),
        (b'[{"conditions": "heel-spur"}]', "HND901", (1, 1)),
        (b"\xff\xfen\x00a", "HND901", (1, 2)),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_as_a_whole(data: bytes, code: str, place: tuple[int, int]) -> None:
    sheet = read(data)
    assert sheet.patients == {}
    (found,) = findings_of(sheet)
    assert found.span is not None
    assert (found.code, (found.span.line, found.span.column)) == (code, place)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"conditions": "heel-spur"', "HND906"),
        ('"heel-spur"', "HND906"),
        ('{"conditions": "heel-spur", "conditions": "x"}', "HND906"),
        ('{"conditions": {"a": {"b": 1}}}', "HND906"),
        ('{"conditions": "heel-spur", "exercises": true}', "HND906"),
        ("[" * 100_000, "HND906"),
        ('{"conditions": "heel-spur", "name": "\\ud800"}', "HND910"),
        ('{"conditions": "heel-spur", "name": "Ann\\u0000"}', "HND910"),
        ('{"name": "Ann"}', "HND908"),
    ],
)
def test_a_line_that_is_no_row_costs_itself_alone(line: str, code: str) -> None:
    sheet = read('{"conditions": "heel-spur", "name": "Bo"}\n' + line + "\n")
    assert [row.patient for row in sheet.patients.values()] == ["Bo"]
    assert [(one.code, one.span.line) for one in findings_of(sheet) if one.span] == [(code, 2)]


def test_a_header_without_conditions_may_be_a_patient_and_is_not_repeated() -> None:
    (found,) = findings_of(read("Zebulon Quill,heel-spur,left\n"))
    assert "Zebulon" not in found.message + found.help


def test_one_bad_row_in_ten_thousand_is_found_soon() -> None:
    line = 'RX-{n},"Example, Ann",1961-03-04,heel-spur,left,calf-stretch-wall.hold=20s,"Go ""slow""",B. Physio\n'
    lines = [line.format(n=n) for n in range(10_000)]
    lines[7_000] = lines[7_000].replace("1961-03", "1961-13")
    with speed.measured() as cost:
        sheet = read("id,name,born,conditions,side,set,notes,clinician\n" + "".join(lines))
    assert cost.units < 200
    assert len(sheet.patients) == 9_999
    assert places(sheet) == [("HND909", 7_002, 24, 10)]


# ---------------------------------------------------------------- other headers


MAP = b"""columns:
  id: Hospital No.
  conditions: Diagnosis
  calf-stretch-wall.hold: Calf hold
dates: day/month/year
ignore: [Phone]
"""


def test_a_file_of_columns_names_the_headers_of_a_clinic() -> None:
    own, found = column_names.read(MAP, "map.yaml")
    assert found == []
    sheet = read("hospital no.,DIAGNOSIS,Calf_Hold,Phone,DOB\nX1,heel-spur,20s,01632,04/03/1961\n", own)
    assert findings_of(sheet) == []
    row = Patient(
        1, ("heel-spur",), reference="X1", born=datetime.date(1961, 3, 4), settings=("calf-stretch-wall.hold=20s",)
    )
    assert sheet.patients == {1: row}


def test_a_field_with_its_own_header_has_no_other() -> None:
    own, _ = column_names.read(MAP, "map.yaml")
    assert [one.code for one in findings_of(read("Diagnosis,ID\nheel-spur,7\n", own))] == ["HND917", "HND917", "HND904"]
    assert [one.code for one in findings_of(read("conditions\nheel-spur\n", own))] == ["HND917"] * 3


def test_all_other_columns_may_be_left_alone() -> None:
    own, _ = column_names.read(b"ignore: others\n", "map.yaml")
    assert read("Phone,conditions,,Ward\n01632,heel-spur,x,7\n", own).patients == {1: Patient(1, ("heel-spur",))}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("colums: {}", 1, 1),
        ("dates: {}", 1, 8),
        ("dates: [iso]", 1, 8),
        ("columns: [id]", 1, 10),
        ("columns: {nmae: Full name}", 1, 11),
        ("columns: {name: 7}", 1, 17),
        ("columns: {name: Who, id: who}", 1, 26),
        ("dates: mm/dd/yy", 1, 8),
        ("ignore: Phone", 1, 9),
        ("just words", 1, 1),
    ],
)
def test_a_fault_in_a_file_of_columns_has_its_place(text: str, line: int, column: int) -> None:
    _, (found,) = column_names.read(text.encode(), "map.yaml")
    assert found.span is not None
    assert (found.code, found.span.line, found.span.column) == ("HND907", line, column)


def test_every_code_of_rows_and_merges_is_met_in_their_tests() -> None:
    from pathlib import Path

    tests = Path(__file__).parent.parent
    here = "".join(
        path.read_text("utf-8") for room in ("patients", "mail_merge") for path in (tests / room).glob("test_*.py")
    )
    assert {code for code in CODES if "HND901" <= code <= "HND929"} <= {
        word for word in here.split('"') if word in CODES
    }
