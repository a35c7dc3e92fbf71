"""Words by which a line is known to say something, and the subjects on which a leaflet must not contradict itself."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from pydantic import Field

from handouts.model import prose
from handouts.model.record import Few, Label, Record

#: Texts of a library are few, and each is matched for every leaflet: more than twice those of the shipped one.
KEPT_TEXTS = 2**16


class Pattern(Record):
    """One thing that a line can say, and the words that show that it does."""

    name: Label = Field(description="what it is, in findings, such as a change of bladder or bowel")
    words: Few[Label] = Field(
        min_length=1, description="words that one line has together, such as [numb* legs]; `*` is any ending"
    )

    def is_in(self, text: str) -> bool:
        """Whether a text has all words of one phrase, in any order."""
        return _has_words(self.words, text)


class Subject(Record):
    """A subject of advice, and the ways to speak of it that exclude one another.

    A leaflet that says two of them contradicts itself; one that says the same twice, from two conditions, is longer
    than it must be.
    """

    name: Label = Field(description="what it is, in findings, such as how far to walk")
    ways: Few[Pattern] = Field(
        min_length=1, description="what a sentence can say of it, the most careful first: that one is printed"
    )
    of_a_part: bool = Field(
        False, description="true where each part of the body has its own, such as warmth: the neck is not the leg"
    )

    def ways_in(self, text: str) -> frozenset[int]:
        """The places of the ways that sentences of a text say; a sentence says the first that fits."""
        return _ways_in(self.phrases, text)

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The phrases of each way."""
        return tuple(way.words for way in self.ways)


@lru_cache(KEPT_TEXTS)
def _ways_in(ways: tuple[tuple[str, ...], ...], text: str) -> frozenset[int]:
    # Most texts have no first word of any phrase, and one search says so for all of them.
    if not _first_words(ways).search(text):
        return frozenset()
    found = (
        next((place for place, phrases in enumerate(ways) if _has_words(phrases, sentence)), None)
        for sentence in prose.SENTENCE_END.split(text)
    )
    return frozenset(place for place in found if place is not None)


@lru_cache(KEPT_TEXTS)
def _has_words(phrases: tuple[str, ...], text: str) -> bool:
    return any(_has_all(phrase, text) for phrase in phrases)


def _has_all(phrase: str, text: str) -> bool:
    return all(_word(one).search(text) for one in phrase.split())


@lru_cache(KEPT_TEXTS)
def _first_words(ways: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """Finds the first word of any phrase."""
    return _any_of(*dict.fromkeys(word for phrases in ways for phrase in phrases for word in phrase.split()[:1]))


@lru_cache(KEPT_TEXTS)
def _word(word: str) -> re.Pattern[str]:
    return _any_of(word)


def _any_of(*words: str) -> re.Pattern[str]:
    """Finds any of these words, of which each may end in `*` for any ending."""
    spelt = "|".join(re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{spelt})(?!\w)", re.IGNORECASE)
