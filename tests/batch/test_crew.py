"""The same jobs, whoever does them."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from handouts.batch.crew import Crew
from handouts.batch.pool import Job

JOBS = [Job(str(number), number) for number in range(10)]


@dataclass
class Wish:
    asked: bool = False


@pytest.mark.parametrize("workers", [0, 2])
def test_here_or_by_workers(workers: int) -> None:
    outcomes = {one.key: one.result for one in Crew(workers).run(abs, JOBS, timeout_s=60)}
    assert outcomes == {str(number): number for number in range(10)}


def test_without_workers_it_is_this_process() -> None:
    (one,) = Crew().run(_who, [Job("a", None)], timeout_s=60)
    assert one.result == os.getpid()


def test_without_workers_too_a_wish_to_stop_is_heard() -> None:
    stop, done = Wish(), []
    for one in Crew(stop=stop).run(abs, JOBS, timeout_s=60):
        done.append(one.key)
        stop.asked = len(done) == 3
    assert done == ["0", "1", "2"]


def _who(_: object) -> int:
    return os.getpid()
