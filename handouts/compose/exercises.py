"""Which exercises a leaflet prints, and how much of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from handouts.compose import settings
from handouts.compose.context import ComposeContext
from handouts.diagnostics import Diagnostic
from handouts.model import (
    Condition,
    Dose,
    DoseChange,
    Exercise,
    Library,
    Limited,
    Prescription,
    prose,
)

PLAIN_MOVE_S = 4  # one repetition without a hold
BREATH_S = 2  # between two repetitions


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise with the dose that will be printed, and who asks for it: (condition, place in its list).

    Every condition's reason is printed: one of them may be a caution, such as "Once it settles".
    """

    exercise: Exercise
    dose: Dose
    prescribed_by: tuple[tuple[Condition, int], ...]


def plan_exercises(context: ComposeContext, chosen: Sequence[Condition]) -> list[Planned]:
    asked = _asked_for(chosen)
    allowed = _without_forbidden(context, chosen, asked)
    kept = _kept(context, allowed)
    context.report.found += settings.check(context.request.settings, context.library, kept)
    if not kept:
        context.report.found.append(
            Diagnostic(
                "HND404", "no exercise is left for this leaflet", "choose other conditions, or a larger `--exercises`"
            )
        )
    return [_planned(context, id_, asked[id_]) for id_ in kept]


def _asked_for(chosen: Sequence[Condition]) -> dict[str, list[tuple[Condition, Prescription]]]:
    """Every exercise with the conditions that ask for it, most important first.

    Importance is the best place in any condition's list; among equals, the one that more conditions share, then the
    order of the request.
    """
    asked: dict[str, list[tuple[Condition, Prescription]]] = {}
    best: dict[str, int] = {}
    for rank, row in enumerate(zip_longest(*(c.exercises for c in chosen))):
        for condition, prescription in zip(chosen, row, strict=True):
            if prescription is not None:
                asked.setdefault(prescription.id, []).append((condition, prescription))
                best.setdefault(prescription.id, rank)
    order = sorted(asked, key=lambda id_: (best[id_], -len(asked[id_])))
    return {id_: asked[id_] for id_ in order}


def _without_forbidden(context: ComposeContext, chosen: Sequence[Condition], asked: Mapping[str, object]) -> list[str]:
    forbidden = {rule.id: (condition, index) for condition in chosen for index, rule in enumerate(condition.forbids)}
    for id_ in asked:
        if id_ in forbidden:
            condition, index = forbidden[id_]
            reason = prose.plain(prose.fill(condition.forbids[index].why, context.house_words() | _names(condition)))
            context.report.decide(id_, f"left out: {condition.id} forbids it ({reason})")
            context.report.found.append(
                Diagnostic(
                    "HND401",
                    f"`{id_}` is left out: {condition.id} forbids it ({reason})",
                    "check that the leaflet still asks for enough, or print the conditions apart",
                    context.library.span("condition", condition.id, "forbids", index),
                )
            )
    return [id_ for id_ in asked if id_ not in forbidden]


def _names(condition: Condition) -> dict[str, str]:
    return {name: str(number.value) for name, number in condition.numbers.items()}


def _kept(context: ComposeContext, allowed: Sequence[str]) -> list[str]:
    """The most important exercises that may stand together, as many as there is room for."""
    budget, kept = context.request.exercises, list[str]()
    for id_ in allowed:
        if len(kept) == budget:
            reason = f"left out: the leaflet has room for {budget} exercises, and {budget} matter more"
        elif other := _apart(context.library, id_, kept):
            reason = f"left out: it must not stand beside {other}, which matters more"
            context.report.found.append(_left_out(context.library, id_, other))
        else:
            kept.append(id_)
            reason = "kept"
        context.report.decide(id_, reason)
    return kept


def _apart(library: Library, id_: str, kept: Sequence[str]) -> str | None:
    """The first of the kept exercises that must not stand beside this one, whichever of the two says so."""
    said = library.exercises[id_].not_with
    return next((other for other in kept if other in said or id_ in library.exercises[other].not_with), None)


def _left_out(library: Library, id_: str, other: str) -> Diagnostic:
    says, named = (id_, other) if other in library.exercises[id_].not_with else (other, id_)
    place = library.exercises[says].not_with.index(named)
    return Diagnostic(
        "HND409",
        f"`{id_}` is left out: it must not stand beside `{other}`, which matters more",
        "check that the leaflet still asks for enough, or print the conditions apart",
        library.span("exercise", says, "not_with", place),
    )


def _planned(context: ComposeContext, id_: str, asked: Sequence[tuple[Condition, Prescription]]) -> Planned:
    exercise = context.library.exercises[id_]
    dose = _set_dose(context, exercise, _gentlest(context, exercise, asked))
    return Planned(exercise, dose, tuple((c, [p.id for p in c.exercises].index(id_)) for c, _ in asked))


def _gentlest(context: ComposeContext, exercise: Exercise, asked: Sequence[tuple[Condition, Prescription]]) -> Dose:
    """The dose all conditions can live with: of each number the smaller."""
    values: dict[str, int] = {}
    for name in DoseChange.model_fields:
        amount: Limited | None = getattr(exercise.dose, name)
        wishes = {c.id: getattr(p.dose, name) for c, p in asked}
        if amount is None or not any(w is not None for w in wishes.values()):
            continue
        printed = {id_: amount.value if wish is None else wish for id_, wish in wishes.items()}
        values[name] = min(printed.values())
        if len(set(printed.values())) > 1:
            _report_disagreement(context, exercise.id, name, printed)
    return _with(exercise.dose, values)


def _report_disagreement(context: ComposeContext, id_: str, name: str, printed: Mapping[str, int]) -> None:
    said = ", ".join(f"{condition} says {value}" for condition, value in printed.items())
    gentler = min(printed.values())
    context.report.decide(id_, f"{name}: {said}; the gentler {gentler} is printed")
    context.report.found.append(
        Diagnostic(
            "HND402",
            f"`{id_}`, {name}: {said}; the gentler {gentler} is printed",
            f"if you want another number, choose it: `--set {id_}.{name.removesuffix('_s')}={gentler}`",
            context.library.span("exercise", id_, "dose", name),
        )
    )


def _with(dose: Dose, values: Mapping[str, int]) -> Dose:
    changes = {name: getattr(dose, name).model_copy(update={"value": value}) for name, value in values.items()}
    return dose.model_copy(update=changes) if changes else dose


def _set_dose(context: ComposeContext, exercise: Exercise, dose: Dose) -> Dose:
    """The dose as the clinic, and above it the request, set it. Both were checked against the limits."""
    values = {}
    for word, name in Dose.ADJUSTABLE.items():
        key = f"{exercise.id}.{word}"
        value = context.request.settings.get(key, context.clinic.settings.get(key))
        if value is not None and getattr(dose, name) is not None:
            values[name] = value
            context.report.decide(exercise.id, f"{word} is set to {value}")
    return _with(dose, values)


def seconds_a_day(dose: Dose) -> float:
    """About how long an exercise takes on a day on which it is done."""
    sides = 2 if dose.legs == "each side" else 1
    if dose.repetitions is None:
        once = 60 * (dose.minutes.value if dose.minutes else 0)
    else:
        tempo = sum(amount.value for amount in (dose.up_s, dose.pause_s, dose.down_s) if amount)
        hold = dose.hold_s.value if dose.hold_s else 0
        once = (
            dose.repetitions.value * ((hold + tempo or PLAIN_MOVE_S) + BREATH_S) * (dose.sets.value if dose.sets else 1)
        )
    return once * sides * dose.times_a_day.value
