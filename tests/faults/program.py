"""A batch in small, as the verbs run one: `python program.py DIR COUNT [KEY=VALUE…]`.

Leaflets of `works.py` by the pool, placed by chunks, recorded in the journal. `slow_s=0.1` makes each take so long,
`wrong=N:KIND` gives leaflet N another piece of work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

import works

from handouts.batch import folder
from handouts.batch.workers import pool
from handouts.batch.workers.interrupts import InterruptHandler
from handouts.batch.workers.pool import Job, Outcome
from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode

CHUNK = 10


def main(path: Path, count: int, slow_s: float = 0.0, wrong: str = ":", timeout_s: float = 60.0) -> int:
    culprit, _, kind = wrong.partition(":")
    with folder.opened(path, "program") as (room, found):
        if room is None:
            terminal.print_findings(found)
            return 75 if found[0].code == "HND950" else ExitCode.IO
        names = (f"leaflet-{number:04}.pdf" for number in range(count))
        missing = (name for name in names if not room.holds(name, "v1"))
        jobs = (Job(name, _payload(name, culprit, kind, slow_s)) for name in missing)
        with (
            InterruptHandler(lambda: terminal.message("finishing what is in flight")) as stop,
            closing(pool.run(works.work, jobs, workers=2, timeout_s=timeout_s, memory_mib=300, stop=stop)) as outcomes,
        ):
            code = _keep(room, outcomes)
        return stop.code or code


def _payload(name: str, culprit: str, kind: str, slow_s: float) -> tuple[str, object]:
    number = int(name[8:12])
    return (kind, 0) if str(number) == culprit else ("slow leaflet", (number, slow_s))


def _keep(room: folder.Folder, outcomes: Iterable[Outcome]) -> int:
    code: int = ExitCode.DONE
    outcomes = iter(outcomes)
    while chunk := list(islice(outcomes, CHUNK)):
        faults = [one.fault for one in chunk if one.fault]
        terminal.print_findings(faults)
        code = 3 if faults else code
        files = [(folder.entry(one.key, "v1", one.result), one.result) for one in chunk if one.result]
        if lost := room.put(files):
            terminal.print_findings(lost)
            return ExitCode.IO
        terminal.output("\n".join(entry.name for entry, _ in files))
        sys.stdout.flush()
    room.finish()
    return code


if __name__ == "__main__":
    terminal.prepare()
    more = dict(word.split("=", 1) for word in sys.argv[3:])
    numbers = {key: float(value) for key, value in more.items() if key != "wrong"}
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), wrong=more.get("wrong", ":"), **numbers))
