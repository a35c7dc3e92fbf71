"""`handouts status`: the whole library as a table, as JSON, or as a page for the browser."""

from __future__ import annotations

import datetime
import html
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, terminal, words

if TYPE_CHECKING:
    from handouts.checks.overview import Row


@click.command(
    epilog="""\b
Examples:
  handouts status
  handouts status --content my-clinic --on 2028-06-01
  handouts status --format json
  handouts status --format html > status.html
""",
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json", "html")), default="text", show_default=True,
    help="A table for the terminal, JSON for programs, or a page for the browser.",
)  # fmt: skip
@words.content_option()
@click.option("--clinic", metavar="ID", shell_complete=words.completing("clinics"), help="Whose rule of review holds.")
@dates.day_option()
def command(format_: str, content: Path | None, clinic: str | None, day: datetime.date) -> int:
    """Show how every leaflet stands: status, review, readability, drawings, findings."""
    from handouts.answering.shop import opened
    from handouts.checks import overview
    from handouts.cli.listing import table

    library = opened(content).library
    rows = overview.rows(library, day, dates.review_years(library, clinic))
    match format_:
        case "json":
            terminal.give(json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2))
        case "html":
            terminal.give(page(rows, day))
        case _:
            on_terminal = sys.stdout is not None and sys.stdout.isatty()
            width = shutil.get_terminal_size((120, 24)).columns if on_terminal else 1000
            terminal.give(table([_shown(row) for row in rows], width))
    return terminal.DONE


def _plain(row: Row) -> dict[str, Any]:
    return {**asdict(row), "review_by": row.review_by.isoformat(), "review": row.review}


def _shown(row: Row) -> dict[str, Any]:
    """The columns that people see."""
    findings = ", ".join(
        terminal.number(count, noun) for count, noun in ((row.errors, "error"), (row.warnings, "warning")) if count
    )
    return {
        "id": row.id,
        "status": row.status,
        "version": row.version,
        "review by": row.review_by.isoformat(),
        "review": row.review,
        "grade": f"{row.grade:.1f}",
        "with terms": f"{row.grade_with_terms:.1f}",
        "paragraphs": f"{row.paragraphs:.1f}",
        "smog": "too short" if row.smog is None else f"{row.smog:.1f}",
        "languages": ", ".join(row.languages),
        "drawn": f"{row.drawn} of {row.exercises}",
        "min a day": str(row.minutes_a_day),
        "findings": findings or "none",
    }


_STYLE = """
body { font: 1rem/1.4 "Fira Sans", Arial, sans-serif; color: #14202b; margin: 2rem; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #5b6b75; padding: .4rem .8rem; text-align: start; }
td.number { text-align: end; }
.overdue, .errors { font-weight: 700; }
"""


def page(rows: Sequence[Row], day: datetime.date) -> str:
    """One file of HTML, in need of no other."""
    shown = [_shown(row) for row in rows]
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in (shown[0] if shown else ("nothing yet",)))
    body = "\n".join(_line(row, columns) for row, columns in zip(rows, shown, strict=True))
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Leaflets on {day}</title><style>{_STYLE}</style></head>
<body>
<h1>Leaflets on {day}</h1>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{body}
</tbody>
</table>
<p>Grade: Flesch-Kincaid of the whole leaflet with its medical terms masked, with them, and of its paragraphs alone.</p>
</body>
</html>"""


def _line(row: Row, columns: dict[str, Any]) -> str:
    marks = " ".join(mark for mark, is_so in (("overdue", row.days_left < 0), ("errors", row.errors > 0)) if is_so)
    first, *rest = (html.escape(str(value)) for value in columns.values())
    cells = "".join(f"<td>{value}</td>" for value in rest)
    return f'<tr{f" class={marks!r}" if marks else ""}><th scope="row">{first}</th>{cells}</tr>'
