"""The first signal asks, the second ends."""

from __future__ import annotations

import os
import signal

import pytest

from handouts.batch.stopping import Stopping


def test_nobody_asked() -> None:
    with Stopping() as stop:
        assert not stop.asked and stop.code == 0


@pytest.mark.parametrize(
    ("number", "code", "end"), [(signal.SIGINT, 130, KeyboardInterrupt), (signal.SIGTERM, 143, SystemExit)]
)
def test_the_first_signal_asks_and_the_second_ends(number: signal.Signals, code: int, end: type[BaseException]) -> None:
    before, told = signal.getsignal(number), []
    with Stopping(lambda: told.append("finishing")) as stop:
        os.kill(os.getpid(), number)
        assert stop.asked and stop.code == code and told == ["finishing"]
        with pytest.raises(end):
            os.kill(os.getpid(), number)
        assert told == ["finishing"]
    assert signal.getsignal(number) is before


def test_a_run_that_is_deaf_to_ctrl_c_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Stopping() as stop:
            os.kill(os.getpid(), signal.SIGINT)
            assert not stop.asked
    finally:
        signal.signal(signal.SIGINT, before)
