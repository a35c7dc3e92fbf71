"""Plain language: passive voice, jargon, terms, abbreviations, numbers, alternative texts.

Reports HND816 and HND823 to HND828.

These are heuristics of the text, warnings for a person to look at. Passive voice: PEMAT-P item 5, at most a tenth of
the sentences. Everyday words and explained terms: items 3 and 4, CDC item 7. Speaking to the reader: item 21. Numbers:
items 6, 7 and 24, CDC items 15 to 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handouts.checks import readability, reading_level
from handouts.checks.context import CheckContext, Finding, texts
from handouts.checks.jargon import jargon_in
from handouts.checks.printed_text import Line
from handouts.model import Condition, Country, Exercise, Library, Term, prose

#: The share of sentences that may be in the passive voice.
MOST_PASSIVE = 0.1

_IRREGULAR = (
    "borne|broken|brought|built|caught|chosen|cut|done|drawn|driven|eaten|felt|found|forgotten|given|gone|held|hit|"
    "hurt|kept|known|led|left|lost|made|meant|met|put|read|said|seen|sent|set|shown|shut|spent|stretched|struck|"
    "taken|taught|thought|told|torn|understood|written"
)
_PASSIVE = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being|gets?|got)\s+(?:not\s+|also\s+|often\s+|usually\s+|best\s+|mostly\s+|\w+ly\s+)*"
    rf"(\w{{2,}}ed|{_IRREGULAR})\b(?!\s+to\b(?=\s+(?:it|standing|walking)))",
    re.IGNORECASE,
)
#: Words that look like a passive and describe a state: "you are worried", "it is needed".
_STATES = {
    "used", "tired", "worried", "swollen", "irritated", "needed", "overworked", "relaxed", "bored", "pleased",
    "limited", "advanced", "interested", "scared", "red", "bed", "left", "hurt", "settled", "supposed", "allowed",
    "experienced", "crowded", "aged", "related",
}  # fmt: skip
_DISTANT = re.compile(
    r"\b(?:the\s+)?(?:patients?|sufferers?|individuals?|clients?)\s+(?:should|must|may|can|are|is|need|will|have)\b|"
    r"\bone\s+(?:should|must)\b|\bthe patient\b",
    re.IGNORECASE,
)
_HARD_NUMBER = re.compile(
    r"\d+\s?%|\bper\s?cent\b|\bpercent(?:age)?\b|\d+\.\d+|\d+/\d+|\b(?:one |a )?(?:half|third|quarter) of\b|"
    r"\btimes (?:your|the) (?:own )?(?:body )?weight\b|\bmultiply\b|\bdivide\b|\bsubtract\b|\bper kilo\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9&]+\b(?!\.\w)")
#: Capital letters that everybody knows by those letters.
_KNOWN_CAPITALS = frozenset({"OK", "UK", "US", "TV", "A&E", "GP", "ER", "NHS", "AM", "PM", "QR", "PDF"})
_SMALL = {
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "go", "goes", "in", "inside", "into", "is", "it",
    "its", "lets", "of", "on", "or", "other", "part", "parts", "so", "that", "the", "their", "them", "this", "to",
    "under", "up", "with", "you", "your", "one", "each", "which",
}  # fmt: skip
SHARED_WORDS = 2  # of a term's explanation, so that a sentence counts as explaining it


def passive(context: CheckContext) -> Iterator[Finding]:
    """HND823 for a leaflet with more than a tenth of its sentences in the passive voice."""
    for condition in context.conditions:
        lines = reading_level.lines_of(context, condition)
        sentences = [sentence for line in lines for sentence in readability.sentences_of(line.text)]
        passive_ = [(line, sentence) for line in lines for sentence in passives(line.text)]
        # A passive here and there reads well; a tenth of them reads like a letter from an office.
        if passive_ and len(passive_) > MOST_PASSIVE * len(sentences):
            shown = "; ".join(f"“{sentence}”" for _, sentence in passive_[:3])
            message = f"{len(passive_)} of {len(sentences)} sentences are in the passive voice"
            yield context.found(
                "HND823", message, f"say who does what: {shown}", "condition", condition.id, passive_[0][0].path
                if passive_[0][0].kind == "condition" else (),
            )  # fmt: skip


def passives(text: str) -> list[str]:
    """The sentences of a text that look passive."""
    return [
        sentence
        for sentence in readability.sentences_of(text)
        if any(match[1].lower() not in _STATES for match in _PASSIVE.finditer(sentence))
    ]


def jargon(context: CheckContext) -> Iterator[Finding]:
    """HND824 for a word with a plainer one, unless it is a term that the leaflet explains."""
    explained = re.compile("|".join(_whole(word) for word in _explained(context)) or r"(?!)", re.IGNORECASE)
    for kind, id_, path, text in texts(context):
        # Names are what they are, and what forbids is read by clinicians.
        if path[0] in ("also_called", "title", "forbids"):
            continue
        for word, plain in jargon_in(explained.sub(_blank, prose.PLACEHOLDER.sub(_blank, text))):
            yield context.found(
                "HND824", f"`{word}` is a word of the trade", f"say: {plain}", kind, id_, path, words=word
            )


def _blank(match: re.Match[str]) -> str:
    """As many strokes as the words have letters, so that the places of the others stay."""
    return "_" * len(match[0])


def _explained(context: CheckContext) -> list[str]:
    return sorted(
        {t for c in context.conditions for t in reading_level.terms(context.library, c)}, key=len, reverse=True
    )


def _whole(term: str) -> str:
    return rf"\b{re.escape(term)}s?\b"


# ---------------------------------------------------------------- terms and capitals


def terms(context: CheckContext) -> Iterator[Finding]:
    """HND825 for a hard word of the glossary that a leaflet uses and does not explain where it comes first.

    Hard are the words that come with a way to say them. A sentence explains a word when it, the one before or the one
    after shares two words with the glossary's explanation; the title is explained by the lines under it and "In short".
    """
    for condition in context.conditions:
        for id_, term, line in unexplained(context.library, condition, reading_level.lines_of(context, condition)):
            advice = f"explain it there, such as: {term.plain}"
            if id_ not in condition.glossary:
                advice += f"; and name `{id_}` under `glossary`"
            yield context.found(
                "HND825", f"`{term.word}` is not explained where it comes first", advice, line.kind, line.id,
                line.path, words=term.word,
            )  # fmt: skip


def unexplained(library: Library, condition: Condition, lines: Sequence[Line]) -> list[tuple[str, Term, Line]]:
    """The hard words of the glossary that a leaflet leaves unexplained: id, term, and the line where it comes first."""
    whole = [
        Line("condition", condition.id, ("title",), "title", condition.title),
        Line("condition", condition.id, ("plain_name",), "title", condition.plain_name),
        *lines,
    ]
    hard = [(id_, term) for id_, term in library.glossary.items() if term.say is not None]
    return [(id_, term, line) for id_, term in hard if (line := _unexplained(whole, term))]


def _unexplained(lines: Sequence[Line], term: Term) -> Line | None:
    """The line where a term comes first, if nothing near it explains the term."""
    word = re.compile(_whole(term.word), re.IGNORECASE)
    at = next((index for index, line in enumerate(lines) if word.search(line.text)), None)
    if at is None:
        return None
    # A title has no room to explain, so the lines under it do.
    head = [line for line in lines if line.section in ("title", "In short")]
    near = " ".join(line.text for line in (head if lines[at].section == "title" else lines[max(0, at - 1) : at + 2]))
    explaining = _content(term.plain) - _content(term.word)
    return None if len(explaining & _content(near)) >= min(SHARED_WORDS, len(explaining)) else lines[at]


def _content(text: str) -> set[str]:
    """The words of a text that carry meaning, without their endings."""
    words = {word.lower() for word in readability.words_of(text)} - _SMALL
    return {re.sub(r"(?:ed|es|s|ing)$", "", word) for word in words}


def capitals(context: CheckContext) -> Iterator[Finding]:
    """HND826 for an abbreviation in capitals without explanation; those of a country's data are allowed."""
    known = _KNOWN_CAPITALS | _of_country(context.library)
    for kind, id_, path, text in texts(context):
        for match in _CAPITALS.finditer(text):
            explained = re.search(rf"\({re.escape(match[0])}\)|{re.escape(match[0])} \(", text)
            if match[0] not in known and not explained:
                advice = f"write the words, then the letters: `… ({match[0]})`"
                yield context.found("HND826", f"`{match[0]}` is not explained", advice, kind, id_, path, words=match[0])


def _of_country(library: Library) -> set[str]:
    words = " ".join(
        str(getattr(country, name)) for country in library.countries.values() for name in Country.model_fields
    )
    return set(_CAPITALS.findall(words))


# ---------------------------------------------------------------- style


def to_the_reader(context: CheckContext) -> Iterator[Finding]:
    """HND827 for a text that talks about patients, not to the reader."""
    yield from _matches(
        context, _DISTANT, "HND827", "speaks about patients", "speak to the reader: “you”, or a command"
    )


def easy_numbers(context: CheckContext) -> Iterator[Finding]:
    """HND828 for percentages, fractions, decimals and sums."""
    advice = "say it in whole numbers: “1 in 10 people”; never let the reader do the sum"
    yield from _matches(context, _HARD_NUMBER, "HND828", "is hard to read as a number", advice)


def hard_numbers(text: str) -> list[str]:
    """The percentages, fractions, decimals and sums of a text."""
    return list(dict.fromkeys(match[0] for match in _HARD_NUMBER.finditer(text)))


def _matches(
    context: CheckContext, pattern: re.Pattern[str], code: str, message: str, advice: str
) -> Iterator[Finding]:
    for kind, id_, path, text in texts(context):
        for match in pattern.finditer(text):
            yield context.found(code, f"`{match[0]}` {message}", advice, kind, id_, path, words=match[0])


def commands(lines: Iterable[Line]) -> float:
    """The share of sentences that speak to the reader: with "you" or "your", or beginning with a bare verb."""
    sentences = [sentence for line in lines for sentence in readability.sentences_of(line.text)]
    spoken = [s for s in sentences if re.search(r"\byou(?:r|rs|rself)?\b", s, re.IGNORECASE) or _is_command(s)]
    return len(spoken) / len(sentences) if sentences else 0.0


_NO_COMMAND = re.compile(
    r"^(?:the|a|an|it|this|that|these|those|many|most|some|we|they|there|in|for|with|over|if)\b", re.I
)


def _is_command(sentence: str) -> bool:
    return not _NO_COMMAND.match(sentence) and not re.match(r"\w+(?:s|ed|ing)\b", sentence)


_WORD = re.compile(r"\w+")


def alternatives(context: CheckContext) -> Iterator[Finding]:
    """HND816 for a frame with the alternative text of an earlier one, or with the words of the first step alone."""
    for exercise in context.exercises:
        for name, message in _repeated(exercise):
            advice = "write what this frame alone shows: where the body is, and what it stands, sits or lies on"
            yield context.found("HND816", message, advice, "exercise", exercise.id, ("pose", "alt", name))


def _repeated(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The frames without an alternative text of their own, each with what is wrong."""
    step = set(_words(exercise.start))
    described: dict[tuple[str, ...], str] = {}
    for name, text in exercise.pose.alt if exercise.pose else ():
        if text is None:
            continue
        words = _words(text)
        if words in described:
            yield name, f"the frame `{name}` has the alternative text of `{described[words]}`"
        elif step.issuperset(words):
            yield name, f"the alternative text of `{name}` has no word that the first step has not"
        described.setdefault(words, name)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(prose.plain(text).casefold()))
