"""Sentences that say the same thing in other words, by the words that they share.

Two sentences of one field are near-duplicates where most of their words with a meaning are the same. The measure knows
no synonyms: it finds sentences that were written apart from one another and mean the same, and a person decides.
"""

from __future__ import annotations

import re
from functools import cache

from handouts.model import prose

#: The share of all words of two sentences that both have, from which on they are near-duplicates; and the words that
#: both must have at least, since very short sentences share a word by chance.
LEAST_SHARE = 0.5
LEAST_WORDS = 2

_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|ly)$")
_SHORTEST_STEM = 3
#: Words without a meaning of their own. "not", "no" and "never" stay: they turn the meaning round.
_LITTLE = frozenset(
    """
    a all am an and any are as at be been but by can could did do does for from get gets had has have here how i
    if in into is it its just like may me more most much my of off on one or other our out over own s so some
    than that the their them then there these they this those through to too under up us very was we were what
    when where which while who will with would you your
    """.split()
)


#: Parts of the body, by their stems: what is said of the knee is not said of the elbow.
PARTS = frozenset(
    """
    ankle arm back bottom calf elbow finger foot feet groin hand heel hip jaw knee leg neck shin shoulder sole
    spine tendon thigh thumb toe wrist
    """.split()
)


@cache
def meaning(text: str) -> frozenset[str]:
    """The stems of the words of a sentence that carry its meaning; placeholders count by their names."""
    words = _WORD.findall(prose.plain(text.replace("{", " ").replace("}", " ")).casefold())
    return frozenset(_stem(word) for word in words if word not in _LITTLE)


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word


def are_alike(one: str, other: str) -> bool:
    """Whether two sentences are near-duplicates. Equal ones are; those about different parts of the body are not."""
    ours, theirs = meaning(one), meaning(other)
    if ours == theirs:
        return True
    shared, parts = len(ours & theirs), (ours & PARTS, theirs & PARTS)
    if all(parts) and parts[0].isdisjoint(parts[1]):
        return False
    return shared >= LEAST_WORDS and shared >= LEAST_SHARE * len(ours | theirs)
