"""What only shows between rows: one number for two patients, the same row twice, and a row for nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handouts.batch.patients.patient_list import PatientList
from handouts.batch.patients.values import Fault
from handouts.diagnostics import Diagnostic, Span

FIRST_ROWS = 3  # that a finding of many rows names


def compared(patients: PatientList) -> PatientList:
    """The list without rows that share a number and not the person, or are for nobody.

    Reports HND919 and HND922, HND920 for repeated rows and HND923 for those without a name. A row with other faults
    counts with what can be read of it: mended alone, it would be printed beside the other.
    """
    patients = _without_nobody(patients)
    clashing = set(_clashing(patients))
    fault = Fault(
        "HND919",
        "one number for two patients: their names or days of birth differ",
        "correct the number, the name or the day",
    )
    faults = dict(patients.faults)
    for place in clashing:
        faults[place] = (*faults.get(place, ()), patients.finding(place, "id", fault))
    kept = {place: patient for place, patient in patients.patients.items() if place not in clashing}
    in_part = dict(patients.in_part) | {place: patients.patients[place] for place in clashing & {*patients.patients}}
    found = [*patients.found, *_repeated(patients), *_unnamed(patients)]
    return replace(patients, patients=kept, in_part=in_part, faults=faults, found=tuple(found))


def _without_nobody(patients: PatientList) -> PatientList:
    """HND922 for rows with no name and no number, where the list has a column for one of them."""
    columns = [name for name in ("name", "id") if name in patients.fields]
    nobody = [
        record.number
        for record in patients.table.records
        if columns and record.fault is None and not any(patients.cells(record.number, name) for name in columns)
    ]
    words = " and ".join({"name": "no name", "id": "no number"}[name] for name in columns)
    help_ = "write the name or the number; for leaflets without a person, run a list without these columns"
    fault = Fault("HND922", words, help_)
    faults = dict(patients.faults)
    for place in nobody:
        faults[place] = (*faults.get(place, ()), patients.finding(place, columns[0], fault))
    kept = {place: patient for place, patient in patients.patients.items() if place not in nobody}
    in_part = dict(patients.in_part) | {place: patients.patients[place] for place in {*nobody} & {*patients.patients}}
    return replace(patients, patients=kept, in_part=in_part, faults=faults)


def _unnamed(patients: PatientList) -> Iterator[Diagnostic]:
    """HND923 for rows with a number alone, where others have a name: one whose lists have no names wants none."""
    if "name" not in patients.fields:
        return
    unnamed = [place for place in patients.patients if not patients.cells(place, "name")]
    if unnamed and any(patients.cells(record.number, "name") for record in patients.table.records):
        message, span = _of_rows(patients, unnamed, "no name, only a number")
        yield Diagnostic("HND923", message, "write the name, unless the number is enough", span)


def listed(numbers: Sequence[int]) -> str:
    """`rows 7, 8, 9 and 96 more`."""
    named = [str(number) for number in numbers[:FIRST_ROWS]]
    if more := len(numbers) - FIRST_ROWS:
        named += [f"{more} more"] if more > 0 else []
    return f"rows {', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else f"row {named[0]}"


def _clashing(patients: PatientList) -> Iterator[int]:
    first: dict[str, int] = {}
    shared: dict[int, list[int]] = {}  # the first row with a number → all rows with it, where there are several
    read = {**patients.patients, **patients.in_part}
    for place in sorted(read):
        if patient_number := read[place].reference:
            earlier = first.setdefault(patient_number.casefold(), place)
            if earlier != place:
                shared.setdefault(earlier, [earlier]).append(place)
    for places in shared.values():
        rows = [read[place] for place in places]
        if len({row.born for row in rows} - {None}) > 1 or not _are_one(row.patient for row in rows):
            yield from places


def _are_one(names: Iterable[str]) -> bool:
    """Whether names may be of one person: the longest has all words of the others, in any order, accents aside."""
    longest = frozenset[str]()
    for name in names:
        words = words_of(name)
        if longest <= words:
            longest = words
        elif not words <= longest:
            return False
    return True


def words_of(name: str) -> frozenset[str]:
    """The words of a name as they are compared: without their order, case and accents."""
    return frozenset(re.findall(r"\w+", _without_accents(name)))


def _without_accents(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _repeated(patients: PatientList) -> Iterator[Diagnostic]:
    """Rows without name and number are blank leaflets, of which somebody may want many."""
    first: dict[tuple[str, ...], int] = {}
    again = []
    row = patients.fields.get("row", (None,))[0]
    for place, patient in patients.patients.items():
        if patient.patient or patient.reference:
            cells = patients.table.records[place - 1].cells
            if row is not None:
                cells = cells[:row] + cells[row + 1 :]
            if first.setdefault(cells, place) != place:
                again.append(place)
    if again:
        message, span = _of_rows(patients, again, "the same as an earlier row")
        yield Diagnostic("HND920", message, "delete the row, unless two copies are needed", span)


def _of_rows(patients: PatientList, places: Sequence[int], what: str) -> tuple[str, Span]:
    """The message about some rows, and the place of the first."""
    sheet_rows = list(filter(None, map(patients.sheet_row, places[:FIRST_ROWS])))
    where = f" ({listed(sheet_rows)} of the spreadsheet)" if sheet_rows else ""
    numbers = [patients.numbers[place] for place in places]
    return f"{listed(numbers)}: {what}{where}", patients.table.span(patients.table.records[places[0] - 1])
