"""A finding: its code, the place in a file, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from handouts.diagnostics.codes import CODES, Severity


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The guilty words: file as the user knows it, line and column from 1, length in characters.

    `text` is the line as it was read, for the excerpt below a finding: the file is not opened a second time. It is None
    for a file as a whole, and for every place in a list of patients.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    text: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. The message says *what* (lower case, no full stop), the help says *what to do*."""

    code: str
    message: str
    help: str
    span: Span | None = None

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, each fault once, so that the same input gives the same report."""
    nowhere = Span("", 0, 0, 0)
    return sorted(dict.fromkeys(found), key=lambda d: (d.span or nowhere, d.code, d.message))


def has_errors(found: Iterable[Diagnostic]) -> bool:
    return any(d.is_error for d in found)
