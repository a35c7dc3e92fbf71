"""`--plan`: the exercises, doses and title of a plan, in a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.diagnostics import Diagnostic, unknown_name
from handouts.library import scope
from handouts.model import Library
from handouts.model.request import Request


def applied(library: Library, findings: Sequence[Diagnostic], request: Request) -> tuple[Request, list[Diagnostic]]:
    """The request with what its plan says; what the request says itself goes before the plan.

    Args: `findings` are those of the library: a file with errors counts as present, and its errors are reported.
    Returns: the request and the findings. Reports HND001, and HND413 for an exercise that is left out of a plan without
    it.
    """
    if not request.plan:
        return request, []
    if request.plan not in (known := scope.known(library, findings, "plans")):
        return request, [unknown_name("plan", request.plan, known)]
    if (plan := library.plans.get(request.plan)) is None:
        return request, []
    choice = request.choice
    found = [
        Diagnostic(
            "HND413", f"`{id_}` cannot be left out: {plan.id} is without it", f"it has {', '.join(plan.exercises)}"
        )
        for id_ in choice.without
        if id_ not in plan.exercises
    ]
    exercises = scope.known(library, findings, "exercises")
    kept = tuple(id_ for id_ in plan.exercises if id_ in exercises and id_ not in choice.without)
    printed = (*kept, *choice.add)
    doses = {key: value for key, value in plan.settings.items() if key.partition(".")[0] in printed}
    return replace(
        request,
        choice=replace(choice, only=printed, add=(), without=()),
        settings={**doses, **request.settings},
        sheet=replace(request.sheet, title=request.sheet.title or ("" if request.conditions else plan.title)),
    ), found
