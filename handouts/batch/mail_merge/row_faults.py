"""Faults of rows: names in cells that the library does not have, characters without a font, another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handouts.batch.mail_merge.dose_cells import in_its_cell
from handouts.batch.patients import Patient, PatientList
from handouts.batch.patients.cells import MAX_CELL
from handouts.batch.patients.spelling import slip_of
from handouts.batch.patients.values import NO_CONDITION, SIDES, Fault, words
from handouts.compose.wording import ENGLISH, Wording
from handouts.diagnostics import Diagnostic, did_you_mean
from handouts.library import scope
from handouts.model import Library
from handouts.pdf import fonts
from handouts.pipeline.workspace import Workspace

#: The columns whose text is printed as it is.
WORDS = {"name": "patient", "id": "reference", "clinician": "clinician", "notes": "notes"}

#: Words that people write among conditions, and where they belong.
OTHER_WORDS = {
    **dict.fromkeys(SIDES, "the side has a column of its own: `side`"),
    **dict.fromkeys(("and", "with", "or"), "write `;` between two conditions"),
}

MOST_MEANT = 100  # wrong ids of a list for which the nearest is looked for


class RowFaults:
    """Finds the faults of the rows of a list; each name, word and language is looked up once."""

    def __init__(self, patients: PatientList, workspace: Workspace) -> None:
        self._patients, self._library, self._findings = patients, workspace.library, workspace.of_records
        self._conditions, self._exercises, self._plans, self._editions = (
            scope.known(self._library, self._findings, kind)
            for kind in ("conditions", "exercises", "plans", "editions")
        )
        self._named = _names(self._library, self._conditions)
        self._meant: dict[str, str | None] = {}
        self._languages: dict[str, tuple[str, ...]] = {}

    def meant(self, place: int, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """The findings of the cells of a row; for a condition in words, the id that is meant."""
        for one in found:
            if one.message.endswith(NO_CONDITION) and (written := self._in_words(place)):
                one = replace(one, help=f"did you mean `{written[0]}`?")
            yield one

    def _in_words(self, place: int) -> list[str]:
        """The conditions that the cell has as words, such as `Heel spur`, also by another name or with a slip."""
        cells = self._patients.table.records[place - 1].cells
        text = " ".join(cells[at] for at in self._patients.fields["conditions"] if at < len(cells))[:MAX_CELL]
        names = ("-".join(part.casefold().split()) for part in re.split(r"[;,+\n]", text))
        meant = (self._named.get(name) or self._named.get(self._nearest(name) or "") for name in names)
        return [id_ for id_ in meant if id_ and id_ not in text]

    def of_cells(self, place: int, patient: Patient) -> Iterator[tuple[str, Fault]]:
        """The faults of cells that library and fonts show, without the text of a cell."""
        for id_ in patient.conditions:
            if id_ not in self._conditions:
                written = (name for name in self._in_words(place) if id_ in name.split("-"))
                close = next(written, None) or self._named.get(self._nearest(id_) or "")
                help_ = f"did you mean `{close}`?" if close else OTHER_WORDS.get(id_, "`handouts list` shows them")
                yield "conditions", self._at(place, id_, Fault("HND001", "there is no such condition", help_))
        yield from self._of_choice(patient)
        if patient.edition and not scope.has_edition(self._library, self._findings, patient.edition):
            yield "edition", Fault("HND001", "there is no such edition", f"one of: {', '.join(sorted(self._editions))}")
        for column, name in WORDS.items() if fonts.missing_glyphs(_words(patient)) else ():
            text = getattr(patient, name)
            # What the reading of the cell refuses, such as a private use character, is reported there alone.
            if (missing := fonts.missing_glyphs(text)) and not isinstance(words(text, column), Fault):
                found = fonts.missing_personal(missing, "it")
                yield column, Fault(found.code, found.message, found.help)

    def _at(self, place: int, word: str, fault: Fault) -> Fault:
        """The fault at a word of the conditions, where these are in one column."""
        columns, cells = self._patients.fields["conditions"], self._patients.table.records[place - 1].cells
        if len(columns) > 1:
            return fault
        found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", cells[columns[0]].strip())
        return replace(fault, at=found.start(), length=len(word)) if found else fault

    def _of_choice(self, patient: Patient) -> Iterator[tuple[str, Fault]]:
        """HND001 for names that do not exist, HND413 for a row that chooses its exercises twice."""
        for column, ids in (("exercises", patient.only), ("add", patient.add), ("without", patient.without)):
            for id_ in ids:
                if id_ not in self._exercises:
                    close = slip_of(id_, self._exercises)
                    help_ = f"did you mean `{close}`?" if close else "`handouts list exercises` shows them"
                    yield column, Fault("HND001", "there is no such exercise", help_)
        if not {id_ for id_, _ in patient.sides} <= {*patient.conditions, *self._exercises}:
            yield "side", Fault("HND001", "it names what is no condition of this row", "name those of `conditions`")
        if patient.plan and patient.plan not in self._plans:
            yield "plan", Fault("HND001", "there is no such plan", did_you_mean(patient.plan, self._plans, "plan"))
        others = [name for name in ("plan", "without", "add") if getattr(patient, name)]
        for other in others[:1] if patient.only else ():
            yield other, Fault("HND413", "`exercises` names all exercises of this row", f"leave `{other}` empty")

    def of_language(self, requested: str, printed: str) -> Fault | None:
        """HND909, unless a cell is empty or has the language of the leaflet, by its tag or by its name."""
        if not requested:
            return None
        if printed not in self._languages:
            self._languages[printed] = Wording.of(ENGLISH, printed).names
        tag, *others = self._languages[printed]
        if requested.casefold() in map(str.casefold, (tag, *others)):
            return None
        help_ = f"the leaflets of this clinic are in {tag} ({others[1]})"
        return Fault("HND909", "there is no leaflet in this language", help_)

    def _nearest(self, id_: str) -> str | None:
        """The condition that was meant, for the first wrong words of a list: to look for it takes long."""
        if id_ not in self._meant and len(self._meant) < MOST_MEANT:
            self._meant[id_] = slip_of(id_, self._named)
        return self._meant.get(id_)

    def of_row(self, place: int, patient: Patient, found: Diagnostic) -> Diagnostic:
        """A finding that has no place in the content is one of this row, or of its cell with the dose."""
        if found.span is not None:
            return found
        if cell := in_its_cell(found, place, patient.settings, self._patients, self._library):
            return cell
        span = self._patients.table.span(self._patients.table.records[place - 1])
        return replace(found, message=f"row {self._patients.numbers[place]}: {found.message}", span=span)


def _names(library: Library, conditions: Iterable[str]) -> dict[str, str]:
    """The condition by each of its names, written as an id is: `policemans-heel`."""
    others = {name: one.id for one in library.conditions.values() for name in (one.title, *one.also_called)}
    named = {"-".join(re.sub("['’]", "", name).casefold().split()): id_ for name, id_ in others.items()}
    return named | {id_: id_ for id_ in conditions}


def _words(patient: Patient) -> str:
    return patient.patient + patient.reference + patient.clinician + patient.notes
