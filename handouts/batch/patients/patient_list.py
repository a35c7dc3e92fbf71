"""A patient and a list of patients, as values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handouts.batch.patients.header import Fields
from handouts.batch.patients.table import Table
from handouts.batch.patients.values import Fault
from handouts.diagnostics import Diagnostic
from handouts.model.choices import Order, Side, SideOf


@dataclass(frozen=True, slots=True)
class Patient:
    """One valid row. `settings` are written as on the command line: `calf-stretch-wall.hold=20`."""

    number: int
    conditions: tuple[str, ...]
    patient: str = ""
    reference: str = ""
    born: datetime.date | None = None
    side: Side | None = None
    sides: tuple[SideOf, ...] = ()  #: of conditions or exercises that differ from it
    exercises: int | None = None
    only: tuple[str, ...] = ()  #: ids of its exercises, in place of their number
    add: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    order: Order = "importance"
    weeks: int | None = None  #: since the operation or injury
    plan: str = ""
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

    Keys of `numbers`, `patients`, `in_part` and `faults` are positions of rows in the file, from 1. `numbers` are the
    row numbers that messages and file names use: the positions, unless a column `row` gives others. `in_part` has what
    could be read of rows with faults. `found` are findings of the file as a whole.
    """

    table: Table
    numbers: Mapping[int, int] = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    patients: Mapping[int, Patient] = field(default_factory=dict)
    in_part: Mapping[int, Patient] = field(default_factory=dict)
    faults: Mapping[int, tuple[Diagnostic, ...]] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()

    def column(self, name: str) -> list[str]:
        """All cells of a field that is in one column."""
        at = self.fields[name][0]
        return [record.cells[at] for record in self.table.records if at < len(record.cells)]

    def cells(self, place: int, name: str) -> str:
        """What a row has in the columns of a field, joined as the file has it; empty where it has nothing."""
        cells = self.table.records[place - 1].cells
        return " ".join(cells[at] for at in self.fields[name] if at < len(cells)).strip()

    def sheet_row(self, place: int) -> int:
        """The row that a spreadsheet shows for a row of this list; 0 for JSON Lines."""
        return self.table.records[place - 1].sheet_row

    def finding(self, place: int, column: str, fault: Fault, part: int = 0) -> Diagnostic:
        """The finding for a fault of one cell: row, header and span, never the text of the cell.

        Args:
            part: which of the columns that are joined for the field.
        """
        record, at = self.table.records[place - 1], self.fields[column][part]
        message = f"row {self.numbers[place]}, `{self.table.header[at]}`: {fault.message}"
        cell = record.cells[at] if at < len(record.cells) else ""
        lead = len(cell) - len(cell.lstrip())
        before = cell[: lead + fault.at if fault.length else 0]
        span = self.table.span(record, at, len(before), fault.length)
        if lines := before.count("\n"):
            span = replace(span, line=span.line + lines, column=len(before) - before.rfind("\n"))
        return Diagnostic(fault.code, message, fault.help, span)
