"""What to expect after some time, and what to do then: the three steps of a condition, or those of several as one.

Of several conditions no claim is printed at a time that is not its own, and none without the name of its condition,
unless all say it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handouts.compose.context import ComposeContext, distinct, speaker
from handouts.compose.heading import what_is_sore
from handouts.compose.lists import report_asked
from handouts.compose.mentions import asks_for_unprinted
from handouts.compose.sore_parts import capitalized
from handouts.model import Condition, Number, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import Item, TimelineCell, TimelineStep
from handouts.model.prose import Prose

#: Two times are about the same where one is at most this many times the other: 12 weeks are 3 months.
NEAR = 1.1
_ASKS = "?"


@dataclass(frozen=True)
class _Step:
    """A step of the timeline of a condition, with its first and its last day."""

    condition: Condition
    index: int
    amount: Number

    @property
    def days(self) -> tuple[int, int]:
        days = SPAN_DAYS[self.amount.unit]
        return self.amount.value * days, (self.amount.up_to or self.amount.value) * days

    @property
    def expect(self) -> str:
        return self.condition.timeline[self.index].expect

    @property
    def then(self) -> str:
        return self.condition.timeline[self.index].then


def timeline(context: ComposeContext, chosen: Sequence[Condition], begun: Collection[str]) -> tuple[TimelineStep, ...]:
    """The steps in time, worded from their numbers: those of the condition that asks for the soonest looks.

    What a condition says stands in the step of about its time, and tells its own time where that is another one. Each
    step has a cell for each condition, one for those that say the same at the same times.
    What is at the time of no step stands below (`below_timeline`).

    Args: `begun` are the exercises of the leaflet that nothing delays. What asks for another one is left out (HND412).
    """
    steps = _steps(context, chosen)
    heads = _heads(steps)
    too_much = [one for one in steps if _asks_too_much(context, one, begun)]
    groups = _saying_the_same(chosen, steps)
    return tuple(
        TimelineStep(
            context.wording.time_head(head.amount),
            tuple(_cell(context, owners, head, steps, too_much, is_alone=len(groups) == 1) for owners in groups),
            f"conditions/{head.condition.id}.yaml: timeline",
        )
        for head in heads
    )


def first_look(context: ComposeContext, chosen: Sequence[Condition]) -> Prose:
    """What to do at the first step, in one line for all conditions."""
    steps = _steps(context, chosen)
    head, *_ = heads = _heads(steps)
    return _then(context, chosen, head, [one for one in steps if _head_of(one, heads) is head])


def below_timeline(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Item, ...]:
    """The steps of other conditions that are at the time of none in the timeline, each with its name and its time."""
    steps = _steps(context, chosen)
    heads = _heads(steps)
    asked = {one.expect for one in steps if _head_of(one, heads) and _is_for_all(context, one.expect)}
    items = []
    for one in steps:
        if _head_of(one, heads) is None:
            expect = [] if one.expect in asked else [_words(context, one, "expect")]
            words = prose.joined([*expect, _words(context, one, "then")])
            when = context.wording.time_within(one.amount)
            items.append(
                Item(f"conditions/{one.condition.id}.yaml: timeline", _owned(context, [one.condition], words, when))
            )
    return tuple(items)


def _steps(context: ComposeContext, chosen: Sequence[Condition]) -> list[_Step]:
    """The steps of all conditions, those of the condition that asks for the soonest looks first."""
    of_each = [
        [
            _Step(one, index, context.amount(f"{one.id}.{step.after}", one.numbers[step.after]))
            for index, step in enumerate(one.timeline)
        ]
        for one in chosen
    ]
    first = min(range(len(of_each)), key=lambda place: [one.days for one in of_each[place]])
    return [*of_each[first], *(one for place, those in enumerate(of_each) if place != first for one in those)]


def _heads(steps: Sequence[_Step]) -> list[_Step]:
    return [one for one in steps if one.condition is steps[0].condition]


def _head_of(step: _Step, heads: Sequence[_Step]) -> _Step | None:
    """The step of the timeline in which another stands: of those of about its time the one that begins nearest."""
    near = [head for head in heads if _is_begun(head.days, step.days) and _is_begun(step.days, head.days)]
    return min(near, key=lambda head: abs(head.days[0] - step.days[0]), default=None)


def _is_begun(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] * NEAR


def _saying_the_same(chosen: Sequence[Condition], steps: Sequence[_Step]) -> list[list[Condition]]:
    """The conditions, those together whose steps are the same in words and times."""
    groups = dict[tuple[object, ...], list[Condition]]()
    for condition in chosen:
        said = tuple((one.expect, one.then, one.days) for one in steps if one.condition is condition)
        groups.setdefault(said, []).append(condition)
    return [*groups.values()]


def _cell(
    context: ComposeContext,
    owners: Sequence[Condition],
    head: _Step,
    steps: Sequence[_Step],
    too_much: Collection[_Step],
    is_alone: bool,
) -> TimelineCell:
    heads = _heads(steps)
    here = [one for one in steps if one.condition is owners[0] and _head_of(one, heads) is head]
    lines = list[Prose]()
    for one in here:
        if one not in too_much:
            lines.append(_words(context, one, "expect") if is_alone else _expected(context, one, head))
        lines.append(_words(context, one, "then"))
    of = "" if is_alone else capitalized(context.wording.listed([what_is_sore(context, one) for one in owners]))
    return TimelineCell(of, tuple(lines))


def _expected(context: ComposeContext, step: _Step, head: _Step) -> Prose:
    """What one of several conditions expects, with its time where that is not the one of the head."""
    words = _words(context, step, "expect")
    # A cell has little room: of what is to be expected the words that are set strong are the claim.
    brief = words[:1] if words[0].strong and _ASKS not in words[0].text else words
    if _is_at(step, head):
        return brief
    when = capitalized(context.wording.time_within(step.amount))
    return prose.joined([(prose.Run(context.wording.say("{name}:", name=when)),), brief])


def _is_at(step: _Step, head: _Step) -> bool:
    return all(max(pair) <= min(pair) * NEAR for pair in zip(step.days, head.days, strict=True))


def _then(context: ComposeContext, chosen: Sequence[Condition], head: _Step, steps: Sequence[_Step]) -> Prose:
    """What to do at a time: the questions that lead to help ("Worse? Call us"); else what all are to do.

    Of equal questions the answer that most conditions of the library give is printed.
    """
    asking = dict[tuple[str, str], list[_Step]]()
    for one in steps:
        if _ASKS in one.then:
            is_within = one.days[0] <= head.days[0] * NEAR and head.days[1] <= one.days[1] * NEAR
            when = "" if is_within else context.wording.time_within(one.amount)
            asking.setdefault((one.then.partition(_ASKS)[0], when), []).append(one)
    if not asking:
        return prose.joined(distinct(_words(context, one, "then") for one in steps))
    by_answer = dict[str, list[tuple[Prose, Prose]]]()
    for (_, when), those in asking.items():
        answering = max(those, key=lambda one: _said_by(context, one.then))
        words = _words(context, answering, "then")
        told = [_told(context, chosen, those, part, when) for part in (words[:1], words)]
        by_answer.setdefault(answering.then.rpartition(_ASKS)[2], []).append((told[0], told[1]))
    # Several questions with one answer have it once, behind the last.
    return prose.joined([part for told in by_answer.values() for part in (*(one[0] for one in told[:-1]), told[-1][1])])


def _told(
    context: ComposeContext, chosen: Sequence[Condition], steps: Sequence[_Step], words: Prose, when: str
) -> Prose:
    """Words that conditions say at a time, with their names, unless all say it now."""
    if not when and {one.condition.id for one in steps} == {one.id for one in chosen}:
        return words
    # A cell has little room: of what is to be expected the words that are set strong are the claim.
    brief = words[:1] if words[0].strong and _ASKS not in words[0].text else words
    owners = [one.condition for one in steps]
    # Words that name what is sore need no other name.
    return brief if not when and _names(owners, chosen, brief) else _owned(context, owners, brief, when)


def _owned(context: ComposeContext, owners: Sequence[Condition], words: Prose, when: str) -> Prose:
    """Words after what is sore and the time."""
    name = capitalized(context.wording.listed([what_is_sore(context, one) for one in owners]))
    lead = context.wording.say("{name}, {time}", name=name, time=when) if when else name
    # The name alone is set strong, so that an eye finds it.
    plain = prose.joined([(), tuple(replace(run, strong=False) for run in words)])
    return (prose.Run(context.wording.say("{name}:", name=lead), strong=True), *plain)


def _names(owners: Sequence[Condition], chosen: Sequence[Condition], words: Prose) -> bool:
    """Whether words name what is sore, or what it alone brings: `Most backs are better by now.`, `More tingling?`"""
    if len(owners) > 1:
        return False
    (owner,) = owners
    brought = set(owner.measures).difference(*(one.measures for one in chosen if one is not owner))
    lead = owner.merged.lead.split(" and ") if owner.merged else []
    said = prose.plain_text(words).casefold()
    return any(part in said for part in (*lead, *brought))


def _asks_too_much(context: ComposeContext, step: _Step, begun: Collection[str]) -> bool:
    asked = asks_for_unprinted(context.library, step.expect, begun)
    if asked is not None:
        words = prose.plain_text(_words(context, step, "expect"))
        report_asked(context, words, asked, f"conditions/{step.condition.id}.yaml: timeline")
    return asked is not None


def _is_for_all(context: ComposeContext, text: str) -> bool:
    """Whether a text is a question that several conditions of the library ask in the same words."""
    return _ASKS in text and _said_by(context, text) > 1


def _said_by(context: ComposeContext, text: str) -> int:
    """How many conditions of the library have this text in their timeline."""
    every = context.library.conditions.values()
    return sum(any(text in (step.expect, step.then) for step in one.timeline) for one in every)


def _words(context: ComposeContext, step: _Step, name: Literal["expect", "then"]) -> Prose:
    return speaker(context, step.condition)(f"timeline[{step.index}].{name}", getattr(step, name))
