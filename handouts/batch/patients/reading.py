"""A table → rows that a leaflet can be made for, and the findings of all others, each in its place."""

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
    """What one row asks for. `wishes` are settings as the command line writes them."""

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
    """The rows that can be read, in the order of the file, and the findings: `found` on the file as a whole,
    `faults` by the row's place in the file. `numbers` are what the rows are called: their places, unless a column says
    otherwise."""

    table: Table
    numbers: Mapping[int, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    patients: Mapping[int, Patient] = field(default_factory=dict)
    faults: Mapping[int, tuple[Diagnostic, ...]] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()

    def finding(self, place: int, column: str, fault: Fault) -> Diagnostic:
        """A fault of a cell, told by row, header and place, without its words."""
        record, at = self.table.records[place - 1], self.fields[column]
        message = f"row {self.numbers[place]}, `{self.table.header[at]}`: {fault.message}"
        cell = record.cells[at] if at < len(record.cells) else ""
        lead = len(cell) - len(cell.lstrip())
        span = self.table.span(record, at, lead + fault.at if fault.length else 0, fault.length)
        return Diagnostic(fault.code, message, fault.help, span)


def read(data: bytes, file: str, today: datetime.date, columns: Columns = naming.USUAL) -> PatientList:
    """All rows of a file of CSV or JSON Lines. Reports HND901 to HND912."""
    text, found = decoded(data, file)
    if text is None:
        return PatientList(Table(file), found=tuple(found))
    table = read_table(text, file, columns.known)
    if table.found:
        return PatientList(table, found=(*found, *table.found))
    fields, unclear = naming.choose_columns(table.header, columns, file)
    patients = PatientList(table, _numbers(table, fields), fields, found=(*found, *unclear))
    return patients if any(one.is_error for one in unclear) else _filled(patients, columns, today)


def _numbers(table: Table, fields: Mapping[str, int]) -> dict[int, int]:
    """What each row is called. The column stands first in a file of failed rows, so that a ragged row has it too."""

    def number(record: Record) -> int:
        at = fields.get("row", len(record.cells))
        said = values.row(record.cells[at].strip()) if at < len(record.cells) else None
        return said if isinstance(said, int) else record.number

    return {record.number: number(record) for record in table.records}


def _filled(sheet: PatientList, columns: Columns, today: datetime.date) -> PatientList:
    patients: dict[int, Patient] = {}
    faults: dict[int, tuple[Diagnostic, ...]] = {}
    readers = _readers(columns.days, today)
    many = Counter(sheet.numbers.values())
    for record in sheet.table.records:
        told, wrong = _row(sheet, record, readers)
        if many[sheet.numbers[record.number]] > 1:
            fault = Fault("HND909", "another row has the same number", "give each row a number of its own")
            wrong.append(sheet.finding(record.number, "row", fault))
        if wrong:
            faults[record.number] = tuple(wrong)
        else:
            patients[record.number] = _made(sheet.numbers[record.number], told)
    return replace(sheet, patients=patients, faults=faults)


def _row(
    patients: PatientList, record: Record, readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The values of a row by field, and all that is wrong with it."""
    if record.fault is not None:
        code = "HND905" if patients.table.delimiter else "HND906"
        what, help_ = record.fault
        return {}, [
            Diagnostic(code, f"row {patients.numbers[record.number]}: {what}", help_, patients.table.span(record))
        ]
    told: dict[str, Any] = {}
    wrong = []
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
            wrong.append(patients.finding(record.number, name, value))
        else:
            told[name] = value
    return told, wrong


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


def _made(number: int, told: Mapping[str, Any]) -> Patient:
    settings = tuple(value for name, value in told.items() if "." in name)
    return Patient(
        number=number,
        conditions=told["conditions"],
        patient=told.get("name", ""),
        reference=told.get("id", ""),
        born=told.get("born"),
        side=told.get("side"),
        exercises=told.get("exercises"),
        settings=(*told.get("set", ()), *settings),
        notes=told.get("notes", ""),
        clinician=told.get("clinician", ""),
        date=told.get("date"),
        start=told.get("start"),
        language=told.get("language", ""),
        edition=told.get("edition", ""),
    )
