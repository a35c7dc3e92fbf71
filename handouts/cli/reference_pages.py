"""What `handouts show` prints of a country, a region of the body, a stop rule, a danger sign or a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.model import Library

Rows = list[tuple[str, list[str]]]


def rows(library: Library, kind: str, id_: str, record: Any) -> Rows:
    """Every field of a record that is not empty, then the records that name it."""
    fields = [(name.replace("_", " "), [*_lines(getattr(record, name))]) for name in type(record).model_fields]
    return [*(one for one in fields if one[0] != "id"), ("named by", [*_named_by(library, kind, id_)])]


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


def _named_by(library: Library, kind: str, id_: str) -> Iterable[str]:
    """The ids of the records that name this one."""
    regions, conditions = library.regions, library.conditions
    match kind:
        case "country":
            return [one.id for one in library.clinics.values() if one.country == id_]
        case "region":
            of_region: Mapping[str, Any] = {**library.exercises, **library.advice}
            return [
                *(one.id for one in conditions.values() if id_ in one.regions),
                *(one.id for one in of_region.values() if one.region == id_),
            ]
        case "stop-rule":
            guide = ["pain-guide"] if library.pain_guide and id_ in library.pain_guide.rules else []
            users: Mapping[str, Any] = {**library.exercises}
            return [
                *guide,
                *(one.id for one in regions.values() if id_ in one.stop_rules),
                *(one.id for one in users.values() if id_ in one.stop_if),
            ]
        case "danger-sign":
            asking: Mapping[str, Any] = {**regions, **conditions}
            return [name for name, one in asking.items() if any(sign.id == id_ for sign in one.danger_signs)]
        case _:
            return [*dict.fromkeys(_citing(library, id_))]


def _citing(library: Library, source: str) -> Iterator[str]:
    governed: Mapping[str, Any] = {**library.conditions, **library.plans}
    yield from (id_ for id_, one in governed.items() if any(c.id == source for c in one.governance.sources))
    citing: Mapping[str, Any] = {**library.exercises, **library.advice}
    yield from (id_ for id_, one in citing.items() if any(cited.id == source for cited in one.sources))
    asking: Mapping[str, Any] = {**library.regions, **library.conditions}
    yield from (id_ for id_, one in asking.items() if any(sign.source == source for sign in one.danger_signs))
