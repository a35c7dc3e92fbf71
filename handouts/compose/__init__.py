"""(Library, Request) → Leaflet: choose, merge, order, resolve conflicts, and word it.

Several conditions become one leaflet: shared exercises and advice appear once, warnings are merged with the most urgent
first, an exercise that one condition prescribes and another forbids is left out, a dose on which they disagree becomes
the gentler one, and the exercise budget keeps the most important. The leaflet keeps every such decision for `--why`;
those that a person should review are also findings.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from handouts.compose.context import (
    ComposeContext,
    Report,
    distinct,
    distinct_lines,
    factor_common_prefix,
    lines_of,
    plain_words,
)
from handouts.compose.doing_sheet import always_stop_if, card, diary_row, fewer, needs, pain_zones, worse_next_day
from handouts.compose.exercises import Planned, plan_exercises, seconds_a_day
from handouts.compose.reading_sheet import (
    deck,
    do_and_do_not,
    help_rows,
    imprint,
    masthead,
    personal,
    printed_sources,
    sections,
    several,
    texts_of,
    tips,
)
from handouts.compose.summary import (
    after_two_weeks,
    causes,
    full_recovery,
    in_short,
    key_facts,
    main_message,
    timeline,
)
from handouts.compose.wording import ENGLISH, Catalogue, Wording
from handouts.diagnostics import Diagnostic, has_errors, unknown_name
from handouts.model import Condition, Library
from handouts.model.leaflet import Leaflet, Request, without_person

__all__ = ["compose", "personalised"]


def compose(
    library: Library,
    request: Request,
    catalogue: Catalogue = ENGLISH,
    language: str | None = None,
    today: datetime.date | None = None,
) -> tuple[Leaflet | None, list[Diagnostic]]:
    """Composes the leaflet of a request.

    Args: `catalogue` translates. `language` is a tag such as `en-GB`; None: that of the clinic's region. `today`
    decides whether the review is overdue; None: it is not.
    Returns: the leaflet, or None where an error stops it, and the findings.

    Reports HND001 (unknown condition, clinic or setting), HND002 and HND403 (a setting that is no dose, or outside its
    limits), HND401, HND402 (conditions that forbid or disagree), HND404 (no exercise is left), HND407 (a Do that
    another condition forbids), HND408 (a person of the clinic who is not drawn) and HND409 (exercises that exclude each
    other).
    """
    if unknown := _unknown(library, request):
        return None, unknown
    clinic = library.clinics[request.clinic]
    region = library.regions[clinic.region]
    report = Report()
    wording = Wording.of(catalogue, language or region.locale.replace("_", "-"))
    context = ComposeContext(library, request, clinic, region, wording, report)
    chosen = [library.conditions[id_] for id_ in dict.fromkeys(request.conditions)]
    plan = plan_exercises(context, chosen)
    if has_errors(report.findings):
        return None, report.findings
    leaflet = _leaflet(context, chosen, plan, today)
    report.report_missing_people()
    return leaflet, report.findings


def personalised(leaflet: Leaflet, request: Request, catalogue: Catalogue = ENGLISH) -> Leaflet:
    """The same leaflet with the personal text of another request: nothing else depends on it."""
    return replace(leaflet, personal=personal(request, Wording.of(catalogue, leaflet.language)))


def _unknown(library: Library, request: Request) -> list[Diagnostic]:
    """HND001 for names in the request that the library does not have."""
    findings = [
        unknown_name("condition", id_, library.conditions)
        for id_ in request.conditions
        if id_ not in library.conditions
    ]
    if request.clinic not in library.clinics:
        findings.append(unknown_name("clinic", request.clinic, library.clinics))
    return findings


def _leaflet(
    context: ComposeContext, chosen: Sequence[Condition], plan: Sequence[Planned], today: datetime.date | None
) -> Leaflet:
    cards = tuple(card(context, number, planned) for number, planned in enumerate(plan, 1))
    do, do_not = do_and_do_not(context, chosen)
    steps = timeline(context, chosen)
    titles = [plain_words(context, c, "title", c.title) for c in chosen]
    return Leaflet(
        conditions=tuple(c.id for c in chosen),
        language=context.wording.tag,
        rtl=context.wording.rtl,
        title=" · ".join(titles),
        short_title=titles[0] if len(chosen) == 1 else several(context, titles),
        deck=deck(context, chosen),
        for_whom=factor_common_prefix(distinct(texts_of(context, chosen, "for_whom"))),
        not_for=factor_common_prefix(distinct(texts_of(context, chosen, "not_for"))),
        masthead=masthead(context.clinic),
        personal=personal(context.request, context.wording),
        imprint=imprint(context, chosen, today),
        main_message=main_message(context, chosen),
        in_short=in_short(context, chosen),
        key_facts=key_facts(context, chosen),
        sections=sections(context, chosen),
        causes=causes(context, chosen),
        timeline=steps,
        full_recovery=full_recovery(context, chosen),
        tips=tips(context, chosen),
        do=do,
        do_not=do_not,
        help=help_rows(context, chosen),
        not_known=distinct_lines(lines_of(context, chosen, "not_known")),
        sources=printed_sources(context, chosen),
        both_sides=context.request.side == "both",
        before_exercises=distinct_lines(lines_of(context, chosen, "before_exercises")),
        daily=context.wording.minutes(sum(seconds_a_day(planned.dose) for planned in plan)),
        needs=needs(context, plan),
        pain=pain_zones(context.library),
        fewer=fewer(context, plan),
        worse_next_day=worse_next_day(context),
        always_stop_if=always_stop_if(context),
        cards=cards,
        diary=tuple(diary_row(context, card, planned) for card, planned in zip(cards, plan, strict=True)),
        after_two_weeks=after_two_weeks(context, steps),
        decisions=tuple(context.report.decisions),
        request=without_person(context.request),
    )
