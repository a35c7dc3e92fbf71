"""`handouts find`: records by the words of people, ranked by the field that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handouts.compose.choosing import posture
from handouts.model import Advice, Condition, Exercise, Library
from handouts.model.regions import called

#: How people name a posture, beside the word of the model.
POSTURE_WORDS = {
    "stand": "stand standing upright",
    "sit": "sit sitting seated",
    "kneel": "kneel kneeling hands and knees",
    "lie": "lie lying",
}
#: The kinds of records that are found.
KINDS = ("condition", "exercise", "advice")
LEAST_STEM = 3  # letters of a word that may begin a longer one: `calf` finds `calfs`, `st` finds nothing


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has all the words: the field of the best one, and how well they fit."""

    kind: str
    id: str
    name: str
    field: str
    score: int


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    weight: int
    text: str


class Index:
    """The records of a library with their words, split once: for those who search while somebody types.

    Args: `kinds` are the kinds of records that are found.
    """

    def __init__(self, library: Library, kinds: Sequence[str] = KINDS) -> None:
        self._records = [
            (kind, id_, name, [(field, tuple(_words(field.text))) for field in fields])
            for kind, id_, name, fields in _records(library, kinds)
        ]

    def find(self, words: Sequence[str], least: int = LEAST_STEM) -> list[Hit]:
        """The records in which every word is found, the best first.

        A word is found where a word of the record begins with it; codes of ICD and SNOMED are found by their beginning.

        Args: `least` is the number of letters from which a word may begin a longer one: 1 while somebody is typing it.
        """
        wanted = [word for text in words for word in _words(text)]
        hits = (_hit(kind, id_, name, fields, wanted, least) for kind, id_, name, fields in self._records)
        return sorted(filter(None, hits), key=lambda hit: (-hit.score, hit.kind, hit.id))


def find(library: Library, words: Sequence[str]) -> list[Hit]:
    """Conditions, exercises and advice in which every word is found, the best first; see `Index.find`."""
    return Index(library).find(words)


def exercises_with(library: Library, wanted: Mapping[str, str]) -> set[str]:
    """The ids of the exercises whose fields (`region`, `position`, `needs`) have these words."""

    def has_all(exercise: Exercise) -> bool:
        texts = {field.name: field.text for field in _of_exercise(library, exercise)}
        return all(_fit(word, _words(texts[name])) for name, text in wanted.items() for word in _words(text))

    return {exercise.id for exercise in library.exercises.values() if has_all(exercise)}


def vocabulary(library: Library) -> set[str]:
    """All words of four letters and more by which something can be found, for a proposal."""
    texts = (field.text for *_, fields in _records(library, KINDS) for field in fields)
    return {word for text in texts for word in _words(text) if len(word) > LEAST_STEM}


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold())


def _hit(
    kind: str, id_: str, name: str, fields: Sequence[tuple[_Field, Sequence[str]]], wanted: Iterable[str], least: int
) -> Hit | None:
    score, best = 0, _Field("", 0, "")
    for word in wanted:
        found = [(_fit(word, known, least) * field.weight, field) for field, known in fields]
        points, field = max(found, key=lambda one: one[0])
        if points == 0:
            return None
        score += points
        best = max(best, field, key=lambda one: one.weight)
    return Hit(kind, id_, name, best.name, score) if score else None


def _fit(word: str, known: Sequence[str], least: int = LEAST_STEM) -> int:
    """2 for the whole word, 1 for the beginning of a longer one."""
    if word in known:
        return 2
    return int(len(word) >= least and any(one.startswith(word) for one in known))


def _records(library: Library, kinds: Sequence[str]) -> Iterator[tuple[str, str, str, Sequence[_Field]]]:
    if "condition" in kinds:
        for condition in library.conditions.values():
            yield "condition", condition.id, condition.title, tuple(_of_condition(library, condition))
    if "exercise" in kinds:
        for exercise in library.exercises.values():
            yield "exercise", exercise.id, exercise.name, tuple(_of_exercise(library, exercise))
    if "advice" in kinds:
        for advice in library.advice.values():
            yield "advice", advice.id, advice.lead, tuple(_of_advice(advice))


def _of_condition(library: Library, condition: Condition) -> Iterator[_Field]:
    yield _Field("title", 6, f"{condition.title} {condition.id.replace('-', ' ')}")
    for system in ("icd10cm", "icd10", "snomed"):
        for code in getattr(condition.codes, system):
            yield _Field(system, 6, code.code)
            yield _Field(system, 3, code.term)
    yield _Field("also_called", 5, " ".join(condition.also_called))
    yield _Field("plain_name", 4, condition.plain_name)
    yield _Field("how_it_feels", 1, " ".join(condition.how_it_feels))
    yield _Field("region", 2, called(library.regions[id_] for id_ in condition.regions if id_ in library.regions))


def _of_exercise(library: Library, exercise: Exercise) -> Iterator[_Field]:
    yield _Field("name", 6, f"{exercise.name} {exercise.id.replace('-', ' ')}")
    yield _Field("asked_by", 5, " ".join(exercise.asked_by))
    yield _Field("region", 3, called([library.regions[exercise.region]] if exercise.region in library.regions else []))
    place = posture(library, exercise.id)
    yield _Field("position", 3, POSTURE_WORDS[place.split()[0]] if place else "")
    yield _Field("needs", 3, " ".join(exercise.needs))
    yield _Field("kind", 3, exercise.kind)
    yield _Field("what_it_does", 2, f"{exercise.what_it_does} {exercise.feel}")
    yield _Field("steps", 1, " ".join((exercise.start, *exercise.steps)))


def _of_advice(advice: Advice) -> Iterator[_Field]:
    yield _Field("lead", 6, f"{advice.lead} {advice.id.replace('-', ' ')}")
    yield _Field("how", 2, " ".join(filter(None, (advice.how, advice.how_long, advice.not_for, advice.stop_if))))
