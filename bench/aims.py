"""All aims of speed in one run, each with its number; ratios are of processor time in this run.

    python bench/aims.py [--only lists,peers,commands,export] [--rows 1000] [--rounds 3]

Lists are run without workers, on one core. A list whose rows each have their own choice of exercises is measured on few
rows, and its cost for as many as the others follows from one more row. Times are of the clock: on a machine with other
work, read the ratios. The search of the desk is in `desk.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT)]

import engine  # noqa: E402
import measuring  # noqa: E402
import merge  # noqa: E402
import peers  # noqa: E402
import people  # noqa: E402
import stages  # noqa: E402

COLUMNS = {"what": "what", "value": "measured", "unit": "", "aim": "aim", "met": "met"}
FEW, MORE = 8, 24  # rows with a choice of their own
Row = dict[str, Any]


def row(what: str, value: float, unit: str, most: float | None = None, least: float | None = None) -> Row:
    met = (most is None or value <= most) and (least is None or value >= least)
    aim = f"≤ {most:g}" if most is not None else f"≥ {least:g}" if least is not None else ""
    return {"what": what, "value": value, "unit": unit, "aim": aim, "met": ("yes" if met else "NO") if aim else ""}


def lists(said: argparse.Namespace) -> Iterator[Row]:
    """A list of each kind, beside that of people who are alike."""

    def cost(kind: str, count: int) -> tuple[float, float]:
        made = merge.merged(kind, count, 0, 1.0)
        return made["wall_s"], made["cpu_s"]

    costs = {kind: cost(kind, said.rows) for kind in ("alike", "usual", "mixed", "each its own")}
    few, more = cost("own choice", FEW), cost("own choice", MORE)
    one_more = [(after - before) / (MORE - FEW) for before, after in zip(few, more, strict=True)]
    costs["own choice"] = few[0] + one_more[0] * (said.rows - FEW), few[1] + one_more[1] * (said.rows - FEW)
    most_s = {"alike": 3.5, "usual": 5, "mixed": 6, "each its own": 10, "own choice": 40}
    for kind, (wall_s, cpu_s) in costs.items():
        yield row(f"{said.rows:,} rows, {kind}", wall_s, "s", most_s[kind])
        if kind != "alike":
            yield row(
                f"{said.rows:,} rows, {kind}", cpu_s / costs["alike"][1], "× alike", 10 if "choice" in kind else 3
            )


def against_others(said: argparse.Namespace) -> Iterator[Row]:
    """The same page by a browser that is kept open, and by typst."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        room = Path(folder)
        peers.prepared(room)
        tools = [tool for tool in ("full", "filled", "typst", "chromium") if not peers.absent(tool)]
        made = {tool: peers.asked(tool, room, 5 * said.rounds) for tool in tools}
    yield row("a full print, warm", made["full"]["wall_ms"], "ms", 300)
    if "chromium" in made:
        yield row("a full print, warm", made["full"]["cpu_ms"] / made["chromium"]["cpu_ms"], "× Chromium", 4)
    if "typst" in made:
        yield row("typst", made["typst"]["cpu_ms"] / made["filled"]["cpu_ms"], "× one filled in", least=20)


def commands(said: argparse.Namespace) -> Iterator[Row]:
    """New processes, and a leaflet of three conditions."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        words = ("make", people.CONDITION, "-q", "-o", Path(folder) / "one.pdf")
        make = engine.timed("make", said.rounds, engine.command(*words))
    help_ = engine.timed("--help", said.rounds, engine.command("--help"))
    yield row("`handouts --help`", help_["wall_ms"], "ms", 100)
    yield row("`handouts make`, a new process", make["wall_ms"], "ms", 1200)
    yield row("`handouts make`, a new process", make["cpu_ms"] / help_["cpu_ms"], "× --help")
    three = stages.commands(said.rounds, None)[-1]
    yield row("`handouts make` of three conditions", three["ratio"], "× one", 1.6)


def export(said: argparse.Namespace) -> Iterator[Row]:
    """500 leaflets of which none is new."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        again = engine.exported(500, said.rounds, "html", Path(folder))[1]
    yield row(again["what"], again["wall_ms"], "ms", 100)


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "lists": lists, "peers": against_others, "commands": commands, "export": export,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=lambda words: words.split(","), default=list(PARTS))
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    said = parser.parse_args()
    measuring.adopt()
    rows = [made for part in said.only for made in PARTS[part](said)]
    print(measuring.table(rows, COLUMNS))


if __name__ == "__main__":
    main()
