"""The body of a request, as JSON, → the choices for one leaflet. Names are in here alone, never in an address."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from handouts.batch.patients import values
from handouts.compose import plans
from handouts.diagnostics import Diagnostic
from handouts.files import reading
from handouts.model import KEBAB, Library
from handouts.model.choices import MOST_EXERCISES, Choice, Side, SideOf, sides_of
from handouts.model.people import NAMES
from handouts.model.request import Request
from handouts.pdf import fonts

MOST_BYTES = 64 * 1024  # of a body: ids, doses, a name and a note take 4 KiB at most
MOST_DOSES = 100
MOST_LEFT_OUT = 3 * MOST_EXERCISES  # of three conditions
WIDEST_PX, NARROWEST_PX = 2400, 200

_ID = re.compile(KEBAB)
_DOSE = re.compile(rf"{KEBAB}\.[a-z_]+")
_WORD = re.compile(r"[A-Za-z0-9_.-]{0,60}")


class UnreadableError(Exception):
    """A body that is no choice. The words name the field and repeat nothing of it."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A condition with the side that hurts."""

    id: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """What a person chose on the page.

    Args:
        conditions: each with its side.
        exercises: exactly these, in this order; None: those that conditions or plan prescribe, with the next two.
        without: exercises that the person left out, where they are prescribed.
        add: exercises that the person added, where no condition forbids them.
        blank: whether all doses are left to be filled in by hand.
        person: who is drawn; empty: the people of the clinic.
        page: the page in view, from 1, which is drawn first.
        focus: the part that was changed last (`card: foot-roll`), whose page goes before the one in view.
        width_px: the width of the pictures of pages; 0: no pictures.
    """

    conditions: tuple[Picked, ...] = ()
    edition: str = ""
    language: str = ""
    person: str = ""
    plan: str = ""
    exercises: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    doses: Mapping[str, int] | None = None
    blank: bool = False
    name: str = ""
    note: str = ""
    date: datetime.date | None = None
    page: int = 1
    focus: str = ""
    width_px: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(picked.id for picked in self.conditions))

    @property
    def personal(self) -> tuple[tuple[str, str], ...]:
        """(Field of the list of patients, text) of all that is a person's."""
        return ("name", self.name), ("notes", self.note)


def fields_of(data: bytes) -> dict[str, Any]:
    """The object in a body of JSON. Raises UnreadableError."""
    try:
        fields = reading.parse_json(data)
    except ValueError:
        raise UnreadableError("the body is not JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise UnreadableError("the body is not an object")
    return fields


def parsed(data: bytes) -> DeskChoice:
    """The choice in a body of JSON. Raises UnreadableError."""
    return of_fields(fields_of(data))


def of_fields(fields: Mapping[str, Any]) -> DeskChoice:
    """The choice in an object of JSON. Raises UnreadableError."""
    if unknown := fields.keys() - _READERS.keys():
        # Not the names themselves: a caller's mistake can put words of a person there.
        known = ", ".join(sorted(_READERS))
        raise UnreadableError(f"{len(unknown)} of the fields have names that are not known; known names: {known}")
    given = {_FIELDS.get(key, key): _READERS[key](key, value) for key, value in fields.items() if value is not None}
    return DeskChoice(**given)


def request_of(choice: DeskChoice, library: Library, findings: tuple[Diagnostic, ...], clinic: str) -> Request:
    """The request of a choice, with the exercises and doses of its plan."""
    kept = choice.exercises
    side, sides = sides_of([(picked.id, picked.side) for picked in choice.conditions if picked.side], choice.ids)
    usual = Request(
        choice.ids, clinic, side,
        patient=values.composed(choice.name), notes=values.composed(choice.note), date=choice.date,
        plan=choice.plan, choice=_own_exercises(choice, library, sides),
    )  # fmt: skip
    planned, _ = plans.applied(library, findings, usual)
    if kept is not None:
        planned = replace(planned, choice=Choice(only=kept, sides=sides), settings=_of(planned.settings, kept))
    return replace(planned, settings={**planned.settings, **(choice.doses or {})})


def _own_exercises(choice: DeskChoice, library: Library, sides: tuple[SideOf, ...]) -> Choice:
    """What a person left out and added, as far as it holds for the conditions and the plan of now."""
    conditions = [library.conditions[id_] for id_ in choice.ids if id_ in library.conditions]
    plan = library.plans.get(choice.plan)
    prescribed = plan.exercises if plan else [one.id for condition in conditions for one in condition.exercises]

    def is_free(id_: str) -> bool:
        exercise = library.exercises.get(id_)
        rules = [rule for condition in conditions for rule in condition.forbids]
        return exercise is not None and not any(rule.applies_to(exercise) for rule in rules)

    return Choice(
        add=tuple(id_ for id_ in choice.add if is_free(id_)),
        without=tuple(id_ for id_ in choice.without if id_ in prescribed),
        sides=sides,
    )


def personal_faults(choice: DeskChoice) -> list[Diagnostic]:
    """Names and notes that cannot be printed; no message repeats them. Reports HND501, HND910 and HND911."""
    found = []
    for field, text in choice.personal:
        read = values.words(text, field)
        if isinstance(read, values.Fault):
            found.append(Diagnostic(read.code, f"`{field}`: {read.message}", read.help))
        elif missing := fonts.missing_glyphs(read):
            found.append(fonts.missing_personal(missing, f"`{field}`"))
    return found


def _of(settings: Mapping[str, int], exercises: tuple[str, ...]) -> dict[str, int]:
    return {key: value for key, value in settings.items() if key.partition(".")[0] in exercises}


# ---------------------------------------------------------------- one field each


def _text(limit: int, pattern: re.Pattern[str] | None = None) -> Callable[[str, Any], str]:
    def read(key: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit or (pattern and value and not pattern.fullmatch(value)):
            raise UnreadableError(f"`{key}` is no text of this kind")
        return value

    return read


def _number(lowest: int, highest: int) -> Callable[[str, Any], int]:
    def read(key: str, value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            raise UnreadableError(f"`{key}` is no whole number from {lowest} to {highest}")
        return value

    return read


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError(f"`{key}` is neither true nor false")
    return value


def _one_of(*known: str) -> Callable[[str, Any], str]:
    def read(key: str, value: Any) -> str:
        if value not in known:
            raise UnreadableError(f"`{key}` is none of the known words")
        return str(value)

    return read


def _ids(most: int) -> Callable[[str, Any], tuple[str, ...]]:
    def read(key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise UnreadableError(f"`{key}` is no list of at most {most} ids")
        return tuple(dict.fromkeys(_ID_TEXT(key, one) for one in value))

    return read


def _conditions(key: str, value: Any) -> tuple[Picked, ...]:
    if not isinstance(value, list) or len(value) > values.MAX_CONDITIONS:
        raise UnreadableError(f"`{key}` is no list of at most {values.MAX_CONDITIONS} conditions")
    return tuple(_picked(key, one) for one in value)


def _picked(key: str, value: Any) -> Picked:
    if isinstance(value, str):
        return Picked(_ID_TEXT(key, value), None)
    if not isinstance(value, dict) or not value.keys() <= {"id", "side"}:
        raise UnreadableError(f"`{key}` is no list of ids or of id and side")
    return Picked(_ID_TEXT(key, value.get("id")), cast(Side | None, _SIDE(key, value.get("side") or "") or None))


def _doses(key: str, value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or len(value) > MOST_DOSES:
        raise UnreadableError(f"`{key}` is no object of at most {MOST_DOSES} numbers")
    return {_text(100, _DOSE)(key, name): _number(0, 1000)(key, number) for name, number in value.items()}


def _day(key: str, value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(_text(10, re.compile(r"\d{4}-\d{2}-\d{2}"))(key, value))
    except ValueError:
        raise UnreadableError(f"`{key}` is no date such as 2026-11-30") from None


_ID_TEXT, _SIDE = _text(60, _ID), _one_of("", "left", "right", "both")
_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "conditions": _conditions,
    "edition": _text(60, _WORD),
    "language": _text(20, _WORD),
    "person": _one_of("", *NAMES),
    "plan": _text(60, _WORD),
    "exercises": _ids(MOST_EXERCISES),
    "without": _ids(MOST_LEFT_OUT),
    "add": _ids(MOST_EXERCISES),
    "doses": _doses,
    "blank": _flag,
    "name": _text(200),
    "note": _text(600),
    "date": _day,
    "page": _number(1, 500),
    "focus": _text(80),
    "width": _number(NARROWEST_PX, WIDEST_PX),
}
_FIELDS = {"width": "width_px"}
