"""Which leaflets are filled in and which are looked at: by the whole list, not by what is still to be done."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

from handouts import pdf
from handouts.batch import folder as folders
from handouts.batch import patients
from handouts.batch.mail_merge import grouping, row_files
from handouts.batch.mail_merge.jobs import MergeJob, MergeSettings, prepare_jobs
from handouts.batch.mail_merge.tasks import CompareTask, CountTask, LayoutTask
from handouts.batch.results import DiskError, EndedError
from handouts.batch.watched import WatchedPrinter
from handouts.batch.workers import faults
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job, Outcome
from handouts.diagnostics import Diagnostic
from handouts.layout.tightness import ROOMY
from handouts.pdf.fill import Page, Refusal, Template
from handouts.pdf.printing import PrintAssets, assets
from handouts.pipeline import workspace

LIST = "conditions,name\n" + "".join(f"heel-spur,Ann{row}\nheel-bursitis,Bo{row}\n" for row in range(20))
SPURS = set(range(1, 40, 2))


class _Press:
    """Does the jobs without printing, and remembers who was compared. `differs` are names of people."""

    def __init__(self, *differs: str) -> None:
        self.looked_at: list[str] = []
        self._differs = differs

    def run(self, jobs: Iterable[Job]) -> Generator[Outcome, None, None]:
        for job in jobs:
            yield Outcome(job.key, self._done(job.payload), None)

    def _done(self, task: Any) -> object:
        if isinstance(task, LayoutTask):
            return Template(Page(0, (), (), is_plain=True), ROOMY, b"%PDF", 4, (), (), (), (), (), ())
        if isinstance(task, CountTask):
            return [() for _ in task.rows]
        if isinstance(task, CompareTask):
            name = task.leaflet.personal.patient
            self.looked_at.append(name)
            return "what the pages show" if name in self._differs else ""
        return [texts[0].encode() for texts, _ in task.rows]


@pytest.fixture(scope="module")
def listed() -> tuple[tuple[MergeJob, ...], PrintAssets]:
    opened, today = workspace.open_workspace(None), datetime.date(2026, 11, 22)
    with WatchedPrinter() as printer:
        rows = patients.read(LIST.encode(), "list.csv", today)
        taken = prepare_jobs(rows, opened, MergeSettings("example", today), printer)
    assert len(taken.ready) == 40
    return taken.ready, assets(opened.overlay)


def planned(listed: tuple[tuple[MergeJob, ...], PrintAssets], chosen: set[int], press: _Press) -> grouping.Plan:
    orders, paper = listed
    plan = grouping.plan_groups(orders, chosen, paper, press.run)
    grouping.verify_groups(plan, 6, paper, press.run)
    return plan


def test_a_run_that_goes_on_looks_at_the_rows_that_an_undisturbed_one_does(
    listed: tuple[tuple[MergeJob, ...], PrintAssets],
) -> None:
    whole, rest, nothing = _Press(), _Press(), _Press()
    assert len(planned(listed, set(range(1, 41)), whole).groups) == 2
    assert len(planned(listed, {7}, rest).groups) == 1
    assert not planned(listed, set(), nothing).groups
    assert len(whole.looked_at) == 6 and {name[:2] for name in whole.looked_at} == {"An", "Bo"}
    assert rest.looked_at == [name for name in whole.looked_at if name.startswith("Ann")]
    assert not nothing.looked_at


def test_what_was_found_out_holds_for_a_run_that_goes_on(listed: tuple[tuple[MergeJob, ...], PrintAssets]) -> None:
    first = _Press()
    planned(listed, SPURS, first)
    for chosen in (set(range(1, 41)), {39}):
        plan = planned(listed, chosen, _Press(first.looked_at[0]))
        assert {place for place, doubt in plan.doubts.items() if doubt.code == "HND914"} == SPURS
        assert plan.in_full.keys() >= SPURS


def test_a_layout_that_cannot_be_made_is_reported(listed: tuple[tuple[MergeJob, ...], PrintAssets]) -> None:
    class Slow(_Press):
        def run(self, jobs: Iterable[Job]) -> Generator[Outcome, None, None]:
            for job in jobs:
                is_lost = isinstance(job.payload, LayoutTask)
                yield Outcome(job.key, None, faults.too_slow(120)) if is_lost else next(super().run([job]))

    plan = planned(listed, {1}, Slow())
    assert not plan.groups and plan.doubts.keys() == SPURS
    (doubt,) = set(plan.doubts.values())
    assert doubt.code == "HND916" and not doubt.is_error
    assert plan.in_full[1] == "its layout could not be made: not finished after 120 s, twice"


def test_a_template_with_a_fault_fills_in_nothing_and_the_print_reports_it(
    listed: tuple[tuple[MergeJob, ...], PrintAssets],
) -> None:
    class Faulty(_Press):
        def _done(self, task: Any) -> object:
            return Refusal("a template cannot be set") if isinstance(task, LayoutTask) else super()._done(task)

    plan = planned(listed, set(range(1, 41)), Faulty())
    assert not plan.groups and plan.in_full.keys() == {order.place for order in listed[0]}


def test_what_could_not_be_filled_in_is_reported(listed: tuple[tuple[MergeJob, ...], PrintAssets]) -> None:
    plan = planned(listed, {1, 3}, _Press())
    lost = grouping.fill_groups(plan, {1, 3}, lambda jobs: (Outcome(job.key, None, faults.died(None)) for job in jobs))
    assert list(lost) == []
    assert plan.in_full[1] == plan.in_full[3] == "it could not be filled in: its worker died, twice"
    assert [plan.doubts[place].code for place in (1, 3)] == ["HND916", "HND916"]


def test_a_machine_that_cannot_print_is_reported_once_and_nothing_else_is_asked_of_it(
    listed: tuple[tuple[MergeJob, ...], PrintAssets], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Diagnostic("HND504", "the engine misses a system library", "run `handouts doctor`")
    monkeypatch.setattr(pdf, "engine_fault", lambda: missing)
    with folders.opened(tmp_path, "mail-merge") as (folder, _), pytest.raises(EndedError) as ended:
        assert folder is not None
        list(row_files.run(listed[0], folder, listed[1], Executor()))
    assert ended.value.found == missing and not isinstance(ended.value, DiskError)
    assert not list(tmp_path.glob("*.pdf"))


def test_lines_that_could_not_be_counted_cost_the_leaflets_of_that_job_alone(
    listed: tuple[tuple[MergeJob, ...], PrintAssets], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(_Press):
        def run(self, jobs: Iterable[Job]) -> Generator[Outcome, None, None]:
            for job in jobs:
                is_lost = isinstance(job.payload, CountTask) and job.key == "0 5"
                yield Outcome(job.key, None, faults.too_slow(120)) if is_lost else next(super().run([job]))

    monkeypatch.setattr(grouping, "TOGETHER", 5)
    plan = planned(listed, set(range(1, 41)), Slow())
    lost = sorted(SPURS)[5:10]
    assert sorted(plan.in_full) == sorted(plan.doubts) == lost
    assert {doubt.code for doubt in plan.doubts.values()} == {"HND916"}
    assert sum(len(kind.jobs) for _, kind in plan.groups) == 40 - len(lost)
