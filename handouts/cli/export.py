"""`handouts export`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from handouts.cli import dates, options, worker_options


@click.command(
    epilog="""\b
Examples:
  handouts export --all -o leaflets
  handouts export heel-pain --edition a4 --edition large-print -o leaflets
  handouts export --all --clinic all --as pdf --as html -o leaflets --dry-run --why
  handouts export --all --content my-clinic -o leaflets --prune
  handouts export --all --shard 2/5 -o leaflets
  handouts export --all -o leaflets --on dask://node1:8786
  handouts export --all -o leaflets --format junit > export.xml

A leaflet is pressed again only when something that it is made from has changed; --why names what. The
folder holds manifest.json, which `handouts verify` reads, and .handouts/, which makes the next run
quick and may be deleted.

Exit codes: 0 all are made, 1 none could be made (or, with --strict, there are warnings), 2 wrong use,
3 some could not be made, 74 the folder cannot be written, 75 another run writes into it, 130 interrupted:
the same command goes on where it ended.
""",
)
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=options.completing("conditions", "sets"))
@click.option("--all", "everything", is_flag=True, help="Every condition and every set.")
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="The folder to fill.",
)  # fmt: skip
@click.option(
    "--edition", "editions", multiple=True, metavar="NAME", shell_complete=options.completing("editions"),
    help="Such as a4 or a5-booklet, or all. Repeatable. [default: as the set says, else the paper of the country]",
)  # fmt: skip
@click.option(
    "--as", "formats", multiple=True, type=click.Choice(options.FORMATS),
    help="Kind of file. Repeatable. [default: pdf]",
)  # fmt: skip
@click.option(
    "--clinic", "clinics", multiple=True, metavar="ID", shell_complete=options.completing("clinics"),
    help="Who hands them over, or all. Repeatable. " + options.USUAL_CLINIC,
)  # fmt: skip
@options.content_option()
@dates.day_option()
@click.option("--why", is_flag=True, help="Tell of each leaflet why it is pressed, or that it is fresh.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--prune", is_flag=True, help="Delete leaflets of the manifest that no content asks for any more.")
@click.option("--verify-files", is_flag=True, help="Look into every file, not only at its size and date.")
@worker_options.jobs_option("pressed")
@worker_options.shard_option("leaflets")
@worker_options.cluster_option("Press")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@options.report_option("what was done")
@options.quiet_option()
def command(
    ids: tuple[str, ...], everything: bool, folder: Path, editions: tuple[str, ...], formats: tuple[str, ...],
    clinics: tuple[str, ...], content: Path | None, day: datetime.date, why: bool, dry_run: bool, prune: bool,
    verify_files: bool, jobs: int | None, shard: tuple[int, int] | None, on: str | None, strict: bool, format_: str,
    quiet: bool,
) -> int:  # fmt: skip
    """Make many leaflets into one folder, and only what changed.

    ID is a condition or a set (`handouts list sets`). Each is made for every --clinic, in every
    --edition and kind of file. A leaflet with errors does not stop the others.
    """
    if bool(ids) == everything:
        raise click.UsageError("name conditions or sets, or give --all")
    from handouts.batch.export.request import ExportRequest
    from handouts.cli import export_run

    request = ExportRequest(
        tuple(sorted(set(ids))),
        everything,
        _sorted(clinics),
        _sorted(editions),
        _sorted(formats) or ("pdf",),
        shard,
        prune,
    )
    report = export_run.ReportOptions(format_, why, dry_run, quiet, strict)
    workers = export_run.WorkerOptions(jobs, on, verify_files)
    return export_run.export(request, folder, content, day, workers, report)


def _sorted(words_: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(words_)))
