"""A request: the conditions, choices and personal text of one leaflet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handouts.model.choices import AS_PRESCRIBED, USUAL_SHEET, Choice, Sheet, Side

#: The clinic, the number of exercises and the most conditions of a request that names none.
DEFAULT_CLINIC = "example"
#: In place of a clinic where the content has several and the request names none.
NO_CLINIC = ""
DEFAULT_EXERCISES = 4
DEFAULT_CONDITIONS_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Request:
    """The choices for one leaflet. Its personal text is printed only: never in names of files, logs or metadata."""

    conditions: tuple[str, ...]
    clinic: str = DEFAULT_CLINIC
    side: Side | None = None
    exercises: int = DEFAULT_EXERCISES
    settings: Mapping[str, int] = field(default_factory=dict, hash=False)  #: `calf-stretch-wall.hold` → 20
    patient: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    notes: str = ""
    reference: str = ""  #: the patient's number in the clinic
    born: datetime.date | None = None
    start: datetime.date | None = None  #: the first day of the diary
    conditions_limit: int = DEFAULT_CONDITIONS_LIMIT  #: with more conditions than this the leaflet is refused
    choice: Choice = AS_PRESCRIBED
    sheet: Sheet = USUAL_SHEET  #: for a request without conditions: the chosen exercises alone
    plan: str = ""  #: the plan whose exercises and doses `choice` and `settings` have

    def side_of(self, *ids: str) -> Side | None:
        """The side of conditions or exercises: `both` where left and right meet, None where one is not known.

        Without ids: the side of the leaflet, None where its conditions have different ones.
        """
        own = dict(self.choice.sides)
        given = {own.get(id_, self.side) for id_ in ids or self.conditions} or {self.side}
        if len(given) == 1:
            return given.pop()
        return "both" if ids and None not in given else None

    @property
    def names_sides(self) -> bool:
        """Whether it is known which side of some part is sore."""
        return self.side is not None or bool(self.choice.sides)

    def side_of_exercise(self, id_: str, prescribed_by: Iterable[str]) -> Side | None:
        """Its own side, else that of the conditions that prescribe it, else that of the leaflet."""
        owners = tuple(prescribed_by)
        if owners or id_ in dict(self.choice.sides):
            return self.side_of(*([id_] if id_ in dict(self.choice.sides) else owners))
        return self.side_of()

    @property
    def personal(self) -> tuple[str, ...]:
        """The texts that may appear in the document only."""
        return tuple(words for words in (self.patient, self.clinician, self.notes, self.reference) if words)


def without_person(request: Request) -> Request:
    """The request without personal text: safe for names of files, logs and metadata."""
    settings = dict(sorted(request.settings.items()))
    return Request(
        request.conditions,
        request.clinic,
        request.side,
        request.exercises,
        settings,
        choice=request.choice,
        sheet=request.sheet,
        plan=request.plan,
    )
