"""The result of printing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handouts.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Printed:
    """The bytes of a finished file and what was found on the way. The bytes are empty when nothing could be made."""

    data: bytes
    pages: int  # 0 for a format without pages
    diagnostics: tuple[Diagnostic, ...]
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)  #: measures of the preflight
