"""The rows that failed, as a file that can be run again: the same columns, before them the row's number and why.

Cells are copied as they stand, so that a row comes back as it went out: nothing is put before a `=` to stop a
spreadsheet from reading a formula, since it would be printed in a name. The reason stands first, so that a row with a
cell too few stays one and is not taken for whole.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence

from handouts.batch.patients.columns import REASON, plain
from handouts.batch.patients.reading import PatientList
from handouts.batch.patients.table import Record, Table
from handouts.diagnostics import Diagnostic

OURS = ("row", REASON)
_HALF = re.compile("[\ud800-\udfff]")  # half of a character, which JSON can write


def name(table: Table) -> str:
    return "failed.csv" if table.delimiter else "failed.jsonl"


def failed(patients: PatientList, why: Mapping[int, Sequence[Diagnostic]]) -> bytes:
    """The file, in UTF-8 and in the form of the one that was read."""
    table = patients.table
    reasons = {place: (patients.numbers[place], reason(found)) for place, found in why.items()}
    records = [record for record in table.records if record.number in reasons]
    if not table.delimiter:
        return "".join(_json(table, record, *reasons[record.number]) for record in records).encode()
    keep = [at for at, header in enumerate(table.header) if plain(header) not in OURS]
    ours = set(range(len(table.header))) - set(keep)
    out = _Lines()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([*OURS, *(table.header[at] for at in keep)])
    for record in records:
        cells = [cell for at, cell in enumerate(record.cells) if at not in ours]
        writer.writerow([*reasons[record.number], *cells])
    return "\ufeff".encode() + "".join(out).encode()


def reason(found: Sequence[Diagnostic]) -> str:
    """Why, in one line that holds no word of the patient."""
    return " | ".join(dict.fromkeys(f"{one.code} {one.message}: {one.help}" for one in found if one.is_error))


class _Lines(list[str]):
    """What `csv` writes to."""

    write = list.append


def _json(table: Table, record: Record, number: int, why: str) -> str:
    """The line with both keys before the others; a line that is no object goes back as it is."""
    line = table.lines[record.line - 1].strip()
    if record.fault is not None:
        return line + "\n"
    rest = {key: value for key, value in json.loads(line).items() if plain(key) not in OURS}
    whole = {"row": number, REASON: why, **rest}
    line = json.dumps(whole, ensure_ascii=False)
    if _HALF.search(line):  # no file can hold it but as an escape
        line = json.dumps(whole)
    return line + "\n"
