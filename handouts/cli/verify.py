"""`handouts verify`."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import dates, options, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.listing import table, width

if TYPE_CHECKING:
    from handouts.batch.export.planning import Planner
    from handouts.batch.export.verification import Verdict


@click.command(
    epilog="""\b
Examples:
  handouts verify leaflets
  handouts verify leaflets/example/heel-spur_a4.pdf
  handouts verify ~/Downloads/scan.pdf --manifest leaflets
  handouts verify PF-en 0.1.0-8d05c5db
  handouts verify leaflets --json

Each file or paper is one of these:
  current      as it was printed, and the content says the same today
  superseded   as it was printed, but the content says something else by now
  withdrawn    as it was printed, but it could not be made today (such as: the review is overdue)
  changed      not the bytes that were printed
  missing      in the manifest, but not in the folder
  unknown      no manifest, or no content, knows it

Exit codes: 0 all are current, 1 something is not.
""",
)
@click.argument("what", metavar="FILE|DIR|NUMBER", nargs=-1, required=True)
@click.option(
    "--manifest", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help="The folder of the manifest, for a file that lies elsewhere. [default: the nearest one above the file]",
)  # fmt: skip
@options.content_option()
@dates.day_option()
@options.json_option("As JSON, for other programs.")
def command(what: tuple[str, ...], folder: Path | None, content: Path | None, day: datetime.date, as_json: bool) -> int:
    """Say what a leaflet was printed from, and whether it is still current.

    FILE and DIR come from `handouts export` or `handouts mail-merge`. NUMBER is what stands at the foot of a paper: the
    number of the leaflet and its version with eight characters, the mark of its content.
    """
    verdicts = _verdicts(what, folder, content, day)
    if as_json:
        terminal.output(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=2))
    else:
        rows = [
            {"leaflet": one.name, "state": one.state, "number": one.document, "version": one.version, "why": one.why}
            for one in verdicts
        ]
        terminal.output(table(rows, width()))
        counts = Counter(one.state for one in verdicts)
        terminal.message(", ".join(f"{count} {state}" for state, count in counts.items()) or "no leaflets here")
    return ExitCode.DONE if all(one.state == "current" for one in verdicts) else ExitCode.FINDINGS


def _verdicts(what: tuple[str, ...], folder: Path | None, content: Path | None, day: datetime.date) -> list[Verdict]:
    from handouts.batch.export import manifest, verification
    from handouts.batch.export.planning import Planner
    from handouts.pipeline import workspace

    opened = workspace.open_workspace(content)
    paths = [Path(one) for one in what]
    if not any(map(_is_there, paths)):
        if not verification.is_paper(what):
            shown = terminal.visible(" ".join(what))[:80]
            raise click.UsageError(
                f"`{shown}` is no file, no folder and no number of a leaflet, such as PF-en 0.1.0-8d05c5db"
            )
        told, found = manifest.read(folder or Path())
        terminal.print_findings(found)
        return [verification.paper_verdict(what, opened.library, told)]
    with closing(Planner(opened, day)) as planner:
        return [verdict for path in paths for verdict in _of_path(path, folder, planner)]


def _of_path(path: Path, folder: Path | None, planner: Planner) -> list[Verdict]:
    from handouts.batch.export import manifest, verification

    is_folder = _is_there(path) and path.is_dir()
    home = folder or (path if is_folder else verification.manifest_folder(path))
    told, found = manifest.read(home) if home else (manifest.Manifest(), [])
    terminal.print_findings(found)
    if is_folder:
        return verification.folder_verdicts(path, planner, told)
    return [verification.file_verdict(path, home, planner, told)]


def _is_there(path: Path) -> bool:
    """Words that are no name of a file, such as those of a paper, may be longer than a name can be."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True
