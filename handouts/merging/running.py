"""Orders → files in a folder: what is there already stays, the rest is printed, put in place whole, and told.

Every file goes through the folder's journal, so that the same command goes on where a broken run ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice

from handouts import answering
from handouts.answering import bearing
from handouts.batch import folder as folders
from handouts.batch.crew import Crew
from handouts.batch.folder import Folder
from handouts.batch.pool import Job, Outcome
from handouts.batch.sharing import Shard, is_in_shard
from handouts.diagnostics import Diagnostic, has_errors
from handouts.formats import Printed
from handouts.merging import stamped, tasks
from handouts.merging.orders import Order
from handouts.merging.stamped import Plan
from handouts.merging.tasks import Full, Ready
from handouts.printing import Paper

PREPARED = "handouts.merging.prepared"  # what workers import before their first job
TIMEOUT_S = 120.0  # for one leaflet, or for the layout of many
MEMORY_MIB = 2048  # for one worker
TOGETHER = 8  # leaflets that are put in place and flushed at a time: what a run that is killed does anew


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an order: in place, or not, with what was found."""

    order: Order
    pages: int = 0
    found: tuple[Diagnostic, ...] = ()
    kept: bool = False  # it was there already
    why: str = ""  # it was printed in full, and not filled in

    @property
    def failed(self) -> bool:
        return has_errors(self.found)


class EndedError(Exception):
    """The run ends with this finding."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


class DiskError(EndedError):
    """The folder takes no more (HND702)."""


def in_the_way(orders: Iterable[Order], folder: Folder) -> list[Diagnostic]:
    """HND003 for files that this run would put a leaflet of another patient over, or that are not the program's own."""
    found = []
    for order in orders:
        known = folder.known(order.name)
        if not (folder.path / order.name).exists() or (known and known.facts.get("patient") == order.patient):
            continue
        whose = "of another patient" if known else "and not from here"
        message = f"row {order.number}: its file is there already, {whose}"
        found.append(Diagnostic("HND003", message, "choose an empty folder, or let `--replace` overwrite it"))
    return found


def run(
    orders: Sequence[Order], folder: Folder, paper: Paper, crew: Crew, verify: int = 0, shard: Shard | None = None
) -> Iterator[Done]:
    """Every order of a share with what became of it, in the order of finishing. Raises EndedError.

    All orders are looked at, so that a leaflet is filled in or printed in full as it is in a whole run.
    Those that are alike are filled into one layout, of which `verify` are printed in full too and compared; the rest is
    printed in full.
    """
    wanted = {}
    for order in orders:
        if not is_in_shard(order.name, shard):
            continue
        known = folder.known(order.name) if folder.holds(order.name, order.key) else None
        if known and isinstance(pages := known.facts.get("pages", 0), int):
            yield Done(order, pages, kept=True)
        else:
            wanted[order.place] = order
    if not wanted:
        return
    workers = partial(_outcomes, crew=crew)
    for ready in workers([Job("ready", Ready())]):
        if unready := ready.result or ready.fault:
            raise EndedError(unready)
    plan = stamped.planned(orders, set(wanted), paper, workers)
    stamped.verified(plan, verify, paper, workers)
    for some in stamped.filled(plan, set(wanted), workers):
        yield from _put(some, folder, plan)
    left = [order for place, order in wanted.items() if place in plan.in_full]
    with closing(_in_full(left, paper, workers)) as printed:
        while some := [one for alike in islice(printed, TOGETHER) for one in alike]:
            yield from _put(some, folder, plan)


def _put(printed: Sequence[tuple[Order, Printed]], folder: Folder, plan: Plan) -> Iterator[Done]:
    """Files without errors into the folder, all of them or none."""
    told = [
        Done(
            order,
            said.pages,
            tuple(answering.discreet(one, order.request) for one in (*said.diagnostics, *plan.doubts_of(order))),
            why=plan.in_full.get(order.place, ""),
        )
        for order, said in printed
    ]
    files = []
    for done, (order, said) in zip(told, printed, strict=True):
        if not done.failed and said.data:
            found = [bearing.plain(answering.discreet(one, order.request)) for one in said.diagnostics]
            facts = {"patient": order.patient, "row": order.number, "pages": said.pages, "found": found}
            files.append((folders.entry(order.name, order.key, said.data, **facts), said.data))
    called = {order.name: f"the leaflet of row {order.number}" for order, _ in printed}  # its name may be a patient's
    if lost := folder.announce([entry for entry, _ in files]) or folder.put(files, called):
        raise DiskError(lost[0])
    yield from told


# ---------------------------------------------------------------- printing


def _in_full(
    orders: Iterable[Order], paper: Paper, run_: stamped.Run
) -> Generator[list[tuple[Order, Printed]], None, None]:
    """Each leaflet printed once, with all orders that ask for just this one: those without a person's words."""
    alike: dict[str, list[Order]] = {}
    for order in orders:
        alike.setdefault(order.key, []).append(order)
    jobs = (Job(key, Full(same[0].leaflet, same[0].edition, paper)) for key, same in alike.items())
    for outcome in run_(jobs):
        printed = outcome.result or Printed(b"", 0, (outcome.fault,) if outcome.fault else ())
        yield [(order, printed) for order in alike[outcome.key]]


def _outcomes(jobs: Iterable[Job], crew: Crew) -> Generator[Outcome, None, None]:
    return crew.run(tasks.do, jobs, timeout_s=TIMEOUT_S, memory_mib=MEMORY_MIB, prepare=PREPARED)
