"""Lines of several conditions as those of one leaflet: what they share first, each once, within the room of one.

Two kinds of lines are merged in two ways. Of descriptions and advice, near-duplicates count as one and the least shared
give way. Warnings (Do not, signs of danger, `warn`) are never left out because another line is like them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import attrgetter

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.similarity import are_alike
from handouts.compose.subjects import Said, said
from handouts.model import Condition, prose
from handouts.model.leaflet import Item
from handouts.model.prose import Prose


@dataclass(slots=True)
class Line:
    """A line of a field: as written, as printed, its place in the list, and the conditions that say it."""

    source: str
    item: Item
    place: int
    said_by: set[str] = field(default_factory=set)
    says: frozenset[Said] = frozenset()  #: of the subjects on which a leaflet must not contradict itself
    is_of_all: bool = False  #: whether it unites signs of several parts of the body


def lines_of_each(context: ComposeContext, conditions: Iterable[Condition], name: str) -> list[list[Line]]:
    """The lines of a list field of each condition. Args: `name` may be a path, such as `in_short.act`."""
    lists = []
    for condition in conditions:
        say, where = speaker(context, condition), f"conditions/{condition.id}.yaml: {name}"
        texts: Sequence[str] = attrgetter(name)(condition)
        lists.append(
            [
                Line(
                    text,
                    Item(where, say(f"{name}[{place}]", text)),
                    place,
                    {condition.id},
                    said(context.library, text, [condition]),
                )
                for place, text in enumerate(texts)
            ]
        )
    return lists


def say_the_same(one: Line, other: Line) -> bool:
    """Whether two lines print the same words, or two conditions say the same of a subject in them."""
    # Two lines of one condition are two thoughts of its author, even on one subject.
    is_said = not one.says.isdisjoint(other.says) and one.said_by != other.said_by
    return is_said or are_the_same(one, other)


def are_the_same(one: Line, other: Line) -> bool:
    """Whether two lines print the same words."""
    return same(one.item.text) == same(other.item.text)


def are_alike_lines(one: Line, other: Line) -> bool:
    """Whether two lines print the same words, or mean the same in other words."""
    return say_the_same(one, other) or are_alike(one.source, other.source)


def shared_first(lists: Iterable[Sequence[Line]], alike: Callable[[Line, Line], bool] = are_alike_lines) -> list[Line]:
    """Each line once: what most conditions say first, then the first lines of each, in the order of the request."""
    # Row by row, so that no condition has its last line before another one has its first.
    lines = each_once((line for row in zip_longest(*lists) for line in row if line is not None), alike)
    return sorted(lines, key=lambda line: (-len(line.said_by), line.place))


def each_once(lines: Iterable[Line], alike: Callable[[Line, Line], bool]) -> list[Line]:
    """Each line once, with all who say it."""
    kept: list[Line] = []
    for line in lines:
        if known := next((one for one in kept if alike(one, line)), None):
            known.said_by |= line.said_by
            known.says |= line.says
        else:
            kept.append(line)
    return kept


def of_each_first(lines: Iterable[Line]) -> list[Line]:
    """The lines in their order, but before all others those that say the first of a condition."""
    heard, first, others = set[str](), list[Line](), list[Line]()
    for line in lines:
        (others if line.said_by <= heard else first).append(line)
        heard |= line.said_by
    return [*first, *others]


def in_turns(lines: Iterable[Line]) -> list[Line]:
    """The lines in their order, but so that no condition has its next one before another one has as many."""
    # A line of several conditions waits for the one that has said the most. The sort is stable.
    said = Counter[str]()
    ranked = list[tuple[int, Line]]()
    for line in lines:
        ranked.append((max(said[id_] for id_ in line.said_by), line))
        said.update(line.said_by)
    return [line for _, line in sorted(ranked, key=lambda one: one[0])]


def within(context: ComposeContext, subject: str, lines: Sequence[Line], room: int) -> tuple[Item, ...]:
    """The first lines, as many as have room. The others are decisions of the merge."""
    for line in lines[room:]:
        context.report.decide(subject, f'left out, no room: "{prose.plain_text(line.item.text)}"')
    return tuple(line.item for line in lines[:room])


def sentences_once(paragraphs: Iterable[tuple[str, Prose]], least: int = 1) -> list[Prose]:
    """The sentences of many paragraphs, each once, in the order of their first use.

    Args: `paragraphs` are pairs of who says it and the words; `least` is how many must say a sentence.
    """
    said_by: dict[str, set[str]] = {}
    words: list[Prose] = []
    for owner, paragraph in paragraphs:
        for sentence in prose.sentences(paragraph):
            # The first wording stays: others that are near-duplicates of it only add who says it.
            known = next(
                (one for one in words if are_alike(prose.plain_text(one), prose.plain_text(sentence))), sentence
            )
            if known is sentence:
                words.append(sentence)
            said_by.setdefault(same(known), set()).add(owner)
    return [sentence for sentence in words if len(said_by[same(sentence)]) >= least]
