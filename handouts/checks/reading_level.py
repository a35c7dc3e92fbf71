"""Reading level: the grade of a leaflet and of its parts, and long sentences. Reports HND820 to HND822.

Grade: at most the 6th of US schools (AMA and NIH), which is a reading age of 11, the upper end of what NHS and PIF ask;
past the 8th nothing is printed (NIH is also cited as "below 8th"). Medical terms are masked. Short commands make any
score lower, so the paragraphs are also counted alone, and the harder of the two is judged. A leaflet in another
language is scored by LIX and not judged: no threshold for patients was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handouts.checks import readability
from handouts.checks.context import CheckContext, Finding
from handouts.checks.printed_text import Line, Reader
from handouts.checks.readability import Counts, formula
from handouts.model import Condition, Library

TARGET_GRADE = 6.0
WORST_GRADE = 8.0

PARAGRAPHS = ("What it is", "What you feel, and why", "Your back", "What to expect")

#: Words in a sentence. The NHS guide allows at most 20, PIF 15 to 20.
LONGEST_SENTENCE = 20
SHORTEST_SCORED = 5  # words; below that no formula means anything


@dataclass(frozen=True)
class Reading:
    """One leaflet, counted. Sections keep the order of print."""

    language: str
    lines: tuple[Line, ...]
    terms: tuple[str, ...]

    @cached_property
    def sections(self) -> Mapping[str, tuple[Counts, Counts]]:
        """Raw and masked counts of each section."""
        names = dict.fromkeys(line.section for line in self.lines)
        return {name: self._both([line for line in self.lines if line.section == name]) for name in names}

    def _both(self, lines: Iterable[Line]) -> tuple[Counts, Counts]:
        texts = [line.text for line in lines]
        return readability.count(texts), readability.count(texts, self.terms)

    @cached_property
    def whole(self) -> tuple[Counts, Counts]:
        raw, masked = zip(*self.sections.values(), strict=True)
        return sum(raw, Counts()), sum(masked, Counts())

    @cached_property
    def paragraphs(self) -> tuple[Counts, Counts]:
        """Raw and masked counts of the running text alone, without lists, boxes and cards."""
        raw, masked = zip(*(both for name, both in self.sections.items() if name in PARAGRAPHS), strict=True)
        return sum(raw, Counts()), sum(masked, Counts())

    def score(self, masked: bool = True) -> float:
        """The score that is judged: the harder one of the whole leaflet and of its paragraphs."""
        # Commands such as "Sit down." pull the grade of the whole below that of the text that has to be understood.
        return max(score_of(self.language, counts[masked]) for counts in (self.whole, self.paragraphs))

    def smog(self) -> float | None:
        """SMOG of the whole leaflet with its terms masked, where it is English and long enough."""
        grade = readability.smog_or_none(self.whole[1]) if self.language == "en" else None
        return None if grade is None else round(grade, 1)

    def worst(self, number: int = 5) -> list[tuple[float, Line, str]]:
        """The hardest sentences, hardest first: score, line and sentence. Shorter ones than five words are left out."""
        scored = []
        for line in self.lines:
            for sentence in readability.sentences_of(line.text):
                counts = readability.count([sentence], self.terms)
                if counts.words >= SHORTEST_SCORED:
                    scored.append((score_of(self.language, counts), line, sentence))
        hardest = sorted(scored, key=lambda entry: entry[0], reverse=True)
        return list({sentence: (score, line, sentence) for score, line, sentence in hardest}.values())[:number]


def score_of(language: str, counts: Counts) -> float:
    """The score of some counts by the formula of the language; 0 for a text without words."""
    return formula(language)[1](counts) if counts.words else 0.0


def reading(library: Library, condition: Condition, reader: Reader | None = None) -> Reading:
    """The leaflet of one condition, ready to be judged."""
    reader = reader or Reader.of(library)
    return Reading(reader.language, tuple(reader.lines(condition)), tuple(terms(library, condition)))


def terms(library: Library, condition: Condition) -> Iterator[str]:
    """Words that a leaflet names and explains: the condition's names, and its words of the glossary."""
    yield condition.title
    yield from condition.also_called
    yield from (library.glossary[id_].word for id_ in condition.glossary if id_ in library.glossary)


def grades(context: CheckContext) -> Iterator[Finding]:
    """HND820 and HND821: a leaflet that is too hard to read, with its hardest sentences."""
    reader = reader_of(context)
    for condition in context.conditions:
        level = Reading(reader.language, lines_of(context, condition), tuple(terms(context.library, condition)))
        if code := _code(level.language, level.score()):
            hardest = "; ".join(f"“{sentence}” ({line.place})" for _, line, sentence in level.worst(3))
            name = formula(level.language)[0]
            message = f"{name} {level.score():.1f} with medical terms masked ({level.score(False):.1f} with them)"
            help_ = f"shorten the hardest sentences first: {hardest}"
            yield context.found(code, message, help_, "condition", condition.id)


def _code(language: str, score: float) -> str | None:
    if language != "en":
        return None
    return "HND820" if score > WORST_GRADE else "HND821" if score > TARGET_GRADE else None


def long_sentences(context: CheckContext) -> Iterator[Finding]:
    """HND822 for each sentence of more than twenty words, once, however many leaflets print it."""
    for line in all_lines(context):
        for sentence in readability.sentences_of(line.text):
            number = len(readability.words_of(sentence))
            if number > LONGEST_SENTENCE:
                message = f"a sentence of {number} words: “{sentence}”"
                advice = f"make two of it; up to {LONGEST_SENTENCE} words are easy to hold in mind"
                yield context.found("HND822", message, advice, line.kind, line.id, line.path)


def all_lines(context: CheckContext) -> Sequence[Line]:
    """Every line that a leaflet of these conditions may print, once."""
    reader = reader_of(context)
    lines = (line for one in context.conditions for line in reader.lines(one, budget=len(one.exercises)))
    return context.once_for_all_choices("all lines", lambda: list(dict.fromkeys(lines)))


def reader_of(context: CheckContext) -> Reader:
    return context.once_for_all_choices("reader", lambda: Reader.of(context.library))


def lines_of(context: CheckContext, condition: Condition) -> tuple[Line, ...]:
    """The lines of the leaflet of one condition, read once for all checks."""
    return context.once_for_all_choices(f"lines {condition.id}", lambda: tuple(reader_of(context).lines(condition)))
