"""`handouts evidence`: one page about one leaflet, for a governance file or a board."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import dates, exit_codes, options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import in_order

if TYPE_CHECKING:
    from handouts.checks.checklists import ItemResult
    from handouts.checks.evidence import Evidence

#: The scores in the heading of a checklist, with the text before each.
PEMAT_SCORES = {"understandability": "understandability ", "actionability": "actionability "}
CDC_SCORES = {"CDC Index": ""}


@dataclass(frozen=True, slots=True)
class EvidenceReport(report.Report):
    """The evidence for one leaflet: as Markdown, JSON, or a page that prints on one sheet."""

    evidence: Evidence

    def print_text(self) -> None:
        from handouts.checks.evidence import page

        terminal.output(page(self.evidence))

    def payload(self) -> Any:
        from handouts.checks.evidence import plain

        return plain(self.evidence)

    def html(self) -> str:
        return report.from_template("evidence", _page_values(self.evidence))


@click.command(
    epilog="""\b
Examples:
  handouts evidence plantar-fasciitis
  handouts evidence plantar-fasciitis --no-pdf --report json
  handouts evidence plantar-fasciitis > evidence.md
  handouts evidence plantar-fasciitis --report html > evidence.html
""",
)
@click.argument("condition", shell_complete=options.completing("conditions"))
@report.option(report.PAGES, "; text is Markdown, html prints on one sheet")
@click.option(
    "--pdf/--no-pdf", default=True, show_default=True, help="Print the leaflet and measure the finished file."
)
@options.content_option()
@options.clinic_option(f"The clinic that the leaflet names, by its id. {options.USUAL_CLINIC}")
@dates.day_option()
def command(
    condition: str, report_kind: str, pdf: bool, content: Path | None, clinic: str | None, day: datetime.date
) -> int:
    """Print one page of evidence: scores, items, who judged what, sources, readability, accessibility.

    Scores are those of PEMAT-P and the CDC Clear Communication Index. What only a person can judge is
    open until somebody signed it with `handouts approve --attest`. Where an error in the content stops
    the leaflet from being composed, the findings are shown instead, and the exit code is 1.
    """
    from handouts.batch.watched import preflight_all
    from handouts.checks import evidence
    from handouts.checks.context import CheckContext
    from handouts.pipeline import survey
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    surveyed = survey(workspace, [condition], clinic or workspace.default_clinic(), day)
    findings, measured = [*surveyed.found], dict[str, str]()
    judged_for = surveyed.answers[0].judged_for if surveyed.answers else None
    # A leaflet that errors stop is not printed, so there is nothing to measure.
    if judged_for is not None and pdf:
        for printed in preflight_all(workspace, surveyed.answers):
            findings, measured = in_order([*findings, *printed.diagnostics]), dict(printed.facts)
    context = CheckContext(workspace.library, (condition,), day, clinic=judged_for)
    gathered = evidence.gather(context, findings, measured) if judged_for else None
    if gathered is None:
        terminal.print_findings(findings)
        return exit_codes.of_findings(findings)
    EvidenceReport(gathered).publish(report_kind)
    # What the page lacks because a child was lost is no finding of the content.
    lost_work = [finding for finding in findings if finding.code in terminal.LOST_WORK]
    terminal.print_findings(lost_work)
    return ExitCode.FINDINGS if lost_work else ExitCode.DONE


def _page_values(e: Evidence) -> dict[str, Any]:
    """The values of the page: texts and lists of texts."""
    governance = e.condition.governance
    approval = governance.approval
    return {
        "title": f"Evidence: {e.condition.title}",
        "condition": e.condition, "governance": governance, "reference": e.condition.reference, "hash": e.hash,
        "issued": str(governance.issued), "review_by": str(governance.review_by), "day": str(e.day),
        "authors": _people(governance.authors), "reviewers": _people(governance.reviewers),
        "approver": _people([approval] if approval else []),
        "is_void": approval is not None and approval.hash != e.hash,
        "checklists": [
            _checklist(e, "PEMAT-P", PEMAT_SCORES, e.pemat),
            _checklist(e, "CDC Clear Communication Index", CDC_SCORES, e.cdc),
        ],
        **_reading_values(e),
        "measured": list(e.measured.items()),
        "sources": [
            {"name": source.name, "seen": source.seen, "supports": ", ".join(cited.supports)}
            for cited in governance.sources
            if (source := e.library.sources.get(cited.id))
        ],
        "codes": "; ".join(e.codes) or "none",
        "findings": [f"{finding.severity.value} {finding.code}: {finding.message}" for finding in e.found],
    }  # fmt: skip


def _reading_values(e: Evidence) -> dict[str, Any]:
    return {
        "grade": f"{e.reading.score():.1f}",
        "target_grade": f"{e.target_grade:g}",
        "sections": [
            {"name": name, "numbers": [sentences, words, f"{masked:.1f}", f"{with_terms:.1f}"]}
            for name, sentences, words, masked, with_terms in e.sections()
        ],
        "hardest": [
            {"text": sentence, "score": f"{score:.1f}", "place": line.place}
            for score, line, sentence in e.reading.worst()
        ],
        "smog": e.reading.smog() or "too short",
        "minutes": f"{e.minutes:.0f}",
        "budget": e.budget,
    }


def _people(people: Iterable[object]) -> str:
    """`Ann Example, physiotherapist, 2026-11-22; …`."""
    signatures = (
        ", ".join(str(getattr(person, name)) for name in ("name", "role", "date") if hasattr(person, name))
        for person in people
    )
    return "; ".join(signatures) or "nobody yet"


def _checklist(e: Evidence, title: str, scores: Mapping[str, str], items: Sequence[ItemResult]) -> dict[str, Any]:
    """A checklist with its scores, such as `understandability 14 of 17`."""
    shares = ((heading, e.score(name)) for name, heading in scores.items())
    return {
        "title": title,
        "score": ", ".join(f"{heading}{met} of {count}" for heading, (met, count) in shares),
        "results": [_item(result) for result in items],
    }


def _item(result: ItemResult) -> dict[str, Any]:
    by = result.by
    return {
        "id": result.item.id, "asks": result.item.asks, "kind": result.item.kind,
        "standing": result.state + (f": {result.why}" if result.state == "not met" else ""),
        "is_met": result.state == "met",
        "is_signed": by is not None,
        "by": f"{by.name}, {by.role}, {by.date}" if by else ", ".join(result.item.codes),
    }  # fmt: skip
