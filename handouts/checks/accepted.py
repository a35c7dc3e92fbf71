"""Findings that a clinician accepts, with a reason and a last day. Reports HND809 and HND810."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handouts.checks.context import CheckContext, Finding
from handouts.model import Accepted, dotted

#: Codes that nobody can accept: signatures and acceptances that are not valid, and a danger sign that is missing, whose
#: reason belongs under `danger_signs`: one acceptance would cover every other sign too.
NEVER = frozenset({"HND803", "HND804", "HND809", "HND810", "HND812", "HND831"})

#: Findings of composed leaflets, not of files.
OF_LEAFLET = frozenset({"HND860", "HND861"})


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    id: str
    index: int
    acceptance: Accepted

    def covers(self, finding: Finding) -> bool:
        if (finding.kind, finding.id, finding.diagnostic.code) != (self.kind, self.id, self.acceptance.code):
            return False
        place, at = dotted(finding.path), self.acceptance.at
        return place == (at or "") or (at is not None and place.startswith((f"{at}.", f"{at}[")))

    def can_be_idle(self, context: CheckContext) -> bool:
        """Whether an acceptance that covers nothing is a fault.

        A leaflet that this run does not check, or cannot compose, may have the finding that a shared file accepts.
        """
        if context.clinic is None and self.acceptance.code in OF_LEAFLET:
            return False
        return self.kind == "condition" or context.is_whole


def sift(context: CheckContext, findings: Iterable[Finding]) -> list[Finding]:
    """The findings without the accepted ones; expired and idle acceptances are findings themselves."""
    entries = list(_entries(context))
    findings = list(findings)
    in_force = [
        entry for entry in entries if context.today <= entry.acceptance.until and entry.acceptance.code not in NEVER
    ]
    kept = [finding for finding in findings if not any(entry.covers(finding) for entry in in_force)]
    return kept + [fault for entry in entries for fault in _faults(context, entry, findings)]


def _entries(context: CheckContext) -> Iterator[_Entry]:
    for kind, id_, record in context.records():
        for index, acceptance in enumerate(getattr(record, "accepted", ())):
            yield _Entry(kind, id_, index, acceptance)


def _faults(context: CheckContext, entry: _Entry, findings: Iterable[Finding]) -> Iterator[Finding]:
    acceptance, at = entry.acceptance, (entry.kind, entry.id, ("accepted", entry.index))
    if acceptance.code in NEVER:
        yield context.found("HND810", f"{acceptance.code} cannot be accepted", "correct what it says", *at)
    elif entry.can_be_idle(context) and not any(entry.covers(finding) for finding in findings):
        advice = f"take it out: {acceptance.code} is not found there any more"
        where = f"at `{acceptance.at}`" if acceptance.at else "for the whole file"
        yield context.found("HND810", f"{acceptance.code} is accepted {where}, but not found there", advice, *at)
    elif acceptance.until < context.today:
        message = f"{acceptance.code} was accepted until {acceptance.until} by {acceptance.by}"
        yield context.found("HND809", message, "correct it, or have a clinician accept it again", *at)
