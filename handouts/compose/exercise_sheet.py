"""A sheet of exercises without a condition: cards, pain guide, diary, stop rules and contact."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handouts.compose.context import ComposeContext
from handouts.compose.exercises import Planned
from handouts.compose.reading_sheet import acknowledgements, imprint_of
from handouts.model import Governance, Number, Plan, prose
from handouts.model.cards import Card
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Imprint, Leaflet

#: The number of every sheet: which exercises it has is in its file alone.
REFERENCE = "EX"


def exercise_sheet(
    context: ComposeContext, plan: Sequence[Planned], today: datetime.date | None, doing: dict[str, Any]
) -> Leaflet:
    """The leaflet of the chosen exercises. `doing` are the fields that it shares with leaflets of conditions."""
    plan_ = context.library.plans.get(context.request.plan)
    title = context.request.sheet.title or context.wording.say("Your exercises")
    if context.request.sheet.cards == SHORT_CARDS:
        doing = {**doing, "cards": tuple(map(_short, doing["cards"]))}
        context.report.decide("cards", f"short: {SHORT_CARDS} to a page")
    return Leaflet(
        conditions=(),
        regions=(),
        title=title,
        short_title=title,
        imprint=_imprint(context, plan, [plan_.governance] if plan_ else [], today),
        acknowledgements=acknowledgements(context, [planned.exercise for planned in plan]),
        after_two_weeks=prose.runs(_afterwards(context, plan_)),
        **doing,
        decisions=tuple(context.report.decisions),
    )


def _short(card: Card) -> Card:
    """What to do, how often, and when not to; start and finish without the close-up."""
    pictures = tuple(picture for picture in card.pictures if picture.frame.name != "close")
    return replace(card, why=(), feel=None, easier=None, harder=None, watch_for=(), pictures=pictures or card.pictures)


def _afterwards(context: ComposeContext, plan: Plan | None) -> str:
    bring = context.wording.say("Bring this sheet to your next visit.")
    if plan is None or plan.weeks is None:
        return bring
    weeks = context.wording.number(Number.model_validate({"is": plan.weeks, "unit": "weeks"}))
    return f"{context.wording.say('Go on with this plan for {weeks}.', weeks=weeks)} {bring}"


def _imprint(
    context: ComposeContext, plan: Sequence[Planned], of_plan: Sequence[Governance], today: datetime.date | None
) -> Imprint:
    """Dates and people of the plan, else of the conditions with which the exercises are reviewed; always a draft."""
    ids = {planned.exercise.id for planned in plan}
    records = of_plan or [
        condition.governance
        for condition in context.library.conditions.values()
        if ids & {prescription.id for prescription in condition.exercises}
    ]
    document = f"{REFERENCE}-{context.wording.tag.split('-')[0]}"
    return replace(imprint_of(context, document, records, today), status="draft", version="")
