"""The types of records and fields, looked up by the path that a file uses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def fields(record_type: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields as a file spells them."""
    return {info.alias or name: info for name, info in record_type.model_fields.items()}


def description_of(record_type: type[BaseModel], name: str) -> str:
    """The description of a field, by its name in a file; empty if the field has none."""
    return fields(record_type)[name].description or ""


def names(type_: object) -> Iterable[str]:
    """The names of the fields of a type, none if it is no record."""
    return fields(type_) if isinstance(type_, type) and issubclass(type_, BaseModel) else ()


def inside(annotation: object, step: str | int) -> object:
    """The type of what lies one step inside a type: a field of a record, an item of a list, a value of a mapping."""
    annotation = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        info = fields(annotation).get(str(step))
        return info.annotation if info else None
    argument = {"tuple": 0, "dict": 1}.get(getattr(get_origin(annotation), "__name__", ""))
    return None if argument is None else get_args(annotation)[argument]


def bare(annotation: object) -> object:
    """A type without its limits and without "or nothing"."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin is Union or type(annotation).__name__ == "UnionType":
        return bare(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation
