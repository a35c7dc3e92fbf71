"""`handouts export`."""

from __future__ import annotations

import datetime
import os
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import dates, exported, terminal, words
from handouts.exporting import inputs
from handouts.exporting.asking import Asking
from handouts.exporting.unchanged import unchanged

if TYPE_CHECKING:
    from handouts.exporting.outcome import Result

ROOM = ".handouts"  # handouts.batch.folder.ROOM, without importing it
MOST_JOBS = 256


def _share(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """`2/5` is the second of five shares."""
    if value is None:
        return None
    numbers = re.fullmatch(r"(\d{1,6})/(\d{1,6})", value)
    if numbers is None or not 1 <= int(numbers[1]) <= int(numbers[2]):
        raise click.BadParameter(f"{value!r} is not a share. Write 2/5 for the second of five.")
    return int(numbers[1]), int(numbers[2])


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command(
    epilog="""\b
Examples:
  handouts export --all -o leaflets
  handouts export heel-pain --edition a4 --edition large-print -o leaflets
  handouts export --all --clinic all --as pdf --as html -o leaflets --dry-run --why
  handouts export --all --content my-clinic -o leaflets --prune
  handouts export --all --shard 2/5 -o leaflets
  handouts export --all -o leaflets --format junit > export.xml

A leaflet is pressed again only when something that it is made from has changed; --why names what. The
folder holds manifest.json, which `handouts verify` reads, and .handouts/, which makes the next run
quick and may be deleted.

Exit codes: 0 all are made, 1 none could be made (or, with --strict, there are warnings), 2 wrong use,
3 some could not be made, 74 the folder cannot be written, 75 another run writes into it, 130 interrupted:
the same command goes on where it ended.
""",
)
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=words.completing("conditions", "sets"))
@click.option("--all", "everything", is_flag=True, help="Every condition and every set.")
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="The folder to fill.",
)  # fmt: skip
@click.option(
    "--edition", "editions", multiple=True, metavar="NAME", shell_complete=words.completing("editions"),
    help="a4, letter, large-print or all. Repeatable. [default: as the set says, else the paper of the country]",
)  # fmt: skip
@click.option(
    "--as", "formats", multiple=True, type=click.Choice(words.FORMATS),
    help="Kind of file. Repeatable. [default: pdf]",
)  # fmt: skip
@click.option(
    "--clinic", "clinics", multiple=True, metavar="ID", shell_complete=words.completing("clinics"),
    help="Who hands them over, or all. Repeatable. [default: the only clinic in --content, else the example]",
)  # fmt: skip
@words.content_option()
@dates.day_option()
@click.option("--why", is_flag=True, help="Tell of each leaflet why it is pressed, or that it is fresh.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--prune", is_flag=True, help="Delete leaflets of the manifest that no content asks for any more.")
@click.option("--verify-files", is_flag=True, help="Look into every file, not only at its size and date.")
@click.option(
    "--jobs", type=click.IntRange(0, MOST_JOBS), metavar="N",
    help="Leaflets pressed at once; 0: one after the other, in this process. [default: one for each processor]",
)  # fmt: skip
@click.option("--shard", callback=_share, metavar="I/N", help="Only the I-th of N shares, for N machines.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@click.option(
    "--format", "format_", type=click.Choice(exported.FORMATS), default="text", show_default=True,
    help="How to tell what was done.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    ids: tuple[str, ...], everything: bool, folder: Path, editions: tuple[str, ...], formats: tuple[str, ...],
    clinics: tuple[str, ...], content: Path | None, day: datetime.date, why: bool, dry_run: bool, prune: bool,
    verify_files: bool, jobs: int | None, shard: tuple[int, int] | None, strict: bool, format_: str, quiet: bool,
) -> int:  # fmt: skip
    """Make many leaflets into one folder, and only what changed.

    ID is a condition or a set (`handouts list sets`). Each is made for every --clinic, in every
    --edition and kind of file. A leaflet with errors does not stop the others.
    """
    if bool(ids) == everything:
        raise click.UsageError("name conditions or sets, or give --all")
    asking = Asking(
        tuple(sorted(set(ids))),
        everything,
        _sorted(clinics),
        _sorted(editions),
        _sorted(formats) or ("pdf",),
        shard,
        prune,
    )
    room = folder / ROOM / f"{shard[0]}-of-{shard[1]}" if shard else folder / ROOM
    manner = exported.Manner(format_, why, dry_run, quiet, strict)
    result = unchanged(folder, room, asking, inputs.digest(content, words.shipped()), day, verify_files)
    if result is None:
        result, code = _run(asking, folder, content, day, jobs, verify_files, dry_run, manner)
    else:
        code = 0
    exported.tell(result, folder, manner)
    return code or exported.code_of(result, manner)


def _sorted(words_: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(words_)))


def _run(
    asking: Asking, folder: Path, content: Path | None, day: datetime.date, jobs: int | None,
    look_inside: bool, dry_run: bool, manner: exported.Manner,
) -> tuple[Result, int]:  # fmt: skip
    """The long way, with the code of the signal that ended it, if one did."""
    from handouts.batch.crew import Crew
    from handouts.batch.stopping import Stopping
    from handouts.exporting import running

    def fingerprint() -> str:
        return inputs.digest(content, words.shipped())

    workers = cores() if jobs is None else jobs
    order = running.Order(asking, folder, content, day, fingerprint, look_inside, dry_run)
    with (
        Stopping(lambda: terminal.say("finishing what is in flight; once more to stop at once")) as stop,
        closing(exported.progress(manner)) as shown,
    ):
        result = running.export(order, shown.begun, shown.done, Crew(workers, stop))
    return result, stop.code
