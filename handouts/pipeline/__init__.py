"""A request → its answer: which findings bear on it, what the checks say, and the leaflet composed from it.

Every verb that checks, shows or makes leaflets takes these steps, one leaflet or thousands: the findings of the files
that the leaflet uses, the names of the request, the checks, composing. Content with errors is reported and never
composed. Nothing here prints a word or knows how the request was given: callers pass in the problems with their own
arguments, which are reported beside the others.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from handouts import checks
from handouts.checks import approval_hash
from handouts.checks.context import Check
from handouts.checks.glyphs import missing_glyphs_in_content
from handouts.compose import compose, settings
from handouts.diagnostics import Diagnostic, has_errors, in_order, unknown_name
from handouts.library import scope
from handouts.model import KEBAB, Library
from handouts.model.leaflet import DEFAULT_CLINIC, Leaflet, Request

__all__ = [
    "PipelineResult",
    "Survey",
    "content_hash",
    "discreet",
    "misnamed",
    "of_leaflet",
    "own_edition",
    "run",
    "survey",
]

MARK_LETTERS = 8  # of the hash of the content, printed behind the version: enough to tell versions of one leaflet apart


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """The leaflet, or None when an error stops it.

    `elsewhere` counts errors in files that it does not use. `judged_for` is the clinic whose leaflet the checklists
    judged, or None where errors in files stop the composing; `complete` tells that all records it needs were read.
    """

    request: Request
    edition: str | None
    leaflet: Leaflet | None = None
    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    complete: bool = False
    judged_for: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """All findings of some conditions, each once and in order, and the answer to a request for each of them."""

    found: tuple[Diagnostic, ...]
    answers: tuple[PipelineResult, ...] = ()


def run(
    library: Library,
    found: Sequence[Diagnostic],
    request: Request,
    today: datetime.date,
    edition: str | None = None,
    faults: Sequence[Diagnostic] = (),
    judged: dict[tuple[object, ...], list[Diagnostic]] | None = None,
    on_paper: bool = True,
    more: Sequence[Check] = (),
) -> PipelineResult:
    """What a request comes to. `found` is what reading the library found, `faults` what is wrong in the asking.

    Without an edition it is the one on the paper of the clinic's country. An error in a file that the leaflet uses
    stops it; what is wrong elsewhere is only counted. Reports HND001, HND002, and all that reading, the checks and
    composing report; no finding repeats the personal words. `judged` keeps what the checks said, for whoever asks for
    the same conditions again and again; `more` are checks that are too slow for every run.

    After an error in a file the checks still run where every record could be read, so that as much as possible is
    reported at once; nothing is composed.
    """
    edition = edition or own_edition(library, request.clinic)
    used = scope.records_used(library, request.conditions, request.clinic, edition)
    bearing_on, others = scope.split(found, used)
    so_far = PipelineResult(request, edition, elsewhere=sum(finding.is_error for finding in others))
    so_far = _with(so_far, [*faults, *_unknown(library, found, request, edition), *_idle(library, request)])
    wrong_use = bool(so_far.found)
    so_far = _with(so_far, (finding for finding in bearing_on if finding.code != "HND303"))
    if wrong_use or not scope.complete(library, request.conditions, request.clinic):
        return so_far
    judged_for = None if has_errors(bearing_on) else _judged_for(library, found, request.clinic)
    so_far = replace(so_far, complete=True, judged_for=judged_for)
    so_far = _with(so_far, _judged(library, so_far, today, on_paper, {} if judged is None else judged, more))
    if has_errors(so_far.found):
        return so_far
    leaflet, findings = compose(library, request, today=today)
    so_far = _with(so_far, [*findings, *_undrawn(leaflet, found)])
    return so_far if has_errors(findings) else replace(so_far, leaflet=_marked(library, leaflet))


def survey(
    library: Library,
    found: Sequence[Diagnostic],
    conditions: Sequence[str],
    clinic: str,
    today: datetime.date,
    more: Sequence[Check] = (),
) -> Survey:
    """The answer for each of these conditions, or for all there are, and everything that was found.

    Named conditions bring the findings of the files that they use; without names, all findings of all files count.
    Names that nothing has (HND001) are reported alone, and nothing is answered.
    """
    named = Request(tuple(dict.fromkeys(conditions or sorted(scope.known(library, found, "conditions")))), clinic)
    edition = own_edition(library, clinic)
    if unknown := _unknown(library, found, named, edition):
        return Survey(tuple(unknown))
    results = [run(library, found, replace(named, conditions=(id_,)), today, more=more) for id_ in named.conditions]
    concerning = (
        scope.split(found, scope.records_used(library, conditions, clinic, edition))[0] if conditions else found
    )
    # HND303 is left to the findings of the files, which name the place of each missing drawing.
    of_answers = [
        of_leaflet(one, each.request.conditions[0])
        for each in results
        for one in each.found
        if one.code != "HND303" and one not in found
    ]
    of_all = [] if conditions else _of_shared_files(library, results, today)
    return Survey(tuple(in_order([*concerning, *of_answers, *of_all])), tuple(results))


def of_leaflet(found: Diagnostic, name: str) -> Diagnostic:
    """A finding without a place in the content names its leaflet; one about the words of a command does not."""
    if found.span or found.code == "HND001":
        return found
    return replace(found, message=f"{name}: {found.message}")


def _of_shared_files(library: Library, results: Sequence[PipelineResult], today: datetime.date) -> list[Diagnostic]:
    """What only a look at all leaflets together finds: acceptances in shared files that cover nothing (HND810)."""
    records = (*library.exercises.values(), *library.advice.values(), *library.stop_rules.values(), library.pain_guide)
    clinics = {one.judged_for for one in results}
    if len(clinics) != 1 or None in clinics or not any(getattr(record, "accepted", ()) for record in records):
        return []
    years = library.clinics[results[0].request.clinic].review_years
    ids = [id_ for one in results for id_ in one.request.conditions]
    findings = checks.run(library, ids, today, years, (missing_glyphs_in_content,), clinics.pop())
    return [one for one in findings if one.code == "HND810"]


def _judged_for(library: Library, found: Sequence[Diagnostic], clinic: str) -> str:
    """Whose leaflet the checklists judge: the usual clinic's, so that scores are the same for all; else this one's."""
    usual = DEFAULT_CLINIC
    own_files = scope.split(found, scope.records_used(library, (), usual, None))[0]
    return usual if scope.complete(library, (), usual) and not has_errors(own_files) else clinic


def _judged(
    library: Library,
    so_far: PipelineResult,
    today: datetime.date,
    on_paper: bool,
    judged: dict[tuple[object, ...], list[Diagnostic]],
    more: Sequence[Check],
) -> list[Diagnostic]:
    """What the checks say of these conditions by the rule of this clinic, for paper also of letters without glyph."""
    conditions, years = so_far.request.conditions, library.clinics[so_far.request.clinic].review_years
    key = (conditions, today, years, so_far.judged_for, on_paper, *more)
    if key not in judged:
        all_more = (missing_glyphs_in_content, *more) if on_paper else more
        judged[key] = checks.run(library, conditions, today, years, all_more, so_far.judged_for)
    return judged[key]


def _marked(library: Library, leaflet: Leaflet | None) -> Leaflet | None:
    """The leaflet with the mark of its content behind its version, by which `handouts verify` knows the paper."""
    if leaflet is None:
        return None
    mark = content_hash(library, leaflet.conditions)[:MARK_LETTERS]
    return replace(leaflet, imprint=replace(leaflet.imprint, version=f"{leaflet.imprint.version}-{mark}"))


def content_hash(library: Library, conditions: Sequence[str]) -> str:
    """SHA-256 of all that the leaflets of these conditions may print, whatever clinic, doses and edition.

    Of one condition it is the hash that an approval names.
    """
    sealed = [approval_hash.hash_of(library, id_) for id_ in conditions]
    return sealed[0] if len(sealed) == 1 else sha256("".join(sealed).encode()).hexdigest()


def own_edition(library: Library, clinic: str) -> str | None:
    """The edition on the paper of the clinic's country."""
    if clinic not in library.clinics:
        return None
    region = library.regions.get(library.clinics[clinic].region)
    return region.edition if region else None


def discreet(found: Diagnostic, request: Request) -> Diagnostic:
    """A finding that does not repeat what the leaflet says about a person."""

    def veiled(match: re.Match[str]) -> str:
        words = match[1].rstrip("…")
        about = any((words and words in secret) or secret in words for secret in request.personal)
        return "“(personal words)”" if about else match[0]

    return replace(found, message=re.sub("“([^”]*)”", veiled, found.message)) if request.personal else found


def _with(so_far: PipelineResult, found: Iterable[Diagnostic]) -> PipelineResult:
    findings = (discreet(finding, so_far.request) for finding in found)
    return replace(so_far, found=tuple(dict.fromkeys((*so_far.found, *findings))))


# ---------------------------------------------------------------- what was asked for


def _unknown(library: Library, found: Sequence[Diagnostic], request: Request, edition: str | None) -> list[Diagnostic]:
    """Names that nothing has. A file with errors is there; its errors are told instead. Reports HND001."""
    conditions = scope.known(library, found, "conditions")
    unknown = [_no_condition(request, name, conditions) for name in request.conditions if name not in conditions]
    return unknown + misnamed(library, found, request.clinic, edition)


def misnamed(library: Library, found: Sequence[Diagnostic], clinic: str, edition: str | None) -> list[Diagnostic]:
    """HND001 for a clinic or an edition that there is not."""
    named = (
        ("clinic", clinic, scope.known(library, found, "clinics")),
        ("edition", edition, scope.known(library, found, "editions")),
    )
    return [unknown_name(kind, name, known) for kind, name, known in named if name is not None and name not in known]


def _no_condition(request: Request, name: str, known: set[str]) -> Diagnostic:
    """An unknown condition. Where a person is named, a word of another shape may be a part of it: not repeated."""
    if request.personal and not re.fullmatch(KEBAB, name):
        advice = 'names with spaces need quotes: "First Last"'
        return Diagnostic("HND001", "one of the words is not a condition", advice)
    return unknown_name("condition", name, known)


def _idle(library: Library, request: Request) -> list[Diagnostic]:
    """HND002 for settings of advice and conditions that are not printed. Exercises are chosen by `compose`."""
    conditions = [library.conditions[id_] for id_ in request.conditions if id_ in library.conditions]
    printed = {*request.conditions, *(id_ for condition in conditions for id_ in condition.advice)}
    owners = {*library.advice, *library.conditions} - {*library.exercises}
    known = [key for key in request.settings if key.partition(".")[0] in owners]
    return settings.not_printed(known, printed, "leave it out")


# ---------------------------------------------------------------- drawings


def _undrawn(leaflet: Leaflet | None, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding for all cards of this leaflet without a drawing. Reports HND303."""
    undrawn = {scope.key(one.span.file).rpartition("/")[2] for one in found if one.code == "HND303" and one.span}
    all_cards = leaflet.cards if leaflet else ()
    cards = [card.id for card in all_cards if card.id in undrawn]
    if not cards:
        return []
    many = f"{len(cards)} of {len(all_cards)} exercises have" if len(cards) > 1 else "one exercise has"
    message = f"{many} no drawing yet: {', '.join(cards)}"
    return [Diagnostic("HND303", message, "what has no drawing is printed with words alone")]
