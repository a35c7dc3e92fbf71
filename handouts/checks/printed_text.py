"""The text of one leaflet in the order of print, each line with its place in the content.

`compose` gives the leaflet itself. Here each line keeps its path in the content, so that a finding can name the place
of a sentence that is hard to read. Placeholders are filled as in print. Headings, names, tiles and labels are no
sentences and are left out, as are the few lines that the template adds to every leaflet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handouts.checks.context import Path
from handouts.compose import sore_parts
from handouts.compose.context import PAIN_TOP
from handouts.compose.wording import ENGLISH, Catalogue, Wording
from handouts.model import Advice, Clinic, Condition, Country, Exercise, Library, dotted, prose
from handouts.model.leaflet import DEFAULT_CLINIC, DEFAULT_EXERCISES

_FOLDERS = {"condition": "conditions", "exercise": "exercises", "advice": "advice"}
_SECTIONS = {
    "what_it_is": "What it is", "how_it_feels": "What you feel, and why", "why_it_happens": "What you feel, and why",
    "outlook": "What to expect", "not_known": "What to expect",
}  # fmt: skip


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
    def of(cls, library: Library, catalogue: Catalogue = ENGLISH, language: str | None = None) -> Reader:
        """A reader for the country of the default clinic; without that clinic, for the first country by name."""
        clinic = library.clinics.get(DEFAULT_CLINIC)
        known = library.countries.get(clinic.country) if clinic else None
        country = known or (library.countries[min(library.countries)] if library.countries else None)
        tag = language or (country.locale.replace("_", "-") if country else "en-GB")
        return cls(library, country, Wording.of(catalogue, tag))

    @property
    def language(self) -> str:
        return self.wording.tag.split("-")[0]

    def text(self, kind: str, id_: str, path: Path, text: str, values: Mapping[str, str]) -> str:
        """A text as it is printed, without markup. An unknown placeholder keeps its name: another check reports it."""
        context = f"{_FOLDERS[kind]}/{id_}.yaml:{dotted(path)}" if kind in _FOLDERS else f"{kind}s.yaml:{id_}.text"
        words = prose.plain(self.wording.text(context, text))
        known = _Kind(self._house_words() | dict(values))
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
        yield self._of(condition, "Who it is for", ("for_whom",), "For {}.")
        yield self._of(condition, "Who it is for", ("not_for",), "Not for {}.")
        yield self._of(condition, "Main message", ("main_message",))
        for kind in type(condition.in_short).model_fields:
            for index in range(len(getattr(condition.in_short, kind))):
                yield self._of(condition, "In short", ("in_short", kind, index))
        for index, fact in enumerate(condition.key_facts):
            values, at = self._numbers(condition), ("key_facts", index)
            lead = self.text("condition", condition.id, (*at, "lead"), fact.lead, values)
            rest = self.text("condition", condition.id, (*at, "text"), fact.text, values)
            yield Line("condition", condition.id, at, "Key facts", f"{lead} {rest}")
        for name, section in _SECTIONS.items():
            if name == "outlook" and condition.spreads:
                for index in range(len(condition.spreads.text)):
                    yield self._of(condition, condition.spreads.title, ("spreads", "text", index))
            yield from self._list(condition, section, name)
        for index in range(len(condition.causes)):
            yield self._of(condition, "What can be behind it", ("causes", index, "where"))
        for index in range(len(condition.timeline)):
            yield self._of(condition, "What to expect", ("timeline", index, "expect"))
            yield self._of(condition, "What to expect", ("timeline", index, "then"))
        if condition.full_recovery:
            yield self._of(condition, "What to expect", ("full_recovery",))
        yield from self._advice(condition)
        yield from self._list(condition, "Do", "do")
        yield from self._list(condition, "Do not", "do_not")
        for name in type(condition.get_help).model_fields:
            for index, sign in enumerate(getattr(condition.get_help, name)):
                path = ("get_help", name, index)
                words = self.text("condition", condition.id, path, sign, self._numbers(condition))
                yield Line("condition", condition.id, path, "When to get help", words)

    def _advice(self, condition: Condition) -> Iterator[Line]:
        for id_ in condition.advice:
            if block := self.library.advice.get(id_):
                values = {name: self.wording.number(number) for name, number in block.numbers.items()}
                values |= self._sore_words(condition, block)
                for name in ("lead", "how", "how_long", "not_for", "stop_if"):
                    if text := getattr(block, name):
                        yield Line(
                            "advice", id_, (name,), "What helps", self.text("advice", id_, (name,), text, values)
                        )

    def _sore_words(self, condition: Condition, block: Advice) -> dict[str, str]:
        if not set(condition.regions) <= self.library.regions.keys():
            return {}
        named = sore_parts.names(self.library, [condition], block.not_on)
        parts = [self.wording.text(f"{folder}/{id_}.yaml:sore.part", sore.part) for folder, id_, sore in named]
        return sore_parts.placeholders(self.wording, parts)

    def _do(self, condition: Condition, budget: int) -> Iterator[Line]:
        """Sheet two."""
        yield from self._list(condition, "Your exercises", "before_exercises")
        if condition.pain_limit:
            yield self._of(condition, "Pain guide", ("pain_limit",))
        guide = self.library.pain_guide
        for id_ in guide.stop_if if guide else ():
            yield from self._stop_rule(id_)
        if guide and guide.worse_next_day:
            yield from self._stop_rule(guide.worse_next_day, "Worse next day?")
        for index, prescription in enumerate(condition.exercises[:budget]):
            if prescription.why:
                yield self._of(condition, "Your exercises", ("exercises", index, "why"))
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
        in_steps = {name for step in exercise.steps for name in prose.placeholders(step)}
        for index, step in enumerate(exercise.steps):
            if index == exercise.way_back:
                in_steps.add("hold")
                yield line(("dose",), self.wording.hold(exercise.dose))
            yield line(("steps", index), step)
        yield line(("feel",), exercise.feel)
        yield line(("progression", "easier"), exercise.progression.easier)
        yield line(("progression", "harder"), exercise.progression.harder)
        yield line(("dose",), self.wording.dose_sentence(exercise.dose, None, in_steps))
        yield line(("mistakes",), f"Watch for {', '.join(exercise.mistakes)}.")
        if exercise.not_for:
            yield line(("not_for",), f"Not for you if {'; '.join(exercise.not_for)}.")
        for id_ in exercise.stop_if:
            yield from self._stop_rule(id_)

    def _stop_rule(self, id_: str, lead: str = "Stop if") -> Iterator[Line]:
        if rule := self.library.stop_rules.get(id_):
            words = self.text("stop-rule", id_, ("text",), rule.text, {})
            yield Line("stop-rule", id_, ("text",), "Your exercises", f"{lead} {words}")

    def _list(self, condition: Condition, section: str, name: str) -> Iterator[Line]:
        for index in range(len(getattr(condition, name))):
            yield self._of(condition, section, (name, index))

    def _of(self, condition: Condition, section: str, path: Path, frame: str = "{}") -> Line:
        text: object = condition
        for step in path:
            text = text[step] if isinstance(step, int) else getattr(text, step)  # type: ignore[index]
        words = self.text("condition", condition.id, path, str(text), self._numbers(condition))
        return Line("condition", condition.id, path, section, frame.replace("{}", words))

    def _numbers(self, condition: Condition) -> dict[str, str]:
        return {name: self.wording.number(number) for name, number in condition.numbers.items()}


class _Kind(dict[str, str]):
    """Words by placeholder; one that nobody knows stays as it is."""

    def __missing__(self, name: str) -> str:
        return name
