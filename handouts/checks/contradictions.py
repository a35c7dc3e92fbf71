"""A composed leaflet, read line by line against itself before print. Reports HND417, HND418 and HND419.

Composing leaves out what it knows to contradict, to repeat or to ask for what is not printed. This check reads what is
left as a patient does: every printed line, whichever file it comes from. Lines are judged in the words of the content,
so a leaflet in another language has no findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from handouts.checks.near_duplicates import are_near
from handouts.compose.mentions import Printed, unprinted_mention
from handouts.compose.subjects import Said, said
from handouts.diagnostics import Diagnostic
from handouts.model import Library, prose
from handouts.model.leaflet import Item, Leaflet
from handouts.model.prose import Prose

#: Blocks that advise, each line for the first time: the points at the top repeat what is below.
_ADVISING = frozenset({"tips", "do", "do_not"})
#: The part of the body or the condition before a line.
_LABEL = re.compile(r"^[A-Z][\w -]{2,30}: (?=[A-Z])")


@dataclass(frozen=True)
class _Line:
    """A printed text: its block, its place in the content, and the conditions that say it."""

    library: Library
    block: str
    field: str
    text: str
    owners: tuple[str, ...]

    @cached_property
    def says(self) -> frozenset[Said]:
        return said(self.library, self.text, [self.library.conditions[id_] for id_ in self.owners])

    @cached_property
    def sentences(self) -> list[str]:
        return prose.SENTENCE_END.split(_LABEL.sub("", self.text))


def contradictions(library: Library, leaflet: Leaflet) -> list[Diagnostic]:
    """HND417 for lines that contradict each other, HND418 for what is said twice, HND419 for what is not printed."""
    lines = [_Line(library, block, fields, prose.plain_text(words), _owners(library, leaflet, fields))
             for block, fields, words in _printed(leaflet)]  # fmt: skip
    return [*_opposed(library, lines), *_urgencies(leaflet), *_twice(lines), *_unprinted(library, leaflet, lines)]


def _printed(leaflet: Leaflet) -> Iterator[tuple[str, str, Prose]]:
    """Every text that asks the reader to do something: its block, its places in the content, its words."""
    lists = {"in_short": leaflet.in_short.act, "do": leaflet.do, "do_not": leaflet.do_not}
    for block, items in (*lists.items(), ("before_exercises", leaflet.before_exercises)):
        yield from ((block, item.field, item.text) for item in items)
    for tip in (*leaflet.tips, *leaflet.more_tips):
        yield "tips", ", ".join(f"advice/{id_}.yaml" for id_ in tip.blocks), prose.joined(tip.sentences)
    for step in leaflet.timeline:
        yield from (("timeline", step.field, line) for cell in step.cells for line in cell.lines)
    for card in leaflet.cards:
        yield from (("steps", card.field, text) for text in card.steps)
        yield from (("cautions", card.field, text) for text in (*card.cautions, *card.cares))


def _owners(library: Library, leaflet: Leaflet, field: str) -> tuple[str, ...]:
    """The conditions of the leaflet that print the text of a file, or of several."""
    # A line that two conditions share names the file of the first alone.
    ids = set(re.findall(r"/([^/]+)\.yaml", field))
    known = [library.conditions[id_] for id_ in leaflet.conditions]
    of = {one.id: {one.id, *one.advice, *(prescribed.id for prescribed in one.exercises)} for one in known}
    return tuple(id_ for id_, its in of.items() if its & ids) or leaflet.conditions


def _opposed(library: Library, lines: Sequence[_Line]) -> Iterator[Diagnostic]:
    # What is done at another time may be the opposite: the timeline says when.
    of_today = [line for line in lines if line.block != "timeline" and line.says]
    for one, other in combinations(of_today, 2):
        if found := next((a for a in one.says for b in other.says if a.is_opposed_by(b) or b.is_opposed_by(a)), None):
            about = library.subjects[found.subject].name
            yield _finding("HND417", one, other, f"say the opposite about {about}",
                           "let one of them give way, or say for which part of the body each holds")  # fmt: skip


def _urgencies(leaflet: Leaflet) -> Iterator[Diagnostic]:
    """HND417 for a sign of danger that two rows have, in the same or in other words."""
    # Single leaflets too: a sign with two urgencies is the fault that costs most.
    signs = [(row.key, item) for row in leaflet.help for item in row.signs]
    for (row, one), (other_row, other) in combinations(signs, 2):
        if row != other_row and are_near(_plain(one), _plain(other)):
            message = f"“{_plain(one)}” is under `{row}`, and “{_plain(other)}” under `{other_row}`"
            advice = f"look at {one.field} and {other.field}: one sign has one urgency"
            yield Diagnostic("HND417", message, advice)


def _twice(lines: Sequence[_Line]) -> Iterator[Diagnostic]:
    # What is said once above and once below in other words looks like two things to do.
    advising = [line for line in lines if line.block in _ADVISING]
    for one, other in combinations(advising, 2):
        shared = set() if set(one.owners) & set(other.owners) else one.says & other.says
        # Two tips may each end in the warning that belongs to their own thing.
        is_of_lists = not one.block == other.block == "tips"
        if shared or (is_of_lists and any(are_near(a, b) for a in one.sentences for b in other.sentences)):
            yield _finding("HND418", one, other, "say the same",
                           "write the same words, or give `subjects.yaml` the words by which they are one")  # fmt: skip


def _unprinted(library: Library, leaflet: Leaflet, lines: Iterable[_Line]) -> Iterator[Diagnostic]:
    printed = Printed(
        [card.id for card in leaflet.cards], [id_ for tip in (*leaflet.tips, *leaflet.more_tips) for id_ in tip.blocks]
    )
    # The steps of a card name what they ask for: "Keep your chin in" is no other exercise.
    for line in (line for line in lines if line.block != "steps"):
        if missing := unprinted_mention(library, line.text, printed):
            message = f"“{line.text}” is about `{missing}`, which this leaflet does not print"
            yield Diagnostic("HND419", message, f"look at {line.field}: word it so that it needs no `{missing}`")


def _finding(code: str, one: _Line, other: _Line, what: str, advice: str) -> Diagnostic:
    message = f"“{one.text}” and “{other.text}” {what}"
    return Diagnostic(code, message, f"look at {one.field} and {other.field}: {advice}")


def _plain(item: Item) -> str:
    return prose.plain_text(item.text)
