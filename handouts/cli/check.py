"""`handouts check`: every finding of content, and of the leaflets made from it, as a report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, exit_codes, options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, has_errors, in_order

if TYPE_CHECKING:
    from handouts.checks.context import Check
    from handouts.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CheckReport(report.Report):
    """Findings of leaflets, or of finished files. `names` are their ids or paths, `noun` is `leaflet` or `file`."""

    findings: Sequence[Diagnostic]
    names: Sequence[str]
    noun: str
    verb = "check"

    def annotated(self) -> Sequence[Diagnostic]:
        return self.findings

    def print_text(self) -> None:
        terminal.print_findings(self.findings)
        counts = terminal.count_findings(self.findings) or "no errors and no warnings"
        terminal.message(f"{terminal.plural(len(self.names), self.noun)}: {counts}")

    def payload(self) -> Any:
        return report.findings_payload(self.findings)

    def entries(self) -> Iterator[report.Entry]:
        """An entry for each finding, and one for each leaflet without findings of its own."""
        for finding in self.findings:
            file, line = (finding.span.file, finding.span.line) if finding.span else ("handouts", 0)
            name = f"{finding.code} line {line}"
            if finding.is_error:
                yield report.Entry(file, name, [report.Failure.of(finding)])
            else:
                yield report.Entry(file, name, output=f"{finding.code} {finding.message}; {finding.help}")
        # A leaflet without findings has a case too: a report with failures alone would not show what passed.
        with_findings = {Path(finding.span.file).stem for finding in self.findings if finding.span}
        for name in self.names:
            if name not in with_findings:
                yield report.Entry("leaflet", name)


@click.command(
    epilog="""\b
Examples:
  handouts check
  handouts check plantar-fasciitis --strict
  handouts check --content my-clinic --report junit > findings.xml
  handouts check --today 2028-06-01
  handouts check heel-spur --pdf
  handouts check --pdf leaflet.pdf

Errors give exit code 1; with --strict warnings do too. `handouts explain CODE` explains each code.
""",
)
@click.argument("named", metavar="[CONDITION|FILE.pdf]...", nargs=-1, shell_complete=options.completing("conditions"))
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@report.option()
@options.content_option()
@options.clinic_option(
    "Whose leaflets are checked, by whose rule of review (2 or 3 years); for FILE.pdf, the clinic that it names. "
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
    help="The edition of FILE.pdf, where the file does not name it, such as a4 or large-print.",
)
@click.option("--side", type=click.Choice(["left", "right", "both"]), help="The side that FILE.pdf was printed for.")
@click.option(
    "--exercises",
    type=options.Whole(1, options.MOST_EXERCISES),
    metavar="N",
    help="How many exercises FILE.pdf may have.",
)
@click.option(
    "--set", "settings", multiple=True, metavar="ID.NUMBER=VALUE", help="A dose in FILE.pdf; may be repeated."
)
@click.option("--codes", is_flag=True, help="Look each code up in the lists of the CDC and the WHO (seconds in all).")
def command(
    named: tuple[str, ...], strict: bool, report_kind: str, content: Path | None, clinic: str | None,
    day: datetime.date, pdf: bool, codes: bool, **of_file: Any,
) -> int:  # fmt: skip
    """Check content, and the leaflets made from it, before anything is printed.

    Without CONDITION, all. Checked are governance and review dates, plain language, clinical safety,
    codes, PEMAT-P and the CDC Clear Communication Index; with --pdf also the finished file. What
    `handouts make` finds in a leaflet of the same clinic is found here too.

    FILE.pdf is a finished leaflet of any origin. It is compared with its leaflet, composed again from the
    content of today: every word, tag, picture, link and page must be the same, and its metadata hold
    nothing else. Texts about a person may be in their fields only. A file that is no leaflet gets the
    checks that need none.
    """
    from handouts.pipeline import survey
    from handouts.pipeline.workspace import open_workspace

    more = _code_lists(codes)
    workspace = open_workspace(content)
    files = [Path(name) for name in named if name.lower().endswith(".pdf")]
    _refuse_mixed(named, files, pdf, of_file)
    if files:
        findings = _check_files(workspace, files, clinic, day, of_file)
        return _report(CheckReport(findings, [str(file) for file in files], "file"), report_kind, strict)
    surveyed = survey(workspace, named, clinic or workspace.default_clinic(), day, more)
    findings = [*surveyed.found, *workspace.without_clinic(clinic)]
    if pdf:
        from handouts.batch.watched import preflight_all  # the machinery of children: only here

        checked = preflight_all(workspace, surveyed.answers)
        findings = in_order([*findings, *(finding for printed in checked for finding in printed.diagnostics)])
    ids = [result.name for result in surveyed.answers]
    return _report(CheckReport(findings, ids, "leaflet"), report_kind, strict)


def _report(check: CheckReport, kind: str, strict: bool) -> int:
    check.publish(kind)
    # Warnings that --strict turns into a failure keep their severity in the report.
    has_failed = has_errors(check.findings) or (strict and check.findings)
    return exit_codes.of_findings(check.findings) if has_failed else ExitCode.DONE


def _refuse_mixed(named: Sequence[str], files: Sequence[Path], pdf: bool, of_file: Mapping[str, Any]) -> None:
    """Usage errors of files beside conditions, of a file without --pdf, and of options that only a file has."""
    if files and not pdf:
        raise click.UsageError(f"`{terminal.visible(str(files[0]))}` is a file: add --pdf to check it")
    if files and len(files) < len(named):
        raise click.UsageError("name conditions or files, not both")
    if not files and (other := next((name for name in named if Path(name).suffix and Path(name).is_file()), None)):
        message = "is no PDF: check reads conditions by their ids, and finished leaflets in PDF"
        raise click.UsageError(f"`{terminal.visible(other)}` {message}")
    if not files and any(of_file.values()):
        raise click.UsageError("--edition, --side, --exercises and --set describe a FILE.pdf: name one, with --pdf")


def _check_files(
    workspace: Workspace, files: Sequence[Path], clinic: str | None, day: datetime.date, of_file: Mapping[str, Any]
) -> list[Diagnostic]:
    """The findings in finished files, each with the name of its file."""
    from handouts.batch.export import finished_file
    from handouts.compose import settings

    # Read before the files, so that a wrong option is reported once and not for each of them.
    doses, faults = settings.read(of_file["settings"], workspace.library)
    if faults:
        raise click.UsageError(f"{faults[0].message}: {faults[0].help}")
    request = finished_file.Given(clinic, of_file["edition"], of_file["side"], of_file["exercises"], doses or None)
    return [
        replace(finding, message=f"{terminal.visible(str(file))}: {finding.message}")
        for file in files
        for finding in finished_file.check(file, workspace, request, day)
    ]


def _code_lists(codes: bool) -> tuple[Check, ...]:
    """The check that reads the lists of the classifications, if `--codes` is given."""
    from handouts.checks.codes import listed, missing_lists

    if codes and (missing := missing_lists()):
        raise click.UsageError(f'--codes needs {" and ".join(missing)}: `pip install "handouts[codes]"`')
    return (listed,) if codes else ()
