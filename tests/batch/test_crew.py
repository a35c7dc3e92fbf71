"""The same jobs, whoever does them."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass

import pytest

from handouts.answering.shop import opened
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


def test_without_workers_it_is_one_child_for_all_jobs() -> None:
    one, other = Crew().run(_who, [Job("a", None), Job("b", None)], timeout_s=60)
    assert one.result == other.result != os.getpid()


def test_without_workers_too_a_wish_to_stop_is_heard() -> None:
    stop, done = Wish(), []
    for one in Crew(stop=stop).run(abs, JOBS, timeout_s=60):
        done.append(one.key)
        stop.asked = len(done) == 3
    assert done == ["0", "1", "2"]


def _who(_: object) -> int:
    return os.getpid()


def test_paper_travels_and_is_set_with_the_words_of_this_process() -> None:
    paper = opened(None).paper()
    travelled = pickle.loads(pickle.dumps(paper))
    assert travelled == paper
    assert travelled.press.catalogue is paper.press.catalogue  # templates are read once for each catalogue
