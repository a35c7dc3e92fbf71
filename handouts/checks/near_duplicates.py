"""Sentences that two records word differently and that mean the same. Reports HND849.

A leaflet of both conditions prints a sentence once where both have the same words. Where the words differ it would say
the same thing twice, and a reader looks for the difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

from handouts.checks.context import CheckContext, Finding, Path, value_at
from handouts.compose.similarity import are_alike, meaning
from handouts.library.unwritten_texts import TO_WRITE
from handouts.model import Advice, Condition, Library, prose
from handouts.model.text import text_paths

#: Fields that answer the same question for the reader, by their paths.
SUBJECTS: tuple[tuple[Path, ...], ...] = (
    (("in_short", "what"),),
    (("in_short", "act"),),
    (("in_short", "warn"),),
    (("what_it_is",), ("how_it_feels",), ("why_it_happens",)),
    (("spreads",),),
    (("outlook",), ("full_recovery",)),
    (("not_known",),),
    (("do",),),
    (("do_not",),),
    (("get_help",),),
    (("how",),),
    (("how_long",),),
    (("not_for",),),
)
#: The share of all words of two sentences that both have, from which on they are reported: above that of merging.
LEAST_SHARE = 0.6
#: The same share where each word counts by its rarity: a common verb says little of what a sentence is about, and one
#: rare word, such as "overhead", makes it another sentence.
LEAST_WEIGHT = 0.75
_PLACEHOLDER = re.compile(r"\{\w+\}")
_NEGATION = frozenset({"not", "no", "never"})
_Place = tuple[str, Path, int]


def near_duplicates(context: CheckContext) -> Iterator[Finding]:
    """HND849 for a sentence that another record, or another line of the same one, says in other words.

    Each is reported once: in the clinic's own file where the other is shipped, else where its wording is the rarer one.
    """
    # No exercise has a part in it.
    yield from context.once_for_all_choices("near duplicates", lambda: list(_near_duplicates(context)))


def _near_duplicates(context: CheckContext) -> Iterator[Finding]:
    checked = {"condition": {one.id for one in context.conditions}, "advice": {one.id for one in context.advice}}
    every = context.once_for_library("wordings", lambda: list(_all_wordings(context.library)))
    rarity = context.once_for_library("rarity", lambda: _rarity(sentence for _, said in every for sentence in said))
    for kind, wordings in every:
        for sentence, wording in wordings.items():
            if ours := next((place for place in wording.places if place[0] in checked[kind]), None):
                alike = _alike(sentence, wordings, rarity)
                if usual := [other for other in alike if _is_usual(wordings[other], wording)]:
                    yield _found(context, kind, ours, sentence, usual, wordings)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The places of a sentence, its records, and its rank among the sentences of its subject."""

    places: tuple[_Place, ...]
    records: frozenset[str]
    rank: tuple[bool, int, int]


def _all_wordings(library: Library) -> Iterator[tuple[str, dict[str, _Wording]]]:
    """The sentences of each kind of record for each subject."""
    every: tuple[tuple[str, Mapping[str, Condition | Advice]], ...] = (
        ("condition", library.conditions),
        ("advice", library.advice),
    )
    for kind, records in every:
        shipped = _of_last_folder(library, kind, records)
        for fields in SUBJECTS:
            yield kind, _wordings(records, fields, shipped)


def _of_last_folder(library: Library, kind: str, records: Mapping[str, Condition | Advice]) -> set[str]:
    """The records of the content folder that was read last, the shipped one."""
    folders = {
        id_: span.file.replace("\\", "/").rpartition("/")[0] if (span := library.span(kind, id_)) is not None else ""
        for id_ in records
    }
    return {id_ for id_, folder in folders.items() if folder == [*folders.values()][-1]}


def _wordings(
    records: Mapping[str, Condition | Advice], fields: tuple[Path, ...], shipped: Collection[str]
) -> dict[str, _Wording]:
    """Every sentence of these fields but those of a skeleton, with its places: record, path, and rank in the record."""
    found = dict[str, list[_Place]]()
    for id_, record in records.items():
        texts = ((path, text) for field in fields for path, text in text_paths(value_at(record, field), field))
        said = ((path, sentence) for path, text in texts for sentence in prose.SENTENCE_END.split(text))
        for rank, (path, sentence) in enumerate(said):
            if not TO_WRITE.match(sentence):
                found.setdefault(sentence, []).append((id_, path, rank))
    # The shipped wording stays where a clinic has another; else the one that more records have.
    return {
        sentence: _Wording(
            tuple(places),
            ids := frozenset(place[0] for place in places),
            (not ids.isdisjoint(shipped), len(places), at),
        )
        for at, (sentence, places) in enumerate(found.items())
    }


def _rarity(sentences: Iterable[str]) -> dict[str, float]:
    """The weight of each word: the logarithm of the number of all sentences for each one with it, 0 for a negation."""
    every = [_content(sentence) for sentence in set(sentences)]
    counted = Counter(word for words in every for word in words)
    return {word: 0.0 if word in _NEGATION else log((len(every) + 1) / (n + 1)) for word, n in counted.items()}


def _content(sentence: str) -> frozenset[str]:
    """Its words with a meaning. A number says nothing of its subject, whatever its name in the file."""
    return meaning(_PLACEHOLDER.sub("", sentence))


def _share_by_rarity(one: str, other: str, rarity: Mapping[str, float]) -> float:
    """The share of their words that both sentences have, from 0 to 1, each by its weight."""
    ours, theirs = _content(one), _content(other)
    either = sum(rarity[word] for word in ours | theirs)
    return sum(rarity[word] for word in ours & theirs) / either if either else float(ours == theirs)


def _alike(sentence: str, wordings: Mapping[str, _Wording], rarity: Mapping[str, float]) -> Iterator[str]:
    """The other wordings of it, except one that every record of the sentence has too, or the other way round."""
    # Where every condition with one sentence has the other too, they are two thoughts, not two wordings.
    ours = wordings[sentence].records
    for other, wording in wordings.items():
        theirs = wording.records
        if other == sentence or not are_near(sentence, other) or bool(ours - theirs) != bool(theirs - ours):
            continue
        if _share_by_rarity(sentence, other, rarity) >= LEAST_WEIGHT:
            yield other


def are_near(one: str, other: str) -> bool:
    """Whether two sentences share so many words that a person should look at them."""
    ours, theirs = meaning(one), meaning(other)
    # The share first: it is counted faster, and few pairs of sentences have it.
    return len(ours & theirs) >= LEAST_SHARE * len(ours | theirs) and are_alike(one, other)


def _is_usual(theirs: _Wording, ours: _Wording) -> bool:
    """Whether the other wording is the one to keep. Of two in one record it is the first."""
    if len(ours.places) == len(theirs.places) == 1 and ours.records == theirs.records:
        return theirs.places[0][2] < ours.places[0][2]
    return theirs.rank > ours.rank


def _found(
    context: CheckContext, kind: str, place: _Place, sentence: str, usual: list[str],
    wordings: Mapping[str, _Wording],
) -> Finding:  # fmt: skip
    id_, path, _ = place
    like = max(usual, key=lambda one: len(wordings[one].places))
    owners = list(dict.fromkeys(other for other, _, _ in wordings[like].places))
    named = (
        f"{owners[0]} and {len(owners) - 1} more" if len(owners) > 1 else owners[0] if owners[0] != id_ else "this file"
    )
    message = f"“{sentence}” is nearly “{like}” of {named}"
    advice = "write the same words if you mean the same, so that a leaflet of both says it once; else say what differs"
    return context.found("HND849", message, advice, kind, id_, path, words=sentence)
