"""`--report` and `--format`: the same in every verb, and the old spellings name the new ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from handouts.cli.exit_codes import ExitCode, summary
from handouts.cli.old_spellings import OLD_SPELLINGS, REPORT_ONLY
from handouts.cli.program import VERBS, program

from .commands import ROOT, run

#: Verbs that came after the spellings of today.
YOUNGER = {"sheet", "find"}


def visible_options(verb: str) -> dict[str, click.Parameter]:
    command = program.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    return {name: one for one in command.params for name in one.opts if not getattr(one, "hidden", False)}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_spells_report_and_format_alike(verb: str) -> None:
    options = visible_options(verb)
    assert not {"--json", "--as"} & {*options}
    assert ("--format" in options) == (verb in ("make", "sheet", "export"))
    if "--format" in options:
        assert [*getattr(options["--format"].type, "choices", ())] == ["pdf", "html", "text"]
    if "--report" in options:
        kinds = [*getattr(options["--report"].type, "choices", ())]
        assert kinds in (["text", "json"], ["text", "json", "html"], ["text", "json", "github", "junit"])


def test_every_verb_that_had_an_old_spelling_is_in_the_table() -> None:
    with_report = {verb for verb in VERBS if "--report" in visible_options(verb)}
    assert {*OLD_SPELLINGS} == with_report - YOUNGER


OLD = [
    ("--json", None, "`--json` is now `--report json`"),
    ("--as", "html", "`--as html` is now `--format html`"),
    ("--format", "json", "`--format json` is now `--report json`"),
    ("--format", "nonsense", "`--format` is now `--report`"),
]


@pytest.mark.parametrize(
    ("verb", "old", "value", "message"),
    [
        (verb, old, value, message)
        for verb in OLD_SPELLINGS
        for old, value, message in OLD
        if old in OLD_SPELLINGS[verb]
    ],
)
def test_an_old_spelling_is_refused_with_the_new_one(verb: str, old: str, value: str | None, message: str) -> None:
    result = run(verb, old, *([value] if value else []))
    assert result.exit_code == ExitCode.USAGE
    assert message in result.stderr
    assert result.stdout == ""
    assert f"{old} " not in run(verb, "--help").stdout.replace("--format [pdf", "")


@pytest.mark.parametrize("verb", [verb for verb in VERBS if "--format" in visible_options(verb)])
@pytest.mark.parametrize("kind", REPORT_ONLY)
def test_a_kind_of_report_given_to_format_is_refused_with_the_new_option(verb: str, kind: str) -> None:
    result = run(verb, "heel-spur", "--format", kind, *(["-o", "out"] if verb == "export" else []))
    assert result.exit_code == ExitCode.USAGE
    assert f"`--format {kind}` is now `--report {kind}`" in result.stderr


def test_an_old_spelling_as_the_value_of_another_option_is_a_value(here: Path, only_set: object) -> None:
    assert run("make", "heel-spur", "--notes", "--json").exit_code == ExitCode.DONE


def test_make_reports_its_leaflet_to_github_and_junit(here: Path, only_set: object) -> None:
    lines = run("make", "heel-spur", "--report", "github").stdout.splitlines()
    assert lines[-1].startswith("::notice::heel-spur.pdf: ")
    [suite] = ElementTree.fromstring(run("make", "heel-spur", "--report", "junit").stdout)
    assert [(case.get("name"), len(case.findall("failure"))) for case in suite] == [("heel-spur", 0)]
    [suite] = ElementTree.fromstring(run("make", "heel-spurr", "--report", "junit").stdout)
    failure = suite.find("testcase/failure")
    assert failure is not None and failure.get("type") == "HND001"


def test_verify_reports_a_page_that_nobody_printed_to_github_and_junit(here: Path) -> None:
    page = ("verify", "ZZ-en", "0.1.0-00000000")
    assert run(*page, "--report", "github").stdout == "::notice::1 unknown\n"
    [suite] = ElementTree.fromstring(run(*page, "--report", "junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert [one["state"] for one in json.loads(run(*page, "--report", "json").stdout)] == ["unknown"]


# ---------------------------------------------------------------- exit codes


def test_help_and_docs_have_the_one_table_of_exit_codes() -> None:
    assert f"Exit codes: {summary()}." in " ".join(run("--help").stdout.split())
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.MULTILINE)
    assert [int(code) for code, _ in rows] == [code.value for code in ExitCode]
    meanings = {code.value: code.meaning for code in ExitCode}
    assert all(text.startswith(meanings[int(code)]) for code, text in rows)
