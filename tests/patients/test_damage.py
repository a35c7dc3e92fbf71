"""Cells that a spreadsheet, a database or a web page damaged: each kind is found, and no proper text is."""

from __future__ import annotations

import datetime

import pytest

from handouts.batch import patients
from handouts.batch.patients import PatientList, column_names
from handouts.batch.patients.damage import damage
from handouts.cli import mail_merge_report
from handouts.diagnostics import Diagnostic

TODAY = datetime.date(2026, 11, 22)


def read(text: str, own: column_names.Columns = patients.USUAL) -> PatientList:
    return patients.read(text.encode(), "list.csv", TODAY, own)


def findings(rows: PatientList) -> list[Diagnostic]:
    return [one for found in rows.faults.values() for one in found]


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        ("id", "3.07E+12", "its last digits are lost"),
        ("id", "3,07E+12", "its last digits are lost"),
        ("id", "3E+12", "its last digits are lost"),
        ("id", "3070000000000000000", "only 15 digits"),
        ("id", "41.0", "with decimals"),
        ("id", "41,00", "with decimals"),
        ("id", '="0041"', "a formula around a text"),
        ("id", "='0041'", "a formula, not its result"),
        ("id", "'0041", "marks a text"),
        ("id", "4-Mar", "made a day"),
        ("id", "Mar-41", "made a day"),
        ("id", "#REF!", "an error value"),
        ("id", "None", "the word of a program for an empty cell"),
        ("name", "#N/A", "an error value"),
        ("name", "#name?", "an error value"),
        ("name", "Err:502", "an error value"),
        ("name", "######", "wider than its column"),
        ("name", "NULL", "the word of a program for an empty cell"),
        ("name", '=VLOOKUP(A2,Names!A:B,2,FALSE)&" "', "a formula, not its result"),
        ("name", "=$B$7", "a formula, not its result"),
        ("name", "Zoe&nbsp;Quill", "the HTML code"),
        ("name", "O&#39;Quill", "the HTML code"),
        ("name", "Zoe MÃ¼hl", "encoded as UTF-8 twice"),
        ("name", "JosÃ© Quill", "encoded as UTF-8 twice"),
        ("name", "Åukasz Å»Ã³Å‚Ä‡", "encoded as UTF-8 twice"),
        ("name", "ÐžÐ»ÑŒÐ³Ð°", "encoded as UTF-8 twice"),
        ("name", "Oâ€™Quill", "encoded as UTF-8 twice"),
        ("name", "M?hl", "a letter was lost"),
        ("notes", "go slowly &amp; rest", "the HTML code"),
        ("notes", '=HYPERLINK("https://example.org")', "a formula, not its result"),
        ("name", "=CMD|'/C calc'!A0", "a formula, not its result"),
        ("name", "=-1", "a formula, not its result"),
        ("name", "@SUM(1+1)", "a formula, not its result"),
        ("clinician", "nan", "the word of a program for an empty cell"),
        ("side", "#N/A", "an error value"),
        ("side", "NULL", "the word of a program for an empty cell"),
        ("conditions", "=A2", "a formula, not its result"),
        ("born", "########", "wider than its column"),
    ],
)  # fmt: skip
def test_damaged_cell_stops_its_row_with_a_remedy_and_without_its_words(field: str, cell: str, message: str) -> None:
    cells = {"conditions": "heel-spur", field: cell}
    row = ";".join('"' + text.replace('"', '""') + '"' for text in cells.values())
    rows = read(f"{';'.join(cells)}\n{row}\n")
    [found] = findings(rows)
    assert rows.patients == {} and found.code == "HND918"
    assert message in found.message and found.help
    assert cell not in found.message + found.help or cell in ("None", "NULL", "nan")
    assert ("add `literal:" in found.help) == (field in column_names.TEXTS)


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("id", "0041"), ("id", "12E3"), ("id", "7E"), ("id", "1.5"), ("id", "943 476 5919"),
        ("id", "MRN-100000000000000"),
        ("id", "1000000"), ("id", "#41"), ("id", "MAY"), ("id", "T7/1961"), ("id", "485777345600"),
        ("name", "'t Hooft"), ("name", "O'Neill"), ("name", "Ann & Bo"), ("name", "AT&T; Quill"), ("name", "Zoe Null"),
        ("name", "Noneth"), ("name", "ÁSGEIR ÞÓR"), ("name", "«CAFÉ»"), ("name", "Đặng Thị Ánh"), ("name", "SÃO"),
        ("name", "ÉÄÖÜ"), ("name", "Łukasz Żółć"), ("name", "Ольга"), ("name", "Ann (?)"), ("name", "May"),
        ("name", "1E5"),
        ("notes", "= as before"), ("notes", "ready? then go"), ("notes", "#1: rest"), ("notes", "It’s «très» bien…"),
        ("notes", "'Slowly' is the word"), ("clinician", "Dr. Nan"),
    ],
)  # fmt: skip
def test_proper_text_is_no_damage(field: str, cell: str) -> None:
    assert damage(cell, field) is None


def test_guilty_letters_are_at_their_place() -> None:
    [found] = findings(read('conditions,notes\nheel-spur,"Rest first.\nThen walk &amp; stretch."\n'))
    assert found.span is not None and (found.span.line, found.span.column, found.span.length) == (3, 11, 5)


def test_literal_columns_are_printed_as_written() -> None:
    own, found = column_names.read(b"literal: [id]\n", "map.yaml")
    assert found == []
    rows = read("id,name,conditions\n41.0,#N/A,heel-spur\n41.0,Ann,heel-spur\n", own)
    assert [row.reference for row in rows.patients.values()] == ["41.0"]
    assert [one.code for one in findings(rows)] == ["HND918"]


def test_one_damage_in_a_whole_column_is_reported_once_with_its_count() -> None:
    rows = read("id,conditions\n" + "".join(f"{n}.07E+11,heel-spur\n" for n in range(1, 10)))
    [found] = mail_merge_report.by_cause(rows.faults, rows.numbers, rows.sheet_row)
    assert found.message.startswith("9 rows, `id`: the spreadsheet rounded this number")


# ---------------------------------------------------------------- days

ISO, UK, US = "year-month-day", "day/month/year", "month/day/year"


@pytest.mark.parametrize(
    ("cell", "code", "message"),
    [
        ("22345", "HND918", "the number by which a spreadsheet counts days"),
        ("22345.5", "HND918", "the number by which a spreadsheet counts days"),
        ("9345", "HND918", "the number by which a spreadsheet counts days"),
        ("1962-07-05 00:00:00", "HND918", "a time at midnight"),
        ("1962-07-05T00:00", "HND918", "a time at midnight"),
        ("5/7/1962 12:00:00 AM", "HND918", "a time at midnight"),
        ("1962-07-05 09:30", "HND918", "a day with a time"),
        ("5-Jul-62", "HND918", "two digits"),
        ("05/07/62", "HND918", "two digits"),
        ("5-Jul-1962", "HND918", "as a word"),
        ("July 5, 1962", "HND918", "as a word"),
        ("1900-01-01", "HND918", "where they know none"),
        ("1/1/1900", "HND918", "where they know none"),
        ("1900-01-01 00:00:00", "HND918", "where they know none"),
        ("0000-00-00", "HND918", "where they know none"),
        ("########", "HND918", "wider than its column"),
        ("#VALUE!", "HND918", "an error value"),
        ("1962", "HND909", "no day that can be read"),
        ("5.7.1962", "HND909", "not written year-month-day"),
    ],
)
@pytest.mark.parametrize("field", ["born", "start"])
def test_each_form_of_a_day_is_reported_for_what_it_is(field: str, cell: str, code: str, message: str) -> None:
    [found] = findings(read(f'conditions,{field}\nheel-spur,"{cell}"\n'))
    assert (found.code, message in found.message) == (code, True)
    assert cell not in found.message + found.help


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/1960", "February has 28 or 29 days"),
        ("1961-02-29", "February has 28 or 29 days"),
        ("1960-04-31", "April has 30 days"),
        ("31.4.1960", "April has 30 days"),
        ("13/14/1960", "there are 12 months"),
        ("1960-14-13", "there are 12 months"),
        ("1960-31-12", "there are 12 months: day and month may be exchanged"),
        ("1960-31-02", "there are 12 months"),
        ("1960-05-00", "no day, month or year is 0"),
    ],
)
def test_numbers_that_are_no_day_are_explained(cell: str, why: str) -> None:
    [found] = findings(read(f"conditions,born\nheel-spur,{cell}\n"))
    assert found.message == "row 1, `born`: there is no such day"
    assert found.help == f"{why}; write year-month-day, such as 1961-03-04"


def test_cell_that_is_no_day_says_nothing_of_the_order_of_its_column() -> None:
    first, second = findings(read("conditions,born\nheel-spur,13/14/1960\nheel-spur,31/07/1962\n"))
    assert first.message.endswith("there is no such day")
    assert "add the line `dates: day/month/year` to" in second.help


@pytest.mark.parametrize(
    ("days", "help_"),
    [
        (["05/07/1962", "31/07/1962"], "add the line `dates: day/month/year` to"),
        (["05/07/1962", "07/31/1962"], "add the line `dates: month/day/year` to"),
        (["05.07.1962"], "add the line `dates: day.month.year` to"),
        (["05/07/1962", "06/07/1962", "", "1962-07-31"], "`dates: day/month/year` or `dates: month/day/year`, which"),
        (["31/07/1962", "07/31/1962"], "the order of day and month changes in this column"),
    ],
)  # fmt: skip
def test_whole_column_says_which_line_reads_its_days(days: list[str], help_: str) -> None:
    rows = read("conditions,born\n" + "".join(f"heel-spur,{day}\n" for day in days))
    [found] = mail_merge_report.by_cause(rows.faults, rows.numbers, rows.sheet_row)
    assert help_ in found.help


@pytest.mark.parametrize(("order", "day"), [(UK, datetime.date(1962, 7, 5)), (US, datetime.date(1962, 5, 7))])
def test_order_of_the_file_of_columns_is_kept_and_iso_is_read_besides(order: str, day: datetime.date) -> None:
    own, _ = column_names.read(f"dates: {order}\n".encode(), "map.yaml")
    rows = read("conditions,born\nheel-spur,05/07/1962\nheel-spur,1962-07-05\nheel-spur,30/30/1962\n", own)
    assert [row.born for row in rows.patients.values()] == [day, datetime.date(1962, 7, 5)]
    assert [one.message for one in findings(rows)] == ["row 3, `born`: there is no such day"]
