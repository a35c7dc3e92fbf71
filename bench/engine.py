"""How long the program takes: its start, the first leaflet, the next ones, workers, and an export without changes.

    python bench/engine.py [--rounds 5] [--leaflets 500] [--prints 12] [--only start,prints,export] [--json FILE]

New processes are timed on the wall and by processor time, median of the rounds. An export without changes
is measured on leaflets as HTML, since what a file holds makes no difference to it and 500 prints take minutes; with
`--format pdf` they are printed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import composed  # noqa: E402
import measuring  # noqa: E402
import people  # noqa: E402

from handouts.batch.workers import pool  # noqa: E402
from handouts.cli.program import VERBS  # noqa: E402
from handouts.model import Edition  # noqa: E402
from handouts.model.leaflet import Leaflet  # noqa: E402
from handouts.pdf import printing  # noqa: E402

CONTENT = ROOT / "content"
COLUMNS = {"what": "what", "wall_ms": "ms", "cpu_ms": "CPU ms", "ratio": "× --help (CPU)", "aim": "aim"}
POOL = {
    "workers": "workers", "count": "leaflets", "wall_s": "s", "cpu_s": "CPU s", "rate": "a second",
    "gain": "× one worker", "rss": "MiB a worker (RSS)", "pss": "MiB a worker (PSS)",
}  # fmt: skip
Row = dict[str, Any]


def timed(what: str, rounds: int, call: Callable[[], object], aim: str = "") -> Row:
    """The median of some rounds."""
    costs = []
    for _ in range(rounds):
        with measuring.clocked() as cost:
            call()
        costs.append(cost)
    wall, cpu = (statistics.median(getattr(cost, key) for cost in costs) * 1000 for key in ("wall_s", "cpu_s"))
    return {"what": what, "wall_ms": wall, "cpu_ms": cpu, "aim": aim}


def command(*words: str | Path) -> Callable[[], object]:
    def call() -> None:
        _, done = measuring.ran([sys.executable, "-m", "handouts", *words], cwd=ROOT)
        assert done.returncode == 0, words

    return call


def starts(rounds: int, room: Path) -> list[Row]:
    leaflets, assets = composed.Leaflets(), composed.print_assets()
    leaflet, edition = leaflets.of(people.alike(1)[0]), leaflets.edition
    printing.print_leaflet(leaflet, edition, assets)  # warms up
    one = command("make", people.CONDITION, "-q", "-o", room / "one.pdf")
    return [
        timed("a bare Python", rounds, lambda: measuring.ran([sys.executable, "-c", ""])),
        timed("`handouts --help`", rounds, command("--help"), "100 ms"),
        timed("`handouts list`", rounds, command("list")),
        timed("`handouts make`, a new process", rounds, one, "1,200 ms"),
        timed("a full print, warm", rounds, lambda: printing.print_leaflet(leaflet, edition, assets)),
    ]


# ---------------------------------------------------------------- workers


def pooled(count: int, workers: int) -> Row:
    """Full prints of people by workers, from the first job to the last file, workers' start included."""
    leaflets = composed.Leaflets()
    jobs = (pool.Job(one.reference, (leaflets.of(one), leaflets.edition)) for one in people.alike(count))
    sizes: list[dict[str, float]] = []
    with measuring.clocked() as cost:
        running = pool.run(print_one, jobs, workers=workers, timeout_s=TIMEOUT_S, prepare=PREPARED)
        with closing(running):
            for outcome in running:
                assert outcome.fault is None and outcome.result
                sizes += [size for pid in measuring.family() if (size := measuring.memory_mib(pid))["rss"] > IDLE_MIB]
    largest = sorted(sizes, key=lambda size: size["rss"])[-workers:]
    row = {"workers": workers, "count": count, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s, "rate": count / cost.wall_s}
    return row | {key: statistics.mean(size[key] for size in largest) for key in ("rss", "pss")}


TIMEOUT_S = 600.0
PREPARED = "handouts.pdf.rendering"  # imported before workers are forked
IDLE_MIB = 60.0  # what workers are forked from is smaller than a worker that prints


def print_one(job: tuple[Leaflet, Edition]) -> int:
    return len(printing.print_leaflet(*job, composed.print_assets()).data)


# ---------------------------------------------------------------- nothing changed


def clinics(folder: Path, count: int) -> Path:
    """A content folder with so many clinics, each with its own leaflets of all conditions."""
    (folder / "clinics").mkdir(parents=True)
    example = (CONTENT / "clinics" / "example.yaml").read_text("utf-8")
    for logo in (CONTENT / "clinics").glob("*.svg"):
        shutil.copy(logo, folder / "clinics")
    for number in range(count):
        own = example.replace("Example Foot and Back Clinic", f"Example Clinic {number:03}")
        (folder / "clinics" / f"clinic-{number:03}.yaml").write_text(own, "utf-8")
    return folder


def exported(leaflets: int, rounds: int, kind: str, room: Path) -> list[Row]:
    conditions = sum(1 for _ in (CONTENT / "conditions").glob("*.yaml"))
    own = clinics(room / "content", -(-leaflets // conditions))
    out = room / "out"
    names = [path.stem for path in sorted((own / "clinics").glob("*.yaml"))]
    ids = [path.stem for path in sorted((CONTENT / "conditions").glob("*.yaml"))]
    words = ["export", *ids, "-o", out, "--content", own, "--format", kind, "-q"]
    words += [word for name in names for word in ("--clinic", name)]
    first = timed(f"export of {len(names) * len(ids)} leaflets as {kind}, all new", 1, command(*words))
    made = sum(1 for _ in out.rglob(f"*.{kind}"))
    again = timed(f"the same with nothing changed, {made} files", rounds, command(*words), "100 ms")
    changed = own / "clinics" / "clinic-000.yaml"
    changed.write_text(changed.read_text("utf-8").replace("Example Clinic 000", "Other Clinic"), "utf-8")
    one = timed(f"the same with one clinic changed ({len(ids)} leaflets)", 1, command(*words))
    return [first, again, one]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--leaflets", type=int, default=500, help="of the export")
    parser.add_argument("--prints", type=int, default=12, help="by the workers")
    parser.add_argument("--format", dest="kind", choices=("html", "pdf"), default="html", help="what is exported")
    parser.add_argument("--only", type=lambda words: words.split(","), default=["start", "prints", "export"])
    parser.add_argument("--json", type=Path, metavar="FILE")
    said = parser.parse_args()
    measuring.adopt()
    rows: list[Row] = []
    workers: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        room = Path(folder)
        if "start" in said.only:
            rows += starts(said.rounds, room)
        if "prints" in said.only:
            pooled(1, 1)  # starts what workers are forked from
            workers = with_gain([pooled(said.prints, count) for count in (1, 2)])
        if "export" in said.only and "export" in VERBS:
            rows += exported(said.leaflets, said.rounds, said.kind, room)
    if "export" not in VERBS:
        print("`handouts export` is not there")
    help_ms = next((row["cpu_ms"] for row in rows if "--help" in row["what"]), None)
    rows = [{**row, "ratio": row["cpu_ms"] / help_ms if help_ms else None} for row in rows]
    print(measuring.table(rows, COLUMNS) + "\n\n" + measuring.table(workers, POOL))
    measuring.keep(said.json, "engine", {"rows": rows, "workers": workers})


def with_gain(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "gain": row["rate"] / rows[0]["rate"]} for row in rows]


if __name__ == "__main__":
    main()
