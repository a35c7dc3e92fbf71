"""Ctrl-C and SIGTERM in a long run: the first lets jobs in flight finish, the second ends at once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Self

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}  # as the shells say it


class InterruptHandler:
    """Listens while it is entered. `code` is the exit code of the first signal, or 0 before it.

    `on_signal` is called at the first signal, in the middle of any code: it should do no more than write one line.
    """

    def __init__(self, on_signal: Callable[[], object] = lambda: None) -> None:
        self.code = 0
        self._on_signal = on_signal
        self._before: dict[signal.Signals, Any] = {}

    @property
    def requested(self) -> bool:
        return self.code != 0

    def __enter__(self) -> Self:
        for number in CODES:
            if signal.getsignal(number) is not signal.SIG_IGN:  # a run in the background of a shell is deaf to Ctrl-C
                self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        # The code of the last signal: a supervisor that sends SIGTERM after Ctrl-C gets its own code.
        again, self.code = self.requested, CODES[signal.Signals(number)]
        if not again:
            with suppress(RuntimeError):  # the stream was in the middle of another line
                self._on_signal()
        elif number == signal.SIGINT:
            raise KeyboardInterrupt
        else:
            raise SystemExit(self.code)
