"""`handouts list`: tables of what there is, and the findings of all content."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, terminal
from handouts.diagnostics import Diagnostic, as_json, cells, has_errors

if TYPE_CHECKING:
    from handouts.model import Library

Row = dict[str, Any]


def _conditions(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "exercises": len(one.exercises),
            "status": one.governance.status,
            "version": one.governance.version,
            "review by": str(one.governance.review_by),
        }
        for one in library.conditions.values()
    ]


def _exercises(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "drawing": "yes" if one.id in library.figures else "no",
            "asked for by": ", ".join(
                c.id for c in library.conditions.values() if any(wish.id == one.id for wish in c.exercises)
            ),
        }
        for one in library.exercises.values()
    ]


def _advice(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "lead": one.lead,
            "numbers": ", ".join(one.numbers),
            "asked for by": ", ".join(c.id for c in library.conditions.values() if one.id in c.advice),
        }
        for one in library.advice.values()
    ]


def _clinics(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "region": one.region,
            "edition": library.regions[one.region].edition if one.region in library.regions else "",
            "example": "yes" if one.example else "no",
        }
        for one in library.clinics.values()
    ]


def _regions(library: Library) -> list[Row]:
    return [
        {"id": one.id, "locale": one.locale, "edition": one.edition, "emergency number": one.emergency_number}
        for one in library.regions.values()
    ]


def _editions(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "paper": one.paper,
            "type": f"{one.body_pt:g} pt",
            "most pages": one.pages_max,
        }
        for one in library.editions.values()
    ]


def _sets(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "leaflets": len(one.leaflets),
            "editions": ", ".join(one.editions) or "the clinic's paper",
            "purpose": one.purpose,
        }
        for one in library.sets.values()
    ]


#: What can be listed, and how.
KINDS: Mapping[str, Callable[[Library], list[Row]]] = {
    "conditions": _conditions,
    "exercises": _exercises,
    "advice": _advice,
    "clinics": _clinics,
    "regions": _regions,
    "editions": _editions,
    "sets": _sets,
}


@click.command(
    name="list",
    epilog="""\b
Examples:
  handouts list
  handouts list exercises
  handouts list clinics --content my-clinic
  handouts list conditions --json
  handouts list --check
""",
)
@click.argument("kind", type=click.Choice(list(KINDS)), default="conditions")
@options.content_option()
@click.option(
    "--check", is_flag=True, help="Show every finding of all content instead; exit code 1 if one is an error."
)
@options.json_option("As JSON, for other programs.")
def command(kind: str, content: Path | None, check: bool, as_json: bool) -> int:
    """List what there is: conditions, exercises, advice, clinics, regions, editions, sets."""
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    if check:
        return _check(workspace.findings, as_json)
    rows = sorted(KINDS[kind](workspace.library), key=lambda row: str(row["id"]))
    terminal.give(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else table(rows, width()))
    if count := sum(finding.is_error for finding in workspace.findings):
        where = f" --content {content}" if content else ""
        terminal.say(
            f"{terminal.number(count, 'error')} in content, files may be missing: handouts list --check{where}"
        )
    return terminal.DONE


def _check(found: Sequence[Diagnostic], json_wanted: bool) -> int:
    """All findings of all files."""
    if json_wanted:
        terminal.give(as_json(found))
    else:
        terminal.show(found)
        terminal.say(terminal.counted(found) or "no errors and no warnings")
    return terminal.FINDINGS if has_errors(found) else terminal.DONE


def width() -> int:
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout is not None and sys.stdout.isatty() else 1000


def table(rows: Sequence[Row], width: int) -> str:
    """Rows under their headings; the last column is cut where the terminal ends."""
    if not rows:
        return "there is nothing yet"
    paint = terminal.painter(sys.stdout)
    lines = [[str(heading).upper() for heading in rows[0]]]
    lines += [[terminal.visible(str(value)) for value in row.values()] for row in rows]
    widths = [max(cells(line[column]) for line in lines) for column in range(len(lines[0]))]
    shown = [_line(line, widths, width) for line in lines]
    return "\n".join([paint("head", shown[0]), *shown[1:]])


def _line(values: Sequence[str], widths: Sequence[int], width: int) -> str:
    padded = "  ".join(value + " " * (most - cells(value)) for value, most in zip(values, widths, strict=True)).rstrip()
    return padded if len(padded) <= width else f"{padded[: width - 1]}…"
