"""The shape of a file, for editors: JSON Schema."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from handouts.library.schema.kinds import KINDS, REGISTERS
from handouts.library.schema.types import description, records
from handouts.model import Id


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    record = KINDS[kind]
    return TypeAdapter(dict[Id, record] if kind in REGISTERS else record)  # type: ignore[valid-type]


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a kind of file, for completion and marks in editors. The id is the file's name.

    Limits of letters count markup too, so an editor may mark a text that still has room; `handouts` has the last word.
    """
    schema: dict[str, Any] = _adapter(kind).json_schema(by_alias=True, mode="validation")
    for name, record in records(KINDS[kind]):
        described = schema.get("$defs", {}).get(name) or (schema if kind not in REGISTERS else None)
        if described and "properties" in described:
            _describe(described, record)
    if kind in REGISTERS:
        schema["additionalProperties"] = False
    else:
        schema["properties"].pop("id", None)
        schema["required"] = [field for field in schema.get("required", []) if field != "id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": kind}


def _describe(schema: dict[str, Any], record: type[BaseModel]) -> None:
    for field, shape in schema["properties"].items():
        if meaning := description(record, field):  # a reference to another record has lost it
            shape["description"] = meaning
        shape.pop("title", None)
