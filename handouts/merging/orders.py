"""Rows → orders: the leaflet of every row with its words in place, before anything is printed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256

from handouts import answering, typeset
from handouts.answering import Answer, bearing, settings
from handouts.answering.shop import Shop
from handouts.batch.sharing import Shard, is_in_shard
from handouts.compose import personalised
from handouts.diagnostics import Diagnostic, nearest
from handouts.formats import fonts
from handouts.formats.fetcher import RefusedError, Shelf
from handouts.guarded import Guarded
from handouts.leaflet import Leaflet, Personal, Request
from handouts.model import Edition
from handouts.printing import Paper
from handouts.rows import Row, Sheet, names
from handouts.rows.values import Fault, composed

#: The columns whose words are printed as they are.
WORDS = {"name": "patient", "id": "reference", "clinician": "clinician", "notes": "notes"}

MOST_MEANT = 100  # wrong ids of a list for which the nearest is looked for

OF_DOSES = ("HND002", "HND403")  # what the settings of a row can come to


@dataclass(frozen=True, slots=True)
class Terms:
    """What the command says for all rows; a row's own word comes first."""

    clinic: str
    today: datetime.date
    edition: str | None = None
    exercises: int = 4
    clinician: str = ""
    date: datetime.date | None = None
    pattern: str = names.USUAL
    press: str = ""  #: what files are printed with, so that another engine makes them anew


@dataclass(frozen=True, slots=True)
class Order:
    """One file to be. `base` is what it shares with other rows; `key` tells of all that it is made from."""

    place: int
    number: int
    name: str
    request: Request
    base: Leaflet
    personal: Personal
    edition: Edition
    key: str
    patient: str  #: a hash that tells one patient from another, and no more
    found: tuple[Diagnostic, ...] = ()  #: of the content that it is made from, and of no person

    @property
    def leaflet(self) -> Leaflet:
        return replace(self.base, personal=self.personal)


@dataclass(frozen=True, slots=True)
class Orders:
    """What can be printed, what cannot by the row's place, and what a person should look at besides."""

    ready: tuple[Order, ...]
    faults: Mapping[int, tuple[Diagnostic, ...]]
    found: tuple[Diagnostic, ...] = ()

    def share(self, shard: Shard | None, numbers: Mapping[int, int]) -> Orders:
        """Those of one share of the list. A row that has no file, since it is wrong, belongs to one by its number."""
        ready = tuple(order for order in self.ready if is_in_shard(order.name, shard))
        faults = {place: told for place, told in self.faults.items() if is_in_shard(str(numbers[place]), shard)}
        return replace(self, ready=ready, faults=faults)


def taken(sheet: Sheet, shop: Shop, terms: Terms) -> Orders:
    """Every row answered. Reports HND001, HND501 and HND909 in its cell, and all that answering a request reports."""
    with Guarded() as guarded:
        return _taken(sheet, _Desk(sheet, shop, terms, guarded), terms)


def _taken(sheet: Sheet, desk: _Desk, terms: Terms) -> Orders:
    faults = dict(sheet.faults)
    answers: dict[int, Answer] = {}
    for place, row in sheet.rows.items():
        wrong, answer = desk.answered(place, row)
        if wrong or answer is None:
            faults[place] = tuple(wrong)
        else:
            answers[place] = answer
    called = names.named(_worded(sheet, answers), terms.pattern)
    ready = tuple(desk.order(place, called[place], answer) for place, answer in answers.items())
    warnings = dict.fromkeys(one for answer in desk.all_answers if answer.leaflet for one in answer.found)
    return Orders(ready, faults, tuple(warnings))


def _worded(sheet: Sheet, answers: Mapping[int, Answer]) -> dict[int, Row]:
    """Rows as their names tell them: the edition is the one that is printed."""
    return {place: replace(sheet.rows[place], edition=answer.edition or "") for place, answer in answers.items()}


class _Desk:
    """Rows are answered one by one; what is the same for many is worked out once."""

    def __init__(self, sheet: Sheet, shop: Shop, terms: Terms, guarded: Guarded) -> None:
        self._sheet, self._shop, self._terms = sheet, shop, terms
        self._guarded = guarded
        self._paper: Paper = shop.paper()
        self._conditions = bearing.known(shop.library, shop.found, "conditions")
        self._editions = bearing.known(shop.library, shop.found, "editions")
        self._wishes: dict[tuple[str, ...], tuple[dict[str, int], list[Diagnostic]]] = {}
        self._answers: dict[tuple[object, ...], Answer] = {}
        self._bases: dict[int, str] = {}
        self._judged: dict[tuple[object, ...], list[Diagnostic]] = {}
        self._meant: dict[str, str | None] = {}

    @property
    def all_answers(self) -> Sequence[Answer]:
        return tuple(self._answers.values())

    def answered(self, place: int, row: Row) -> tuple[list[Diagnostic], Answer | None]:
        """The answer to a row, without the words of its person, or what is wrong with it."""
        wrong = [self._sheet.finding(place, column, fault) for column, fault in self._faults(row)]
        wishes, idle = self._wished(row.wishes)
        wrong += [self._of_row(place, one) for one in idle]
        if wrong:
            return wrong, None
        answer = self._answer(row, wishes)
        if answer.leaflet is None:
            return [self._of_row(place, one) for one in answer.found if one.is_error], None
        if row.language and row.language not in (answer.leaflet.language, answer.leaflet.language.split("-")[0]):
            fault = Fault(
                "HND909", "there is no leaflet in this language", f"this clinic's speak {answer.leaflet.language}"
            )
            return [self._sheet.finding(place, "language", fault)], None
        return [], answer

    def _faults(self, row: Row) -> Iterator[tuple[str, Fault]]:
        """What the library and the fonts say to the cells, without repeating them."""
        for id_ in row.conditions:
            if id_ not in self._conditions:
                close = self._nearest(id_)
                help_ = f"did you mean `{close}`?" if close else "`handouts list` shows them"
                yield "conditions", Fault("HND001", "there is no such condition", help_)
        if row.edition and row.edition not in self._editions:
            yield "edition", Fault("HND001", "there is no such edition", f"one of: {', '.join(sorted(self._editions))}")
        for column, name in WORDS.items() if fonts.missing_glyphs(_words(row)) else ():
            if fonts.missing_glyphs(getattr(row, name)):
                message = "it holds letters that no bundled font has"
                yield column, Fault("HND501", message, "write it in Latin, Greek or Cyrillic letters")

    def _nearest(self, id_: str) -> str | None:
        """The condition that was meant, for the first wrong words of a list: to look for it takes long."""
        if id_ not in self._meant and len(self._meant) < MOST_MEANT:
            self._meant[id_] = nearest(id_, self._conditions)
        return self._meant.get(id_)

    def _wished(self, wishes: tuple[str, ...]) -> tuple[dict[str, int], list[Diagnostic]]:
        if wishes not in self._wishes:
            self._wishes[wishes] = settings.read(wishes, self._shop.library)
        return self._wishes[wishes]

    def _of_row(self, place: int, found: Diagnostic) -> Diagnostic:
        """A finding that has no place in the content is one of this row."""
        if found.span is not None:
            return found
        cell = self._sheet.fields.get("set", 0) if found.code in OF_DOSES else 0
        span = self._sheet.table.span(self._sheet.table.records[place - 1], cell)
        return replace(found, message=f"row {self._sheet.numbers[place]}: {found.message}", span=span)

    def _answer(self, row: Row, wishes: Mapping[str, int]) -> Answer:
        """Checked once for the same conditions, and composed once for the same wishes."""
        edition = row.edition or self._terms.edition
        exercises = row.exercises or self._terms.exercises
        asked = (row.conditions, row.side, exercises, tuple(sorted(wishes.items())), edition)
        if asked not in self._answers:
            request = Request(row.conditions, self._terms.clinic, row.side, exercises, wishes)
            self._answers[asked] = answering.answer(
                self._shop.library, self._shop.found, request, self._terms.today, edition, judged=self._judged
            )
        return self._answers[asked]

    def order(self, place: int, name: str, answer: Answer) -> Order:
        row, terms = self._sheet.rows[place], self._terms
        assert answer.leaflet is not None and answer.edition is not None
        request = replace(
            answer.request,
            patient=row.patient,
            clinician=row.clinician or composed(terms.clinician),
            date=row.date or terms.date,
            notes=row.notes,
            reference=row.reference,
            born=row.born,
            start=row.start,
        )
        edition = self._shop.library.editions[answer.edition]
        personal = personalised(answer.leaflet, request).personal
        key = hashed(self._base(answer.leaflet, edition), terms.press, *astuple(personal))
        return Order(
            place, row.number, name, request, answer.leaflet, personal, edition, key, _patient(row), answer.found
        )

    def _base(self, leaflet: Leaflet, edition: Edition) -> str:
        """A hash of the page that rows share."""
        if id(leaflet) not in self._bases:
            try:
                page = self._guarded.html(leaflet, edition, self._paper.press)
            except typeset.TemplateFaultError as fault:
                page = fault.diagnostic.message  # the print will tell it
            self._bases[id(leaflet)] = hashed(page, edition.model_dump_json(), self._logo(leaflet))
        return self._bases[id(leaflet)]

    def _logo(self, leaflet: Leaflet) -> str:
        """A hash of the one picture that the page only names."""
        if not leaflet.masthead.logo:
            return ""
        try:
            return sha256(Shelf(self._paper.pictures).take(leaflet.masthead.logo).data).hexdigest()
        except RefusedError as refused:
            return refused.why  # the print will tell it


def _words(row: Row) -> str:
    return row.patient + row.reference + row.clinician + row.notes


def _patient(row: Row) -> str:
    """Who a row is for, as a hash: by number, name and date of birth, else by all that the row says."""
    who = (row.reference, row.patient, row.born)
    return hashed(*who) if any(who) else hashed(repr(replace(row, number=0)))


def hashed(*words: object) -> str:
    return sha256("\0".join(map(str, words)).encode()).hexdigest()
