"""What stops a leaflet: faults in its files, its templates, the engine and the finished file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts import pdf
from handouts.diagnostics import Diagnostic, Span
from handouts.library import scope
from handouts.model import Library
from handouts.pdf import Printed, preflight, printing
from handouts.pdf.preflight import Preflight

from .commands import names_in, overlay, run, spoilt

pytestmark = pytest.mark.usefixtures("heel_shipped")


def test_a_fault_in_a_file_that_the_leaflet_uses_stops_it_and_is_underlined(here: Path) -> None:
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    result = run("make", "plantar-fasciitis", "--content", str(mine))
    assert result.exit_code == 1
    assert "error[HND204]" in result.stderr
    assert re.search(r"mine/exercises/calf-stretch-wall\.yaml:\d+:\d+", result.stderr)
    quoted, marked = re.findall(r"^ +\d* \| (.*)$", result.stderr, re.MULTILINE)[:2]
    assert quoted[marked.index("^") : marked.rindex("^") + 1] == "300"
    assert names_in(here) == ["mine"]


def test_a_fault_in_another_file_is_only_mentioned(here: Path, only_set: object) -> None:
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    result = run("make", "tarsal-tunnel", "--content", str(mine))
    assert result.exit_code == 0
    assert "HND204" not in result.stderr
    assert f"1 error in files that this leaflet does not use: handouts list --check --content {mine}" in result.stderr


def test_a_condition_with_a_fault_is_reported_by_its_fault_and_not_as_unknown(here: Path) -> None:
    mine = overlay(here, "conditions/heel-spur.yaml", lambda text: text.replace("title:", "titel:"))
    result = run("make", "heel-spur", "--content", str(mine))
    assert result.exit_code == 1
    assert "error[HND202]" in result.stderr and "error[HND001]" not in result.stderr


def test_every_file_that_a_leaflet_needs_counts_as_used(here: Path, shipped: Library) -> None:
    advice = shipped.conditions["plantar-fasciitis"].advice[0]
    for name in (
        f"advice/{advice}.yaml",
        "clinics/example.yaml",
        "countries/uk.yaml",
        "sources.yaml",
        "pain-guide.yaml",
    ):
        mine = overlay(here, name, lambda text: text + "\nnonsense: [\n")
        assert run("make", "plantar-fasciitis", "--content", str(mine)).exit_code == 1, name
        (mine / name).unlink()


def test_a_finding_without_a_place_bears_on_every_leaflet() -> None:
    nowhere, elsewhere = Diagnostic("HND701", "a", "b"), Diagnostic("HND204", "a", "b", Span("x/advice/ice.yaml"))
    assert scope.split([nowhere, elsewhere], frozenset({"advice/pacing"})) == ([nowhere], [elsewhere])


def test_an_error_of_the_engine_writes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "heel-spur.pdf").write_bytes(b"old")
    found = (Diagnostic("HND503", "too long", "shorten it"),)
    monkeypatch.setattr(printing, "print_leaflet", lambda *_: Printed(b"%PDF-1.7", 9, found))
    result = run("make", "heel-spur")
    assert result.exit_code == 1
    assert (here / "heel-spur.pdf").read_bytes() == b"old"


def test_a_finished_file_with_a_fault_is_not_written(
    here: Path, only_set: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Diagnostic("HND874", "“Ann Example” (do) is not among its words", "look at the template")
    monkeypatch.setattr(preflight, "check_file", lambda *_: Preflight((fault,), {}))
    result = run("make", "heel-spur", "--for", "Ann Example")
    assert result.exit_code == 1
    assert "error[HND874]: “(personal words)” (do) is not among its words" in result.stderr
    assert names_in(here) == []
    assert run("make", "heel-spur", "--format", "html").exit_code == 0  # only paper is measured


def test_a_template_that_loses_a_warning_is_stopped_by_the_finished_file(here: Path) -> None:
    (here / "mine/templates/parts").mkdir(parents=True)
    (here / "mine/templates/parts/do.html").write_text("", "utf-8")
    result = run("make", "heel-spur", "--content", "mine")
    assert result.exit_code == 1
    assert re.search("error.HND874.: “Do not .*” .do_not. is not among its words", result.stderr)
    assert names_in(here) == ["mine"]


def test_an_engine_that_cannot_start_is_reported_in_one_line_with_the_doctor(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        print("a long complaint")
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr(pdf, "import_module", missing)
    result = run("make", "heel-spur")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "run `handouts doctor`" in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("template", "said", "line"),
    [
        (b"<p>\n{% if %}", "expected an expression, got 'end of statement block'", 2),
        (b"<p>{{ leaflet.nonsense }}", "has no attribute 'nonsense'", 1),
        (b'{% include "nowhere.html" %}', "nowhere.html", 1),
        (b"<p>\xff", "it is not UTF-8 text", 0),
    ],
)
def test_a_template_with_a_fault_is_reported_with_its_place(here: Path, template: bytes, said: str, line: int) -> None:
    (here / "mine/templates").mkdir(parents=True)
    (here / "mine/templates/leaflet.html").write_bytes(template)
    for output in ("heel-spur.pdf", "heel-spur.html"):
        result = run("make", "heel-spur", "--content", "mine", "-o", output)
        assert result.exit_code == 1
        assert "error[HND504]: a template cannot be set" in result.stderr and said in result.stderr
        assert not line or f"mine/templates/leaflet.html:{line}:" in result.stderr
    assert names_in(here) == ["mine"]
