"""The work behind `export`: the quick way where nothing changed, else the long one, and what came of it told."""

from __future__ import annotations

import datetime
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli import exported, sharing, terminal, words
from handouts.cli.exported import Manner
from handouts.exporting import inputs
from handouts.exporting.asking import Asking
from handouts.exporting.outcome import Result
from handouts.exporting.unchanged import unchanged

if TYPE_CHECKING:
    from handouts.batch.remote import Cluster

__all__ = ["Manner", "Means", "export"]

ROOM = ".handouts"  # handouts.batch.folder.ROOM, without importing it


@dataclass(frozen=True, slots=True)
class Means:
    """Who presses, so many here or a cluster, and whether files are looked into."""

    jobs: int | None
    on: str | None
    look_inside: bool


def export(asking: Asking, folder: Path, content: Path | None, day: datetime.date, means: Means, manner: Manner) -> int:
    """Does all of it, tells it, and gives the exit code."""
    room = folder / ROOM / f"{asking.shard[0]}-of-{asking.shard[1]}" if asking.shard else folder / ROOM
    code = 0
    result = unchanged(folder, room, asking, inputs.digest(content, words.shipped()), day, means.look_inside)
    if result is None:
        result, code = _run(asking, folder, content, day, means, manner)
    exported.tell(result, folder, manner)
    return code or exported.code_of(result, manner)


def _run(
    asking: Asking, folder: Path, content: Path | None, day: datetime.date, means: Means, manner: Manner
) -> tuple[Result, int]:
    """The long way, with the code of the signal that ended it, if one did."""
    from handouts.batch.crew import Crew
    from handouts.batch.stopping import Stopping
    from handouts.exporting import running

    def fingerprint() -> str:
        return inputs.digest(content, words.shipped())

    workers = sharing.cores() if means.jobs is None else means.jobs
    order = running.Order(asking, folder, content, day, fingerprint, means.look_inside, manner.dry_run)
    with ExitStack() as held:
        cluster: Cluster | None = None
        if means.on is not None and not manner.dry_run:
            from handouts.batch import remote

            cluster, found = held.enter_context(remote.connected(means.on))
            if cluster is None:
                return Result(found=tuple(found)), terminal.DONE
        stop = held.enter_context(
            Stopping(lambda: terminal.say("finishing what is in flight; once more to stop at once"))
        )
        shown = held.enter_context(closing(exported.progress(manner)))
        result = running.export(order, shown.begun, shown.done, Crew(workers, stop, cluster))
    return result, stop.code
