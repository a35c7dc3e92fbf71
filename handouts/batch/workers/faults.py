"""Findings of jobs that did not finish: HND945 to HND949. They repeat no text of a job."""

from __future__ import annotations

from handouts.batch.workers import worker
from handouts.diagnostics import Diagnostic

ALONE = "print this one alone with `handouts make`"
SIMPLER = "look for a picture, a style or a template that is very large or repeats itself"

UNABLE = Diagnostic(
    "HND949",
    "no worker could be started",
    "run `handouts doctor`; the command again with HANDOUTS_DEBUG=1 shows what the workers say",
)


def too_slow(timeout_s: float, tries: int = 2) -> Diagnostic:
    """HND945."""
    if tries == 1:
        return Diagnostic("HND945", f"not finished after {timeout_s:g} s of processor time", SIMPLER)
    return Diagnostic("HND945", f"not finished after {timeout_s:g} s, twice", f"{ALONE}, to see what takes so long")


def died(exit_code: object, tries: int = 2) -> Diagnostic:
    """HND946, with the signal where it is known."""
    how = f" (signal {-exit_code})" if isinstance(exit_code, int) and exit_code < 0 else ""
    short = "a machine short of memory ends its largest program"
    if tries == 1:
        return Diagnostic("HND946", f"the process that prints died{how}", f"try it once more; {short}")
    return Diagnostic("HND946", f"its worker died, twice{how}", f"{ALONE}; {short}")


def failed(failure: worker.Failure, memory_mib: int | None) -> Diagnostic:
    """HND947 or HND948: an exception by its kind and place."""
    if failure.kind == MemoryError.__name__:
        limit = f"{memory_mib} MiB" if memory_mib else "this machine has"
        return Diagnostic("HND947", f"needs more memory than {limit}", "make the leaflet or its pictures smaller")
    return Diagnostic(
        "HND948",
        f"{failure.kind} at {failure.place}",
        "this is a fault of the program: please report this line and the command",
    )
