"""`handouts mail-merge`: a leaflet for each row of a list of patients."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, report, terminal
from handouts.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from handouts.batch.mail_merge.run import Merge

WHERE_NO_CELL = ", where a row has none"


@click.command(
    epilog="""\b
Examples:
  handouts mail-merge patients.csv -o leaflets
  handouts mail-merge patients.csv -o leaflets --dry-run
  handouts mail-merge patients.csv -o leaflets --columns columns.yaml --date today
  handouts mail-merge leaflets/failed.csv -o leaflets
  handouts mail-merge patients.csv -o leaflets --combined print.pdf
  handouts mail-merge patients.csv -o leaflets --shard 2/5

A row names at least `conditions`, and may have `id`, `name`, `born`, `side`, `exercises`, `add`, `without`, `order`,
`weeks`, `plan`, `set`, `notes`, `language`, `edition`, `clinician` and `date`; docs/mail-merge.md describes each.
Personal texts are printed in the leaflet and never logged; file names hold them only where --name does.

Rows that cannot be printed are in DIR/failed.csv with the reason: correct them there and run that file. The same
command continues an interrupted run. Exit code 3 when some rows failed, 1 when all did.
""",
)
@click.argument("rows", metavar="ROWS", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder for the leaflets."
)
@click.option(
    "--combined", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Combine all leaflets into one print file too, in the order of the list, each on a new sheet.",
)  # fmt: skip
@click.option(
    "--columns",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A YAML file that says which of your columns has the name, the conditions and so on.",
)
@click.option(
    "--name",
    "pattern",
    default="{row}-{conditions}",
    show_default=True,
    metavar="PATTERN",
    help="How the files are named; {id}, {name}, {born}, {clinician}, {date}, {side}, {edition} and {language} may be "
    "in it too.",
)
@options.edition_option(WHERE_NO_CELL)
@options.fillable_option()
@options.clinic_option(f"The clinic that the leaflets name, by its id. {options.USUAL_CLINIC}")
@options.content_option()
@options.exercises_option(WHERE_NO_CELL)
@options.conditions_limit_option("a row")
@click.option("--clinician", default="", metavar="NAME", help=f"The clinician that they name{WHERE_NO_CELL}.")
@dates.on_paper_option("--date", f"The date on them, or `today`{WHERE_NO_CELL}.")
@click.option("--strict", is_flag=True, help="Print nothing if any row is wrong. [default: print the others]")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--replace", is_flag=True, help="Overwrite files of other patients in DIR. [default: refuse to]")
@options.jobs_option()
@options.shard_option("rows")
@options.cluster_option()
@click.option(
    "--verify", type=options.Whole(0, 10_000), default=2, show_default=True, metavar="N",
    help="How many filled-in leaflets are also printed in full and compared, before any is kept.",
)  # fmt: skip
@click.option("--why", is_flag=True, help="Explain which leaflets were printed in full, and not filled in.")
@report.option()
@options.quiet_option()
def command(report_kind: str, **settings: Any) -> int:
    """Merge a list of patients into personal leaflets: CSV or JSON Lines in, one PDF for each row.

    All rows are read before the first is printed; each error is reported with its row and column.
    """
    from handouts.batch.mail_merge import run
    from handouts.cli import mail_merge_report, progress

    merge = run.MergeOptions(format_=report_kind, **settings)
    # Standard error of a run for a program stays free of progress.
    quiet = merge.quiet or merge.format_ != "text"
    try:
        state = run.merge(
            merge, dates.today(), lambda total: progress.shown(total, "leaflet", quiet), terminal.message_stopping
        )
    except run.OptionError as fault:
        raise click.UsageError(terminal.visible(str(fault))) from None
    mail_merge_report.MergeReport(state).publish(merge.format_)
    return _code_of(state)


def _code_of(state: Merge) -> int:
    codes = {finding.code for finding in state.found if finding.is_error}
    if state.code or codes & {"HND701", "HND702"}:
        return state.code or ExitCode.IO
    if "HND950" in codes:
        return ExitCode.BUSY
    if codes:
        return ExitCode.USAGE if "HND003" in codes else ExitCode.FINDINGS
    made, failed = sum(not done.file.failed for done in state.done), len(state.share.faults)
    if state.options.dry_run:
        return ExitCode.FINDINGS if failed else ExitCode.DONE
    if made == len(state.share.ready) + failed:
        return ExitCode.DONE
    return ExitCode.SOME_FAILED if made else ExitCode.FINDINGS
