"""Sheet two, for doing: the pain guide, the exercise cards and the diary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from handouts.compose.context import PAIN_TOP, ComposeContext, distinct, speaker
from handouts.compose.exercises import Planned
from handouts.compose.heading import owned
from handouts.compose.lists import report_asked
from handouts.compose.mentions import asks_for_unprinted
from handouts.compose.plates import picture
from handouts.compose.sore_parts import regions
from handouts.model import (
    Condition,
    Exercise,
    Library,
    prose,
)
from handouts.model.choices import Side
from handouts.model.leaflet import Card, DiaryMeasure, DiaryRow, PainZone, Picture
from handouts.model.measures import MOST_MEASURES, USUAL
from handouts.model.prose import Prose


def card(context: ComposeContext, planned: Planned, numbers: Mapping[str, int]) -> Card:
    """The card of one exercise.

    Args: `numbers` are the places of all exercises on the leaflet, from 1.
    """
    exercise, side = planned.exercise, planned.side
    say = _speaker(context, planned)
    does = _doing(context, planned, say)
    usual = replace(planned, dose=exercise.dose)
    like = does if planned.dose == exercise.dose else _doing(context, usual, _speaker(context, usual))
    return Card(
        id=exercise.id,
        field=f"exercises/{exercise.id}.yaml",
        number=numbers[exercise.id],
        name=say("name", exercise.name),
        tiles=context.wording.tiles(planned.dose),
        why=_reasons(context, planned),
        steps=does[:-1],
        dose=does[-1],
        watch_for=tuple(say(f"mistakes[{i}]", text) for i, text in enumerate(exercise.mistakes)),
        stop_if=tuple(_stop_rule(context, id_, side) for id_ in exercise.stop_if),
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
    )


def _speaker(context: ComposeContext, planned: Planned) -> Callable[[str, str], Prose]:
    values = context.wording.dose_words(planned.dose) | context.wording.side_words(planned.side)
    return context.words("exercises", planned.exercise.id, values)


def _doing(context: ComposeContext, planned: Planned, say: Callable[[str, str], Prose]) -> tuple[Prose, ...]:
    """The start, the steps, and the dose in words as the last one."""
    exercise = planned.exercise
    dose = context.wording.dose_sentence(planned.dose, planned.side, _named_in(exercise))
    return (say("start", exercise.start), *_steps(context, planned, say), prose.runs(dose))


def _reasons(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """Why it helps, in the words of the condition that is named first; where it says nothing, what the exercise does.

    `_cautions` has the cautions of other conditions.
    """
    exercise = planned.exercise
    for condition, place in planned.prescribed_by[:1]:
        if why := condition.exercises[place].why:
            return (speaker(context, condition)(f"exercises[{place}].why", why),)
    return (context.words("exercises", exercise.id)("what_it_does", exercise.what_it_does),)


def _cautions(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """Why, and until when, conditions delay the exercise, each reason once; it names its condition beside others."""
    delays = _rules(context, "delays", planned.delayed_by)
    own = list[str]()
    if planned.exercise.taught_first:
        own.append(context.wording.say("Wait until we have shown it to you."))
    if planned.in_week is not None:
        weeks = context.wording.weeks(planned.in_week)
        own.append(context.wording.say("Wait until {weeks} after your operation or injury.", weeks=weeks))
    return distinct([*map(prose.runs, own), *delays])


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
    exercise, written = planned.exercise, getattr(planned.exercise.progression, way)
    words = _speaker(context, planned)(f"progression.{way}", written)
    if asked := asks_for_unprinted(context.library, written, numbers):
        report_asked(context, prose.plain_text(words), asked, f"exercises/{exercise.id}.yaml: progression.{way}")
        words = ()
    if (id_ := getattr(exercise, way)) in numbers:
        name = prose.plain_text(context.words("exercises", id_)("name", context.library.exercises[id_].name))
        message = "Easier: {name}, number {number}." if way == "easier" else "Harder: {name}, number {number}."
        line = prose.runs(context.wording.say(message, name=name, number=str(numbers[id_])))
        words = prose.joined([*filter(None, [words]), line])
    return words or None


def _rules(context: ComposeContext, field: str, rules: Iterable[tuple[Condition, int]]) -> list[Prose]:
    """What rules of a field (`delays`, `cares`) print, each once, with the names of its conditions beside others."""
    owners = dict[Prose, list[Condition]]()
    for one, index in rules:
        words = speaker(context, one)(f"{field}[{index}].why", getattr(one, field)[index].why)
        if one not in owners.setdefault(words, []):
            owners[words].append(one)
    return [owned(context, those, words) for words, those in owners.items()]


def _steps(context: ComposeContext, planned: Planned, say: Callable[[str, str], Prose]) -> Iterator[Prose]:
    """The steps, with the hold before the way back where the author did not place it."""
    for place, text in enumerate(planned.exercise.steps):
        if place == planned.exercise.way_back:
            yield prose.runs(context.wording.hold(planned.dose))
        yield say(f"steps[{place}]", text)


def _named_in(exercise: Exercise) -> frozenset[str]:
    """The placeholders of the steps: parts of the dose that the dose sentence need not repeat."""
    placed = {name for step in exercise.steps for name in prose.placeholders(step)}
    return frozenset(placed if exercise.way_back is None else {*placed, "hold"})


def _stop_rule(context: ComposeContext, id_: str, side: Side | None) -> Prose:
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


def needs(context: ComposeContext, plan: Iterable[Planned], cares: Iterable[Prose]) -> Prose | None:
    """The things that all exercises need, each once, as one sentence, then the common `cares`; None without either."""
    things = distinct(
        context.words("exercises", planned.exercise.id)(f"needs[{index}]", text)
        for planned in plan
        for index, text in enumerate(planned.exercise.needs)
    )
    plain = [prose.plain_text(thing) for thing in things]
    return prose.joined([*([prose.runs(context.wording.you_need(plain))] if plain else []), *cares]) or None


def start(context: ComposeContext, chosen: Sequence[Condition], plan: Sequence[Planned]) -> Prose:
    """With which exercise to start: where the conditions concern several body regions, with the first of each."""
    first = dict[str, int]()
    for number, planned in enumerate(plan, 1):
        for region in () if planned.waits else _parts(chosen, planned):
            first.setdefault(region, number)
    start_with = sorted(set(first.values()))
    then = context.wording.say("Add the next one when you feel ready.")
    if len(start_with) < 2:
        begin = context.wording.say("Start with number\u00a01, or as written above.")
        return prose.runs(f"{begin} {then}")
    numbers = context.wording.listed([str(number) for number in start_with], commas=False)
    begin = context.wording.say(
        "Start with numbers {numbers}: one for each part, or as written above.", numbers=numbers
    )
    return prose.runs(f"{begin} {then}")


def _parts(chosen: Sequence[Condition], planned: Planned) -> set[str]:
    """The regions of the leaflet that an exercise is for: its own, and the one whose conditions alone prescribe it."""
    concerned, prescribing = regions(chosen), regions(one for one, _ in planned.prescribed_by)
    return {id_ for id_ in concerned if id_ == planned.exercise.region or prescribing == (id_,)}


def which_sides(context: ComposeContext, chosen: Sequence[Condition]) -> Prose | None:
    """On which sides the exercises are done, where no side is given.

    None for regions without a left and a right one: in both legs or arms, pain that comes from the spine is a danger
    sign and no reason for exercise.
    """
    request = context.request
    if request.side_of() == "both":
        return prose.runs(context.wording.say("Do each one on both sides."))
    concerned = [context.library.regions[one.region] for one in chosen if one.region in context.library.regions]
    if request.names_sides or (concerned and not any(region.paired for region in concerned)):
        return None
    return prose.runs(context.wording.say("If both sides hurt, do both."))


def fewer(context: ComposeContext, plan: Iterable[Planned]) -> Prose | None:
    """What to do after too much pain, without a sum. None where no exercise is counted."""
    if not any(planned.dose.repetitions for planned in plan):
        return None
    return prose.runs(context.wording.say("Next time, do fewer."))


def diary_row(context: ComposeContext, card: Card, planned: Planned) -> DiaryRow:
    """The tick boxes of one exercise for two weeks; an exercise that begins later has a row without dates."""
    dose = planned.dose
    boxes = tuple(map(dose.boxes, range(14)))
    return DiaryRow(card.number, card.name, context.wording.rhythm(dose), boxes, undated=planned.waits)


def measures(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[DiaryMeasure, ...]:
    """What the diary has a row for besides the exercises: pain, then what the conditions name first, at most three."""
    rows = zip_longest(*(condition.measures for condition in chosen))
    union = dict.fromkeys((USUAL, *(measure for row in rows for measure in row if measure)))
    kept = tuple(union)[:MOST_MEASURES]
    for measure in tuple(union)[MOST_MEASURES:]:
        context.report.decide("measures", f"left out, no room: {measure}")
    return tuple(_measure(context, measure) for measure in kept)


def _measure(context: ComposeContext, id_: str) -> DiaryMeasure:
    """A row of the diary for a number each day, in the words of `measures.yaml` where it has them."""
    if own := context.library.measures.get(id_):
        head, name = (context.wording.text(f"measures.yaml:{id_}.{key}", getattr(own, key)) for key in ("head", "name"))
        return DiaryMeasure(head, name)
    return context.wording.measure(id_)


def pain_zones(library: Library) -> tuple[PainZone, ...]:
    """The pain scale from 0 to 10 in three zones."""
    if library.pain_guide is None:
        return ()
    fine, ok = library.pain_guide.fine_to, library.pain_guide.ok_to
    return (
        PainZone("fine", tuple(range(fine + 1))),
        PainZone("ok", tuple(range(fine + 1, ok + 1))),
        PainZone("over", tuple(range(ok + 1, PAIN_TOP + 1))),
    )


def pain_limits(context: ComposeContext, chosen: Iterable[Condition]) -> tuple[Prose, ...]:
    """Until when pain in the middle zone is not OK with a condition, with its name beside others."""
    return tuple(
        owned(context, [one], speaker(context, one)("pain_limit", one.pain_limit)) for one in chosen if one.pain_limit
    )


def worse_next_day(context: ComposeContext) -> Prose | None:
    """What to do when it hurts more on the next day."""
    guide = context.library.pain_guide
    if guide is None or guide.worse_next_day is None:
        return None
    return _stop_rule(context, guide.worse_next_day, context.request.side_of())


def always_stop_if(context: ComposeContext, common: Iterable[Prose]) -> tuple[Prose, ...]:
    """The stop rules of the pain guide, which hold for every exercise, then those that are common to the cards."""
    guide = context.library.pain_guide
    side = context.request.side_of()
    return (*(_stop_rule(context, id_, side) for id_ in (guide.stop_if if guide else ())), *common)


def common_cares(context: ComposeContext, plan: Sequence[Planned]) -> tuple[Prose, ...]:
    """What conditions have heeded in more than half of the exercises: it is printed once for all, and on no card."""
    cares = Counter(words for one in plan for words in _rules(context, "cares", one.cared_by))
    return tuple(one for one, count in cares.items() if 2 * count > len(plan) > 1)


def common_stop_rules(cards: Sequence[Card]) -> tuple[Prose, ...]:
    """The stop rules of half of the cards, and of two at least: they are printed once for all, and on no card."""
    rules = Counter(rule for card in cards for rule in card.stop_if)
    return tuple(one for one, count in rules.items() if 2 * count >= len(cards) and count > 1)
