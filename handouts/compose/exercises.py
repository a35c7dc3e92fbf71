"""Which exercises a leaflet prints, and the dose of each.

The steps: rank what the conditions prescribe, leave out what one of them forbids, keep one for each body region and
then as many as the request allows, check the settings, and merge the doses. What a clinician chooses for the patient
goes before all of these but the prohibitions. Each decision is kept in the report for `--why`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from handouts.compose import choosing, doses, prohibitions, settings
from handouts.compose.context import ComposeContext
from handouts.compose.doses import Prescriptions
from handouts.compose.sore_parts import regions
from handouts.model import Condition, Dose, Exercise, Library, Prescription
from handouts.model.choices import Side

#: Places in time of an exercise; from `SETTLES` on it is not begun at once.
CARE, SETTLES, LATER = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise with the dose that will be printed.

    `prescribed_by` says what prescribes it: (condition, index in its list), the first in the order of the request. The
    reason of that one is printed. It is empty for one that only the clinician chose. `side` is that of the conditions
    that prescribe it. `delayed_by` has the rules that have it begin later: (condition, index in `delays`); `cared_by`
    those that have it done with care. `settles_first` says whether it waits for the part that it is for, where
    exercises for another part need not wait.
    """

    exercise: Exercise
    dose: Dose
    prescribed_by: tuple[tuple[Condition, int], ...]
    side: Side | None = None
    delayed_by: tuple[tuple[Condition, int], ...] = ()
    cared_by: tuple[tuple[Condition, int], ...] = ()
    in_week: int | None = (
        None  #: it begins so many weeks after the operation or injury, and nothing says that they passed
    )
    settles_first: bool = False

    @property
    def waits(self) -> bool:
        return bool(self.delayed_by) or self.in_week is not None

    @property
    def place_in_time(self) -> int:
        """0 for what nothing delays or cautions, then what is done with care, settles first, or begins later."""
        return LATER if self.waits else SETTLES if self.settles_first else CARE if self.cared_by else 0


def plan_exercises(context: ComposeContext) -> list[Planned]:
    """The exercises of the leaflet in the order of print.

    Reports HND001, HND002, HND401 to HND404, HND409, HND410 and HND413 to HND416.
    """
    prescribed, choice = _ranked(context.conditions), context.request.choice
    if refused := choosing.refused(context):
        context.report.findings += refused
        return []
    kept = choosing.in_order(context, _chosen(context) if choice.only else _selected(context, prescribed))
    context.report.findings += settings.check(context.request.settings, context.library, kept)
    context.report.findings += choosing.sides_of_nothing(context.request, kept)
    if not kept:
        advice = "choose other conditions, or a larger `--exercises`"
        context.report.add_finding("HND404", "no exercise is left for this leaflet", advice)
    planned = _settling(context, [_planned(context, id_, prescribed.get(id_, [])) for id_ in kept])
    if choice.only or choice.order != "importance":
        return planned
    # The reader starts with number 1 and adds the next one: what has to wait comes last. A condition alone knows of its
    # own cautions where it says what matters most; those of another one it cannot know.
    if len(context.conditions) == 1:
        return sorted(planned, key=lambda one: one.waits)
    in_time = sorted(planned, key=lambda one: one.place_in_time)
    leads = leads_of_two(context, in_time)
    first = leads or _first_of_each(in_time)
    # A caution of the other condition does not put off by days what one asks for first: the card has the caution.
    return sorted(in_time, key=lambda one: (0 if one in leads else one.place_in_time, one not in first))


def leads_of_two(context: ComposeContext, planned: Sequence[Planned]) -> list[Planned]:
    """Of two conditions what each asks for first, of what can begin; none where one has no such exercise of its own."""
    leads = list[Planned]()
    for condition in _two_parts(context.conditions):
        own = [exercise.id for exercise in condition.exercises]
        can_begin = [one for one in planned if one.exercise.id in own and one.place_in_time < SETTLES]
        leads += sorted((one for one in can_begin if one not in leads), key=lambda one: own.index(one.exercise.id))[:1]
    return leads if len(leads) == 2 else []


def _first_of_each(planned: Sequence[Planned]) -> list[Planned]:
    """The first exercise of each part of the body and of each condition: the reader starts with these."""
    first, seen = list[Planned](), set[str]()
    for one in planned:
        serves = {one.exercise.region, *(condition.id for condition, _ in one.prescribed_by)}
        if not serves <= seen:
            first.append(one)
            seen |= serves
    return first


def _settling(context: ComposeContext, planned: Sequence[Planned]) -> list[Planned]:
    """The same with what has to wait until a part has settled, unless that holds for all."""
    waiting = [one for one in context.conditions if one.before_exercises]
    parts, ids = set(regions(waiting)), {one.id for one in waiting}
    settling = [one.exercise.region in parts or any(c.id in ids for c, _ in one.prescribed_by) for one in planned]
    return list(planned) if all(settling) else list(map(_with_settling, planned, settling))


def _with_settling(planned: Planned, settles_first: bool) -> Planned:
    return replace(planned, settles_first=settles_first)


def dose_of(context: ComposeContext, id_: str) -> Dose:
    """The dose of one exercise for these conditions, as clinic and request set it, whether it is printed or not."""
    return _planned(context, id_, _ranked(context.conditions).get(id_, [])).dose


def _chosen(context: ComposeContext) -> list[str]:
    """What the clinician chose, each once, and nothing else."""
    kept = list(dict.fromkeys(context.request.choice.named))
    for id_ in kept:
        context.report.decide(id_, "chosen for this patient")
    return kept


def _selected(context: ComposeContext, prescribed: Iterable[str]) -> list[str]:
    """What the conditions prescribe and the request has room for, then what the clinician adds."""
    choice = context.request.choice
    for id_ in choice.without:
        context.report.decide(id_, "left out for this patient")
    in_time = choosing.of_these_weeks(context, [id_ for id_ in prescribed if id_ not in choice.without])
    taught = choosing.not_to_be_taught(context, in_time)
    allowed = prohibitions.without_forbidden(context, taught)
    lost = prohibitions.regions_without_exercise(context, [*allowed, *choice.add])
    kept = _begun_at_once(context, allowed, _kept(context, allowed, regions(context.conditions)))
    added = [id_ for id_ in dict.fromkeys(choice.add) if id_ not in kept]
    for id_ in added:
        context.report.decide(id_, "added for this patient")
    few = prohibitions.few_left(context, taught, len(kept) + len(added))
    context.report.findings += lost or few
    return [*kept, *added]


def _ranked(conditions: Sequence[Condition]) -> dict[str, list[tuple[Condition, Prescription]]]:
    """Every exercise with its prescriptions, most important first.

    Importance is the best place in any condition's list; among equals, the one that more conditions share, then the
    order of the request.
    """
    prescribed: dict[str, list[tuple[Condition, Prescription]]] = {}
    best: dict[str, int] = {}
    # Row by row through all lists at once: the first row holds every condition's most important exercise, so the first
    # row in which an exercise appears is its best place.
    for rank, row in enumerate(zip_longest(*(c.exercises for c in conditions))):
        for condition, prescription in zip(conditions, row, strict=True):
            if prescription is not None:
                prescribed.setdefault(prescription.id, []).append((condition, prescription))
                best.setdefault(prescription.id, rank)
    # The sort is stable: what is still equal stays in the order of the request.
    order = sorted(prescribed, key=lambda id_: (best[id_], -len(prescribed[id_])))
    return {id_: prescribed[id_] for id_ in order}


def _kept(context: ComposeContext, allowed: Sequence[str], concerned: Sequence[str]) -> list[str]:
    """The most important exercises that go together, up to the number requested.

    One for each of the regions is kept first, of two conditions what each asks for first; of several also the core
    treatment of each, whatever its region: strong legs are for the back.
    """
    library, budget, added = context.library, context.request.exercises, context.request.choice.add
    conditions = context.conditions if len(context.conditions) > 1 else ()
    core = {one.id for condition in conditions for one in condition.exercises if one.core}
    kept = _first_of_two(context, allowed)
    held = {library.exercises[id_].region for id_ in kept}
    by_core = sorted(allowed, key=lambda id_: id_ not in core)
    kept += _one_for_each_region(library, [one for one in concerned if one not in held], by_core, [*added, *kept])
    # In turns, so that no condition has its second core treatment before the other has its first.
    turns = zip_longest(*([one.id for one in condition.exercises if one.core] for condition in conditions))
    for id_ in (id_ for row in turns for id_ in row if id_ in allowed):
        if id_ not in kept and not _incompatible(library, id_, [*added, *kept]):
            kept.append(id_)
    kept = kept[:budget]
    reserved = set(kept)
    # In the order of importance, so that of two exercises that exclude each other the more important is kept. An
    # exercise that is left out for this reason uses no place of the budget: the next one moves up.
    for id_ in allowed:
        reason = "kept"
        if id_ in reserved:
            pass
        elif len(kept) == budget:
            reason = f"left out: the leaflet has room for {budget} exercises, and {budget} matter more"
        elif other := _incompatible(library, id_, [*added, *kept]):
            reason = f"left out: it must not be printed beside {other}, which matters more"
            _report_incompatible(context, id_, other)
        else:
            kept.append(id_)
        context.report.decide(id_, reason)
    return sorted(kept, key=allowed.index)


def _first_of_two(context: ComposeContext, allowed: Sequence[str]) -> list[str]:
    """Of two conditions what each asks for first, of what nothing delays: each once, of those that go together."""
    kept = list(context.request.choice.add)
    for condition in _two_parts(context.conditions):
        own = (one.id for one in condition.exercises if one.id in allowed)
        at_once = (id_ for id_ in own if not prohibitions.restricting(context, "delays", id_))
        kept += [id_ for id_ in at_once if not _incompatible(context.library, id_, kept)][:1]
    return [id_ for id_ in dict.fromkeys(kept) if id_ in allowed and id_ not in context.request.choice.add]


def _two_parts(conditions: Sequence[Condition]) -> Sequence[Condition]:
    """Two conditions of one region each: one of several regions asks for an exercise of each of them."""
    return conditions if len(conditions) == 2 and all(len(one.regions) == 1 for one in conditions) else ()


def _begun_at_once(context: ComposeContext, allowed: Sequence[str], kept: Sequence[str]) -> list[str]:
    """The kept exercises, of which each condition has one that does not begin later, if it prescribes such a one.

    It takes the place of the last that waits, if possible one that no other condition prescribes: a reader who can
    begin with one sore part alone leaves the other.
    """
    kept, library = list(kept), context.library
    waits = {id_ for id_ in allowed if prohibitions.restricting(context, "delays", id_)}
    for condition in context.conditions if len(context.conditions) > 1 else ():
        own = [id_ for id_ in allowed if any(one.id == id_ for one in condition.exercises)]
        at_once = [id_ for id_ in own if id_ not in waits and not _incompatible(library, id_, kept)]
        of_part = [
            id_ for id_ in kept if at_once and library.exercises[id_].region == library.exercises[at_once[0]].region
        ]
        waiting = [id_ for id_ in of_part if id_ in own and id_ in waits]
        if waiting and not set(own) & set(kept) - waits:
            # An easier level of another one stays, which waits for it, and what another condition asks for too.
            levels = {library.exercises[id_].easier for id_ in kept}
            others = [one for one in context.conditions if one is not condition]
            shared = {one.id for other in others for one in other.exercises}
            free = [id_ for id_ in of_part if id_ in waits and id_ not in levels]
            given_up = ([id_ for id_ in free if id_ in own and id_ not in shared] or free)[-1]
            context.report.replace_decision(given_up, f"left out: {at_once[0]} can begin at once for {condition.id}")
            context.report.replace_decision(at_once[0], "kept")
            kept[kept.index(given_up)] = at_once[0]
    return sorted(kept, key=allowed.index)


def _one_for_each_region(
    library: Library, concerned: Sequence[str], allowed: Sequence[str], added: Sequence[str]
) -> list[str]:
    """The first exercise of each of the regions, of those that go together, and with what is added."""
    # What the clinician adds is printed in any case, so an exercise that it excludes can hold no place.
    places: dict[str, str] = {}
    for id_ in allowed:
        region = library.exercises[id_].region
        if region in concerned and region not in places and not _incompatible(library, id_, [*added, *places.values()]):
            places[region] = id_
    return list(places.values())


def _incompatible(library: Library, id_: str, kept: Sequence[str]) -> str | None:
    """The first of the kept exercises that this one excludes, or that excludes it."""
    excluded = library.exercises[id_].not_with
    return next((other for other in kept if other in excluded or id_ in library.exercises[other].not_with), None)


def _report_incompatible(context: ComposeContext, id_: str, other: str) -> None:
    library = context.library
    owner, excluded = (id_, other) if other in library.exercises[id_].not_with else (other, id_)
    span = library.span("exercise", owner, "not_with", library.exercises[owner].not_with.index(excluded))
    message = f"`{id_}` is left out: it must not be printed beside `{other}`, which matters more"
    advice = "check that the leaflet still asks for enough, or print the conditions apart"
    context.report.add_finding("HND409", message, advice, span)


def _planned(context: ComposeContext, id_: str, prescriptions: Prescriptions) -> Planned:
    exercise = context.library.exercises[id_]
    side = prohibitions.side_of_exercise(context, id_)
    dose = doses.of(context, exercise, prescriptions, side)
    # The card prints the reason of the first, by its place in the list of its condition.
    prescribed_by = tuple((c, [p.id for p in c.exercises].index(id_)) for c, _ in prescriptions)
    delayed_by = prohibitions.restricting(context, "delays", id_)
    # What begins later has its caution already; a condition says one thing about an exercise.
    later = {condition.id for condition, _ in delayed_by}
    careful = prohibitions.restricting(context, "cares", id_)
    cared_by = tuple(rule for rule in careful if rule[0].id not in later)
    in_week = exercise.not_before if context.request.choice.weeks is None else None
    return Planned(exercise, dose, prescribed_by, side, delayed_by, cared_by, in_week)
