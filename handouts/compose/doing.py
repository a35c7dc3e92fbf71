"""Sheet two, for doing: the pain guide, the exercise cards and the diary."""

from __future__ import annotations

from collections.abc import Iterable

from handouts import prose
from handouts.compose.desk import PAIN_TOP, Desk, once, speaker
from handouts.compose.plan import Planned
from handouts.leaflet import (
    Card,
    DiaryRow,
    PainZone,
    Picture,
)
from handouts.model import (
    Dose,
    Exercise,
    Library,
)
from handouts.prose import Prose


def card(desk: Desk, number: int, planned: Planned) -> Card:
    exercise, side = planned.exercise, desk.request.side
    values = desk.wording.dose_words(planned.dose) | desk.wording.side_words(side)
    say = desk.words("exercises", exercise.id, values)
    return Card(
        id=exercise.id,
        field=f"exercises/{exercise.id}.yaml",
        number=number,
        name=say("name", exercise.name),
        tiles=desk.wording.tiles(planned.dose),
        why=_reasons(desk, planned),
        steps=(say("start", exercise.start), *(say(f"steps[{i}]", text) for i, text in enumerate(exercise.steps))),
        dose=prose.runs(desk.wording.dose_sentence(planned.dose, side, _named_in(exercise.steps))),
        watch_for=tuple(say(f"mistakes[{i}]", text) for i, text in enumerate(exercise.mistakes)),
        stop_if=tuple(_stop_rule(desk, id_) for id_ in exercise.stop_if),
        not_for=tuple(say(f"not_for[{i}]", text) for i, text in enumerate(exercise.not_for)),
        alt=_alt(desk, exercise),
        pictures=_pictures(desk, number, exercise),
        mirrored=side == "left",
    )


def _reasons(desk: Desk, planned: Planned) -> tuple[Prose, ...]:
    """Why it is asked for, by every condition that asks, each reason once."""
    return once(
        speaker(desk, condition)(f"exercises[{place}].why", condition.exercises[place].why)
        for condition, place in planned.asked_by
    )


def _named_in(steps: Iterable[str]) -> frozenset[str]:
    """The parts of the dose that the steps already say."""
    return frozenset(name for step in steps for name in prose.placeholders(step))


def _stop_rule(desk: Desk, id_: str) -> Prose:
    values = desk.house_words() | desk.wording.side_words(desk.request.side)
    text = desk.wording.text(f"stop-rules.yaml:{id_}.text", desk.library.stop_rules[id_].text)
    return prose.runs(prose.fill(text, values))


def _alt(desk: Desk, exercise: Exercise) -> str:
    """What the drawing shows, in words; its side is the side that is drawn."""
    if exercise.pose is None:
        return ""
    values = desk.house_words() | desk.wording.drawn_side_words(desk.request.side)
    return desk.worded("exercises", exercise.id, "pose.alt", exercise.pose.alt, values)


def _pictures(desk: Desk, number: int, exercise: Exercise) -> tuple[Picture, ...]:
    if exercise.pose is None:
        return ()
    values = desk.house_words()
    words = {
        anchor: prose.plain(desk.worded("exercises", exercise.id, f"pose.labels.{anchor}", text, values))
        for anchor, text in exercise.pose.labels.items()
    }
    return tuple(
        Picture(frame, tuple((anchor, words[anchor]) for anchor in frame.anchors if anchor in words))
        for frame in desk.figure(exercise.id, number)
    )


def diary_row(desk: Desk, card: Card, dose: Dose) -> DiaryRow:
    days = {"every second day": range(0, 14, 2), "three days a week": (0, 2, 4, 7, 9, 11)}.get(dose.days, range(14))
    boxes = tuple(dose.times_a_day.value if day in days else 0 for day in range(14))
    return DiaryRow(card.number, card.name, desk.wording.rhythm(dose), boxes)


def pain_zones(library: Library) -> tuple[PainZone, ...]:
    if library.pain_guide is None:
        return ()
    fine, ok = library.pain_guide.fine_to, library.pain_guide.ok_to
    return (
        PainZone("fine", tuple(range(fine + 1))),
        PainZone("ok", tuple(range(fine + 1, ok + 1))),
        PainZone("over", tuple(range(ok + 1, PAIN_TOP + 1))),
    )


def always_stop_if(desk: Desk) -> tuple[Prose, ...]:
    guide = desk.library.pain_guide
    return tuple(_stop_rule(desk, id_) for id_ in guide.stop_if) if guide else ()
