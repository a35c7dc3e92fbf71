"""`handouts check`: every finding of content, and of the leaflets made from it, in the form that is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, terminal
from handouts.cli.junit import Suite
from handouts.diagnostics import Diagnostic, as_github, as_json, has_errors, in_order

if TYPE_CHECKING:
    from handouts.checks.context import Check
    from handouts.pipeline.workspace import Workspace


@click.command(
    epilog="""\b
Examples:
  handouts check
  handouts check plantar-fasciitis --strict
  handouts check --content my-clinic --format junit > findings.xml
  handouts check --today 2028-06-01
  handouts check heel-spur --pdf
  handouts check --pdf leaflet.pdf

Errors give exit code 1; with --strict warnings do too. `handouts explain CODE` tells more of each.
""",
)
@click.argument("named", metavar="[CONDITION|FILE.pdf]...", nargs=-1, shell_complete=options.completing("conditions"))
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@options.report_option("findings")
@options.content_option()
@options.clinic_option(
    "Whose leaflets are checked, by whose rule of review (2 or 3 years); of FILE.pdf, who hands it over. "
    f"{options.USUAL_CLINIC}"
)
@dates.day_option()
@click.option(
    "--pdf",
    is_flag=True,
    help="Print each leaflet and check the finished file (seconds for each); with FILE.pdf, check that file.",
)
@click.option(
    "--edition",
    metavar="NAME",
    shell_complete=options.completing("editions"),
    help="The edition of FILE.pdf, where the file does not say it, such as a4 or large-print.",
)
@click.option("--side", type=click.Choice(["left", "right", "both"]), help="The side that FILE.pdf was printed for.")
@click.option(
    "--exercises", type=click.IntRange(1, options.MOST_EXERCISES), metavar="N", help="The most exercises in FILE.pdf."
)
@click.option("--set", "settings", multiple=True, metavar="ID.NUMBER=VALUE", help="A dose in FILE.pdf. Repeatable.")
@click.option("--codes", is_flag=True, help="Look each code up in the lists of the CDC and the WHO (seconds in all).")
def command(
    named: tuple[str, ...], strict: bool, format_: str, content: Path | None, clinic: str | None,
    day: datetime.date, pdf: bool, codes: bool, **of_file: Any,
) -> int:  # fmt: skip
    """Check content, and the leaflets made from it, before anything is printed.

    Without CONDITION, all. Checked are governance and review dates, plain language, clinical safety,
    codes, PEMAT-P and the CDC Clear Communication Index; with --pdf also the finished file. What
    `handouts make` finds in a leaflet of the same clinic is found here too.

    FILE.pdf is a finished leaflet, wherever it comes from. It is held against its leaflet, composed again from the
    content of today: every word, tag, picture, link and page must be the same, and its metadata say nothing else. Words
    about a person may stand in their fields alone. A file that is no leaflet gets the checks that need none.
    """
    from handouts.cli.preflight_runs import proofs
    from handouts.pipeline import survey
    from handouts.pipeline.workspace import open_workspace

    more = _looking_up(codes)
    workspace = open_workspace(content)
    files = [Path(one) for one in named if one.lower().endswith(".pdf")]
    _refuse_mixed(named, files, pdf, of_file)
    if files:
        found = _of_files(workspace, files, clinic, day, of_file)
        _tell(found, format_, [str(file) for file in files], "file")
        return terminal.stopped(found) if has_errors(found) or (strict and found) else terminal.DONE
    surveyed = survey(workspace.library, workspace.findings, named, clinic or workspace.default_clinic(), day, more)
    found = list(surveyed.found)
    if pdf:
        found = in_order([*found, *(one for _, proof in proofs(workspace, surveyed.answers) for one in proof.found)])
    _tell(found, format_, [one.request.conditions[0] for one in surveyed.answers])
    return terminal.stopped(found) if has_errors(found) or (strict and found) else terminal.DONE


def _refuse_mixed(named: Sequence[str], files: Sequence[Path], pdf: bool, of_file: Mapping[str, Any]) -> None:
    """Usage errors of files beside conditions, of a file without --pdf, and of options that only a file has."""
    if files and not pdf:
        raise click.UsageError(f"`{terminal.visible(str(files[0]))}` is a file: add --pdf to check it")
    if files and len(files) < len(named):
        raise click.UsageError("name conditions or files, not both")
    if not files and any(of_file.values()):
        raise click.UsageError("--edition, --side, --exercises and --set say what a FILE.pdf is: name one, with --pdf")


def _of_files(
    workspace: Workspace, files: Sequence[Path], clinic: str | None, day: datetime.date, of_file: Mapping[str, Any]
) -> list[Diagnostic]:
    """What is found in finished files, each finding with the name of its file."""
    from handouts.batch.export import finished_file
    from handouts.compose import settings

    doses, faults = settings.read(of_file["settings"], workspace.library)
    if faults:
        raise click.UsageError(f"{faults[0].message}: {faults[0].help}")
    given = finished_file.Given(clinic, of_file["edition"], of_file["side"], of_file["exercises"], doses or None)
    return [
        replace(finding, message=f"{terminal.visible(str(file))}: {finding.message}")
        for file in files
        for finding in finished_file.check(file, workspace, given, day)
    ]


def _looking_up(codes: bool) -> tuple[Check, ...]:
    """The check that reads the lists of the classifications, if it is asked for."""
    from handouts.checks.codes import listed, missing_lists

    if codes and (missing := missing_lists()):
        raise click.UsageError(f'--codes needs {" and ".join(missing)}: `pip install "handouts[codes]"`')
    return (listed,) if codes else ()


def _tell(found: Sequence[Diagnostic], format_: str, ids: Sequence[str], what: str = "leaflet") -> None:
    match format_:
        case "json":
            terminal.give(as_json(found))
        case "github":
            terminal.give("\n".join(map(as_github, found)))
        case "junit":
            terminal.give(junit(found, ids))
        case _:
            terminal.show(found)
            leaflets = terminal.number(len(ids), what)
            terminal.say(f"{leaflets}: {terminal.counted(found) or 'no errors and no warnings'}")


def junit(found: Sequence[Diagnostic], ids: Sequence[str]) -> str:
    """One case for each finding, and one for each leaflet without findings of its own."""
    suite = Suite("handouts check")
    for finding in found:
        file, line = (finding.span.file, finding.span.line) if finding.span else ("handouts", 0)
        case, told = suite.case(file, f"{finding.code} line {line}"), f"{finding.message}; {finding.help}"
        if finding.is_error:
            case.failed(finding.message, told, finding.code)
        else:
            case.said(f"{finding.code} {told}")
    for id_ in ids:
        if not any(finding.span and Path(finding.span.file).stem == id_ for finding in found):
            suite.case("leaflet", id_)
    return suite.xml()
