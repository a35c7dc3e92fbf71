"""What lies on the desk while a leaflet is composed, and how its words are said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile

from handouts.compose.wording import Wording
from handouts.diagnostics import Diagnostic
from handouts.library.pictures import poses
from handouts.model import (
    Clinic,
    Condition,
    Frame,
    Library,
    Number,
    Region,
    prose,
)
from handouts.model.leaflet import Decision, Item, Request
from handouts.model.people import USUAL, kept_name, not_drawn
from handouts.model.poses import InheritanceError, resolved_pose
from handouts.model.prose import Prose

PAIN_TOP = 10
SHORTEST_SHARED = 4


@dataclass(slots=True)
class Report:
    """What the merge decided, and what a person should look at."""

    decisions: list[Decision] = field(default_factory=list)
    undrawn: dict[str, list[str]] = field(default_factory=dict)  # person → figures that only show the usual one
    unposed: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # the same for a posture (`standing`)
    found: list[Diagnostic] = field(default_factory=list)

    def report_missing_people(self) -> None:
        """One finding for each person whom the clinic wants and who is not drawn. Reports HND408."""
        for person, ids in self.undrawn.items():
            named = ", ".join(f"`{id_}`" for id_ in dict.fromkeys(ids))
            message = f"{named} cannot show `{person}`, who is not drawn there; the usual person is"
            help_ = f"run `handouts draw {' '.join(dict.fromkeys(ids))} --body {person}`, with --content if you use it"
            self.found.append(Diagnostic("HND408", message, help_))
        for (person, posture), ids in self.unposed.items():
            named = ", ".join(f"`{id_}`" for id_ in dict.fromkeys(ids))
            message = f"{named} cannot show `{person}`, who is not drawn {posture}; the usual person is"
            help_ = f"choose exercises in another posture for `{person}`, or take the name out of `people`"
            self.found.append(Diagnostic("HND408", message, help_))

    def decide(self, subject: str, reason: str) -> None:
        self.decisions.append(Decision(subject, reason))


@dataclass(frozen=True, slots=True)
class ComposeContext:
    """What lies on the desk while one leaflet is composed."""

    library: Library
    request: Request
    clinic: Clinic
    region: Region
    wording: Wording
    report: Report

    def figure(self, id_: str, number: int = 1) -> tuple[Frame, ...]:
        """A kept drawing, of the person whose turn it is: the clinic's people follow one another through the cards."""
        people = self.clinic.people
        person = people[(number - 1) % len(people)] if people else USUAL
        usual = self.library.figures.get(id_, ())
        own = self.library.figures.get(kept_name(id_, person), ())
        if usual and not own:
            posture = self._never_posed(person, id_)
            report = self.report
            missed = (
                report.unposed.setdefault((person, posture), []) if posture else report.undrawn.setdefault(person, [])
            )
            missed.append(id_)
        return own or usual

    def _never_posed(self, person: str, id_: str) -> str:
        """The posture of an exercise in which this person is never drawn."""
        with suppress(InheritanceError):
            return not_drawn(person, resolved_pose(id_, poses(self.library.exercises.values())))
        return ""

    def house_words(self) -> dict[str, str]:
        """Words of the clinic, its country and the pain guide, by placeholder."""
        say = self.wording.text
        words = {
            name: say(f"regions/{self.region.id}.yaml:{name}", getattr(self.region, name)) for name in Region.WORDS
        }
        if self.clinic.emergency_number:
            words["emergency_number"] = self.clinic.emergency_number
        words |= {"clinic": self.clinic.name, "phone": self.clinic.phone, "pain_top": str(PAIN_TOP)}
        if guide := self.library.pain_guide:
            words |= {"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to)}
        return words

    def words(self, kind: str, id_: str, extra: Mapping[str, str] | None = None) -> Callable[[str, str], Prose]:
        """How the texts of one content file are worded: `(path, text) → prose`."""
        values = {**self.house_words(), **(extra or {})}
        return lambda path, text: prose.runs(self.worded(kind, id_, path, text, values))

    def worded(self, kind: str, id_: str, path: str, text: str, values: Mapping[str, str]) -> str:
        return prose.fill(self.wording.text(f"{kind}/{id_}.yaml:{path}", text), values)

    def numbers(self, owner: str, numbers: Mapping[str, Number]) -> dict[str, str]:
        """The named numbers of a file, as the clinic and the request set them."""
        return {name: self.wording.number(self.amount(f"{owner}.{name}", number)) for name, number in numbers.items()}

    def amount(self, key: str, number: Number) -> Number:
        """A named number as the clinic, and above it the request, set it."""
        value = self.request.settings.get(key, self.clinic.settings.get(key))
        return number if value is None else number.model_copy(update={"value": value, "up_to": None})


def speaker(context: ComposeContext, condition: Condition) -> Callable[[str, str], Prose]:
    return context.words("conditions", condition.id, context.numbers(condition.id, condition.numbers))


def plain_words(context: ComposeContext, condition: Condition, path: str, text: str) -> str:
    return prose.plain_text(speaker(context, condition)(path, text))


def lines_of(context: ComposeContext, chosen: Iterable[Condition], name: str) -> list[Item]:
    """The lines of one list field of all conditions, in the order of the request."""
    found = []
    for condition in chosen:
        say = speaker(context, condition)
        for index, text in enumerate(getattr(condition, name)):
            found.append(Item(f"conditions/{condition.id}.yaml: {name}", say(f"{name}[{index}]", text)))
    return found


def same(words: Prose) -> str:
    """Two lines that differ only in case, markup or the full stop say the same."""
    return " ".join(prose.plain_text(words).casefold().rstrip(".").split())


def distinct(texts: Iterable[Prose]) -> tuple[Prose, ...]:
    return tuple({same(text): text for text in reversed(list(texts))}.values())[::-1]


def factor_common_prefix(texts: Sequence[Prose]) -> tuple[Prose, ...]:
    """Texts of one line; the words with which all begin stand once: `adults with a heel spur; pain under the heel`.

    A short word at their end stays with what follows, since it may be an article.
    """
    if len(texts) < 2 or any(len(text) != 1 for text in texts):
        return tuple(texts)
    words = [text[0].text.split() for text in texts]
    shared = list(takewhile(lambda them: len(set(them)) == 1, zip(*words, strict=False)))
    while shared and (len(shared[-1][0]) < SHORTEST_SHARED or len(shared) == min(map(len, words))):
        shared.pop()
    rest = [(replace(text[0], text=" ".join(said[len(shared) :])),) for text, said in zip(texts, words, strict=True)]
    return (texts[0], *rest[1:])


def distinct_lines(items: Iterable[Item]) -> tuple[Item, ...]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(same(item.text), item)
    return tuple(seen.values())
