"""`handouts evidence`: one page about one leaflet, for whoever answers for it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import click

from handouts.cli import dates, pages, terminal, words
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
@click.argument("condition", shell_complete=words.completing("conditions"))
@click.option(
    "--format", "format_", type=click.Choice(("text", "json", "html")), default="text", show_default=True,
    help="Markdown, JSON for programs, or a page for the browser that prints on one sheet.",
)  # fmt: skip
@click.option(
    "--pdf/--no-pdf", default=True, show_default=True, help="Print the leaflet and measure the finished file."
)
@words.content_option()
@words.clinic_option("Who hands the leaflet over.")
@dates.day_option()
def command(
    condition: str, format_: str, pdf: bool, content: Path | None, clinic: str | None, day: datetime.date
) -> int:
    """Print one page of evidence: scores, items, who judged what, sources, readability, accessibility.

    Scores are those of PEMAT-P and the CDC Clear Communication Index. What only a person can judge is
    open until somebody signed it with `handouts approve --attest`.
    """
    from handouts.answering.shop import opened
    from handouts.checks import evidence
    from handouts.cli.check import findings
    from handouts.cli.proofing import proofs

    shop = opened(content)
    if condition not in shop.library.conditions:
        raise click.UsageError(f"there is no condition `{terminal.visible(condition)}` that can be read")
    found = findings(shop, [condition], day, dates.review_years(shop.library, clinic))
    measured: dict[str, str] = {}
    if pdf:
        for _, proof in proofs(shop, [condition], clinic, day):
            found, measured = in_order([*found, *proof.found]), proof.facts
    lost = [one for one in found if one.code in terminal.LOST_WORK]
    told = evidence.gather(shop.library, condition, day, found, measured)
    if told is None:
        raise click.UsageError("the leaflet cannot be composed: see handouts check")
    match format_:
        case "json":
            terminal.give(json.dumps(evidence.plain(told), ensure_ascii=False, indent=2))
        case "html":
            terminal.give(pages.evidence(told))
        case _:
            terminal.give(evidence.page(told))
    terminal.show(lost)
    return terminal.FINDINGS if lost else terminal.DONE
