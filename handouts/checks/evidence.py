"""One page of evidence about one leaflet: checklists, signatures, sources, reading level and measures of its file.

It is for a governance file or a board. Everything on it is computed from the content and the finished file; an item
that only a person can judge is open until somebody signs it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.checks import approval_hash, checklists, codes, readability, reading_level
from handouts.checks.checklists import CDC, PEMAT, ItemResult
from handouts.checks.context import CheckContext
from handouts.checks.reading_level import Reading
from handouts.checks.safety import DAILY_BUDGET_MIN, minutes_a_day
from handouts.diagnostics import Diagnostic
from handouts.model import Condition, Library

UNDERSTOOD = 19  # the last item of understandability; from 20 on it is what can be acted on


@dataclass(frozen=True)
class Evidence:
    """The page as values; `page` writes it as text, `plain` as JSON."""

    library: Library
    condition: Condition
    day: datetime.date
    hash: str
    pemat: tuple[ItemResult, ...]
    cdc: tuple[ItemResult, ...]
    reading: Reading
    measured: Mapping[str, str]
    found: tuple[Diagnostic, ...]

    def score(self, name: str) -> tuple[int, int]:
        """How many items of a score are met, of how many."""
        parts = {
            "understandability": [one for one in self.pemat if _number(one) <= UNDERSTOOD],
            "actionability": [one for one in self.pemat if _number(one) > UNDERSTOOD],
            "CDC Index": list(self.cdc),
        }
        return checklists.share(parts[name])

    def sections(self) -> Iterator[tuple[str, int, int, float, float]]:
        """Each section, the paragraphs together and the whole: sentences, words, score with and without masking."""
        parts = {**self.reading.sections, "paragraphs": self.reading.paragraphs, "whole": self.reading.whole}
        for name, (raw, masked) in parts.items():
            without, with_ = (reading_level.score_of(self.reading.language, counts) for counts in (masked, raw))
            yield name, raw.sentences, raw.words, without, with_

    @property
    def target_grade(self) -> float:
        """The highest grade without a warning."""
        return reading_level.TARGET_GRADE

    @property
    def minutes(self) -> float:
        """About how long the exercises take a day."""
        return minutes_a_day(self.library, self.condition)

    @property
    def budget(self) -> int:
        """The most minutes a day without a warning."""
        return DAILY_BUDGET_MIN

    @property
    def codes(self) -> list[str]:
        """The verified codes with their terms."""
        return [f"{code.code} {code.term}" for listed in codes.exported(self.condition).values() for code in listed]


SCORES = ("understandability", "actionability", "CDC Index")


def _number(one: ItemResult) -> int:
    return int(one.item.id.rpartition("-")[2])


def gather(
    context: CheckContext, findings: Sequence[Diagnostic] = (), measured: Mapping[str, str] | None = None
) -> Evidence | None:
    """The evidence for the one condition of a context, or None where its leaflet cannot be composed.

    Args: `findings` and `measured` are those of the finished file and of its content, to be shown on the page.
    """
    (condition,) = context.conditions
    subject = checklists.subject_of(context, condition)
    if subject is None:
        return None
    return Evidence(
        context.library,
        condition,
        context.today,
        approval_hash.hash_of(context.library, condition.id),
        tuple(checklists.item_results(subject, PEMAT)),
        tuple(checklists.item_results(subject, CDC)),
        reading_level.reading(context.library, condition),
        measured or {},
        tuple(findings),
    )


def page(evidence: Evidence) -> str:
    """The page as Markdown."""
    return "\n".join(line for part in (_head, _scores, _items, _reads, _sources, _paper) for line in part(evidence))


def _head(e: Evidence) -> Iterator[str]:
    governance = e.condition.governance
    yield f"# Evidence: {e.condition.title}"
    yield ""
    dates = f"issued {governance.issued}, review by {governance.review_by}"
    yield f"{e.condition.reference}, version {governance.version}, {dates}."
    yield f"As on {e.day}."
    yield f"Status: **{governance.status}**. Owner: {governance.owner}. Hash of the printed content: `{e.hash}`."
    audience = e.condition.audience
    yield f"For: {e.condition.for_whom}. Not for: {e.condition.not_for}." + (
        f" Readers: {audience.reading}. Aim: {audience.aim}." if audience else ""
    )
    yield ""
    for what, people in (("Written by", governance.authors), ("Reviewed by", governance.reviewers)):
        yield f"- {what}: " + ("; ".join(f"{p.name}, {p.role}" for p in people) or "nobody yet")
    by = governance.approval
    # An approval is shown even when it is void, so that a reader learns that the text changed.
    holds = " (holds)" if by and by.hash == e.hash else " (void: changed since)"
    yield "- Approved by: " + (f"{by.name}, {by.role}, {by.date}{holds}" if by else "nobody yet")


def _scores(e: Evidence) -> Iterator[str]:
    yield "\n## Scores\n"
    yield "| list | met | of | |"
    yield "|---|---|---|---|"
    for name in SCORES:
        met, of = e.score(name)
        note = "90 passes" if name == "CDC Index" else "PEMAT-P"
        yield f"| {name} | {met} | {of} | {100 * met / of:.0f} %, {note} |"
    # What no rule can judge is no success until a person says so.
    waiting = [one.item.id for one in (*e.pemat, *e.cdc) if one.state == "not judged"]
    yield f"\nNot judged until a person has: {', '.join(waiting) or 'none'}."


def _items(e: Evidence) -> Iterator[str]:
    yield "\n## Items\n"
    yield "| item | the leaflet | judged | state | by |"
    yield "|---|---|---|---|---|"
    for one in (*e.pemat, *e.cdc):
        by = f"{one.by.name}, {one.by.role}, {one.by.date}" if one.by else ", ".join(one.item.codes)
        why = f": {one.why}" if one.state == "not met" else ""
        yield f"| {one.item.id} | {one.item.asks} | {one.item.kind} | {one.state}{why} | {by} |"


def _reads(e: Evidence) -> Iterator[str]:
    smog = e.reading.smog()
    yield "\n## Readability\n"
    yield f"Judged, the harder of whole and paragraphs: {e.reading.score():.1f} with medical terms masked,"
    yield f"{e.reading.score(False):.1f} with them; the aim is at most {e.target_grade:g}."
    yield f"SMOG: {'too short' if smog is None else smog}.\n"
    yield "| section | sentences | words | masked | with terms |"
    yield "|---|---|---|---|---|"
    for name, sentences, words, masked, with_terms in e.sections():
        yield f"| {name} | {sentences} | {words} | {masked:.1f} | {with_terms:.1f} |"
    yield "\nHardest sentences:\n"
    yield from (f"- “{sentence}” ({score:.1f}, {line.place})" for score, line, sentence in e.reading.worst())
    yield ""
    yield f"The exercises take about {e.minutes:.0f} minutes a day; the limit is {e.budget}."


def _sources(e: Evidence) -> Iterator[str]:
    yield "\n## Sources\n"
    for cited in e.condition.governance.sources:
        if source := e.library.sources.get(cited.id):
            yield f"- {source.name} ({source.seen}): {', '.join(cited.supports)}"
    yield f"\nVerified codes: {'; '.join(e.codes) or 'none'}."


def _paper(e: Evidence) -> Iterator[str]:
    yield "\n## The finished file\n"
    if not e.measured:
        yield "Not printed."
    yield from (f"- {name}: {value}" for name, value in e.measured.items())
    yield "\n## Findings\n"
    yield from (f"- {finding.severity.value} {finding.code}: {finding.message}" for finding in e.found)
    if not e.found:
        yield "None."


def plain(e: Evidence) -> dict[str, Any]:
    """The page for programs."""
    return {
        "id": e.condition.id,
        "title": e.condition.title,
        "day": e.day.isoformat(),
        "status": e.condition.governance.status,
        "hash": e.hash,
        "scores": {name: dict(zip(("met", "of"), e.score(name), strict=True)) for name in SCORES},
        "items": [
            {
                "id": one.item.id, "asks": one.item.asks, "kind": one.item.kind, "standing": one.state,
                "why": one.why, "codes": list(one.item.codes), "by": one.by.model_dump(mode="json") if one.by else None,
            }
            for one in (*e.pemat, *e.cdc)
        ],
        "readability": {
            "judged": round(e.reading.score(), 2),
            "with terms": round(e.reading.score(False), 2),
            "smog": readability.smog_or_none(e.reading.whole[1]),
        },
        "sources": [{"id": c.id, "supports": list(c.supports)} for c in e.condition.governance.sources],
        "measured": dict(e.measured),
        "findings": [{"code": f.code, "severity": f.severity.value, "message": f.message} for f in e.found],
    }  # fmt: skip
