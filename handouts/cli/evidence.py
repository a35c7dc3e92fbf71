"""`handouts evidence`: one page about one leaflet, for whoever answers for it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import click

from handouts.cli import dates, options, terminal, web_pages
from handouts.diagnostics import in_order


@click.command(
    epilog="""\b
Examples:
  handouts evidence plantar-fasciitis
  handouts evidence plantar-fasciitis --no-pdf --format json
  handouts evidence plantar-fasciitis > evidence.md
  handouts evidence plantar-fasciitis --format html > evidence.html
""",
)
@click.argument("condition", shell_complete=options.completing("conditions"))
@click.option(
    "--format", "format_", type=click.Choice(("text", "json", "html")), default="text", show_default=True,
    help="Markdown, JSON for programs, or a page for the browser that prints on one sheet.",
)  # fmt: skip
@click.option(
    "--pdf/--no-pdf", default=True, show_default=True, help="Print the leaflet and measure the finished file."
)
@options.content_option()
@options.clinic_option("Who hands the leaflet over.")
@dates.day_option()
def command(
    condition: str, format_: str, pdf: bool, content: Path | None, clinic: str | None, day: datetime.date
) -> int:
    """Print one page of evidence: scores, items, who judged what, sources, readability, accessibility.

    Scores are those of PEMAT-P and the CDC Clear Communication Index. What only a person can judge is
    open until somebody signed it with `handouts approve --attest`. Where an error in the content stops
    the leaflet from being composed, the findings are shown instead, and the exit code is 1.
    """
    from handouts.batch.watched import preflight_all
    from handouts.checks import evidence
    from handouts.pipeline import survey
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    surveyed = survey(workspace.library, workspace.findings, [condition], clinic or workspace.default_clinic(), day)
    found, measured = list(surveyed.found), dict[str, str]()
    judged_for = surveyed.answers[0].judged_for if surveyed.answers else None
    if judged_for is not None and pdf:
        for proof in preflight_all(workspace, surveyed.answers):
            found, measured = in_order([*found, *proof.found]), proof.facts
    lost = [one for one in found if one.code in terminal.LOST_WORK]
    told = evidence.gather(workspace.library, condition, day, found, measured, judged_for) if judged_for else None
    if told is None:
        terminal.show(found)
        return terminal.stopped(found)
    match format_:
        case "json":
            terminal.give(json.dumps(evidence.plain(told), ensure_ascii=False, indent=2))
        case "html":
            terminal.give(web_pages.evidence(told))
        case _:
            terminal.give(evidence.page(told))
    terminal.show(lost)
    return terminal.FINDINGS if lost else terminal.DONE
