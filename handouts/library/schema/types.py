"""The types of records, walked step by step as a file spells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def fields(record_type: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields as a file spells them."""
    return {info.alias or name: info for name, info in record_type.model_fields.items()}


def description(record_type: object, name: str) -> str:
    """The description of a field, as the file spells it; empty for a field or a type that has none."""
    if not (isinstance(record_type, type) and issubclass(record_type, BaseModel)):
        return ""
    info = fields(record_type).get(name)
    return info.description or "" if info else ""


def names(wanted: object) -> Iterable[str]:
    """The names of the fields of a type, none if it is no record."""
    return fields(wanted) if isinstance(wanted, type) and issubclass(wanted, BaseModel) else ()


def inside(annotation: object, step: str | int) -> object:
    """The type of what lies one step inside a type: a field of a record, an item of a list, a value of a mapping."""
    annotation = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        info = fields(annotation).get(str(step))
        return info.annotation if info else None
    wanted = {"tuple": 0, "dict": 1}.get(getattr(get_origin(annotation), "__name__", ""))
    return None if wanted is None else get_args(annotation)[wanted]


def bare(annotation: object) -> object:
    """A type without its limits and without "or nothing"."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin is Union or type(annotation).__name__ == "UnionType":
        return bare(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def records(record: type[BaseModel], seen: set[type] | None = None) -> Iterator[tuple[str, type[BaseModel]]]:
    """A record and all records inside it, by name."""
    seen = set() if seen is None else seen
    if record in seen:
        return
    seen.add(record)
    yield record.__name__, record
    for info in record.model_fields.values():
        for inner in _models_in(info.annotation):
            yield from records(inner, seen)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    annotation = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation) if get_origin(annotation) is not Literal else ():
        yield from _models_in(argument)
