"""What the benches share: clocks, memory, the machine, tables with ratios, and one file of results for all of them.

Processor time counts this process and all that it started, so that workers and browsers count too. It is beside
the time on the wall because a busy machine stretches the second far more than the first. Linux only.
"""

from __future__ import annotations

import compileall
import ctypes
import datetime
import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
PACKAGES = ("weasyprint", "pydyf", "pikepdf", "uharfbuzz", "pebble")

Row = Mapping[str, Any]


@dataclass(slots=True)
class Cost:
    """Seconds on the wall and of processors, and the files that were made with them."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def per(self, count: int) -> dict[str, float]:
        """Milliseconds for each of so many."""
        return {"wall_ms": self.wall_s * 1000 / count, "cpu_ms": self.cpu_s * 1000 / count}


@contextmanager
def clocked() -> Iterator[Cost]:
    """The cost of what is done inside the block."""
    cost, wall, cpu = Cost(), time.perf_counter(), cpu_s()
    yield cost
    cost.wall_s, cost.cpu_s = time.perf_counter() - wall, cpu_s() - cpu


def adopt() -> None:
    """Lets processes whose parent ended become children of this one, so that their time is not lost.

    The program is compiled first, as it is where it is installed: else each process would compile it again.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(ROOT / "handouts", quiet=1)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def cpu_s() -> float:
    """Processor time of this process and of all that it started, living or ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:  # those that were adopted
            pass
    own = time.process_time() + sum(os.times()[2:4])
    return own + sum(sum(_ticks(pid)) / TICKS for pid in family())


def family() -> list[int]:
    """The processes below this one."""
    parents = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            parents[int(entry.name)] = int(stat[1])
    found, waiting = [], [os.getpid()]
    while waiting:
        parent = waiting.pop()
        young = [pid for pid, its in parents.items() if its == parent]
        found += young
        waiting += young
    return found


def _stat(pid: int) -> list[str]:
    """The fields of a process after its name: state, parent and so on; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(pid: int) -> list[int]:
    """Time of a process, in user and system mode, and of its children that ended."""
    return [int(field) for field in _stat(pid)[11:15]]


def memory_mib(pid: int) -> dict[str, float]:
    """What a process keeps in memory: all of it (RSS), and with what it shares divided among those who share (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return {"rss": 0.0, "pss": 0.0}
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return {"rss": sizes.get("Rss", 0.0), "pss": sizes.get("Pss", 0.0)}


def ran(words: Sequence[str | Path], **options: Any) -> tuple[Cost, subprocess.CompletedProcess[bytes]]:
    """A command and its cost. Its output is kept, and reported when it fails."""
    with clocked() as cost:
        done = subprocess.run([str(word) for word in words], capture_output=True, check=False, **options)
    if done.returncode:
        print(done.stderr.decode(errors="replace")[-2000:])
    return cost, done


def machine() -> dict[str, Any]:
    """What the numbers are of: processor, memory, versions, and how busy the machine was. No names, no paths."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "unknown")
    memory_kib = int(Path("/proc/meminfo").read_text().split()[1])
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory_kib / 1024**2),
        "system": system,
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in PACKAGES},
        "day": datetime.date.today().isoformat(),
        "load": round(os.getloadavg()[0], 1),
    }


# ---------------------------------------------------------------- reports


def table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    """Rows as a Markdown table, read as well on a terminal. `columns` are keys and their heads."""
    body = [[shown(row.get(key)) for key in columns] for row in rows]
    lines = [list(columns.values()), *body]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]

    def padded(line: Sequence[str]) -> str:
        cells = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return f"| {' | '.join(cells)} |"

    return "\n".join(map(padded, [lines[0], rule, *body]))


def shown(value: Any) -> str:
    """A value with three digits that mean something."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def keep(path: Path | None, bench: str, result: Mapping[str, Any]) -> None:
    """Puts the result of a bench beside those of the others."""
    if path is None:
        return
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    kept[bench] = {"machine": machine(), **result}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"kept in {path}: python bench/tables.py {path} writes docs/performance.md")
