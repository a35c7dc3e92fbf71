"""`handouts draw`: poses into drawings, checked, kept where leaflets look for them, and shown."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, progress, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, has_errors
from handouts.model.people import NAMES as BODIES

if TYPE_CHECKING:
    from handouts.batch.drawing import Done
    from handouts.batch.drawing_jobs import DrawOptions

LOOK_AGAIN_S = 0.4


@click.command(
    epilog="""\b
Examples:
  handouts draw bridge
  handouts draw --all
  handouts draw --all --sheet contact-sheet.png
  handouts draw bridge cat-camel --png -o looks
  handouts draw calf-stretch-wall --side left --body older-woman --png
  handouts draw --all --body headscarf --content my-clinic
  handouts draw my-stretch --content my-clinic --watch

A figure is kept in the figures/ folder of the content that its exercise comes from, beside its
measurements, and only when nothing is wrong with it. Another person is kept beside it, as
ID@NAME, for clinics whose file names that person under people:; with --png, --sheet or -o it is
only for looking, as is the left side: leaflets turn drawings by themselves.

With -o DIR the files are written there, those of a figure with errors too, to look at. Leaflets find
them only in the figures/ folder of their content.
""",
)
@click.argument(
    "ids", metavar="[ID]...", nargs=-1, shell_complete=options.completing("exercises", "conditions", "advice")
)
@click.option("--all", "everything", is_flag=True, help="All figures: draw those that are missing or out of date.")
@click.option("--force", is_flag=True, help="With --all: draw those too that are up to date.")
@click.option(
    "--body",
    type=click.Choice(BODIES),
    metavar="NAME",
    default=BODIES[0],
    show_default=True,
    help=f"Who is drawn: {', '.join(BODIES)}.",
)
@click.option("--side", type=click.Choice(["left", "right"]), default="right", show_default=True, help="The sore side.")
@click.option("--png", is_flag=True, help="Write PNG pictures too, into this folder or that of -o.")
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="All figures on one page, as a PNG.",
)
@click.option("--watch", is_flag=True, help="Draw again whenever a file changes, until Ctrl-C.")
@options.content_option()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the files into this folder instead of the content.",
)
def command(watch: bool, **settings: Any) -> int:
    """Draw exercises from their poses, and pictures of where it hurts; check and keep them.

    A figure that is named by its ID is always drawn. The value of every check is shown beside its limit. Drawing
    needs the extra `figures`: pip install "handouts[figures]"; in a checkout
    `./run draw` installs it. Printing does not need it.
    """
    from handouts.batch.drawing_jobs import DrawOptions

    options = DrawOptions(**settings)
    _refuse_contradictions(options)
    code = _draw(options)
    return _watch(options) if watch and code in (ExitCode.DONE, ExitCode.FINDINGS) else code


def _refuse_contradictions(options: DrawOptions) -> None:
    if options.everything == bool(options.ids):
        raise click.UsageError("name the figures to draw, or use --all")
    if not (options.keeps or options.png or options.sheet or options.output):
        raise click.UsageError(
            "the left side is a preview, use --png, --sheet FILE or -o DIR: leaflets mirror drawings themselves"
        )


def _draw(options: DrawOptions) -> int:
    """Draws and keeps what there is to draw, once, and reports it."""
    from handouts.batch import drawing, drawing_jobs
    from handouts.pipeline import workspace

    opened = workspace.open_workspace(options.content)
    known = drawing_jobs.jobs(opened)
    refused = drawing_jobs.faults(options, known, opened) or [one for one in [drawing.unready()] if one]
    terminal.print_findings(refused)
    todo = drawing_jobs.chosen(options, known)
    # A name that does not exist, or packages that are missing, stop all; a broken file stops its own figures alone.
    if any(one.code in ("HND001", "HND607") for one in refused) or not todo:
        return _code(refused)
    with progress.shown(len(todo), "figure", lines="none") as step:
        done = list(drawing.worked(options, opened, todo, step))
    lost = drawing.save_sheet(done, options) if options.sheet else []
    _report(options, done, lost)
    return _code([*refused, *lost, *(finding for one in done for finding in one.found)])


def _code(found: Sequence[Diagnostic]) -> int:
    codes = {one.code for one in found}
    if "HND702" in codes:
        return ExitCode.IO
    if any(one.code == "HND001" and one.span is None for one in found):
        return ExitCode.USAGE
    return ExitCode.FINDINGS if has_errors(found) or "HND303" in codes else ExitCode.DONE


# ---------------------------------------------------------------- report


def _report(options: DrawOptions, done: Sequence[Done], lost: Sequence[Diagnostic]) -> None:
    """The values of the checks on standard output, the rest on standard error."""
    from handouts.cli import drawing_tables

    cards = [one.card for one in done if one.card]
    if cards:
        terminal.output(drawing_tables.overview(cards) if options.everything else drawing_tables.details(cards))
    terminal.print_findings([*lost, *(finding for one in done for finding in one.found)])
    terminal.message(_summary(options, done))


def _summary(options: DrawOptions, done: Sequence[Done]) -> str:
    """`2 figures drawn and kept, 1 figure with errors, not kept, 4 files written to my-clinic/figures`."""
    wrong = sum(has_errors(one.found) for one in done)
    drawn = sum(one.drawn and bool(one.card) and not has_errors(one.found) for one in done)
    left = sum(not one.card and not has_errors(one.found) for one in done)
    fresh = sum(not one.drawn for one in done)
    parts = [f"{terminal.plural(drawn, 'figure')} drawn{' and kept' if options.keeps else ''}"] if drawn else []
    parts += [f"{terminal.plural(fresh, 'figure')} fresh"] if fresh else []
    parts += [f"{terminal.plural(left, 'figure')} left to the usual person"] if left else []
    parts += [f"{terminal.plural(wrong, 'figure')} with errors{', not kept' if options.keeps else ''}"] if wrong else []
    files = Counter(path.parent for one in done for path in one.written)
    parts += [f"{terminal.plural(many, 'file')} written to {terminal.visible(str(to))}" for to, many in files.items()]
    parts += [terminal.visible(str(options.sheet))] if options.sheet else []
    return ", ".join(parts)


# ---------------------------------------------------------------- watching


def _watch(options: DrawOptions) -> int:
    """Draws what changes, until Ctrl-C."""
    from handouts.batch import drawing

    if drawing.unready():
        return ExitCode.FINDINGS
    terminal.message("watching; Ctrl-C ends it")
    seen = _stamps(options)
    while True:
        time.sleep(LOOK_AGAIN_S)
        now = _stamps(options)
        # Polled: events of the file system need another package, and editors replace files in several ways.
        changed = sorted({file.stem for file, stamp in now.items() if seen.get(file) != stamp})
        # Taken before the drawing, so that a file that is saved meanwhile is drawn in the next round.
        seen = now
        # A changed file may describe a figure that others take their pose from, or none that is watched.
        if changed and (ids := _figures(changed, options)):
            _draw(replace(options, ids=ids, everything=False))


def _stamps(options: DrawOptions) -> dict[Path, tuple[int, int]]:
    """When every file that may describe a figure was written, and its size."""
    from handouts.library import content_folders

    found = {}
    for folder in content_folders(options.content):
        for file in (file for kind in ("exercises", "conditions", "advice") for file in folder.glob(f"{kind}/*.yaml")):
            with suppress(OSError):  # an editor is just replacing it
                info = file.stat()
                found[file] = (info.st_mtime_ns, info.st_size)
    return found


def _figures(changed: Sequence[str], options: DrawOptions) -> tuple[str, ...]:
    """The watched figures that the changed files describe, and those whose file cannot be read."""
    from handouts.batch import drawing_jobs
    from handouts.library import scope
    from handouts.pipeline import workspace

    opened = workspace.open_workspace(options.content)
    broken = {id_ for kind in ("exercises", "conditions", "advice") for id_ in scope.unreadable(opened.findings, kind)}
    described = {job.id for job in drawing_jobs.jobs(opened).values() if job.written_in & {*changed}}
    return tuple(sorted(one for one in described | broken & {*changed} if options.everything or one in options.ids))
