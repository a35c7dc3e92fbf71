"""`handouts find`, the desk and the site: records by the words of people, the best first.

Words of function do not count, and neither do words that every leaflet is about, such as "hurts". A record is found
where it has most of the other words. Each gives the points of the best field that has it, more where few records have
it; a name or a symptom of which every word was given counts once more. `templates/site/search.js` ranks in the same
way, with the points of `Entry`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handouts.compose.choosing import posture
from handouts.model import Advice, Condition, Exercise, Library, prose
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
PHRASE_WEIGHT = 6  # of each word of a name or symptom that is given in full
BEGINNING = 0.5  # of the points of a word, for its beginning alone

_UNCOUNTED = """
a about after all also always am an and any are as at bad be because been before but by came can cannot come
could did do does doing don during feel feeling feels for from gave get gets getting give gives go goes going
got had has have he her hers him his how i if in into is issue it its just keep keeps kind like lot lots make
makes me more most my no not of off often on or our out over patient patients people person problem problems s
she so some someone something sometimes still t than that the their them then there these they this those
through to too trouble up us very was we were what when where which while who why will with without would
wrong you your
ache aches aching achy hurt hurting hurts pain painful pains sore soreness
"""
#: Words that say nothing of which leaflet is meant: those of function, and "hurts", which is every leaflet.
UNCOUNTED = frozenset(_UNCOUNTED.split())
ENDINGS = ("s", "ness", "ing", "ed", "e")  # of words that count as the same, in the order in which they go
MOST_STEMS = 20_000  # that are remembered


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has most of the words: the field of the best one, and how well they fit."""

    kind: str
    id: str
    name: str
    field: str
    score: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field by which a record is found. `phrases`: names or symptoms, each of which counts as a whole too."""

    name: str
    weight: int
    text: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What can be found: kind, id, name and the fields that are searched."""

    kind: str
    id: str
    name: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its words, weighed by their fields and by how few records have them.

    Args:
        words: the points and the best field of each word.
        phrases: the points of each name or symptom, by its words that count.
    """

    record: Record
    words: Mapping[str, tuple[int, str]]
    phrases: Mapping[tuple[str, ...], int]


class Index:
    """Records with their words, split once: for those who search while somebody types."""

    def __init__(self, records: Iterable[Record]) -> None:
        known = [(record, {stem(word) for field in record.fields for word in _words(field.text)}) for record in records]
        having = Counter(one for _, stems in known for one in stems)
        self._rarity = {one: 1 + math.log(len(known) / count) for one, count in having.items()}
        self.entries = tuple(self._entry(record) for record, _ in known)

    def find(self, words: Sequence[str], least: int = LEAST_STEM) -> list[Hit]:
        """The records that have most of the words, the best first.

        A word is found where a word of the record begins with it; codes of ICD and SNOMED are found by their beginning.

        Args: `least` is the number of letters from which a word may begin a longer one: 1 while somebody is typing it.
        """
        wanted = counted(words)
        hits = (_hit(entry, wanted, least) for entry in self.entries)
        return sorted(filter(None, hits), key=lambda hit: (-hit.score, hit.kind, hit.id))

    def _entry(self, record: Record) -> Entry:
        words: dict[str, tuple[int, str]] = {}
        phrases: dict[tuple[str, ...], int] = {}
        for field in record.fields:
            for word in _words(field.text):
                points = round(10 * field.weight * self._rarity[stem(word)])
                words[word] = max(words.get(word, (0, "")), (points, field.name), key=lambda one: one[0])
            for phrase in field.phrases:
                if parts := tuple(word for word in _words(phrase) if word not in UNCOUNTED):
                    phrases[parts] = round(sum(10 * PHRASE_WEIGHT * self._rarity[stem(word)] for word in parts))
        return Entry(record, words, phrases)


def of_library(library: Library, kinds: Sequence[str] = KINDS) -> Index:
    """The records of these kinds."""
    return Index(_records(library, kinds))


def find(library: Library, words: Sequence[str]) -> list[Hit]:
    """Conditions, exercises and advice that have most of the words, the best first; see `Index.find`."""
    return of_library(library).find(words)


def counted(words: Sequence[str]) -> list[str]:
    """The words that count; all of them where none does: somebody types `in` of `inner`."""
    wanted = list(dict.fromkeys(word for text in words for word in _words(text)))
    return [word for word in wanted if word not in UNCOUNTED] or wanted


def exercises_with(library: Library, wanted: Mapping[str, str]) -> set[str]:
    """The ids of the exercises whose fields (`region`, `position`, `needs`) have these words."""

    def has_all(exercise: Exercise) -> bool:
        texts = {field.name: field.text for field in _of_exercise(library, exercise)}
        return all(
            any(_fit(word, one, LEAST_STEM) for one in _words(texts[name]))
            for name, text in wanted.items()
            for word in _words(text)
        )

    return {exercise.id for exercise in library.exercises.values() if has_all(exercise)}


def vocabulary(library: Library) -> set[str]:
    """All words of four letters and more by which something can be found, for a proposal."""
    texts = (field.text for record in _records(library, KINDS) for field in record.fields)
    return {word for text in texts for word in _words(text) if len(word) > LEAST_STEM}


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold())


@lru_cache(MOST_STEMS)
def stem(word: str) -> str:
    """A word without its endings: `steps` and `step`, `tingling` and `tingle`, `sitting` and `sit` are the same."""
    short = word
    for ending in ENDINGS:
        if (
            short.endswith(ending)
            and len(short) - len(ending) >= LEAST_STEM
            and not (ending == "s" and short[-2] == "s")
        ):
            short = short[: -len(ending)]
    is_doubled = short != word and len(short) > LEAST_STEM and short[-1] == short[-2] and short[-1] not in "ls"
    return short[:-1] if is_doubled else short


def _hit(entry: Entry, wanted: Sequence[str], least: int) -> Hit | None:
    found = [best for word in wanted if (best := _best(entry, word, least))[0]]
    if 2 * len(found) <= len(wanted):
        return None
    whole = max((_whole(parts, points, wanted, least) for parts, points in entry.phrases.items()), default=0)
    record, (_, field) = entry.record, max(found, key=lambda one: one[0])
    return Hit(record.kind, record.id, record.name, field, int(sum(points for points, _ in found) + whole))


def _best(entry: Entry, word: str, least: int) -> tuple[float, str]:
    """The most points that a word gives, and in which field."""
    fits = ((_fit(word, one, least) * points, field) for one, (points, field) in entry.words.items())
    return max(fits, key=lambda one: one[0], default=(0, ""))


def _whole(parts: Sequence[str], points: int, wanted: Sequence[str], least: int) -> float:
    """The points of a name or symptom of which every word was given."""
    return points * min(max((_fit(word, part, least) for word in wanted), default=0) for part in parts)


def _fit(word: str, known: str, least: int) -> float:
    """1 for the same word, apart from its ending; less for the beginning of a longer one; else 0."""
    if stem(word) == stem(known):
        return 1
    return BEGINNING if len(word) >= least and known.startswith(word) else 0


def _records(library: Library, kinds: Sequence[str]) -> Iterator[Record]:
    if "condition" in kinds:
        for condition in library.conditions.values():
            yield Record("condition", condition.id, condition.title, tuple(of_condition(library, condition)))
    if "exercise" in kinds:
        for exercise in library.exercises.values():
            yield Record("exercise", exercise.id, exercise.name, tuple(_of_exercise(library, exercise)))
    if "advice" in kinds:
        for advice in library.advice.values():
            yield Record("advice", advice.id, advice.lead, tuple(_of_advice(advice)))


def of_condition(library: Library, condition: Condition) -> Iterator[Field]:
    """The fields by which a condition is found."""
    yield Field("title", 6, f"{condition.title} {condition.id.replace('-', ' ')}", (condition.title,))
    for system in ("icd10cm", "icd10", "snomed"):
        for code in getattr(condition.codes, system):
            yield Field(system, 6, code.code)
            yield Field(system, 3, code.term)
    yield Field("also_called", 5, " ".join(condition.also_called), tuple(condition.also_called))
    yield Field("symptoms", 5, " ".join(condition.symptoms), condition.symptoms)
    yield Field("plain_name", 4, condition.plain_name)
    yield Field("region", 2, called(library.regions[id_] for id_ in condition.regions if id_ in library.regions))
    yield Field("how_it_feels", 2, _plain(condition.how_it_feels))
    yield Field("in_short", 1, _plain(condition.in_short.what))
    yield Field("why_it_happens", 1, _plain(condition.why_it_happens))


def _plain(texts: Sequence[str]) -> str:
    return " ".join(prose.PLACEHOLDER.sub(" ", text) for text in texts)


def _of_exercise(library: Library, exercise: Exercise) -> Iterator[Field]:
    yield Field("name", 6, f"{exercise.name} {exercise.id.replace('-', ' ')}", (exercise.name,))
    yield Field("asked_by", 5, " ".join(exercise.asked_by))
    yield Field("region", 3, called([library.regions[exercise.region]] if exercise.region in library.regions else []))
    place = posture(library, exercise.id)
    yield Field("position", 3, POSTURE_WORDS[place.split()[0]] if place else "")
    yield Field("needs", 3, " ".join(exercise.needs))
    yield Field("kind", 3, exercise.kind)
    yield Field("what_it_does", 2, f"{exercise.what_it_does} {exercise.feel}")
    yield Field("steps", 1, " ".join((exercise.start, *exercise.steps)))


def _of_advice(advice: Advice) -> Iterator[Field]:
    yield Field("lead", 6, f"{advice.lead} {advice.id.replace('-', ' ')}", (advice.lead,))
    yield Field("how", 2, " ".join(filter(None, (advice.how, advice.how_long, advice.not_for, advice.stop_if))))
