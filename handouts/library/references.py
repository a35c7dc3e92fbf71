"""What one file says of another: references that must lead somewhere, numbers that must lie inside limits."""

from __future__ import annotations

from collections.abc import Mapping

from handouts import model, prose
from handouts.diagnostics import Span, did_you_mean, nearest
from handouts.library.pictures import poses
from handouts.library.placeholders import HOUSE_WORDS
from handouts.library.shelf import Shelf, Written
from handouts.model import Advice, Clinic, Condition, Dose, Exercise, LeafletSet, Limited, Number, PainGuide, Record
from handouts.model.poses import InheritanceError, inheritance_chain
from handouts.source import Where

LEAST_CONTRAST = 7.0


def check_references(shelf: Shelf) -> None:
    """Every record against all others. Reports HND204, HND301, HND306, HND308, HND309, HND601, HND930."""
    written = poses(shelf.of(Exercise))
    for exercise in shelf.of(Exercise):
        _check_exercise(shelf, exercise)
        _check_likeness(shelf, exercise, written)
    for condition in shelf.of(Condition):
        _check_condition(shelf, condition)
    for advice in shelf.of(Advice):
        _check_numbers(shelf, "advice", advice.id, advice.numbers, advice)
        shelf.cited("advice", advice.id, ("sources",), advice.sources)
    for clinic in shelf.of(Clinic):
        _check_clinic(shelf, clinic)
    for leaflets in shelf.of(LeafletSet):
        _check_set(shelf, leaflets)
    for guide in shelf.of(PainGuide):
        _check_pain_guide(shelf, guide)


def _check_exercise(shelf: Shelf, exercise: Exercise) -> None:
    written = shelf.written["exercise", exercise.id]
    shelf.cited("exercise", exercise.id, ("sources",), exercise.sources)
    for index, rule in enumerate(exercise.stop_if):
        shelf.refer("stop-rule", rule, written.place("stop_if", index))
    for index, other in enumerate(exercise.not_with):
        shelf.refer("exercise", other, written.place("not_with", index))


def _check_likeness(shelf: Shelf, exercise: Exercise, written: Mapping[str, Mapping[str, object]]) -> None:
    """`like` names another exercise that has a pose, and does not come back. Reports HND301, HND601."""
    if exercise.pose is None or exercise.pose.like is None:
        return
    like, span = exercise.pose.like, shelf.written["exercise", exercise.id].place("pose", "like")
    shelf.refer("exercise", like, span)
    try:
        inheritance_chain(exercise.id, written)
    except InheritanceError as wrong:
        if wrong.missing == exercise.id:
            message = f"the pose is like itself: {wrong}"
            shelf.report("HND601", message, "write out one of these poses, without `like`", span)
        elif not wrong.is_circular and wrong.missing == like and like in shelf.records["exercise"]:
            advice = did_you_mean(like, {*written} - {exercise.id}, "pose")
            shelf.report("HND601", f"`{like}` has no pose to take from", advice, span)


def _check_pain_guide(shelf: Shelf, guide: PainGuide) -> None:
    shelf.cited("pain-guide", "pain-guide", ("sources",), guide.sources)
    for index, rule in enumerate(guide.stop_if):
        shelf.refer("stop-rule", rule, shelf.written["pain-guide", "pain-guide"].place("stop_if", index))


def _check_condition(shelf: Shelf, condition: Condition) -> None:
    written = shelf.written["condition", condition.id]
    shelf.cited("condition", condition.id, ("governance", "sources"), condition.governance.sources)
    for index, advice in enumerate(condition.advice):
        shelf.refer("advice", advice, written.place("advice", index))
    for index, term in enumerate(condition.glossary):
        shelf.refer("term", term, written.place("glossary", index))
    asked = {prescription.id for prescription in condition.exercises}
    for index, forbidden in enumerate(condition.forbids):
        span = written.place("forbids", index, "id")
        shelf.refer("exercise", forbidden.id, span)
        if forbidden.id in asked:
            message = f"`{forbidden.id}` is asked for and forbidden"
            shelf.report("HND308", message, "take it out of `exercises` or out of `forbids`", span)
    for index, prescription in enumerate(condition.exercises):
        shelf.refer("exercise", prescription.id, written.place("exercises", index, "id"))
        exercise = shelf.records["exercise"].get(prescription.id)
        if isinstance(exercise, Exercise):
            _check_change(shelf, written, index, prescription, exercise)
    _check_numbers(shelf, "condition", condition.id, condition.numbers, condition)


def _check_change(
    shelf: Shelf, written: Written, index: int, prescription: model.Prescription, exercise: Exercise
) -> None:
    """A condition changes a dose inside the limits of the exercise. Reports HND204."""
    for name in type(prescription.dose).model_fields:
        value: int | None = getattr(prescription.dose, name)
        if value is None:
            continue
        limits: Limited | None = getattr(exercise.dose, name)
        if limits is None:
            message = f"the dose of `{exercise.id}` has no `{name}` to change"
            advice = f"take it out, or add `{name}` to the exercise"
            shelf.report("HND204", message, advice, written.key("exercises", index, "dose", name))
        else:
            _within(shelf, value, limits, exercise.id, written.place("exercises", index, "dose", name))


def _within(shelf: Shelf, value: int, limits: Limited, owner: str, span: Span) -> None:
    if not limits.lowest <= value <= limits.highest:
        message = f"{value} is not between {limits.lowest} and {limits.highest}"
        shelf.report("HND204", message, f"these are the limits in `{owner}`", span)


def _check_numbers(shelf: Shelf, kind: str, id_: str, numbers: Mapping[str, Number], record: Record) -> None:
    """Named numbers have known sources and are named by some text. Reports HND301, HND309."""
    written = shelf.written[kind, id_]
    named = {name for _, text in model.texts(record) for name in prose.placeholders(text)}
    # A mistyped name is a fault of its own; the number that it meant is not unused as well.
    used = named | {nearest(name, numbers) for name in named - HOUSE_WORDS - set(numbers)}
    for name, number in numbers.items():
        if number.source is not None:
            shelf.refer("source", number.source, written.place("numbers", name, "source"))
        if name not in used:
            advice = f"write {{{name}}} in a text, or delete the number"
            shelf.report("HND309", f"no text names `{{{name}}}`", advice, written.key("numbers", name))


def _check_clinic(shelf: Shelf, clinic: Clinic) -> None:
    written = shelf.written["clinic", clinic.id]
    shelf.refer("region", clinic.region, written.place("region"))
    _check_settings(shelf, written, clinic.settings)
    contrast = model.contrast(clinic.accent, "#FFFFFF")
    if contrast < LEAST_CONTRAST:
        message = (
            f"the contrast of {clinic.accent} with white is {contrast:.1f}, at least {LEAST_CONTRAST:.0f} is needed"
        )
        advice = "choose a darker colour; until then dark ink is printed instead"
        shelf.report("HND306", message, advice, written.place("accent"))


def _check_set(shelf: Shelf, leaflets: LeafletSet) -> None:
    """What a set names is there, and its own name means nothing else. Reports HND301, HND204, HND930."""
    written = shelf.written["set", leaflets.id]
    if leaflets.id in shelf.known("condition"):
        message = f"`{leaflets.id}` is a condition too, so `handouts export {leaflets.id}` could mean either"
        shelf.report("HND930", message, "rename this file", written.key("name"))
    for index, one in enumerate(leaflets.leaflets):
        for number, condition in enumerate(one.conditions):
            shelf.refer("condition", condition, written.place("leaflets", index, "conditions", number))
        _check_settings(shelf, written, one.settings, ("leaflets", index))
    for index, edition in enumerate(leaflets.editions):
        shelf.refer("edition", edition, written.place("editions", index))


def _check_settings(shelf: Shelf, written: Written, settings: Mapping[str, int], at: Where = ()) -> None:
    for name, value in settings.items():
        _check_setting(shelf, written, (*at, "settings", name), name, value)


def _check_setting(shelf: Shelf, written: Written, at: Where, name: str, value: int) -> None:
    """`calf-stretch-wall.hold: 20`: a number of an exercise, an advice block or a condition. Reports HND301, HND204."""
    owner, _, word = name.partition(".")
    key = written.key(*at)
    if any(owner in shelf.broken[kind] for kind in ("exercise", "advice", "condition")):
        return
    limits = _adjustable(shelf, owner)
    if limits is None:
        owners = {*shelf.records["exercise"], *shelf.records["advice"], *shelf.records["condition"]}
        shelf.report("HND301", f"nothing is called `{owner}`", did_you_mean(owner, owners, "exercise or advice"), key)
    elif word not in limits:
        shelf.report("HND301", f"`{owner}` has no number `{word}`", did_you_mean(word, limits, "number"), key)
    else:
        _within(shelf, value, limits[word], owner, written.place(*at))


def _adjustable(shelf: Shelf, owner: str) -> Mapping[str, Limited] | None:
    """What a clinic may set, by the word it uses."""
    if isinstance(exercise := shelf.records["exercise"].get(owner), Exercise):
        amounts = {word: getattr(exercise.dose, name) for word, name in Dose.ADJUSTABLE.items()}
        return {word: amount for word, amount in amounts.items() if amount is not None}
    other = shelf.records["advice"].get(owner) or shelf.records["condition"].get(owner)
    return other.numbers if isinstance(other, Advice | Condition) else None
