"""Mail merge by the thousand: a page is laid out once and filled in, against a full print of each, in the same run.

    python bench/merge.py [--counts 1,3,100,1000,5000] [--kinds alike,usual,mixed] [--workers 0,1,2]
                          [--worst 1000] [--chosen 20] [--json FILE]

The kinds of lists are described in `people.py`. Each list is a run of `handouts mail-merge` in a process of its own,
into a temporary folder: start, reading the content, the checks of rows and files, and writing are in the time. Without
workers (0) one process does everything, on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import composed  # noqa: E402
import measuring  # noqa: E402
import people  # noqa: E402

FULL = 4  # full prints that the rate is taken from; the first one more warms up
MANY = 1000  # leaflets that have all the templates that a list of their kind needs
FULL_PRINT = "full print"
COLUMNS = {
    "list": "list", "way": "way", "workers": "workers", "count": "leaflets", "wall_s": "s", "cpu_s": "CPU s",
    "cpu_ms": "CPU ms each", "rate": "a second", "ratio": "× full print (CPU)", "alike": "× alike",
    "printed": "in full",
}  # fmt: skip
MARGINAL = {
    "list": "list", "workers": "workers", "from": "from", "to": "to", "cpu_ms": "CPU ms for one more",
    "a_core": "leaflets a second and core",
}  # fmt: skip
Row = dict[str, Any]


def full(leaflets: composed.Leaflets, kind: str) -> Row:
    """The full print of people of a kind, in this process and without files: processor time for each."""
    first, *listed = people.KINDS[kind](FULL + 1)
    leaflets.printed(first)
    with measuring.clocked() as cost:
        for one in listed:
            leaflets.printed(one)
    return {**row(kind, FULL_PRINT, 0, FULL, cost), "ratio": 1.0, "printed": FULL}


def merged(kind: str, count: int, workers: int, full_ms: float) -> Row:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        listed = people.written(Path(folder, "list.csv"), people.KINDS[kind](count))
        words = ["mail-merge", listed, "-o", Path(folder, "out"), "--jobs", str(workers), "-q", "--report", "json"]
        cost, done = measuring.ran([sys.executable, "-m", "handouts", *words], cwd=ROOT)
        made = sum(1 for _ in Path(folder, "out").glob("*.pdf"))
    assert made == count, done.stderr
    in_full = sum(1 for leaflet in json.loads(done.stdout)["leaflets"] if leaflet["in_full"])
    done_row = row(kind, "mail-merge", workers, count, cost)
    return {**done_row, "ratio": full_ms / done_row["cpu_ms"], "printed": in_full}


def row(kind: str, way: str, workers: int, count: int, cost: measuring.Cost) -> Row:
    made = {"list": kind, "way": way, "workers": workers, "count": count, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s}
    return {**made, "rate": count / cost.wall_s, **cost.per(count)}


def with_alike(rows: Sequence[Row]) -> list[Row]:
    """How many times the processor time of the plainest list a list of as many rows takes."""

    def key(one: Row) -> tuple[Any, ...]:
        return one["way"], one["workers"], one["count"]

    plain = {key(one): one["cpu_s"] for one in rows if one["list"] == "alike"}
    return [{**one, "alike": one["cpu_s"] / plain[key(one)] if key(one) in plain else None} for one in rows]


def marginal(rows: Sequence[Row]) -> list[Row]:
    """What one more leaflet costs, from the two longest lists of each kind: the cost of templates is left out."""
    found = []
    merges = [one for one in rows if one["way"] != FULL_PRINT]
    for kind, workers in dict.fromkeys((one["list"], one["workers"]) for one in merges):
        same = (one for one in merges if (one["list"], one["workers"]) == (kind, workers) and one["count"] >= MANY)
        *_, few, many = [None, None, *sorted(same, key=lambda one: one["count"])]
        if not few or not many:
            continue
        cpu_ms = (many["cpu_s"] - few["cpu_s"]) / (many["count"] - few["count"]) * 1000
        lists = {"list": kind, "workers": workers, "from": few["count"], "to": many["count"]}
        found.append({**lists, "cpu_ms": cpu_ms, "a_core": 1000 / cpu_ms})
    return found


def main() -> None:
    def numbers(words: str) -> list[int]:
        return [int(word) for word in words.split(",")]

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=numbers, default=[1, 3, 100, 1000, 5000])
    parser.add_argument("--kinds", type=lambda words: words.split(","), default=["alike", "usual", "mixed"])
    parser.add_argument("--workers", type=numbers, default=[0, 1, 2])
    parser.add_argument("--worst", type=int, default=1000, help="rows that each have doses of their own")
    parser.add_argument("--chosen", type=int, default=20, help="rows that each have exercises of their own")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    measuring.adopt()
    leaflets, rows = composed.Leaflets(), list[Row]()

    def done(made: Row) -> Row:
        rows.append(made)
        print(measuring.table([made], COLUMNS).splitlines()[-1], flush=True)
        return made

    print(measuring.table([], COLUMNS))
    counts = dict.fromkeys(options.kinds, options.counts)
    counts |= {"each its own": [options.worst], "own choice": [options.chosen]}
    full_ms = {kind: done(full(leaflets, kind))["cpu_ms"] for kind in counts}
    for workers in options.workers:
        for kind in counts:
            for count in counts[kind]:
                done(merged(kind, count, workers, full_ms[kind]))
    rows = with_alike(rows)
    print("\n" + measuring.table(rows, COLUMNS) + "\n\n" + measuring.table(marginal(rows), MARGINAL))
    measuring.keep(options.json, "merge", {"rows": rows, "marginal": marginal(rows)})


if __name__ == "__main__":
    main()
