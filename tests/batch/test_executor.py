"""The same jobs give the same results without workers, in a pool and on a cluster."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass

import pytest

from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job
from handouts.pdf.printing import assets
from handouts.pipeline.workspace import open_workspace

JOBS = [Job(str(number), number) for number in range(10)]


@dataclass
class Wish:
    requested: bool = False


@pytest.mark.parametrize("workers", [0, 2])
def test_here_or_by_workers(workers: int) -> None:
    outcomes = {one.key: one.result for one in Executor(workers).run(abs, JOBS, timeout_s=60)}
    assert outcomes == {str(number): number for number in range(10)}


def test_without_workers_it_is_one_child_for_all_jobs() -> None:
    one, other = Executor().run(_who, [Job("a", None), Job("b", None)], timeout_s=60)
    assert one.result == other.result != os.getpid()


def test_without_workers_too_a_wish_to_stop_is_heard() -> None:
    stop, done = Wish(), []
    for one in Executor(stop=stop).run(abs, JOBS, timeout_s=60):
        done.append(one.key)
        stop.requested = len(done) == 3
    assert done == ["0", "1", "2"]


def _who(_: object) -> int:
    return os.getpid()


def test_paper_travels_and_is_set_with_the_words_of_this_process() -> None:
    paper = assets(open_workspace(None).overlay)
    travelled = pickle.loads(pickle.dumps(paper))
    assert travelled == paper
    assert travelled.templates.catalogue is paper.templates.catalogue  # templates are read once for each catalogue
