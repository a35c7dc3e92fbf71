"""The short fuzz: a fixed seed, so that it is the same every day; `python -m tests.fuzz.long` goes further."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from handouts.checks import evidence

from . import long
from .engine import Bench, Mutant

MUTANTS = 30


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("fuzz"), pdf_every=0)


def _described(mutant: Mutant) -> str:
    problems = [f"handouts {' '.join(end.words)}: {end.problem}\n{end.output}" for end in mutant.problems]
    return "\n".join([f"{mutant.number}: {mutant.note}", *problems])


@pytest.mark.slow  # real verbs, some of them over a second: this is the test that finds what nobody thought of
def test_no_spoilt_file_ends_a_verb_with_an_internal_error(bench: Bench) -> None:
    mutants = [bench.try_out(2026, number) for number in range(MUTANTS)]
    assert "".join(_described(mutant) for mutant in mutants if mutant.problems) == ""
    verbs = Counter(end.words[0] for mutant in mutants for end in mutant.ends)
    assert {"check", "make", "status", "evidence", "export", "mail-merge", "list", "show", "verify"} <= {*verbs}
    assert len({code for mutant in mutants for end in mutant.ends for code in end.codes}) > 20
    assert {end.code for mutant in mutants for end in mutant.ends} >= {0, 1}


@pytest.mark.slow  # real verbs, some of them over a second
def test_a_seed_and_a_number_name_a_mutant(bench: Bench) -> None:
    first, second = (bench.try_out(7, 3) for _ in range(2))
    assert (first.note, [(end.words, end.code) for end in first.ends]) == (
        second.note,
        [(end.words, end.code) for end in second.ends],
    )


def test_an_internal_error_is_seen_with_its_place(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("mistyped")

    monkeypatch.setattr(evidence, "gather", broken)
    monkeypatch.setattr(Bench, "_lines", lambda *_: [("evidence", "sore-heel", "--no-pdf", "--content", "content")])
    mutants = [bench.try_out(1, number, ["state"]) for number in range(2)]
    assert all(mutant.problems[0].problem.startswith("KeyError at handouts/cli/evidence.py:") for mutant in mutants)


def test_a_half_written_file_is_seen(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from handouts.files import writing

    def torn(path: Path, data: bytes) -> list[object]:
        path.write_bytes(data[:100])
        return []

    monkeypatch.setattr(writing, "save", torn)
    line = ("make", "sore-heel", "-o", "made/page.html", "--content", "content")
    monkeypatch.setattr(Bench, "_lines", lambda *_: [line])
    [end] = bench.try_out(1, 0, ["state"]).problems
    assert end.problem == "page.html is not whole"


@pytest.mark.slow  # forks, as the long script does
def test_the_long_script_goes_on_where_it_ended_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(tmp_path), "--seed", "3", "--pdf-every", "0", "--kinds", "list"]
    long.main([*words, "--mutants", "1"])
    log = tmp_path / "3.jsonl"
    with log.open("a") as out:
        out.write('{"number": 1, "ki')  # a run that was killed
    assert long.main([*words, "--mutants", "2"]) == 0
    assert [json.loads(line)["number"] for line in log.read_text("utf-8").splitlines() if line.endswith("}")] == [0, 1]
    assert capsys.readouterr().out.splitlines()[-6].startswith("2 mutants, 6 verbs")


def test_what_a_process_was_at_when_it_died_counts_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies(bench: Bench, seed: int, number: int, kinds: object) -> Mutant:
        if number == 1:
            os._exit(9)
        return Mutant(number, "list", "")

    monkeypatch.setattr(Bench, "__init__", lambda *_: None)
    monkeypatch.setattr(Bench, "try_out", dies)
    assert long.main([str(tmp_path), "--mutants", "4", "--seed", "3"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].strip() == "1 × the process ended with 9 (mutant 1)"
