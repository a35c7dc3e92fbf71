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
    # Apart from FINDINGS, so that a script knows whether there is a leaflet at all.
    SOME_FAILED = 3, "some of many leaflets failed"
    INTERNAL = 70, "a fault of this program"  # EX_SOFTWARE
    IO = 74, "a file cannot be read or written"  # EX_IOERR
    BUSY = 75, "another run holds the folder"  # EX_TEMPFAIL: the same command may succeed later
    INTERRUPTED = 130, "interrupted"  # 128 + SIGINT
    TERMINATED = 143, "ended by a signal"  # 128 + SIGTERM


def summary() -> str:
    """`0 done, 1 findings, …`: every code with its meaning."""
    return ", ".join(f"{code.value} {code.meaning}" for code in ExitCode)


def of_findings(findings: Iterable[Diagnostic]) -> ExitCode:
    """The exit code of findings that stop the work: USAGE for wrong arguments, else FINDINGS."""
    # With a place in a file the same code is a fault of content, such as a plan with an unknown exercise.
    is_usage = any(finding.code in USAGE_CODES and finding.span is None for finding in findings)
    return ExitCode.USAGE if is_usage else ExitCode.FINDINGS
