"""The cell of a row from which a finding about a dose comes: a column of its own, or a part of the cell of `set`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handouts.batch.patients import PatientList, values
from handouts.batch.patients.values import Fault
from handouts.compose import settings
from handouts.diagnostics import Diagnostic
from handouts.model import Library


def in_its_cell(
    found: Diagnostic, place: int, doses: Sequence[str], patients: PatientList, library: Library
) -> Diagnostic | None:
    """The finding at the cell of the dose that it is about; None for one about no dose of the row."""
    dose = next((dose for dose in doses if found.message in _messages(dose, library)), None)
    if dose is None:
        return None
    fault = Fault(found.code, found.message, found.help)
    if "set" in patients.fields:
        cell = patients.table.records[place - 1].cells[patients.fields["set"][0]].strip()
        for part in map(str.strip, re.split(r"[;\n]", cell)):
            key, _, value = part.partition("=")
            if values.wish(key.strip(), value) == dose:
                fault = Fault(found.code, found.message, found.help, cell.find(part), len(part))
                return patients.finding(place, "set", fault)
    return patients.finding(place, dose.partition("=")[0], fault)


def _messages(dose: str, library: Library) -> set[str]:
    """All that may be said about one dose."""
    amounts, unread = settings.read((dose, dose), library)  # twice: two cells may have its key
    found = [*unread, *settings.check(amounts, library, ()), *settings.not_printed(amounts, (), "")]
    return {one.message for one in found}
