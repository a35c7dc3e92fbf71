"""The PDF/UA validator in a process of its own.

The validator keeps threads, and a child that is forked from a process with threads lacks them: it would wait for ever.
The program forks before it validates; the tests do both in one process, in any order.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SCRIPT = """
import json, sys, page
report = page.validate_pdf_bytes(sys.stdin.buffer.read(), profile=sys.argv[1])
print(json.dumps([report.is_compliant, list(map(str, report.failures)), report.rules.total]))
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


def apart(validate_here: Callable[..., Any]) -> Callable[..., Any]:
    """A validator that starts no threads in this process; in a forked child, the validator itself."""
    owner = os.getpid()

    def validate_pdf_bytes(data: bytes, *, profile: str) -> Any:
        if os.getpid() != owner:
            return validate_here(data, profile=profile)
        done = subprocess.run([sys.executable, "-c", SCRIPT, profile], input=data, capture_output=True, check=True)
        is_compliant, failures, total = json.loads(done.stdout)
        return Report(is_compliant, tuple(failures), Rules(total))

    return validate_pdf_bytes
