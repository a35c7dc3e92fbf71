"""The whole library at a glance: one row for each condition and each plan, as `handouts status` shows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from handouts.checks import reading_level
from handouts.checks.context import CheckContext
from handouts.checks.governance import LEAD_DAYS, days_in_words
from handouts.checks.safety import minutes_a_day
from handouts.model import Condition, Library, Plan
from handouts.pipeline import PipelineResult

UNVERIFIED = "unverified"  # the id of the source of what no source supports


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet, or the sheet of a plan: its review, reading level, drawings, and number of findings.

    What cannot be computed is None: the fields of a file that cannot be read, and the measures of the text where a file
    that the leaflet uses is missing.
    """

    id: str
    kind: Literal["condition", "plan"]
    title: str | None = None
    status: str | None = None
    version: str | None = None
    review_by: datetime.date | None = None
    days_left: int | None = None
    grade: float | None = None
    grade_with_terms: float | None = None
    paragraphs: float | None = None
    smog: float | None = None
    languages: tuple[str, ...] = ()
    drawn: int | None = None
    exercises: int | None = None
    minutes_a_day: int | None = None
    errors: int = 0
    warnings: int = 0

    @property
    def review(self) -> str | None:
        """The state of the review, in a word or two."""
        if self.days_left is None:
            return None
        if self.days_left < 0:
            return f"overdue by {days_in_words(-self.days_left)}"
        return "due soon" if self.days_left <= LEAD_DAYS[0] else "in time"


@dataclass(frozen=True, slots=True)
class Claims:
    """The fields of one record that are cited as unverified."""

    kind: str
    id: str
    fields: tuple[str, ...]


def unverified(library: Library) -> list[Claims]:
    """What no source supports, by kind and id: for the clinician who reviews."""
    cited = [
        *(("condition", id_, one.governance.sources) for id_, one in sorted(library.conditions.items())),
        *(("exercise", id_, one.sources) for id_, one in sorted(library.exercises.items())),
        *(("advice", id_, one.sources) for id_, one in sorted(library.advice.items())),
        *(("plan", id_, one.governance.sources) for id_, one in sorted(library.plans.items())),
    ]
    claims = (
        Claims(kind, id_, tuple(field for one in sources if one.id == UNVERIFIED for field in one.supports))
        for kind, id_, sources in cited
    )
    return [one for one in claims if one.fields]


def rows(library: Library, results: Iterable[PipelineResult], today: datetime.date) -> list[Row]:
    """A row for each result of a request for one condition or one plan: conditions first, each in order of id."""
    return sorted((_row(library, result, today) for result in results), key=lambda row: (row.kind, row.id))


def _row(library: Library, result: PipelineResult, today: datetime.date) -> Row:
    id_, kind = result.name, "condition" if result.request.conditions else "plan"
    fields: dict[str, object] = {
        "errors": sum(finding.is_error for finding in result.found),
        "warnings": sum(not finding.is_error for finding in result.found),
    }
    if kind == "plan" and (plan := library.plans.get(id_)):
        fields |= _written(library, plan, plan.exercises, today)
    elif condition := library.conditions.get(id_):
        fields |= _written(library, condition, [one.id for one in condition.exercises], today)
        if result.complete:
            fields |= _measured(library, condition, today)
    return Row(id_, kind, **fields)  # type: ignore[arg-type]


def _written(
    library: Library, record: Condition | Plan, exercises: Sequence[str], today: datetime.date
) -> dict[str, object]:
    """The fields from the file of a condition or a plan."""
    governance = record.governance
    return {
        "title": record.title,
        "status": governance.status,
        "version": governance.version,
        "review_by": governance.review_by,
        "days_left": (governance.review_by - today).days,
        "drawn": sum(id_ in library.figures for id_ in exercises),
        "exercises": len(exercises),
    }


def _measured(library: Library, condition: Condition, today: datetime.date) -> dict[str, object]:
    """The fields that are computed from all files of the leaflet."""
    reading = reading_level.reading(
        library, condition, reading_level.reader_of(CheckContext(library, (condition.id,), today))
    )
    return {
        "grade": round(reading_level.score_of(reading.language, reading.whole[1]), 1),
        "grade_with_terms": round(reading_level.score_of(reading.language, reading.whole[0]), 1),
        "paragraphs": round(reading_level.score_of(reading.language, reading.paragraphs[1]), 1),
        "smog": reading.smog(),
        "languages": (reading.language,),
        "minutes_a_day": round(minutes_a_day(library, condition)),
    }
