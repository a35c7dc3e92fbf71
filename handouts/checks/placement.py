"""Texts in the wrong place. Reports HND815, HND829, HND844, HND845, HND846.

Points at the top are read alone, so none may lean on another line. Comfort among prohibitions reads as one of them. The
timeline is the one place for weeks and months, so that no two spans of time fight. A stop rule of the pain guide holds
for every exercise, and a text that nothing prints helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from handouts.checks.context import CheckContext, Finding, Path
from handouts.compose import compose
from handouts.compose.wording import Catalogue
from handouts.library import scope
from handouts.model import Advice, Condition, Exercise, Library, dotted, prose, text_paths
from handouts.model.choices import Choice
from handouts.model.conditions import SPAN_DAYS
from handouts.model.request import Request

#: Pronouns, and words that are one only where no noun follows: "the other hand" and "those who sit" lean on nothing.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|which one)\b"
    r"|\b(?:these|those)\b(?! (?:who|whose|with|of|exercises|steps|moves)\b)"
    r"|\bthe other\b(?=\s+(?:is|are|may|can|will|one)\b|[.,;:!?]|$)|^(?:he|she)\b|^(?:this|that)\b(?! leaflet\b)"
    r"|^both\b(?= (?:are|can|come|get|have|help|hurt|may|need|will)\b)",
    re.IGNORECASE,
)
#: What a later pronoun of the same sentence can mean: "your jaw", "an exercise".
_NAMED = re.compile(
    r"\b(?:your|the|an?|any|each|every|no|one|two)\s+(?!(?:bit|day|few|little|lot|month|night|time|week|while)\b)\w{3,}",
    re.IGNORECASE,
)
_COMFORT = re.compile(r"^Do not (?:worry|panic|fear|be (?:afraid|alarmed|scared|worried))\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:weeks?|months?)\b", re.IGNORECASE)

#: The fields that may speak of weeks and months, and those whose bare words would compete with them. Elsewhere, such as
#: in causes, "in the weeks before" is no promise.
TIMES = ("timeline", "full_recovery")
COMPETING = ("main_message", "in_short", "outlook", "before_exercises", "delays", "cares", "get_help")


def stands_alone(context: CheckContext) -> Iterator[Finding]:
    """HND829 for a main message or a point at the top with a pronoun that another line would have to explain."""
    for condition in context.conditions:
        for path, text in text_paths(condition):
            if path[0] in ("main_message", "in_short") and (word := _leaning(text)):
                message = f"`{word}` refers to a thing that this sentence has not named"
                advice = (
                    f"write the thing, such as `your pain` for `{word}`: each point is read alone, also beside others"
                )
                yield context.found("HND829", message, advice, "condition", condition.id, path, words=word)


def _leaning(text: str) -> str:
    """The first pronoun that nothing before it in its sentence names; empty where there is none."""
    for sentence in prose.SENTENCE_END.split(text):
        match = _LEANS.search(sentence)
        if match and not _NAMED.search(sentence[: match.start()]):
            return match[0]
    return ""


def comfort(context: CheckContext) -> Iterator[Finding]:
    """HND844 for comfort in the Do not box."""
    for condition in context.conditions:
        for index, text in enumerate(condition.do_not):
            if match := _COMFORT.search(text):
                advice = "say it under `outlook`: in this box it reads as a danger"
                yield context.found(
                    "HND844", f"“{match[0]}” is comfort, not a danger", advice, "condition", condition.id,
                    ("do_not", index), words=match[0],
                )  # fmt: skip


def spans(context: CheckContext) -> Iterator[Finding]:
    """HND845 for weeks or months outside the timeline."""
    for condition in context.conditions:
        for path, words in strays(condition):
            advice = "say it in `timeline` or `full_recovery`, the only places for spans of time"
            yield context.found(
                "HND845", f"`{words}` is a span of time outside the timeline", advice, "condition", condition.id, path,
                words=words,
            )  # fmt: skip


def strays(condition: Condition) -> Iterator[tuple[Path, str]]:
    """The spans of time outside the timeline: where, and the words."""
    for path, text in text_paths(condition):
        # Weeks stand there by design.
        if any(part in TIMES for part in path):
            continue
        for name in prose.placeholders(text):
            number = condition.numbers.get(name)
            if number is not None and number.unit in SPAN_DAYS:
                yield path, f"{{{name}}}"
        if path[0] in COMPETING and (match := _SPAN.search(prose.PLACEHOLDER.sub("", text))):
            yield path, match[0]


#: The numbers of the pain guide, and the fields in which they would be a second rule about pain.
GUIDE_NUMBERS = frozenset({"pain_fine", "pain_ok"})
BESIDE_THE_GUIDE = ("do", "in_short", "cares")


def said_twice(context: CheckContext) -> Iterator[Finding]:
    """HND846 for a rule about pain beside the pain guide: one of its stop rules in an exercise, or one of its numbers
    in a line of a condition that holds for the exercises."""
    guide = context.library.pain_guide
    for condition in context.conditions if guide else ():
        for path, text in text_paths(condition):
            if path[0] in BESIDE_THE_GUIDE and (names := GUIDE_NUMBERS & set(prose.placeholders(text))):
                words = f"{{{min(names)}}}"
                yield context.found(
                    "HND846", f"`{words}` is a rule about pain beside the pain guide",
                    "say under `pain_limit` until when less pain is allowed, and take it out here",
                    "condition", condition.id, path, words=words,
                )  # fmt: skip
    for exercise in context.exercises if guide else ():
        for index, rule in enumerate(exercise.stop_if):
            if guide and rule in guide.rules:
                message = f"the pain guide prints `{rule}` for every exercise"
                advice = "take it out here, so that the card says only what is special to it"
                yield context.found("HND846", message, advice, "exercise", exercise.id, ("stop_if", index))


class _Recorder(Catalogue):
    """A catalogue that records the texts that are requested: composing reads exactly the texts that are printed."""

    def __init__(self) -> None:
        super().__init__()
        self.read = set[str]()

    def pgettext(self, context: str, message: str) -> str:
        self.read.add(context)
        return message


def unprinted(context: CheckContext) -> Iterator[Finding]:
    """HND815 for a text that no leaflet of the library and no sheet prints, with room for every exercise.

    What is printed is known from composing itself: it asks the catalogue for each text. A drawing that is not there
    prints no words either, and has findings of its own.
    """
    if context.clinic is None or context.clinic not in context.library.clinics:
        return
    clinic = context.clinic
    read = context.once_for_all_choices("read", lambda: _Reading(context.library, clinic, context.has_errors))
    for condition in context.conditions:
        read.compose(condition)
    for kind, records in (
        ("condition", context.conditions),
        ("exercise", context.exercises),
        ("advice", context.advice),
    ):
        for record in records:
            for path in read.unread(record):  # a record that is left out whole has findings of its own
                advice = "take it out, or move its words to a field that is printed"
                yield context.found("HND815", f"nothing prints `{dotted(path)}`", advice, kind, record.id, path)


@dataclass(slots=True)
class _Reading:
    """Which texts composing has read so far, and the conditions that were composed."""

    library: Library
    clinic: str
    has_errors: Callable[[str], bool]
    recorder: _Recorder = field(default_factory=_Recorder)
    composed: set[str] = field(default_factory=set)

    def compose(self, condition: Condition) -> bool:
        """Composes a condition once. Returns: False where its files have errors, so that its texts stay unknown."""
        if not scope.complete(self.library, (condition.id,), self.clinic) or self.has_errors(condition.id):
            return False
        if condition.id not in self.composed:
            self.composed.add(condition.id)
            request = Request((condition.id,), clinic=self.clinic, exercises=len(condition.exercises))
            compose(self.library, request, self.recorder)
        return True

    def unread(self, record: Condition | Exercise | Advice) -> list[Path]:
        """The texts of a record that nothing prints. Other leaflets are composed only while some are left.

        Returns: nothing where a leaflet that may print the record cannot be composed.
        """
        missing = self._missing(record)
        # A sheet of exercises prints what the leaflets of conditions leave out.
        if missing and isinstance(record, Exercise) and scope.complete(self.library, (), self.clinic, (record.id,)):
            alone = Request((), clinic=self.clinic, choice=Choice(only=(record.id,)))
            compose(self.library, alone, self.recorder)
            missing = self._missing(record)
        users = () if isinstance(record, Condition) else self.library.conditions.values()
        for user in users:
            if missing and record.id in (*user.advice, *(one.id for one in user.exercises)):
                if not self.compose(user):
                    return []
                missing = self._missing(record)
        return missing

    def _missing(self, record: Condition | Exercise | Advice) -> list[Path]:
        folder = {Condition: "conditions", Exercise: "exercises", Advice: "advice"}[type(record)]
        drawn = record.id in self.library.figures
        texts = [path for path, _ in text_paths(record)]
        unread = [
            path
            for path in texts
            if (drawn or path[0] not in ("pose", "picture"))
            and path[0] not in ("merged", "delays", "cares", "sore")  # printed beside others
            and f"{folder}/{record.id}.yaml:{dotted(path)}" not in self.recorder.read
        ]
        return unread if len(unread) < len(texts) else []
