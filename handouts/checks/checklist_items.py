"""The items of PEMAT-P and of the CDC Clear Communication Index, each with its test on a composed leaflet.

PEMAT-P (AHRQ) has 24 items that apply to print, in two scores: what is understood (1 to 12, 15 to 19) and what can be
acted on (20 to 26); a score is the share of items that are met among those that apply. The CDC Index has 20. Three
kinds: *automatic* items are measured and pass or fail; a *heuristic* one can fail by a rule, and without a fault it is
not judged; *human* ones have no rule. A person judges the last two and signs (`handouts approve --attest`). Many items
have a code of their own elsewhere in these checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

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

Kind = Literal["automatic", "heuristic", "human"]


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


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    `asks` is its question, `kind` how it is judged, `codes` the findings that cover it. `test` returns what is wrong,
    or None; an item of kind `human` has no test. `applies` says whether the leaflet has what the item is about.
    """

    id: str
    asks: str
    kind: Kind
    codes: tuple[str, ...]
    test: Callable[[Subject], str | None] | None = None
    applies: Callable[[Subject], bool] = lambda _: True


# ---------------------------------------------------------------- tests of both lists


def _purpose(subject: Subject) -> str | None:
    deck = plain_text(subject.leaflet.deck)
    repeats = deck.casefold() == subject.leaflet.title.casefold()
    return "the line under the title only repeats the title" if repeats else None


def _everyday(subject: Subject) -> str | None:
    names = re.compile("|".join(map(re.escape, reading_level.terms(subject.library, subject.condition))), re.IGNORECASE)
    words = dict.fromkeys(word for word, _ in jargon_in(names.sub("", subject.text)))
    return f"words of the trade: {', '.join(words)}" if words else None


def _active(subject: Subject) -> str | None:
    sentences = [s for line in subject.lines for s in readability.sentences_of(line.text)]
    passive = sum(len(language.passives(line.text)) for line in subject.lines)
    return f"{passive} of {len(sentences)} sentences are passive" if passive > 0.1 * len(sentences) else None


def _numbers(subject: Subject) -> str | None:
    numbers = language.hard_numbers(subject.text)
    return f"hard to read: {', '.join(numbers)}" if numbers else None


_SUM = re.compile(
    r"\b(?:do|try) half\b|\bhalf (?:as|of|the|your)\b|\b(?:twice|double) (?:the|your)\b|\b(?:a|one) third of\b|"
    r"\b(?:a|one) quarter of\b|\bdivide\b|\bmultiply\b|\bsubtract\b|\d\s?%",
    re.IGNORECASE,
)


def _sums(subject: Subject) -> str | None:
    guide = (subject.leaflet.fewer, subject.leaflet.worse_next_day, subject.leaflet.after_two_weeks)
    words = "\n".join((subject.text, *(plain_text(text) for text in guide if text)))
    sums = dict.fromkeys(match[0] for match in _SUM.finditer(words))
    return f"the reader has to do a sum: {', '.join(sums)}" if sums else None


def _asks_sums(subject: Subject) -> bool:
    return _sums(subject) is not None


def _clear_numbers(subject: Subject) -> str | None:
    """Numbers that are hard to read, and spans of time in several places, which a reader has to reconcile."""
    strays = dict.fromkeys(words for _, words in placement.strays(subject.condition))
    return _numbers(subject) or (f"spans of time outside the timeline: {', '.join(strays)}" if strays else None)


_PROBABILITY = re.compile(r"\d+ in \d+|\d\s?%")


def _has_probability(subject: Subject) -> bool:
    return bool(_PROBABILITY.search(subject.text))


def _terms(subject: Subject) -> str | None:
    terms = language.unexplained(subject.library, subject.condition, subject.lines)
    return f"not explained: {', '.join(term.word for _, term, _ in terms)}" if terms else None


def _chunks(subject: Subject) -> str | None:
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


def _headings(subject: Subject) -> str | None:
    name = next(
        (plain_text(card.name) for card in subject.leaflet.cards if _GENERIC.fullmatch(plain_text(card.name))), None
    )
    return f"the heading “{name}” says nothing" if name else None


def _order(subject: Subject) -> str | None:
    rows = [row.key for row in subject.leaflet.help]
    numbers = [card.number for card in subject.leaflet.cards]
    wrong = rows != list(type(subject.condition.get_help).model_fields) or numbers != list(range(1, len(numbers) + 1))
    return "signs or exercises are out of order" if wrong else None


def _summary(subject: Subject) -> str | None:
    number = len(subject.leaflet.in_short.lines)
    return None if 3 <= number <= SUMMARY_POINTS else f"the summary has {number} points, {SUMMARY_POINTS} at most"


def _cues(subject: Subject) -> str | None:
    missing = [name for name in ("do", "do_not", "help", "cards") if not getattr(subject.leaflet, name)]
    return f"nothing is under {', '.join(missing)}" if missing else None


def _drawn(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if not card.pictures]
    return f"no drawing of: {', '.join(missing)}" if missing else None


def _described(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if any(len(one.alt) < 40 for one in card.pictures)]
    return f"no description of: {', '.join(missing)}" if missing else None


def _captions(subject: Subject) -> str | None:
    parts = [part for section in subject.leaflet.sections for part in section.parts]
    plates = {one.field: one.plate for one in parts} | {tip.field: tip.plate for tip in subject.leaflet.tips}
    bare = [field for field, plate in plates.items() if plate and not plate.picture.labels]
    return f"a picture without a label: {', '.join(bare)}" if bare else _described(subject)


def _tables(subject: Subject) -> str | None:
    long_ = [plain_text(row.name) for row in subject.leaflet.diary if len(plain_text(row.name)) > 40]
    return f"long names in the diary: {', '.join(long_)}" if long_ else None


def _action(subject: Subject) -> str | None:
    return None if subject.leaflet.do and subject.leaflet.cards else "no action is named"


def _reader(subject: Subject) -> str | None:
    share = language.commands(subject.lines)
    return f"only {share:.0%} of the sentences speak to the reader" if share < TO_THE_READER else None


def _steps(subject: Subject) -> str | None:
    for card in subject.leaflet.cards:
        steps = card.steps[1:]
        if len(steps) not in STEPS:
            return f"{card.id} has {len(steps)} steps, 3 to 7 are required"
        if crowded := next((plain_text(s) for s in steps if len(readability.sentences_of(plain_text(s))) > 2), None):
            return f"a step of {card.id} holds more than two actions: “{crowded}”"
    return None


def _diary(subject: Subject) -> str | None:
    missing = {card.number for card in subject.leaflet.cards} - {row.number for row in subject.leaflet.diary}
    return "an exercise is not in the diary" if missing else None


def _main_message(subject: Subject) -> str | None:
    message = plain_text(subject.leaflet.main_message)
    if not message:
        return "there is no single main message"
    number = len(readability.sentences_of(message))
    return f"the main message has {number} sentences, 3 at most" if number > 3 else None


def _main_active(subject: Subject) -> str | None:
    first = plain_text(subject.leaflet.main_message)
    return f"the main message is passive: “{first}”" if language.passives(first) else None


def _lists(subject: Subject) -> str | None:
    leaflet = subject.leaflet
    lists: Mapping[str, int] = {
        "in_short": len(leaflet.in_short.lines),
        "do": len(leaflet.do),
        "do_not": len(leaflet.do_not),
        "advice": len(leaflet.tips) + 1,
        **{f"get_help.{row.key}": len(row.signs) for row in leaflet.help},
        **{f"the steps of {card.id}": len(card.steps) + 1 for card in leaflet.cards},
    }
    long_ = next((name for name, number in lists.items() if number > MOST_ITEMS), None)
    return f"{long_} has {lists[long_]} items on paper, {MOST_ITEMS} at most" if long_ else None


def _known_and_not(subject: Subject) -> str | None:
    return None if subject.leaflet.not_known else "nothing says what experts do not know"


def _why_and_how(subject: Subject) -> str | None:
    missing = [card.id for card in subject.leaflet.cards if not card.why or not card.steps]
    return f"no reason or no steps for: {', '.join(missing)}" if missing else None


# ---------------------------------------------------------------- the items

_AUTO: Kind = "automatic"
_GUESS: Kind = "heuristic"
_HUMAN: Kind = "human"

PEMAT: tuple[Item, ...] = (
    Item("pemat-1", "makes its purpose completely evident", _GUESS, ("HND860",), _purpose),
    Item("pemat-2", "does not include what distracts from its purpose", _HUMAN, ("HND862",)),
    Item("pemat-3", "uses common, everyday language", _GUESS, ("HND824",), _everyday),
    Item("pemat-4", "defines the medical terms that it uses", _GUESS, ("HND825", "HND826"), _terms),
    Item("pemat-5", "uses the active voice", _AUTO, ("HND823",), _active),
    Item("pemat-6", "numbers are clear and easy to understand", _GUESS, ("HND828", "HND207"), _clear_numbers),
    Item("pemat-7", "does not expect the reader to calculate", _AUTO, ("HND828",), _sums),
    Item("pemat-8", "breaks information into short sections", _AUTO, ("HND860",), _chunks),
    Item("pemat-9", "sections have informative headers", _GUESS, ("HND860",), _headings),
    Item("pemat-10", "presents information in a logical sequence", _GUESS, ("HND860",), _order),
    Item("pemat-11", "provides a summary", _AUTO, ("HND860", "HND204"), _summary),
    Item("pemat-12", "uses visual cues to draw attention to key points", _AUTO, ("HND860",), _cues),
    Item("pemat-15", "uses visual aids where they help", _AUTO, ("HND303",), _drawn),
    Item("pemat-16", "visual aids reinforce the content", _HUMAN, ("HND862", "HND304")),
    Item("pemat-17", "visual aids have clear titles or captions", _AUTO, ("HND511", "HND877"), _captions),
    Item("pemat-18", "illustrations are clear and uncluttered", _HUMAN, ("HND862", "HND606")),
    Item("pemat-19", "tables are simple, with short and clear headings", _AUTO, ("HND860", "HND878"), _tables),
    Item("pemat-20", "identifies at least one action", _AUTO, ("HND860",), _action),
    Item("pemat-21", "addresses the reader directly", _AUTO, ("HND860", "HND827"), _reader),
    Item("pemat-22", "breaks actions into explicit steps", _GUESS, ("HND860", "HND204"), _steps),
    Item("pemat-23", "provides a tangible tool", _AUTO, ("HND860",), _diary),
    Item("pemat-24", "gives examples of calculations", _AUTO, ("HND828",), _sums, applies=_asks_sums),
    Item("pemat-25", "explains how to use charts and diaries", _GUESS, ("HND860", "HND874"), _diary),
    Item("pemat-26", "uses visual aids where they make it easier to act", _AUTO, ("HND303",), _drawn),
)  # fmt: skip

CDC: tuple[Item, ...] = (
    Item("cdc-1", "contains one main message", _AUTO, ("HND861",), _main_message),
    Item("cdc-2", "the main message is at the top", _AUTO, ("HND861",), _summary),
    Item("cdc-3", "the main message is emphasised", _AUTO, ("HND861",), _summary),
    Item("cdc-4", "a visual supports the main message", _AUTO, ("HND303",), _drawn),
    Item("cdc-5", "includes a call to action", _AUTO, ("HND861",), _action),
    Item("cdc-6", "main message and call to action are in the active voice", _AUTO, ("HND861",), _main_active),
    Item("cdc-7", "uses words that the audience uses", _GUESS, ("HND824", "HND826"), _everyday),
    Item("cdc-8", "uses lists of at most seven items", _AUTO, ("HND861",), _lists),
    Item("cdc-9", "is organised in chunks with headings", _AUTO, ("HND860",), _chunks),
    Item("cdc-10", "the most important information comes first", _GUESS, ("HND861",), _summary),
    Item("cdc-11", "says what experts know and do not know", _GUESS, ("HND861", "HND201"), _known_and_not),
    Item("cdc-12", "recommends what to do", _AUTO, ("HND861",), _action),
    Item("cdc-13", "says why it matters", _AUTO, ("HND861",), _why_and_how),
    Item("cdc-14", "gives directions how to do it", _GUESS, ("HND861",), _why_and_how),
    Item("cdc-15", "uses numbers that the audience uses", _GUESS, ("HND828",), _numbers),
    Item("cdc-16", "explains what its numbers mean", _GUESS, ("HND828", "HND207"), _numbers),
    Item("cdc-17", "does not ask for maths", _AUTO, ("HND828",), _sums),
    Item("cdc-18", "explains the nature of the risk", _HUMAN, ("HND862",)),
    Item("cdc-19", "covers risks and benefits of what it recommends", _HUMAN, ("HND862",)),
    Item("cdc-20", "explains a numeric probability in words", _HUMAN, ("HND862",), applies=_has_probability),
)  # fmt: skip

#: What only a person can judge.
HUMAN = tuple(item.id for item in (*PEMAT, *CDC) if item.kind == "human")

#: What a person may judge and sign: all that no rule can pass.
SIGNABLE = tuple(item.id for item in (*PEMAT, *CDC) if item.kind != "automatic")
