"""The first signal asks, the second ends."""

from __future__ import annotations

import os
import signal

import pytest

from handouts.batch.workers.interrupts import InterruptHandler


def test_nobody_asked() -> None:
    with InterruptHandler() as stop:
        assert not stop.requested and stop.code == 0


@pytest.mark.parametrize(
    ("number", "code", "end"), [(signal.SIGINT, 130, KeyboardInterrupt), (signal.SIGTERM, 143, SystemExit)]
)
def test_the_first_signal_asks_and_the_second_ends(number: signal.Signals, code: int, end: type[BaseException]) -> None:
    before, messages = signal.getsignal(number), []
    with InterruptHandler(lambda: messages.append("finishing")) as stop:
        os.kill(os.getpid(), number)
        assert stop.requested and stop.code == code and messages == ["finishing"]
        with pytest.raises(end):
            os.kill(os.getpid(), number)
        assert messages == ["finishing"]
    assert signal.getsignal(number) is before


def test_a_run_that_is_deaf_to_ctrl_c_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with InterruptHandler() as stop:
            os.kill(os.getpid(), signal.SIGINT)
            assert not stop.requested
    finally:
        signal.signal(signal.SIGINT, before)
