"""The value of a field, from the cell that holds it or the cells that are joined for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from handouts.batch.patients import days, values
from handouts.batch.patients.column_names import TEXTS, Columns
from handouts.batch.patients.damage import damage
from handouts.batch.patients.values import Fault

MAX_CELL = 10_000  # letters; a longer cell is not looked into

Reader = Callable[[str], Any]  #: the text of a cell → its value or a fault


class CellReader:
    """Reads the cells of one list.

    Args:
        column: a field → all its cells, looked at when a day cannot be read.
    """

    def __init__(self, columns: Columns, today: datetime.date, column: Callable[[str], Iterable[str]]) -> None:
        self._texts = frozenset(TEXTS) - columns.literal
        self._readers = _readers(columns.days, today, column)

    def value(self, name: str, text: str) -> Any:
        """The value of a cell, None where it is empty, or its fault."""
        if not text and name != "conditions":
            return None
        if len(text) > MAX_CELL:
            return Fault("HND911", f"{len(text):,} letters, at most {MAX_CELL:,} are read", "shorten it")
        if name in self._texts and (fault := damage(text, name)):
            return fault
        reader = self._readers.get(name)
        value = reader(text) if reader else values.wish(name, text)
        if isinstance(value, Fault) and name not in TEXTS:
            return damage(text, name) or value
        return value

    def joined(self, name: str, parts: Sequence[str]) -> tuple[Any, int]:
        """The value of several cells with a space between; for a fault, the number of the cell that has it."""
        for number, part in enumerate(parts):
            if name in self._texts and (fault := damage(part, name)):
                return fault, number
        value = self.value(name, " ".join(filter(None, parts)))
        return _in_part(value, parts) if isinstance(value, Fault) else (value, 0)


def _in_part(fault: Fault, parts: Sequence[str]) -> tuple[Fault, int]:
    """A fault of a joined text in the part where it begins; one of the whole text is at its first part."""
    start = 0
    for number, part in enumerate(parts):
        if part and fault.length and start <= fault.at < start + len(part):
            return Fault(fault.code, fault.message, fault.help, fault.at - start, fault.length), number
        start += len(part) + 1 if part else 0
    return Fault(fault.code, fault.message, fault.help), next((at for at, part in enumerate(parts) if part), 0)


def _readers(form: str, today: datetime.date, column: Callable[[str], Iterable[str]]) -> Mapping[str, Reader]:
    texts = {name: partial(values.words, field=name) for name in TEXTS}
    return texts | {
        "born": days.birthday(days.reader(form, lambda: column("born")), today),
        "date": days.reader(form, lambda: column("date")),
        "start": days.reader(form, lambda: column("start")),
        "conditions": values.conditions,
        "side": values.side,
        "exercises": values.exercises,
        "add": values.named_exercises,
        "without": values.named_exercises,
        "order": values.order,
        "weeks": values.weeks,
        "plan": values.plan,
        "set": values.wishes,
        "language": values.tag,
        "edition": values.edition,
        "row": values.row,
    }
