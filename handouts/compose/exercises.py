"""Which exercises a leaflet prints, and the dose of each.

The steps: rank what the conditions prescribe, leave out what one of them forbids, keep as many as the request allows,
check the settings, and merge the doses. Each decision is kept in the report for `--why`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
)

PLAIN_MOVE_S = 4  # one repetition without a hold
BREATH_S = 2  # between two repetitions


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise with the dose that will be printed, and what prescribes it: (condition, index in its list).

    Every condition's reason is printed: one of them may be a caution, such as "Once it settles".
    """

    exercise: Exercise
    dose: Dose
    prescribed_by: tuple[tuple[Condition, int], ...]
    delayed_by: tuple[tuple[Condition, int], ...] = ()  #: what delays it: (condition, index in its `delays`)


#: Every prescription of one exercise, each with its condition.
Prescriptions = Sequence[tuple[Condition, Prescription]]


def plan_exercises(context: ComposeContext, chosen: Sequence[Condition]) -> list[Planned]:
    """The exercises of the leaflet in the order of print. Reports HND001, HND002, HND401 to HND404 and HND409."""
    prescribed = _ranked(chosen)
    allowed = _without_forbidden(context, chosen, prescribed)
    kept = _kept(context, allowed)
    context.report.findings += settings.check(context.request.settings, context.library, kept)
    if not kept:
        context.report.findings.append(
            Diagnostic(
                "HND404", "no exercise is left for this leaflet", "choose other conditions, or a larger `--exercises`"
            )
        )
    return [_planned(context, chosen, id_, prescribed[id_]) for id_ in kept]


def _ranked(chosen: Sequence[Condition]) -> dict[str, list[tuple[Condition, Prescription]]]:
    """Every exercise with its prescriptions, most important first.

    Importance is the best place in any condition's list; among equals, the one that more conditions share, then the
    order of the request.
    """
    prescribed: dict[str, list[tuple[Condition, Prescription]]] = {}
    best: dict[str, int] = {}
    # Row by row through all lists at once: the first row holds every condition's most important exercise, so the first
    # row in which an exercise appears is its best place.
    for rank, row in enumerate(zip_longest(*(c.exercises for c in chosen))):
        for condition, prescription in zip(chosen, row, strict=True):
            if prescription is not None:
                prescribed.setdefault(prescription.id, []).append((condition, prescription))
                best.setdefault(prescription.id, rank)
    # The sort is stable: what is still equal stays in the order of the request.
    order = sorted(prescribed, key=lambda id_: (best[id_], -len(prescribed[id_])))
    return {id_: prescribed[id_] for id_ in order}


def _without_forbidden(context: ComposeContext, chosen: Sequence[Condition], ids: Iterable[str]) -> list[str]:
    """The exercises that none of the conditions forbids; a prohibition outweighs every prescription."""
    rules = [(condition, index, rule) for condition in chosen for index, rule in enumerate(condition.forbids)]
    allowed = []
    for id_ in ids:
        exercise = context.library.exercises[id_]
        against = next(((c, index, rule.why) for c, index, rule in rules if rule.applies_to(exercise)), None)
        if against is None:
            allowed.append(id_)
        else:
            condition, index, reason = against
            context.report.decide(id_, f"left out: {condition.id} forbids it ({reason})")
            context.report.findings.append(
                Diagnostic(
                    "HND401",
                    f"`{id_}` is left out: {condition.id} forbids it ({reason})",
                    "check that the leaflet still asks for enough, or print the conditions apart",
                    context.library.span("condition", condition.id, "forbids", index),
                )
            )
    return allowed


def _kept(context: ComposeContext, allowed: Sequence[str]) -> list[str]:
    """The most important exercises that go together, up to the number of the request."""
    budget, kept = context.request.exercises, list[str]()
    # In the order of importance, so that of two exercises that exclude each other the more important is kept. An
    # exercise that is left out for this reason uses no place of the budget: the next one moves up.
    for id_ in allowed:
        if len(kept) == budget:
            reason = f"left out: the leaflet has room for {budget} exercises, and {budget} matter more"
        elif other := _incompatible(context.library, id_, kept):
            reason = f"left out: it must not stand beside {other}, which matters more"
            context.report.findings.append(_incompatible_finding(context.library, id_, other))
        else:
            kept.append(id_)
            reason = "kept"
        context.report.decide(id_, reason)
    return kept


def _incompatible(library: Library, id_: str, kept: Sequence[str]) -> str | None:
    """The first of the kept exercises that this one excludes, or that excludes it."""
    excluded = library.exercises[id_].not_with
    return next((other for other in kept if other in excluded or id_ in library.exercises[other].not_with), None)


def _incompatible_finding(library: Library, id_: str, other: str) -> Diagnostic:
    owner, excluded = (id_, other) if other in library.exercises[id_].not_with else (other, id_)
    index = library.exercises[owner].not_with.index(excluded)
    return Diagnostic(
        "HND409",
        f"`{id_}` is left out: it must not stand beside `{other}`, which matters more",
        "check that the leaflet still asks for enough, or print the conditions apart",
        library.span("exercise", owner, "not_with", index),
    )


def _planned(context: ComposeContext, chosen: Sequence[Condition], id_: str, prescriptions: Prescriptions) -> Planned:
    exercise = context.library.exercises[id_]
    dose = _set_dose(context, exercise, _gentlest(context, exercise, prescriptions))
    prescribed_by = tuple((c, [p.id for p in c.exercises].index(id_)) for c, _ in prescriptions)
    delayed_by = tuple((c, i) for c in chosen for i, rule in enumerate(c.delays) if rule.applies_to(exercise))
    return Planned(exercise, dose, prescribed_by, delayed_by)


def _gentlest(context: ComposeContext, exercise: Exercise, prescriptions: Prescriptions) -> Dose:
    """The dose that suits all conditions: the smallest of each number."""
    # Too little of an exercise costs time, too much may harm, so the gentler number wins. A condition that changes
    # nothing prescribes the exercise's own number, which takes part in the comparison.
    values: dict[str, int] = {}
    for name in DoseChange.model_fields:
        amount: Limited | None = getattr(exercise.dose, name)
        changes = {c.id: getattr(p.dose, name) for c, p in prescriptions}
        if amount is None or not any(change is not None for change in changes.values()):
            continue
        by_condition = {id_: amount.value if change is None else change for id_, change in changes.items()}
        values[name] = min(by_condition.values())
        if len(set(by_condition.values())) > 1:
            _report_disagreement(context, exercise.id, name, by_condition)
    return _with(exercise.dose, values)


def _report_disagreement(context: ComposeContext, id_: str, name: str, by_condition: Mapping[str, int]) -> None:
    each = ", ".join(f"{condition} says {value}" for condition, value in by_condition.items())
    gentler = min(by_condition.values())
    context.report.decide(id_, f"{name}: {each}; the gentler {gentler} is printed")
    context.report.findings.append(
        Diagnostic(
            "HND402",
            f"`{id_}`, {name}: {each}; the gentler {gentler} is printed",
            f"if you want another number, choose it: `--set {id_}.{name.removesuffix('_s')}={gentler}`",
            context.library.span("exercise", id_, "dose", name),
        )
    )


def _with(dose: Dose, values: Mapping[str, int]) -> Dose:
    changes = {name: getattr(dose, name).model_copy(update={"value": value}) for name, value in values.items()}
    return dose.model_copy(update=changes) if changes else dose


def _set_dose(context: ComposeContext, exercise: Exercise, dose: Dose) -> Dose:
    """The dose as the clinic, and above it the request, set it. Both are checked against the limits elsewhere."""
    values = {}
    for name, field in Dose.ADJUSTABLE.items():
        key = f"{exercise.id}.{name}"
        value = context.request.settings.get(key, context.clinic.settings.get(key))
        if value is not None and getattr(dose, field) is not None:
            values[field] = value
            context.report.decide(exercise.id, f"{name} is set to {value}")
    return _with(dose, values)


def seconds_a_day(dose: Dose) -> float:
    """About how long an exercise takes on a day on which it is done, in seconds."""
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
