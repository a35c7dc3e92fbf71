"""What the texts of a leaflet say of the subjects of `subjects.yaml`: where one contradicts or repeats another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handouts.compose.context import ComposeContext
from handouts.compose.sore_parts import names
from handouts.model import Advice, Condition, Library, prose
from handouts.model.prose import Prose


class Said(NamedTuple):
    """A way to speak of a subject, by its place in `ways`; `part` is empty where one way holds for the whole body."""

    subject: str
    way: int
    part: str = ""

    def is_opposed_by(self, other: Said) -> bool:
        """Whether the other is about the same and asks for more care."""
        return (self.subject, self.part) == (other.subject, other.part) and other.way < self.way


def said(library: Library, text: str, owners: Iterable[Condition]) -> frozenset[Said]:
    """What a text, as it is written, says of all subjects. Args: `owners` are the conditions that say it."""
    found = {id_: ways for id_, one in library.subjects.items() if (ways := one.ways_in(text))}
    # Naming the parts takes time, and few lines are about a subject that each part has its own way with.
    of_parts = any(library.subjects[id_].of_a_part for id_ in found)
    parts = [sore.part for _, _, sore in names(library, owners)] if of_parts else []
    return frozenset(
        Said(id_, way, part)
        for id_, ways in found.items()
        for part in (parts if library.subjects[id_].of_a_part else ("",))
        for way in ways
    )


def owners_of(context: ComposeContext, block: Advice) -> list[Condition]:
    """The conditions of the leaflet that ask for a block of advice, on a part that it suits."""
    return [one for one in context.conditions if block.id in one.advice and set(one.regions) - set(block.not_on)]


def opponent(context: ComposeContext, text: str, owners: Sequence[Condition]) -> Condition | None:
    """The first condition beside the owners of a text that asks for more care with a subject than the text does."""
    if not (ours := said(context.library, text, owners)):
        return None
    return next(
        (
            other
            for other in context.conditions
            if other not in owners
            and any(one.is_opposed_by(their) for one in ours for their in _of_condition(context, other))
        ),
        None,
    )


def _of_condition(context: ComposeContext, condition: Condition) -> set[Said]:
    library = context.library
    # What a condition says counts whether or not it is printed: a warning without room still holds.
    lines = [*condition.in_short.act, *condition.do, *condition.do_not]
    blocks = (library.advice[id_].whole for id_ in condition.advice if id_ in library.advice)
    return {one for text in (*lines, *blocks) for one in said(library, text, [condition])}


def unopposed(context: ComposeContext, text: str, words: Prose, owners: Sequence[Condition], field: str) -> Prose:
    """Words without the sentences that ask for less care than another condition does. Reports HND407.

    Args: `words` are the text as it is printed. Words with markup are not split: they stay or go as one. `field` is the
    place of the text, for the finding.
    """
    # A translation may join or split sentences: then nothing says which of them is meant.
    written, printed = prose.SENTENCE_END.split(text), prose.sentences(words)
    if len(written) != len(printed):
        written, printed = [text], [words]
    kept = []
    for sentence, one in zip(written, printed, strict=True):
        if (other := opponent(context, sentence, owners)) is None:
            kept.append(one)
        else:
            report_opposed(context, one, f"{other.id} asks for more care", field)
    return words if len(kept) == len(printed) else prose.joined(kept)


def report_opposed(context: ComposeContext, words: Prose, why: str, field: str) -> None:
    """HND407 for words that are left out, and a decision."""
    message = f'"{prose.plain_text(words)}" is left out: {why}'
    context.report.decide("words", message)
    context.report.add_finding("HND407", message, f"look at {field}")
