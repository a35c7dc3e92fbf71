"""The kinds of files in `content/` and `styles/`, and the JSON Schema of each for editors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from handouts.library import kinds
from handouts.model import Id, Record

#: What `handouts schema KIND` knows: files of one record, and files of many records by id.
REGISTERS: Mapping[str, type[Record]] = {
    name.removesuffix(".yaml"): record for name, (_, record) in kinds.REGISTERS.items()
}
KINDS: Mapping[str, type[Record]] = {
    **dict(kinds.FOLDERS.values()),
    **REGISTERS,
    "pain-guide": kinds.KINDS["pain-guide"],
    "edition": kinds.KINDS["edition"],
}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    record = KINDS[kind]
    return TypeAdapter(dict[Id, record] if kind in REGISTERS else record)  # type: ignore[valid-type]


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a kind of file, for completion and marks in editors. The id is the file's name.

    Limits of letters count markup too, so an editor may mark a text that still has room; `handouts` has the last word.
    """
    schema: dict[str, Any] = _adapter(kind).json_schema(by_alias=True, mode="validation")
    for shape in (schema, *schema.get("$defs", {}).values()):
        for field in shape.get("properties", {}).values():
            field.pop("title", None)  # the name of the field in capitals
    if kind in REGISTERS:
        schema["additionalProperties"] = False
    else:
        schema["properties"].pop("id", None)
        schema["required"] = [field for field in schema.get("required", []) if field != "id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": kind}
