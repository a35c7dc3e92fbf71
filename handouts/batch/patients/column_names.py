"""Names of columns: the usual ones, and those of a clinic in a YAML file for `--columns`.

columns: {id: Hospital No, name: [Title, First name, Surname], conditions: Diagnosis}
dates: day/month/year
ignore: [Phone, Ward]        # or `others`: all that are not named
literal: [id]                # printed as written, though it looks damaged
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handouts.batch.patients.spelling import slip_of
from handouts.diagnostics import Diagnostic, Span, did_you_mean
from handouts.library import source
from handouts.model import KEBAB, SCOPE

#: What a column may be, and how people call it besides.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("patient id", "patient number", "mrn"),
    "name": ("patient name", "patient"),
    "born": ("date of birth", "birth date", "birthdate", "birthday", "dob"),
    "conditions": ("condition",),
    "side": (),
    "exercises": (),
    "add": (),
    "without": (),
    "order": (),
    "weeks": (),
    "plan": (),
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

#: The forms of a day, and the places of year, month and day in them.
DAYS = {
    "year-month-day": (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), "1961-03-04"),
    "day/month/year": (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"), "04/03/1961"),
    "month/day/year": (re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"), "03/04/1961"),
    "day.month.year": (re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"), "04.03.1961"),
}
ISO = "year-month-day"
SETTING = re.compile(rf"({KEBAB})\.([a-z]+(?:[_-][a-z]+)*)(?:\.(?:{SCOPE.pattern}))?")
TEXTS = ("id", "name", "clinician", "notes")  #: the fields that are printed as they are written
JOINED = ("name", "clinician", "notes", "conditions")  #: the fields that several columns may hold, with a space between
_KEYS = ("columns", "dates", "ignore", "literal")


def plain(header: str) -> str:
    """A header as it is compared: case, spaces, `_` and `-` make no difference."""
    return " ".join(re.sub(r"[_-]", " ", header).casefold().split())


_USUAL = {plain(name): name for name in FIELDS} | {other: name for name, others in FIELDS.items() for other in others}


@dataclass(frozen=True, slots=True)
class Columns:
    """Headers of a clinic's own, besides the usual ones.

    Args:
        own: header, as it is compared → field or setting; those of one field in the order in which they are joined.
        ignored: headers that nobody reads; None: all others.
        days: how days are written, a key of `DAYS`.
        literal: fields that are printed as written, though they look damaged.
        places: header, as it is compared → where the file for `--columns` names it.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] | None = frozenset()
    days: str = ISO
    literal: frozenset[str] = frozenset()
    places: Mapping[str, Span] = field(default_factory=dict)

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
    named = list(_headers(said.get("columns", {}), read_))
    own = {plain(header): name for name, header, _ in named}
    ignore = said.get("ignore", [])
    ignored = None if ignore == "others" else frozenset(plain(header) for header in ignore)
    places = {plain(header): span for _, header, span in named}
    return Columns(own, ignored, said.get("dates", ISO), frozenset(said.get("literal", ())), places), found


def _headers(columns: dict[str, Any], read_: source.Source) -> Iterator[tuple[str, Any, Span]]:
    """Field, header and place of each header; a field may have a list of them."""
    for name, said in columns.items():
        if isinstance(said, list):
            yield from ((name, header, read_.place(("columns", name, at))) for at, header in enumerate(said))
        else:
            yield name, said, read_.place(("columns", name))


def _strangers(said: dict[str, Any], read_: source.Source) -> Iterator[Diagnostic]:
    for key in said:
        if key not in _KEYS:
            is_field = key in FIELDS or SETTING.fullmatch(str(key))
            advice = f"write it under `columns:`, as `columns: {{{key}: …}}`" if is_field else ""
            help_ = advice or did_you_mean(str(key), _KEYS, "key")
            yield _wrong(f"`{key}` is not known here", help_, read_.key((key,)))


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
    literal = said.get("literal", [])
    if not (isinstance(literal, list) and all(one in TEXTS for one in literal)):
        help_ = f"write `literal: [id]` with one or more of: {', '.join(TEXTS)}"
        yield _wrong("this is no list of fields that are printed as written", help_, read_.place(("literal",)))
    if not (isinstance(days, str) and days in DAYS):
        yield _wrong("this is no way to write a day", f"one of: {', '.join(DAYS)}", read_.place(("dates",)))


def _own(columns: dict[str, Any], read_: source.Source) -> Iterator[Diagnostic]:
    for name, said in columns.items():
        if name not in FIELDS and not SETTING.fullmatch(str(name)):
            yield _wrong(f"there is no field `{name}`", _meant(str(name)), read_.key(("columns", name)))
        elif isinstance(said, list) and not (said and name in JOINED):
            help_ = f"name one header; several may hold only: {', '.join(JOINED)}"
            yield _wrong(f"`{name}` is in one column", help_, read_.place(("columns", name)))
    seen = set[str]()
    for _, header, span in _headers(columns, read_):
        if not isinstance(header, str):
            yield _wrong("this is no header", "write the header as the file has it, in quotes", span)
        elif plain(header) in seen:
            yield _wrong("this header occurs twice", "name each header once", span)
        else:
            seen.add(plain(header))


def _meant(name: str) -> str:
    """A header in the place of a field is a name of another kind, so nearness of spelling proposes nothing."""
    if close := slip_of(name, FIELDS):
        return f"did you mean `{close}`?"
    return f"write the field before the colon, your header behind it; the fields are: {', '.join(FIELDS)}"


def _wrong(message: str, advice: str, span: Span) -> Diagnostic:
    return Diagnostic("HND907", message, advice, span)
