"""What the page offers: leaflets by name and region, editions, people, plans and limits, as plain values of JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handouts.batch.patients.values import ROOM
from handouts.compose.wording import Wording
from handouts.model import Condition, Library
from handouts.model.leaflet import DEFAULT_CONDITIONS_LIMIT
from handouts.model.people import AT, USUAL
from handouts.model.regions import Region
from handouts.pipeline import own_edition, search

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
        "plans": [{"id": one.id, "title": one.title, "count": len(one.exercises)} for one in plans],
        "most": {"conditions": DEFAULT_CONDITIONS_LIMIT, "name": ROOM["name"], "note": ROOM["notes"]},
    }


def index(library: Library, clinic: str) -> search.Index:
    """The leaflets by their words."""
    return search.of_library(library, library.language_of(clinic), ("condition",))


def hits(leaflets: search.Index, words: str) -> list[str]:
    """The ids of the conditions that these words find, the best first, also while the last word is not finished."""
    return [hit.id for hit in leaflets.find(words.split(), least=1)]


def nearest(leaflets: search.Index, words: str) -> list[str]:
    """Conditions that some of the words find, where most of them find none."""
    found = (id_ for word in leaflets.matching.counted(words.split()) for id_ in hits(leaflets, word))
    return list(dict.fromkeys(found))[:3]


def marks(leaflets: search.Index, words: str) -> list[str]:
    """The beginnings of words that a search underlines: what counts of its words."""
    return [leaflets.matching.stem(word) for word in leaflets.matching.counted(words.split())]


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
    drawn = {name.partition(AT)[2] for name in library.figures if AT in name}
    return [id_ for id_ in PEOPLE if id_ == USUAL or id_ in drawn]
