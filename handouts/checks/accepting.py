"""Findings that a clinician accepts, with a reason and a last day. Reports HND809 and HND810."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handouts.checks.rounds import Finding, Round
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

    def can_be_idle(self, round_: Round) -> bool:
        """What a shared file accepts may be found in leaflets that this round does not look at or cannot compose."""
        if round_.clinic is None and self.says.code in OF_LEAFLET:
            return False
        return self.kind == "condition" or round_.is_whole


def sift(round_: Round, found: Iterable[Finding]) -> list[Finding]:
    """The findings without the accepted ones; expired and idle acceptances are findings themselves."""
    entries = list(_entries(round_))
    findings = list(found)
    in_force = [entry for entry in entries if entry.says.until >= round_.today and entry.says.code not in NEVER]
    kept = [finding for finding in findings if not any(entry.covers(finding) for entry in in_force)]
    return kept + [fault for entry in entries for fault in _faults(round_, entry, findings)]


def _entries(round_: Round) -> Iterator[_Entry]:
    for kind, id_, record in round_.records():
        for index, says in enumerate(getattr(record, "accepted", ())):
            yield _Entry(kind, id_, index, says)


def _faults(round_: Round, entry: _Entry, findings: Iterable[Finding]) -> Iterator[Finding]:
    says, at = entry.says, (entry.kind, entry.id, ("accepted", entry.index))
    if says.code in NEVER:
        yield round_.found("HND810", f"{says.code} cannot be accepted", "mend what it says", *at)
    elif entry.can_be_idle(round_) and not any(entry.covers(finding) for finding in findings):
        advice = f"take it out: {says.code} is not found there any more"
        where = f"at `{says.at}`" if says.at else "for the whole file"
        yield round_.found("HND810", f"{says.code} is accepted {where}, but not found there", advice, *at)
    elif says.until < round_.today:
        message = f"{says.code} was accepted until {says.until} by {says.by}"
        yield round_.found("HND809", message, "mend it, or have a clinician accept it again", *at)
