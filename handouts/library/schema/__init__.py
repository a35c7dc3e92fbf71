"""Values into records, and what is wrong with them in people's words; the shape of a file for editors.

The only room that knows how pydantic says that a value does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from handouts.diagnostics import Diagnostic
from handouts.library.schema.editors import KINDS, REGISTERS, json_schema
from handouts.library.schema.errors import ErrorTranslator, kind_of
from handouts.library.schema.types import fields
from handouts.library.source import Path, Source
from handouts.model import Record

__all__ = ["KINDS", "REGISTERS", "check", "json_schema", "kind_of"]

R = TypeVar("R", bound=Record)

#: More findings in one record would not be read.
MOST = 40


def check(
    record_type: type[R], value: object, source: Source, extra: Mapping[str, object] | None = None, at: Path = ()
) -> tuple[R | None, list[Diagnostic]]:
    """The record that a value at `at` stands for, with what the file does not say (`extra`: its id). Reports HND2xx."""
    extra = extra or {}
    if not isinstance(value, dict):
        return None, [] if at in source.holes else [_not_a_record(record_type, value, source, at)]
    found = [
        Diagnostic(
            "HND202", f"`{key}` is not written here", f"delete it: the {key} is {extra[key]}", source.key((*at, key))
        )
        for key in extra
        if key in value
    ]
    try:
        return record_type.model_validate({**value, **extra}, by_alias=True, by_name=False), found
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)[:MOST]
    teller = ErrorTranslator(record_type, source, at)
    errors.sort(key=lambda error: error["type"] == "missing")
    return None, [*found, *(findings for error in errors if (findings := teller.translate(error)))]


def _not_a_record(record_type: type[Record], value: object, source: Source, at: Path) -> Diagnostic:
    example = next((name for name in fields(record_type) if name != "id"), "key")
    message = f"fields are expected here, this is {kind_of(value)}"
    return Diagnostic("HND203", message, f"write one field a line, such as `{example}: …`", source.place(at))
