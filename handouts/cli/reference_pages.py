"""What `handouts show` prints of a country, a region of the body, a stop rule, a danger sign or a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.model import Library

Rows = list[tuple[str, list[str]]]


def rows(library: Library, kind: str, id_: str, record: Any) -> Rows:
    """Every field of a record that is not empty, then the records that name it."""
    from handouts.library.references import naming

    fields = [(name.replace("_", " "), [*_lines(getattr(record, name))]) for name in type(record).model_fields]
    return [*(one for one in fields if one[0] != "id"), ("named by", naming(library, kind, id_))]


def _lines(value: Any) -> Iterator[str]:
    """A value as lines: a list of plain values on one, a list of records on one each."""
    if value is None or value == ():
        return
    if isinstance(value, tuple) and not any(hasattr(item, "model_fields_set") for item in value):
        yield ", ".join(map(str, value))
    elif isinstance(value, tuple):
        yield from (line for item in value for line in _lines(item))
    elif hasattr(value, "model_fields_set"):
        inner = {name: ", ".join(_lines(getattr(value, name))) for name in type(value).model_fields}
        yield "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in inner.items() if words)
    else:
        yield str(value)
