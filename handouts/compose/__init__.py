"""(Library, Request) → Leaflet: choose, merge, order, resolve conflicts, and word it.

Several conditions become one leaflet: shared exercises and advice appear once, warnings are merged with the most urgent
first, an exercise that one condition prescribes and another forbids is left out, a dose on which they disagree becomes
the gentler one, and the exercise budget keeps the most important. The leaflet keeps every such decision for `--why`;
those that a person should review are also findings.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from handouts.compose import choosing
from handouts.compose.cards import card, common_cares, common_stop_rules
from handouts.compose.context import ComposeContext, Report
from handouts.compose.doing_sheet import (
    add_next,
    always_stop_if,
    daily,
    diary_row,
    fewer,
    measures,
    needs,
    pain_limits,
    pain_zones,
    start,
    which_sides,
    worse_next_day,
)
from handouts.compose.exercise_sheet import exercise_sheet
from handouts.compose.exercises import Planned, dose_of, plan_exercises
from handouts.compose.heading import also_called, for_whom, main_message, not_for, short_title, title_and_deck
from handouts.compose.lists import before_exercises, do_and_do_not, in_short, not_known, parts_that_begin
from handouts.compose.mentions import Printed
from handouts.compose.reading_sheet import acknowledgements, imprint, masthead, personal, printed_sources
from handouts.compose.sections import sections
from handouts.compose.signs import help_rows
from handouts.compose.sore_parts import regions
from handouts.compose.spoken import spoken
from handouts.compose.summary import after_two_weeks, causes, full_recovery, key_facts
from handouts.compose.timeline import timeline
from handouts.compose.tips import chosen_advice, more_tips, said_in, tips
from handouts.compose.wording import ENGLISH, Catalogue, Wording
from handouts.diagnostics import Diagnostic, has_errors, unknown_name
from handouts.model import Dose, Library
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request, without_person

Ids = Sequence[str]  #: of exercises, in the order of print
Kept = dict[Any, Any]  #: parts of leaflets, by all that they depend on

__all__ = ["compose", "personalised", "usual_doses"]


def compose(
    library: Library,
    request: Request,
    catalogue: Catalogue = ENGLISH,
    language: str | None = None,
    today: datetime.date | None = None,
    kept: Kept | None = None,
) -> tuple[Leaflet | None, list[Diagnostic]]:
    """Composes the leaflet of a request.

    Args: `catalogue` translates. `language` is a tag such as `en-GB`; None: that of the clinic's country. `today`
    decides whether the review is overdue; None: it is not. `kept` keeps what no dose of an exercise changes, for more
    requests to the same library and catalogue.
    Returns: the leaflet, or None where an error stops it, and the findings.

    Reports HND001 (unknown condition, clinic or setting), HND002 and HND403 (a setting that is no dose, or outside its
    limits), HND401, HND402 (conditions that forbid or disagree), HND404 and HND410 (no exercise is left, for the
    leaflet or for a body region), HND407 (a Do that another condition forbids), HND408 (a person of the clinic who is
    not drawn), HND409 (exercises that exclude each other), HND411 (too many conditions), HND412 (a line about an
    exercise that is not printed), HND413 (exercises that cannot be chosen) and HND415 (few exercises left).
    """
    if faults := _unknown(library, request) or _too_many(library, request):
        return None, faults
    context = ComposeContext.of(library, request, catalogue, language)
    report = context.report
    plan = plan_exercises(context)
    if has_errors(report.findings):
        return None, report.findings
    with_person = context.shown_in([planned.exercise.id for planned in plan])
    leaflet = _leaflet(with_person, plan, today, {} if kept is None else kept)
    report.report_missing_people()
    return leaflet, report.findings


def personalised(leaflet: Leaflet, request: Request) -> Leaflet:
    """The same leaflet with the personal text of another request: nothing else depends on it."""
    return replace(leaflet, personal=personal(request, Wording.of(ENGLISH, leaflet.language)))


def usual_doses(library: Library, request: Request, ids: Iterable[str]) -> dict[str, Dose]:
    """The dose of each of these exercises as a leaflet of the request prints it, whether it prints the exercise or not.

    Args: `request` names records that the library has; `ids` are exercises of the library.
    """
    context = ComposeContext.of(library, request, ENGLISH)
    return {id_: dose_of(context, id_) for id_ in ids}


def _unknown(library: Library, request: Request) -> list[Diagnostic]:
    """HND001 for names in the request that the library does not have."""
    findings = [
        unknown_name("condition", id_, library.conditions)
        for id_ in request.conditions
        if id_ not in library.conditions
    ]
    findings += choosing.unknown(request.choice, library.exercises)
    if request.clinic not in library.clinics:
        findings.append(unknown_name("clinic", request.clinic, library.clinics))
    return findings


def _too_many(library: Library, request: Request) -> list[Diagnostic]:
    """HND411 for more conditions than a leaflet can say clearly, with the set that fits best."""
    ids, limit = tuple(dict.fromkeys(request.conditions)), request.conditions_limit
    if len(ids) <= limit:
        return []
    known = (leaflet.conditions for one in library.sets.values() for leaflet in one.leaflets)
    fitting = [conditions for conditions in known if len(conditions) > 1 and set(conditions) <= set(ids)]
    best = max(fitting, key=len, default=ids[:limit])
    help_ = (
        f"print `handouts make {' '.join(best)}` and the others apart; "
        f"`--conditions-limit {len(ids)}` prints them all the same"
    )
    return [Diagnostic("HND411", f"{len(ids)} conditions, a leaflet has room for {limit}", help_)]


def _leaflet(context: ComposeContext, plan: Sequence[Planned], today: datetime.date | None, kept: Kept) -> Leaflet:
    printed = tuple(planned.exercise.id for planned in plan)
    doing = _doing(context, plan)
    if not context.conditions:
        return exercise_sheet(context, plan, today, doing)
    # No text of sheet one names the dose of a printed exercise, so that callers who change a dose many times, such as
    # the desk, compose sheet one once.
    own = {key: value for key, value in context.request.settings.items() if key.partition(".")[0] not in printed}
    key = replace(without_person(context.request), settings=own), printed, context.person, context.wording.tag, today
    if key not in kept:
        report = Report()
        begun = [planned.exercise.id for planned in plan if not planned.waits]
        kept[key] = _reading(replace(context, report=report), printed, begun, today), report
    reading, report = kept[key]
    context.report.add(report)
    return Leaflet(**reading, **doing, decisions=tuple(context.report.decisions))


def _reading(context: ComposeContext, printed: Ids, begun: Ids, today: datetime.date | None) -> dict[str, Any]:
    """The fields of sheet one."""
    advice, others = chosen_advice(context, printed)
    blocks = [block for tip in advice for block in tip]
    elsewhere = Printed(printed, [block.id for block in blocks], said_in(context, blocks))
    do, do_not = do_and_do_not(context, elsewhere)
    taught = [context.library.exercises[id_] for id_ in printed]
    steps = timeline(context, replace(elsewhere, exercises=begun))
    title, deck = title_and_deck(context)
    return {
        "conditions": tuple(c.id for c in context.conditions),
        "regions": regions(context.conditions),
        "title": title,
        "short_title": short_title(context),
        "deck": deck,
        "also_called": also_called(context),
        "for_whom": for_whom(context),
        "not_for": not_for(context),
        "imprint": imprint(context, today),
        "main_message": main_message(context, printed),
        "in_short": in_short(context, elsewhere),
        "key_facts": key_facts(context),
        "sections": sections(context),
        "causes": causes(context),
        "timeline": steps,
        "full_recovery": full_recovery(context),
        "tips": tips(context, advice),
        "more_tips": more_tips(context, advice, others, (*do, *do_not)),
        "do": do,
        "do_not": do_not,
        "help": help_rows(context),
        "not_known": not_known(context),
        "sources": printed_sources(context),
        "acknowledgements": acknowledgements(context, [*context.conditions, *taught, *blocks]),
        "before_exercises": before_exercises(context),
        "parts_that_begin": parts_that_begin(context),
        "pain_limits": pain_limits(context),
        "after_two_weeks": after_two_weeks(context, steps),
    }


def _doing(context: ComposeContext, plan: Sequence[Planned]) -> dict[str, Any]:
    """The fields of the exercises, and of who hands them to whom."""
    numbers = {planned.exercise.id: number for number, planned in enumerate(plan, 1)}
    cards = tuple(card(context, planned, numbers) for planned in plan)
    measured = measures(context)
    is_head_full = len(measured) > 1 or any(one.before_exercises for one in context.conditions)
    common = common_stop_rules(cards, is_head_full)
    cares = common_cares(context, plan)
    cards = tuple(
        replace(
            one,
            stop_if=tuple(rule for rule in one.stop_if if rule not in common),
            cares=tuple(care for care in one.cares if care not in cares),
        )
        for one in cards
    )
    return {
        "language": context.wording.tag,
        "spoken": spoken(context),
        "rtl": context.wording.rtl,
        "masthead": masthead(context.clinic),
        "personal": personal(context.request, context.wording),
        "both_sides": context.request.side_of() == "both",
        "daily": daily(context, plan),
        "needs": needs(context, plan, cares),
        "start": start(context, plan),
        "which_sides": which_sides(context),
        "pain": pain_zones(context.library),
        "fewer": fewer(context, plan),
        "worse_next_day": worse_next_day(context),
        "add_next": add_next(context, plan),
        "always_stop_if": always_stop_if(context, common),
        "cards": cards,
        "diary": tuple(diary_row(context, card, planned) for card, planned in zip(cards, plan, strict=True)),
        "measures": measured,
        "request": without_person(context.request),
    }
