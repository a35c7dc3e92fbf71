"""`handouts mail-merge`: a list of patients in, a leaflet for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, terminal, worker_options

if TYPE_CHECKING:
    from handouts.batch.mail_merge.run import Merge

WHERE = ", where a row does not say"


@click.command(
    epilog="""\b
Examples:
  handouts mail-merge patients.csv -o leaflets
  handouts mail-merge patients.csv -o leaflets --dry-run
  handouts mail-merge patients.csv -o leaflets --columns columns.yaml --date today
  handouts mail-merge leaflets/failed.csv -o leaflets
  handouts mail-merge patients.csv -o leaflets --combined print.pdf
  handouts mail-merge patients.csv -o leaflets --shard 2/5

A row names at least `conditions`; `id`, `name`, `born`, `side`, `exercises`, `set`, `notes`, `language`, `edition`,
`clinician` and `date` may stand beside them, and docs/mail-merge.md tells each. The words of a person are printed in
the leaflet and told nowhere else, unless --name asks for them.

Rows that cannot be printed are in DIR/failed.csv with the reason: mend them there and run that file. The same command
goes on where a broken run ended. Exit code 3 when some rows failed, 1 when all did.
""",
)
@click.argument("rows", metavar="ROWS", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where to write.")
@click.option(
    "--combined", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Bind all leaflets into one print file too, in the order of the list, each on a new sheet.",
)  # fmt: skip
@click.option(
    "--columns",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Which of your headers holds what, as YAML.",
)
@click.option(
    "--name",
    "pattern",
    default="{row}-{conditions}",
    show_default=True,
    metavar="PATTERN",
    help="How files are called; also with {id}, {name}, {born}, {clinician}, {date}, {side}, {edition}, {language}.",
)
@options.edition_option(WHERE)
@options.clinic_option(f"Who hands the leaflets over. {options.USUAL_CLINIC}")
@options.content_option()
@options.exercises_option(WHERE)
@click.option("--clinician", default="", metavar="NAME", help=f"Who gives them{WHERE}.")
@dates.on_paper_option("--date", f"The date on them, or `today`{WHERE}.")
@click.option("--strict", is_flag=True, help="Print nothing if any row is wrong.")
@click.option("--dry-run", is_flag=True, help="Only say what would be printed.")
@click.option("--replace", is_flag=True, help="Overwrite leaflets of other patients in DIR.")
@worker_options.jobs_option("printed")
@worker_options.shard_option("rows")
@worker_options.cluster_option("Print")
@click.option(
    "--verify", type=click.IntRange(0, 10_000), default=2, show_default=True, metavar="N",
    help="How many filled-in leaflets are printed in full too and compared, before any is kept.",
)  # fmt: skip
@click.option("--why", is_flag=True, help="Tell which leaflets were printed in full, and not filled in, and why.")
@options.report_option("findings")
@options.quiet_option()
def command(**asked: Any) -> int:
    """Merge a list of patients into personal leaflets: CSV or JSON Lines in, one PDF for each row.

    All rows are read before the first is printed, and every fault is told with its row and column.
    """
    from handouts.batch.mail_merge import run
    from handouts.cli import mail_merge_report, progress

    order = run.MergeOptions(**asked)
    quiet = order.quiet or order.format_ != "text"
    try:
        state = run.merge(
            order, dates.today(), lambda total: progress.shown(total, "leaflet", quiet), terminal.say_stopping
        )
    except run.OptionError as fault:
        raise click.UsageError(terminal.visible(str(fault))) from None
    mail_merge_report.report(state)
    return _code_of(state)


def _code_of(state: Merge) -> int:
    codes = {one.code for one in state.found if one.is_error}
    if state.code or codes & {"HND701", "HND702"}:
        return state.code or terminal.IO
    if "HND950" in codes:
        return terminal.BUSY
    if codes:
        return terminal.USAGE if "HND003" in codes else terminal.FINDINGS
    made, failed = sum(not done.failed for done in state.done), len(state.share.faults)
    if state.options.dry_run:
        return terminal.FINDINGS if failed else terminal.DONE
    if made == len(state.share.ready) + failed:
        return terminal.DONE
    return terminal.SOME_FAILED if made else terminal.FINDINGS
