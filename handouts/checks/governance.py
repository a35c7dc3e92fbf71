"""Reviews, approvals and sources of a leaflet. Reports HND801 to HND808 and HND811 to HND814.

Review: at least every three years (PIF TICK criteria), many trusts every two (Ashford and St Peter's); a clinic says
which. Warnings come 180 and 90 days ahead: one trust starts six months before the day (RDaSH), another takes leaflets
three months before it (Princess Alexandra).
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator

from handouts.checks import approval_hash
from handouts.checks.context import CheckContext, Finding, Path
from handouts.model import OPEN_LICENCES, Condition, Dose, Record, cited_by

#: Days before the review date at which it is time to begin, and when it is urgent.
LEAD_DAYS = (180, 90)

#: The fields of a condition that a source must support.
CLAIMS = (
    "main_message", "in_short", "key_facts", "what_it_is", "how_it_feels", "why_it_happens", "spreads", "causes",
    "timeline", "full_recovery", "outlook", "not_known", "exercises", "before_exercises", "pain_limit", "delays",
    "cares", "merged", "advice", "do", "do_not", "get_help",
)  # fmt: skip
EXERCISE_CLAIMS = ("what_it_does", "steps", "dose", "not_for")
ADVICE_CLAIMS = ("how", "how_long", "not_for", "stop_if")
#: Further names that a source of a dose may support.
DOSE_WORDS = frozenset({*Dose.PLACEHOLDERS, "tempo", "dose limits"})
GUIDE_CLAIMS = ("fine_to", "ok_to", "stop_if", "worse_next_day", "add_next_days", "ask_after_days")


def review_dates(context: CheckContext) -> Iterator[Finding]:
    """HND801 past the review date, HND802 soon before it, HND811 when it is later than the clinic's rule."""
    for kind, id_, governance in context.governed:
        days = (governance.review_by - context.today).days
        at = (kind, id_, ("governance", "review_by"))
        if days < 0:
            advice = "review it, then set a new `issued`, `version` and `review_by`"
            message = f"the review was due on {governance.review_by}, {days_in_words(-days)} ago"
            yield context.found("HND801", message, advice, *at)
        elif days <= LEAD_DAYS[0]:
            when = "high time to review it" if days <= LEAD_DAYS[1] else "time to begin the review"
            yield context.found("HND802", f"the review is due in {days_in_words(days)}", f"it is {when}", *at)
        # A day far off looks like care and means that nobody looks for years.
        if governance.review_by > (latest := years_after(governance.issued, context.review_years)):
            message = f"the review is more than {context.review_years} years after the issue"
            yield context.found("HND811", message, f"give a day up to {latest}", *at)


def days_in_words(number: int) -> str:
    """`1 day`, `12 days`."""
    return "1 day" if number == 1 else f"{number} days"


def years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day some years later; 29 February becomes 28 February where there is none."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def approvals(context: CheckContext) -> Iterator[Finding]:
    """HND803 when what was approved has changed, HND804 when status and approval do not go together."""
    for condition in context.conditions:
        governance, at = condition.governance, ("condition", condition.id)
        if governance.status == "approved" and governance.approval is None:
            advice = "let `handouts approve` record who approves, or set `status: reviewed`"
            yield context.found(
                "HND804", "status is approved, but nobody approved it", advice, *at, ("governance", "status")
            )
        elif governance.status != "approved" and governance.approval is not None:
            message = f"{governance.approval.name} approved it, but status is {governance.status}"
            advice = "let `handouts approve` record it again, or take `approval` out"
            yield context.found("HND804", message, advice, *at, ("governance", "status"))
        # A signature holds for the words that were read, not for those written since.
        elif (by := governance.approval) and by.hash != approval_hash.hash_of(context.library, condition.id):
            message = f"it was changed after {by.name} approved it on {by.date}"
            advice = "have it approved again, or set `status: draft` and take `approval` out"
            yield context.found("HND803", message, advice, *at, ("governance", "approval", "hash"))


def attestations(context: CheckContext) -> Iterator[Finding]:
    """HND813 for a judgement of something that has changed since."""
    for condition in context.conditions:
        for index, given in enumerate(condition.governance.attestations):
            # A judgement of other words says nothing about these.
            if given.hash != approval_hash.hash_of(context.library, condition.id):
                message = f"{given.item} was judged by {given.name} before the leaflet changed"
                advice = "have it judged again with `handouts approve --attest`, or take it out"
                yield context.found(
                    "HND813", message, advice, "condition", condition.id, ("governance", "attestations", index)
                )


def signed_ahead(context: CheckContext) -> Iterator[Finding]:
    """HND812 for a day of issue, review, approval or judgement that has not come yet."""
    for condition in context.conditions:
        for path, day in _days(condition):
            # Nobody can have signed tomorrow: it is a slip, or a signature before the reading.
            if day > context.today:
                message = f"{day} has not come yet"
                advice = "sign with the day on which it is done"
                yield context.found("HND812", message, advice, "condition", condition.id, ("governance", *path))


def _days(condition: Condition) -> Iterator[tuple[Path, datetime.date]]:
    governance = condition.governance
    yield ("issued",), governance.issued
    if governance.approval:
        yield ("approval", "date"), governance.approval.date
    for index, review in enumerate(governance.reviewers):
        yield ("reviewers", index, "date"), review.date
    for index, given in enumerate(governance.attestations):
        yield ("attestations", index, "date"), given.date


def audience(context: CheckContext) -> Iterator[Finding]:
    """HND814: the CDC Index can be scored only for an audience that was written down first."""
    for condition in context.conditions:
        if condition.audience is None:
            advice = "write `audience:` with `reading` (how well its readers read) and `aim` (what they should do)"
            yield context.found(
                "HND814", "nobody wrote down who it is for and what it is for", advice, "condition", condition.id
            )


# ---------------------------------------------------------------- sources


def numbers_have_sources(context: CheckContext) -> Iterator[Finding]:
    """HND805 for a number of the prose without a source."""
    for kind, records in (("condition", context.conditions), ("advice", context.advice)):
        for record in records:
            for name, number in record.numbers.items():
                if number.source is None:
                    advice = "give it `source:` with an id of sources.yaml; `unverified` is honest where there is none"
                    yield context.found(
                        "HND805", f"the number `{name}` has no source", advice, kind, record.id, ("numbers", name)
                    )


def claims_have_sources(context: CheckContext) -> Iterator[Finding]:
    """HND806 for a field that no source supports, HND807 for a source that supports a field that is not there."""
    for condition in context.conditions:
        yield from _supported(context, "condition", condition.id, condition, CLAIMS)
    for exercise in context.exercises:
        yield from _supported(context, "exercise", exercise.id, exercise, EXERCISE_CLAIMS)
    for block in context.advice:
        yield from _supported(context, "advice", block.id, block, ADVICE_CLAIMS)
    if guide := context.library.pain_guide:
        yield from _supported(context, "pain-guide", "pain-guide", guide, GUIDE_CLAIMS)


def _supported(context: CheckContext, kind: str, id_: str, record: Record, claims: Iterable[str]) -> Iterator[Finding]:
    at = ("governance", "sources") if kind == "condition" else ("sources",)
    supported = {name.split(".")[0].split("[")[0] for cited in cited_by(record) for name in cited.supports}
    for name in claims:
        if getattr(record, name) and name not in supported:
            advice = f"cite one with `supports: [{name}]`; `unverified` is honest where there is none"
            yield context.found("HND806", f"no source supports `{name}`", advice, kind, id_, (name,))
    for index, cited in enumerate(cited_by(record)):
        for place, name in enumerate(cited.supports):
            # A slip in the name of a field leaves the claim without its source, and nobody sees it.
            known = {*type(record).model_fields, *(DOSE_WORDS if kind == "exercise" else ())}
            if name.split(".")[0].split("[")[0] not in known:
                advice = f"name a field of this file, such as `{next(iter(claims))}`"
                yield context.found(
                    "HND807",
                    f"there is no field `{name}` to support",
                    advice,
                    kind,
                    id_,
                    (*at, index, "supports", place),
                )


def approved_is_verified(context: CheckContext) -> Iterator[Finding]:
    """HND808 for an approved leaflet with a claim that rests on sources alone that nobody has verified."""
    for condition in context.conditions:
        if condition.governance.status != "approved":
            continue
        for name in CLAIMS:
            # A second-hand source was read by somebody; an unverified one is an honest blank.
            citing = [cited.id for cited in condition.governance.sources if name in cited.supports]
            if citing and not any(_was_read(context, id_) for id_ in citing):
                advice = "find a source and read it before approving, or take the claim out"
                yield context.found(
                    "HND808", f"`{name}` is approved, but rests on nothing that was read", advice, "condition",
                    condition.id, (name,),
                )  # fmt: skip


def _was_read(context: CheckContext, id_: str) -> bool:
    source = context.library.sources.get(id_)
    return source is not None and source.seen != "not verified"


def texts_have_licences(context: CheckContext) -> Iterator[Finding]:
    """HND817 for text of a source whose licence does not let it be printed."""
    records: list[Record] = [*context.conditions, *context.exercises, *context.advice]
    records += [one for one in (context.library.pain_guide, context.library.plans.get(context.plan)) if one]
    for id_ in dict.fromkeys(cited.id for record in records for cited in cited_by(record)):
        source = context.library.sources.get(id_)
        if source and source.reuse != "facts" and source.licence not in OPEN_LICENCES:
            message = f"its text is {source.reuse}, and its licence is {source.licence}"
            advice = "read its terms and write `licence:`, or write the facts in own words and set `reuse: facts`"
            yield context.found("HND817", message, advice, "source", id_, ("reuse",))
