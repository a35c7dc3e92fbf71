"""Progress of a long run, on standard error: a bar on a terminal, some lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from handouts.cli import terminal

BAR_CHARACTERS = 30
SOME_LINES = 10  # of a run, where there is no terminal
FEWEST = 20  # pieces; of a shorter run only "each" prints lines

Lines = Literal["each", "some", "none"]


class Progress:
    """The pieces of a run that are done, of how many.

    Args:
        noun: what a piece is called, such as `leaflet`.
        quiet: prints nothing at all.
        lines: what is printed where there is no terminal: a line for each piece, ten for a run of 20 and more, none.
    """

    def __init__(self, noun: str, quiet: bool = False, lines: Lines = "some") -> None:
        self._noun, self._lines = noun, "none" if quiet else lines
        self._has_bar = not quiet and _is_terminal()
        self._total = self._done = 0
        self._start = 0.0

    def begin(self, total: int) -> None:
        self._total, self._start = total, time.monotonic()

    def step(self, text: str = "") -> None:
        """Counts a piece. `text` is its line, or the text behind the bar."""
        self._done += 1
        if self._has_bar:
            terminal.transient(self._bar(text))
        elif self._lines == "each":
            terminal.message(f"[{self._done}/{self._total}] {text}")
        elif self._lines == "some" and self._total >= FEWEST and self._is_tenth():
            terminal.message(f"{self._done} of {terminal.plural(self._total, self._noun)}")

    def close(self) -> None:
        if self._has_bar:
            terminal.transient("")

    def _is_tenth(self) -> bool:
        """Whether another tenth of the run is done."""
        return self._done * SOME_LINES // self._total > (self._done - 1) * SOME_LINES // self._total

    def _bar(self, text: str) -> str:
        """`[####----] 12 of 40 leaflets, 3.1 a second, 0:09 left`."""
        filled = BAR_CHARACTERS * self._done // max(self._total, 1)
        # The first piece may be done within one tick of the clock.
        rate = self._done / max(time.monotonic() - self._start, 0.001)
        minutes, seconds = divmod(round((self._total - self._done) / rate), 60)
        facts = [
            f"[{'#' * filled:-<{BAR_CHARACTERS}}] {self._done} of {terminal.plural(self._total, self._noun)}",
            f"{rate:.1f} a second",
            f"{minutes}:{seconds:02} left",
            *([text] if text else []),
        ]
        return ", ".join(facts)


@contextmanager
def shown(total: int, noun: str, quiet: bool = False, lines: Lines = "some") -> Iterator[Callable[..., None]]:
    """Progress of a run of known length; yields the function to call with each piece."""
    progress = Progress(noun, quiet, lines)
    progress.begin(total)
    try:
        yield progress.step
    finally:
        progress.close()


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
