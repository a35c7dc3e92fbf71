"""Headers of lists: mappings that match nothing, names in several columns, columns and rows that are no patients."""

from __future__ import annotations

import datetime

import pytest

from handouts.batch import patients
from handouts.batch.patients import PatientList, column_names
from handouts.batch.patients.spelling import slip_of
from handouts.diagnostics import Diagnostic

TODAY = datetime.date(2026, 11, 22)


def read(text: str, own: str = "") -> PatientList:
    mapping = column_names.read(own.encode(), "map.yaml")[0] if own else patients.USUAL
    return patients.read(text.encode(), "list.csv", TODAY, mapping)


def findings(rows: PatientList) -> list[Diagnostic]:
    return [*rows.found, *(one for found in rows.faults.values() for one in found)]


# ---------------------------------------------------------------- a mapping that matches nothing


@pytest.mark.parametrize("ignore", ["", "ignore: others\n", "ignore: [Ref No., Whole name]\n"])
def test_mapping_to_a_header_that_is_not_there_is_an_error(ignore: str) -> None:
    own = "columns:\n  id: Ref No\n  name: Called\n  conditions: Problem\n" + ignore
    rows = read("Ref No.,Whole name,Problem\n0041,Ann,heel-spur\n", own)
    assert rows.patients == {}
    lacking = [one for one in findings(rows) if one.code == "HND917"]
    assert [(one.span.file, one.span.line, one.span.column, one.span.length) for one in lacking if one.span] == [
        ("map.yaml", 2, 7, 6), ("map.yaml", 3, 9, 6),
    ]  # fmt: skip


def test_help_for_a_mapping_names_the_same_letters_or_what_nobody_reads() -> None:
    own = "columns: {id: Ref No, name: Called, conditions: Problem}\nignore: others\n"
    first, second = findings(read("Ref No.,Whole name,Problem\n0041,Ann,heel-spur\n", own))
    assert first.help == "did you mean `Ref No.`?"
    assert second.help == "write a header of the list; nobody reads `Ref No.`, `Whole name`"


def test_mapping_in_json_lines_is_checked_too_and_its_failed_rows_keep_it() -> None:
    from handouts.batch.patients import failed_rows

    own = "columns: {name: Called}\n"
    lines = '{"Called": "Ann", "conditions": "heel-spur"}\n{"Called": "Bo", "conditions": []}\n'
    rows = patients.read(lines.encode(), "list.jsonl", TODAY, column_names.read(own.encode(), "map.yaml")[0])
    assert list(rows.patients) == [1]
    failed = failed_rows.failed(rows, rows.faults).decode()
    again = read(failed, own)
    assert [one.code for one in findings(again)] == ["HND908"], "the optional key is there, so the mapping still fits"
    assert [one.code for one in findings(read('{"conditions": "heel-spur"}\n', own))] == ["HND917"]


# ---------------------------------------------------------------- names in several columns

JOINED = "columns: {name: [Title, First name, Surname]}\n"


def test_name_is_joined_of_its_columns_in_their_order() -> None:
    rows = read("Surname,conditions,Title,First name\nQuill,heel-spur,Dr,Zoe\nThrush,heel-spur,,Yo\n", JOINED)
    assert findings(rows) == []
    assert [row.patient for row in rows.patients.values()] == ["Dr Zoe Quill", "Yo Thrush"]


def test_conditions_are_joined_of_their_columns() -> None:
    rows = read("First,Second\nheel-spur,plantar-fasciitis\nheel-spur,\n", "columns: {conditions: [First, Second]}\n")
    assert [row.conditions for row in rows.patients.values()] == [("heel-spur", "plantar-fasciitis"), ("heel-spur",)]
    assert findings(rows) == []


def test_fault_of_a_joined_name_is_at_its_column() -> None:
    rows = read("conditions,Title,First name,Surname\nheel-spur,Ms,Zoe,#N/A\nheel-spur,Ms,Zoe,Qu\u202eill\n", JOINED)
    spans = [one.span for one in findings(rows)]
    assert [(span.line, span.column, span.length) for span in spans if span] == [(2, 18, 4), (3, 20, 1)]
    assert all("`Surname`" in one.message for one in findings(rows))


@pytest.mark.parametrize("own", ["columns: {name: []}", "columns: {id: [A, B]}", "columns: {born: [Day, Month]}"])
def test_only_some_fields_are_joined(own: str) -> None:
    assert [one.code for one in column_names.read(own.encode(), "map.yaml")[1]] == ["HND907"]


@pytest.mark.parametrize(
    ("header", "own", "line"),
    [
        ("conditions,Surname,First name", "", "name: [First name, Surname]"),
        ("conditions,Last Name,forename,Title", "", "name: [Title, forename, Last Name]"),
        ("conditions,Name,Vorname", "", "name: [Vorname, Name]"),
        ("conditions,Name,First name", "ignore: others\n", "name: [First name, Name]"),
    ],
)
def test_name_in_several_columns_is_one_finding_with_the_line_to_write(header: str, own: str, line: str) -> None:
    rows = read(f"{header}\nheel-spur,A,B,C\n", own)
    [found] = rows.found
    assert rows.patients == {} and found.code == "HND904"
    assert f"add `columns: {{{line}}}` to a file" in found.help


@pytest.mark.parametrize("header", ["First name", "Surname", "Title", "Site", "Form", "Names 2", "Stat"])
def test_no_hint_proposes_another_meaning_by_its_spelling(header: str) -> None:
    [found] = findings(read(f"conditions,{header}\nheel-spur,x\n"))
    assert found.code == "HND904" and "did you mean" not in found.help


def test_many_columns_that_nobody_reads_are_one_finding_with_the_line_to_write() -> None:
    [found] = findings(read("conditions,Phone,Ward,E-Mail\nheel-spur,1,2,3\n"))
    assert (found.code, found.message) == ("HND904", "nobody reads 3 columns: `Phone`, `Ward`, `E-Mail`")
    line = 'ignore: ["Phone", "Ward", "E-Mail"]'
    assert f"add the line `{line}` to a file" in found.help
    assert findings(read("conditions,Phone,Ward,E-Mail\nheel-spur,1,2,3\n", line)) == []
    [found] = findings(read("conditions," + ",".join(f"C{n}" for n in range(9)) + "\nheel-spur" + ",x" * 9 + "\n"))
    assert "add the line `ignore: others`" in found.help and found.message.endswith("`C5` and others")


def test_field_outside_of_columns_gets_its_place() -> None:
    [found] = column_names.read(b"name: Full name\n", "map.yaml")[1]
    assert found.help == "write it under `columns:`, as `columns: {name: …}`"


@pytest.mark.parametrize("header", ["conditons", "Condtion", "CONDITOINS", "conditionss", "Condition(s)", "conditins"])
def test_mistyped_column_of_conditions_is_named(header: str) -> None:
    [found] = findings(read(f"name,{header}\nAnn,heel-spur; plantar-fasciitis\n"))
    assert (found.code, found.help) == ("HND902", f"did you mean `conditions` by `{header}`? Correct the header")
    assert found.span is not None and (found.span.column, found.span.length) == (6, len(header))


@pytest.mark.parametrize(
    ("header", "cell", "field"),
    [("Sides", "left", "side"), ("site", "right", "side"), ("week", "3", "weeks"), ("site", "London", None),
     ("Date of visit", "2026-03-04", None), ("condition code", "heel-spur", None)],
)  # fmt: skip
def test_near_spelling_is_a_hint_where_the_cells_have_values_of_the_field(
    header: str, cell: str, field: str | None
) -> None:
    [found] = findings(read(f"conditions,{header}\nheel-spur,{cell}\n"))
    assert ("did you mean" in found.help) is bool(field)
    assert not field or f"did you mean `{field}`?" in found.help


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("sied", "side"), ("nmae", "name"), ("conditons", "conditions"), ("clinicican", "clinician"),
        ("notess", "notes"),
        ("lan-guage", "language"), ("surname", None), ("site", None), ("born2", None), ("dat", None), ("brn", None),
    ],
)  # fmt: skip
def test_one_slip_is_a_hint_and_another_word_is_none(word: str, name: str | None) -> None:
    assert slip_of(word, column_names.FIELDS) == name


@pytest.mark.parametrize(
    ("word", "name"), [("heel-spurr", "heel-spur"), ("heelspur", "heel-spur"), ("knee-spur", None), ("heal-pain", None)]
)
def test_hint_for_a_condition_is_of_the_same_part_of_the_body(word: str, name: str | None) -> None:
    assert slip_of(word, ["heel-spur", "heel-pain", "knee-pain"]) == name


# ---------------------------------------------------------------- columns and rows that are no patients'


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        (",conditions", "0,heel-spur\n1,heel-spur", "the column 1 only counts the rows"),
        ("Unnamed: 0,conditions", "1,heel-spur", "the column 1 only counts the rows"),
        (",conditions", "x,heel-spur", "the column 1 has no header"),
        ("Ward,conditions", "1,heel-spur", "nobody reads the column `Ward`"),
    ],
)
def test_column_without_a_header_is_reported_for_what_it_is(header: str, row: str, message: str) -> None:
    [found] = findings(read(f"{header}\n{row}\n"))
    assert (found.code, found.message) == ("HND904", message)


def test_same_header_twice_is_at_its_second_column_with_the_way_to_join() -> None:
    [found] = findings(read("name,conditions,Name\nZoe,heel-spur,Quill\n"))
    assert found.code == "HND903" and found.span is not None and found.span.column == 17
    assert "`columns: {name: [First name, Surname]}`" in found.help


def test_header_below_a_title_is_found_and_repeats_no_word() -> None:
    [found] = findings(read("Clinic of Dr Zebulon Quill,,\n\nid,name,conditions\n1,Ann,heel-spur\n"))
    assert (found.code, found.message) == ("HND902", "the header is on line 3, below other lines")
    assert found.span is not None and found.span.line == 3 and "Zebulon" not in found.help


def test_header_of_two_lines_in_quotes_is_read() -> None:
    assert findings(read('id,"patient\nname",conditions ,\n1,Ann,heel-spur,\n')) == []


def test_header_in_the_middle_of_the_rows_is_no_patient() -> None:
    rows = read("name,conditions\nAnn,heel-spur\nName,Conditions\nBo,heel-spur\n")
    assert [row.patient for row in rows.patients.values()] == ["Ann", "Bo"]
    assert [one.message for one in findings(rows)] == ["row 2, `conditions`: this row repeats the header"]


def test_file_of_columns_with_a_literal_field_that_is_not_printed_as_written() -> None:
    [found] = column_names.read(b"literal: [born]\n", "map.yaml")[1]
    assert found.code == "HND907" and found.span is not None and found.span.column == 10


def test_header_without_rows_is_an_error() -> None:
    [found] = findings(read("name,conditions\n\n"))
    assert (found.code, found.message) == ("HND902", "the list has a header and no rows")
    assert found.is_error and found.span is not None and found.span.line == 1


@pytest.mark.parametrize(
    ("header", "mapped"),
    [
        ("Calf hold", 'calf-stretch-wall.hold: "Calf hold"'),
        ("Roll: Times_a_day", 'calf-stretch-wall.times_a_day: "Roll: Times_a_day"'),
    ],
)
def test_unread_column_of_a_dose_is_offered_as_one(header: str, mapped: str) -> None:
    [found] = findings(read(f"conditions,{header}\nheel-spur,20s\n"))
    assert found.help.startswith(f"map the dose to its exercise, such as `columns: {{{mapped}}}`, or list it")


def test_unread_column_of_no_dose_is_not_offered_as_one() -> None:
    [found] = findings(read("conditions,Household\nheel-spur,20s\n"))
    assert "dose" not in found.help
