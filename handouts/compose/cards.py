"""The exercise cards of sheet two: name, dose, drawings, steps, and what to heed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from handouts.compose.context import ComposeContext, distinct, speaker
from handouts.compose.exercises import Planned
from handouts.compose.heading import owned, part_within
from handouts.compose.mentions import Printed, can_be_done
from handouts.compose.plates import picture
from handouts.compose.sore_parts import sore_parts
from handouts.model import Condition, prose
from handouts.model.cards import Card, Picture
from handouts.model.choices import Side
from handouts.model.prose import Prose


def card(context: ComposeContext, planned: Planned, numbers: Mapping[str, int]) -> Card:
    """The card of one exercise.

    Args: `numbers` are the places of all exercises on the leaflet, from 1.
    """
    exercise, side = planned.exercise, planned.side
    say = _speaker(context, planned)
    does = _doing(context, planned, say)
    # The layout of a card depends on how long its text is with the usual dose, so that all doses share one layout.
    usual = replace(planned, dose=exercise.dose)
    like = does if planned.dose == exercise.dose else _doing(context, usual, _speaker(context, usual))
    return Card(
        id=exercise.id,
        field=f"exercises/{exercise.id}.yaml",
        number=numbers[exercise.id],
        name=say("name", exercise.name),
        tiles=context.wording.tiles(planned.dose, side),
        why=_reasons(context, planned),
        steps=does[:-1],
        dose=does[-1],
        watch_for=tuple(say(f"mistakes[{i}]", text) for i, text in enumerate(exercise.mistakes)),
        stop_if=tuple(stop_rule(context, id_, side) for id_ in exercise.stop_if),
        not_for=tuple(say(f"not_for[{i}]", text) for i, text in enumerate(exercise.not_for)),
        cautions=_cautions(context, planned),
        cares=_cares(context, planned),
        easier=_level(context, planned, "easier", numbers),
        harder=_level(context, planned, "harder", numbers),
        feel=say("feel", exercise.feel),
        pictures=_pictures(context, planned),
        side=side,
        usual=like,
        film=exercise.film or "",
        of=_part(context, planned),
    )


def _part(context: ComposeContext, planned: Planned) -> str:
    """The sore parts whose conditions prescribe an exercise, each once, where a leaflet is about several."""
    if len({part_within(context, [one]) for one in context.conditions}) < 2:
        return ""
    owners = [(one, set(sore_parts(context, [one], "part"))) for one, _ in planned.prescribed_by]
    # "heel and back" names the back already
    return part_within(context, [one for one, own in owners if not any(own < other for _, other in owners)])


def _speaker(context: ComposeContext, planned: Planned) -> Callable[[str, str], Prose]:
    values = context.wording.dose_words(planned.dose) | context.wording.side_words(planned.side)
    return context.words("exercises", planned.exercise.id, values)


def _doing(context: ComposeContext, planned: Planned, say: Callable[[str, str], Prose]) -> tuple[Prose, ...]:
    """The start, the steps, and the dose in words as the last one."""
    exercise = planned.exercise
    dose = context.wording.dose_sentence(planned.dose, planned.side, exercise.dose_in_steps)
    return (say("start", exercise.start), *_steps(context, planned, say), prose.runs(dose))


def _reasons(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """Why it helps, in the words of the condition that is named first; where it says nothing, what the exercise does.

    `_cautions` has the cautions of other conditions.
    """
    exercise = planned.exercise
    # Two reasons on one card read as two exercises.
    for condition, place in planned.prescribed_by[:1]:
        if why := condition.exercises[place].why:
            return (speaker(context, condition)(f"exercises[{place}].why", why),)
    return (context.words("exercises", exercise.id)("what_it_does", exercise.what_it_does),)


def _cautions(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """Why, and until when, conditions delay the exercise, each reason once; it names its condition beside others."""
    return distinct([*_own_delays(context, planned), *_rules(context, "delays", planned.delayed_by)])


def delay_reasons(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """The same without the names of the conditions."""
    delays = (speaker(context, one)(f"delays[{i}].why", one.delays[i].why) for one, i in planned.delayed_by)
    return distinct([*_own_delays(context, planned), *delays])


def _own_delays(context: ComposeContext, planned: Planned) -> list[Prose]:
    """Until when an exercise waits whatever the condition."""
    own = list[str]()
    if planned.exercise.taught_first:
        own.append(context.wording.say("Wait until we have shown it to you."))
    if planned.in_week is not None:
        weeks = context.wording.weeks(planned.in_week)
        own.append(context.wording.say("Wait until {weeks} after your operation or injury.", weeks=weeks))
    return [*map(prose.runs, own)]


def _cares(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """What conditions have heeded, and until when after an operation or injury it is done."""
    own = list[Prose]()
    if (last := planned.exercise.not_after) is not None:
        weeks = context.wording.weeks(last)
        only = context.wording.say("Only in the first {weeks} after your operation or injury.", weeks=weeks)
        own.append(prose.runs(only))
    return distinct([*own, *_rules(context, "cares", planned.cared_by)])


def _level(
    context: ComposeContext, planned: Planned, way: Literal["easier", "harder"], numbers: Mapping[str, int]
) -> Prose | None:
    """How to make it easier or harder, then the exercise that is, where the leaflet prints it.

    Words that ask for an exercise that is not printed are left out. Reports HND412.
    """
    exercise, own = planned.exercise, _own_harder(planned) if way == "harder" else None
    if own:
        condition, place, written = own
        path, file = f"exercises[{place}].harder", f"conditions/{condition.id}.yaml"
        words = speaker(context, condition)(path, written)
    else:
        path, file, written = f"progression.{way}", f"exercises/{exercise.id}.yaml", getattr(exercise.progression, way)
        words = _speaker(context, planned)(path, written)
    # A step down that leads to an exercise on no card leaves the reader searching.
    if not can_be_done(context, written, Printed(numbers), words, f"{file}: {path}"):
        words = ()
    if (id_ := getattr(exercise, way)) in numbers:
        name = prose.plain_text(context.words("exercises", id_)("name", context.library.exercises[id_].name))
        message = "Easier: {name}, number {number}." if way == "easier" else "Harder: {name}, number {number}."
        line = prose.runs(context.wording.say(message, name=name, number=str(numbers[id_])))
        words = prose.joined([*filter(None, [words]), line])
    return words or None


def _own_harder(planned: Planned) -> tuple[Condition, int, str] | None:
    """How the first condition that says so makes it harder, with its place in the list of that condition."""
    said = ((one, place, one.exercises[place].harder) for one, place in planned.prescribed_by)
    return next(((one, place, words) for one, place, words in said if words), None)


def _rules(context: ComposeContext, field: str, rules: Iterable[tuple[Condition, int]]) -> list[Prose]:
    """What rules of a field (`delays`, `cares`) print, each once, with the name of its condition beside others.

    Words that several conditions say, or that name the condition themselves ("A new sprain?"), need no name.
    """
    # One caution under three names is one line, else a card of three conditions is a list of names.
    owners = dict[Prose, list[Condition]]()
    for one, index in rules:
        words = speaker(context, one)(f"{field}[{index}].why", getattr(one, field)[index].why)
        if one not in owners.setdefault(words, []):
            owners[words].append(one)
    return [
        words if len(those) > 1 or _names_itself(those[0], words) else owned(context, those, words)
        for words, those in owners.items()
    ]


def _names_itself(condition: Condition, words: Prose) -> bool:
    """Whether what a rule prints ends its first question with the name of its condition."""
    first, asks, _ = prose.plain_text(words).partition("?")
    return bool(asks) and condition.merged is not None and first.split()[-1] == condition.merged.name.split()[-1]


def _steps(context: ComposeContext, planned: Planned, say: Callable[[str, str], Prose]) -> Iterator[Prose]:
    """The steps, with the hold before the way back where the author did not place it."""
    for place, text in enumerate(planned.exercise.steps):
        if place == planned.exercise.way_back:
            yield prose.runs(context.wording.hold(planned.dose))
        yield say(f"steps[{place}]", text)


def stop_rule(context: ComposeContext, id_: str, side: Side | None) -> Prose:
    values = context.house_words | context.wording.side_words(side)
    text = context.wording.text(f"stop-rules.yaml:{id_}.text", context.library.stop_rules[id_].text)
    return prose.with_addresses(prose.runs(prose.fill(text, values)))


def _pictures(context: ComposeContext, planned: Planned) -> tuple[Picture, ...]:
    """The frames of the drawing, each with its own alternative text; its side is the side that is drawn."""
    exercise, values = planned.exercise, context.house_words
    if own := exercise.picture_file:
        alt = context.worded("exercises", exercise.id, "picture_file.alt", own.alt, values)
        return tuple(Picture(frame, (), alt) for frame in context.figure(exercise.id))
    if exercise.pose is None:
        return ()
    words = {
        anchor: prose.plain(context.worded("exercises", exercise.id, f"pose.labels.{anchor}", text, values))
        for anchor, text in exercise.pose.labels.items()
    }
    values |= context.wording.drawn_side_words(planned.side)
    captions: dict[str, str] = {
        name: prose.plain(context.worded("exercises", exercise.id, f"pose.captions.{name}", text, values))
        for name, text in exercise.pose.captions.items()
    }
    alts = {
        name: context.worded("exercises", exercise.id, f"pose.alt.{name}", text, values)
        for name, text in exercise.pose.alt
        if text
    }
    return tuple(
        picture(context, frame, words, alts.get(frame.name, ""), captions.get(frame.name, ""))
        for frame in context.figure(exercise.id)
    )


def common_cares(context: ComposeContext, plan: Sequence[Planned]) -> tuple[Prose, ...]:
    """What conditions have heeded in more than half of the exercises: it is printed once for all, and on no card."""
    cares = Counter(words for one in plan for words in _rules(context, "cares", one.cared_by))
    return tuple(one for one, count in cares.items() if 2 * count > len(plan) > 1)


def common_stop_rules(cards: Sequence[Card], is_head_full: bool) -> tuple[Prose, ...]:
    """The stop rules of half of the cards, and of two at least: they are printed once for all, and on no card.

    Of more than half where the head of the sheet has several measures or words before the exercises too: it must fit
    one page of large print.
    """
    rules = Counter(rule for card in cards for rule in card.stop_if)
    least = (len(cards) + is_head_full) / 2
    return tuple(one for one, count in rules.items() if count >= least and count > 1)
