"""The long fuzz: `python -m tests.fuzz.long FOLDER --mutants 20000 --seed 1 --jobs 1`.

Mutants are tried in batches, each batch in a process of its own with a limit of memory, so that one that hangs or dies
costs only itself. FOLDER keeps a line for every mutant (`SEED.jsonl`) and a folder for every failing one
(`failures/`); the same command goes on where it ended. At the end, or with `--table`, it prints what was counted.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .engine import KINDS, MOST_WALL_S, Bench

MOST_BYTES = 1 << 30  # what a batch may take on top of what it begins with
SILENCE_S = 5 * MOST_WALL_S  # without a word of a batch, it is ended


def main(argv: Sequence[str] | None = None) -> int:
    """Runs what is missing, prints the table; 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.long", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--pdf-every", type=int, default=100, metavar="N", help="print every Nth mutant; 0: none")
    parser.add_argument("--most-verbs", type=int, default=9, metavar="N", help="verbs of one mutant, chosen by chance")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--table", action="store_true", help="only print what was counted so far")
    given = parser.parse_args(argv)
    given.folder.mkdir(parents=True, exist_ok=True)
    log = given.folder / f"{given.seed}.jsonl"
    if not given.table:
        _run(given, log)
    lines = _lines(log)
    print(table(lines))
    return 1 if any(line["problems"] for line in lines) else 0


def _lines(log: Path) -> list[dict[str, Any]]:
    """What was tried so far; a line that a killed run left half-written does not count."""
    found: dict[int, dict[str, Any]] = {}
    for line in log.read_text("utf-8").splitlines() if log.exists() else ():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        found[one["number"]] = one
    return [found[number] for number in sorted(found)]


# ---------------------------------------------------------------- running


def _run(given: argparse.Namespace, log: Path) -> None:
    done = {line["number"] for line in _lines(log)}
    todo = [number for number in range(given.mutants) if number not in done]
    batches = [todo[at : at + given.batch] for at in range(0, len(todo), given.batch)]
    running: dict[int, tuple[int, list[int], float]] = {}  # process → its place, its mutants, when it last spoke
    places = list(range(given.jobs))
    with log.open("a", encoding="utf-8") as out:
        if done and not log.read_bytes().endswith(b"\n"):
            out.write("\n")
            out.flush()
        while batches or running:
            while batches and places:
                place, batch = places.pop(), batches.pop(0)
                running[_forked(given, place, batch, log)] = (place, batch, time.monotonic())
            time.sleep(0.2)
            for process in list(running):
                place, batch, _ = running[process]
                ended, status = os.waitpid(process, os.WNOHANG)
                if not ended and not _is_silent(given, place):
                    continue
                if not ended:
                    os.kill(process, signal.SIGKILL)
                    _, status = os.waitpid(process, 0)
                del running[process]
                places.append(place)
                if left := _after_death(given, place, batch, status, out):
                    batches.insert(0, left)


def _forked(given: argparse.Namespace, place: int, batch: list[int], log: Path) -> int:
    """A process that tries a batch; it writes each mutant's line by itself, in one piece."""
    _now(given, place).write_text(str(batch[0]))
    sys.stdout.flush()
    if process := os.fork():
        return process
    code = 1
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        _try_all(given, place, batch, log)
        code = 0
    except BaseException:
        (given.folder / f"died-{place}.txt").write_text(traceback.format_exc(), "utf-8")
    finally:
        os._exit(code)


def _try_all(given: argparse.Namespace, place: int, batch: list[int], log: Path) -> None:
    parent = os.getppid()
    bench = Bench(given.folder / f"bench-{place}", given.pdf_every, given.most_verbs)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MOST_BYTES, size + MOST_BYTES))
    with log.open("a", encoding="utf-8") as out:
        for number in batch:
            if os.getppid() != parent:
                return  # the script was killed
            _now(given, place).write_text(str(number))
            mutant = bench.try_out(given.seed, number, given.kinds)
            if mutant.problems:
                bench.keep(mutant, given.folder / "failures")
            ends = [{**asdict(end), "output": ""} for end in mutant.ends]
            line = {"number": number, "kind": mutant.kind, "note": mutant.note, "ends": ends}
            line["problems"] = [end.problem for end in mutant.problems]
            out.write(json.dumps(line) + "\n")
            out.flush()


def _now(given: argparse.Namespace, place: int) -> Path:
    """The file in which a process says which mutant it is at."""
    path: Path = given.folder / f"now-{place}"
    return path


def _is_silent(given: argparse.Namespace, place: int) -> bool:
    return time.time() - _now(given, place).stat().st_mtime > SILENCE_S


def _after_death(given: argparse.Namespace, place: int, batch: list[int], status: int, out: Any) -> list[int]:
    """What is left of a batch whose process was killed or died: the mutant that it was at counts as failed."""
    if os.waitstatus_to_exitcode(status) == 0:
        return []
    number = int(_now(given, place).read_text())
    died = given.folder / f"died-{place}.txt"
    why = f"the process ended with {os.waitstatus_to_exitcode(status)}"
    if died.exists():
        why = died.read_text("utf-8").strip().splitlines()[-1]
        died.unlink()
    line = {"number": number, "kind": "?", "note": "", "ends": [], "problems": [why]}
    out.write(json.dumps(line) + "\n")
    out.flush()
    return batch[batch.index(number) + 1 :]


# ---------------------------------------------------------------- telling


def table(lines: Sequence[dict[str, Any]]) -> str:
    """Mutants by kind, verbs by exit code, codes by how many verbs reported them, and the failures by their cause."""
    ends = [end for line in lines for end in line["ends"]]
    parts = [
        f"{len(lines)} mutants, {len(ends)} verbs, {sum(end['cpu_s'] for end in ends):.0f} s of the processor, "
        f"slowest {max((end['cpu_s'] for end in ends), default=0):.1f} s",
        _counts("mutants by kind", Counter(line["kind"] for line in lines)),
        _counts("verbs", Counter(end["words"][0] for end in ends)),
        _counts("exit codes", Counter(end["code"] for end in ends)),
        _counts("diagnostic codes", Counter(code for end in ends for code in end["codes"])),
    ]
    failures = Counter(problem for line in lines for problem in line["problems"])
    examples = {problem: line["number"] for line in lines for problem in line["problems"]}
    parts.append(f"failures: {sum(failures.values()) or 'none'}")
    parts += [f"  {count} × {problem} (mutant {examples[problem]})" for problem, count in failures.most_common()]
    return "\n".join(parts)


def _counts(title: str, counted: Counter[Any]) -> str:
    return f"{title}: " + ", ".join(f"{name} {count}" for name, count in sorted(counted.items(), key=str))


if __name__ == "__main__":
    raise SystemExit(main())
