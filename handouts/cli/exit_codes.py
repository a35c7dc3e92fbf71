"""Exit codes of the program: one table, from which help and documentation are written."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from handouts.diagnostics import Diagnostic

#: Codes of findings in the arguments of a command, and not in content, when they have no place in a file.
USAGE_CODES = ("HND001", "HND002", "HND403", "HND411", "HND413")


class ExitCode(IntEnum):
    """An exit code with its meaning. From 70 on they are those of sysexits.h and of the shells."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    DONE = 0, "done"
    FINDINGS = 1, "findings"
    USAGE = 2, "wrong use"
    SOME_FAILED = 3, "some of many leaflets failed"
    INTERNAL = 70, "a fault of this program"
    IO = 74, "a file cannot be read or written"
    BUSY = 75, "another run holds the folder"
    INTERRUPTED = 130, "interrupted"
    TERMINATED = 143, "ended by a signal"


def summary() -> str:
    """`0 done, 1 findings, …`: every code with its meaning."""
    return ", ".join(f"{code.value} {code.meaning}" for code in ExitCode)


def of_findings(findings: Iterable[Diagnostic]) -> ExitCode:
    """The exit code of findings that stop the work: USAGE for wrong arguments, else FINDINGS."""
    is_usage = any(finding.code in USAGE_CODES and finding.span is None for finding in findings)
    return ExitCode.USAGE if is_usage else ExitCode.FINDINGS
