"""The base of all records (strict, frozen, no unknown field), and the types of plain values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

T = TypeVar("T")
KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def fault(code: str, message: str, advice: str, words: str = "", at: str = "") -> PydanticCustomError:
    """An error that a validator raises.

    Args:
        code: of the finding, such as HND203.
        advice: the help of the finding.
        words: the part of the value that is at fault.
        at: the field that is at fault, in a validator of a whole record.
    """
    # The text is taken from the context, so that braces inside content are not read as a template.
    return PydanticCustomError(code, "{message}", {"message": message, "help": advice, "words": words, "at": at})


def _iso_date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise fault("HND203", f"`{value}` is not a date", "write year-month-day, such as 2028-11-01")


def extensible(names: Iterable[str]) -> Any:
    """The field of a name of the program, or of one that a clinic adds; `library/consistency.py` looks it up."""

    def listed(schema: dict[str, Any]) -> None:
        schema["anyOf"] = [{"enum": [*names]}, {"pattern": schema.pop("pattern")}]

    return Field(pattern=rf"^{KEBAB}$", json_schema_extra=listed)


Id = Annotated[str, Field(pattern=rf"^{KEBAB}$", max_length=60)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Label = Annotated[str, Field(min_length=1, max_length=120)]
Date = Annotated[
    datetime.date, BeforeValidator(_iso_date), Field(json_schema_extra={"type": "string", "format": "date"})
]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=400)]

#: A film that a leaflet names: its QR code must stay small, and readers may type it.
FILM = r"^https://[^\s@]+$"
FilmUrl = Annotated[str, Field(pattern=FILM, max_length=80)]
#: A picture's file beside the file that names it; the ending may be written in capitals.
PICTURE_FILE = r"^[\w.-]+\.(?:[sS][vV][gG]|[pP][nN][gG]|[jJ][pP][eE]?[gG])$"

MOST_ITEMS = 60


def _few(value: tuple[T, ...]) -> tuple[T, ...]:
    if len(value) > MOST_ITEMS:
        raise fault("HND204", f"{len(value)} items, at most {MOST_ITEMS} are read", "write fewer items")
    return value


# Lists come from YAML as lists and are kept as tuples. The limit is a validator: as `max_length` it would replace the
# smaller one that a field gives.
Few = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_few)]


class Record(BaseModel):
    """The manners of every record: strict, frozen, no unknown field."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
