"""A request → its answer: which findings bear on it, what the checks say, and the leaflet composed from it.

One way for every verb that makes leaflets, one by one or by the thousand. Nothing here prints a word or knows how the
request was given: whoever asks brings the faults of its own words, and they are told beside the others.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from handouts import checks
from handouts.answering import bearing
from handouts.answering.letters import letters
from handouts.checks import seal
from handouts.compose import compose
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors
from handouts.leaflet import Leaflet, Request
from handouts.model import KEBAB, Library

__all__ = ["Answer", "answer", "content_hash", "discreet", "misnamed", "own_edition"]

MARK_LETTERS = 8  # of the hash of the content, printed behind the version: enough to tell versions of one leaflet apart


@dataclass(frozen=True, slots=True)
class Answer:
    """The leaflet, or None when something stops it. `elsewhere` counts errors in files that it does not use."""

    request: Request
    edition: str | None
    leaflet: Leaflet | None = None
    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0


def answer(
    library: Library,
    found: Sequence[Diagnostic],
    request: Request,
    today: datetime.date,
    edition: str | None = None,
    faults: Sequence[Diagnostic] = (),
    judged: dict[tuple[object, ...], list[Diagnostic]] | None = None,
    on_paper: bool = True,
) -> Answer:
    """What a request comes to. `found` is what reading the library found, `faults` what is wrong in the asking.

    Without an edition it is the one on the paper of the clinic's country. An error in a file that the leaflet uses
    stops it; what is wrong elsewhere is only counted. Reports HND001, HND002, and all that reading, the checks and
    composing report; no finding repeats the personal words. `judged` keeps what the checks said, for whoever asks for
    the same conditions again and again.
    """
    edition = edition or own_edition(library, request.clinic)
    used = bearing.used(library, request.conditions, request.clinic, edition)
    bearing_on, others = bearing.split(found, used)
    so_far = Answer(request, edition, elsewhere=sum(finding.is_error for finding in others))
    so_far = _with(so_far, [*faults, *_unknown(library, found, request, edition), *_idle(library, request)])
    stopped = bool(so_far.found) or has_errors(bearing_on)
    so_far = _with(so_far, (finding for finding in bearing_on if finding.code != "HND303"))
    if stopped:
        return so_far
    so_far = _with(so_far, _judged(library, request, today, on_paper, {} if judged is None else judged))
    if has_errors(so_far.found):
        return so_far
    leaflet, told = compose(library, request, today=today)
    so_far = _with(so_far, [*told, *_undrawn(leaflet, found)])
    return so_far if has_errors(told) else replace(so_far, leaflet=_marked(library, leaflet))


def _judged(
    library: Library,
    request: Request,
    today: datetime.date,
    on_paper: bool,
    judged: dict[tuple[object, ...], list[Diagnostic]],
) -> list[Diagnostic]:
    """What the checks say of these conditions by the rule of this clinic, for paper also of letters without glyph."""
    review_years = library.clinics[request.clinic].review_years
    key = (request.conditions, today, review_years, on_paper)
    if key not in judged:
        judged[key] = checks.run(library, request.conditions, today, review_years, (letters,) if on_paper else ())
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
    sealed = [seal.hash_of(library, id_) for id_ in conditions]
    return sealed[0] if len(sealed) == 1 else sha256("".join(sealed).encode()).hexdigest()


def own_edition(library: Library, clinic: str) -> str | None:
    """The edition on the paper of the clinic's country."""
    if clinic not in library.clinics:
        return None
    region = library.regions.get(library.clinics[clinic].region)
    return region.paper if region else None


def discreet(found: Diagnostic, request: Request) -> Diagnostic:
    """A finding that does not repeat what the leaflet says about a person."""

    def veiled(match: re.Match[str]) -> str:
        words = match[1].rstrip("…")
        about = any((words and words in secret) or secret in words for secret in request.personal)
        return "“(personal words)”" if about else match[0]

    return replace(found, message=re.sub("“([^”]*)”", veiled, found.message)) if request.personal else found


def _with(so_far: Answer, found: Iterable[Diagnostic]) -> Answer:
    told = (discreet(finding, so_far.request) for finding in found)
    return replace(so_far, found=tuple(dict.fromkeys((*so_far.found, *told))))


# ---------------------------------------------------------------- what was asked for


def _unknown(library: Library, found: Sequence[Diagnostic], request: Request, edition: str | None) -> list[Diagnostic]:
    """Names that nothing has. A file with errors is there; its errors are told instead. Reports HND001."""
    conditions = bearing.known(library, found, "conditions")
    unknown = [_no_condition(request, name, conditions) for name in request.conditions if name not in conditions]
    return unknown + misnamed(library, found, request.clinic, edition)


def misnamed(library: Library, found: Sequence[Diagnostic], clinic: str, edition: str | None) -> list[Diagnostic]:
    """HND001 for a clinic or an edition that there is not."""
    named = (
        ("clinic", clinic, bearing.known(library, found, "clinics")),
        ("edition", edition, bearing.known(library, found, "editions")),
    )
    return [_no_such(kind, name, known) for kind, name, known in named if name is not None and name not in known]


def _no_condition(request: Request, name: str, known: set[str]) -> Diagnostic:
    """An unknown condition. Where a person is named, a word of another shape may be a part of it: not repeated."""
    if request.personal and not re.fullmatch(KEBAB, name):
        advice = 'names with spaces need quotes: "First Last"'
        return Diagnostic("HND001", "one of the words is not a condition", advice)
    return _no_such("condition", name, known)


def _no_such(kind: str, name: str, known: set[str]) -> Diagnostic:
    return Diagnostic("HND001", f"there is no {kind} `{name}`", did_you_mean(name, known, kind))


def _idle(library: Library, request: Request) -> list[Diagnostic]:
    """HND002 for settings of advice and conditions that are not printed. Exercises are chosen by `compose`."""
    known = [library.conditions[name] for name in request.conditions if name in library.conditions]
    printed = {*request.conditions, *(block for condition in known for block in condition.advice)}
    owners = {*library.advice, *library.conditions} - {*library.exercises}
    return [
        Diagnostic("HND002", f"{key} is set, but this leaflet does not print `{owner}`", "leave it out")
        for key in request.settings
        if (owner := key.partition(".")[0]) in owners and owner not in printed
    ]


# ---------------------------------------------------------------- drawings


def _undrawn(leaflet: Leaflet | None, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding for all cards of this leaflet without a drawing. Reports HND303."""
    undrawn = {bearing.key(one.span.file).rpartition("/")[2] for one in found if one.code == "HND303" and one.span}
    all_cards = leaflet.cards if leaflet else ()
    cards = [card.id for card in all_cards if card.id in undrawn]
    if not cards:
        return []
    many = f"{len(cards)} of {len(all_cards)} exercises have" if len(cards) > 1 else "one exercise has"
    message = f"{many} no drawing yet: {', '.join(cards)}"
    return [Diagnostic("HND303", message, "what has no drawing is printed with words alone")]
