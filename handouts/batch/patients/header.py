"""The header of a list: which columns hold which field. Two for one field, or a name in several, is a finding.

A header that nobody knows is an error, and so is a header by which half a name would be printed. A hint proposes the
field of one slip of the finger, or one of a near spelling whose values the column has: nearness alone proposes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from handouts.batch.patients import values
from handouts.batch.patients.column_names import FIELDS, REASON, Columns, plain
from handouts.batch.patients.spelling import slip_of
from handouts.batch.patients.table import Table
from handouts.batch.patients.values import Fault
from handouts.diagnostics import Diagnostic, nearest
from handouts.model import Dose

#: Field or setting → its columns, in the order in which they are joined.
Fields = Mapping[str, tuple[int, ...]]

#: Headers of the parts of a name, in the order in which a name is written.
_PARTS = (
    ("title", "salutation"),
    ("first name", "firstname", "forename", "given name", "vorname"),
    ("middle name", "middle names", "middle initial"),
    ("last name", "lastname", "surname", "family name", "nachname"),
)
_PART = {header: at for at, headers in enumerate(_PARTS) for header in headers}
_TITLE = 0
_LEAVE_OUT = "list it under `ignore:` in a file for `--columns`, or delete it"
_MOST_LISTED = 6  # columns that a finding names
_FIRST_ROWS = 10  # among which a header below a title is looked for

#: Fields whose values are like those of no other field.
_TELLING: Mapping[str, Callable[[str], object]] = {
    "conditions": values.conditions,
    "side": values.side,
    "order": values.order,
    "weeks": values.weeks,
    "set": values.wishes,
}


def choose_columns(table: Table, columns: Columns) -> tuple[Fields, list[Diagnostic]]:
    """Which columns hold which field.

    Reports HND902 (none holds the conditions), HND903 (two hold the same), HND904 (nobody reads one) and HND917 (the
    list lacks a header that the file for `--columns` names). A header without rows is HND902 too.
    """
    headers = [plain(name) for name in table.header]
    held: dict[str, list[int]] = {}
    unread = []
    for at, name in enumerate(table.header):
        if known := columns.field_of(name):
            held.setdefault(known, []).append(at)
        elif headers[at] != REASON and headers[at] not in (columns.ignored or ()):
            unread.append(at)
    lacking = [header for header in columns.own if header not in headers]
    if "conditions" not in held:
        return {}, [*_lacking(lacking, (), columns)] or [_no_conditions(table, columns)]
    found = [*_lacking(lacking, [table.header[at] for at in unread], columns), *_twice(table, held, columns)]
    parts = _name_parts(table, held, unread, columns)
    if parts:
        found.append(_parts_of_name(table, parts))
    if columns.ignored is not None:
        found += _strangers([at for at in unread if at not in parts], table, held)
    if not (found or table.records):
        help_ = "write a row for each patient below the header"
        found.append(Diagnostic("HND902", "the list has a header and no rows", help_, table.header_span(0)))
    order = list(columns.own)
    for places in held.values():
        places.sort(key=lambda at: order.index(headers[at]) if headers[at] in order else at)
    return {name: tuple(places) for name, places in held.items()}, found


def _lacking(lacking: Sequence[str], unread: Sequence[str], columns: Columns) -> Iterator[Diagnostic]:
    """HND917 at the place in the file of columns. `unread` are the headers that may have been meant."""
    for header in lacking:
        meant = slip_of(header, map(plain, unread))
        close = next((name for name in unread if plain(name) == meant), None)
        if close:
            help_ = f"did you mean `{close}`?"
        elif unread:
            help_ = f"write a header of the list; nobody reads {_quoted(unread[:6])}"
        else:
            help_ = "write the header as the first line of the list has it, or delete the mapping"
        message = f"the list has no column for `{columns.own[header]}` with this header"
        yield Diagnostic("HND917", message, help_, columns.places.get(header))


def _no_conditions(table: Table, columns: Columns) -> Diagnostic:
    """Without this column the first line may be a patient's, so none of its words is repeated."""
    for record in table.records[:_FIRST_ROWS]:
        if any(columns.field_of(cell) == "conditions" for cell in record.cells):
            message = f"the header is on line {record.line}, below other lines"
            span = table.span(record)
            return Diagnostic("HND902", message, "delete the lines above the header", span)
    meant = (at for at in range(len(table.header)) if _meant(at, table) == "conditions")
    if (at := next(meant, None)) is not None:
        help_ = f"did you mean `conditions` by `{table.header[at]}`? Correct the header"
        return Diagnostic("HND902", "no column `conditions` in the header", help_, table.header_span(at))
    message = "no column `conditions` in the header" if table.header else "there is no header"
    help_ = (
        "the first line names the columns; if your header has another word for the conditions, "
        "write it in a file for `--columns`, such as `columns: {conditions: Diagnosis}`"
    )
    return Diagnostic("HND902", message, help_, table.header_span(0))


def _twice(table: Table, held: Mapping[str, Sequence[int]], columns: Columns) -> Iterator[Diagnostic]:
    joined = columns.own.values()
    for name, places in held.items():
        headers = [plain(table.header[at]) for at in places]
        again = next(
            (at for n, at in enumerate(places) if n and (name not in joined or headers[n] in headers[:n])), None
        )
        if again is not None:
            message = f"the columns {places[0] + 1} and {again + 1} both hold `{name}`"
            help_ = "keep one, or give each its own header; a file for `--columns` may join them"
            if name == "name":
                help_ += ": `columns: {name: [First name, Surname]}`"
            yield Diagnostic("HND903", message, help_, table.header_span(again))


def _name_parts(
    table: Table, held: Mapping[str, Sequence[int]], unread: Sequence[int], columns: Columns
) -> Sequence[int]:
    """The columns that make up the name together, in the order of its parts, or none.

    Beside a first name, a column `Name` holds a surname: this is found even where all other columns are ignored.
    """
    parts = sorted((at for at in unread if plain(table.header[at]) in _PART), key=lambda at: _part(table, at))
    if "name" not in held:
        return parts if len(parts) > 1 and columns.ignored is not None else ()
    if "name" in columns.own.values() or all(_part(table, at) == _TITLE for at in parts):
        return ()
    before = [at for at in parts if _part(table, at) < len(_PARTS) - 1]
    return [*before, *held["name"], *(at for at in parts if at not in before)]


def _part(table: Table, at: int) -> int:
    return _PART[plain(table.header[at])]


def _parts_of_name(table: Table, parts: Sequence[int]) -> Diagnostic:
    names = [table.header[at] for at in parts]
    message = f"the name is in several columns: {_quoted(names)}"
    help_ = (
        f"add `columns: {{name: [{', '.join(names)}]}}` to a file for `--columns`, or list the others under `ignore:`"
    )
    return Diagnostic("HND904", message, help_, table.header_span(parts[0]))


def _meant(at: int, table: Table) -> str | None:
    """The field that the header of a column means: by one slip, or by a near spelling and the values of its cells."""
    name = plain(table.header[at])
    if close := slip_of(name, FIELDS):
        return close
    spelled = {plain(word): field for field in _TELLING for word in (field, *FIELDS[field])}
    field = spelled.get(nearest(name[:40], spelled) or "")
    cells = [cell for record in table.records if at < len(record.cells) and (cell := record.cells[at].strip())]
    is_its_value = field and cells and not any(isinstance(_TELLING[field](cell), Fault) for cell in cells)
    return field if is_its_value else None


def _strangers(unread: Sequence[int], table: Table, held: Mapping[str, Sequence[int]]) -> Iterator[Diagnostic]:
    """HND904 for each column that nobody reads; one for all those of which no more can be said."""
    found = {at: _stranger(at, table, held) for at in unread}
    alike = [at for at, one in found.items() if one.help == _LEAVE_OUT]
    for at, one in found.items():
        if at not in alike or len(alike) == 1:
            yield one
        elif at == alike[0]:
            names = [table.header[at] for at in alike]
            listed = ", ".join(json.dumps(name[:40], ensure_ascii=False) for name in names[:_MOST_LISTED])
            line = f"ignore: [{listed}]" if len(names) <= _MOST_LISTED else "ignore: others"
            help_ = f"add the line `{line}` to a file for `--columns`, or delete them"
            message = f"nobody reads {len(names)} columns: {_quoted(names[:_MOST_LISTED])}"
            message += " and others" if len(names) > _MOST_LISTED else ""
            yield replace(one, message=message, help=help_)


def _stranger(at: int, table: Table, held: Mapping[str, Sequence[int]]) -> Diagnostic:
    name, span = table.header[at], table.header_span(at)
    if _is_index(at, table):
        message = f"the column {at + 1} only counts the rows"
        help_ = "export the list without this index, or delete the column"
        return Diagnostic("HND904", message, help_, span)
    if not name:
        return Diagnostic("HND904", f"the column {at + 1} has no header", "name it, or delete the column", span)
    help_ = _LEAVE_OUT
    if (close := _meant(at, table)) and close not in held:
        help_ = f"did you mean `{close}`? If not, {help_}"
    elif dose := next((dose for dose in Dose.ADJUSTABLE if f" {plain(dose)} " in f" {plain(name)} "), None):
        own = json.dumps(name[:40], ensure_ascii=False)
        help_ = f"map the dose to its exercise, such as `columns: {{calf-stretch-wall.{dose}: {own}}}`, or {help_}"
    return Diagnostic("HND904", f"nobody reads the column `{name[:40]}`", help_, span)


def _is_index(at: int, table: Table) -> bool:
    """Whether a program wrote the numbers of the rows beside them, under no header of its own."""
    if table.header[at] and not table.header[at].startswith("Unnamed: "):
        return False
    cells = [record.cells[at].strip() for record in table.records if at < len(record.cells)]
    return bool(cells) and cells[0] in ("0", "1") and cells == [str(int(cells[0]) + n) for n in range(len(cells))]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name[:40]}`" for name in names)
