"""The dose of an exercise: the gentlest of what the conditions prescribe, then as clinic and request set it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.compose.context import ComposeContext
from handouts.model import SIDES, Condition, Dose, DoseChange, Exercise, Limited, Prescription
from handouts.model.choices import Side

#: Every prescription of one exercise, each with its condition.
Prescriptions = Sequence[tuple[Condition, Prescription]]


def of(context: ComposeContext, exercise: Exercise, prescriptions: Prescriptions, side: Side | None) -> Dose:
    """The dose of an exercise that these conditions prescribe, of one side where it is done with one."""
    return _set_dose(context, exercise, _gentlest(context, exercise, prescriptions), side)


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
    return exercise.dose.changed(values)


def _report_disagreement(context: ComposeContext, id_: str, name: str, by_condition: Mapping[str, int]) -> None:
    each = ", ".join(f"{condition} says {value}" for condition, value in by_condition.items())
    gentler = min(by_condition.values())
    reason = f"{name}: {each}; the gentler {gentler} is printed"
    context.report.decide(id_, reason)
    advice = f"if you want another number, choose it: `--set {id_}.{name.removesuffix('_s')}={gentler}`"
    context.report.add_finding(
        "HND402", f"`{id_}`, {reason}", advice, context.library.span("exercise", id_, "dose", name)
    )


def _set_dose(context: ComposeContext, exercise: Exercise, dose: Dose, side: Side | None) -> Dose:
    """The dose as the clinic, and above it the request, set it. Both are checked against the limits elsewhere."""
    settings_ = {**context.clinic.settings, **context.request.settings}
    for word, field, scope, value in dose.settings(exercise.id, settings_):
        dose = dose.set(field, scope, value)
        context.report.decide(exercise.id, f"{' '.join([word, scope]).rstrip()} is set to {value}")
    if side not in SIDES or dose.sides != "sore side":
        return dose
    # One side does it: a dose that was set for the other side would be lost without a word.
    for word, _, scope, _ in dose.settings(exercise.id, context.request.settings):
        if scope in SIDES and scope != side:
            message = f"`{exercise.id}.{word}.{scope}` is set, but here it is of the {side} side"
            context.report.add_finding("HND002", message, "leave it out, or print both sides")
    return dose.of_side(side)
