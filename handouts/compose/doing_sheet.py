"""Sheet two beside its cards: what is needed, how to start, the pain guide and the diary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from handouts.compose.cards import stop_rule
from handouts.compose.context import PAIN_TOP, ComposeContext, distinct, speaker
from handouts.compose.daily_time import seconds_a_day
from handouts.compose.exercises import SETTLES, Planned, leads_of_two
from handouts.compose.heading import owned
from handouts.compose.language import NOUNS, about_minutes
from handouts.compose.sore_parts import regions
from handouts.model import Condition, Library, prose
from handouts.model.cards import Card, DiaryMeasure, DiaryRow, PainZone
from handouts.model.diary_measures import MOST_MEASURES, USUAL
from handouts.model.prose import Prose

_START = "Start with number\u00a0{number}, or as written above."


def needs(context: ComposeContext, plan: Iterable[Planned], cares: Iterable[Prose]) -> Prose | None:
    """The things that all exercises need, each once, as one sentence, then the common `cares`; None without either.

    Those of chosen exercises are said alike in whatever order these are.
    """
    things = distinct(
        context.words("exercises", planned.exercise.id)(f"needs[{index}]", text)
        for planned in plan
        for index, text in enumerate(planned.exercise.needs)
    )
    plain = [prose.plain_text(thing) for thing in things]
    if context.request.choice.named:
        plain.sort()
    return prose.joined([*([prose.runs(context.wording.you_need(plain))] if plain else []), *cares]) or None


def start(context: ComposeContext, plan: Sequence[Planned]) -> Prose:
    """With which exercise to start: where the conditions concern several sore parts, with the first of each.

    What nothing cautions goes before what is done with care; what waits is no start, and is named with the place of its
    reason.
    """
    beside, say = len(context.conditions) > 1, context.wording.say
    start_with, lines = begun(context, plan), list[Prose]()
    if len(start_with) == 1:
        settles = not any(one.settles_first for one in plan) and any(one.before_exercises for one in context.conditions)
        begin = "Once settled, start with number\u00a0{number}, or as written above." if settles else _START
        lines.append(prose.runs(say(begin, number=str(*start_with))))
    elif start_with:
        numbers = context.wording.listed([str(number) for number in start_with], commas=False)
        begin = say("Start with numbers {numbers}: one for each part, or as written above.", numbers=numbers)
        lines.append(prose.runs(begin))
    if start_with and len(plan) > 1 and add_next(context, plan) is None:
        lines.append(prose.runs(say("Add the next exercise when your pain is no worse the next day.")))
    return prose.joined([*lines, *(_waits(context, plan) if beside or not start_with else ())])


def begun(context: ComposeContext, plan: Sequence[Planned]) -> list[int]:
    """The numbers of the exercises to start with; none where all wait."""
    if leads := leads_of_two(context, plan):
        parts = [(one.regions, one.sore and one.sore.part) for one in context.conditions]
        if parts[0] != parts[1]:
            return [number for number, one in enumerate(plan, 1) if one in leads]
    # Settling comes before everything else: such an exercise is named apart, with what to read first.
    numbered = [(number, one) for number, one in enumerate(plan, 1) if one.place_in_time < SETTLES]
    if len(context.conditions) > 1:
        numbered.sort(key=lambda one: one[1].place_in_time)
    # A reader with two sore parts who begins with one alone waits weeks for the other.
    first = dict[tuple[str, str], int]()
    for number, planned in numbered:
        for part in _sore_parts(context.conditions, planned):
            first.setdefault(part, number)
    return sorted(set(first.values())) or [number for number, _ in numbered[:1]]


def daily(context: ComposeContext, plan: Sequence[Planned]) -> str:
    """About how long the exercises take on a day: `5 minutes a day at first, about 15 later`."""
    seconds, say = [seconds_a_day(planned.dose) for planned in plan], context.wording.say
    first_s, later_s = sum(seconds[number - 1] for number in begun(context, plan)), sum(seconds)
    later = about_minutes(later_s)
    if not first_s or about_minutes(first_s) == later:
        return say("{minutes} a day", minutes=context.wording.minutes(later_s))
    return say(
        "{minutes} a day at first, about {later} later", minutes=context.wording.minutes(first_s), later=str(later)
    )


def _waits(context: ComposeContext, plan: Sequence[Planned]) -> list[Prose]:
    """Which exercises wait: the card of each says for what."""
    say, waiting = context.wording.say, dict[str, list[str]]()
    for number, planned in enumerate(plan, 1):
        if planned.waits:
            waiting.setdefault(say("Read “Not yet” on the card first."), []).append(str(number))
        elif planned.settles_first:
            waiting.setdefault(say("Read “Before you start” first."), []).append(str(number))
    return [prose.runs(f"{_numbered(context, numbers)} {why}") for why, numbers in waiting.items()]


def _numbered(context: ComposeContext, numbers: Sequence[str]) -> str:
    """`Number 4:` or `Numbers 3 and 4:`."""
    if len(numbers) == 1:
        return context.wording.say("Number\u00a0{number}:", number=numbers[0])
    return context.wording.say("Numbers {numbers}:", numbers=context.wording.listed(numbers, commas=False))


def _sore_parts(conditions: Sequence[Condition], planned: Planned) -> set[tuple[str, str]]:
    """The sore parts that an exercise is for: each region, and in it the part that the conditions name: `your tendon`.

    In a region none of whose conditions prescribes the exercise it is for all parts.
    """
    prescribing, found = [one for one, _ in planned.prescribed_by], set[tuple[str, str]]()
    for region in _parts(conditions, planned):
        own = [one for one in prescribing if region in one.regions] or [
            one for one in conditions if region in one.regions
        ]
        found |= {(region, one.sore.part if one.sore and region == one.region else "") for one in own}
    return found


def _parts(conditions: Sequence[Condition], planned: Planned) -> set[str]:
    """The regions of the leaflet that an exercise is for: its own, and the one whose conditions alone prescribe it.

    One of a region that the leaflet is not about is for that of the first condition that prescribes it.
    """
    # A strong hip helps a sore knee: an exercise counts for the part whose conditions ask for it.
    concerned, own = regions(conditions), planned.exercise.region
    prescribing = regions(one for one, _ in planned.prescribed_by)
    return {id_ for id_ in concerned if id_ == own or prescribing == (id_,)} or set(prescribing[:1])


def which_sides(context: ComposeContext) -> Prose | None:
    """On which sides the exercises are done, where no side is given.

    None for regions without a left and a right one: in both legs or arms, pain that comes from the spine is a danger
    sign and no reason for exercise.
    """
    request = context.request
    if request.side_of() == "both":
        return prose.runs(context.wording.say("Do each one on both sides."))
    concerned = [
        context.library.regions[one.region] for one in context.conditions if one.region in context.library.regions
    ]
    if request.names_sides or (concerned and not any(region.paired for region in concerned)):
        return None
    return prose.runs(context.wording.say("If both sides hurt, do both."))


def fewer(context: ComposeContext, plan: Iterable[Planned]) -> Prose | None:
    """What to do after too much pain, without a sum. None where no exercise is counted."""
    # A hold or a walk is not counted, and "fewer" of it would puzzle the reader.
    if not any(planned.dose.repetitions for planned in plan):
        return None
    return prose.runs(context.wording.say("Next time, do fewer."))


def diary_row(context: ComposeContext, card: Card, planned: Planned) -> DiaryRow:
    """The tick boxes of one exercise for two weeks; an exercise that begins later has a row without dates."""
    dose, wording = planned.dose, context.wording
    second = next((dose.changed(one.values) for one in dose.later if one.from_week == 2), dose)
    boxes = (*map(dose.boxes, range(7)), *map(second.boxes, range(7, 14)))
    rhythm, of_second = wording.rhythm(dose), wording.rhythm(second)
    room = wording.widest_rhythm(dose)
    if of_second != rhythm:
        room, rhythm = "", wording.say("{rhythm}, week 2: {later}", rhythm=rhythm, later=of_second)
    return DiaryRow(card.number, card.name, rhythm, boxes, planned.waits or planned.settles_first, room)


def measures(context: ComposeContext) -> tuple[DiaryMeasure, ...]:
    """What the diary has a row for besides the exercises: pain, then what the conditions name first, at most three."""
    rows = zip_longest(*(condition.measures for condition in context.conditions))
    # Pain is the one number that the pain guide asks for, so its row is first and never left out.
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


def pain_limits(context: ComposeContext) -> tuple[Prose, ...]:
    """Until when pain in the middle zone is not OK with a condition, with its name beside others."""
    return tuple(
        owned(context, [one], speaker(context, one)("pain_limit", one.pain_limit))
        for one in context.conditions
        if one.pain_limit
    )


def worse_next_day(context: ComposeContext) -> Prose | None:
    """What to do when it hurts more on the next day."""
    guide = context.library.pain_guide
    if guide is None or guide.worse_next_day is None:
        return None
    return stop_rule(context, guide.worse_next_day, context.request.side_of())


def add_next(context: ComposeContext, plan: Sequence[Planned]) -> Prose | None:
    """The test for one exercise more: some days of pain in the first zone alone. Then that for a call: pain that stays
    in the second, with which a reader would never come to the next exercise."""
    guide = context.library.pain_guide
    if guide is None or guide.worse_next_day is None or guide.add_next_days is None or len(plan) < 2:
        return None
    say = context.wording.say
    tests = [((0, guide.fine_to), guide.add_next_days, say("Add the next exercise."))]
    if guide.ask_after_days is not None:
        tests.append(((guide.fine_to + 1, guide.ok_to), guide.ask_after_days, say("Call us.")))
    return prose.joined([_test(context, *one) for one in tests])


def _test(context: ComposeContext, zone: tuple[int, int], days: int, act: str) -> Prose:
    """What to do after some days of pain in a zone: `Pain 0 to 3 for 3 days? Add the next exercise.`"""
    (low, high), time = map(str, zone), context.wording.count(*NOUNS["days"], days)
    asked = context.wording.say("Pain {low} to {limit} for {days}?", low=low, limit=high, days=time)
    return (prose.Run(asked, strong=True), prose.Run(f" {act}"))


def always_stop_if(context: ComposeContext, common: Iterable[Prose]) -> tuple[Prose, ...]:
    """The stop rules of the pain guide, which hold for every exercise, then those that are common to the cards."""
    guide = context.library.pain_guide
    side = context.request.side_of()
    return (*(stop_rule(context, id_, side) for id_ in (guide.stop_if if guide else ())), *common)
