"""`handouts export`: many leaflets in one folder, printed only when something changed."""

from __future__ import annotations

import datetime
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, report

if TYPE_CHECKING:
    from handouts.batch.export.request import ExportOptions
    from handouts.batch.records.write import Records
    from handouts.batch.site.build import Built


@click.command(
    epilog="""\b
Examples:
  handouts export --all -o leaflets
  handouts export heel-pain --edition a4 --edition large-print -o leaflets
  handouts export heel-first-weeks heel-building-up --edition all -o sheets
  handouts export --all --clinic all --format pdf --format html -o leaflets --dry-run --why
  handouts export --all --content my-clinic -o leaflets --prune
  handouts export --all --shard 2/5 -o leaflets
  handouts export --all -o leaflets --on dask://node1:8786
  handouts export --all -o leaflets --report junit > export.xml
  handouts export --site site
  handouts export --site site --content my-clinic --edition all
  handouts export --all -o leaflets --target openemr --target fhir

A leaflet is printed again only when one of its inputs has changed; --why names it. The
folder holds manifest.json, which `handouts verify` reads, and .handouts/, which makes the next run
quick and may be deleted.

Exit codes: 0 all are made, 1 none could be made (or, with --strict, there are warnings), 2 wrong use,
3 some could not be made, 74 the folder cannot be written, 75 another run writes into it, 130 interrupted:
the same command goes on where it ended.
""",
)
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=options.completing("conditions", "sets", "plans"))
@click.option("--all", "everything", is_flag=True, help="Every condition and every set.")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="The folder for the leaflets.",
)  # fmt: skip
@click.option(
    "--site", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Fill this folder, and add pages to find, read and check leaflets, for one clinic. Without ID, all leaflets.",
)  # fmt: skip
@click.option(
    "--target", "targets", multiple=True, type=click.Choice(["openemr", "fhir", "answers"]),
    help="Files for record systems as well, in a folder of this name, of approved leaflets alone. May be repeated.",
)  # fmt: skip
@click.option("--drafts", is_flag=True, help="With --target: drafts too, marked as such in the data.")
@click.option(
    "--edition", "editions", multiple=True, metavar="NAME", shell_complete=options.completing("editions"),
    help="Paper and size of type, such as a4 or a5-booklet, or all; may be repeated. "
    "[default: those of the set, else that of the country]",
)  # fmt: skip
@options.fillable_option()
@options.format_option("The kind of file; may be repeated. [default: pdf]", multiple=True)
@click.option(
    "--clinic", "clinics", multiple=True, metavar="ID", shell_complete=options.completing("clinics"),
    help="The clinic that the leaflets name, by its id, or all; may be repeated. " + options.USUAL_CLINIC,
)  # fmt: skip
@options.content_option()
@dates.day_option()
@click.option("--why", is_flag=True, help="Explain why each leaflet is printed, or that it is fresh.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--prune", is_flag=True, help="Delete leaflets of earlier runs whose condition, clinic or edition is gone."
)
@click.option("--verify-files", is_flag=True, help="Compare the bytes of every file, not only its size and date.")
@options.jobs_option()
@options.shard_option("leaflets")
@options.cluster_option()
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@report.option()
@options.quiet_option()
def command(
    ids: tuple[str, ...], everything: bool, folder: Path | None, site: Path | None, targets: tuple[str, ...],
    drafts: bool, editions: tuple[str, ...], format_: tuple[str, ...], clinics: tuple[str, ...], content: Path | None,
    day: datetime.date, prune: bool, shard: tuple[int, int] | None, verify_files: bool, jobs: int | None,
    on: str | None, fillable: bool, **of_report: Any,
) -> int:  # fmt: skip
    """Make many leaflets into one folder, and only what changed.

    ID is a condition, a set (`handouts list sets`) or a plan (`handouts list plans`). Each is made for
    every --clinic, in every --edition and kind of file. A leaflet with errors does not stop the others.
    """
    # Wrong use is reported before the batch is imported, which takes longer than the check.
    folder = _folder(folder, site, bool(targets), clinics, shard)
    if drafts and not targets:
        raise click.UsageError("--drafts is for the files of a --target")
    if site is None and bool(ids) == everything:
        raise click.UsageError("name conditions or sets, or use --all")
    from handouts.batch.export import run
    from handouts.batch.export.request import ExportOptions, ExportRequest
    from handouts.batch.inputs import Inputs
    from handouts.cli import export_report, terminal

    request = ExportRequest(
        # Sorted, so that the same request in another order is the same to the record of the last run.
        _unique(ids), everything or not ids, _unique(clinics), _unique(editions),
        _unique(format_) or (("pdf", "text") if site else ("pdf",)), shard, prune, fillable, site is not None,
    )  # fmt: skip
    how = export_report.ReportOptions(**of_report)
    inputs = Inputs(content, options.shipped())
    job = ExportOptions(request, folder, content, day, inputs, verify_files, how.dry_run)
    with closing(export_report.progress(how)) as progress:
        result = run.export(job, jobs, on, progress, terminal.message_stopping)
    # Pages of a site and files for records describe all leaflets, so they follow a whole run alone.
    if not (result.wrong_words or result.lost or result.code or how.dry_run):
        result = result.with_part("site", _site(job)) if site else result
        result = result.with_part("records", _records(job, _unique(targets), drafts)) if targets else result
    export_report.ExportReport(result, folder, how).publish(how.report_kind)
    return result.code or export_report.code_of(result, how)


def _folder(
    folder: Path | None, site: Path | None, targets: bool, clinics: tuple[str, ...], shard: tuple[int, int] | None
) -> Path:
    """The folder to fill. A site and the files for records are one clinic's, and are made whole."""
    if (folder is None) == (site is None):
        raise click.UsageError("name the folder to fill: -o DIR for leaflets alone, --site DIR for a site")
    if (site or targets) and (len(clinics) > 1 or "all" in clinics):
        raise click.UsageError("--site and --target are for one clinic: name it, and give each a folder of its own")
    if (site or targets) and shard:
        raise click.UsageError("--site and --target are made whole: leave out --shard")
    return site or folder  # type: ignore[return-value]


def _site(job: ExportOptions) -> Built:
    from handouts.batch.site import build

    return build.built(job)


def _records(job: ExportOptions, targets: tuple[str, ...], drafts: bool) -> Records:
    from handouts.batch.records import write
    from handouts.pipeline.workspace import open_workspace

    opened = open_workspace(job.overlay)
    clinic = next(iter(job.request.clinics), None) or opened.default_clinic()
    return write.write(job.folder, opened, clinic, targets, drafts, job.today)


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    """Sorted, each once."""
    return tuple(sorted(set(values)))
