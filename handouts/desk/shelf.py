"""What the page offers: leaflets by name and region, editions, people, plans and limits, as plain values of JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from handouts.batch.patients.values import ROOM
from handouts.compose.wording import Wording
from handouts.model import Condition, Library
from handouts.model.choices import MOST_EXERCISES
from handouts.model.people import AT, USUAL
from handouts.model.regions import Region
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT
from handouts.pipeline import own_edition, search
from handouts.pipeline.matching import Matching, words_of

MOST_FOUND = 6  # exercises of a search
MOST_TEXTS = 10_000  # of which the words are kept: a hundred leaflets have two thousand by which they are found

#: Names of people who are drawn.
PEOPLE: Mapping[str, str] = {
    "adult": "Adult", "woman": "Woman", "man": "Man", "older-woman": "Older woman", "older-man": "Older man",
    "heavier-woman": "Heavier woman", "heavier-man": "Heavier man", "slim-woman": "Slim woman", "child": "Child",
    "curly": "Curly hair", "headscarf": "With headscarf", "wheelchair-user": "Wheelchair user",
}  # fmt: skip


def offered(library: Library, clinic: str, wording: Wording, own_plans: Sequence[str] = ()) -> dict[str, Any]:
    """All that the page needs before anything is chosen.

    Args: `own_plans` are the plans of the clinic's own folder, which come first.
    """
    say = wording.say
    conditions = sorted(library.conditions.values(), key=lambda one: one.title)
    plans = sorted(library.plans.values(), key=lambda one: (one.id not in own_plans, one.title))
    return {
        "clinic": library.clinics[clinic].name,
        "conditions": [_condition(library, one) for one in conditions],
        "regions": [{"id": one.id, "name": one.name} for one in _regions(library)],
        "editions": _editions(library),
        "edition": own_edition(library, clinic),
        "languages": [{"id": wording.tag, "name": str(wording.locale.get_language_name(wording.locale.language))}],
        "people": [{"id": id_, "name": say(PEOPLE[id_])} for id_ in _people(library)],
        "person": next(iter(library.clinics[clinic].people), ""),
        "plans": [
            {"id": one.id, "title": one.title, "count": len(one.exercises), "own": one.id in own_plans} for one in plans
        ],
        "exercises": {one.id: one.name for one in library.exercises.values()},
        "most": {
            "conditions": DEFAULT_CONDITIONS_LIMIT,
            "exercises": MOST_EXERCISES,
            "name": ROOM["name"],
            "note": ROOM["notes"],
        },
    }


def exercises(library: Library, clinic: str) -> search.Index:
    """The exercises by their words."""
    return search.of_library(library, library.language_of(clinic), ("exercise",))


def index(library: Library, clinic: str) -> search.Index:
    """The leaflets by their words."""
    return search.of_library(library, library.language_of(clinic), ("condition",))


def found(
    leaflets: search.Index, words: str, library: Library, wording: Wording, exercises: search.Index
) -> dict[str, Any]:
    """What a search finds, also while its last word is not finished.

    `hits`: conditions that match one of the complaints, the best first; `why`: the words by which one is found, where
    they are not in its names; `near`: what some of the words find, where most find nothing; `unknown`: the words that
    no leaflet has; `plans` and `exercises`: as many as stay in view; `marks`: words and their stems, to underline. An
    exercise that has all words goes before leaflets that have some of them.
    """
    counted, unknown = leaflets.matching.counted(words.split()), leaflets.unknown(words.split(), least=1)
    known = [
        " ".join(word for word in words_of(one) if word not in unknown)
        for one in complaints(words, leaflets.matching, wording)
    ]
    if unknown:  # what is left of a complaint may be words that do not count, and find anything
        known = [one for one in known if any(map(leaflets.matching.is_counted, words_of(one)))]
    hits = [hit.id for hit in leaflets.find_any([one for one in known if one], least=1)]
    if unknown and exercises.find(words.split(), least=1, has_all=True):
        hits, unknown = [], []
    each = () if hits else [hit.id for word in counted for hit in leaflets.find([word], least=1)]
    searched = [word for word in counted if word not in unknown]
    return {
        "hits": hits,
        "why": {
            id_: why for id_ in hits if (why := _why(library, library.conditions[id_], searched, leaflets.matching))
        },
        "near": list(dict.fromkeys(each))[:3],
        "unknown": unknown,
        "plans": _plans(library, counted, leaflets.matching),
        "exercises": [hit.id for hit in exercises.find(words.split(), least=1)][:MOST_FOUND],
        "marks": [(word, leaflets.matching.stem(word)) for word in counted],
    }


def _plans(library: Library, counted: Sequence[str], matching: Matching) -> list[str]:
    """The plans that have all words in their title."""
    plans = sorted(library.plans.values(), key=lambda one: one.title)
    return [one.id for one in plans if _count(one.title, counted, matching) == len(counted)][:MOST_FOUND]


def complaints(words: str, matching: Matching, wording: Wording) -> list[str]:
    """The parts of `stiff neck and a sore shoulder, both`, by the words of the language for "and" and "or"."""
    between = {wording.listed(["{", "}"]).strip(" {}"), wording.either(["{", "}"]).strip(" {}")}
    joints = "|".join(rf"\b{re.escape(one)}\b" for one in sorted(between) if one)
    sides = {wording.say(side).casefold() for side in ("Left", "Right", "Both")}
    parts = [part.strip() for part in re.split(rf"{joints}|[,;+&/]", words.casefold())]
    said = [part for part in parts if any(matching.is_counted(one) and one not in sides for one in words_of(part))]
    return said or [words]


def _why(library: Library, condition: Condition, searched: Sequence[str], matching: Matching) -> str:
    """The name, symptom or sentence that has most of the words, where title and plain name have none of them."""
    if _count(f"{condition.title} {condition.plain_name}", searched, matching):
        return ""
    texts = [
        *condition.also_called, *condition.symptoms, *(code.term for code in condition.codes.icd10),
        *(library.regions[id_].name for id_ in condition.regions if id_ in library.regions),
        *(sentence for text in (*condition.how_it_feels, *condition.in_short.what) for sentence in _sentences(text)),
    ]  # fmt: skip
    best = max(texts, key=lambda text: _count(text, searched, matching), default="")
    return best if _count(best, searched, matching) else ""


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+", text.replace("*", "")) if "{" not in one]


@lru_cache(MOST_TEXTS)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _count(text: str, searched: Sequence[str], matching: Matching) -> int:
    known = _words(text)
    return sum(any(matching.fit(word, one, 1) for one in known) for word in searched)


def _condition(library: Library, condition: Condition) -> dict[str, Any]:
    codes = (*condition.codes.icd10, *condition.codes.icd10cm)
    lay = condition.plain_name.partition(":")[0]
    return {
        "id": condition.id,
        "title": condition.title,
        "lay": lay[:1].lower() + lay[1:],
        "code": codes[0].code if codes else "",
        "regions": list(condition.regions),
        "sides": _has_sides(library, condition),
    }


def _has_sides(library: Library, condition: Condition) -> bool:
    """Whether its leaflet says which side: in the picture, or in an exercise of the sore side."""
    exercises = (library.exercises[one.id] for one in condition.exercises if one.id in library.exercises)
    drawn = condition.picture is not None and "{side}" in condition.picture.alt
    return drawn or any(exercise.dose.sides == "sore side" for exercise in exercises)


def _editions(library: Library) -> list[dict[str, str]]:
    """The editions by short names where these differ: `Large print`, of `Large print, 18 point on A4`."""
    short = {one.id: one.name.partition(",")[0] for one in library.editions.values()}
    known = list(short.values())
    return [
        {"id": one.id, "name": short[one.id] if known.count(short[one.id]) == 1 else one.name}
        for one in library.editions.values()
    ]


def _regions(library: Library) -> list[Region]:
    """The body regions that conditions are about, in the order of their names."""
    used = {id_ for one in library.conditions.values() for id_ in one.regions}
    return sorted((one for one in library.regions.values() if one.id in used), key=lambda one: one.name)


def _people(library: Library) -> list[str]:
    """The usual person, and those who are drawn in some exercise."""

    def is_drawn(person: str) -> bool:  # by one drawing: reading all takes a third of a second
        return any(f"{id_}{AT}{person}" in library.figures for id_ in library.exercises)

    return [id_ for id_ in PEOPLE if id_ == USUAL or is_drawn(id_)]
