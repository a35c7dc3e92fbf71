"""Which column is which: the names that are known, and a file that tells other headers.

columns: {id: Hospital No, name: Full name, conditions: Diagnosis}
dates: day/month/year
ignore: [Phone, Ward]        # or `others`: all that are not named
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handouts.diagnostics import Diagnostic, Span, did_you_mean, nearest
from handouts.library import source
from handouts.model import KEBAB, SCOPE

#: What a column may be, and how people call it besides.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("patient id", "patient number", "mrn"),
    "name": ("patient name", "patient"),
    "born": ("date of birth", "dob"),
    "conditions": ("condition",),
    "side": (),
    "exercises": (),
    "set": ("settings", "doses"),
    "notes": ("note",),
    "language": (),
    "edition": (),
    "clinician": ("from",),
    "date": (),
    "start": ("diary start",),
    "row": (),
}
REASON = "reason"  # the column that a file of failed rows has besides; nobody reads it

#: How days are written, and where year, month and day stand in them.
DAYS = {
    "year-month-day": (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), "1961-03-04"),
    "day/month/year": (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"), "04/03/1961"),
    "month/day/year": (re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"), "03/04/1961"),
    "day.month.year": (re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"), "04.03.1961"),
}
ISO = "year-month-day"
SETTING = re.compile(rf"({KEBAB})\.([a-z]+(?:[_-][a-z]+)*)(?:\.(?:{SCOPE.pattern}))?")
_KEYS = ("columns", "dates", "ignore")


def plain(header: str) -> str:
    """A header as it is compared: case, spaces, `_` and `-` make no difference."""
    return " ".join(re.sub(r"[_-]", " ", header).casefold().split())


_USUAL = {plain(name): name for name in FIELDS} | {other: name for name, others in FIELDS.items() for other in others}


@dataclass(frozen=True, slots=True)
class Columns:
    """Headers of a clinic's own, besides the usual ones. `ignored` is None where all others are."""

    own: Mapping[str, str] = field(default_factory=dict)  #: header, as it is compared → field or setting
    ignored: frozenset[str] | None = frozenset()
    days: str = ISO

    def known(self, header: str) -> bool:
        return self.field_of(header) is not None

    def field_of(self, header: str) -> str | None:
        """The field or the setting that a column holds; a field with a header of its own has no other."""
        if plain(header) in self.own:
            return self.own[plain(header)]
        name = header.strip().casefold()
        usual = name if SETTING.fullmatch(name) else _USUAL.get(plain(header))
        return usual if usual not in self.own.values() else None


USUAL = Columns()


def read(data: bytes, file: str) -> tuple[Columns, list[Diagnostic]]:
    """The mapping in a YAML file. Reports HND101 to HND108, and HND907."""
    read_ = source.read(data, file)
    said = read_.value
    if not isinstance(said, dict):
        found = [*read_.diagnostics] or [_wrong("this is no list of columns", "begin with `columns:`", Span(file))]
        return USUAL, found
    found = [*read_.diagnostics, *_strangers(said, read_), *_shapes(said, read_)]
    if any(one.is_error for one in found):
        return USUAL, found
    own = {plain(header): name for name, header in said.get("columns", {}).items()}
    ignore = said.get("ignore", [])
    ignored = None if ignore == "others" else frozenset(plain(header) for header in ignore)
    return Columns(own, ignored, said.get("dates", ISO)), found


def _strangers(said: dict[str, Any], read_: source.Source) -> Iterator[Diagnostic]:
    for key in said:
        if key not in _KEYS:
            yield _wrong(f"`{key}` is not known here", did_you_mean(str(key), _KEYS, "key"), read_.key((key,)))


def _shapes(said: dict[str, Any], read_: source.Source) -> Iterator[Diagnostic]:
    columns, ignore, days = said.get("columns", {}), said.get("ignore", []), said.get("dates", ISO)
    if not isinstance(columns, dict):
        yield _wrong("this is no list of columns", "write `columns: {id: Hospital No}`", read_.place(("columns",)))
    elif ignore != "others" and not (isinstance(ignore, list) and all(isinstance(one, str) for one in ignore)):
        yield _wrong(
            "this is no list of headers", "write `ignore: [Phone, Ward]` or `ignore: others`", read_.place(("ignore",))
        )
    else:
        yield from _own(columns, read_)
    if not (isinstance(days, str) and days in DAYS):
        yield _wrong("this is no way to write a day", f"one of: {', '.join(DAYS)}", read_.place(("dates",)))


def _own(columns: dict[str, Any], read_: source.Source) -> Iterator[Diagnostic]:
    seen = set[str]()
    for name, header in columns.items():
        path = ("columns", name)
        if name not in FIELDS and not SETTING.fullmatch(str(name)):
            yield _wrong(f"there is no field `{name}`", did_you_mean(str(name), FIELDS, "field"), read_.key(path))
        elif not isinstance(header, str):
            yield _wrong("this is no header", "write the header as it stands in the file, in quotes", read_.place(path))
        elif plain(header) in seen:
            yield _wrong("this header stands for two fields", "name each header once", read_.place(path))
        else:
            seen.add(plain(header))


def _wrong(message: str, advice: str, span: Span) -> Diagnostic:
    return Diagnostic("HND907", message, advice, span)


def choose_columns(header: Sequence[str], columns: Columns, file: str) -> tuple[dict[str, int], list[Diagnostic]]:
    """Which column holds which field. Reports HND902 (none holds the conditions), HND903 (two hold the same) and
    HND904 (nobody knows what one holds)."""
    fields: dict[str, int] = {}
    found: list[Diagnostic] = []
    strangers = []
    for at, name in enumerate(header):
        held = columns.field_of(name)
        if (
            held is None
            and plain(name) != REASON
            and columns.ignored is not None
            and plain(name) not in columns.ignored
        ):
            strangers.append((at, name))
        elif held in fields:
            message = f"the columns {fields[held] + 1} and {at + 1} both hold `{held}`"
            found.append(Diagnostic("HND903", message, "keep one, or name it in a file for `--columns`", Span(file)))
        elif held is not None:
            fields[held] = at
    if "conditions" not in fields:
        return {}, [_no_conditions(header, columns, file)]
    return fields, [*found, *(_stranger(at, name, columns, file) for at, name in strangers)]


def _no_conditions(header: Sequence[str], columns: Columns, file: str) -> Diagnostic:
    """Without this column the first line may be a patient's, so none of its words is told."""
    message = "no column `conditions` in the header" if header else "there is no header"
    help_ = "the first line names the columns; a file for `--columns` says which header holds the conditions"
    return Diagnostic("HND902", message, help_, Span(file))


def _stranger(at: int, name: str, columns: Columns, file: str) -> Diagnostic:
    if not name:
        message, help_ = f"the column {at + 1} has no header", "name it, or delete the column"
    else:
        close = nearest(plain(name), [*_USUAL, *columns.own])
        message = f"nobody reads the column `{name[:40]}`"
        help_ = "list it under `ignore:` in a file for `--columns`, or delete it"
        help_ = f"did you mean `{close}`? If not, {help_}" if close else help_
    return Diagnostic("HND904", message, help_, Span(file))
