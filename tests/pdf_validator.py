"""The PDF/UA validator in a process of its own.

The validator keeps threads, and a child that is forked from a process with threads lacks them: it would wait for ever.
The program forks before it validates; the tests do both in one process, in any order.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any


@dataclass(frozen=True)
class Rules:
    total: int


@dataclass(frozen=True)
class Report:
    """What the validator found: its failures as text, and how many rules were tried."""

    is_compliant: bool
    failures: tuple[str, ...]
    rules: Rules


def validate(data: bytes, profile: str) -> Report:
    """Runs in the other process."""
    import page

    report = page.validate_pdf_bytes(data, profile=profile)
    return Report(report.is_compliant, tuple(map(str, report.failures)), Rules(report.rules.total))


def apart(validate_here: Callable[..., Any]) -> Callable[..., Any]:
    """A validator that starts no threads in this process; in a forked child, the validator itself."""
    pool, owner = ProcessPoolExecutor(1, get_context("spawn")), os.getpid()

    def validate_pdf_bytes(data: bytes, *, profile: str) -> Any:
        if os.getpid() != owner:
            return validate_here(data, profile=profile)
        return pool.submit(validate, data, profile).result()

    return validate_pdf_bytes
