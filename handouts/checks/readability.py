"""Readability formulas, and the counts that they need.

A score is a warning and no proof: a text with a low one may still be unclear, and NHS and PIF ask for tests with
readers. Sentences come from the structure of the content: every text of a list ends a sentence, with or without full
stop, so that short commands are not joined into long ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from handouts.checks.syllables import english

#: SMOG was made for thirty sentences (McLaughlin 1969); below that there is no grade.
SMOG_SENTENCES = 30
LONG_WORD = 6  # LIX: more letters than this
KEPT = 8192  # texts: leaflets share their exercises and advice, and each of their sentences is counted twice

_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_END = re.compile(r"(?<=[.!?؟])[\"'”’)]*\s+(?=[\"'“‘(¿¡]*[^\W\d_a-zà-ÿ]|\d)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|min|max|approx|dr|mr|mrs|no|z\.B|p\.ej|ca|vgl|ecc)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas are computed from. `long_spoken` are words of three or more syllables."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    long_spoken: int = 0
    long_written: int = 0  #: words of more than six letters

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
            self.long_spoken + other.long_spoken,
            self.long_written + other.long_written,
        )

    @property
    def sentence_length(self) -> float:
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables per word."""
        return self.syllables / self.words


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(KEPT)
def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences inside one text of the content. A full stop ends one only before a capital or a number."""
    sentences: list[str] = []
    for piece in _END.split(text.strip()):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        elif words_of(piece):
            sentences.append(piece)
    return tuple(sentences)


def count(texts: Iterable[str], masked: Iterable[str] = ()) -> Counts:
    """The counts of some texts. A masked term counts as that many words of one syllable.

    Masking: names of conditions and words of the glossary that a leaflet explains inflate every formula, so a leaflet
    is judged without their weight and both numbers are shown.
    """
    terms = _terms(masked)
    total = Counts()
    for text in texts:
        for sentence in sentences_of(text):
            masked_at = (match.span() for match in terms.finditer(sentence)) if terms else ()
            total += _sentence(sentence, frozenset(place for span in masked_at for place in range(*span)))
    return total


def _terms(masked: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted({re.escape(term) for term in masked if term}, key=lambda term: (-len(term), term))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE) if longest_first else None


@lru_cache(KEPT)
def _sentence(sentence: str, light: frozenset[int]) -> Counts:
    """The counts of one sentence; words that begin at a place in `light` are masked."""
    words = list(_WORD.finditer(sentence))
    syllables = [1 if match.start() in light else english(match[0]) for match in words]
    heavy = [match[0] for match in words if match.start() not in light]
    return Counts(
        words=len(words),
        sentences=1,
        syllables=sum(syllables),
        long_spoken=sum(number >= 3 for number in syllables),
        long_written=sum(sum(char.isalpha() for char in word) > LONG_WORD for word in heavy),
    )


# ---------------------------------------------------------------- formulas


def flesch_kincaid(c: Counts) -> float:
    """English, Kincaid 1975: a US school grade."""
    return 0.39 * c.sentence_length + 11.8 * c.word_length - 15.59


def smog(c: Counts) -> float:
    """English, McLaughlin 1969: a US school grade; see `smog_or_none` for short texts."""
    return 1.043 * math.sqrt(c.long_spoken * 30 / c.sentences) + 3.1291


def smog_or_none(c: Counts) -> float | None:
    """SMOG, or None where the text is too short for it."""
    return smog(c) if c.sentences >= SMOG_SENTENCES else None


def lix(c: Counts) -> float:
    """Björnsson 1968, for any language with spaces."""
    return c.sentence_length + 100 * c.long_written / c.words


def formula(language: str) -> tuple[str, Callable[[Counts], float]]:
    """The name of the formula for a language, and the formula; both give a higher score to a harder text."""
    return ("Flesch-Kincaid grade", flesch_kincaid) if language == "en" else ("LIX", lix)
