"""Limits of time and memory, by the kind of job: what a child process may use before it is ended (HND945, HND947).

A child that does jobs one at a time (`workers.watchdog`) is held to seconds of processor time, a worker of a pool or
of a cluster to seconds of the clock: its parent sees nothing else of it. Memory is what a child has of its own, on
top of what it inherits from the process that it is forked from.
"""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Seconds and mebibytes for one job."""

    time_s: float
    memory_mib: int


#: One leaflet while a person waits for it (`make`, `check --pdf`, `evidence`). The longest known leaflet takes 8 s, and
#: twice that where other work slows the processor; the largest takes 150 MiB.
LEAFLET = Limits(30.0, 1024)

#: The templates of one page, which take 0.02 s.
PAGE = Limits(5.0, 1024)

#: A finished file compared with its leaflet, which is printed for that: two leaflets are read.
FILE = Limits(2 * LEAFLET.time_s, 1024)

#: One leaflet of `export`, where nobody waits and other workers, or other programs, have the processor too: the clock
#: runs on while a worker does not.
EXPORT = Limits(120.0, 1024)

#: One task of `mail-merge`. A worker keeps the template that it fills, with its fonts, and up to 128 finished leaflets.
MERGE = Limits(120.0, 2048)
