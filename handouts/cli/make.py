"""`handouts make`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, terminal
from handouts.diagnostics import as_json

if TYPE_CHECKING:
    from handouts.cli.make_run import MakeOptions, MakeResult


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to tell what was made."""

    why: bool
    open_: bool
    as_json: bool
    quiet: bool


@click.command(
    epilog="""\b
Examples:
  handouts make plantar-fasciitis
  handouts make plantar-fasciitis heel-spur heel-and-back -o leaflet.pdf
  handouts make plantar-fasciitis --side left --set calf-stretch-wall.hold=20s --why
  handouts make heel-spur --edition large-print --exercises 3
  handouts make heel-spur --for "Ann Example" --date today --open
  handouts make heel-spur --content my-clinic --clinic town-clinic
  handouts make heel-spur -o - > leaflet.pdf

Settings are written ID.NUMBER=VALUE: the id of an exercise with hold, minutes, repetitions, sets or
times_a_day, or the id of an advice block or condition with one of its numbers. VALUE is a whole
number with or without its unit (20, 20s, 2min, 3x), inside the limits that `handouts show ID` tells.

An error in a file that this leaflet uses stops it. Errors in other files are only mentioned;
`handouts list --check` shows them.
""",
)
@click.argument(
    "conditions", metavar="CONDITION...", nargs=-1, required=True, shell_complete=options.completing("conditions")
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; - is standard output. [default: the conditions' names, in this folder]",
)
@options.edition_option()
@click.option(
    "--format",
    "format_",
    type=click.Choice(options.FORMATS),
    help="pdf for paper, html for a screen, text for an e-mail or a record. [default: by the file's ending, else pdf]",
)
@options.clinic_option(f"Who hands the leaflet over. {options.USUAL_CLINIC}")
@options.content_option()
@click.option(
    "--side", type=click.Choice(["left", "right", "both"]), help="Which side hurts. [default: the words say sore side]"
)
@options.exercises_option()
@click.option(
    "--set", "settings", multiple=True, metavar="ID.NUMBER=VALUE", help="Change a dose inside its limits. Repeatable."
)
@click.option(
    "--for", "patient", default="", metavar="NAME", help="Whom the leaflet is for: printed, told nowhere else."
)
@click.option("--id", "reference", default="", metavar="TEXT", help="The patient's number in your clinic.")
@dates.birthday_option("--born", "The patient's date of birth.")
@click.option("--clinician", default="", metavar="NAME", help="Who gives it.")
@dates.on_paper_option("--date", "The date on it, or `today`.")
@dates.on_paper_option("--start", "The first day of the diary, or `today`.")
@click.option("--notes", default="", metavar="TEXT", help="A note for this person.")
@click.option("--why", is_flag=True, help="Tell every decision that merging took.")
@click.option("--open", "open_", is_flag=True, help="Show the finished file.")
@options.json_option("Tell the result and all findings as JSON, on standard output.")
@options.quiet_option()
def command(why: bool, open_: bool, as_json: bool, quiet: bool, **asked: Any) -> int:
    """Make a leaflet: one or more conditions in, a PDF (or HTML) out.

    Several conditions become one leaflet: what they share is printed once, warnings are united, and
    where they disagree the gentler dose is taken. `handouts list` shows the conditions.
    """
    from handouts.cli import make_run

    order = make_run.MakeOptions(**asked)
    report = ReportOptions(why, open_, as_json, quiet)
    _refuse_contradictions(order, report)
    made = make_run.make(order)
    _tell(order, made, report)
    return made.code


def _refuse_contradictions(options: MakeOptions, report: ReportOptions) -> None:
    if not options.kind.paged and options.edition:
        raise click.UsageError(
            f"{options.ending.upper()} has no pages and no edition: leave out --edition or --format {options.ending}"
        )
    if options.output != "-":
        return
    if report.as_json or report.open_:
        raise click.UsageError("-o - gives the leaflet to standard output: leave out --json and --open")
    if options.kind.paged and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("-o - would fill the terminal with bytes: send it on, as in `-o - > leaflet.pdf`")


def _tell(options: MakeOptions, made: MakeResult, report: ReportOptions) -> None:
    """Findings and decisions on standard error; with --json, all of it on standard output."""
    if report.as_json:
        terminal.give(_json(options, made, report.why))
    else:
        terminal.show(one for one in made.found if one.is_error or not report.quiet)
        if made.elsewhere and not report.quiet:
            terminal.say(_elsewhere(options, made.elsewhere))
        if report.why and made.leaflet:
            _tell_why(made)
        if made.code == terminal.DONE and not report.quiet:
            terminal.say(_success(made))
    if report.open_ and made.file:
        _open(made.file)


def _open(file: str) -> None:
    if click.launch(file):
        terminal.say(f"no program of this machine opens {terminal.visible(file)}")


def _success(made: MakeResult) -> str:
    """`plantar-fasciitis.pdf: 4 pages, 212 kB, 2 warnings`."""
    assert made.printed is not None
    facts = [terminal.number(made.printed.pages, "page")] if made.printed.pages else []
    facts.append(terminal.size(len(made.printed.data)))
    facts.append(terminal.counted(made.found) or "no warnings")
    name = terminal.visible(made.file or "standard output")
    return f"{terminal.painter(sys.stderr)('good', name)}: {', '.join(facts)}"


def _elsewhere(options: MakeOptions, count: int) -> str:
    where = f" --content {options.content}" if options.content else ""
    return f"{terminal.number(count, 'error')} in files that this leaflet does not use: handouts list --check{where}"


def _tell_why(made: MakeResult) -> None:
    assert made.leaflet is not None
    width = max((len(decision.subject) for decision in made.leaflet.decisions), default=0)
    for decision in made.leaflet.decisions:
        terminal.say(f"  {decision.subject:<{width}}  {terminal.visible(decision.reason)}")


def _json(options: MakeOptions, made: MakeResult, why: bool) -> str:
    data = made.printed.data if made.printed and made.file else b""
    told: dict[str, Any] = {
        "file": str(Path(made.file)) if made.file else None,
        "format": options.ending,
        "edition": made.edition if options.kind.paged else None,
        "pages": made.printed.pages if made.printed else None,
        "bytes": len(data),
        "sha256": sha256(data).hexdigest() if data else None,
        "conditions": list(dict.fromkeys(options.conditions)),
        "exercises": [card.id for card in made.leaflet.cards] if made.leaflet else [],
        "errors_in_other_files": made.elsewhere,
        "findings": json.loads(as_json(made.found)),
    }
    if why:
        decisions = made.leaflet.decisions if made.leaflet else ()
        told["decisions"] = [{"subject": one.subject, "reason": one.reason} for one in decisions]
    return json.dumps(told, ensure_ascii=False, indent=2)
