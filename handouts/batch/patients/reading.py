"""Converts the rows of a table to patients; a row with faults becomes findings, each with its place."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handouts.batch.patients import across_rows, values
from handouts.batch.patients import column_names as naming
from handouts.batch.patients.cells import MAX_CELL, CellReader
from handouts.batch.patients.column_names import Columns, plain
from handouts.batch.patients.decoding import decoded
from handouts.batch.patients.header import Fields, choose_columns
from handouts.batch.patients.patient_list import Patient, PatientList
from handouts.batch.patients.table import Record, Table
from handouts.batch.patients.table import read as read_table
from handouts.batch.patients.values import Fault
from handouts.diagnostics import Diagnostic
from handouts.model.choices import sides_of

#: The fields of a patient that are as their cells have them, by their columns.
AS_READ = {"name": "patient", "id": "reference"} | {
    name: name
    for name in ("born", "add", "without", "order", "weeks", "plan", "notes", "clinician", "date", "start", "language",
                 "edition")
}  # fmt: skip
UNPRINTED = ("HND910", "HND911")  # faults of a name that says who it is nevertheless


def read(data: bytes, file: str, today: datetime.date, columns: Columns = naming.USUAL) -> PatientList:
    """Reads a patient list.

    Args:
        data: CSV or JSON Lines, in UTF-8, UTF-16 or Windows-1252.
        file: its name in findings.
        today: birthdays after this day are faults.
        columns: names of columns and the order of day and month.

    Returns:
        The valid rows and the findings (HND901 to HND912, HND917 to HND920).
    """
    text, found = decoded(data, file)
    if text is None:
        return PatientList(Table(file), found=tuple(found))
    table = read_table(text, file, columns.known)
    if table.found:
        return PatientList(table, found=(*found, *table.found))
    fields, unclear = choose_columns(table, columns)
    patients = PatientList(table, _numbers(table, fields), fields, found=(*found, *unclear))
    return patients if any(finding.is_error for finding in unclear) else _with_patients(patients, columns, today)


def _numbers(table: Table, fields: Fields) -> dict[int, int]:
    """The row numbers by position. `row` is the first column of failed.csv, so that a row with missing cells has it."""

    def number_of(record: Record) -> int:
        at = fields.get("row", (len(record.cells),))[0]
        number = values.row(record.cells[at].strip()) if at < len(record.cells) else None
        return number if isinstance(number, int) else record.number

    return {record.number: number_of(record) for record in table.records}


def _with_patients(patient_list: PatientList, columns: Columns, today: datetime.date) -> PatientList:
    patients: dict[int, Patient] = {}
    in_part: dict[int, Patient] = {}
    faults: dict[int, tuple[Diagnostic, ...]] = {}
    reader = CellReader(columns, today, patient_list.column)
    header = [plain(name) for name in patient_list.table.header]
    count = Counter(patient_list.numbers.values())
    for record in patient_list.table.records:
        cells, findings = _row(patient_list, record, reader, header)
        if count[patient_list.numbers[record.number]] > 1:
            fault = Fault("HND909", "another row has the same number", "give each row a number of its own")
            findings.append(patient_list.finding(record.number, "row", fault))
        if findings:
            faults[record.number] = tuple(findings)
        (in_part if findings else patients)[record.number] = _patient(patient_list.numbers[record.number], cells)
    return across_rows.compared(replace(patient_list, patients=patients, in_part=in_part, faults=faults))


def _row(
    patients: PatientList, record: Record, reader: CellReader, header: Sequence[str]
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The values of a row by field, and its findings."""
    if record.fault is not None:
        code = "HND905" if patients.table.delimiter else "HND906"
        what, help_ = record.fault
        return {}, [
            Diagnostic(code, f"row {patients.numbers[record.number]}: {what}", help_, patients.table.span(record))
        ]
    if _is_header(record, patients.fields["conditions"][0], header):
        fault = Fault("HND909", "this row repeats the header", "delete the row")
        return {}, [patients.finding(record.number, "conditions", fault)]
    cells: dict[str, Any] = {}
    findings = []
    for name, places in patients.fields.items():
        if len(places) == 1:
            value, part = reader.value(name, record.cells[places[0]].strip()), 0
        else:
            value, part = reader.joined(name, [record.cells[at].strip() for at in places])
        if isinstance(value, Fault):
            findings.append(patients.finding(record.number, name, value, part))
            if name == "name" and value.code in UNPRINTED:
                cells[name] = " ".join(record.cells[at].strip()[:MAX_CELL] for at in places)
        elif value is not None:
            cells[name] = value
    return cells, findings


def _is_header(record: Record, conditions: int, header: Sequence[str]) -> bool:
    cell = record.cells[conditions]
    return cell[:1].casefold() == header[conditions][:1] and [*map(plain, record.cells)] == [*header]


def _patient(number: int, cells: Mapping[str, Any]) -> Patient:
    """A row as a value; what has no cell keeps its default."""
    exercises = cells.get("exercises")
    conditions = cells.get("conditions", ())
    side, sides = sides_of(cells.get("side", ()), conditions)
    settings = (value for name, value in cells.items() if "." in name)
    return Patient(
        number,
        conditions,
        side=side,
        sides=sides,
        exercises=exercises if isinstance(exercises, int) else None,
        only=exercises if isinstance(exercises, tuple) else (),
        settings=(*cells.get("set", ()), *settings),
        **{AS_READ[name]: value for name, value in cells.items() if name in AS_READ},
    )
