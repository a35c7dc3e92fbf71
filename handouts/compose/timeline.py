"""What to expect after some time, and what to do then: the three steps of a condition, or those of several as one.

Of several conditions no claim is printed at a time that is not its own, and none without the name of its condition,
unless all say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handouts.compose.context import ComposeContext, speaker
from handouts.compose.heading import names_apart
from handouts.compose.mentions import Printed, can_be_done
from handouts.model import Condition, Number, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import TimelineCell, TimelineStep
from handouts.model.prose import Prose

#: Two times are about the same where the longer has at most this many times the days of the other: 12 weeks, 3 months.
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
        return _days(self.amount)

    @property
    def expect(self) -> str:
        return self.condition.timeline[self.index].expect

    @property
    def then(self) -> str:
        return self.condition.timeline[self.index].then


def timeline(context: ComposeContext, begun: Printed) -> tuple[TimelineStep, ...]:
    """The three steps in time, worded from their numbers.

    Each has a cell for each condition, one for those that say the same at the same times.
    Where all cells of each step have one time, its head says it; else each cell has its own, and no step has a head.
    Rows that would print the same words are one, with the names of all.

    Args: `begun` has the exercises of the leaflet that nothing delays, and its advice. What asks for others is left out
    (HND412).
    """
    groups = _saying_the_same(context)
    columns = [*zip(*(those for those, _ in groups), strict=True)]
    spans = [_span([one.amount for one in column]) for column in columns]
    # A head over some columns alone would leave a reader looking for the time of the others.
    is_dated = any(map(_has_own_times, columns, spans))
    rows = dict[tuple[TimelineCell, ...], list[Condition]]()
    for steps, owners in groups:
        row = tuple(_cell(context, one, begun, len(groups) == 1, is_dated) for one in steps)
        rows.setdefault(row, []).extend(owners)
    names = names_apart(context, [*rows.values()]) if len(rows) > 1 else [""]
    field = f"conditions/{context.conditions[0].id}.yaml: timeline"
    return tuple(
        TimelineStep(
            "" if is_dated else context.wording.time_head(span),
            tuple(replace(cell, of=name) for name, cell in zip(names, column, strict=True)),
            field,
        )
        for span, column in zip(spans, zip(*rows, strict=True), strict=True)
    )


def _has_own_times(column: Sequence[_Step], span: Number) -> bool:
    """Whether a condition has another time at this step than the span of all."""
    return any(max(pair) > min(pair) * NEAR for step in column for pair in zip(step.days, _days(span), strict=True))


def first_look(context: ComposeContext) -> Prose:
    """When to carry on and what to do at the first step, in one line for all conditions."""
    steps = [_steps(context, one)[0] for one in context.conditions]
    then = _asked(context, min(steps, key=lambda one: one.days), steps, "then")
    return prose.joined([*_carry_on(context, steps), then])


def _carry_on(context: ComposeContext, steps: Sequence[_Step]) -> list[Prose]:
    """When there is no reason to call: what conditions ask of those who are no worse; where none asks, what most of
    them expect with what to do then."""
    if asking := [one for one in steps if _ASKS in one.expect]:
        # One that only says what is normal has nothing against the question of another.
        return [_asked(context, asking[0], asking, "expect")]
    acting = [one for one in steps if prose.SENTENCE_END.search(prose.plain_text(_words(context, one, "expect")))]
    if not acting:
        return []
    first = max(acting, key=lambda one: _said_by(context, one.expect))
    of_all = all(one.expect == first.expect for one in steps)
    name = "" if of_all else names_apart(context, [[first.condition]])[0]
    return [_after(context, name, _words(context, first, "expect"))]


def _steps(context: ComposeContext, condition: Condition) -> list[_Step]:
    return [
        _Step(condition, index, context.amount(f"{condition.id}.{step.after}", condition.numbers[step.after]))
        for index, step in enumerate(condition.timeline)
    ]


def _saying_the_same(context: ComposeContext) -> list[tuple[list[_Step], list[Condition]]]:
    """The steps of each condition, with all conditions whose steps are the same in words and times."""
    groups = dict[tuple[object, ...], tuple[list[_Step], list[Condition]]]()
    for condition in context.conditions:
        steps = _steps(context, condition)
        said = tuple((one.expect, one.then, one.days) for one in steps)
        groups.setdefault(said, (steps, []))[1].append(condition)
    return [*groups.values()]


def _span(amounts: Sequence[Number]) -> Number:
    """From the first to the last of some times, in the unit of the last: `3 to 6 months` of 12 weeks and 6 months."""
    first, last = (pick(amounts, key=lambda one: _days(one)[end]) for end, pick in enumerate((min, max)))
    begin, end = _days(first)[0], _days(last)[1]
    if end <= begin * NEAR or len(set(map(_days, amounts))) == 1:
        return last
    unit = SPAN_DAYS[last.unit]
    # Rounded down to a whole unit; with `NEAR` 12 weeks, six days short of 3 months, are 3 months and not 2.
    value = first.value if first.unit == last.unit else int(begin * NEAR // unit) or 1
    return last.model_copy(update={"value": value, "up_to": end // unit})


def _days(amount: Number) -> tuple[int, int]:
    """The first and the last day of a time."""
    days = SPAN_DAYS[amount.unit]
    return amount.value * days, (amount.up_to or amount.value) * days


def _cell(context: ComposeContext, step: _Step, begun: Printed, is_alone: bool, is_dated: bool) -> TimelineCell:
    """What a condition expects and asks to do; with its time where it is dated."""
    expect, then = _words(context, step, "expect"), _words(context, step, "then")
    # What is strong in print are the questions, by which readers find what they are to do.
    asks = _ASKS in expect[0].text
    # A cell has little room: of what is to be expected the words that are written strong are the claim.
    is_short = not is_alone and expect[0].strong and not asks
    claim = (replace(expect[0], strong=asks), *(() if is_short else expect[1:]))
    field = f"conditions/{step.condition.id}.yaml: timeline"
    lines = (claim, then) if can_be_done(context, step.expect, begun, expect, field) else (then,)
    return TimelineCell("", lines, context.wording.time_head(step.amount) if is_dated else "")


def _asked(context: ComposeContext, head: _Step, steps: Sequence[_Step], field: Literal["expect", "then"]) -> Prose:
    """What each condition asks at a time, with what to do, the questions that lead to help ("Worse? Call us") first.

    Of equal questions the answer that most conditions of the library give is printed.
    """
    asking = dict[tuple[str, str], list[_Step]]()
    for one in sorted(steps, key=lambda one: _ASKS not in getattr(one, field)):
        is_within = one.days[0] <= head.days[0] * NEAR and head.days[1] <= one.days[1] * NEAR
        when = "" if is_within or field == "expect" else context.wording.time_within(one.amount)
        asking.setdefault((getattr(one, field).partition(_ASKS)[0], when), []).append(one)
    names = names_apart(context, [[one.condition for one in those] for those in asking.values()])
    by_answer = dict[str, list[tuple[str, Prose]]]()
    for ((_, when), those), name in zip(asking.items(), names, strict=True):
        answering = max(those, key=lambda one: _said_by(context, getattr(one, field)))
        lead = context.wording.say("{name}, {time}", name=name, time=when) if when else name
        is_of_all = len(those) == len(steps) and not when
        said: str = getattr(answering, field)
        question, _, answer = said.rpartition(_ASKS)
        # What is asked to do before the question is an answer of its own.
        answers = by_answer.setdefault(said if prose.SENTENCE_END.search(question) else answer, [])
        answers.append(("" if is_of_all else lead, _words(context, answering, field)))
    # Several questions with one answer have it once, behind the last.
    return prose.joined(
        [
            _after(context, lead, words if place == len(answers) else words[:1])
            for answers in by_answer.values()
            for place, (lead, words) in enumerate(answers, 1)
        ]
    )


def _after(context: ComposeContext, lead: str, words: Prose) -> Prose:
    """Words after a lead, which alone is set strong, so that an eye finds it."""
    if not lead:
        return words
    plain = prose.joined([(), tuple(replace(run, strong=False) for run in words)])
    return (prose.Run(context.wording.say("{name}:", name=lead), strong=True), *plain)


def _said_by(context: ComposeContext, text: str) -> int:
    """How many conditions of the library have this text in their timeline."""
    every = context.library.conditions.values()
    return sum(any(text in (step.expect, step.then) for step in one.timeline) for one in every)


def _words(context: ComposeContext, step: _Step, name: Literal["expect", "then"]) -> Prose:
    return speaker(context, step.condition)(f"timeline[{step.index}].{name}", getattr(step, name))
