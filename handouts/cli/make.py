"""`handouts make`: a leaflet of one or more conditions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, exit_codes, options, report, terminal
from handouts.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from handouts.batch.make import MakeOptions, MakeResult
    from handouts.diagnostics import Diagnostic
    from handouts.model.leaflet import Decision


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to report what was made."""

    why: bool
    open_: bool
    report_kind: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class MakeReport(report.Report):
    """The leaflet of a run, its findings, and with `--why` every merge decision."""

    result: MakeResult
    options: MakeOptions
    how: ReportOptions
    verb = "make"

    def annotated(self) -> Sequence[Diagnostic]:
        return self.result.found

    def print_text(self) -> None:
        result, quiet = self.result, self.how.quiet
        terminal.print_findings(finding for finding in self.result.found if finding.is_error or not quiet)
        if result.elsewhere and not quiet:
            terminal.message(self._errors_elsewhere())
        if self.how.why:
            self._print_decisions()
        if result.is_written and not quiet:
            name = terminal.visible(result.file or "standard output")
            replaced = ", replaced the file of this name" if result.has_replaced else ""
            terminal.message(f"{terminal.painter(sys.stderr)('good', name)}: {self._facts()}{replaced}")

    def _errors_elsewhere(self) -> str:
        errors = terminal.plural(self.result.elsewhere, "error")
        where = f" --content {self.options.content}" if self.options.content else ""
        return f"{errors} in files that this leaflet does not use: handouts list --check{where}"

    def _decisions(self) -> Sequence[Decision]:
        """Those of merging, and the lines of cards for which the pages have no room."""
        from handouts.batch import given_way

        result = self.result
        if result.leaflet is None:
            return ()
        # Lines give way to the room of a page, so only the finished pages of a PDF know which.
        if result.printed is None or not result.printed.data or self.options.ending != "pdf":
            return result.leaflet.decisions
        return (*result.leaflet.decisions, *given_way.lines_left_out(result.leaflet, result.printed.data))

    def _print_decisions(self) -> None:
        decisions = self._decisions()
        width = max((len(decision.subject) for decision in decisions), default=0)
        for decision in decisions:
            terminal.message(f"  {decision.subject:<{width}}  {terminal.visible(decision.reason)}")

    def _facts(self) -> str:
        """`4 pages, 212 kB, 2 warnings`."""
        printed = self.result.printed
        assert printed is not None
        facts = [terminal.plural(printed.pages, "page")] if printed.pages else []
        facts += [terminal.file_size(len(printed.data)), terminal.count_findings(self.result.found) or "no warnings"]
        return ", ".join(facts)

    def notice(self) -> str:
        return f"{self.result.file}: {self._facts()}" if self.result.file else "nothing was written"

    def entries(self) -> Iterator[report.Entry]:
        """One entry: the leaflet, with its errors as failures and its warnings as output."""
        # A condition that is named twice is printed once. `dict` keeps the order, `set` would not.
        name = "+".join(dict.fromkeys(self.options.conditions)) or "exercise-sheet"
        texts = [(finding, f"{finding.code} {finding.message}; {finding.help}") for finding in self.result.found]
        failures = [report.Failure(one.message, text, one.code) for one, text in texts if one.is_error]
        yield report.Entry("leaflet", name, failures, "\n".join(text for one, text in texts if not one.is_error))

    def _sides(self) -> dict[str, str | None]:
        """The side of each condition, and of each exercise that is printed."""
        if self.result.leaflet is None:
            return {}
        request = self.result.leaflet.request
        conditions: dict[str, str | None] = {id_: request.side_of(id_) for id_ in self.result.leaflet.conditions}
        return conditions | {card.id: card.side for card in self.result.leaflet.cards}

    def payload(self) -> Any:
        result, is_paged = self.result, self.options.kind.paged
        # Where no file was written, size and hash would be of bytes that nobody has.
        data = result.printed.data if result.printed and result.file else b""
        fields: dict[str, Any] = {
            "file": str(Path(result.file)) if result.file else None,
            "format": self.options.ending,
            "edition": result.edition if is_paged else None,
            "pages": result.printed.pages if result.printed else None,
            "bytes": len(data),
            "sha256": sha256(data).hexdigest() if data else None,
            "conditions": list(dict.fromkeys(self.options.conditions)),
            "sides": self._sides(),
            "exercises": [card.id for card in result.leaflet.cards] if result.leaflet else [],
            "errors_in_other_files": result.elsewhere,
            "findings": report.findings_payload(self.result.found),
        }
        if self.how.why:
            fields["decisions"] = [{"subject": one.subject, "reason": one.reason} for one in self._decisions()]
        return fields


@click.command(
    epilog="""\b
Examples:
  handouts make plantar-fasciitis
  handouts make plantar-fasciitis heel-spur heel-and-back -o leaflet.pdf
  handouts make plantar-fasciitis --side left --set calf-stretch-wall.hold=20s --why
  handouts make heel-spur heel-bursitis --side heel-spur=right --side heel-bursitis=left
  handouts make heel-spur --edition large-print --exercises 3
  handouts make heel-spur --plan heel-first-weeks
  handouts make heel-spur --only foot-roll,calf-stretch-wall,heel-raise-two-feet
  handouts make heel-spur --without foot-roll --add ankle-circles --order position
  handouts make heel-spur --fillable -o heel-spur-form.pdf
  handouts make heel-spur --for "Ann Example" --date today --open
  handouts make heel-spur --content my-clinic --clinic town-clinic
  handouts make heel-spur -o - > leaflet.pdf

Settings are written ID.NUMBER=VALUE: the id of an exercise with hold, minutes, repetitions, sets or
times_a_day, or the id of an advice block or condition with one of its numbers. VALUE is a whole
number with or without its unit (20, 20s, 2min, 3x), inside the limits that `handouts show ID` lists.

An error in a file that this leaflet uses stops it. Errors in other files are only mentioned;
`handouts list --check` shows them.
""",
)
@click.argument("conditions", metavar="CONDITION...", nargs=-1, shell_complete=options.completing("conditions"))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The file to write; - is standard output. [default: in this folder, named by what it has]",
)
@options.edition_option()
@options.fillable_option()
@options.format_option(
    "pdf for paper, html for a screen, text for an e-mail or a record. [default: by the file's ending, else pdf]"
)
@options.clinic_option(f"The clinic that the leaflet names, by its id. {options.USUAL_CLINIC}")
@options.content_option()
@options.side_option()
@options.exercises_option()
@options.choice_options()
@options.conditions_limit_option()
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="ID.NUMBER=VALUE",
    help="Change a dose inside its limits; may be repeated.",
)
@click.option("--for", "patient", default="", metavar="NAME", help="Patient's name; printed only, never logged.")
@click.option("--id", "reference", default="", metavar="TEXT", help="Patient's number in your clinic.")
@dates.birthday_option("--born", "Patient's date of birth.")
@click.option("--clinician", default="", metavar="NAME", help="The clinician that the leaflet names.")
@dates.on_paper_option("--date", "The date on the leaflet, or `today`.")
@dates.on_paper_option("--start", "The first day of the diary, or `today`.")
@click.option("--notes", default="", metavar="TEXT", help="A note for the patient, up to 150 letters.")
@click.option("--why", is_flag=True, help="Say what was chosen, merged and left out, and why.")
@click.option("--open", "open_", is_flag=True, help="Open the finished file.")
@report.option()
@options.quiet_option()
def command(**settings: Any) -> int:
    """Make a leaflet: one or more conditions in, a PDF (or HTML) out.

    Several conditions become one leaflet: what they share is printed once, warnings are united, and
    where they disagree the gentler dose is taken. `handouts list` shows the conditions.
    """
    if not settings["conditions"]:
        raise click.UsageError("name at least one condition; `handouts list` shows them")
    _refuse_two_choices(**settings)
    return run(**settings)


def run(why: bool, open_: bool, report_kind: str, quiet: bool, **settings: Any) -> int:
    """Makes the leaflet of these `MakeOptions`, and reports it."""
    from handouts.batch import make

    options, how = make.MakeOptions(**settings), ReportOptions(why, open_, report_kind, quiet)
    _refuse_contradictions(options, how)
    result = make.make(options, dates.today())
    MakeReport(result, options, how).publish(report_kind)
    # After the report: the program that is started may write to the same terminal.
    if open_ and result.file:
        _open(result.file)
    return _code_of(result)


def _code_of(result: MakeResult) -> int:
    if result.is_lost:
        return ExitCode.IO
    return ExitCode.DONE if result.is_written else exit_codes.of_findings(result.found)


def _refuse_contradictions(options: MakeOptions, how: ReportOptions) -> None:
    if not options.kind.paged and options.edition:
        raise click.UsageError(
            f"{options.ending.upper()} has no pages and no edition: leave out --edition or --format {options.ending}"
        )
    if not options.kind.paged and options.fillable:
        raise click.UsageError(f"{options.ending.upper()} has no form fields: leave out --fillable, or make a PDF")
    if options.output != "-":
        return
    # Two results on one stream would be neither a PDF nor a report.
    if how.report_kind != "text" or how.open_:
        raise click.UsageError("-o - writes the leaflet to standard output: leave out --report and --open")
    if options.kind.paged and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("-o - would write a PDF to the terminal: redirect it, as in `-o - > leaflet.pdf`")


def _refuse_two_choices(
    only: tuple[str, ...], add: tuple[str, ...], without: tuple[str, ...], plan: str, **_: Any
) -> None:
    """`--only` and `--plan` name all exercises: no other option counts them, and `--only` is not changed besides."""
    # The default of --exercises has a value too: only its source says whether it was written.
    source = click.get_current_context().get_parameter_source("exercises")
    counted = "--exercises" if source is not click.core.ParameterSource.DEFAULT else ""
    others = [name for name in (add and "--add", without and "--without", counted) if name]
    others = [*(["--plan"] if plan else []), *others] if only else [counted] if plan and counted else []
    if others:
        raise click.UsageError(f"--{'only' if only else 'plan'} names all exercises: leave out {' and '.join(others)}")


def _open(file: str) -> None:
    if click.launch(file):
        terminal.message(f"no program of this machine opens {terminal.visible(file)}")
