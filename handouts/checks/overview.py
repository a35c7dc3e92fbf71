"""The whole library at a glance: one row for each condition, as `handouts status` shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from handouts.checks import grade, run
from handouts.checks.governance import LEAD_DAYS, days_told
from handouts.checks.rounds import Round
from handouts.checks.safety import minutes_a_day
from handouts.model import Condition, Library


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet: who answers for it, until when, how hard it reads, what is drawn, and what is found."""

    id: str
    title: str
    status: str
    version: str
    review_by: datetime.date
    days_left: int
    grade: float
    grade_with_terms: float
    paragraphs: float
    smog: float | None
    languages: tuple[str, ...]
    drawn: int
    exercises: int
    minutes_a_day: int
    errors: int
    warnings: int

    @property
    def review(self) -> str:
        """How the review stands, in a word or two."""
        if self.days_left < 0:
            return f"overdue by {days_told(-self.days_left)}"
        return "due soon" if self.days_left <= LEAD_DAYS[0] else "in time"


def rows(library: Library, today: datetime.date, review_years: int = 3) -> list[Row]:
    """A row for each condition, by id."""
    return [_row(library, library.conditions[id_], today, review_years) for id_ in sorted(library.conditions)]


def _row(library: Library, condition: Condition, today: datetime.date, review_years: int) -> Row:
    paper = condition.governance
    round_ = Round(library, (condition.id,), today, review_years)
    told = grade.reading(library, condition, grade.reader_of(round_))
    found = run(library, [condition.id], today, review_years)
    return Row(
        id=condition.id,
        title=condition.title,
        status=paper.status,
        version=paper.version,
        review_by=paper.review_by,
        days_left=(paper.review_by - today).days,
        grade=round(grade.judged(told.language, told.whole[1]), 1),
        grade_with_terms=round(grade.judged(told.language, told.whole[0]), 1),
        paragraphs=round(grade.judged(told.language, told.paragraphs[1]), 1),
        smog=told.smog(),
        languages=(told.language,),
        drawn=sum(p.id in library.figures for p in condition.exercises),
        exercises=len(condition.exercises),
        minutes_a_day=round(minutes_a_day(library, condition)),
        errors=sum(finding.is_error for finding in found),
        warnings=sum(not finding.is_error for finding in found),
    )
