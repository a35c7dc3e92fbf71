"""How many processors and disks a night of leaflets needs, from measured costs.

    python bench/plan.py [--leaflets 10000000] [--hours 8] [--full-share 0.02] [--results FILE] [--folder DIR]

The cost of a filled-in leaflet and of a full print is given by --filled-ms and --full-ms, or taken from FILE: the JSON
of a bench of merging, with `merge.marginal[].cpu_ms` and, among `merge.rows`, those whose `way` is "full print". The
cost of writing is measured here, into --folder: it should lie on the disk that is to be used. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handouts.files import writing  # noqa: E402

CHUNK = 200  # leaflets that are put in place at a time
CHUNKS = 5
BUSY = 0.7  # of a processor: the rest is for starts, retries, neighbours
FILES_A_SHARE = 40_000  # in one folder: what a directory and a backup take without pain


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one leaflet."""

    filled_ms: float
    full_ms: float
    write_ms: float  # on the wall, of a disk
    kb: float


@dataclass(frozen=True, slots=True)
class Night:
    """The night to plan: its leaflets, its hours, and the share that is printed in full."""

    leaflets: int
    hours: float
    full_share: float  # of rows that cannot be filled in

    @property
    def seconds(self) -> float:
        return self.hours * 3600


def plan(night: Night, costs: Costs) -> list[tuple[str, str]]:
    """What to have, with how it comes about."""
    cpu_ms = (1 - night.full_share) * costs.filled_ms + night.full_share * costs.full_ms
    cpu_s = night.leaflets * cpu_ms / 1000
    cores = cpu_s / night.seconds / BUSY
    disks = night.leaflets * costs.write_ms / 1000 / night.seconds
    gb = night.leaflets * costs.kb / 1e6
    return [
        ("leaflets a second, all night", f"{night.leaflets / night.seconds:,.0f}"),
        ("processor time of one leaflet, on average", f"{cpu_ms:.2f} ms"),
        ("processor time of all", f"{cpu_s / 3600:,.1f} hours"),
        (f"processors, {BUSY:.0%} busy", f"{cores:,.1f}: have {math.ceil(cores)}"),
        ("disks like this one, writing all night", f"{disks:,.2f}: have {math.ceil(disks)}"),
        ("size of all files", f"{gb:,.0f} GB"),
        ("bytes a second, to the disk or over the network", f"{gb * 1000 / night.seconds:,.1f} MB"),
        (f"shares of at most {FILES_A_SHARE:,} files", f"{math.ceil(night.leaflets / FILES_A_SHARE):,}"),
    ]


def write_ms(folder: Path, kb: float) -> float:
    """What it takes to put one leaflet in place, whole and flushed, in chunks."""
    data = os.urandom(round(kb * 1000))
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as made:
        out, unfinished = Path(made), Path(made, "unfinished")
        unfinished.mkdir()
        begun = time.perf_counter()
        for chunk in range(CHUNKS):
            files = {out / f"{chunk}-{number}.pdf": data for number in range(CHUNK)}
            if lost := writing.save_many(files, unfinished):
                sys.exit(lost[0].message)
        return (time.perf_counter() - begun) * 1000 / CHUNK / CHUNKS


def measured(results: Path) -> tuple[float, float]:
    """Milliseconds of a processor for one more filled-in leaflet, in the dearest kind of list, and for a full print."""
    merge = json.loads(results.read_text("utf-8"))["merge"]
    filled = max(row["cpu_ms"] for row in merge["marginal"])
    full = max(row["cpu_ms"] for row in merge["rows"] if row["way"] == "full print")
    return filled, full


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaflets", type=int, default=10_000_000)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--full-share", type=float, default=0.02, help="part of the rows that is printed in full")
    parser.add_argument("--results", type=Path, help="of a bench of merging")
    parser.add_argument("--filled-ms", type=float)
    parser.add_argument("--full-ms", type=float)
    parser.add_argument("--kb", type=float, default=105.0, help="size of one leaflet")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    filled_ms, full_ms = measured(options.results) if options.results else (options.filled_ms, options.full_ms)
    if not filled_ms or not full_ms:
        parser.error("give --results, or --filled-ms and --full-ms")
    costs = Costs(filled_ms, full_ms, write_ms(options.folder, options.kb), options.kb)
    night = Night(options.leaflets, options.hours, options.full_share)
    print(
        f"{night.leaflets:,} leaflets in {night.hours:g} hours, {night.full_share:.1%} of them printed in full.\n"
        f"Costs: {costs.filled_ms:.2f} ms of a processor to fill one in, {costs.full_ms:,.0f} ms to print one in full, "
        f"{costs.write_ms:.2f} ms to write one of {costs.kb:g} kB.\n"
    )
    lines = [("to have", "how much"), ("---", "--:"), *plan(night, costs)]
    print("\n".join(f"| {name} | {amount} |" for name, amount in lines))


if __name__ == "__main__":
    main()
