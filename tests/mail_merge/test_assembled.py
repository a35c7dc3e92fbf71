"""Rows of which each has its own exercises: put together from parts, compared with full prints, and faults of that."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.batch.mail_merge import assembling, tasks
from handouts.batch.mail_merge.grouping import Group, Plan
from handouts.batch.workers.pool import Job, Outcome
from handouts.cli.program import program
from handouts.pdf import Printed, preflight
from handouts.pdf.fill import Refusal
from handouts.pdf.fill.comparison import first_difference
from handouts.pdf.reader import PdfReader

from .commands import run

EXERCISES = "calf-stretch-wall", "foot-roll", "heel-raise-two-feet", "towel-scrunch", "one-leg-balance"
ASSETS: Any = object()


def job(place: int, named: tuple[str, ...] = ("foot-roll",), conditions: tuple[str, ...] = ("heel-spur",)) -> Any:
    request = SimpleNamespace(conditions=conditions, clinic="example", side=None, choice=SimpleNamespace(named=named))
    base = SimpleNamespace(request=request, cards=(1, 2))
    edition = SimpleNamespace(key="a4")
    return SimpleNamespace(place=place, base=base, edition=edition, key=f"key {place}", leaflet=f"leaflet {place}")


def all_in_full(jobs: Iterable[Any]) -> Plan:
    return Plan(in_full={one.place: "fewer than 4 are alike" for one in jobs})


def answering(answers: dict[str, Any]) -> Any:
    def run_(jobs: Iterable[Job]) -> Iterator[Outcome]:
        for one in jobs:
            yield Outcome(one.key, answers.get(one.key), None)

    return run_


def test_only_enough_rows_with_exercises_of_their_own_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "FEWEST", 2)
    jobs = [job(1), job(2), job(3, ()), job(4, conditions=("bunion",)), job(5), job(6)]
    plan = all_in_full(jobs)
    del plan.in_full[6]  # it is filled in
    (group,) = assembling.groups(jobs, plan)
    assert [one.place for one in group.jobs] == [1, 2, 5]


@pytest.mark.parametrize("answer", ["what the pages show", None])
def test_where_one_differs_or_is_not_compared_all_are_printed_in_full(answer: str | None) -> None:
    good, bad = Group((job(1), job(2))), Group((job(3), job(4)))
    plan = all_in_full([*good.jobs, *bad.jobs])
    run_ = answering({"1": "", "2": "", "3": answer, "4": answer})
    assert assembling.verified([good, bad], plan, 1, ASSETS, run_) == [good]
    assert plan.doubts.keys() == {3, 4} and {one.code for one in plan.doubts.values()} == {"HND914"}
    assert assembling.verified([bad], plan, 0, ASSETS, run_) == [bad]


def test_what_is_refused_is_printed_in_full_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "TOGETHER", 2)
    group = Group((job(1), job(2), job(3), job(4)))
    plan, made = all_in_full(group.jobs), Printed(b"%PDF", 4, ())
    run_ = answering({"0 0": [made, Refusal("its pages are not those that were measured")]})  # the other task died
    done = [one for some in assembling.assembled([group], plan, {1, 2, 4}, ASSETS, run_) for one in some]
    assert [(one.place, file) for one, file in done] == [(1, made)]
    assert plan.in_full == {
        2: "its pages are not those that were measured",
        3: "fewer than 4 are alike",
        4: "fewer than 4 are alike",
    }


def test_the_first_file_with_an_exercise_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    found: list[object] = []

    def check_file(data: bytes, *_: object) -> object:
        read.append(data)
        return SimpleNamespace(found=tuple(found))

    monkeypatch.setattr(preflight, "check_file", check_file)
    monkeypatch.setattr(tasks, "_CHECKED", set())

    def preflighted(data: bytes, *ids: str) -> object:
        cards = tuple(SimpleNamespace(id=id_) for id_ in ids)
        leaflet: Any = SimpleNamespace(conditions=("heel-spur",), language="en", cards=cards)
        edition: Any = SimpleNamespace(key="a4")
        return tasks._preflighted(Printed(data, 4, ()), leaflet, edition)

    assert isinstance(preflighted(b"1", "a", "b"), Printed)
    assert isinstance(preflighted(b"2", "b", "a"), Printed)
    found.append("HND874")
    assert preflighted(b"3", "a", "c") == Refusal("what is put together fails preflight")
    assert isinstance(preflighted(b"4", "a"), Printed) and read == [b"1", b"3"]


@pytest.mark.slow  # a dozen leaflets, one of them printed in full too, and another by `make`
def test_a_leaflet_put_together_is_what_make_prints_and_no_other_patient_is_in_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "FEWEST", 6)
    lots = random.Random(1)
    names = "Ann Example", "Łukasz Żółć", "Siobhán O’Neill", "Νίκος Γεωργίου", "Zebulon Quill", "李小龍"
    choices = [lots.sample(EXERCISES, 4) for _ in names]
    rows = "".join(f"plantar-fasciitis,{name},{'; '.join(only)}\n" for name, only in zip(names, choices, strict=True))
    result = run("--why", "--verify", "1", rows="conditions,name,exercises\n" + rows)
    assert result.exit_code == 0, result.stderr
    in_full = [line for line in result.stderr.splitlines() if "in full" in line]
    assert len(in_full) == 1 and in_full[0].startswith("row 6 is printed in full: words in other scripts"), in_full
    words = ["make", "plantar-fasciitis", "--for", names[4], "--only", ",".join(choices[4]), "-o", "one.pdf"]
    made = CliRunner().invoke(program, words)
    assert made.exit_code == 0, made.stderr
    data = Path("out/0005-plantar-fasciitis.pdf").read_bytes()
    assert first_difference(data, Path("one.pdf").read_bytes()) == ""
    with PdfReader(data) as back:
        text = back.text()
    assert "Zebulon Quill" in text and not [name for name in names if name in text and name != "Zebulon Quill"]
