"""Processor time in units of a fixed piece of Python work: a slow or busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

STEPS = 100_000  # about 10 ms


@dataclass(slots=True)
class Cost:
    units: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of the work inside the block; the unit is measured before and after it, and the longer counts."""
    cost, before, begun = Cost(), _unit_s(), time.process_time()
    yield cost
    spent = time.process_time() - begun
    cost.units = spent / max(before, _unit_s())


def _unit_s() -> float:
    begun = time.process_time()
    counts: dict[int, int] = {}
    for n in range(STEPS):
        counts[n % 97] = counts.get(n % 97, 0) + n
    return time.process_time() - begun
