"""Readability formulas, and the counts that they need.

A score is a tripwire and no proof: a low one may still be unclear, and NHS and PIF ask for tests with readers. Where
two forms of a formula are in use, the name says which one is meant. Sentences come from the structure of the content:
every text of a list ends a sentence, with or without full stop, so that short commands are not joined into long ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from handouts.checks.syllables import COUNTERS, italian

#: SMOG was made for thirty sentences (McLaughlin 1969); below that no grade is told.
SMOG_SENTENCES = 30
LONG_WORD = 6  # LIX and Wiener Sachtextformel: more letters than this

_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_END = re.compile(r"(?<=[.!?؟])[\"'”’)]*\s+(?=[\"'“‘(¿¡]*[^\W\d_a-zà-ÿ]|\d)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|min|max|approx|dr|mr|mrs|no|z\.B|p\.ej|ca|vgl|ecc)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What formulas are made of: words, sentences, syllables, words of three or more and of one syllable, letters,
    and words of more than six letters."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    long_spoken: int = 0
    one_syllable: int = 0
    letters: int = 0
    long_written: int = 0

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = (tuple(getattr(c, name) for name in self.__slots__) for c in (self, other))
        return Counts(*(a + b for a, b in zip(mine, theirs, strict=True)))

    @property
    def sentence_length(self) -> float:
        return self.words / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables per word."""
        return self.syllables / self.words

    def percent(self, part: int) -> float:
        return 100 * part / self.words


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences inside one text of the content. A full stop ends one only before a capital or a number."""
    found: list[str] = []
    for piece in _END.split(text.strip()):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += " " + piece
        elif words_of(piece):
            found.append(piece)
    return found


def count(texts: Iterable[str], language: str = "en", masked: Iterable[str] = ()) -> Counts:
    """The counts of some texts. A masked term counts as that many words of one syllable.

    Masking: names of conditions and words of the glossary that a leaflet explains inflate every formula, so a leaflet
    is judged without their weight and both numbers are shown.
    """
    syllables = COUNTERS.get(language, italian)  # vowels by their groups, for formulas that need none
    terms = _terms(masked)
    total = Counts()
    for text in texts:
        for sentence in sentences_of(text):
            light = {span for match in terms.finditer(sentence) for span in range(*match.span())} if terms else set()
            total += _sentence(sentence, light, syllables)
    return total


def _terms(masked: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted({re.escape(term) for term in masked if term}, key=lambda term: (-len(term), term))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE) if longest_first else None


def _sentence(sentence: str, light: set[int], syllables: Callable[[str], int]) -> Counts:
    words = list(_WORD.finditer(sentence))
    spoken = [1 if match.start() in light else syllables(match[0]) for match in words]
    letters = [sum(char.isalpha() for char in match[0]) for match in words]
    return Counts(
        words=len(words),
        sentences=1,
        syllables=sum(spoken),
        long_spoken=sum(number >= 3 for number in spoken),
        one_syllable=sum(number == 1 for number in spoken),
        letters=sum(letters),
        long_written=sum(
            number > LONG_WORD and match.start() not in light for number, match in zip(letters, words, strict=True)
        ),
    )


# ---------------------------------------------------------------- formulas


def flesch_reading_ease(c: Counts) -> float:
    """English, Flesch 1948: higher is easier."""
    return 206.835 - 1.015 * c.sentence_length - 84.6 * c.word_length


def flesch_kincaid(c: Counts) -> float:
    """English, Kincaid 1975: a US school grade."""
    return 0.39 * c.sentence_length + 11.8 * c.word_length - 15.59


def smog(c: Counts) -> float:
    """English, McLaughlin 1969: a US school grade; see `smog_or_none` for short texts."""
    return 1.043 * math.sqrt(c.long_spoken * 30 / c.sentences) + 3.1291


def smog_or_none(c: Counts) -> float | None:
    """SMOG, or None where the text is too short for it."""
    return smog(c) if c.sentences >= SMOG_SENTENCES else None


def fog(c: Counts) -> float:
    """English, Gunning 1952, with every word of three or more syllables as a hard one."""
    return 0.4 * (c.sentence_length + c.percent(c.long_spoken))


def lix(c: Counts) -> float:
    """Björnsson 1968, for any language with spaces."""
    return c.sentence_length + c.percent(c.long_written)


def fernandez_huerta(c: Counts) -> float:
    """Spanish, with words per sentence in its last term (the corrected reading of 1959)."""
    return 206.84 - 60 * c.word_length - 1.02 * c.sentence_length


def inflesz(c: Counts) -> float:
    """Spanish, Szigriszt-Pazos 1993 with base 206.835, read on the INFLESZ scale."""
    return 206.835 - 62.3 * c.word_length - c.sentence_length


def polini(c: Counts) -> float:
    """Spanish, Gutiérrez de Polini 1972."""
    return 95.2 - 9.7 * c.letters / c.words - 0.35 * c.sentence_length


def wiener_1(c: Counts) -> float:
    """German, first Wiener Sachtextformel (Bamberger and Vanecek 1984): a school year from 4 to 15."""
    hard, long_, short = c.percent(c.long_spoken), c.percent(c.long_written), c.percent(c.one_syllable)
    return 0.1935 * hard + 0.1672 * c.sentence_length + 0.1297 * long_ - 0.0327 * short - 0.875


def amstad(c: Counts) -> float:
    """German form of Flesch, Amstad 1978."""
    return 180 - c.sentence_length - 58.5 * c.word_length


def kandel_moles_207(c: Counts) -> float:
    """French form of Flesch with the constants 207, 1.015 and 73.6."""
    return 207 - 1.015 * c.sentence_length - 73.6 * c.word_length


def kandel_moles_209(c: Counts) -> float:
    """French form of Flesch with the constants 209, 1.15 and 68: on the same text up to twelve points higher."""
    return 209 - 1.15 * c.sentence_length - 68 * c.word_length


def gulpease(c: Counts) -> float:
    """Italian, GULP 1988, with letters alone: full stops are no letters."""
    return 89 + (300 * c.sentences - 10 * c.letters) / c.words


#: The formulas that are told for a leaflet of each language; the first one is the one that is judged.
FORMULAS: Mapping[str, Mapping[str, Callable[[Counts], float]]] = {
    "en": {"Flesch-Kincaid grade": flesch_kincaid, "Flesch reading ease": flesch_reading_ease, "Fog": fog},
    "es": {"INFLESZ": inflesz, "Fernández Huerta": fernandez_huerta, "Gutiérrez de Polini": polini},
    "de": {"Wiener Sachtextformel 1": wiener_1, "Amstad": amstad, "LIX": lix},
    "fr": {"Kandel-Moles 207": kandel_moles_207, "Kandel-Moles 209": kandel_moles_209, "LIX": lix},
    "it": {"Gulpease": gulpease, "LIX": lix},
}


def formulas(language: str) -> Mapping[str, Callable[[Counts], float]]:
    """The formulas of a language; LIX for one that has none of its own."""
    return FORMULAS.get(language, {"LIX": lix})
