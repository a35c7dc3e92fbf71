"""Sheet two, for doing: the pain guide, the exercise cards and the diary."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handouts.compose.context import PAIN_TOP, ComposeContext, distinct, speaker
from handouts.compose.exercises import Planned
from handouts.model import (
    Dose,
    Exercise,
    Library,
    prose,
)
from handouts.model.leaflet import Card, DiaryRow, PainZone, Picture
from handouts.model.prose import Prose


def card(context: ComposeContext, number: int, planned: Planned) -> Card:
    """The card of one exercise.

    Args: `number` is its place on the leaflet, from 1.
    """
    exercise, side = planned.exercise, context.request.side
    values = context.wording.dose_words(planned.dose) | context.wording.side_words(side)
    say = context.words("exercises", exercise.id, values)
    return Card(
        id=exercise.id,
        field=f"exercises/{exercise.id}.yaml",
        number=number,
        name=say("name", exercise.name),
        tiles=context.wording.tiles(planned.dose),
        why=_reasons(context, planned),
        steps=(say("start", exercise.start), *_steps(context, planned, say)),
        dose=prose.runs(context.wording.dose_sentence(planned.dose, side, _named_in(exercise))),
        watch_for=tuple(say(f"mistakes[{i}]", text) for i, text in enumerate(exercise.mistakes)),
        stop_if=tuple(_stop_rule(context, id_) for id_ in exercise.stop_if),
        not_for=tuple(say(f"not_for[{i}]", text) for i, text in enumerate(exercise.not_for)),
        alt=_alt(context, exercise),
        pictures=_pictures(context, number, exercise),
        mirrored=side == "left",
    )


def _reasons(context: ComposeContext, planned: Planned) -> tuple[Prose, ...]:
    """Why each condition prescribes the exercise, each reason once."""
    return distinct(
        speaker(context, condition)(f"exercises[{place}].why", condition.exercises[place].why)
        for condition, place in planned.prescribed_by
    )


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


def _stop_rule(context: ComposeContext, id_: str) -> Prose:
    values = context.house_words() | context.wording.side_words(context.request.side)
    text = context.wording.text(f"stop-rules.yaml:{id_}.text", context.library.stop_rules[id_].text)
    return prose.with_addresses(prose.runs(prose.fill(text, values)))


def _alt(context: ComposeContext, exercise: Exercise) -> str:
    """What the drawing shows, in words; its side is the side that is drawn."""
    if exercise.pose is None:
        return ""
    values = context.house_words() | context.wording.drawn_side_words(context.request.side)
    return context.worded("exercises", exercise.id, "pose.alt", exercise.pose.alt, values)


def _pictures(context: ComposeContext, number: int, exercise: Exercise) -> tuple[Picture, ...]:
    if exercise.pose is None:
        return ()
    values = context.house_words()
    words = {
        anchor: prose.plain(context.worded("exercises", exercise.id, f"pose.labels.{anchor}", text, values))
        for anchor, text in exercise.pose.labels.items()
    }
    return tuple(
        Picture(frame, tuple((anchor, words[anchor]) for anchor in frame.anchors if anchor in words))
        for frame in context.figure(exercise.id, number)
    )


def diary_row(context: ComposeContext, card: Card, dose: Dose) -> DiaryRow:
    """The tick boxes of one exercise for two weeks."""
    return DiaryRow(card.number, card.name, context.wording.rhythm(dose), tuple(map(dose.boxes, range(14))))


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


def always_stop_if(context: ComposeContext) -> tuple[Prose, ...]:
    """The stop rules of the pain guide, which hold for every exercise."""
    guide = context.library.pain_guide
    return tuple(_stop_rule(context, id_) for id_ in guide.stop_if) if guide else ()
