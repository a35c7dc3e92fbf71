"""Sentences that two records word differently and that mean the same. Reports HND849.

A leaflet of both conditions prints a sentence once where both have the same words. Where the words differ it would say
the same thing twice, and a reader looks for the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations_with_replacement

from handouts.checks.context import CheckContext, Finding, Path, value_at
from handouts.compose.likeness import are_alike
from handouts.model import Advice, Condition, prose
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
_Said = tuple[Path, str]


def near_duplicates(context: CheckContext) -> Iterator[Finding]:
    """HND849 for a sentence that another record, or another line of the same one, says in other words."""
    library = context.library
    every: tuple[tuple[str, Mapping[str, Condition | Advice], set[str]], ...] = (
        ("condition", library.conditions, {one.id for one in context.conditions}),
        ("advice", library.advice, {one.id for one in context.advice}),
    )
    for kind, records, checked in every:
        said = {id_: _by_subject(records[id_]) for id_ in sorted(records)}
        for first, second in combinations_with_replacement(said, 2):
            if checked & {first, second}:
                here, there = (second, first) if second in checked else (first, second)
                yield from _pairs(context, kind, (here, said[here]), (there, said[there]))


def _pairs(
    context: CheckContext, kind: str, here: tuple[str, list[list[_Said]]], there: tuple[str, list[list[_Said]]]
) -> Iterator[Finding]:
    """A finding for each sentence of the one that the other words otherwise; where both are one, the later sentence."""
    for ours, theirs in zip(here[1], there[1], strict=True):
        for place, (path, sentence) in enumerate(ours):
            others = [other for _, other in (theirs[:place] if here[0] == there[0] else theirs)]
            if sentence in others:
                continue
            if like := next((other for other in others if are_alike(sentence, other)), None):
                message = f'{there[0]} says "{sentence}" in other words: "{like}"'
                advice = "use one wording, so that a leaflet says it once"
                yield context.found("HND849", message, advice, kind, here[0], path, words=sentence)


def _by_subject(record: Condition | Advice) -> list[list[_Said]]:
    """The sentences of a record with their places, subject by subject."""
    return [
        [
            (path, sentence)
            for field in fields
            for path, text in text_paths(value_at(record, field), field)
            for sentence in prose.SENTENCE_END.split(text)
        ]
        for fields in SUBJECTS
    ]
