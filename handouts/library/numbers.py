"""Checks of numbers between files: doses and settings inside their limits, and named numbers that texts use."""

from __future__ import annotations

from collections.abc import Mapping

from handouts import model
from handouts.diagnostics import Span, did_you_mean, nearest
from handouts.library.placeholders import HOUSE_WORDS
from handouts.library.source import Path
from handouts.library.store import Location, RecordStore
from handouts.model import BLANK, SCOPE, Advice, Condition, Exercise, Limited, Number, Record, prose


def check_change(
    store: RecordStore, location: Location, index: int, prescription: model.Prescription, exercise: Exercise
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
            store.report("HND204", message, advice, location.key("exercises", index, "dose", name))
        else:
            _within(store, value, limits, f"{exercise.id}.{name}", location.place("exercises", index, "dose", name))


def check_numbers(store: RecordStore, kind: str, id_: str, numbers: Mapping[str, Number], record: Record) -> None:
    """Named numbers are named by some text. Reports HND309."""
    location = store.written[kind, id_]
    named = {name for _, text in model.texts(record) for name in prose.placeholders(text)}
    named |= {step.after for step in record.timeline} if isinstance(record, Condition) else set()
    # A mistyped name is a fault of its own; the number that it meant is not unused as well.
    used = named | {nearest(name, numbers) for name in named - HOUSE_WORDS - set(numbers)}
    for name in numbers:
        if name not in used:
            advice = f"write {{{name}}} in a text, or delete the number"
            store.report("HND309", f"no text names `{{{name}}}`", advice, location.key("numbers", name))


def check_settings(store: RecordStore, location: Location, settings: Mapping[str, int], at: Path = ()) -> None:
    for name, value in settings.items():
        _check_setting(store, location, (*at, "settings", name), name, value)


def _check_setting(store: RecordStore, location: Location, at: Path, name: str, value: int) -> None:
    """`calf-stretch-wall.hold: 20`: a number of an exercise, an advice block or a condition. Reports HND301, HND204."""
    owner, _, word = name.partition(".")
    word, _, scope = word.partition(".")
    key = location.key(*at)
    # A broken record has no numbers to compare with.
    if any(owner in store.broken[kind] for kind in ("exercise", "advice", "condition")):
        return
    limits = _adjustable(store, owner)
    if limits is None:
        owners = {*store.records["exercise"], *store.records["advice"], *store.records["condition"]}
        store.report("HND301", f"nothing is called `{owner}`", did_you_mean(owner, owners, "exercise or advice"), key)
    elif word not in limits:
        store.report("HND301", f"`{owner}` has no number `{word}`", did_you_mean(word, limits, "number"), key)
    elif scope and not SCOPE.fullmatch(scope):
        advice = "end it in .left, .right or .week2 to .week52, or leave that out"
        store.report("HND301", f"`{scope}` is neither a side nor a week", advice, key)
    # A blank is a line to write on: no limit holds for it.
    elif value != BLANK:
        _within(store, value, limits[word], f"{owner}.{word}", location.place(*at))


def _adjustable(store: RecordStore, owner: str) -> Mapping[str, Limited] | None:
    """What a clinic may set, by the word it uses."""
    if isinstance(exercise := store.records["exercise"].get(owner), Exercise):
        return exercise.dose.adjustable
    other = store.records["advice"].get(owner) or store.records["condition"].get(owner)
    return other.numbers if isinstance(other, Advice | Condition) else None


def _within(store: RecordStore, value: int, limits: Limited, number: str, span: Span) -> None:
    """`number` is the id of the record that sets the limits, a dot, and the name of the number."""
    if not limits.lowest <= value <= limits.highest:
        message = f"{value} is not between {limits.lowest} and {limits.highest}"
        owner = number.partition(".")[0]
        advice = f"these are the limits of `{number}`: choose inside them; `handouts show {owner}` has their source"
        store.report("HND204", message, advice, span)
