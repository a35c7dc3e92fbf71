"""The exercises that a clinician chooses for one patient: what of a choice is refused, and the order of print."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import combinations

from handouts.compose import prohibitions
from handouts.compose.context import ComposeContext
from handouts.diagnostics import Diagnostic, unknown_name
from handouts.model import Condition, Library
from handouts.model.choices import MOST_EXERCISES, Choice
from handouts.model.poses import InheritanceError, postures
from handouts.model.request import Request

#: The order of `--order position`: from standing to lying, so that the reader does not get up in between.
POSTURES = ("stand", "sit", "sit on floor", "kneel", "lie")


def unknown(choice: Choice, known: Collection[str]) -> list[Diagnostic]:
    """HND001 for each chosen exercise that is not known."""
    ids = dict.fromkeys((*choice.named, *choice.without))
    return [unknown_name("exercise", id_, known) for id_ in ids if id_ not in known]


def refused(context: ComposeContext) -> list[Diagnostic]:
    """HND413 for each chosen exercise that cannot be printed or left out, and HND410 for a region that loses all."""
    choice, library = context.request.choice, context.library
    found = [
        *_contradictions(choice),
        *_forbidden(context, choice.named),
        *_in_other_weeks(library, choice),
        *_incompatible(library, choice.named),
        *_without_effect(context.conditions, choice.without),
    ]
    return found or _regions_lost(library, context.conditions, choice)


def _refusal(id_: str, why: str, help_: str) -> Diagnostic:
    return Diagnostic("HND413", f"`{id_}` {why}", help_)


def _contradictions(choice: Choice) -> Iterator[Diagnostic]:
    for id_ in choice.named:
        if id_ in choice.without:
            yield _refusal(id_, "is both chosen and left out", "decide for one of the two")
    if len(set(choice.named)) > MOST_EXERCISES:
        count = len(set(choice.named))
        yield Diagnostic(
            "HND413", f"{count} exercises are chosen, a leaflet has room for {MOST_EXERCISES}", "choose fewer"
        )


def _forbidden(context: ComposeContext, ids: Iterable[str]) -> Iterator[Diagnostic]:
    """A prohibition outweighs a choice, as it outweighs a prescription."""
    for id_ in ids:
        for condition, index in prohibitions.restricting(context, "forbids", id_):
            rule = condition.forbids[index]
            why = f"cannot be chosen: {condition.id} forbids {rule.restricted}: {rule.why.rstrip('.')}"
            yield _refusal(id_, why, _instead(context, id_))


def _instead(context: ComposeContext, id_: str) -> str:
    """What to choose in place of a forbidden exercise: the nearest easier level that no condition forbids."""
    for level in easier_levels(context.library, id_):
        if not prohibitions.restricting(context, "forbids", level):
            return f"choose the easier `{level}`; a prohibition outweighs every choice"
    return "choose another exercise; a prohibition outweighs every choice"


def easier_levels(library: Library, id_: str) -> Iterator[str]:
    """The easier levels of an exercise, the nearest first."""
    while (easier := library.exercises[id_].easier) and easier in library.exercises:
        yield easier
        id_ = easier


def _in_other_weeks(library: Library, choice: Choice) -> Iterator[Diagnostic]:
    """Chosen exercises that are not done so many weeks after the operation or the injury."""
    for id_ in choice.named if choice.weeks is not None else ():
        if not library.exercises[id_].fits(choice.weeks or 0):
            yield _refusal(
                id_,
                f"cannot be chosen: {weeks_of(library, id_)}",
                f"choose another one, or correct `--weeks {choice.weeks}`",
            )


def weeks_of(library: Library, id_: str) -> str:
    """When an exercise is done, for messages: "it is done from week 6 to week 12 after the operation or injury"."""
    exercise = library.exercises[id_]
    limits = (("from", exercise.not_before), ("to", exercise.not_after))
    span = " ".join(f"{word} week {week}" for word, week in limits if week)
    return f"it is done {span} after the operation or injury"


def of_these_weeks(context: ComposeContext, prescribed: Sequence[str]) -> list[str]:
    """The prescribed exercises that are done so many weeks after the operation or the injury. Reports HND416."""
    library, weeks = context.library, context.request.choice.weeks
    if weeks is None:
        return list(prescribed)
    others = [id_ for id_ in prescribed if not library.exercises[id_].fits(weeks)]
    for id_ in others:
        reason = f"left out: {weeks_of(library, id_)}, and {weeks} have passed"
        context.report.decide(id_, reason)
        field = "not_before" if weeks < (library.exercises[id_].not_before or 0) else "not_after"
        advice = "check that the leaflet still asks for enough, or correct `--weeks`"
        context.report.add_finding("HND416", f"`{id_}` is {reason}", advice, library.span("exercise", id_, field))
    return [id_ for id_ in prescribed if id_ not in others]


def sides_of_nothing(request: Request, printed: Sequence[str]) -> list[Diagnostic]:
    """HND002 for each side of a condition or an exercise that the leaflet does not have."""
    known = (*request.conditions, *printed)
    return [
        Diagnostic("HND002", f"the leaflet has no `{id_}`, whose side is given", f"it has {', '.join(known)}")
        for id_, _ in request.choice.sides
        if id_ not in known
    ]


def _incompatible(library: Library, ids: Iterable[str]) -> Iterator[Diagnostic]:
    # Either exercise may name the other under `not_with`.
    for one, other in combinations(dict.fromkeys(ids), 2):
        if other in library.exercises[one].not_with or one in library.exercises[other].not_with:
            why = f"and `{other}` are chosen, and must not be on the same leaflet"
            yield _refusal(one, why, "leave one of them out")


def _without_effect(conditions: Sequence[Condition], without: Iterable[str]) -> Iterator[Diagnostic]:
    prescribed = {prescription.id for condition in conditions for prescription in condition.exercises}
    for id_ in dict.fromkeys(without):
        if id_ not in prescribed:
            why = "cannot be left out: no condition of this leaflet prescribes it"
            yield _refusal(id_, why, "name one of the exercises that `handouts show CONDITION` lists")


def _regions_lost(library: Library, conditions: Sequence[Condition], choice: Choice) -> list[Diagnostic]:
    """HND410 for each region of a condition for which it prescribes exercises and the choice leaves none."""
    found = dict[str, Diagnostic]()
    prescribed = [(condition, p.id) for condition in conditions for p in condition.exercises]
    printed = choice.only or [*(id_ for _, id_ in prescribed if id_ not in choice.without), *choice.add]
    left = {library.exercises[id_].region for id_ in printed}
    for condition, id_ in prescribed:
        region = library.exercises[id_].region
        if region in condition.regions and region not in left and region not in found:
            some = [f"`{one}`" for _, one in prescribed if library.exercises[one].region == region][:3]
            found[region] = Diagnostic(
                "HND410",
                f"no exercise of the region `{region}` is chosen, which {condition.id} needs",
                f"choose one, such as {', '.join(dict.fromkeys(some))}; or print the conditions apart",
            )
    return list(found.values())


def not_to_be_taught(context: ComposeContext, prescribed: Sequence[str]) -> list[str]:
    """The prescribed exercises without those that a clinician must show first and did not choose. Reports HND414."""
    exercises, added = context.library.exercises, context.request.choice.add
    taught = [id_ for id_ in prescribed if exercises[id_].taught_first and id_ not in added]
    for id_ in taught:
        context.report.decide(id_, "left out: a clinician shows it first; choose it with `--add`")
        message = f"`{id_}` is left out: a clinician must show it first"
        advice = f"if the patient was shown it, print it with `--add {id_}`"
        context.report.add_finding("HND414", message, advice, context.library.span("exercise", id_, "taught_first"))
    return [id_ for id_ in prescribed if id_ not in taught]


def in_order(context: ComposeContext, ids: Sequence[str]) -> list[str]:
    """The exercises in the order of the choice. Reports HND413 for one whose position is not known."""
    if context.request.choice.order == "importance":
        return list(ids)
    places = {id_: _place(context.library, id_) for id_ in ids}
    for id_, place in places.items():
        if place is None:
            help_ = "add `position: stand` (or sit, kneel, lie) to the exercise, or leave out `--order`"
            context.report.findings.append(_refusal(id_, "has no position to order by", help_))
    context.report.decide("order", "by position: standing, sitting, kneeling, lying")
    return sorted(ids, key=lambda id_: places[id_] or 0)


def posture(library: Library, id_: str) -> str | None:
    """A word of `POSTURES`: the position that the exercise names, else that of the first picture of its pose."""
    phrase: str | None = library.exercises[id_].position
    if phrase is None:
        with suppress(InheritanceError):
            phrase, *_ = postures(library.pose(id_))
    return phrase if phrase is None or phrase in POSTURES else phrase.split()[0]


def _place(library: Library, id_: str) -> int | None:
    """The place of its posture in `POSTURES`."""
    phrase = posture(library, id_)
    return None if phrase is None else POSTURES.index(phrase)
