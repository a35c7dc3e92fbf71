"""What fails the items of the checklists: each test says what is wrong with a composed leaflet, or None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handouts.checks import language, placement, readability, reading_level
from handouts.checks.jargon import jargon_in
from handouts.checks.printed_text import Line
from handouts.model import Condition, Library
from handouts.model.leaflet import Leaflet
from handouts.model.prose import plain_text

#: PEMAT-P item 8, short sections; the numbers are the project's reading of it.
MOST_SENTENCES = 5
MOST_WORDS = 150
MOST_ITEMS = 7  # CDC Index, item 8
STEPS = range(3, 8)
SUMMARY_POINTS = 6  # two of each kind
TO_THE_READER = 0.4  # the least share of sentences that speak to the reader, item 21


@dataclass(frozen=True, slots=True)
class Subject:
    """One leaflet with all that the items look at: its record, the composed leaflet, and its lines."""

    library: Library
    condition: Condition
    leaflet: Leaflet
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def purpose(subject: Subject) -> str | None:
    deck = plain_text(subject.leaflet.deck)
    repeats = deck.casefold() == subject.leaflet.title.casefold()
    return "the line under the title only repeats the title" if repeats else None


def everyday(subject: Subject) -> str | None:
    names = re.compile("|".join(map(re.escape, reading_level.terms(subject.library, subject.condition))), re.IGNORECASE)
    words = dict.fromkeys(word for word, _ in jargon_in(names.sub("", subject.text)))
    return f"words of the trade: {', '.join(words)}" if words else None


def active(subject: Subject) -> str | None:
    sentences = [s for line in subject.lines for s in readability.sentences_of(line.text)]
    passive = sum(len(language.passives(line.text)) for line in subject.lines)
    return f"{passive} of {len(sentences)} sentences are passive" if passive > 0.1 * len(sentences) else None


def numbers(subject: Subject) -> str | None:
    numbers = language.hard_numbers(subject.text)
    return f"hard to read: {', '.join(numbers)}" if numbers else None


_SUM = re.compile(
    r"\b(?:do|try) half\b|\bhalf (?:as|of|the|your)\b|\b(?:twice|double) (?:the|your)\b|\b(?:a|one) third of\b|"
    r"\b(?:a|one) quarter of\b|\bdivide\b|\bmultiply\b|\bsubtract\b|\d\s?%",
    re.IGNORECASE,
)


def sums(subject: Subject) -> str | None:
    guide = (subject.leaflet.fewer, subject.leaflet.worse_next_day, subject.leaflet.after_two_weeks)
    words = "\n".join((subject.text, *(plain_text(text) for text in guide if text)))
    sums = dict.fromkeys(match[0] for match in _SUM.finditer(words))
    return f"the reader has to do a sum: {', '.join(sums)}" if sums else None


def asks_sums(subject: Subject) -> bool:
    return sums(subject) is not None


def clear_numbers(subject: Subject) -> str | None:
    """Numbers that are hard to read, and spans of time in several places, which a reader has to reconcile."""
    strays = dict.fromkeys(words for _, words in placement.strays(subject.condition))
    return numbers(subject) or (f"spans of time outside the timeline: {', '.join(strays)}" if strays else None)


_PROBABILITY = re.compile(r"\d+ in \d+|\d\s?%")


def has_probability(subject: Subject) -> bool:
    return bool(_PROBABILITY.search(subject.text))


def terms(subject: Subject) -> str | None:
    terms = language.unexplained(subject.library, subject.condition, subject.lines)
    return f"not explained: {', '.join(term.word for _, term, _ in terms)}" if terms else None


def chunks(subject: Subject) -> str | None:
    for section in subject.leaflet.sections:
        for part in section.parts:
            for paragraph in part.paragraphs:
                if (number := len(readability.sentences_of(plain_text(paragraph)))) > MOST_SENTENCES:
                    return (
                        f"a paragraph of {part.field.split(': ')[-1]} has {number} sentences, {MOST_SENTENCES} at most"
                    )
        whole = " ".join(plain_text(p) for part in section.parts for p in part.paragraphs)
        if len(subject.leaflet.conditions) == 1 and (number := len(readability.words_of(whole))) > MOST_WORDS:
            return f"{number} words are under one heading ({section.key}), {MOST_WORDS} at most"
    return None


_GENERIC = re.compile(r"(?:exercise|stretch|movement|activity|information|general|other)s?(?: (?:\d+|one|two))?", re.I)


def headings(subject: Subject) -> str | None:
    name = next(
        (plain_text(card.name) for card in subject.leaflet.cards if _GENERIC.fullmatch(plain_text(card.name))), None
    )
    return f"the heading “{name}” says nothing" if name else None


def order(subject: Subject) -> str | None:
    rows = [row.key for row in subject.leaflet.help]
    numbers = [card.number for card in subject.leaflet.cards]
    wrong = rows != list(type(subject.condition.get_help).model_fields) or numbers != list(range(1, len(numbers) + 1))
    return "signs or exercises are out of order" if wrong else None


def summary(subject: Subject) -> str | None:
    number = len(subject.leaflet.in_short.lines)
    return None if 3 <= number <= SUMMARY_POINTS else f"the summary has {number} points, {SUMMARY_POINTS} at most"


def cues(subject: Subject) -> str | None:
    missing = [name for name in ("do", "do_not", "help", "cards") if not getattr(subject.leaflet, name)]
    return f"nothing is under {', '.join(missing)}" if missing else None


def drawn(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if not card.pictures]
    return f"no drawing of: {', '.join(missing)}" if missing else None


def _described(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if any(len(one.alt) < 40 for one in card.pictures)]
    return f"no description of: {', '.join(missing)}" if missing else None


def captions(subject: Subject) -> str | None:
    parts = [part for section in subject.leaflet.sections for part in section.parts]
    plates = {one.field: one.plate for one in parts} | {tip.field: tip.plate for tip in subject.leaflet.tips}
    bare = [field for field, plate in plates.items() if plate and not plate.picture.labels]
    return f"a picture without a label: {', '.join(bare)}" if bare else _described(subject)


def tables(subject: Subject) -> str | None:
    long_ = [plain_text(row.name) for row in subject.leaflet.diary if len(plain_text(row.name)) > 40]
    return f"long names in the diary: {', '.join(long_)}" if long_ else None


def action(subject: Subject) -> str | None:
    return None if subject.leaflet.do and subject.leaflet.cards else "no action is named"


def reader(subject: Subject) -> str | None:
    share = language.commands(subject.lines)
    return f"only {share:.0%} of the sentences speak to the reader" if share < TO_THE_READER else None


def steps(subject: Subject) -> str | None:
    for card in subject.leaflet.cards:
        steps = card.steps[1:]
        if len(steps) not in STEPS:
            return f"{card.id} has {len(steps)} steps, 3 to 7 are required"
        if crowded := next((plain_text(s) for s in steps if len(readability.sentences_of(plain_text(s))) > 2), None):
            return f"a step of {card.id} holds more than two actions: “{crowded}”"
    return None


def diary(subject: Subject) -> str | None:
    missing = {card.number for card in subject.leaflet.cards} - {row.number for row in subject.leaflet.diary}
    return "an exercise is not in the diary" if missing else None


def main_message(subject: Subject) -> str | None:
    message = plain_text(subject.leaflet.main_message)
    if not message:
        return "there is no single main message"
    number = len(readability.sentences_of(message))
    return f"the main message has {number} sentences, 3 at most" if number > 3 else None


def main_active(subject: Subject) -> str | None:
    first = plain_text(subject.leaflet.main_message)
    return f"the main message is passive: “{first}”" if language.passives(first) else None


def lists(subject: Subject) -> str | None:
    leaflet = subject.leaflet
    lists: Mapping[str, int] = {
        "in_short": len(leaflet.in_short.lines),
        "do": len(leaflet.do),
        "do_not": len(leaflet.do_not),
        "advice": len(leaflet.tips) + 1,
        **{f"get_help.{row.key}": sum(len(group.signs) for group in row.groups) for row in leaflet.help},
        **{f"the steps of {card.id}": len(card.steps) + 1 for card in leaflet.cards},
    }
    long_ = next((name for name, number in lists.items() if number > MOST_ITEMS), None)
    return f"{long_} has {lists[long_]} items on paper, {MOST_ITEMS} at most" if long_ else None


def known_and_not(subject: Subject) -> str | None:
    return None if subject.leaflet.not_known else "nothing says what experts do not know"


def why_and_how(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if not card.why or not card.steps]
    return f"no reason or no steps for: {', '.join(missing)}" if missing else None
