"""Where the time of one leaflet goes: processor time of each stage of `handouts make`, in a new process and warm.

    python bench/stages.py [--rounds 5] [--conditions ID ...] [--against FOLDER] [--json FILE]

Each round is a new process, so that imports count; the least of the rounds counts, since other work on the machine
can only add to it. `--against` runs the whole command from another checkout too, in turns, for a ratio.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import measuring  # noqa: E402
import people  # noqa: E402

THREE = ("plantar-fasciitis", "heel-spur", "heel-bursitis")
COLUMNS = {"what": "stage", "cold_ms": "CPU ms, new process", "share": "%", "warm_ms": "CPU ms, again"}
WHOLE = {"what": "command", "cpu_ms": "CPU ms", "ratio": "× one condition", "against": "× the other checkout"}


def stages_of(conditions: Sequence[str]) -> Iterator[str]:
    """The stages of `make` without its child, one after the other; the name of each after it is done."""
    from handouts.cli import dates
    from handouts.cli import make as _  # noqa: F401

    yield "imports of the command line"
    from handouts.batch import make

    yield "imports of the pipeline"
    from handouts import pipeline
    from handouts.pipeline.workspace import open_workspace

    options = make.MakeOptions(tuple(conditions))
    workspace = open_workspace(None)
    yield "reading the library"
    request = make._request(options, workspace.default_clinic(), {})
    result = pipeline.run(workspace, request, dates.today(), pipeline.RunOptions("a4"))
    assert result.leaflet is not None, [finding.message for finding in result.found]
    yield "checks and composing"
    from handouts.pdf import preflight, printing, rendering

    assert preflight
    yield "imports of the engine"
    edition, assets = workspace.library.edition("a4"), printing.assets(None)
    for _again in range(2):
        laid, tightness = printing.laid_out(result.leaflet, edition, assets)
        yield "templates and layout"
        printed = printing.with_findings(rendering.write(laid), result.leaflet, edition, laid, tightness)
        yield "writing"
        from handouts.formats import pdf

        pdf.finished(printed, result.leaflet, edition)
        yield "preflight"


def print_stages(conditions: Sequence[str]) -> None:
    """The processor time of each stage in this process, as JSON; a second time of a stage is its warm one."""
    gc.disable()
    times: list[tuple[str, float]] = []
    before = time.process_time()
    for name in stages_of(conditions):
        now = time.process_time()
        times.append((name, (now - before) * 1000))
        before = time.process_time()
    print(json.dumps(times))


def least(conditions: Sequence[str], rounds: int) -> list[dict[str, Any]]:
    """The least time of each stage in so many new processes."""
    runs = []
    for _ in range(rounds):
        words = [sys.executable, __file__, "--print-stages", "--conditions", *conditions]
        runs.append(json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout))
    cold: dict[str, float] = {}
    warm: dict[str, float] = {}
    for index, (name, _) in enumerate(runs[0]):
        (warm if name in cold else cold)[name] = min(run[index][1] for run in runs)
    whole = sum(cold.values())
    return [
        {"what": name, "cold_ms": cold[name], "share": 100 * cold[name] / whole, "warm_ms": warm.get(name)}
        for name in cold
    ]


def command_ms(root: Path, conditions: Sequence[str]) -> float:
    """Processor time of the whole command in a checkout."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, measuring.clocked() as cost:
        words = [sys.executable, "-m", "handouts", "make", *conditions, "-q", "-o", str(Path(folder) / "one.pdf")]
        subprocess.run(words, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    return cost.cpu_s * 1000


def commands(rounds: int, against: Path | None) -> list[dict[str, Any]]:
    """The whole command for one and for three conditions, in turns with another checkout."""
    cases = {f"`make`, {len(ids)} condition{'s'[: len(ids) > 1]}": ids for ids in ((people.CONDITION,), THREE)}
    rows: list[dict[str, Any]] = []
    for what, ids in cases.items():
        mine, other = [], []
        for _ in range(rounds):
            mine.append(command_ms(ROOT, ids))
            other += [command_ms(against, ids)] if against else []
        first = rows[0]["cpu_ms"] if rows else min(mine)
        ratio = min(mine) / min(other) if other else None
        rows.append({"what": what, "cpu_ms": min(mine), "ratio": min(mine) / first, "against": ratio})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--conditions", nargs="+", default=[people.CONDITION])
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--print-stages", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.print_stages:
        print_stages(said.conditions)
        return
    measuring.adopt()
    rows, whole = least(said.conditions, said.rounds), commands(said.rounds, said.against)
    print(measuring.table(rows, COLUMNS) + "\n\n" + measuring.table(whole, WHOLE))
    measuring.keep(said.json, "stages", {"rows": rows, "commands": whole})


if __name__ == "__main__":
    main()
