"""Sheet one beside its texts: who hands it over, for whom it was printed, its sources, and what identifies it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from handouts.compose.context import ComposeContext
from handouts.compose.wording import Wording
from handouts.model import Clinic, Governance, Person, Record, Source, cited_by
from handouts.model.leaflet import Imprint, Masthead, Personal
from handouts.model.request import Request

SOURCES_LETTERS = 130  # with the last sentence two lines of 10.5 pt at the foot of sheet one


def printed_sources(context: ComposeContext) -> tuple[str, ...]:
    """The short names of the sources that fit at the foot of sheet one; the content keeps them all."""
    # In turns, so that a short line names sources of every condition.
    turns = zip_longest(*(condition.governance.sources for condition in context.conditions))
    cited = dict.fromkeys(one.id for row in turns for one in row if one is not None)
    printed, left_out = list[str](), list[str]()
    for id_ in cited:
        short = context.library.sources[id_].short
        if not short or short in printed or short in left_out:
            continue
        if len("; ".join([*printed, short])) > SOURCES_LETTERS:
            left_out.append(short)
            continue
        printed.append(short)
    if left_out:
        context.report.decide("sources", f"{len(left_out)} not printed, no room: {'; '.join(left_out)}")
    return tuple(printed)


def acknowledgements(context: ComposeContext, records: Iterable[Record]) -> tuple[str, ...]:
    """What licences ask to be printed with text of a source, for the sources of these records; facts need none.

    The pain guide is printed in every leaflet, and a plan where the request has one.
    """
    every = (context.library.pain_guide, context.library.plans.get(context.request.plan))
    printed = [*records, *filter(None, every)]
    cited = dict.fromkeys(one.id for record in printed for one in cited_by(record))
    taken = [one for id_ in cited if (one := context.library.sources.get(id_)) and one.reuse != "facts"]
    return tuple(dict.fromkeys(filter(None, (_acknowledgement(context.wording, one) for one in taken))))


def _acknowledgement(wording: Wording, source: Source) -> str:
    if source.licence == "OGL-UK-3.0":  # the sentence of the licence itself; it must not name the service
        return wording.say("Contains public sector information licensed under the Open Government Licence v3.0.")
    if source.licence == "CC-BY-4.0":
        sentence = "Adapted from {source}, CC BY 4.0." if source.reuse == "adapted" else "Text of {source}, CC BY 4.0."
        return wording.say(sentence, source=source.short or source.name)
    return ""


def masthead(clinic: Clinic) -> Masthead:
    names = ("line", "address", "phone", "hours", "formats", "example", "email", "web", "verify", "web_label",
             "out_of_hours", "language_line", "logo", "accent")  # fmt: skip
    return Masthead(clinic=clinic.name, **{name: getattr(clinic, name) for name in names})


def personal(request: Request, wording: Wording) -> Personal:
    days = (request.date, request.born, request.start)
    date, born, start = (wording.day(day) if day else "" for day in days)
    return Personal(request.patient, request.clinician, date, request.notes, request.reference, born, start)


def imprint(context: ComposeContext, today: datetime.date | None) -> Imprint:
    """One imprint for all: the newest date of issue, the earliest review, and the lowest status."""
    document = "+".join(c.reference for c in context.conditions) + "-" + context.wording.tag.split("-")[0]
    return imprint_of(context, document, [c.governance for c in context.conditions], today)


def imprint_of(
    context: ComposeContext, document: str, records: Sequence[Governance], today: datetime.date | None
) -> Imprint:
    """The imprint of a document by the records of its content; dates and status of none are those of a draft."""
    if not records:
        return Imprint(document, "", "", "", "draft", "", _reviewers(context, records))
    ranks = ("draft", "reviewed", "approved")
    review_by = min(p.review_by for p in records)
    return Imprint(
        document=document,
        version="/".join(dict.fromkeys(p.version for p in records)),
        issued=context.wording.month(max(p.issued for p in records)),
        review_by=context.wording.month(review_by),
        status=min((p.status for p in records), key=ranks.index),
        authors=_people(person for p in records for person in p.authors),
        reviewers=_reviewers(context, records),
        overdue=today is not None and review_by < today,
    )


def _people(people: Iterable[Person]) -> str:
    """Each person once, with the role: `The handouts authors (writers, not clinicians)`."""
    return "; ".join(dict.fromkeys(f"{person.name} ({person.role})" for person in people))


def _reviewers(context: ComposeContext, records: Sequence[Governance]) -> str:
    """Who reviewed the leaflet. A condition without reviewer leaves the whole leaflet without one."""
    if not records or not all(record.reviewers for record in records):
        return context.wording.say("Not yet reviewed by a clinician")
    latest = context.wording.month(max(review.date for record in records for review in record.reviewers))
    people = _people(review for record in records for review in record.reviewers)
    return context.wording.say("Reviewed by {people}, {month}", people=people, month=latest)
