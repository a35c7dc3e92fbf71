"""The input of the checks, and their findings, each with its place in the content."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from handouts import model
from handouts.diagnostics import Diagnostic, Span
from handouts.model import Advice, Condition, Exercise, Governance, Library, Record, StopRule, Text
from handouts.model.request import DEFAULT_CLINIC

Path = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic and the field of the content it is of, by which a clinician may accept it."""

    kind: str
    id: str
    path: Path
    diagnostic: Diagnostic


@dataclass(frozen=True)
class CheckContext:
    """The conditions to check, with everything that their leaflets may print, on one day.

    `review_years` is the clinic's rule for the time between reviews: 2 or 3 years, see `governance`. `clinic` is the
    clinic whose leaflet the checklists compose; None where the content has errors, so that nothing can be composed.
    `has_errors` says whether reading found errors in the files that the leaflet of a condition uses. `chosen` are
    ids of exercises that a leaflet prints besides those that the conditions prescribe; `plan` is its plan.
    `of_conditions` keeps what no chosen exercise changes, for contexts that differ in these alone; `of_library` keeps
    what the library alone decides, for all its contexts.
    """

    library: Library
    ids: tuple[str, ...]
    today: datetime.date
    review_years: int = 3
    clinic: str | None = DEFAULT_CLINIC
    has_errors: Callable[[str], bool] = field(default=lambda id_: False, compare=False, repr=False)
    chosen: tuple[str, ...] = ()
    plan: str = ""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    of_conditions: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    of_library: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """A value that several checks need, made by the first of them and kept by name."""
        return _once(self.kept, name, make)

    def once_for_all_choices(self, name: str, make: Callable[[], T]) -> T:
        """A value of the library and the conditions alone, kept by name for other choices of exercises too."""
        return _once(self.of_conditions, name, make)

    def once_for_library(self, name: str, make: Callable[[], T]) -> T:
        """A value of the library alone, kept by name for other conditions too."""
        return _once(self.of_library, name, make)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(self.library.conditions[id_] for id_ in dict.fromkeys(self.ids) if id_ in self.library.conditions)

    @property
    def governed(self) -> Iterator[tuple[str, str, Governance]]:
        """The records whose review dates are checked: kind, id, governance."""
        yield from (("condition", one.id, one.governance) for one in self.conditions)
        if self.plan in self.library.plans:
            yield "plan", self.plan, self.library.plans[self.plan].governance

    @cached_property
    def is_whole(self) -> bool:
        """Whether every leaflet of the library is checked."""
        return set(self.library.conditions) <= set(self.ids)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise that one of the conditions prescribes, and every chosen one."""
        prescribed = dict.fromkeys([*(p.id for c in self.conditions for p in c.exercises), *self.chosen])
        return tuple(self.library.exercises[id_] for id_ in prescribed if id_ in self.library.exercises)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        named = dict.fromkeys(id_ for c in self.conditions for id_ in c.advice)
        return tuple(self.library.advice[id_] for id_ in named if id_ in self.library.advice)

    @cached_property
    def stop_rules(self) -> dict[str, StopRule]:
        """Every stop rule that an exercise or the pain guide names."""
        guide = self.library.pain_guide
        named = dict.fromkeys([*(id_ for e in self.exercises for id_ in e.stop_if), *(guide.rules if guide else ())])
        return {id_: self.library.stop_rules[id_] for id_ in named if id_ in self.library.stop_rules}

    def records(self) -> Iterator[tuple[str, str, Record]]:
        """All files that the leaflets print from: kind, id, record."""
        for kind, records in (("condition", self.conditions), ("exercise", self.exercises), ("advice", self.advice)):
            for record in records:
                yield kind, record.id, record
        for id_, rule in self.stop_rules.items():
            yield "stop-rule", id_, rule
        if guide := self.library.pain_guide:
            yield "pain-guide", "pain-guide", guide

    def _record(self, kind: str, id_: str) -> Record | None:
        return next((record for known, name, record in self.records() if (known, name) == (kind, id_)), None)

    def found(
        self, code: str, message: str, advice: str, kind: str, id_: str, path: Path = (), words: str = ""
    ) -> Finding:
        """A finding at a field.

        Args: `kind`, `id_` and `path` name the field; `words` are the part of its text to underline.
        """
        span = self.library.span(kind, id_, *path)
        record = self._record(kind, id_) if words else None
        text = value_at(record, path) if record is not None else None
        if words and span is not None and isinstance(text, str):
            span = narrowed(span, text, words)
        return Finding(kind, id_, path, Diagnostic(code, message, advice, span))


def _once(kept: dict[Any, Any], name: str, make: Callable[[], T]) -> T:
    if name not in kept:
        kept[name] = make()
    return cast(T, kept[name])


Check = Callable[[CheckContext], Iterable[Finding]]


def texts(context: CheckContext) -> Sequence[tuple[str, str, Path, Text]]:
    """Every text for the reader: kind, id, path, text."""
    return context.once("texts", lambda: list(_texts(context)))


def _texts(context: CheckContext) -> Iterator[tuple[str, str, Path, Text]]:
    for kind, id_, record in context.records():
        own = context.once_for_library(f"texts of {kind} {id_}", partial(_own_texts, record))
        yield from ((kind, id_, path, text) for path, text in own)


def _own_texts(record: Record) -> list[tuple[Path, Text]]:
    return list(model.text_paths(record))


def value_at(record: Any, path: Path) -> Any:
    """The value at a path of a record; None where the record has none."""
    for step in path:
        record = record[step] if isinstance(step, int) or isinstance(record, dict) else getattr(record, step, None)
        if record is None:
            return None
    return record


def narrowed(span: Span, text: str, words: str) -> Span:
    """The span of some words inside a text; the whole span where the text is not on one line."""
    # Only a text whose span is as long as itself, or two longer for its quotes, has no escapes and line breaks.
    at = text.find(words)
    lead = {len(text): 0, len(text) + 2: 1}.get(span.length)
    if at < 0 or lead is None:
        return span
    return replace(span, column=span.column + lead + at, length=len(words))
