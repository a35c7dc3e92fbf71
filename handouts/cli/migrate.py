"""`handouts migrate`: a clinic's folder of an earlier version in the names of this one."""

from __future__ import annotations

from pathlib import Path

import click

from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import has_errors


@click.command(
    epilog="""\b
Examples:
  handouts migrate --content my-clinic
  handouts migrate --content my-clinic --write
"""
)
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="Your own folder of content.",
)
@click.option("--write", is_flag=True, help="Rewrite the files; left out, show the difference alone.")
def command(content: Path, write: bool) -> int:
    """Rewrite a folder of an earlier version in the names of this one.

    Shows the difference of each file, as `diff -u` does, and changes nothing; exit code 1 where there is one.
    With --write the files are rewritten. Comments, order and everything else stay as they are.
    """
    from handouts import library
    from handouts.library import rewriting

    # A condition of an earlier version names no region and takes that of its exercises, which may be shipped ones.
    shipped, _ = library.load(library.content_folders(None), library.data_root() / "styles")
    regions = {exercise.id: exercise.region for exercise in shipped.exercises.values()}
    changes, found = rewriting.changes(content, regions)
    for change in changes:
        terminal.output(change.difference.rstrip("\n"))
    if write:
        found += rewriting.put(changes)
    terminal.print_findings(found)
    files = terminal.plural(len(changes), "file")
    terminal.message(f"{files} rewritten" if write else f"{files} to rewrite" + ": add --write" * bool(changes))
    if any(one.code == "HND702" for one in found):
        return ExitCode.IO
    # As `diff` and formatters do: 1 when there is something to write, so that a build server notices.
    return ExitCode.FINDINGS if has_errors(found) or (changes and not write) else ExitCode.DONE
