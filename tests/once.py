"""The same content read once, and the same leaflets checked once, by all tests of a process.

`read` and `check` are for tests whose subject is neither. Below them, `files_read_once` is for all tests: a file of a
content folder is parsed and validated once for each text and name, so that a test that lays one changed file over the
shipped content pays for one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from handouts import checks, library
from handouts.checks.context import Check, CheckContext
from handouts.diagnostics import Diagnostic
from handouts.files.pictures import safe_drawing
from handouts.library import loading, pictures, schema, source, store
from handouts.library.folders import shown
from handouts.library.pictures import KeptDrawings
from handouts.library.source import Source
from handouts.model import Library, Record

_unchanged = [library.data_root()]
_read, _run = library.read, checks.run
_kept: dict[object, tuple[Library, KeptDrawings, tuple[Diagnostic, ...]]] = {}
_checked: dict[object, tuple[Library, tuple[Diagnostic, ...]]] = {}


def read(content: Sequence[Path], styles: Path) -> tuple[Library, KeptDrawings, list[Diagnostic]]:
    """What `library.read` gives; all callers get equal values that nobody can change.

    The key of content is its bytes and the names that findings show in the current folder.
    """
    folders = [(folder, _bytes_once if _is_unchanged(folder) else _bytes_in) for folder in (*content, styles)]
    key = tuple((shown(folder), bytes_in(folder)) for folder, bytes_in in folders)
    if None in (seal for _, seal in key):
        return _read(content, styles)
    if key not in _kept:
        records, drawings, found = _read(content, styles)
        drawings.findings()  # reads them all: the folder may be gone when another test uses them
        _kept[key] = records, drawings, tuple(found)
    records, drawings, before = _kept[key]
    return records, drawings, list(before)


def check(context: CheckContext, more: Sequence[Check] = ()) -> list[Diagnostic]:
    """What `checks.run` gives."""
    library_ = context.library
    key = (
        id(library_),
        context.ids,
        context.chosen,
        context.plan,
        context.clinic,
        context.today,
        context.review_years,
        *more,
    )
    if key not in _checked:
        _checked[key] = library_, tuple(_run(context, more))
    return list(_checked[key][1])


@lru_cache(maxsize=2000)
def _parsed(data: bytes, file: str) -> Source:
    return source.read(data, file)


def _validated(
    record_type: type[Record], value: object, text: Source, extra: Mapping[str, object], at: source.Path
) -> tuple[Record | None, list[Diagnostic]]:
    """What `schema.check` gives; a text from `_parsed` is kept with its records, so its `id` stays its own."""
    key = (id(text), record_type, at, *extra.items())
    if key not in _records:
        _records[key] = text, schema.check(record_type, value, text, extra, at)
    record, found = _records[key][1]
    return record, list(found)


_records: dict[object, tuple[Source, tuple[Record | None, list[Diagnostic]]]] = {}


def files_read_once() -> None:
    """From now on the library of this process parses and validates equal files once."""
    vars(loading)["source"] = SimpleNamespace(**{**vars(source), "read": _parsed})
    vars(store)["schema"] = SimpleNamespace(**{**vars(schema), "check": _validated})
    vars(pictures)["safe_drawing"] = lru_cache(maxsize=2000)(safe_drawing)


def never_changes(root: Path) -> None:
    """No test changes what lies in this folder: its bytes are read once."""
    _unchanged.append(root)


def _is_unchanged(folder: Path) -> bool:
    return any(folder.is_relative_to(root) for root in _unchanged)


@cache
def _bytes_once(folder: Path) -> str | None:
    """The same of a folder that no test changes."""
    return _bytes_in(folder)


def _bytes_in(folder: Path) -> str | None:
    """The hash of all names and bytes, or None where something is no plain file."""
    seal = sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            return None
        data = path.read_bytes() if path.is_file() else b""
        seal.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return seal.hexdigest()
