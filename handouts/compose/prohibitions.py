"""What conditions forbid: which exercises a leaflet leaves out for it, and what is left; it outweighs all else.

A rule of a condition of the left side does not hold for an exercise of the right, unless it is about the trunk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from handouts.compose.context import ComposeContext
from handouts.diagnostics import Diagnostic
from handouts.model import ON_EVERY_SIDE, SIDES, Condition, Exercise, ExerciseRule, Forbidden
from handouts.model.choices import Side
from handouts.model.movements import LEVELS

#: With fewer exercises than this, because others are forbidden, a leaflet is reported.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Prohibition:
    """A rule of a condition that forbids an exercise: its place in `forbids`."""

    condition: Condition
    index: int

    @property
    def rule(self) -> Forbidden:
        return self.condition.forbids[self.index]


def restricting(context: ComposeContext, field: str, id_: str) -> tuple[tuple[Condition, int], ...]:
    """The rules of a field (`forbids`, `delays`, `cares`) that hold for an exercise: condition and place of each.

    Of two delays of a condition of one movement the one from the higher level holds: who waits for easy raises on two
    feet has waited for what comes before these. Cares and prohibitions all hold.
    """
    exercise = context.library.exercises[id_]
    side = side_of_exercise(context, id_)
    return tuple(
        (condition, index)
        for condition in context.conditions
        for rules in [getattr(condition, field)]
        for index, rule in enumerate(rules)
        if rule.applies_to(exercise)
        and not (field == "delays" and any(rule.gives_way_to(two) and two.applies_to(exercise) for two in rules))
        and _meets(context, rule, exercise, side, context.request.side_of(condition.id))
    )


def side_of_exercise(context: ComposeContext, id_: str) -> Side | None:
    owners = [one.id for one in context.conditions if any(prescription.id == id_ for prescription in one.exercises)]
    return context.request.side_of_exercise(id_, owners)


def _loads_every_side(context: ComposeContext, rule: ExerciseRule) -> bool:
    own = context.library.movements.get(rule.movement or "")
    return own.every_side if own else rule.movement in ON_EVERY_SIDE


def _meets(
    context: ComposeContext, rule: ExerciseRule, exercise: Exercise, side: Side | None, sore: Side | None
) -> bool:
    """Whether a rule about the `sore` side holds for an exercise of a side; a side that is not known may be either."""
    # A rule for the left knee says nothing of the right one, unless the body cannot spare that side.
    is_of_one_side = exercise.dose.sides == "sore side" and not _loads_every_side(context, rule)
    return not is_of_one_side or side not in SIDES or sore not in SIDES or side == sore


def prohibition(context: ComposeContext, id_: str) -> Prohibition | None:
    """The first prohibition of an exercise among those of all conditions."""
    rules = restricting(context, "forbids", id_)
    return Prohibition(*rules[0]) if rules else None


def without_forbidden(context: ComposeContext, ids: Iterable[str]) -> list[str]:
    """The exercises that none of the conditions forbids. Reports HND401, once for each rule."""
    allowed, left_out = [], dict[tuple[str, int], tuple[Prohibition, list[str]]]()
    for id_ in ids:
        if (one := prohibition(context, id_)) is None:
            allowed.append(id_)
        else:
            left_out.setdefault((one.condition.id, one.index), (one, []))[1].append(id_)
    for one, exercises in left_out.values():
        _report(context, one, exercises)
    return allowed


def _report(context: ComposeContext, one: Prohibition, exercises: Sequence[str]) -> None:
    """HND401, and a decision for each exercise."""
    reason = f"left out: {one.condition.id} forbids {one.rule.restricted} ({one.rule.why.rstrip('.')})"
    for id_ in exercises:
        context.report.decide(id_, reason)
    message = f"{', '.join(f'`{id_}`' for id_ in exercises)} {'is' if len(exercises) == 1 else 'are'} {reason}"
    advice = "check that the leaflet still asks for enough, or print the conditions apart"
    span = context.library.span("condition", one.condition.id, "forbids", one.index)
    context.report.add_finding("HND401", message, advice, span)


def more_careful(conditions: Sequence[Condition], movement: str, owners: Collection[str]) -> Condition | None:
    """The first condition that is more careful with a movement than its `owners` (ids of conditions) are.

    It forbids the movement and no owner does, or it forbids or delays a lower level of it than they.
    """
    ours = [_care(one, movement) for one in conditions if one.id in owners]
    strict, level = any(strict for strict, _ in ours), min(level for _, level in ours)
    others = ((one, *_care(one, movement)) for one in conditions if one.id not in owners)
    return next((one for one, forbids, from_level in others if (forbids and not strict) or from_level < level), None)


def _care(condition: Condition, movement: str) -> tuple[bool, int]:
    """Whether a condition forbids a movement, and the lowest level that it forbids or delays."""
    forbidden = [rule.from_level or 1 for rule in condition.forbids if rule.movement == movement]
    delayed = [rule.from_level or 1 for rule in condition.delays if rule.movement == movement]
    # Without a rule every level is allowed: the lowest restricted one is above all levels.
    return bool(forbidden), min([*forbidden, *delayed], default=max(LEVELS) + 1)


def regions_without_exercise(context: ComposeContext, allowed: Sequence[str]) -> list[Diagnostic]:
    """HND410 for each region of a condition for which it prescribes exercises and others forbid them all."""
    library = context.library
    left = {library.exercises[id_].region for id_ in allowed}
    found: dict[str, Diagnostic] = {}
    for condition in context.conditions:
        for prescription in condition.exercises:
            region, forbidden = library.exercises[prescription.id].region, prohibition(context, prescription.id)
            if region not in condition.regions or region in left or region in found or forbidden is None:
                continue
            other = forbidden.condition.id
            found[region] = Diagnostic(
                "HND410",
                f"no exercise of the region `{region}` is left: {other} forbids what {condition.id} prescribes",
                f"print {condition.id} and {other} apart",
                library.span("condition", other, "forbids", forbidden.index),
            )
    return list(found.values())


def few_left(context: ComposeContext, prescribed: Iterable[str], kept: int) -> list[Diagnostic]:
    """HND415 where prohibitions leave fewer than three exercises, with what each of them left out."""
    forbidden = [(id_, one) for id_ in prescribed if (one := prohibition(context, id_))]
    if not forbidden or kept >= FEWEST:
        return []
    left_out = ", ".join(f"`{id_}` ({one.condition.id}: {one.rule.movement or 'by its id'})" for id_, one in forbidden)
    many = "1 exercise is" if kept == 1 else f"{kept} exercises are"
    help_ = "a clinician decides whether these are enough: add others with `--add`, or print the conditions apart"
    return [Diagnostic("HND415", f"{many} left, since others are forbidden: {left_out}", help_)]
