"""How far a long run is: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from handouts.cli import terminal

STEPS = 10  # lines that a run tells where there is no terminal
FEW = 20  # pieces of which nobody needs to be told


@contextmanager
def shown(total: int, noun: str, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """What to call after each piece."""
    if quiet:
        yield lambda: None
    elif sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(total, noun) as step:
            yield step
    else:
        yield _Lines(total, noun).step


@contextmanager
def _bar(total: int, noun: str) -> Iterator[Callable[[], None]]:
    from rich import progress
    from rich.console import Console

    columns = (
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn(f"{noun}s"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


class _Lines:
    """`400 of 1000 leaflets`, ten times in a run."""

    def __init__(self, total: int, noun: str) -> None:
        self._total, self._noun, self._done = total, noun, 0

    def step(self) -> None:
        self._done += 1
        if self._total >= FEW and self._done * STEPS // self._total > (self._done - 1) * STEPS // self._total:
            terminal.message(f"{self._done} of {terminal.plural(self._total, self._noun)}")
