"""Lists that are too much in one way: a line, a cell, a number, a fault in every row; reported as such, and soon."""

from __future__ import annotations

import unicodedata

import pytest
import speed

from handouts.batch.patients import PatientList, read, values
from handouts.batch.patients.cells import MAX_CELL
from handouts.batch.patients.table import MAX_LINE
from handouts.cli import mail_merge_report
from handouts.diagnostics import Diagnostic

from .test_reading import TODAY

HEAD = "id,name,conditions,notes\n"
GOOD = "2,Bo Example,heel-spur,ok\n"
SOON = 2_000  # units of processor time; comparing each row with each takes many times as many


def sheet(text: str) -> PatientList:
    return read(text.encode(), "list.csv", TODAY)


def findings_of(of: PatientList) -> list[Diagnostic]:
    return [*of.found, *(one for place in sorted(of.faults) for one in of.faults[place])]


@pytest.mark.parametrize("letters", [MAX_CELL + 1, 131_073, 600_000])
@pytest.mark.parametrize("quote", ["", '"'])
def test_long_cell_is_reported_at_its_place_and_stops_its_row_alone(letters: int, quote: str) -> None:
    read_ = sheet(f"{HEAD}1,Ann Example,heel-spur,{quote}{'x' * letters}{quote}\n{GOOD}")
    [found] = findings_of(read_)
    assert found.code == "HND911" and found.message == f"row 1, `notes`: {letters:,} letters, at most 10,000 are read"
    assert found.span is not None and (found.span.line, found.span.column) == (2, 25 + len(quote))
    assert found.span.text is None  # no finding holds a row of a patient
    assert list(read_.patients) == [2]


@pytest.mark.parametrize(
    "line", ["x" * MAX_LINE, "," * MAX_LINE, '"' * MAX_LINE, '"' + "a b " * MAX_LINE + '"', '{"id":' + "[" * MAX_LINE]
)
def test_line_that_is_too_long_is_refused_before_it_is_taken_apart(line: str) -> None:
    [found] = findings_of(sheet(f"{HEAD}1,Ann,heel-spur,{line}\n"))
    assert found.code == "HND901" and "a line of" in found.message and found.span is not None and found.span.line == 2


def test_line_of_40_mb_is_refused_soon() -> None:
    text = HEAD + "a," * 20_000_000
    with speed.measured() as cost:
        assert [one.code for one in findings_of(sheet(text))] == ["HND901"]
    assert cost.units < SOON


@pytest.mark.parametrize("blanks", [300, 100_000])
def test_empty_cells_behind_the_last_column_are_dropped(blanks: int) -> None:
    with speed.measured() as cost:
        assert list(sheet(HEAD + f"1,Ann,heel-spur,x{',' * blanks}\n" * 3).patients) == [1, 2, 3]
    assert cost.units < SOON


@pytest.mark.parametrize("cells", [201, 5_000])
def test_row_of_too_many_cells_is_no_row_of_a_list(cells: int) -> None:
    [found] = findings_of(sheet(HEAD + GOOD + ",".join(["a"] * cells) + "\n"))
    assert (found.code, found.message) == ("HND901", f"{cells:,} cells in one row, at most 200 are read")
    assert found.span is not None and found.span.line == 3


def test_more_lines_than_a_spreadsheet_has_are_refused_soon() -> None:
    with speed.measured() as cost:
        [found] = findings_of(sheet(HEAD + "\n" * 40_000_000))
    assert found.code == "HND901" and "40,000,001 lines" in found.message
    assert cost.units < SOON


@pytest.mark.parametrize("value", ["9" * 5_000, "1." + "0" * 5_000, "1e999", "[" * 50_000 + "]" * 50_000, "NaN"])
def test_json_value_past_its_limits_stops_its_row_alone(value: str) -> None:
    line = f'{{"conditions": "heel-spur", "id": {value}}}\n'
    read_ = sheet(line + '{"conditions": "heel-spur", "id": 7}\n')
    [found] = findings_of(read_)
    assert found.code == "HND906" and found.span is not None and found.span.line == 1
    assert list(read_.patients) == [2]
    [found] = findings_of(sheet(line))
    assert found.code == "HND906"


@pytest.mark.parametrize("name", ["Zoe\u0301 Example", "A\u030angstro\u0308m", "Nguye\u0302\u0303n"])
def test_names_are_composed(name: str) -> None:
    composed = unicodedata.normalize("NFC", name)
    read_ = sheet(f"{HEAD}{name[:5]},{name},heel-spur,for {name}\n")
    assert (read_.patients[1].patient, read_.patients[1].notes) == (composed, f"for {composed}")
    assert values.words(name, "clinician") == composed != name


# ---------------------------------------------------------------- one cause


def faults(rows: int, cause: str = "no such day") -> dict[int, list[Diagnostic]]:
    return {n: [Diagnostic("HND909", f"row {n + 10}, `born`: {cause}", "correct it")] for n in range(1, rows + 1)}


NUMBERS = {n: n + 10 for n in range(1, 200_001)}


def sheet_row(place: int) -> int:
    return place + 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (1, "row 11, `born`: no such day (row 2 of the spreadsheet)"),
        (2, "2 rows, `born`: no such day; rows 11 and 12 (rows 2 and 3 of the spreadsheet)"),
        (3, "3 rows, `born`: no such day; rows 11, 12 and 13 (rows 2, 3 and 4 of the spreadsheet)"),
        (5, "5 rows, `born`: no such day; rows 11, 12, 13 and 2 more (rows 2, 3 and 4 of the spreadsheet)"),
    ],
)
def test_one_cause_is_reported_once_with_its_count(rows: int, message: str) -> None:
    assert [one.message for one in mail_merge_report.by_cause(faults(rows), NUMBERS, sheet_row)] == [message]


def test_other_causes_and_findings_of_the_content_stay_apart() -> None:
    of_content = Diagnostic("HND801", "the review was due", "review it")
    both = faults(2) | {3: faults(3, "in the future")[3], 4: [of_content], 5: [of_content]}
    assert [one.message for one in mail_merge_report.by_cause(both, NUMBERS, sheet_row)] == [
        "2 rows, `born`: no such day; rows 11 and 12 (rows 2 and 3 of the spreadsheet)",
        "row 13, `born`: in the future (row 4 of the spreadsheet)", "the review was due",
    ]  # fmt: skip


def test_a_cause_that_a_row_has_twice_counts_its_row_once() -> None:
    twice = {place: found * 2 for place, found in faults(2).items()}
    assert [one.message for one in mail_merge_report.by_cause(twice, NUMBERS, sheet_row)] == [
        "2 rows, `born`: no such day; rows 11 and 12 (rows 2 and 3 of the spreadsheet)"
    ]


@pytest.mark.slow  # a hundred thousand rows are read
def test_one_cause_in_99999_rows_is_reported_soon() -> None:
    rows = "id,name,born,conditions\n" + "".join(f"{n},Zoe Quill,5th of July,heel-spur\n" for n in range(99_999))
    with speed.measured() as cost:
        read_ = sheet(rows)
        [found] = mail_merge_report.by_cause(read_.faults, read_.numbers, read_.sheet_row)
    assert cost.units < SOON
    assert found.message.startswith("99999 rows, `born`: this is no day that can be read; rows 1, 2, 3 and 99996 more")
