"""What composing a leaflet works with: library, request, wording and report; and helpers that merge equal lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from operator import attrgetter
from zlib import crc32

from handouts.compose.wording import Catalogue, Wording
from handouts.diagnostics import Diagnostic, Span
from handouts.model import Clinic, Condition, Country, Frame, Library, Number, prose
from handouts.model.leaflet import Decision, Item
from handouts.model.people import USUAL, kept_name, not_drawn
from handouts.model.poses import InheritanceError
from handouts.model.prose import Prose
from handouts.model.request import Request

PAIN_TOP = 10
SHORTEST_SHARED = 4  # letters of the last word that several texts share at their beginning
JOINING = ("and", "or")  # words that join the next one to the one before


@dataclass(slots=True)
class Report:
    """The decisions of the merge, and the findings that a person should review."""

    decisions: list[Decision] = field(default_factory=list)
    #: The figures without a person, by person and by the posture in which this person is never drawn, if that is why.
    undrawn: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def report_missing_people(self) -> None:
        """HND408 once for each person of the clinic who is not drawn."""
        for (person, posture), ids in self.undrawn.items():
            each = dict.fromkeys(ids)
            named = ", ".join(f"`{id_}`" for id_ in each)
            message = f"{named} cannot show `{person}`, who is not drawn {posture or 'there'}; the usual person is"
            draw = f"run `handouts draw {' '.join(each)} --body {person}`, with --content if you use it"
            instead = f"choose exercises in another posture for `{person}`, or take the name out of `people`"
            self.add_finding("HND408", message, instead if posture else draw)

    def add(self, other: Report) -> None:
        """Takes what another part of the leaflet reported."""
        self.decisions += other.decisions
        self.findings += other.findings
        for key, ids in other.undrawn.items():
            self.undrawn.setdefault(key, []).extend(ids)

    def decide(self, subject: str, reason: str) -> None:
        """Keeps a decision, unless it is there already."""
        if (decision := Decision(subject, reason)) not in self.decisions:
            self.decisions.append(decision)

    def replace_decision(self, subject: str, reason: str) -> None:
        """Keeps a decision in place of all that was decided of its subject before."""
        self.decisions[:] = [one for one in self.decisions if one.subject != subject]
        self.decide(subject, reason)

    def add_finding(self, code: str, message: str, help_: str, span: Span | None = None) -> None:
        """Adds a finding, unless it is there already."""
        finding = Diagnostic(code, message, help_, span)
        if finding not in self.findings:
            self.findings.append(finding)


@dataclass(frozen=True)
class ComposeContext:
    """What composing one leaflet works with. All but the report is frozen."""

    library: Library
    request: Request
    clinic: Clinic
    country: Country
    wording: Wording
    report: Report
    person: str = USUAL  # who is shown in all pictures

    @classmethod
    def of(
        cls, library: Library, request: Request, catalogue: Catalogue, language: str | None = None
    ) -> ComposeContext:
        """The context of a request whose records the library has.

        Args: `language` is a tag such as `en-GB`; None: that of the clinic's country.
        """
        clinic = library.clinics[request.clinic]
        country = library.countries[clinic.country]
        wording = Wording.of(catalogue, language or country.locale.replace("_", "-"))
        return cls(library, request, clinic, country, wording, Report())

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of the leaflet, each once, in the order of the request."""
        return tuple(self.library.conditions[id_] for id_ in dict.fromkeys(self.request.conditions))

    def shown_in(self, exercises: Sequence[str]) -> ComposeContext:
        """The same with the person of the clinic who is shown in all pictures of a leaflet with these exercises.

        Leaflet by leaflet, the clinic's people take turns. One who is not drawn in all exercises is passed over, and
        where that leaves nobody, the usual person is shown and the drawings of the next in turn are reported.
        """
        people = self.clinic.people or (USUAL,)
        # Not `hash`, which differs from run to run: the same request must show the same person.
        turn = crc32(" ".join(self.request.conditions).encode()) % len(people)
        in_turn = (*people[turn:], *people[:turn])
        missing = {person: [id_ for id_ in exercises if not self._is_drawn(id_, person)] for person in in_turn}
        complete = (person for person in in_turn if not missing[person])
        if (person := next(complete, None)) is None:
            person = USUAL
            for id_ in missing[in_turn[0]]:
                self._report_missing(id_, in_turn[0])
        return replace(self, person=person)

    def _is_drawn(self, id_: str, person: str) -> bool:
        """Whether a drawing shows this person; what has no drawing at all shows nobody else."""
        figures = self.library.figures
        anybody = id_ not in figures or any(frame.file for frame in figures[id_])  # a picture of the clinic's own
        return anybody or kept_name(id_, person) in figures

    def figure(self, id_: str) -> tuple[Frame, ...]:
        """The frames of a stored drawing with the person of the leaflet; none where nothing is drawn."""
        if not self._is_drawn(id_, self.person):
            self._report_missing(id_, self.person)
        figures = self.library.figures
        return figures.get(kept_name(id_, self.person), ()) or figures.get(id_, ())

    def _report_missing(self, id_: str, person: str) -> None:
        self.report.undrawn.setdefault((person, self._never_posed(person, id_)), []).append(id_)

    def _never_posed(self, person: str, id_: str) -> str:
        """The posture of an exercise in which this person is never drawn."""
        with suppress(InheritanceError):
            return not_drawn(person, self.library.pose(id_))
        return ""

    @cached_property
    def house_words(self) -> dict[str, str]:
        """The values of the placeholders that belong to the clinic, its country and the pain guide."""
        say = self.wording.text
        words = {
            name: say(f"countries/{self.country.id}.yaml:{name}", getattr(self.country, name)) for name in Country.WORDS
        }
        if self.clinic.emergency_number:
            words["emergency_number"] = self.clinic.emergency_number
        words |= {"clinic": self.clinic.name, "phone": self.clinic.phone, "pain_top": str(PAIN_TOP)}
        if guide := self.library.pain_guide:
            words |= {"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to)}
        return words

    def words(self, kind: str, id_: str, extra: Mapping[str, str] | None = None) -> Callable[[str, str], Prose]:
        """A function that words the texts of one content file: `(path, text) → prose`.

        Args: `extra` are values of placeholders besides those of the clinic.
        """
        values = {**self.house_words, **(extra or {})}
        return lambda path, text: prose.with_addresses(prose.runs(self.worded(kind, id_, path, text, values)))

    def worded(self, kind: str, id_: str, path: str, text: str, values: Mapping[str, str]) -> str:
        return prose.fill(self.wording.text(f"{kind}/{id_}.yaml:{path}", text), values)

    def numbers(self, owner: str, numbers: Mapping[str, Number]) -> dict[str, str]:
        """The named numbers of a file, as the clinic and the request set them."""
        return {name: self.wording.number(self.amount(f"{owner}.{name}", number)) for name, number in numbers.items()}

    def amount(self, key: str, number: Number) -> Number:
        """A named number as the clinic, and above it the request, set it."""
        value = self.request.settings.get(key, self.clinic.settings.get(key))
        return number if value is None else number.set_to(value)


def speaker(context: ComposeContext, condition: Condition) -> Callable[[str, str], Prose]:
    """A function that words the texts of a condition: `(path, text) → prose`."""
    return context.words("conditions", condition.id, context.numbers(condition.id, condition.numbers))


def plain_words(context: ComposeContext, condition: Condition, path: str, text: str) -> str:
    return prose.plain_text(speaker(context, condition)(path, text))


def lines_of(context: ComposeContext, conditions: Iterable[Condition], name: str) -> list[Item]:
    """The lines of one list field, such as `do` or `spreads.text`, of all conditions, in the order of the request."""
    items = []
    for condition in conditions:
        say = speaker(context, condition)
        for index, text in enumerate(attrgetter(name)(condition)):
            items.append(Item(f"conditions/{condition.id}.yaml: {name}", say(f"{name}[{index}]", text)))
    return items


def same(text: Prose) -> str:
    """A key that is equal for texts that differ only in case, markup, spaces or the full stop."""
    return " ".join(prose.plain_text(text).casefold().rstrip(".").split())


def distinct(texts: Iterable[Prose]) -> tuple[Prose, ...]:
    """Each text once, in the order of its first use."""
    seen: dict[str, Prose] = {}
    for text in texts:
        seen.setdefault(same(text), text)
    return tuple(seen.values())


def factor_common_prefix(texts: Sequence[Prose]) -> tuple[Prose, ...]:
    """The texts without the words with which all begin, except the first: they are printed as one list.

    `adults with a heel spur` and `adults with pain under the heel` become `adults with a heel spur` and `pain under the
    heel`.
    """
    # Markup could be cut in two, so only plain texts, which are one run each, are shortened.
    if len(texts) < 2 or any(len(text) != 1 for text in texts):
        return tuple(texts)
    words = [text[0].text.split() for text in texts]
    shared = list(takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False)))
    # A short last word of the prefix may be the article of what follows (`a` in `adults with a sore back`), so it stays
    # with it. A text that is nothing but the prefix keeps its last word.
    # `or stiff neck` cannot stand without the `sore` before it.
    while shared and (
        len(shared[-1][0]) < SHORTEST_SHARED
        or len(shared) == min(map(len, words))
        or any(split[len(shared)] in JOINING for split in words)
    ):
        shared.pop()
    rest = [(replace(text[0], text=" ".join(split[len(shared) :])),) for text, split in zip(texts, words, strict=True)]
    return (texts[0], *rest[1:])
