"""The result of a file, for `export` and `mail-merge` alike. Imports nothing heavy, for the fast path of export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handouts.diagnostics import Diagnostic

State = Literal["fresh", "stale", "pressed", "failed"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of a run.

    Args:
        name: its path in the folder, with `/`.
        state: `fresh` was in place already, `pressed` was printed, `failed` has errors; `stale` would be printed, or
            the run ended before it.
        why: the reason for the state, or for the way that the file was made.
        size: bytes.
    """

    name: str
    state: State
    why: str = ""
    found: tuple[Diagnostic, ...] = ()
    pages: int = 0
    size: int = 0

    @property
    def kept(self) -> bool:
        """Whether the file was there already."""
        return self.state == "fresh"

    @property
    def failed(self) -> bool:
        return self.state == "failed"


class EndedError(Exception):
    """The run ends with this finding."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


class DiskError(EndedError):
    """The folder takes no more files (HND702)."""
