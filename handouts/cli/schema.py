"""`handouts schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic
from handouts.files import writing

KINDS = (
    "condition", "exercise", "advice", "clinic", "country", "language", "region", "set", "plan", "sources", "glossary",
    "stop-rules", "danger-signs", "subjects", "movements", "measures", "pain-guide", "edition",
)  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  handouts schema condition
  handouts schema exercise > exercise.json
  handouts schema --all my-clinic/schema

Editors that know JSON Schema then show what each field is for and underline what does not fit: name
the file in the first line of the content, as `handouts new` does.
""",
)
@click.argument("kind", metavar="[KIND]", type=click.Choice(KINDS), required=False)
@click.option(
    "--all",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the schemas of all kinds into this folder.",
)
def command(kind: str | None, folder: Path | None) -> int:
    """Print the JSON Schema of a kind of content file, for editors.

    KIND is condition, exercise, advice, clinic, country, language, region, set, plan, sources, glossary, stop-rules,
    danger-signs, subjects, movements, measures, pain-guide or edition.
    """
    if (kind is None) == (folder is None):
        raise click.UsageError(f"name one kind ({', '.join(KINDS)}), or use --all DIR")
    if kind is not None:
        terminal.output(text_of(kind).rstrip("\n"))
        return ExitCode.DONE
    assert folder is not None
    found = write(folder, KINDS)
    terminal.print_findings(found)
    if not found:
        terminal.message(f"{terminal.visible(str(folder))}: {terminal.plural(len(KINDS), 'schema')}")
    return ExitCode.IO if found else ExitCode.DONE


def text_of(kind: str) -> str:
    """The schema of a kind as a file holds it."""
    from handouts.library.schema import json_schema

    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


def write(folder: Path, kinds: tuple[str, ...]) -> list[Diagnostic]:
    """Schema files into a folder, which is made if only it is missing. Reports HND702."""
    if fault := writing.make_folder(folder):
        return fault
    return [fault for kind in kinds for fault in writing.save(folder / f"{kind}.json", text_of(kind).encode())]
