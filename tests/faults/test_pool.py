"""A job that hangs, dies or eats memory costs itself and no other."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import works

from handouts.batch.workers import pool
from handouts.batch.workers.pool import Job, Outcome

LINUX = sys.platform.startswith("linux")


def jobs(*payloads: tuple[str, Any]) -> list[Job]:
    return [Job(str(number), payload) for number, payload in enumerate(payloads)]


def run(*payloads: tuple[str, Any], workers: int = 2, timeout_s: float = 60, **more: Any) -> dict[str, Outcome]:
    """Outcomes by key, each once."""
    outcomes = list(pool.run(works.work, jobs(*payloads), workers=workers, timeout_s=timeout_s, **more))
    assert len({one.key for one in outcomes}) == len(outcomes)
    return {one.key: one for one in outcomes}


def faults(outcomes: dict[str, Outcome]) -> dict[str, tuple[str, str]]:
    return {one.key: (one.fault.code, one.fault.message) for one in outcomes.values() if one.fault}


def test_every_job_has_its_result() -> None:
    outcomes = run(*(("give", number) for number in range(100)), ("large", 500_000))
    assert not faults(outcomes)
    assert {key: one.result for key, one in outcomes.items() if key != "100"} == {str(n): n for n in range(100)}
    assert len(outcomes["100"].result or b"") == 500_000


def test_one_worker_is_still_a_worker() -> None:
    assert run(("pid", 0), workers=1)["0"].result != os.getpid()


@pytest.mark.parametrize("place", [0, 20, 39])
def test_a_killed_worker_costs_its_own_job_and_no_other(place: int) -> None:
    payloads: list[tuple[str, Any]] = [("give", number) for number in range(40)]
    payloads[place] = ("kill", 0)
    outcomes = run(*payloads)
    assert faults(outcomes) == {str(place): ("HND946", "its worker died, twice (signal 9)")}
    assert len(outcomes) == 40


def test_a_job_whose_worker_died_is_tried_once_more_after_the_rest(tmp_path: Path) -> None:
    outcomes = run(("kill once", str(tmp_path / "sign")), *(("give", number) for number in range(20)))
    assert not faults(outcomes)
    assert outcomes["0"].result == "second try"
    assert list(outcomes)[-1] == "0"


def test_a_job_that_hangs_is_ended_and_reported() -> None:
    outcomes = run(("hang", 0), *(("give", number) for number in range(20)), timeout_s=0.5)
    assert faults(outcomes) == {"0": ("HND945", "not finished after 0.5 s, twice")}
    assert len(outcomes) == 21


@pytest.mark.skipif(not LINUX, reason="only Linux enforces it")
def test_a_job_that_eats_memory_meets_its_limit_and_the_worker_lives_on() -> None:
    outcomes = run(("eat", 0), *(("give", number) for number in range(20)), memory_mib=200)
    assert faults(outcomes) == {"0": ("HND947", "needs more memory than 200 MiB")}


def test_an_exception_is_reported_by_kind_and_place_without_its_words() -> None:
    fault = run(("raise", "Ann Example has gout"))["0"].fault
    assert fault is not None
    assert fault.code == "HND948" and fault.message.startswith("ValueError at works.py:")
    assert "Ann" not in fault.message + fault.help


@pytest.mark.parametrize("payload", [("give", lambda: 0), ("give back what cannot travel", 0)])
def test_what_cannot_travel_is_a_fault_of_the_program_and_no_death(payload: tuple[str, Any]) -> None:
    outcomes = run(payload, ("give", 1))
    assert outcomes["1"].result == 1
    fault = outcomes["0"].fault
    assert fault is not None and fault.code == "HND948"
    assert "to its worker" in fault.message or "worker.py" in fault.message


def test_a_worker_that_cannot_begin_is_reported_and_the_run_ends() -> None:
    outcomes = run(*(("give", number) for number in range(100)), prepare="no_such_module")
    assert {code for code, _ in faults(outcomes).values()} == {"HND949"}
    assert len(outcomes) == 100


def test_few_jobs_wait_at_a_time() -> None:
    taken = itertools.count()

    def source() -> Iterator[Job]:
        for number in range(200):
            next(taken)
            yield Job(str(number), ("give", number))

    with closing(pool.run(works.work, source(), workers=2, timeout_s=60)) as outcomes:
        for seen, _ in enumerate(outcomes):
            ahead = next(taken) - seen * 2  # the count itself moves at each look
            assert ahead <= 2 * pool.AHEAD + 1
            break


def test_workers_are_recycled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "RECYCLED_AFTER", 5)
    pids = {one.result for one in run(*(("pid", 0) for _ in range(20)), workers=1).values()}
    assert len(pids) == 4


@dataclass
class Wish:
    requested: bool = False


def test_a_wish_to_stop_finishes_what_is_in_flight_and_leaves_the_rest() -> None:
    stop, done = Wish(), []
    for outcome in pool.run(works.work, jobs(*[("nap", 0.05)] * 100), workers=2, timeout_s=60, stop=stop):
        done.append(outcome)
        stop.requested = len(done) >= 5
    assert 5 <= len(done) <= 5 + 2 * pool.AHEAD
    assert not any(one.fault for one in done)


def test_what_the_wish_to_stop_killed_is_undone_and_no_fault() -> None:
    stop, done = Wish(), []
    for outcome in pool.run(
        works.work, jobs(("give", 1), ("kill", 0), ("give", 2)), workers=1, timeout_s=60, stop=stop
    ):
        stop.requested = True
        done.append(outcome)
    assert not any(one.fault for one in done)


def test_closing_the_outcomes_ends_the_workers_at_once(tmp_path: Path) -> None:
    begun = time.monotonic()
    payloads = [("loop", str(tmp_path / "pid")), ("give", 1)]
    with closing(pool.run(works.work, jobs(*payloads), workers=2, timeout_s=300)) as outcomes:
        assert next(outcomes).key == "1"
        pid = int(_written(tmp_path / "pid"))
    assert _is_gone(pid)
    assert time.monotonic() - begun < 60


def test_a_worker_killed_with_its_hand_on_the_pipe_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large result is half sent when its worker is killed: the pool is broken, and is replaced."""
    monkeypatch.setattr(pool, "GRACE_S", 0.3)
    payloads = [("kill while sending", str(tmp_path / "sign")), *[("give", number) for number in range(20)]]
    outcomes = run(*payloads, timeout_s=1)
    assert not faults(outcomes) and len(outcomes) == 21


def _written(path: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.01)
    raise AssertionError("nothing was written")


def _is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, signal.SIG_DFL)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
