"""Sheet one beside its lists and sections: key facts, causes, timeline, and what follows after two weeks."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.heading import most_careful_first, owned
from handouts.model import Condition, Number, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import Cause, Fact, Item, TimelineStep
from handouts.model.prose import Prose


def key_facts(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Fact, ...]:
    """The key facts of a single condition. In a leaflet of several it would not be clear which one they are about."""
    if len(chosen) > 1:
        context.report.decide("key_facts", "left out: they belong to one condition each")
        return ()
    (condition,) = chosen
    say = speaker(context, condition)
    return tuple(
        Fact(say(f"key_facts[{i}].lead", fact.lead), say(f"key_facts[{i}].text", fact.text))
        for i, fact in enumerate(condition.key_facts)
    )


def causes(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Cause, ...]:
    """What can be behind the pain, by the names of the conditions' own leaflets; each once.

    A leaflet of several conditions is about causes that are found, so it has none.
    """
    if len(chosen) > 1:
        return ()
    found: dict[str, Cause] = {}
    for condition in chosen:
        say = speaker(context, condition)
        for index, cause in enumerate(condition.causes):
            other = context.library.conditions[cause.id]
            title = speaker(context, other)("title", other.title)
            where = say(f"causes[{index}].where", cause.where)
            found.setdefault(cause.id, Cause(title, where, f"conditions/{condition.id}.yaml: causes"))
    return tuple(found.values())


def timeline(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[TimelineStep, ...]:
    """The three steps in time, worded from their numbers: those of the condition that asks for the soonest look.

    One condition gives all three, so that each follows from the one before. Among equals it is the one that restricts
    exercises most, since the others say to carry on.
    """
    condition = min(most_careful_first(context.library, chosen), key=lambda one: _days(_amount(context, one, 0)))
    if len(chosen) > 1:
        context.report.decide("timeline", f"that of {condition.id}")
    say, field = speaker(context, condition), f"conditions/{condition.id}.yaml: timeline"
    steps = []
    for index, step in enumerate(condition.timeline):
        expect, then = say(f"timeline[{index}].expect", step.expect), say(f"timeline[{index}].then", step.then)
        head = context.wording.time_head(_amount(context, condition, index))
        steps.append(TimelineStep(head, expect, then, field))
    return tuple(steps)


def _amount(context: ComposeContext, condition: Condition, index: int) -> Number:
    name = condition.timeline[index].after
    return context.amount(f"{condition.id}.{name}", condition.numbers[name])


def _days(number: Number) -> int:
    return number.value * SPAN_DAYS[number.unit]


def full_recovery(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Item, ...]:
    """How long a full recovery takes; what only some of the conditions say has their names before it."""
    lines: dict[str, Item] = {}
    owners: dict[str, list[Condition]] = {}
    for condition in chosen:
        if condition.full_recovery:
            alone = condition.merged.full_recovery if condition.merged and len(chosen) > 1 else None
            say = speaker(context, condition)
            words = say("merged.full_recovery", alone) if alone else say("full_recovery", condition.full_recovery)
            lines.setdefault(same(words), Item(f"conditions/{condition.id}.yaml: full_recovery", words))
            owners.setdefault(same(words), []).append(condition)
    return tuple(Item(line.field, owned(context, owners[key], line.text)) for key, line in lines.items())


def after_two_weeks(context: ComposeContext, steps: Sequence[TimelineStep]) -> Prose:
    """What to do when the diary is full: the words of the first step in time, and to bring the sheet."""
    bring = prose.runs(context.wording.say("Bring this sheet to your next visit."))
    return prose.joined([steps[0].expect, steps[0].then, bring])
