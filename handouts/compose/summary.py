"""Sheet one beside its lists and sections: key facts, causes, full recovery, and what follows after two weeks."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.heading import is_of_its_first_part, owned
from handouts.compose.timeline import first_look
from handouts.model import Condition, prose
from handouts.model.leaflet import Cause, Fact, Item, TimelineStep
from handouts.model.prose import Prose


def key_facts(context: ComposeContext) -> tuple[Fact, ...]:
    """The key facts of a single condition. In a leaflet of several it would not be clear which one they are about."""
    # "1 in 10" beside two names says nothing about either.
    if len(context.conditions) > 1:
        context.report.decide("key_facts", "left out: they belong to one condition each")
        return ()
    (condition,) = context.conditions
    say = speaker(context, condition)
    return tuple(
        Fact(say(f"key_facts[{i}].lead", fact.lead), say(f"key_facts[{i}].text", fact.text))
        for i, fact in enumerate(condition.key_facts)
    )


def causes(context: ComposeContext) -> tuple[Cause, ...]:
    """What can be behind the pain, by the names of the conditions' own leaflets; each once.

    A leaflet of several conditions is about causes that are found, so it has none.
    """
    if len(context.conditions) > 1:
        return ()
    found: dict[str, Cause] = {}
    for condition in context.conditions:
        say = speaker(context, condition)
        for index, cause in enumerate(condition.causes):
            other = context.library.conditions[cause.id]
            title = speaker(context, other)("title", other.title)
            where = say(f"causes[{index}].where", cause.where)
            found.setdefault(cause.id, Cause(title, where, f"conditions/{condition.id}.yaml: causes"))
    return tuple(found.values())


def full_recovery(context: ComposeContext) -> tuple[Item, ...]:
    """How long a full recovery takes, for below the timeline; with the names of the conditions unless all say it.

    Behind it what a leaflet of several keeps of what they say alone, such as that most people need no scan.
    """
    # Two lengths of recovery without names would contradict each other.
    lines: dict[str, Item] = {}
    owners: dict[str, list[Condition]] = {}
    said = [(one, *line) for one in context.conditions for line in _recovery(context, one)]
    kept = [(one, "merged.keeps", one.merged.keeps) for one in context.conditions if one.merged and one.merged.keeps]
    for condition, path, text in (*said, *(kept if len(context.conditions) > 1 else ())):
        words = speaker(context, condition)(path, text)
        lines.setdefault(same(words), Item(f"conditions/{condition.id}.yaml: {path}", words))
        owners.setdefault(same(words), []).append(condition)
    return tuple(Item(line.field, owned(context, owners[key], line.text)) for key, line in lines.items())


def _recovery(context: ComposeContext, condition: Condition) -> list[tuple[str, str]]:
    """The full recovery of a condition, by its path; of one about several parts, beside others that of its own."""
    if not condition.full_recovery:
        return []
    is_one_of_many = len(context.conditions) > 1 and not is_of_its_first_part(context, condition)
    alone = condition.merged.full_recovery if condition.merged and is_one_of_many else None
    return [("merged.full_recovery", alone) if alone else ("full_recovery", condition.full_recovery)]


def after_two_weeks(context: ComposeContext, steps: Sequence[TimelineStep]) -> Prose:
    """What to do when the diary is full: to check the steps, the words of the first step in time, and what to bring."""
    check, bring = (prose.runs(context.wording.say(words)) for words in ("Read the steps again.", "Bring this sheet."))
    lines = steps[0].cells[0].lines if len(context.conditions) == 1 else [first_look(context)]
    return prose.joined([check, *lines, bring])
