"""The rows that failed, as a file that can be run again: the same columns, before them the row's number and why.

Cells are copied unchanged, so that a row comes back as it went out: nothing is put before a `=` to stop a
spreadsheet from reading a formula, since it would be printed in a name. The reason comes first, so that a row with a
cell too few stays one and is not taken for whole.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from handouts.batch.patients.column_names import REASON, plain
from handouts.batch.patients.decoding import decoded
from handouts.batch.patients.patient_list import PatientList
from handouts.batch.patients.table import Record, Table
from handouts.batch.patients.table import read as read_table
from handouts.batch.patients.values import row as row_number
from handouts.diagnostics import Diagnostic

OURS = ("row", REASON)
_HALF = re.compile("[\ud800-\udfff]")  # half of a character, which JSON can write


def name(table: Table) -> str:
    return "failed.csv" if table.delimiter else "failed.jsonl"


def unmended(data: bytes, file: str, numbers: Collection[int]) -> Table:
    """The rows of an earlier file of failed rows that a run with these numbers of rows did not have.

    None of another file. A line of JSON Lines that is no object has no number: the run reports it again.
    """
    text, _ = decoded(data, file)
    table = read_table(text, file, OURS.__contains__) if text else Table(file)
    if table.found or not {*OURS} <= {*table.header}:
        return Table(file)
    at = table.header.index(OURS[0])
    records = (one for one in table.records if at < len(one.cells))
    return replace(table, records=tuple(one for one in records if row_number(one.cells[at].strip()) not in numbers))


def is_alike(earlier: Table, table: Table) -> bool:
    """Whether the rows of an earlier file of failed rows fit into one file with those of a list."""
    return not table.delimiter or [*earlier.header] == [*OURS, *(table.header[at] for at in _copied(table))]


def failed(patients: PatientList, why: Mapping[int, Sequence[Diagnostic]], earlier: Table | None = None) -> bytes:
    """The file, in UTF-8 and in the form of the one that was read.

    Args:
        earlier: rows of an earlier file that is alike; they come first.
    """
    table, earlier = patients.table, earlier or Table("")
    reasons = {place: (patients.numbers[place], reason(found)) for place, found in why.items()}
    records = [record for record in table.records if record.number in reasons]
    if not table.delimiter:
        keys = [table.header[at] for places in patients.fields.values() for at in places]
        lines = [earlier.lines[record.line - 1].strip() + "\n" for record in earlier.records]
        lines += (_json(table, record, keys, *reasons[record.number]) for record in records)
        return "".join(lines).encode()
    keep = _copied(table)
    ours = set(range(len(table.header))) - set(keep)
    out = _Lines()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([*OURS, *(table.header[at] for at in keep)])
    writer.writerows(record.cells for record in earlier.records)
    for record in records:
        cells = [cell for at, cell in enumerate(record.cells) if at not in ours]
        writer.writerow([*reasons[record.number], *cells])
    return "\ufeff".encode() + "".join(out).encode()


def _copied(table: Table) -> list[int]:
    return [at for at, header in enumerate(table.header) if plain(header) not in OURS]


def reason(found: Sequence[Diagnostic]) -> str:
    """Why, in one line that holds no word of the patient."""
    return " | ".join(dict.fromkeys(f"{one.code} {one.message}: {one.help}" for one in found if one.is_error))


class _Lines(list[str]):
    """What `csv` writes to."""

    write = list.append


def _json(table: Table, record: Record, keys: Sequence[str], number: int, why: str) -> str:
    """The line with both keys before the others; a line that is no object goes back as it is.

    A key of the list that the line lacks is added as null: a file for `--columns` may name it.
    """
    line = table.lines[record.line - 1].strip()
    if record.fault is not None:
        return line + "\n"
    rest = {key: value for key, value in json.loads(line).items() if plain(key) not in OURS}
    lacking = dict.fromkeys(key for key in keys if key not in map(str.strip, rest) and plain(key) not in OURS)
    whole = {"row": number, REASON: why, **rest, **lacking}
    line = json.dumps(whole, ensure_ascii=False)
    if _HALF.search(line):  # no file can hold it but as an escape
        line = json.dumps(whole)
    return line + "\n"
