"""Findings that a clinician accepts, with a reason and a last day. Reports HND809 and HND810."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handouts.checks.context import CheckContext, Finding
from handouts.model import Accepted, dotted

#: What nobody can accept: a signature that does not hold, an acceptance that does not.
NEVER = frozenset({"HND803", "HND804", "HND809", "HND810", "HND812"})

#: What is found in a composed leaflet alone.
OF_LEAFLET = frozenset({"HND860", "HND861"})


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    id: str
    index: int
    says: Accepted

    def covers(self, finding: Finding) -> bool:
        if (finding.kind, finding.id, finding.diagnostic.code) != (self.kind, self.id, self.says.code):
            return False
        place, at = dotted(finding.path), self.says.at
        return place == (at or "") or (at is not None and place.startswith((f"{at}.", f"{at}[")))

    def can_be_idle(self, context: CheckContext) -> bool:
        """What a shared file accepts may be found in leaflets that this round does not look at or cannot compose."""
        if context.clinic is None and self.says.code in OF_LEAFLET:
            return False
        return self.kind == "condition" or context.is_whole


def sift(context: CheckContext, found: Iterable[Finding]) -> list[Finding]:
    """The findings without the accepted ones; expired and idle acceptances are findings themselves."""
    entries = list(_entries(context))
    findings = list(found)
    in_force = [entry for entry in entries if entry.says.until >= context.today and entry.says.code not in NEVER]
    kept = [finding for finding in findings if not any(entry.covers(finding) for entry in in_force)]
    return kept + [fault for entry in entries for fault in _faults(context, entry, findings)]


def _entries(context: CheckContext) -> Iterator[_Entry]:
    for kind, id_, record in context.records():
        for index, says in enumerate(getattr(record, "accepted", ())):
            yield _Entry(kind, id_, index, says)


def _faults(context: CheckContext, entry: _Entry, findings: Iterable[Finding]) -> Iterator[Finding]:
    says, at = entry.says, (entry.kind, entry.id, ("accepted", entry.index))
    if says.code in NEVER:
        yield context.found("HND810", f"{says.code} cannot be accepted", "mend what it says", *at)
    elif entry.can_be_idle(context) and not any(entry.covers(finding) for finding in findings):
        advice = f"take it out: {says.code} is not found there any more"
        where = f"at `{says.at}`" if says.at else "for the whole file"
        yield context.found("HND810", f"{says.code} is accepted {where}, but not found there", advice, *at)
    elif says.until < context.today:
        message = f"{says.code} was accepted until {says.until} by {says.by}"
        yield context.found("HND809", message, "mend it, or have a clinician accept it again", *at)
