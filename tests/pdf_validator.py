"""The PDF/UA validator in a process of its own.

The validator keeps threads, and a child that is forked from a process with threads lacks them: it would wait for ever.
The program forks before it validates; the tests do both in one process, in any order. One process validates all files
of a test process, since its start takes longer than a file.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import IO, Any, cast

#: Reads `profile length` and so many bytes, and answers each file with a line, until its input ends.
SCRIPT = """
import json, sys, page
while head := sys.stdin.buffer.readline():
    profile, length = head.decode().split()
    try:
        report = page.validate_pdf_bytes(sys.stdin.buffer.read(int(length)), profile=profile)
        answer = [report.is_compliant, list(map(str, report.failures)), report.rules.total]
    except BaseException as fault:  # a panic of Rust code is no Exception
        answer = str(fault)
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True)
class Rules:
    total: int


@dataclass(frozen=True)
class Report:
    """What the validator found: its failures as text, and how many rules were tried."""

    is_compliant: bool
    failures: tuple[str, ...]
    rules: Rules


@cache
def _process() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
    )
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            process.kill()
            process.wait()
            for end_of_pipe in (process.stdin, process.stdout):
                cast(IO[bytes], end_of_pipe).close()

    atexit.register(end)
    return process


def apart(validate_here: Callable[..., Any]) -> Callable[..., Any]:
    """A validator that starts no threads in this process; in a forked child, the validator itself."""
    owner = os.getpid()

    def validate_pdf_bytes(data: bytes, *, profile: str) -> Any:
        if os.getpid() != owner:
            return validate_here(data, profile=profile)
        into, out = cast(IO[bytes], _process().stdin), cast(IO[bytes], _process().stdout)
        into.write(f"{profile} {len(data)}\n".encode() + data)
        into.flush()
        answer = json.loads(out.readline())
        if isinstance(answer, str):
            raise ValueError(answer)
        is_compliant, failures, total = answer
        return Report(is_compliant, tuple(failures), Rules(total))

    return validate_pdf_bytes
