"""All content records as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handouts.diagnostics import Span
from handouts.model.advice import Advice, Term
from handouts.model.clinics import FILLABLE, Clinic, Country, Edition
from handouts.model.conditions import Condition
from handouts.model.diary_measures import OwnMeasure
from handouts.model.doses import Limited
from handouts.model.exercises import Exercise, PainGuide, StopRule
from handouts.model.governance import Source
from handouts.model.languages import Language
from handouts.model.movements import OwnMovement
from handouts.model.pictures import Frame
from handouts.model.plans import Plan
from handouts.model.poses import WrittenPoses, resolved_pose
from handouts.model.regions import DangerSign, Region
from handouts.model.sets import LeafletSet
from handouts.model.subjects import Subject

SOURCE_LANGUAGE = "en"  # of content whose country is not known


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was written, read once and never changed."""

    conditions: Mapping[str, Condition] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    advice: Mapping[str, Advice] = field(default_factory=dict)
    clinics: Mapping[str, Clinic] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    sets: Mapping[str, LeafletSet] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    stop_rules: Mapping[str, StopRule] = field(default_factory=dict)
    danger_signs: Mapping[str, DangerSign] = field(default_factory=dict)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    movements: Mapping[str, OwnMovement] = field(default_factory=dict)
    measures: Mapping[str, OwnMeasure] = field(default_factory=dict)
    pain_guide: PainGuide | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)
    figures: Mapping[str, tuple[Frame, ...]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Mapping[tuple[str | int, ...], Span]] = field(default_factory=dict)

    def edition(self, key: str) -> Edition:
        """The edition of a name that is known: `a4`, or `a4-fillable`."""
        return self.editions[key] if key in self.editions else self.editions[key.removesuffix(FILLABLE)].as_fillable()

    def pose(self, id_: str) -> dict[str, Any]:
        """The pose of an exercise, with everything that it inherits.

        Raises:
            InheritanceError: it has no pose, or takes from one that is not there or that comes back to it.
        """
        return resolved_pose(id_, WrittenPoses(self.exercises))

    def adjustable(self, owner: str) -> Mapping[str, Limited] | None:
        """The numbers of an exercise, an advice block or a condition that a setting may change, by the word it uses.

        None where nothing has this id.
        """
        if owner in self.exercises:
            return self.exercises[owner].dose.adjustable
        record = self.advice.get(owner) or self.conditions.get(owner)
        return record.numbers if record else None

    def language_of(self, clinic: str) -> Language:
        """What a search knows of a clinic's language: that of its country; nothing where no file says it."""
        country = self.countries.get(self.clinics[clinic].country) if clinic in self.clinics else None
        id_ = country.locale.partition("_")[0] if country else SOURCE_LANGUAGE
        return self.languages.get(id_, Language(id=id_))

    def span(self, kind: str, id_: str, *path: str | int) -> Span | None:
        """Where a value was written: `span("exercise", "foot-roll", "dose", "hold_s")`, or its nearest parent."""
        known = self.places.get((kind, id_), {})
        return next((known[path[:end]] for end in range(len(path), -1, -1) if path[:end] in known), None)
