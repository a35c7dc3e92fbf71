"""The result of an export. Imports nothing heavy: the fast path builds it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from handouts.batch.results import FileResult
from handouts.diagnostics import Diagnostic

if TYPE_CHECKING:
    from handouts.batch.records.write import Records
    from handouts.batch.site.build import Built


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The result of a run.

    Args:
        found: findings that belong to no single file.
        pruned: names of files that were deleted.
        warnings: of all leaflets, those that stayed as they were too.
        wrong_words: whether the request names what does not exist (HND001).
        lost: whether the folder could not be held or written (HND950, HND702).
        site: the pages of a site; None where none was made.
        records: the files for record systems; None where none were made.
        code: the exit code of the signal that ended the run early, else 0.
    """

    lines: tuple[FileResult, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    pruned: tuple[str, ...] = ()
    warnings: int = 0
    wrong_words: bool = False
    lost: bool = False
    site: Built | None = None
    records: Records | None = None
    code: int = 0

    @property
    def counts(self) -> Counter[str]:
        return Counter(result.state for result in self.lines)

    @property
    def all_found(self) -> tuple[Diagnostic, ...]:
        """Every finding once."""
        return tuple(dict.fromkeys((*self.found, *(one for result in self.lines for one in result.found))))

    def with_part(self, name: Literal["site", "records"], part: Built | Records) -> ExportResult:
        """The result with what was made from the files of the folder, and with its findings."""
        lost = self.lost or any(finding.code == "HND702" for finding in part.found)
        return replace(self, found=(*self.found, *part.found), lost=lost, **{name: part})  # type: ignore[arg-type]
