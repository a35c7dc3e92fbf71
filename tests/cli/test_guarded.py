"""Every verb that prints ends in a finding when the engine hangs, dies or eats memory, and leaves nothing half done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from sampling import one_of_each

from handouts import pdf
from handouts.batch import limits
from handouts.batch.mail_merge import row_files
from handouts.pdf import printing

from .commands import names_in, run

#: Two nests of pairs, equal in 2^60 steps of C code: no loop and no call that the sandbox could count.
ENDLESS = "{% set a = (1,) %}{% set b = (1,) %}" + "{% set a = (a, a) %}{% set b = (b, b) %}" * 60 + "{{ a == b }}"

Break = Any

pytestmark = pytest.mark.usefixtures("small_shipped", "read_once")


def limit(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Sets how much processor time and memory every verb gives to one leaflet."""
    for name in ("LEAFLET", "PAGE", "EXPORT", "MERGE"):
        monkeypatch.setattr(limits, name, limits.Limits(seconds, 400))


@pytest.fixture(autouse=True)
def quick_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    limit(monkeypatch, 0.3)
    monkeypatch.setattr(pdf, "engine_fault", lambda: None)  # and the engine is not started
    monkeypatch.setattr(row_files, "PRELOAD", None)
    yield
    assert not active_children()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Lets the engine hang, die or eat memory at its first leaflet."""

    def plant(kind: str) -> None:
        if kind != "hang":  # it must not run out of time before it dies or is out of memory
            limit(monkeypatch, 10.0)

        def write(*_: object) -> None:
            eaten = []
            while kind != "die":
                eaten += [bytearray(10_000_000)] if kind == "eat" else []
            os._exit(3)

        monkeypatch.setattr(printing, "print_leaflet", write)

    return plant


CODES = {"hang": "HND945", "die": "HND946", "eat": "HND947"}

#: `make` has all kinds in the quick suite, the other verbs one: one watchdog guards all of them.
KINDS = one_of_each(CODES, lambda kind: "any")


@pytest.mark.parametrize("kind", CODES)
def test_make_reports_it_and_leaves_the_old_file(here: Path, broken: Break, kind: str) -> None:
    broken(kind)
    (here / "sore-heel.pdf").write_bytes(b"old")
    result = run("make", "sore-heel")
    assert result.exit_code == 1
    assert result.stderr.count("error[") == 1 and f"error[{CODES[kind]}]" in result.stderr
    assert (here / "sore-heel.pdf").read_bytes() == b"old" and names_in(here) == ["sore-heel.pdf"]


@pytest.mark.parametrize("kind", KINDS)
def test_check_and_evidence_report_it(here: Path, broken: Break, kind: str) -> None:
    broken(kind)
    result = run("check", "sore-heel", "--pdf")
    assert result.exit_code == 1
    assert f"error[{CODES[kind]}]: sore-heel: " in result.stdout + result.stderr
    result = run("evidence", "sore-heel")
    assert result.exit_code == 1
    assert f"error[{CODES[kind]}]" in result.stderr
    assert names_in(here) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_without_workers_goes_on_with_the_next_leaflet(here: Path, broken: Break, kind: str) -> None:
    broken(kind)
    result = run("export", "sore-heel", "--edition", "a4", "--edition", "letter", "-o", "out", "--jobs", "0")
    assert result.exit_code == 1
    assert result.stderr.count(f"error[{CODES[kind]}]") >= 2
    assert not list(here.rglob("*.pdf"))
    assert not list((here / "out/.handouts/unfinished").iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_merge_without_workers_reports_it_at_the_row(here: Path, broken: Break, kind: str) -> None:
    broken(kind)
    (here / "list.csv").write_text("conditions,name\nsore-heel,Ann Example\n")
    result = run("mail-merge", "list.csv", "-o", "out", "--jobs", "0")
    assert result.exit_code == 1
    assert f"error[{CODES[kind]}]: row 1: " in result.stderr and "Ann" not in result.stderr
    assert names_in(here / "out") == [".handouts", "failed.csv"]


@pytest.fixture
def endless(here: Path) -> Path:
    (here / "mine/templates").mkdir(parents=True)
    (here / "mine/templates/leaflet.html").write_text(ENDLESS)
    return here / "mine"


@pytest.mark.parametrize(
    "words",
    [
        ("make", "sore-heel"),
        ("make", "sore-heel", "--format", "html"),
        ("check", "sore-heel", "--pdf"),
        ("evidence", "sore-heel"),
        ("export", "sore-heel", "--format", "html", "-o", "out"),
        ("export", "sore-heel", "--format", "html", "-o", "out", "--dry-run"),
        ("mail-merge", "list.csv", "-o", "out", "--jobs", "0"),
    ],
    ids=" ".join,
)
def test_a_template_that_never_ends_is_ended_in_every_verb(endless: Path, words: tuple[str, ...]) -> None:
    Path("list.csv").write_text("conditions,name\nsore-heel,Ann Example\n")
    result = run(*words, "--content", "mine")
    assert result.exit_code == 1
    assert "HND945" in result.stderr + result.stdout
    assert not [*Path().glob("*.pdf"), *Path().rglob("out/*.pdf"), *Path().rglob("*.html")][1:]  # but the template


def test_verify_ends_too(here: Path, endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = endless / "templates/leaflet.html"
    template.write_text("<!DOCTYPE html><title>mine</title>")
    done = run("export", "sore-heel", "--format", "html", "-o", "out", "--content", "mine", "--jobs", "0")
    assert done.exit_code == 0, done.stderr
    template.write_text(ENDLESS)
    result = run("verify", "out", "--content", "mine")
    assert result.exit_code == 1
    assert "it cannot be made today: not finished after 0.3 s" in result.stdout.replace("\n", " ")
