"""A child process runs jobs one after the other; a job that ends it becomes a finding."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import active_children
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest

from handouts.batch.workers import watchdog
from handouts.batch.workers.watchdog import Watchdog


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No child, running or dead, outlives a test."""
    before = set(active_children())
    yield
    assert set(active_children()) == before
    with suppress(ChildProcessError):  # there is no child at all; those of other tests may be alive
        assert os.waitpid(-1, os.WNOHANG) == (0, 0), "a dead child was left behind"


def work(payload: tuple[str, Any]) -> Any:
    kind, value = payload
    eaten = []
    while kind in ("loop", "eat"):
        eaten += [bytearray(10_000_000)] if kind == "eat" else []
    match kind:
        case "raise":
            raise ValueError("the words of Ann Example")
        case "exit":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(value)
        case "write":
            os.write(1, b"words on standard output")
            os.write(2, b"words on standard error")
        case "loop in C":
            pow(3, 10**9)
        case "ask":
            return os.getpid(), os.getppid()
    return value


def fault_of(kind: str, value: Any = None, timeout_s: float = 0.3) -> tuple[str, str]:
    result, fault = watchdog.run(work, (kind, value), timeout_s=timeout_s, memory_mib=400)
    assert result is None and fault is not None
    return fault.code, fault.message


def test_a_result_comes_back_from_another_process() -> None:
    (child, parent), fault = watchdog.run(work, ("ask", None), timeout_s=5)
    assert (parent, fault) == (os.getpid(), None) and child != parent


def test_large_values_travel_both_ways() -> None:
    data = os.urandom(5_000_000)
    assert watchdog.run(work, ("give", data), timeout_s=5) == (data, None)


@pytest.mark.parametrize("kind", ["loop", "loop in C"])
def test_a_job_that_never_ends_is_ended_by_the_kernel(kind: str) -> None:
    assert fault_of(kind) == ("HND945", "not finished after 0.3 s of processor time")


def test_a_job_that_waits_for_ever_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE", 1.0)
    assert fault_of("sleep", 100)[0] == "HND945"


def test_a_job_that_eats_memory_is_stopped_at_its_limit() -> None:
    assert fault_of("eat", timeout_s=20) == ("HND947", "needs more memory than 400 MiB")


@pytest.mark.parametrize(("kind", "how"), [("exit", ""), ("kill", " (signal 9)")])
def test_a_job_that_ends_its_process_is_reported(kind: str, how: str) -> None:
    assert fault_of(kind) == ("HND946", f"the process that prints died{how}")


def test_an_exception_is_reported_by_its_place_and_without_its_words() -> None:
    code, message = fault_of("raise")
    assert code == "HND948" and message.startswith("ValueError at test_watchdog.py:")


def test_a_result_that_cannot_travel_is_reported() -> None:
    result, fault = watchdog.run(_lambda, None, timeout_s=5)
    assert result is None and fault is not None and fault.code == "HND948"


def _lambda(_: None) -> Any:
    return lambda: 0


def test_one_child_does_all_jobs_and_another_one_goes_on_after_a_lost_one() -> None:
    with Watchdog() as dog:
        first, second = (dog.run(work, ("ask", None), timeout_s=5)[0] for _ in range(2))
        assert first == second
        assert dog.run(work, ("exit", None), timeout_s=5)[1] is not None
        assert dog.run(work, ("ask", None), timeout_s=5)[0] not in (None, first)


def test_a_child_that_has_begun_does_the_first_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prepared_before.py").write_text("import os\nPROCESS = os.getpid()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with Watchdog(prepare="prepared_before") as dog:
        dog.begin()
        prepared, fault = dog.run(_prepared, None, timeout_s=5)
        assert fault is None and prepared == dog.run(work, ("ask", None), timeout_s=5)[0][0]


def test_a_child_begins_where_the_engine_fails_at_its_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("a library of the engine")

    monkeypatch.setattr("handouts.pdf.engine_fault", fails)
    monkeypatch.delitem(sys.modules, "handouts.pdf.preload", raising=False)
    with Watchdog(prepare="handouts.pdf.preload") as dog:
        dog.begin()
        assert dog.run(work, ("ask", None), timeout_s=5)[1] is None


def _prepared(_: None) -> int:
    return int(sys.modules["prepared_before"].PROCESS)


def test_time_is_counted_for_each_job_anew() -> None:
    with Watchdog() as dog:
        for _ in range(4):
            assert dog.run(_busy, 0.2, timeout_s=0.5) == (None, None)


def _busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_libraries_say_goes_nowhere(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDOUTS_DEBUG", raising=False)
    watchdog.run(work, ("write", None), timeout_s=5)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("HANDOUTS_DEBUG", "1")
    watchdog.run(work, ("write", None), timeout_s=5)
    assert capfd.readouterr() == ("words on standard output", "words on standard error")


def test_an_interrupt_ends_the_child_too(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGALRM)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            watchdog.run(work, ("loop", None), timeout_s=60)
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_killed_parent_takes_its_child_along(tmp_path: Path) -> None:
    note = tmp_path / "child"
    if (parent := os.fork()) == 0:
        watchdog.run(_says_and_loops, str(note), timeout_s=60)
        os._exit(0)
    while not note.exists() or not note.read_text():
        time.sleep(0.01)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    for _ in range(200):
        if not _runs(int(note.read_text())):
            return
        time.sleep(0.01)
    raise AssertionError("the child goes on")


def _says_and_loops(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    while True:
        pass


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Watchdog() as dog:
        with monkeypatch.context() as patch:
            patch.setattr(ForkProcess, "start", full)
            _, fault = dog.run(work, ("give", 1), timeout_s=5)
            assert fault is not None and fault.code == "HND949"
            dog.begin()
        assert dog.run(work, ("give", 2), timeout_s=5) == (2, None)
