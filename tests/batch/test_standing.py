"""Workers that are kept from one run to the next."""

from __future__ import annotations

import os

from handouts.batch.crew import Crew
from handouts.batch.pool import Job


def process(payload: object) -> int:
    return os.getpid()


def die(payload: object) -> int:
    if payload:
        os._exit(1)
    return os.getpid()


def ran(crew: Crew, *payloads: object) -> list[object]:
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
    with Crew(1) as crew:
        ((first,), (second,)) = ran(crew, False), ran(crew, False)
        assert first == second and is_alive(first)
    assert not is_alive(first)


def test_without_a_context_every_run_has_workers_of_its_own() -> None:
    crew = Crew(1)
    ((first,), (second,)) = ran(crew, False), ran(crew, False)
    assert first != second and not is_alive(first) and not is_alive(second)


def test_after_a_worker_died_the_next_run_has_another_one() -> None:
    with Crew(1) as crew:
        (first,) = ran(crew, False)
        lost, after = ran(crew, True, False)[::-1]
        assert {lost, after} - {None} and not is_alive(first)
        (last,) = ran(crew, False)
        assert last != first and is_alive(last)


def test_workers_of_a_run_that_is_left_early_are_ended() -> None:
    with Crew(1) as crew:
        outcomes = crew.run(process, [Job(str(at), None) for at in range(50)], timeout_s=20)
        first = next(outcomes).result
        outcomes.close()
        assert not is_alive(first)
        (last,) = ran(crew, False)
        assert last != first
