"""The text of one leaflet in the order of print, each line with its place in the content.

`compose` gives the leaflet itself. Here each line keeps its path in the content, so that a finding can name the place
of a sentence that is hard to read. Placeholders are filled as in print. Headings, names, tiles and labels are no
sentences and are left out, as are the few lines that the template adds to every leaflet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handouts.checks.context import Path
from handouts.compose import sore_parts
from handouts.compose.context import PAIN_TOP
from handouts.compose.wording import ENGLISH, Wording
from handouts.model import Advice, Clinic, Condition, Country, Exercise, Library, dotted, prose, text_paths
from handouts.model.request import DEFAULT_CLINIC, DEFAULT_EXERCISES

_FOLDERS = {"condition": "conditions", "exercise": "exercises", "advice": "advice"}
#: The fields of a condition in the order of print, each with its heading.
_FIRST = {
    "for_whom": "Who it is for", "not_for": "Who it is for", "main_message": "Main message", "in_short": "In short",
}  # fmt: skip
_STRUCTURE = {
    "what_it_is": "What it is", "how_it_feels": "What you feel, and why", "why_it_happens": "What you feel, and why",
}  # fmt: skip
_OUTLOOK = {
    "outlook": "What to expect", "not_known": "What to expect", "causes": "What can be behind it",
    "timeline": "What to expect", "full_recovery": "What to expect",
}  # fmt: skip
_ACTIONS = {"do": "Do", "do_not": "Do not", "get_help": "When to get help"}
_EXERCISES = {"before_exercises": "Your exercises", "pain_limit": "Pain guide"}
#: The words around a text that is part of a sentence.
_FRAMES = {"for_whom": "For {}.", "not_for": "Not for {}."}


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a leaflet as it is printed, and where it was written."""

    kind: str
    id: str
    path: Path
    section: str
    text: str

    @property
    def place(self) -> str:
        """Where it was written, for people: `plantar-fasciitis: outlook[0]`."""
        return f"{self.id}: {dotted(self.path)}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Fills the placeholders of content for one country and one language."""

    library: Library
    country: Country | None
    wording: Wording

    @classmethod
    def of(cls, library: Library) -> Reader:
        """A reader for the country of the default clinic; without that clinic, for the first country by name."""
        clinic = library.clinics.get(DEFAULT_CLINIC)
        known = library.countries.get(clinic.country) if clinic else None
        country = known or (library.countries[min(library.countries)] if library.countries else None)
        tag = country.locale.replace("_", "-") if country else "en-GB"
        return cls(library, country, Wording.of(ENGLISH, tag))

    @property
    def language(self) -> str:
        return self.wording.tag.split("-")[0]

    def text(self, kind: str, id_: str, path: Path, text: str, values: Mapping[str, str]) -> str:
        """A text as it is printed, without markup. An unknown placeholder keeps its name: another check reports it."""
        context = f"{_FOLDERS[kind]}/{id_}.yaml:{dotted(path)}" if kind in _FOLDERS else f"{kind}s.yaml:{id_}.text"
        words = prose.plain(self.wording.text(context, text))
        known = _KnownWords(self._house_words() | dict(values))
        return prose.fill(words, known)

    def _house_words(self) -> dict[str, str]:
        words = dict.fromkeys(Clinic.WORDS, "Clinic")
        if self.country:
            words |= {name: getattr(self.country, name) for name in Country.WORDS}
        guide = self.library.pain_guide
        words |= {"pain_top": str(PAIN_TOP)} | self.wording.side_words(None)
        return words | ({"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to)} if guide else {})

    def lines(self, condition: Condition, budget: int = DEFAULT_EXERCISES) -> list[Line]:
        """All lines of the leaflet of one condition, in the order of print."""
        return [line for part in (self._read(condition), self._do(condition, budget)) for line in part if line.text]

    def _read(self, condition: Condition) -> Iterator[Line]:
        """Sheet one."""
        yield from self._fields(condition, _FIRST)
        for index, fact in enumerate(condition.key_facts):
            words = (line.text for line in self._own(condition, "Key facts", fact, ("key_facts", index)))
            yield Line("condition", condition.id, ("key_facts", index), "Key facts", " ".join(words))
        yield from self._fields(condition, _STRUCTURE)
        if condition.spreads:
            yield from self._own(condition, condition.spreads.title, condition.spreads.text, ("spreads", "text"))
        yield from self._fields(condition, _OUTLOOK)
        yield from self._advice(condition)
        yield from self._fields(condition, _ACTIONS)

    def _advice(self, condition: Condition) -> Iterator[Line]:
        for id_ in condition.advice:
            if block := self.library.advice.get(id_):
                values = {name: self.wording.number(number) for name, number in block.numbers.items()}
                values |= self._sore_words(condition, block)
                for name in ("lead", "how", "how_long", "not_for", "stop_if"):
                    yield from self._lines("advice", id_, "What helps", getattr(block, name), (name,), values)

    def _sore_words(self, condition: Condition, block: Advice) -> dict[str, str]:
        if not set(condition.regions) <= self.library.regions.keys():
            return {}
        named = sore_parts.names(self.library, [condition], block.not_on)
        parts = [self.wording.text(f"{folder}/{id_}.yaml:sore.part", sore.part) for folder, id_, sore in named]
        return sore_parts.placeholders(self.wording, parts)

    def _do(self, condition: Condition, budget: int) -> Iterator[Line]:
        """Sheet two."""
        yield from self._fields(condition, _EXERCISES)
        guide = self.library.pain_guide
        for id_ in guide.stop_if if guide else ():
            yield from self._stop_rule(id_)
        if guide and guide.worse_next_day:
            yield from self._stop_rule(guide.worse_next_day, "Worse next day?")
        for index, prescription in enumerate(condition.exercises[:budget]):
            for name in ("why", "harder"):
                yield from self._own(
                    condition, "Your exercises", getattr(prescription, name), ("exercises", index, name)
                )
            if exercise := self.library.exercises.get(prescription.id):
                yield from self.card(exercise, with_reason=prescription.why is None)

    def card(self, exercise: Exercise, with_reason: bool = False) -> Iterator[Line]:
        """The lines of one exercise card.

        Args: `with_reason` adds what the exercise does, for a condition that gives no reason of its own.
        """
        values = self.wording.dose_words(exercise.dose)

        def line(path: Path, text: str) -> Line:
            words = self.text("exercise", exercise.id, path, text, values)
            return Line("exercise", exercise.id, path, "Your exercises", words)

        if with_reason:
            yield line(("what_it_does",), exercise.what_it_does)
        yield line(("start",), exercise.start)
        for index, step in enumerate(exercise.steps):
            if index == exercise.way_back:
                yield line(("dose",), self.wording.hold(exercise.dose))
            yield line(("steps", index), step)
        yield line(("feel",), exercise.feel)
        yield line(("progression", "easier"), exercise.progression.easier)
        yield line(("progression", "harder"), exercise.progression.harder)
        yield line(("dose",), self.wording.dose_sentence(exercise.dose, None, exercise.dose_in_steps))
        yield line(("mistakes",), f"Watch for {self.wording.either(exercise.mistakes)}.")
        if exercise.not_for:
            yield line(("not_for",), f"Not for you if {'; '.join(exercise.not_for)}.")
        for id_ in exercise.stop_if:
            yield from self._stop_rule(id_)

    def _stop_rule(self, id_: str, lead: str = "Stop if") -> Iterator[Line]:
        if rule := self.library.stop_rules.get(id_):
            words = self.text("stop-rule", id_, ("text",), rule.text, {})
            yield Line("stop-rule", id_, ("text",), "Your exercises", f"{lead} {words}")

    def _fields(self, condition: Condition, sections: Mapping[str, str]) -> Iterator[Line]:
        """The lines of some fields of a condition, each with its heading."""
        for name, section in sections.items():
            for line in self._own(condition, section, getattr(condition, name), (name,)):
                yield replace(line, text=_FRAMES.get(name, "{}").format(line.text))

    def _own(self, condition: Condition, section: str, value: object, path: Path) -> Iterator[Line]:
        """The lines of a value of a condition, filled with its numbers."""
        numbers = {name: self.wording.number(number) for name, number in condition.numbers.items()}
        return self._lines("condition", condition.id, section, value, path, numbers)

    def _lines(
        self, kind: str, id_: str, section: str, value: object, path: Path, values: Mapping[str, str]
    ) -> Iterator[Line]:
        """A line for each text in a value, which lies at a path of its record; none for a value that is left out."""
        for at, text in text_paths(value, path):
            yield Line(kind, id_, at, section, self.text(kind, id_, at, text, values))


class _KnownWords(dict[str, str]):
    """Words by placeholder; one that nobody knows stays as it is."""

    def __missing__(self, name: str) -> str:
        return name
