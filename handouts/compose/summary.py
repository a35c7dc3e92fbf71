"""Sheet one beside its lists and sections: key facts, causes, timeline, and what follows after two weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.heading import owned, what_is_sore
from handouts.compose.likeness import are_alike
from handouts.model import Condition, Number, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import Cause, Fact, Item, TimelineStep
from handouts.model.prose import Prose

#: Two times are about the same where one is at most this many times the other: 12 weeks are 3 months.
NEAR = 1.1
_ASKS = "?"


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
    """The three steps in time, worded from their numbers: those of the condition that asks for the soonest looks.

    What another condition says of about the same time stands in the same step.
    """
    first = min(chosen, key=lambda one: [_span(context, one, index) for index in range(len(one.timeline))])
    spans = [_span(context, first, index) for index in range(len(first.timeline))]
    said: list[list[tuple[Condition, int]]] = [[] for _ in spans]
    for condition in sorted(chosen, key=lambda one: one is not first):
        for index, step in enumerate(condition.timeline):
            if (place := _place(spans, _span(context, condition, index))) is not None:
                said[place].append((condition, index))
            else:
                context.report.decide("timeline", f'left out, at another time: "{prose.plain(step.expect)}"')
    asked = set[str]()
    for those in said:
        # What an earlier step asks ("A little better?") is not asked again.
        those[:] = [(one, index) for one, index in those if one.timeline[index].expect not in asked]
        asked |= {one.timeline[index].expect for one, index in those}
    return tuple(
        TimelineStep(
            context.wording.time_head(_amount(context, first, place)),
            _expected(context, those),
            _then(context, those),
            f"conditions/{first.id}.yaml: timeline",
        )
        for place, those in enumerate(said)
    )


def _expected(context: ComposeContext, said: Sequence[tuple[Condition, int]]) -> Prose:
    """What to expect at a time. What is to be expected with one condition has its name before it. A question
    ("Better?") holds for whom it fits; one that several conditions of the library ask takes the place of these.
    """
    questions, others = dict[str, Prose](), dict[Prose, list[Condition]]()
    for condition, index in said:
        expect = condition.timeline[index].expect
        words = speaker(context, condition)(f"timeline[{index}].expect", expect)
        if _ASKS in expect:
            questions.setdefault(expect, words)
        else:
            others.setdefault(words, []).append(condition)
    if any(_said_by(context, question) > 1 for question in questions):
        others = {}
    expected = [
        words if _names(owners, words) else _owned_briefly(context, owners, words) for words, owners in others.items()
    ]
    return prose.joined([*expected, *_each_once(context, questions)])


def _owned_briefly(context: ComposeContext, owners: Sequence[Condition], words: Prose) -> Prose:
    """The first words, which are set strong, after what is sore: a step has little room."""
    is_of_all = len(owners) == len(set(context.request.conditions))
    return owned(context, owners, words if is_of_all or not words[0].strong else words[:1], what_is_sore)


def _then(context: ComposeContext, said: Sequence[tuple[Condition, int]]) -> Prose:
    """What to do at a time: the questions that lead to help ("Worse? Call us"); else what all are to do."""
    steps: dict[str, Prose] = {
        one.timeline[index].then: speaker(context, one)(f"timeline[{index}].then", one.timeline[index].then)
        for one, index in said
    }
    asking = {then: words for then, words in steps.items() if _ASKS in then}
    return prose.joined(_each_once(context, asking or steps))


def _each_once(context: ComposeContext, steps: Mapping[str, Prose]) -> list[Prose]:
    """The words of steps without those like another, and without a question to which another has the same answer."""
    kept = dict[str, Prose]()
    for step in sorted(steps, key=lambda one: -_said_by(context, one)):
        answers = {known.rpartition(_ASKS)[2] for known in kept}
        if step.rpartition(_ASKS)[2] not in answers and not any(are_alike(step, known) for known in kept):
            kept[step] = steps[step]
    return list(kept.values())


def _said_by(context: ComposeContext, text: str) -> int:
    """How many conditions of the library have this text in their timeline."""
    every = context.library.conditions.values()
    return sum(any(text in (step.expect, step.then) for step in one.timeline) for one in every)


def _names(owners: Sequence[Condition], words: Prose) -> bool:
    """Whether words name what is sore themselves: `Most backs are much better by now.`"""
    leads = [one.merged.lead for one in owners if one.merged]
    return len(leads) == 1 and leads[0] in prose.plain_text(words).casefold()


def _place(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> int | None:
    """Which of the steps in time is about the time of another: the nearest one that is."""
    near = (place for place, one in enumerate(spans) if _are_near(one, span))
    return min(near, key=lambda place: abs(sum(spans[place]) - sum(span)), default=None)


def _are_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] * NEAR and other[0] <= one[1] * NEAR


def _amount(context: ComposeContext, condition: Condition, index: int) -> Number:
    name = condition.timeline[index].after
    return context.amount(f"{condition.id}.{name}", condition.numbers[name])


def _span(context: ComposeContext, condition: Condition, index: int) -> tuple[int, int]:
    """The first and the last day of a step."""
    number = _amount(context, condition, index)
    days = SPAN_DAYS[number.unit]
    return number.value * days, (number.up_to or number.value) * days


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
    expect = [steps[0].expect] if len(set(context.request.conditions)) == 1 else []
    return prose.joined([*expect, steps[0].then, bring])
