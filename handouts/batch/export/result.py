"""What became of a run, leaflet by leaflet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from handouts.diagnostics import Diagnostic

State = Literal["fresh", "stale", "pressed", "failed"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of the run. `stale` is one that would be pressed, or that the run did not come to."""

    name: str
    state: State
    why: str
    found: tuple[Diagnostic, ...] = ()
    pages: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class ExportResult:
    """All files, findings that are no single file's, and whether the words were wrong or the folder was lost."""

    lines: tuple[FileResult, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    pruned: tuple[str, ...] = ()
    warnings: int = 0
    wrong_words: bool = False
    lost: bool = False

    @property
    def counts(self) -> Counter[str]:
        return Counter(result.state for result in self.lines)

    @property
    def all_found(self) -> tuple[Diagnostic, ...]:
        """Every finding once."""
        return tuple(dict.fromkeys((*self.found, *(one for result in self.lines for one in result.found))))
