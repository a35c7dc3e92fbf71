"""Exercises that a text asks for: a leaflet must not ask for one that it does not print.

A text asks for an exercise by its name or by one of the phrases that the exercise lists (`asked_by`), and for the
exercises of a body region by "exercises for your back". It asks for a movement by words of daily life, such as "runs
and jumps". Texts are judged as they are written, before translation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from handouts.compose.context import ComposeContext
from handouts.compose.subjects import Said
from handouts.model import Exercise, Library, prose
from handouts.model.prose import Prose

_EXERCISE = re.compile(r"\bexercises?\b", re.IGNORECASE)
#: What people call a movement.
_MOVEMENTS = {
    "impact": re.compile(r"\b(?:runs?|running|jump(?:s|ing)?|sports?)\b", re.IGNORECASE),
    "arm-high-loaded": re.compile(r"\bswim(?:ming)?\b", re.IGNORECASE),
}
#: What a line says that asks for less of what it names.
_LESS = re.compile(r"^(?:do not (?!give up\b)|do (?:cut|ease off|leave out)\b)|\b(?:less|fewer)\b", re.IGNORECASE)
_EXERCISES_FOR = re.compile(r"\bexercises? for ([^.;:!?]*)")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a leaflet prints: the ids of its exercises and of its advice, and what the advice says for whom.

    Where `advice` is None, nobody knows it yet, and texts are not judged by it.
    """

    exercises: Collection[str]
    advice: Collection[str] | None = None
    says: Sequence[tuple[Said, set[str]]] = ()


def unprinted_mention(library: Library, text: str, printed: Printed) -> str | None:
    """What a text asks for and the leaflet does not print: the id of an exercise or of advice, or of a body region."""
    words = prose.plain(text).casefold()
    # Few texts name an exercise: one search for all names first, then one for each exercise.
    if _any_of(tuple(name for exercise in library.exercises.values() for name in _names(exercise))).search(words):
        for exercise in library.exercises.values():
            if exercise.id not in printed.exercises and _any_of(_names(exercise)).search(words):
                return exercise.id
    if printed.advice is not None and (block := _unadvised(library, words, printed.advice)):
        return block
    regions = {library.exercises[id_].region for id_ in printed.exercises}
    named = [match[1] for match in _EXERCISES_FOR.finditer(words)]
    unprinted = (region for region in library.regions.values() if region.id not in regions)
    return next((region.id for region in unprinted if any(region.is_named_in(words) for words in named)), None)


def _unadvised(library: Library, words: str, advised: Collection[str]) -> str | None:
    """The first block that a text needs by its phrases, such as "the bandage", where none with the phrase is there."""
    # Several blocks may bring the same thing, such as a bandage: one of them is enough.
    needed = [block for block in library.advice.values() if block.asked_by and _any_of(block.asked_by).search(words)]
    return needed[0].id if needed and not any(block.id in advised for block in needed) else None


def can_be_done(context: ComposeContext, text: str, printed: Printed, words: Prose, field: str) -> bool:
    """Whether a text asks for nothing that the leaflet does not print; else it is left out (HND412).

    Args: `words` are the text as it would be printed; `field` is its place, for the finding.
    """
    if (missing := unprinted_mention(context.library, text, printed)) is None:
        return True
    message = f'"{prose.plain_text(words)}" is left out: it asks for `{missing}`, which this leaflet does not print'
    context.report.decide("words", message)
    instead = "choose it too" if context.request.choice.selects else "print the conditions apart"
    help_ = f"look at {field}: word it so that it needs no `{missing}`, or {instead}"
    context.report.add_finding("HND412", message, help_)
    return False


def mentions_exercise(library: Library, text: str) -> bool:
    """Whether a text asks for exercise at all: for one by name, or by the word."""
    return bool(_EXERCISE.search(text)) or unprinted_mention(library, text, Printed(())) is not None


def mentioned_movements(text: str) -> list[str]:
    """The movements that a line of Do or Do not asks for; one that asks for less of them asks for none."""
    return [] if _LESS.search(text) else [id_ for id_, called in _MOVEMENTS.items() if called.search(text)]


def _names(exercise: Exercise) -> tuple[str, ...]:
    return (exercise.name, *exercise.asked_by)


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase.casefold()) for phrase in phrases)})\b")
