"""Personal leaflets by the thousand: set once and filled in, against a full print of each, in the same run.

    python bench/merge.py [--counts 1,3,100,1000,5000] [--kinds alike,usual,mixed] [--workers 0,1,2]
                          [--ways library,command] [--command-counts 1,3] [--worst 100] [--chosen 20] [--json FILE]

Files are written, whole and flushed, into a temporary folder. Kinds of lists are told in `people.py`. First through the
library, then through the command `handouts mail-merge`. Without workers all is done in this process, on one core.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import measuring  # noqa: E402
import people  # noqa: E402
import whole  # noqa: E402

from handouts.pipeline.workspace import Workspace, open_workspace  # noqa: E402

FULL = 4  # full prints that the rate is taken from; the first one more warms up
MANY = 1000  # leaflets that have all the bases that a list of their kind needs
COMMAND = "mail-merge"
COLUMNS = {
    "list": "list", "way": "way", "workers": "workers", "count": "leaflets", "wall_s": "s", "cpu_s": "CPU s",
    "cpu_ms": "CPU ms each", "rate": "a second", "ratio": "× full print (CPU)", "bases": "bases", "printed": "in full",
}  # fmt: skip


@contextmanager
def folder():  # type: ignore[no-untyped-def]
    made = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def full(workspace: Workspace, kind: str) -> dict[str, Any]:
    """The full print of people of a kind: processor time for each."""
    with folder() as room:
        whole.printed(people.KINDS[kind](1), workspace, room / "warm")
        listed = people.KINDS[kind](FULL + 1)[1:]
        with measuring.clocked() as cost:
            whole.printed(listed, workspace, room / "full")
    return row(kind, "full print", 0, FULL, cost, None) | {"printed": FULL}


def through_library(workspace: Workspace, kind: str, count: int, workers: int, full_ms: float | None) -> dict[str, Any]:
    with folder() as room:
        with measuring.clocked() as cost:
            tally = whole.merged(people.KINDS[kind](count), workspace, room / "out", workers)
        assert len(list((room / "out").glob("*.pdf"))) == count
    told = row(kind, "library", workers, count, cost, full_ms)
    return told | {"bases": tally.bases, "printed": tally.printed, "why": dict(tally.refused)}


def through_command(kind: str, count: int, workers: int, full_ms: float | None) -> dict[str, Any]:
    """A new process each time: its start, reading the content and checking the rows are in the time."""
    with folder() as room:
        listed = people.written(room / "list.csv", people.KINDS[kind](count))
        words = [sys.executable, "-m", "handouts", COMMAND, listed, "-o", room / "out", "--jobs", str(workers), "-q"]
        cost, done = measuring.ran(words, cwd=ROOT)
        made = len(list((room / "out").glob("*.pdf")))
    told = row(kind, "command", workers, count, cost, full_ms)
    return told | {"exit": done.returncode, "files": made} | ({} if made == count else {"way": f"command: {made} made"})


def row(kind: str, way: str, workers: int, count: int, cost: measuring.Cost, full_ms: float | None) -> dict[str, Any]:
    told = {"list": kind, "way": way, "workers": workers, "count": count}
    told |= {"wall_s": cost.wall_s, "cpu_s": cost.cpu_s, "rate": count / cost.wall_s, **cost.per(count)}
    return told | {"ratio": full_ms / told["cpu_ms"] if full_ms else 1.0}


def marginal(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one more leaflet costs, from the two longest lists of each kind and way, with the cost of bases left out."""
    found = []
    for key in dict.fromkeys((one["list"], one["way"], one["workers"]) for one in rows):
        alike = sorted(
            (one for one in rows if (one["list"], one["way"], one["workers"]) == key), key=lambda r: r["count"]
        )
        if len(alike) < 2 or alike[-2]["count"] < MANY:
            continue
        few, many = alike[-2:]
        more = many["count"] - few["count"]
        cpu_ms = (many["cpu_s"] - few["cpu_s"]) / more * 1000
        told = dict(zip(("list", "way", "workers"), key, strict=True)) | {"from": few["count"], "to": many["count"]}
        found.append(told | {"cpu_ms": cpu_ms, "a_core": 1000 / cpu_ms})
    return found


MARGINAL = {
    "list": "list", "way": "way", "workers": "workers", "from": "from", "to": "to", "cpu_ms": "CPU ms for one more",
    "a_core": "leaflets a second and core",
}  # fmt: skip


def main() -> None:
    def numbers(words: str) -> list[int]:
        return [int(word) for word in words.split(",")]

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=numbers, default=[1, 3, 100, 1000, 5000])
    parser.add_argument("--kinds", type=lambda words: words.split(","), default=["alike", "usual", "mixed"])
    parser.add_argument("--workers", type=numbers, default=[0, 1, 2])
    parser.add_argument("--ways", type=lambda words: words.split(","), default=["library", "command"])
    parser.add_argument("--command-counts", type=numbers, help="for the command, where others are wanted")
    parser.add_argument("--worst", type=int, default=1000, help="rows that each have doses of their own")
    parser.add_argument("--chosen", type=int, default=20, help="rows that each have exercises of their own")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    measuring.adopt()
    workspace, rows = open_workspace(None), []

    def done(told: dict[str, Any]) -> dict[str, Any]:
        rows.append(told)
        print(measuring.table([told], COLUMNS).splitlines()[-1], flush=True)
        return told

    print(measuring.table([], COLUMNS))
    long = {"each its own": asked.worst, "own choice": asked.chosen}
    base = {kind: done(full(workspace, kind))["cpu_ms"] for kind in (*asked.kinds, *long)}
    known: dict[str, Callable[..., dict[str, Any]]] = {
        "library": lambda *words: through_library(workspace, *words),
        "command": through_command,
    }
    ways = [known[way] for way in asked.ways]
    for way in ways:
        counts = asked.command_counts if way is through_command and asked.command_counts else asked.counts
        for workers in asked.workers:
            for kind in asked.kinds:
                for count in counts:
                    done(way(kind, count, workers, base[kind]))
            for kind, count in long.items():
                done(way(kind, min(count, max(counts)), workers, base[kind]))
    print("\n" + measuring.table(marginal(rows), MARGINAL))
    measuring.keep(asked.json, "merge", {"rows": rows, "marginal": marginal(rows)})


if __name__ == "__main__":
    main()
