"""Converts the rows of a table to patients; a row with faults becomes findings, each with its place."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handouts.batch.patients import columns as naming
from handouts.batch.patients import values
from handouts.batch.patients.columns import Columns
from handouts.batch.patients.decoding import decoded
from handouts.batch.patients.table import Record, Table
from handouts.batch.patients.table import read as read_table
from handouts.batch.patients.values import Fault
from handouts.diagnostics import Diagnostic
from handouts.model.leaflet import Side

MAX_CELL = 10_000  # letters; a longer cell is not looked into


@dataclass(frozen=True, slots=True)
class Patient:
    """One valid row. `settings` are written as on the command line: `calf-stretch-wall.hold=20`."""

    number: int
    conditions: tuple[str, ...]
    patient: str = ""
    reference: str = ""
    born: datetime.date | None = None
    side: Side | None = None
    exercises: int | None = None
    settings: tuple[str, ...] = ()
    notes: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    start: datetime.date | None = None  #: the first day of the diary
    language: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class PatientList:
    """The valid rows in the order of the file, and the findings.

    Keys of `numbers`, `patients` and `faults` are positions of rows in the file, from 1. `numbers` are the row numbers
    that messages and file names use: the positions, unless a column `row` gives others. `found` are findings of the
    file as a whole.
    """

    table: Table
    numbers: Mapping[int, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    patients: Mapping[int, Patient] = field(default_factory=dict)
    faults: Mapping[int, tuple[Diagnostic, ...]] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()

    def finding(self, place: int, column: str, fault: Fault) -> Diagnostic:
        """The finding for a fault of one cell: row, header and span, never the text of the cell."""
        record, at = self.table.records[place - 1], self.fields[column]
        message = f"row {self.numbers[place]}, `{self.table.header[at]}`: {fault.message}"
        cell = record.cells[at] if at < len(record.cells) else ""
        lead = len(cell) - len(cell.lstrip())
        span = self.table.span(record, at, lead + fault.at if fault.length else 0, fault.length)
        return Diagnostic(fault.code, message, fault.help, span)


def read(data: bytes, file: str, today: datetime.date, columns: Columns = naming.USUAL) -> PatientList:
    """Reads a patient list.

    Args:
        data: CSV or JSON Lines, in UTF-8, UTF-16 or Windows-1252.
        file: its name in findings.
        today: birthdays after this day are faults.
        columns: names of columns and the order of day and month.

    Returns:
        The valid rows and the findings (HND901 to HND912).
    """
    text, found = decoded(data, file)
    if text is None:
        return PatientList(Table(file), found=tuple(found))
    table = read_table(text, file, columns.known)
    if table.found:
        return PatientList(table, found=(*found, *table.found))
    fields, unclear = naming.choose_columns(table.header, columns, file)
    patients = PatientList(table, _numbers(table, fields), fields, found=(*found, *unclear))
    return patients if any(finding.is_error for finding in unclear) else _with_patients(patients, columns, today)


def _numbers(table: Table, fields: Mapping[str, int]) -> dict[int, int]:
    """The row numbers by position. `row` is the first column of failed.csv, so that a row with missing cells has it."""

    def number_of(record: Record) -> int:
        at = fields.get("row", len(record.cells))
        number = values.row(record.cells[at].strip()) if at < len(record.cells) else None
        return number if isinstance(number, int) else record.number

    return {record.number: number_of(record) for record in table.records}


def _with_patients(patient_list: PatientList, columns: Columns, today: datetime.date) -> PatientList:
    patients: dict[int, Patient] = {}
    faults: dict[int, tuple[Diagnostic, ...]] = {}
    readers = _readers(columns.days, today)
    count = Counter(patient_list.numbers.values())
    for record in patient_list.table.records:
        cells, findings = _row(patient_list, record, readers)
        if count[patient_list.numbers[record.number]] > 1:
            fault = Fault("HND909", "another row has the same number", "give each row a number of its own")
            findings.append(patient_list.finding(record.number, "row", fault))
        if findings:
            faults[record.number] = tuple(findings)
        else:
            patients[record.number] = _patient(patient_list.numbers[record.number], cells)
    return replace(patient_list, patients=patients, faults=faults)


def _row(
    patients: PatientList, record: Record, readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The values of a row by field, and its findings."""
    if record.fault is not None:
        code = "HND905" if patients.table.delimiter else "HND906"
        what, help_ = record.fault
        return {}, [
            Diagnostic(code, f"row {patients.numbers[record.number]}: {what}", help_, patients.table.span(record))
        ]
    cells: dict[str, Any] = {}
    findings = []
    for name, at in patients.fields.items():
        text = record.cells[at].strip()
        if not text and name != "conditions":
            continue
        value: Any
        if len(text) > MAX_CELL:
            value = Fault("HND911", f"{len(text):,} letters, at most {MAX_CELL:,} are read", "shorten it")
        else:
            value = readers[name](text) if name in readers else values.wish(name, text)
        if isinstance(value, Fault):
            findings.append(patients.finding(record.number, name, value))
        else:
            cells[name] = value
    return cells, findings


def _readers(days: str, today: datetime.date) -> dict[str, Callable[[str], Any]]:
    return {
        "id": lambda text: values.words(text, "id"),
        "name": lambda text: values.words(text, "name"),
        "clinician": lambda text: values.words(text, "clinician"),
        "notes": lambda text: values.words(text, "notes"),
        "born": lambda text: values.birthday(text, days, today),
        "date": lambda text: values.day(text, days),
        "start": lambda text: values.day(text, days),
        "conditions": values.conditions,
        "side": values.side,
        "exercises": values.exercises,
        "set": values.wishes,
        "language": values.tag,
        "edition": values.edition,
        "row": values.row,
    }


def _patient(number: int, cells: Mapping[str, Any]) -> Patient:
    settings = tuple(value for name, value in cells.items() if "." in name)
    return Patient(
        number=number,
        conditions=cells["conditions"],
        patient=cells.get("name", ""),
        reference=cells.get("id", ""),
        born=cells.get("born"),
        side=cells.get("side"),
        exercises=cells.get("exercises"),
        settings=(*cells.get("set", ()), *settings),
        notes=cells.get("notes", ""),
        clinician=cells.get("clinician", ""),
        date=cells.get("date"),
        start=cells.get("start"),
        language=cells.get("language", ""),
        edition=cells.get("edition", ""),
    )
