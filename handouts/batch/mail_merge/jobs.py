"""Rows → jobs: the leaflet of every row with its personal fields, composed before anything is printed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from handouts import pipeline
from handouts.batch.mail_merge.row_faults import RowFaults
from handouts.batch.patients import Patient, PatientList, file_names
from handouts.batch.patients.across_rows import listed, words_of
from handouts.batch.patients.values import composed
from handouts.batch.shards import Shard, is_in_shard
from handouts.batch.watched import WatchedPrinter
from handouts.compose import personalised, plans, settings
from handouts.diagnostics import Diagnostic
from handouts.layout import templates
from handouts.layout.variables import MarkedDoses, Texts, marked_doses, marked_fields
from handouts.model import Edition
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT, DEFAULT_EXERCISES, Request
from handouts.pdf.fetcher import ImageLoader, RefusedError
from handouts.pdf.printing import PrintAssets, assets
from handouts.pipeline import PipelineResult, RunCache, RunOptions
from handouts.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MergeSettings:
    """What the command says for all rows; a row's own word comes first."""

    clinic: str
    today: datetime.date
    edition: str | None = None
    exercises: int = DEFAULT_EXERCISES
    clinician: str = ""
    date: datetime.date | None = None
    pattern: str = file_names.USUAL
    toolchain: str = ""  #: a hash of program, packages and fonts, so that another engine makes the files anew
    conditions_limit: int = DEFAULT_CONDITIONS_LIMIT
    fillable: bool = False


@dataclass(frozen=True, slots=True)
class MergeJob:
    """The file of one row. `base` is the leaflet that it shares with others, `key` a hash of all that it comes from."""

    place: int
    number: int
    name: str
    request: Request
    base: Leaflet
    personal: Personal
    edition: Edition
    page: str  #: a hash of its page with marks in place of its variable data, which rows that are alike have
    texts: Texts  #: its variable data, see `layout/variables.py`
    answers: str  #: the request that the file answers, as its document information has it
    key: str
    patient: str  #: a hash that distinguishes patients, and no more
    numbered: str  #: a hash of the patient's number; empty without one
    found: tuple[Diagnostic, ...] = ()  #: of the content that it is made from, and of no person

    @property
    def leaflet(self) -> Leaflet:
        return replace(self.base, personal=self.personal)


@dataclass(frozen=True, slots=True)
class MergeJobs:
    """What can be printed, what cannot by the row's place, and what a person should look at besides."""

    ready: tuple[MergeJob, ...]
    faults: Mapping[int, tuple[Diagnostic, ...]]
    found: tuple[Diagnostic, ...] = ()

    def share(self, shard: Shard | None, numbers: Mapping[int, int]) -> MergeJobs:
        """Those of one share of the list. A row that has no file, since it is wrong, belongs to one by its number."""
        ready = tuple(job for job in self.ready if is_in_shard(job.name, shard))
        faults = {place: findings for place, findings in self.faults.items() if is_in_shard(str(numbers[place]), shard)}
        return replace(self, ready=ready, faults=faults)

    def refused(self, wrong: Mapping[int, Diagnostic]) -> MergeJobs:
        """Without the rows with these faults."""
        ready = tuple(job for job in self.ready if job.place not in wrong)
        return replace(self, ready=ready, faults={**self.faults, **{place: (one,) for place, one in wrong.items()}})


def prepare_jobs(
    patients: PatientList, workspace: Workspace, settings: MergeSettings, printer: WatchedPrinter
) -> MergeJobs:
    """Every row answered. Reports HND001, HND501 and HND909 in its cell, and all that answering a request reports."""
    builder = _JobBuilder(patients, workspace, settings, printer)
    faults = dict(patients.faults)
    results: dict[int, _Composed] = {}
    for place, patient in patients.patients.items():
        shared = builder.composed_for(place, patient)
        if isinstance(shared, _Composed):
            results[place] = shared
        else:
            faults[place] = tuple(shared)
    for place, patient in patients.in_part.items():
        faults[place] = tuple(
            dict.fromkeys((*builder.row_faults.meant(place, faults[place]), *builder.faults_of(place, patient)))
        )
    called = file_names.named(_worded(patients, results), settings.pattern)
    ready = tuple(builder.job(place, called[place], shared) for place, shared in results.items())
    return MergeJobs(ready, faults, tuple(_of_rows(ready)))


def _of_rows(jobs: Iterable[MergeJob]) -> Iterator[Diagnostic]:
    """The findings of what is printed, each once; one that has no place in the content names its rows."""
    rows: dict[Diagnostic, list[int]] = {}
    for job in jobs:
        for one in job.found:
            rows.setdefault(one, []).append(job.number)
    for one, numbers in rows.items():
        yield one if one.span else replace(one, message=f"{listed(numbers)}: {one.message}")


def _worded(patients: PatientList, results: Mapping[int, _Composed]) -> dict[int, Patient]:
    """Rows as their file names need them: the edition is the one that is printed."""
    return {place: replace(patients.patients[place], edition=one.edition.key) for place, one in results.items()}


@dataclass(frozen=True, slots=True)
class _Composed:
    """The leaflet of a request, and what all rows with this request share."""

    result: PipelineResult
    leaflet: Leaflet
    edition: Edition
    marked: MarkedDoses
    answers: str
    pages: dict[Personal, str] = field(default_factory=dict)  # hashes of pages, by their marked fields


class _JobBuilder:
    """Composes rows one by one; what is the same for many is computed once."""

    def __init__(
        self, patients: PatientList, workspace: Workspace, settings: MergeSettings, printer: WatchedPrinter
    ) -> None:
        self._patients, self._workspace, self._settings = patients, workspace, settings
        self._printer = printer
        self._assets: PrintAssets = assets(workspace.overlay)
        self._findings = workspace.of_records
        self.row_faults = RowFaults(patients, workspace)
        self._doses: dict[tuple[str, ...], tuple[dict[str, int], list[Diagnostic]]] = {}
        self._results: dict[tuple[object, ...], PipelineResult | _Composed] = {}
        self._pages: dict[tuple[Leaflet, str], str] = {}
        self._judged: RunCache = {}

    def composed_for(self, place: int, patient: Patient) -> _Composed | list[Diagnostic]:
        """The leaflet of a row, without its personal fields, or the faults of the row."""
        doses, unread = self._doses_of(patient.settings)
        if unread or any(True for _ in self.row_faults.of_cells(place, patient)):
            return self.faults_of(place, patient)
        shared = self._answer(patient, doses)
        if isinstance(shared, PipelineResult):
            return [self.row_faults.of_row(place, patient, one) for one in shared.found if one.is_error]
        if fault := self.row_faults.of_language(patient.language, shared.leaflet.language):
            return [self._patients.finding(place, "language", fault)]
        return shared

    def faults_of(self, place: int, patient: Patient) -> list[Diagnostic]:
        """All faults of a row, which is not composed then."""
        wrong = [
            self._patients.finding(place, column, fault) for column, fault in self.row_faults.of_cells(place, patient)
        ]
        doses, unread = self._doses_of(patient.settings)
        library = self._workspace.library
        of_doses = [*unread, *settings.check(doses, library, library.exercises)]
        return list(dict.fromkeys([*wrong, *(self.row_faults.of_row(place, patient, one) for one in of_doses)]))

    def _doses_of(self, doses: tuple[str, ...]) -> tuple[dict[str, int], list[Diagnostic]]:
        if doses not in self._doses:
            self._doses[doses] = settings.read(doses, self._workspace.library)
        return self._doses[doses]

    def _answer(self, patient: Patient, doses: Mapping[str, int]) -> PipelineResult | _Composed:
        """Checked once for the same conditions, and composed once for the same doses."""
        settings = self._settings
        edition = pipeline.edition_to_print(
            self._workspace.library, settings.clinic, patient.edition or settings.edition, fillable=settings.fillable
        )
        exercises = patient.exercises or settings.exercises
        choice = Choice(
            patient.only, patient.add, patient.without, patient.order, sides=patient.sides, weeks=patient.weeks
        )
        key = (patient.conditions, patient.side, exercises, choice, patient.plan, tuple(sorted(doses.items())), edition)
        if key not in self._results:
            limit = self._settings.conditions_limit
            request, faults = plans.applied(
                self._workspace.library,
                self._findings,
                Request(
                    patient.conditions, self._settings.clinic, patient.side, exercises, doses, conditions_limit=limit,
                    choice=choice, plan=patient.plan,
                ),
            )  # fmt: skip
            result = pipeline.run(
                self._workspace, request, self._settings.today, RunOptions(edition, faults, cache=self._judged)
            )
            self._results[key] = self._shared(result)
        return self._results[key]

    def _shared(self, result: PipelineResult) -> PipelineResult | _Composed:
        """What rows with a leaflet share; the result where there is none."""
        if result.leaflet is None or result.edition is None:
            return result
        edition = self._workspace.library.edition(result.edition)
        answers = templates.request_entry(result.leaflet.request, edition.key)
        return _Composed(result, result.leaflet, edition, marked_doses(result.leaflet, edition), answers)

    def job(self, place: int, name: str, shared: _Composed) -> MergeJob:
        patient, settings = self._patients.patients[place], self._settings
        request = replace(
            shared.result.request,
            patient=patient.patient,
            clinician=patient.clinician or composed(settings.clinician),
            date=patient.date or settings.date,
            notes=patient.notes,
            reference=patient.reference,
            born=patient.born,
            start=patient.start,
        )
        personal = personalised(shared.leaflet, request).personal
        page, texts = self._page_of(shared, marked_fields(personal)), shared.marked.texts(personal)
        return MergeJob(
            place,
            patient.number,
            name,
            request,
            shared.leaflet,
            personal,
            shared.edition,
            page,
            texts,
            shared.answers,
            short_hash(page, settings.toolchain, shared.answers, *texts),
            patient_hash(patient),
            number_hash(patient),
            shared.result.found,
        )

    def _page_of(self, shared: _Composed, fields: Personal) -> str:
        """The page of a request with these marked fields: most rows of a request fill the same ones."""
        if fields not in shared.pages:
            own = replace(shared.marked.leaflet, personal=fields)
            shared.pages[fields] = self._page(own, shared.edition)
        return shared.pages[fields]

    def _page(self, leaflet: Leaflet, edition: Edition) -> str:
        """A hash of the page of a marked leaflet, at its roomiest: tighter ones have nothing else on them.

        Where tighter pages have other pictures and gaps, the usual words of a dose decide how large.
        """
        known = leaflet, edition.key
        if known not in self._pages:
            try:
                page = self._printer.html(leaflet, edition, self._assets.templates)
            except templates.BrokenTemplateError as fault:
                page = fault.diagnostic.message  # the print will report it
            usual = [card.usual for card in leaflet.cards]
            self._pages[known] = short_hash(page, usual, edition.model_dump_json(), self._logo(leaflet))
        return self._pages[known]

    def _logo(self, leaflet: Leaflet) -> str:
        """A hash of the one picture that the page only names."""
        if not leaflet.masthead.logo:
            return ""
        try:
            return sha256(ImageLoader(self._assets.pictures).take(leaflet.masthead.logo).data).hexdigest()
        except RefusedError as refused:
            return refused.why  # the print will report it


def patient_hash(patient: Patient) -> str:
    """Who a row is for, as a hash: by number, name and date of birth, else by all that the row says.

    Under one number, the order, case and accents of the words of a name make no other patient.
    """
    who: tuple[object, ...] = (patient.reference, patient.patient, patient.born)
    if patient.reference:
        who = (patient.reference.casefold(), " ".join(sorted(words_of(patient.patient))), patient.born)
    return short_hash(*who) if any(who) else short_hash(repr(replace(patient, number=0)))


def number_hash(patient: Patient) -> str:
    return short_hash(patient.reference.casefold()) if patient.reference else ""


def short_hash(*words: object) -> str:
    return sha256("\0".join(map(str, words)).encode()).hexdigest()
