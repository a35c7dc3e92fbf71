"""`handouts status`: the whole library as a table, as JSON, or as a page for the browser."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, options, terminal, web_pages

if TYPE_CHECKING:
    from handouts.pipeline.overview import Row


@click.command(
    epilog="""\b
Examples:
  handouts status
  handouts status --content my-clinic --today 2028-06-01
  handouts status --format json
  handouts status --format html > status.html
""",
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json", "html")), default="text", show_default=True,
    help="A table for the terminal, JSON for programs, or a page for the browser.",
)  # fmt: skip
@options.content_option()
@options.clinic_option(f"Whose leaflets are shown, by whose rule of review. {options.USUAL_CLINIC}")
@dates.day_option()
def command(format_: str, content: Path | None, clinic: str | None, day: datetime.date) -> int:
    """Show how every leaflet stands: status, review, readability, drawings, findings.

    A leaflet that errors stop has a row too; what cannot be computed stays empty, in JSON null.
    """
    from handouts.cli.listing import table
    from handouts.pipeline import overview, survey
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    surveyed = survey(workspace, (), clinic or workspace.default_clinic(), day)
    if not surveyed.answers and surveyed.found:
        terminal.show(surveyed.found)
        return terminal.stopped(surveyed.found)
    rows = overview.rows(workspace.library, surveyed.answers, day)
    match format_:
        case "json":
            terminal.give(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2))
        case "html":
            terminal.give(web_pages.status(rows, day))
        case _:
            on_terminal = sys.stdout is not None and sys.stdout.isatty()
            width = shutil.get_terminal_size((120, 24)).columns if on_terminal else 1000
            terminal.give(table([_shown(row) for row in rows], width))
    return terminal.DONE


def _plain(row: Row) -> dict[str, Any]:
    return {**asdict(row), "review_by": row.review_by.isoformat() if row.review_by else None, "review": row.review}


def _shown(row: Row) -> dict[str, Any]:
    """The columns that people see."""
    findings = ", ".join(
        terminal.number(count, noun) for count, noun in ((row.errors, "error"), (row.warnings, "warning")) if count
    )
    return {
        "id": row.id,
        "status": row.status or "",
        "version": row.version or "",
        "review by": "" if row.review_by is None else row.review_by.isoformat(),
        "review": row.review or "",
        "grade": web_pages.score(row.grade),
        "with terms": web_pages.score(row.grade_with_terms),
        "paragraphs": web_pages.score(row.paragraphs),
        "smog": web_pages.smog(row),
        "languages": ", ".join(row.languages),
        "drawn": web_pages.drawn(row),
        "min a day": "" if row.minutes_a_day is None else str(row.minutes_a_day),
        "findings": findings or "none",
    }
