"""`handouts status`: the whole library as a table, as JSON, or as a page for the browser."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, exit_codes, options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.tables import table

if TYPE_CHECKING:
    from handouts.pipeline.overview import Claims, Row


@dataclass(frozen=True, slots=True)
class StatusReport(report.Report):
    """A row for each leaflet and each plan."""

    rows: Sequence[Row]
    day: datetime.date

    def print_text(self) -> None:
        terminal.output(table([_columns(row) for row in self.rows]) if self.rows else "no review is overdue")

    def payload(self) -> Any:
        return [
            {**asdict(row), "review_by": row.review_by.isoformat() if row.review_by else None, "review": row.review}
            for row in self.rows
        ]

    def html(self) -> str:
        values = {
            "title": f"Leaflets on {self.day}",
            "summary": summary(self.rows),
            "rows": [_html_row(row) for row in self.rows],
        }
        return report.from_template("status", values)


@dataclass(frozen=True, slots=True)
class UnverifiedReport(report.Report):
    """The fields of each record that a reviewer has to look at: no source supports what they say."""

    claims: Sequence[Claims]

    def print_text(self) -> None:
        rows = [{"kind": one.kind, "id": one.id, "no source for": ", ".join(one.fields)} for one in self.claims]
        terminal.output(table(rows) if rows else "every claim has a source")

    def payload(self) -> Any:
        return [asdict(one) for one in self.claims]


@click.command(
    epilog="""\b
Examples:
  handouts status
  handouts status --content my-clinic --today 2028-06-01
  handouts status --report json
  handouts status --report html > status.html
  handouts status --expired --report json
  handouts status --unverified
""",
)
@click.option("--expired", is_flag=True, help="Only leaflets whose review is past: the papers to call back.")
@click.option("--unverified", is_flag=True, help="In place of leaflets, all claims that no source supports, by file.")
@report.option(report.PAGES)
@options.content_option()
@options.clinic_option(f"Whose leaflets are shown, by whose rule of review. {options.USUAL_CLINIC}")
@dates.day_option()
def command(
    expired: bool, unverified: bool, report_kind: str, content: Path | None, clinic: str | None, day: datetime.date
) -> int:
    """Show the state of every leaflet and plan: status, review, readability, drawings, findings.

    A leaflet that errors stop has a row too; what cannot be computed stays empty, in JSON null.
    """
    from handouts.pipeline import overview, survey
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    if unverified:
        return _unverified(overview.unverified(workspace.library), report_kind)
    surveyed = survey(workspace, (), clinic or workspace.default_clinic(), day)
    # A leaflet with errors is an answer and has a row: this is a clinic or a folder that cannot be used.
    if not surveyed.answers and surveyed.found:
        terminal.print_findings(surveyed.found)
        return exit_codes.of_findings(surveyed.found)
    rows = overview.rows(workspace.library, surveyed.answers, day)
    StatusReport([row for row in rows if not expired or _is_overdue(row)], day).publish(report_kind)
    return ExitCode.DONE


def _unverified(claims: Sequence[Claims], report_kind: str) -> ExitCode:
    if report_kind not in report.DATA:
        raise click.UsageError("--unverified is a table or JSON, not a page")
    UnverifiedReport(claims).publish(report_kind)
    return ExitCode.DONE


def summary(rows: Sequence[Row]) -> str:
    """`7 leaflets: 7 draft. The first review date is 2028-11-01.`"""
    if not rows:
        return "Nothing yet."
    counts = [(sum(row.status == name for row in rows), name) for name in ("approved", "reviewed", "draft")]
    counts += [
        (sum(row.status is None for row in rows), "that cannot be read"),
        (sum(_is_overdue(row) for row in rows), "overdue"),
        (sum(row.errors > 0 for row in rows), "with errors"),
    ]
    states = ", ".join(f"{count} {name}" for count, name in counts if count)
    days = [row.review_by for row in rows if row.review_by]
    first = f" The first review date is {min(days)}." if days else ""
    return f"{terminal.plural(len(rows), 'leaflet')}: {states}.{first}"


def _is_overdue(row: Row) -> bool:
    return row.days_left is not None and row.days_left < 0


def _columns(row: Row) -> dict[str, str]:
    """The cells of the table; what cannot be computed is empty."""
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status or "",
        "version": row.version or "",
        "review by": "" if row.review_by is None else row.review_by.isoformat(),
        "review": row.review or "",
        "grade": _score(row.grade),
        "with terms": _score(row.grade_with_terms),
        "paragraphs": _score(row.paragraphs),
        # SMOG needs a text of some length.
        "smog": "too short" if row.smog is None and row.grade is not None else _score(row.smog),
        "languages": ", ".join(row.languages),
        "drawn": "" if row.exercises is None else f"{row.drawn} of {row.exercises}",
        "min a day": "" if row.minutes_a_day is None else str(row.minutes_a_day),
        "findings": ", ".join(
            terminal.plural(count, noun) for count, noun in ((row.errors, "error"), (row.warnings, "warning")) if count
        )
        or "none",
    }


def _html_row(row: Row) -> dict[str, Any]:
    """The cells of the page: those of the table, with the title, and the classes of the row."""
    columns = _columns(row)
    classes = (("overdue", _is_overdue(row)), ("errors", row.errors > 0))
    return {
        **columns,
        "title": row.title or "",
        "review_by": columns["review by"],
        "numbers": [columns[name] for name in ("grade", "with terms", "paragraphs", "smog", "drawn", "min a day")],
        "errors": row.errors,
        "classes": " ".join(name for name, holds in classes if holds),
    }


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
