"""Checks of the content and of the leaflets composed from it: governance, plain language, safety, codes, checklists.

One file per subject; `CHECKS` lists all checks in reading order. A check takes a `CheckContext` and yields findings;
`accepted` leaves out those that a clinician accepts, with a reason and a last day. `pdf/preflight` checks the finished
PDF.
"""

from __future__ import annotations

from collections.abc import Sequence

from handouts.checks import (
    accepted,
    checklists,
    codes,
    danger_signs,
    governance,
    language,
    loads,
    near_duplicates,
    placement,
    reading_level,
    safety,
)
from handouts.checks.context import Check, CheckContext
from handouts.diagnostics import Diagnostic, in_order

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
    governance.texts_have_licences,
    reading_level.grades,
    reading_level.long_sentences,
    language.passive,
    language.jargon,
    language.terms,
    language.capitals,
    language.to_the_reader,
    language.easy_numbers,
    safety.common_stop_rules,
    danger_signs.signs,
    safety.urgent_rules_say_where,
    safety.cold_and_heat,
    safety.children,
    safety.new_in_the_shoe,
    safety.medicines,
    safety.not_together,
    safety.doses,
    safety.daily_time,
    safety.do_and_do_not,
    loads.loads,
    near_duplicates.near_duplicates,
    placement.stands_alone,
    placement.comfort,
    placement.spans,
    placement.said_twice,
    placement.unprinted,
    language.alternatives,
    codes.codes,
    checklists.checklists,
)


def run(context: CheckContext, more: Sequence[Check] = ()) -> list[Diagnostic]:
    """Runs all checks.

    Args: `more` are checks that are too slow for every run.
    Returns: the findings in order of place, without those that a clinician accepts. Reports HND801 to HND862; HND860
    and HND861 only where the context has a clinic. The pipeline reports unknown conditions.
    """
    findings = [finding for check in (*CHECKS, *more) for finding in check(context)]
    return in_order(finding.diagnostic for finding in accepted.sift(context, findings))
