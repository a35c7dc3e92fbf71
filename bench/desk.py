"""Times of the desk, as a person meets them: first page, a letter of a search, a change to the page that shows it.

    python bench/desk.py [--changes 9]

Prints the time of the clock and, for the children that print, their processor time: on a busy machine the clock
measures the other programs too.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOKEN = "bench-" + "x" * 30
CHOICE: dict[str, Any] = {
    "conditions": [{"id": "plantar-fasciitis", "side": "left"}, {"id": "heel-spur", "side": "left"}],
    "focus": "card: calf-stretch-wall",
    "width": 1240,
}


@dataclass(frozen=True)
class Server:
    """A running desk."""

    port: int
    process: int

    def lines(self, path: str, body: Any) -> Iterator[dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
        connection.request("POST", path, json.dumps(body), headers)
        for line in connection.getresponse():
            yield json.loads(line)
        connection.close()

    def children_s(self) -> float:
        """Processor time of all children, in seconds."""
        ticks = 0
        for folder in Path("/proc").glob("[0-9]*"):
            if self.process in _ancestors(int(folder.name)) and (fields := _fields(int(folder.name))):
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def _ancestors(process: int) -> list[int]:
    found = []
    while process > 1:
        fields = _fields(process)
        process = int(fields[1]) if fields else 0
        found.append(process)
    return found


def _fields(process: int) -> list[str]:
    """The fields of a process after its name; none of one that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--changes", type=int, default=9)
    count = arguments.parse_args().changes
    began = time.perf_counter()
    command = [sys.executable, "-P", "-m", "handouts", "desk", "--no-open"]
    environment = {**os.environ, "HANDOUTS_DESK_TOKEN": TOKEN}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stderr is not None
        found = re.search(r":(\d+)/", program.stderr.readline())
        assert found is not None
        server = Server(int(found[1]), program.pid)
        list(server.lines("/find", {"words": "heel"}))
        print(f"start to first answer   {time.perf_counter() - began:6.2f} s")
        try:
            measure(server, count)
        finally:
            program.terminate()


def measure(server: Server, count: int) -> None:
    list(server.lines("/draw", CHOICE))
    searches = [_search_s(server, words) for words in ("h", "he", "heel", "M72", "zz")]
    print(f"search                  {1000 * statistics.median(searches):6.1f} ms (median of {len(searches)})")
    clock: dict[str, list[float]] = {"page": [], "ready": []}
    busy: dict[str, list[float]] = {"page": [], "ready": []}
    for number in range(count):
        began, before = time.perf_counter(), server.children_s()
        seen = set[str]()
        for line in server.lines("/draw", {**CHOICE, "doses": {"calf-stretch-wall.hold": 10 + 5 * (number % 4)}}):
            if line["kind"] in clock and line["kind"] not in seen:
                seen.add(line["kind"])
                clock[line["kind"]].append(time.perf_counter() - began)
                busy[line["kind"]].append(server.children_s() - before)
    for kind, name in (("page", "change to changed page"), ("ready", "change to checked file")):
        print(
            f"{name}  {statistics.median(clock[kind]):6.2f} s of the clock, "
            f"{statistics.median(busy[kind]):.2f} s of the processor (median of {count})"
        )


def _search_s(server: Server, words: str) -> float:
    began = time.perf_counter()
    list(server.lines("/find", {"words": words}))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
