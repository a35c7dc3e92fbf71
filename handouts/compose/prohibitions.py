"""What conditions forbid: which exercises a leaflet leaves out for it, and what is left; it outweighs all else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handouts.compose.context import ComposeContext
from handouts.diagnostics import Diagnostic
from handouts.model import Condition, Library
from handouts.model.conditions import Forbidden

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


def prohibition(library: Library, chosen: Iterable[Condition], id_: str) -> Prohibition | None:
    """The first prohibition of an exercise among those of all conditions."""
    rules = (Prohibition(condition, index) for condition in chosen for index in range(len(condition.forbids)))
    return next((one for one in rules if one.rule.applies_to(library.exercises[id_])), None)


def without_forbidden(context: ComposeContext, chosen: Sequence[Condition], ids: Iterable[str]) -> list[str]:
    """The exercises that none of the conditions forbids. Reports HND401, once for each rule."""
    allowed, left_out = [], dict[tuple[str, int], tuple[Prohibition, list[str]]]()
    for id_ in ids:
        if (one := prohibition(context.library, chosen, id_)) is None:
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
    context.report.findings.append(
        Diagnostic(
            "HND401",
            f"{', '.join(f'`{id_}`' for id_ in exercises)} {'is' if len(exercises) == 1 else 'are'} {reason}",
            "check that the leaflet still asks for enough, or print the conditions apart",
            context.library.span("condition", one.condition.id, "forbids", one.index),
        )
    )


def regions_without_exercise(library: Library, chosen: Sequence[Condition], allowed: Sequence[str]) -> list[Diagnostic]:
    """HND410 for each region of a condition for which it prescribes exercises and others forbid them all."""
    left = {library.exercises[id_].region for id_ in allowed}
    found: dict[str, Diagnostic] = {}
    for condition in chosen:
        for prescription in condition.exercises:
            region, forbidden = library.exercises[prescription.id].region, prohibition(library, chosen, prescription.id)
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


def few_left(library: Library, chosen: Sequence[Condition], prescribed: Iterable[str], kept: int) -> list[Diagnostic]:
    """HND415 where prohibitions leave fewer than three exercises, with what each of them left out."""
    forbidden = [(id_, one) for id_ in prescribed if (one := prohibition(library, chosen, id_))]
    if not forbidden or kept >= FEWEST:
        return []
    left_out = ", ".join(f"`{id_}` ({one.condition.id}: {one.rule.movement or 'by its id'})" for id_, one in forbidden)
    many = "1 exercise is" if kept == 1 else f"{kept} exercises are"
    help_ = "a clinician decides whether these are enough: add others with `--add`, or print the conditions apart"
    return [Diagnostic("HND415", f"{many} left, since others are forbidden: {left_out}", help_)]
