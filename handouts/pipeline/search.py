"""`handouts find`, the desk and the site: records by the words of people, the best first.

Words of function do not count, and neither do words that every leaflet is about, such as "hurts". A record is found
where it has most of the other words. Each gives the points of the best field that has it, more where few records have
it; a name or a symptom of which every word was given counts once more. Which words count and which are the same is data
of the language (`matching.py`). `templates/site/search.js` ranks in the same way, with the points of `Entry`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from handouts.compose.choosing import posture
from handouts.model import Advice, Condition, Exercise, Language, Library, prose
from handouts.model.regions import called
from handouts.pipeline.matching import LEAST_STEM, Matching, words_of

#: The kinds of records that are found.
KINDS = ("condition", "exercise", "advice")
MOST_WORDS = 2_000  # of searches that are remembered, with what fits them
PHRASE_WEIGHT = 6  # of each word of a name or symptom that is given in full

Fits = Mapping[str, float]  #: words of the records, each with how well it fits a word of a search


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

    def __init__(self, records: Iterable[Record], matching: Matching) -> None:
        self.matching = matching
        known = [(record, [dict.fromkeys(words_of(field.text)) for field in record.fields]) for record in records]
        stems = ({matching.stem(word) for words in fields for word in words} for _, fields in known)
        having = Counter(one for of_record in stems for one in of_record)
        # As in ranked retrieval: a word that every record has distinguishes none of them.
        self._rarity = {one: 1 + math.log(len(known) / count) for one, count in having.items()}
        self.entries = tuple(self._entry(record, fields) for record, fields in known)
        self._words = sorted({word for entry in self.entries for word in entry.words})
        self._by_stem: dict[str, list[str]] = {}
        for word in self._words:
            self._by_stem.setdefault(matching.stem(word), []).append(word)
        self._fits = lru_cache(MOST_WORDS)(self._fits_of)

    def find(self, words: Sequence[str], least: int = LEAST_STEM, has_all: bool = False) -> list[Hit]:
        """The records that have most of the words, the best first.

        A word is found where a word of the record begins with it; codes of ICD and SNOMED are found by their beginning.

        Args:
            least: the number of letters from which a word may begin a longer one: 1 while somebody is typing it.
            has_all: whether a record must have each of the words.
        """
        counted = self.matching.counted(words)
        # More than half: people add words that no leaflet has.
        enough = len(counted) if has_all else len(counted) // 2 + 1
        fits = [self._fits(word, least) for word in counted]
        hits = (self._hit(entry, fits, enough) for entry in self.entries)
        return sorted(filter(None, hits), key=lambda hit: (-hit.score, hit.kind, hit.id))

    def find_any(self, complaints: Sequence[str], least: int = LEAST_STEM) -> list[Hit]:
        """The best record with all words of several complaints, the best of each, then all others, by their points."""
        if len(complaints) < 2:
            return self.find(complaints, least)
        each = [hits for one in complaints if (hits := self.find([one], least))]
        whole = self.find(complaints, least, has_all=True)
        rest = sorted((hit for hits in (whole, *each) for hit in hits), key=lambda hit: (-hit.score, hit.kind, hit.id))
        ordered: dict[tuple[str, str], Hit] = {}
        for hit in (*whole[:1], *(hits[0] for hits in each), *rest):
            ordered.setdefault((hit.kind, hit.id), hit)
        return list(ordered.values())

    def unknown(self, words: Sequence[str], least: int = LEAST_STEM) -> list[str]:
        """The words that no record has."""
        counted = self.matching.counted(words)
        return [word for word in counted if not self._fits(word, least)]

    def vocabulary(self) -> set[str]:
        """All words of four letters and more by which something can be found, for a proposal."""
        return {word for word in self._words if len(word) > LEAST_STEM}

    def _entry(self, record: Record, words_of_fields: Sequence[Iterable[str]]) -> Entry:
        words: dict[str, tuple[int, str]] = {}
        phrases: dict[tuple[str, ...], int] = {}
        for field, own in zip(record.fields, words_of_fields, strict=True):
            for word in own:
                points = round(10 * field.weight * self._rarity[self.matching.stem(word)])
                if word not in words or points > words[word][0]:
                    words[word] = points, field.name
            for phrase in field.phrases:
                if parts := tuple(filter(self.matching.is_counted, words_of(phrase))):
                    rarity = sum(self._rarity[self.matching.stem(word)] for word in parts)
                    phrases[parts] = round(10 * PHRASE_WEIGHT * rarity)
        return Entry(record, words, phrases)

    def _fits_of(self, word: str, least: int) -> Fits:
        """How well each word of the records fits a word (`Matching.fit`); those that do not are left out."""
        from_here = bisect_left(self._words, word)
        longer = takewhile(lambda one: one.startswith(word), islice(self._words, from_here, None))
        same = self._by_stem.get(self.matching.stem(word), ())
        return {one: self.matching.fit(word, one, least) for one in (*same, *(longer if len(word) >= least else ()))}

    def _hit(self, entry: Entry, fits: Sequence[Fits], enough: int) -> Hit | None:
        found = [best for one in fits if (best := _best(entry, one))[0]]
        if len(found) < enough:
            return None
        whole = max((_whole(parts, points, fits) for parts, points in entry.phrases.items()), default=0)
        record, (_, field) = entry.record, max(found, key=lambda one: one[0])
        return Hit(record.kind, record.id, record.name, field, int(sum(points for points, _ in found) + whole))


def _best(entry: Entry, fits: Fits) -> tuple[float, str]:
    """The most points that a word gives, and in which field."""
    shared = entry.words.keys() & fits.keys()  # few of many: a loop over all words takes ten times as long
    return max(((fits[one] * entry.words[one][0], entry.words[one][1]) for one in shared), default=(0, ""))


def _whole(parts: Sequence[str], points: int, fits: Sequence[Fits]) -> float:
    """The points of a name or symptom of which every word was given."""
    return points * min(max((one.get(part, 0) for one in fits), default=0) for part in parts)


def of_library(library: Library, language: Language, kinds: Sequence[str] = KINDS) -> Index:
    """The records of these kinds, by words of a language."""
    return Index(_records(library, language, kinds), Matching(language))


def exercises_with(library: Library, language: Language, filters: Mapping[str, str]) -> set[str]:
    """The ids of the exercises whose fields (`region`, `position`, `needs`) have these words."""
    matching = Matching(language)

    def has_all(exercise: Exercise) -> bool:
        texts = {field.name: field.text for field in _of_exercise(library, language, exercise)}
        return all(
            any(matching.fit(word, one) for one in words_of(texts[name]))
            for name, text in filters.items()
            for word in words_of(text)
        )

    return {exercise.id for exercise in library.exercises.values() if has_all(exercise)}


def words_of_exercises(library: Library, language: Language) -> dict[str, set[str]]:
    """All words of each field of the exercises that count."""
    found, matching = dict[str, set[str]](), Matching(language)
    for exercise in library.exercises.values():
        for field in _of_exercise(library, language, exercise):
            found.setdefault(field.name, set()).update(matching.counted([field.text]))
    return found


def _records(library: Library, language: Language, kinds: Sequence[str]) -> Iterator[Record]:
    if "condition" in kinds:
        for condition in library.conditions.values():
            yield Record("condition", condition.id, condition.title, tuple(of_condition(library, condition)))
    if "exercise" in kinds:
        for exercise in library.exercises.values():
            fields = tuple(_of_exercise(library, language, exercise))
            yield Record("exercise", exercise.id, exercise.name, fields)
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


def _of_exercise(library: Library, language: Language, exercise: Exercise) -> Iterator[Field]:
    yield Field("name", 6, f"{exercise.name} {exercise.id.replace('-', ' ')}", (exercise.name,))
    yield Field("asked_by", 5, " ".join(exercise.asked_by))
    yield Field("region", 3, called([library.regions[exercise.region]] if exercise.region in library.regions else []))
    place = posture(library, exercise.id)
    yield Field("position", 3, language.words_for(place.split()[0]) if place else "")
    yield Field("needs", 3, " ".join(exercise.needs))
    yield Field("kind", 3, exercise.kind)
    yield Field("what_it_does", 2, f"{exercise.what_it_does} {exercise.feel}")
    yield Field("steps", 1, " ".join((exercise.start, *exercise.steps)))


def _of_advice(advice: Advice) -> Iterator[Field]:
    yield Field("lead", 6, f"{advice.lead} {advice.id.replace('-', ' ')}", (advice.lead,))
    yield Field("how", 2, " ".join(filter(None, (advice.how, advice.how_long, advice.not_for, advice.stop_if))))
