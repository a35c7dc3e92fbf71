"""Words for the reader: which markup, numbers and lengths a text may have, and every text of a record.

A limit of letters is the room a text has on the page (12.5 pt Fira Sans on A4); the numbers come from the design of
the leaflet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from handouts.model import prose
from handouts.model.record import fault

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,:/–-]\d+)*(?!\w)")


class Text(str):
    """Words for the reader: translated, with placeholders and the inline markup of `prose`.

    Reports HND205 (markup) and HND207 (a number that belongs in the data).
    """

    __slots__ = ()
    numbers_allowed: ClassVar[bool] = False

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._checked,
            core_schema.str_schema(strict=True, min_length=1),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _checked(cls, value: str) -> Text:
        try:
            prose.runs(value)
        except prose.MarkupError as error:
            raise fault("HND205", error.message, error.advice, error.words) from None
        if tag := _TAG.search(value):
            raise fault(
                "HND205", f"`{tag[0]}` would be printed as written", "write **strong** words instead of HTML", tag[0]
            )
        number = _NUMBER.search(prose.PLACEHOLDER.sub(lambda m: "x" * len(m[0]), value))
        if number and not cls.numbers_allowed:
            raise fault(
                "HND207",
                f"the text contains the number {number[0]}",
                "give it a name under `numbers` (or in the dose) and write {name} here, or write it as a word",
                number[0],
            )
        return cls(value)


class Phrase(Text):
    """Words that are data themselves and may name a number, such as a country's "Call 111 or your GP"."""

    __slots__ = ()
    numbers_allowed = True


@dataclass(frozen=True)
class Fits:
    """The most letters that have room in this place (markup not counted). Reports HND209."""

    limit: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "maxLength": self.limit}

    def _checked(self, value: str) -> str:
        if (length := prose.printed_length(value)) > self.limit:
            raise fault(
                "HND209",
                f"{length} letters, but this place has room for {self.limit}",
                f"say it in {length - self.limit} letters fewer, or split it",
            )
        return value


@dataclass(frozen=True)
class Begins:
    """A list that may be printed without its heading must say in every item which list it is. Reports HND208."""

    words: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.words} "}

    def _checked(self, value: str) -> str:
        wrong = not value.startswith(self.words + " ") or (self.words == "Do" and value.startswith("Do not "))
        if wrong:
            first = " ".join(value.split()[:3])
            raise fault(
                "HND208",
                f'this item does not begin with "{self.words}"',
                f'begin it with the words "{self.words} …"',
                first,
            )
        return value


#: A line of a list.
Line = Annotated[Text, Fits(76)]


def texts(record: object) -> Iterator[tuple[str, Text]]:
    """Every text for the reader in a record, with its path as translators and messages name it: `steps[0]`."""
    for path, text in text_paths(record):
        yield dotted(path), text


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people write it: `get_help.soon[1]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def text_paths(record: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every text for the reader in a record, with its path step by step: `("steps", 0)`."""
    # Most values are plain strings and numbers; asking whether one is a model takes longest.
    match record:
        case Text():
            yield path, record
        case str() | None | int():
            return
        case tuple():
            for index, item in enumerate(record):
                yield from text_paths(item, (*path, index))
        case dict():
            for key, item in record.items():
                yield from text_paths(item, (*path, str(key)))
        case BaseModel():
            for name, info in type(record).model_fields.items():
                yield from text_paths(getattr(record, name), (*path, info.alias or name))
