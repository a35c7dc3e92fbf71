"""How a request is run, and its result: the leaflet, or what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from handouts.checks.context import Check
from handouts.diagnostics import Diagnostic
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pipeline.request_faults import discreet

T = TypeVar("T")

#: What no dose changes, by what it depends on, for callers that run requests of the same conditions many times. A cache
#: belongs to one library.
RunCache = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a request is run.

    `argument_faults` are findings of the caller's own arguments; any of them stops the run before the checks.
    `on_paper` adds the check of glyphs, which a screen does not need. `more` are checks too slow for every run.
    """

    edition: str | None = None  #: None: the edition of the clinic's country
    argument_faults: Sequence[Diagnostic] = ()
    on_paper: bool = True
    more: Sequence[Check] = ()
    cache: RunCache | None = None

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """A value from the cache, else made and kept there."""
        cache = {} if self.cache is None else self.cache
        if key not in cache:
            cache[key] = make()
        found: T = cache[key]
        return found


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """The leaflet, or None when an error stops it.

    `elsewhere` counts errors in files that it does not use, without drawings. `judged_for` is the clinic whose leaflet
    the checklists judged, or None where errors in files stop the composing; `complete` is true when all records that it
    needs were read.
    """

    request: Request
    edition: str | None
    leaflet: Leaflet | None = None
    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    complete: bool = False
    judged_for: str | None = None

    @property
    def name(self) -> str:
        """The conditions of the leaflet, or the plan of a sheet."""
        return "+".join(self.request.conditions) or self.request.plan

    def with_findings(self, findings: Iterable[Diagnostic]) -> PipelineResult:
        """The result with more findings, each once and without personal text."""
        added = (discreet(finding, self.request) for finding in findings)
        return replace(self, found=tuple(dict.fromkeys((*self.found, *added))))


@dataclass(frozen=True, slots=True)
class Survey:
    """All findings of some conditions, each once and in order, and the result of a request for each of them."""

    found: tuple[Diagnostic, ...]
    answers: tuple[PipelineResult, ...] = ()
