"""Reads a patient list as a table of literal cells, each with its place.

CSV, with the delimiter that its header uses, or JSON Lines, one object a line. Cells are text and stay text: what one
means is for `reading`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from handouts.batch.patients.decoding import MAX_BYTES
from handouts.diagnostics import Diagnostic, Span
from handouts.files import reading

MAX_ROWS = 100_000
MAX_LINES = 2_000_000  # a spreadsheet may save a million empty rows
MAX_LINE = 1_000_000  # letters of one line; a line of this length is no row of a list
MAX_COLUMNS = 200
DELIMITERS = (",", ";", "\t", "|")
SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # a spreadsheet's note to itself
SPLIT = "split it into several files"
csv.field_size_limit(MAX_BYTES)  # else csv gives up at 131,072 letters; `reading` finds a long cell at its place
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Record(NamedTuple):
    """One row as the file has it. `fault` is why its cells cannot be read: (message, help).

    `line` is a line of the file, `sheet_row` the row that a spreadsheet shows: they differ below a cell of several
    lines. JSON has no `sheet_row`.
    """

    number: int  #: from 1, without the header and empty rows
    line: int
    cells: tuple[str, ...]
    fault: tuple[str, str] | None = None
    sheet_row: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of a file; without a header it cannot be read, and `found` says why."""

    file: str
    header: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    delimiter: str = ","  #: empty for JSON Lines
    lines: Sequence[str] = field(default=(), repr=False)
    header_line: int = 1

    def header_span(self, column: int) -> Span:
        """The place of a header; JSON has its keys on every line."""
        return self.span(Record(0, self.header_line, self.header), column) if self.delimiter else Span(self.file)

    def span(self, record: Record, column: int = 0, at: int = 0, length: int = 0) -> Span:
        """The place of a cell, or of some words in it."""
        line, start = (_csv_place if self.delimiter else _json_place)(self, record, column)
        cell = record.cells[column].strip().split("\n")[0] if column < len(record.cells) else ""
        return Span(self.file, line, start + at, length or max(1, len(cell) - at))


def read(text: str, file: str, known: Callable[[str], bool]) -> Table:
    """The table in a text. Reports HND901, HND902, HND905 and HND906 in a record."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return Table(file, found=(Diagnostic("HND902", "the file is empty", "give it a header and rows", Span(file)),))
    if (count := max(text.count("\n"), text.count("\r"))) > MAX_LINES:
        return Table(file, found=(_refused(f"{count:,} lines, at most {MAX_LINES:,} are read", SPLIT, Span(file)),))
    lines = _LINE.findall(text)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            message = f"a line of {len(line):,} letters, at most {MAX_LINE:,} are read"
            help_ = "look for line ends that were lost; a row of a list is one line"
            return Table(file, found=(_refused(message, help_, Span(file, number)),))
    if text.lstrip().startswith(("{", "[")):
        return _json_lines(lines, file)
    return _csv(lines, file, known)


def _refused(message: str, help_: str, span: Span) -> Diagnostic:
    return Diagnostic("HND901", message, help_, span)


# ---------------------------------------------------------------- CSV


def _csv(lines: Sequence[str], file: str, known: Callable[[str], bool]) -> Table:
    separator = SEP_LINE.fullmatch(lines[0])
    first = 1 if separator else 0
    delimiter = separator[1] if separator else _delimiter(lines, known)
    split = _split_rows(lines, first, delimiter, file)
    if isinstance(split, Diagnostic):
        return Table(file, found=(split,))
    (header_line, _, header), *rows = split or [(1, 1, [])]
    header = [name.strip() for name in header]
    while header and not header[-1]:  # the commas that a spreadsheet leaves behind
        header.pop()
    if len(rows) > MAX_ROWS:
        return Table(file, found=(_too_many(len(rows), len(header), file),))
    records = tuple(_record(number, line, cells, len(header), row) for number, (line, row, cells) in enumerate(rows, 1))
    return Table(file, tuple(header), records, (), delimiter, lines, header_line)


def _too_many(rows: int, columns: int, file: str) -> Diagnostic:
    message = f"{rows} rows of {columns} columns, at most {MAX_ROWS} of {MAX_COLUMNS} are read"
    return _refused(message, SPLIT, Span(file))


def _delimiter(lines: Sequence[str], known: Callable[[str], bool]) -> str:
    """The delimiter that splits the header into most known names; among equals, into most names."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            return 0, 0
        return sum(map(known, names[:MAX_COLUMNS])), len(names)

    return max(DELIMITERS, key=worth)


def _split_rows(
    lines: Sequence[str], first: int, delimiter: str, file: str
) -> list[tuple[int, int, list[str]]] | Diagnostic:
    """Every row that is not empty, with its line and its row in a spreadsheet.

    An unclosed quote would swallow rows, so it refuses the file.
    """
    reader = csv.reader(lines[first:], delimiter=delimiter, strict=True, skipinitialspace=True)
    rows, line, row = [], first + 1, 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS and len(cells := _without_blanks(cells, MAX_COLUMNS)) > MAX_COLUMNS:
                message = f"{len(cells):,} cells in one row, at most {MAX_COLUMNS} are read"
                return _refused(message, "look for line ends that were lost", Span(file, line))
            if any(map(str.strip, cells)):
                rows.append((line, row, cells))
            line, row = first + reader.line_num + 1, row + 1
    except csv.Error:
        ended = first + reader.line_num >= len(lines)
        what = "never ends" if ended else "ends in the middle of a cell"
        at, column = _open_quote(lines, line, delimiter)
        message = f"a quoted text that begins on line {at} (row {row} of the spreadsheet) {what}"
        help_ = 'close it with one `"`; a quote mark inside a quoted text is written twice: `""`'
        return _refused(message, help_, Span(file, at, column))
    return rows


def _open_quote(lines: Sequence[str], line: int, delimiter: str) -> tuple[int, int]:
    """Line and column of the first quote mark, in a row, that opens a cell and is not closed at its end."""
    text, ends = "".join(lines[line - 1 :]), re.escape(delimiter) + "\r\n"
    cell = re.compile(rf' *"[^"]*(?:""[^"]*)*"(?=[{ends}]|$)|(?! *")[^{ends}]*')
    at = 0
    while at < len(text) and (whole := cell.match(text, at)):
        at = whole.end() + 1
    at = max(text.find('"', at), 0)
    before = text[:at]
    return line + len(_LINE.findall(before[: before.rfind("\n") + 1])), at - max(map(before.rfind, "\r\n"))


def _without_blanks(cells: list[str], width: int) -> list[str]:
    """The cells without the empty ones that a spreadsheet leaves behind the last column."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _record(number: int, line: int, cells: list[str], width: int, row: int) -> Record:
    if len(cells) > width:
        cells = _without_blanks(cells, width)
    if len(cells) == width:
        return Record(number, line, tuple(cells), None, row)
    beyond = len(cells) - width
    what = f"{abs(beyond)} cell{'' if abs(beyond) == 1 else 's'} too {'many' if beyond > 0 else 'few'}"
    help_ = "look for a delimiter that is missing or too much; a text that holds one needs quotes"
    return Record(number, line, tuple(cells), (what, help_), row)


def _csv_place(table: Table, record: Record, column: int) -> tuple[int, int]:
    """Line and column where a cell begins. `csv` does not report it, so a finding scans the row again."""
    line, at, quoted = record.line, 1, False
    if '"' not in (first := table.lines[line - 1]):
        return line, sum(len(cell) + 1 for cell in first.split(table.delimiter)[:column]) + 1
    signs = re.compile(f'["{re.escape(table.delimiter)}]')
    while column and line <= len(table.lines):
        for sign in signs.finditer(table.lines[line - 1]):
            quoted ^= sign[0] == '"'
            column -= sign[0] == table.delimiter and not quoted
            if not column:
                at = sign.end() + 1
                break
        else:
            line += 1
    if line <= len(table.lines) and (quote := re.compile(' *"').match(table.lines[line - 1], at - 1)):
        at = quote.end() + 1
    return line, at


# ---------------------------------------------------------------- JSON Lines


def _json_lines(lines: Sequence[str], file: str) -> Table:
    """Objects of one line each. The header is every key in the order in which it first appears."""
    if next(filter(str.strip, lines)).lstrip().startswith("["):
        help_ = "write one object a line, without a list"
        return Table(file, found=(_refused("a JSON list is not read", help_, Span(file)),))
    objects = [(number, _object(line)) for number, line in enumerate(lines, 1) if line.strip()]
    header = tuple(dict.fromkeys(key for _, cells in objects if isinstance(cells, dict) for key in cells))
    if not header and isinstance(wrong := objects[0][1], tuple):
        return Table(file, found=(Diagnostic("HND906", *wrong, Span(file, objects[0][0])),))
    if len(objects) > MAX_ROWS or len(header) > MAX_COLUMNS:
        return Table(file, found=(_too_many(len(objects), len(header), file),))
    records = tuple(
        Record(number, line, tuple(cells.get(key, "") for key in header))
        if isinstance(cells, dict)
        else Record(number, line, (), cells)
        for number, (line, cells) in enumerate(objects, 1)
    )
    return Table(file, header, records, (), "", lines)


def _object(line: str) -> dict[str, str] | tuple[str, str]:
    """The cells of one line, or its fault: (message, help)."""
    help_ = 'write it as one object: {"conditions": "heel-spur", "name": "Ann Example"}'
    try:
        pairs = reading.parse_json(line, str, _Pairs)
    except json.JSONDecodeError:
        return "this line is no JSON object", help_
    except ValueError as fault:
        return f"this line has {fault}", help_
    if not isinstance(pairs, _Pairs):
        return "this line is no JSON object", help_
    names = [key.strip() for key, _ in pairs]
    if len(set(names)) < len(names):
        return "a key occurs twice in this object", "keep one of the two"
    cells = {key.strip(): _cell(value) for key, value in pairs}
    if wrong := [key for key, cell in cells.items() if cell is None]:
        return f"the value number {names.index(wrong[0]) + 1} is no text, number or list of texts", help_
    return {key: cell for key, cell in cells.items() if cell is not None}


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, with duplicate keys."""


def _cell(value: object) -> str | None:
    """A value as the text of a cell: a list as texts with `;` between, settings as `key=value`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, _Pairs):
        parts = [f"{key}={cell}" for key, inner in value if isinstance(cell := inner, str)]
        return "; ".join(parts) if len(parts) == len(value) else None
    if isinstance(value, list):
        return "; ".join(value) if all(isinstance(item, str) for item in value) else None
    return None


def _json_place(table: Table, record: Record, column: int) -> tuple[int, int]:
    line = table.lines[record.line - 1]
    if column >= len(table.header):
        return record.line, 1
    found = _json_key(table.header[column]).search(line)
    return record.line, (found.end() if found else 0) + 1


@lru_cache(MAX_COLUMNS)
def _json_key(name: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join((re.escape(json.dumps(name, ensure_ascii=False)), ":", '[\\["]?')))
