"""The result of an export. Imports nothing heavy: the fast path builds it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from handouts.batch.results import FileResult
from handouts.diagnostics import Diagnostic


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
