"""`handouts verify`: what finished leaflets were printed from, and whether they are current."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.tables import table

if TYPE_CHECKING:
    from handouts.batch.export.verification import Verdict
    from handouts.batch.planning import Planner


@dataclass(frozen=True, slots=True)
class VerifyReport(report.Report):
    """The state of each leaflet."""

    verdicts: Sequence[Verdict]
    verb = "verify"

    def print_text(self) -> None:
        rows = [
            {"leaflet": one.name, "state": one.state, "number": one.document, "version": one.version, "why": one.why}
            for one in self.verdicts
        ]
        terminal.output(table(rows))
        terminal.message(self.notice())

    def payload(self) -> Any:
        return [asdict(verdict) for verdict in self.verdicts]

    def notice(self) -> str:
        """`12 current, 1 changed`."""
        counts = Counter(verdict.state for verdict in self.verdicts)
        return ", ".join(f"{count} {state}" for state, count in counts.items()) or "no leaflets here"

    def entries(self) -> Iterator[report.Entry]:
        for verdict in self.verdicts:
            failure = report.Failure(f"{verdict.state}: {verdict.why}", verdict.why, verdict.state)
            yield report.Entry("leaflet", verdict.name, [] if verdict.state == "current" else [failure])


@click.command(
    epilog="""\b
Examples:
  handouts verify leaflets
  handouts verify leaflets/example/heel-spur_a4.pdf
  handouts verify ~/Downloads/scan.pdf --manifest leaflets
  handouts verify PF-en 0.1.0-8d05c5db
  handouts verify leaflets --report json

\b
The state of a file or a printed page is one of these:
  current      as it was printed, and the content is the same today
  superseded   as it was printed, but the content has changed
  withdrawn    as it was printed, but it could not be made today, such as
               after its review is overdue
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
@report.option()
def command(
    what: tuple[str, ...], folder: Path | None, content: Path | None, day: datetime.date, report_kind: str
) -> int:
    """Say what a leaflet was printed from, and whether it is still current.

    FILE and DIR come from `handouts export` or `handouts mail-merge`. NUMBER is at the foot of a page: the
    number of the leaflet, and its version with the eight characters of its content.
    """
    verdicts = _verdicts(what, folder, content, day)
    VerifyReport(verdicts).publish(report_kind)
    return ExitCode.DONE if all(verdict.state == "current" for verdict in verdicts) else ExitCode.FINDINGS


def _verdicts(what: tuple[str, ...], folder: Path | None, content: Path | None, day: datetime.date) -> list[Verdict]:
    from handouts.batch import manifest
    from handouts.batch.export import verification
    from handouts.batch.planning import Planner
    from handouts.pipeline import workspace

    opened = workspace.open_workspace(content)
    paths = [Path(one) for one in what]
    # A file wins over the words of a paper: a file may be named like a number.
    if not any(map(_is_there, paths)):
        if not verification.is_paper(what):
            raise click.UsageError(_not_found(what))
        entries, found = manifest.read(folder or Path())
        terminal.print_findings(found)
        return [verification.paper_verdict(what, opened.library, entries)]
    with closing(Planner(opened, day)) as planner:
        return [verdict for path in paths for verdict in _of_path(path, folder, planner)]


def _not_found(what: tuple[str, ...]) -> str:
    """Why words name neither a file nor a paper, and what to write."""
    from handouts.batch.export import verification

    shown = terminal.visible(" ".join(what))[:80]
    if verification.is_number(what):
        return (
            f"`{shown}` is the number of a leaflet: add its version, from the same line at the foot of the page, "
            f"such as `handouts verify {shown} 0.1.0-8d05c5db`"
        )
    if "/" in shown or Path(shown).suffix:
        return f"there is no file or folder `{shown}`"
    return f"`{shown}` is no file, no folder and no number of a leaflet with its version, such as PF-en 0.1.0-8d05c5db"


def _of_path(path: Path, folder: Path | None, planner: Planner) -> list[Verdict]:
    from handouts.batch import manifest
    from handouts.batch.export import verification
    from handouts.batch.site import build

    is_folder = _is_there(path) and path.is_dir()
    home = folder or (path if is_folder else verification.manifest_folder(path))
    entries, found = manifest.read(home) if home else (manifest.Manifest(), [])
    terminal.print_findings(found)
    if is_folder:
        return verification.folder_verdicts(path, planner, entries, build.known_pages(path))
    return [verification.file_verdict(path, home, planner, entries)]


def _is_there(path: Path) -> bool:
    """Words that are no name of a file, such as those of a paper, may be longer than a name can be."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True
