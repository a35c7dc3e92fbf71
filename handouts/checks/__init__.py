"""What must not be printed does not print: checks of content and of the leaflet composed from it.

One file per subject; `CHECKS` names them all in reading order. A check takes a `Round` and yields findings; findings
that a clinician accepts, with a reason and a last day, are left out. The finished PDF is measured in `proof`, above
the press.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from handouts.checks import accepted, checklists, codes, governance, language, reading_level, safety
from handouts.checks.context import Check, CheckContext
from handouts.diagnostics import Diagnostic, in_order
from handouts.model import Library
from handouts.model.leaflet import DEFAULT_CLINIC

__all__ = ["CHECKS", "run"]

#: Every check, in reading order.
CHECKS: tuple[Check, ...] = (
    governance.review_dates,
    governance.approvals,
    governance.attestations,
    governance.signed_ahead,
    governance.audience,
    governance.numbers_have_sources,
    governance.claims_have_sources,
    governance.approved_is_verified,
    reading_level.grades,
    reading_level.long_sentences,
    language.passive,
    language.jargon,
    language.terms,
    language.capitals,
    language.to_the_reader,
    language.easy_numbers,
    safety.common_stop_rules,
    safety.signs,
    safety.urgent_rules_say_where,
    safety.cold_and_heat,
    safety.children,
    safety.diabetes,
    safety.medicines,
    safety.not_together,
    safety.doses,
    safety.daily_time,
    safety.do_and_do_not,
    codes.codes,
    checklists.checklists,
)


def run(
    library: Library,
    conditions: Iterable[str] | None,
    today: datetime.date,
    review_years: int = 3,
    more: Sequence[Check] = (),
    clinic: str | None = DEFAULT_CLINIC,
) -> list[Diagnostic]:
    """All findings of the leaflets of these conditions, or of all: sorted by place, accepted ones left out.

    `more` are checks that are too slow for every run. The checklists judge the leaflet of `clinic`; None: the content
    has errors, nothing is composed, and HND860 and HND861 are not reported. An unknown condition is not reported here:
    `answering` does. Reports HND801 to HND862.
    """
    ids = library.conditions if conditions is None else dict.fromkeys(conditions)
    context = CheckContext(library, tuple(ids), today, review_years, clinic)
    found = [finding for check in (*CHECKS, *more) for finding in check(context)]
    return in_order(finding.diagnostic for finding in accepted.sift(context, found))
