"""Validates values as records, translates the errors, and writes JSON Schema for editors.

No other package reads the errors of pydantic.
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

#: Most findings in one record; nobody reads more.
MOST_FINDINGS = 40


def check(
    record_type: type[R], value: object, source: Source, extra: Mapping[str, object] | None = None, at: Path = ()
) -> tuple[R | None, list[Diagnostic]]:
    """Validates one record.

    Args:
        value: the value of `source` at the path `at`.
        extra: fields that the file does not hold, such as the id.

    Returns:
        The record, or None after a fault, and the findings (HND2xx).
    """
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
        errors = invalid.errors(include_url=False)[:MOST_FINDINGS]
    translator = ErrorTranslator(record_type, source, at)
    # Unknown keys come before missing fields: a mistyped key then explains the field that seems to be missing.
    errors.sort(key=lambda error: error["type"] == "missing")
    return None, [*found, *(findings for error in errors if (findings := translator.translate(error)))]


def _not_a_record(record_type: type[Record], value: object, source: Source, at: Path) -> Diagnostic:
    example = next((name for name in fields(record_type) if name != "id"), "key")
    message = f"fields are expected here, this is {kind_of(value)}"
    return Diagnostic("HND203", message, f"write one field a line, such as `{example}: …`", source.place(at))
