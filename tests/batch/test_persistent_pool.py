"""Workers that are kept from one run to the next."""

from __future__ import annotations

import os
import time

import pytest

from handouts.batch.workers import pool
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job


def slow(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def die(payload: object) -> int:
    if payload:
        os._exit(1)
    return os.getpid()


def ran(crew: Executor, *payloads: object) -> list[object]:
    return [
        outcome.result
        for outcome in crew.run(die, [Job(str(at), one) for at, one in enumerate(payloads)], timeout_s=20)
    ]


def is_alive(process: object) -> bool:
    assert isinstance(process, int)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_crew_at_work_keeps_its_workers_and_ends_them() -> None:
    with Executor(1) as crew:
        ((first,), (second,)) = ran(crew, False), ran(crew, False)
        assert first == second and is_alive(first)
    assert not is_alive(first)


def test_without_a_context_every_run_has_workers_of_its_own() -> None:
    crew = Executor(1)
    ((first,), (second,)) = ran(crew, False), ran(crew, False)
    assert first != second and not is_alive(first) and not is_alive(second)


def test_after_a_worker_died_the_next_run_has_another_one() -> None:
    with Executor(1) as crew:
        (first,) = ran(crew, False)
        lost, after = ran(crew, True, False)[::-1]
        assert {lost, after} - {None} and not is_alive(first)
        (last,) = ran(crew, False)
        assert last != first and is_alive(last)


def test_workers_of_a_run_that_is_left_early_are_ended() -> None:
    with Executor(1) as crew:
        outcomes = crew.run(slow, [Job("0", 0.0), Job("1", 15.0)], timeout_s=20)
        first = next(outcomes).result
        outcomes.close()
        assert not is_alive(first)
        (last,) = ran(crew, False)
        assert last != first


def test_a_pool_that_a_signal_left_locked_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "GRACE_S", 0.2)
    with Executor(1) as crew:
        (first,) = ran(crew, False)
        assert crew._pool is not None and crew._pool._pool is not None
        queue = crew._pool._pool._context.task_queue
        queue.mutex.acquire()
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    queue.mutex.release()
    while is_alive(first):
        time.sleep(0.05)
