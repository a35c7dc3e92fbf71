"""What is planted into a run, for it to be quick or to break: the interpreter imports this from PYTHONPATH.

HANDOUTS_LIGHT  the press gives two empty pages instead of laying out a leaflet: verbs, workers, folder and journal are
                the real ones, and each run costs seconds less.
HANDOUTS_CULPRIT, HANDOUTS_KIND  a worker that prints leaflets of this condition is killed, hangs, or eats memory.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import time
from types import SimpleNamespace
from typing import Any

LIGHT_S = 0.2  # of a leaflet
LIGHT_BYTES = 100_000  # as a real one has

light = os.environ.get("HANDOUTS_LIGHT")
culprit, kind = os.environ.get("HANDOUTS_CULPRIT"), os.environ.get("HANDOUTS_KIND")

if light or culprit:
    from handouts.batch.workers import pool
    from handouts.pdf import Printed, preflight, printing

    plain_write, plain_run = printing.print_leaflet, pool.run

    def misbehave() -> None:
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        while kind == "hang":
            pass
        eaten = []
        while kind == "eat":
            eaten.append(bytearray(50_000_000))

    def pages(words: str) -> Printed:
        """Two pages that differ with the words, and are the same for the same words."""
        import pikepdf

        time.sleep(LIGHT_S)
        file = io.BytesIO()
        with pikepdf.new() as document:
            for _ in range(2):
                page = document.add_blank_page()
                page.Contents = document.make_stream(b"%" + words.encode().ljust(LIGHT_BYTES // 2))
            document.save(file, deterministic_id=True, compress_streams=False)
        return Printed(file.getvalue(), 2, ())

    def write(leaflet: Any, edition: Any, assets: Any) -> Printed:
        if culprit and multiprocessing.parent_process() is not None and culprit in str(leaflet.conditions):
            misbehave()
        if light:
            return pages(f"{leaflet.conditions} {edition.id} {leaflet.personal}")
        return plain_write(leaflet, edition, assets)

    def run(*given: Any, **more: Any) -> Any:
        """With little time and memory for one job, so that a hang is soon reported."""
        return plain_run(*given, **(more | {"timeout_s": 10.0 if light else 60.0, "memory_mib": 600}))

    printing.print_leaflet = write
    if light:
        preflight.check_file = lambda *_: SimpleNamespace(found=(), facts={})  # type: ignore[assignment]
    if culprit:
        pool.run = run
