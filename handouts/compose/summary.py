"""The top of sheet one: main message, points in short, key facts, timeline, and what follows after two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from handouts.compose.context import ComposeContext, distinct_lines, speaker
from handouts.model import Condition, prose
from handouts.model.leaflet import Cause, Fact, InShort, Item, TimelineStep
from handouts.model.prose import Prose

ACTS = 3  # lines on what to do in a leaflet of several conditions; one condition has two at most


def main_message(context: ComposeContext, chosen: Sequence[Condition]) -> Prose:
    """The message of a set that has these conditions together; else that of the first condition."""
    ids = {condition.id for condition in chosen}
    for leaflets in context.library.sets.values():
        for index, leaflet in enumerate(leaflets.leaflets):
            if leaflet.main_message and set(leaflet.conditions) == ids:
                return context.words("sets", leaflets.id)(f"leaflets[{index}].main_message", leaflet.main_message)
    return speaker(context, chosen[0])("main_message", chosen[0].main_message)


def in_short(context: ComposeContext, chosen: Sequence[Condition]) -> InShort:
    """The points of all conditions by kind. Every warning is kept; of what to do, the first lines of each in turn."""
    acts = _points(context, chosen, "act")
    for item in acts[ACTS:]:
        context.report.decide("in_short", f'left out, no room: "{prose.plain_text(item.text)}"')
    return InShort(_points(context, chosen, "what"), acts[:ACTS], _points(context, chosen, "warn"))


def _points(context: ComposeContext, chosen: Sequence[Condition], kind: str) -> tuple[Item, ...]:
    """The points of one kind: the first of each condition, then the next of each; equal ones once."""
    by_condition = []
    for condition in chosen:
        say, field = speaker(context, condition), f"conditions/{condition.id}.yaml: in_short.{kind}"
        lines = enumerate(getattr(condition.in_short, kind))
        by_condition.append([Item(field, say(f"in_short.{kind}[{index}]", text)) for index, text in lines])
    return distinct_lines(item for row in zip_longest(*by_condition) for item in row if item is not None)


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
    """What can be behind the pain, by the names of the conditions' own leaflets; each once."""
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
    """The three steps in time of the first condition, worded from its numbers."""
    condition = chosen[0]
    say, field = speaker(context, condition), f"conditions/{condition.id}.yaml: timeline"
    steps = []
    for index, step in enumerate(condition.timeline):
        number = context.amount(f"{condition.id}.{step.after}", condition.numbers[step.after])
        expect, then = say(f"timeline[{index}].expect", step.expect), say(f"timeline[{index}].then", step.then)
        steps.append(TimelineStep(context.wording.time_head(number), expect, then, field))
    return tuple(steps)


def full_recovery(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Item, ...]:
    """How long a full recovery takes, one line for each condition that says it; equal lines once."""
    said = ((condition, condition.full_recovery) for condition in chosen)
    return distinct_lines(
        Item(f"conditions/{c.id}.yaml: full_recovery", speaker(context, c)("full_recovery", words))
        for c, words in said
        if words
    )


def after_two_weeks(context: ComposeContext, steps: Sequence[TimelineStep]) -> Prose:
    """What to do when the diary is full: the words of the first step in time, and to bring the sheet."""
    bring = prose.runs(context.wording.say("Bring this sheet to your next visit."))
    return prose.joined([steps[0].expect, steps[0].then, bring])
