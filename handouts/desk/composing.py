"""A choice → its leaflet, its exercises with the limits of their doses, and what stops it; milliseconds, no layout."""

from __future__ import annotations

import datetime
import threading
from dataclasses import dataclass, field, replace
from typing import Any

from handouts import compose, pipeline
from handouts.compose import settings
from handouts.compose.wording import ENGLISH, Wording
from handouts.desk import choice as choices
from handouts.desk import doses as dose_words
from handouts.desk.choice import DeskChoice
from handouts.diagnostics import Diagnostic, unknown_name
from handouts.model import BLANK, Dose, Library, Limited
from handouts.model.request import Request
from handouts.pipeline import PipelineResult, RunCache, RunOptions
from handouts.pipeline.workspace import Workspace

MOST_KEPT = 400  # entries of the cache of checks, each a few findings
STEPS = {"hold": 5, "rest": 5}  # of a stepper, in the unit of the dose; 1 for all others


@dataclass(frozen=True, slots=True)
class Composed:
    """The result of a choice: the leaflet where nothing stops it, the exercises to choose from, and the request."""

    result: PipelineResult
    request: Request
    exercises: tuple[dict[str, Any], ...] = ()

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        return self.result.found


def wording_of(library: Library, clinic: str) -> Wording:
    """The words of the clinic's country."""
    locale = library.countries[library.clinics[clinic].country].locale
    return Wording.of(ENGLISH, locale.replace("_", "-"))


@dataclass(slots=True)
class Composer:
    """Composes leaflets of one workspace for one clinic."""

    workspace: Workspace
    clinic: str
    _caches: dict[str, RunCache] = field(default_factory=dict)
    # Requests are composed in threads. What one has begun to keep is not whole yet for another.
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def composed(self, choice: DeskChoice, today: datetime.date) -> Composed:
        """The leaflet of a choice, or the findings that stop it; no finding repeats personal text."""
        with self._one_at_a_time:
            return self._composed(choice, today)

    def _composed(self, choice: DeskChoice, today: datetime.date) -> Composed:
        if choice.blank:
            choice = replace(choice, doses=None)  # lines to fill in by hand take the place of every dose
        workspace = self._with_person(choice.person)
        request = choices.request_of(choice, workspace.library, workspace.of_records, self.clinic)
        cache = self._caches.setdefault(choice.person, {})
        if len(cache) > MOST_KEPT:
            cache.clear()
        faults = [*choices.personal_faults(choice), *self._unknown_language(choice)]
        options = RunOptions(choice.edition or None, faults, cache=cache)
        result = pipeline.run(workspace, request, today, options)
        if choice.blank and result.leaflet:
            blanks = settings.blanks(workspace.library, [card.id for card in result.leaflet.cards])
            request = replace(request, settings=blanks)
            result = pipeline.run(workspace, request, today, options)
        return Composed(result, request, self._exercises(workspace.library, choice, request, result))

    def _unknown_language(self, choice: DeskChoice) -> list[Diagnostic]:
        """HND001 for a language that the content is not in: it has that of the clinic's country."""
        library = self.workspace.library
        if not choice.language or self.clinic not in library.clinics:
            return []
        known = library.countries[library.clinics[self.clinic].country].locale.replace("_", "-")
        return [] if choice.language == known else [unknown_name("language", choice.language, [known])]

    def _with_person(self, person: str) -> Workspace:
        """The workspace with a clinic that draws one person alone."""
        library = self.workspace.library
        if not person or self.clinic not in library.clinics:
            return self.workspace
        clinic = library.clinics[self.clinic].model_copy(update={"people": (person,)})
        return replace(self.workspace, library=replace(library, clinics={**library.clinics, clinic.id: clinic}))

    def _exercises(
        self, library: Library, choice: DeskChoice, request: Request, result: PipelineResult
    ) -> tuple[dict[str, Any], ...]:
        """The printed exercises in their order, then others that these conditions or the plan prescribe."""
        if not all(id_ in library.conditions for id_ in request.conditions) or self.clinic not in library.clinics:
            return ()
        printed = [card.id for card in result.leaflet.cards] if result.leaflet else list(request.choice.only)
        plan = library.plans.get(choice.plan)
        prescribed = [p.id for id_ in request.conditions for p in library.conditions[id_].exercises]
        candidates = dict.fromkeys((*printed, *(plan.exercises if plan else ()), *prescribed))
        ids = [id_ for id_ in candidates if id_ in library.exercises]
        doses = compose.usual_doses(library, request, ids)
        usual = compose.usual_doses(library, _without(request, choice), ids)
        wording = wording_of(library, self.clinic)
        return tuple(
            {
                **_exercise(library, request, id_, id_ in printed, usual[id_]),
                "dose_words": dose_words.parts(doses[id_], usual[id_], wording),
            }
            for id_ in ids
        )


def _without(request: Request, choice: DeskChoice) -> Request:
    """The request without the doses that were chosen on the page."""
    chosen = choice.doses or {}
    return replace(request, settings={key: value for key, value in request.settings.items() if key not in chosen})


def _exercise(library: Library, request: Request, id_: str, printed: bool, dose: Dose) -> dict[str, Any]:
    exercise = library.exercises[id_]
    barred = [
        (condition.title, rule.why)
        for condition in (library.conditions[one] for one in request.conditions)
        for rule in condition.forbids
        if rule.applies_to(exercise)
    ]
    others = [other.id for other in library.exercises.values() if id_ in other.not_with]
    return {
        "id": id_,
        "name": exercise.name,
        "printed": printed,
        "drawn": id_ in library.figures,
        "dose": [
            _number(word, amount, dose)
            for word, name in Dose.ADJUSTABLE.items()
            if (amount := getattr(dose, name)) is not None and amount.value != BLANK
        ],
        "barred_by": barred[0][0] if barred else "",
        "barred": barred[0][1] if barred else "",
        "not_with": list(dict.fromkeys((*exercise.not_with, *others))),
        "taught": exercise.taught_first,
        "region": exercise.region or "",
    }


def _number(word: str, amount: Limited, dose: Dose) -> dict[str, Any]:
    return {
        "word": word,
        "days": dose.days if word == "times_a_day" else "",
        "usual": amount.value,
        "to": amount.up_to,
        "low": amount.lowest,
        "high": amount.highest,
        "step": STEPS.get(word, 1),
    }
