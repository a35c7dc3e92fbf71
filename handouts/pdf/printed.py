"""What the press gives back."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Printed:
    """The bytes of a finished file and what was found on the way. The bytes are empty when nothing could be made."""

    data: bytes
    pages: int  # 0 for a format without pages
    diagnostics: tuple[Diagnostic, ...]
