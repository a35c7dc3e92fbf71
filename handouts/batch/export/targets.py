"""The targets of an export: conditions, sets and plans × clinics × editions × formats, each with its file name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.batch import manifest
from handouts.batch.export.request import EVERY, ExportRequest
from handouts.batch.shards import is_in_shard
from handouts.batch.target import Target, unlimited
from handouts.compose import plans
from handouts.diagnostics import Diagnostic, has_errors, unknown_name
from handouts.formats import FORMATS
from handouts.library import scope
from handouts.model import Library
from handouts.model.clinics import FILLABLE
from handouts.model.request import Request
from handouts.model.sets import SetLeaflet
from handouts.pipeline import own_edition, unknown_edition

LARGE_PRINT = "large-print"  # the edition that a site offers beside the usual one


@dataclass(frozen=True, slots=True)
class Matrix:
    """The targets, and the sets that cannot be made with their findings."""

    targets: tuple[Target, ...]
    broken_sets: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def unknown(library: Library, found: Sequence[Diagnostic], request: ExportRequest) -> list[Diagnostic]:
    """HND001 for unknown names. A file with errors counts as known: its own findings are reported instead."""
    sets = scope.known(library, found, "sets")
    known = scope.known(library, found, "conditions") | sets | scope.known(library, found, "plans")
    clinics = scope.known(library, found, "clinics") | {EVERY}
    editions = [name for name in request.editions if name != EVERY]
    fillable = [f"{name}{FILLABLE}" if request.fillable else name for name in editions]
    unknown_names = [
        unknown_name(kind, name, names)
        for kind, given, names in (
            ("condition, set or plan", request.ids, known),
            ("clinic", request.clinics, clinics),
        )
        for name in given
        if name not in names
    ]
    return [*unknown_names, *(one for name in fillable for one in unknown_edition(library, found, name))]


def matrix(library: Library, found: Sequence[Diagnostic], request: ExportRequest, usual_clinic: str) -> Matrix:
    """Every target, each file once, in the order of names. `unknown` found nothing before."""
    sets = _asked_sets(library, found, request)
    faults = {id_: [one for one in found if one.span and scope.key(one.span.file) == f"sets/{id_}"] for id_ in sets}
    broken = [id_ for id_ in sets if id_ not in library.sets or has_errors(faults[id_])]
    clinics = _every(request.clinics or (usual_clinic,), library.clinics)
    files = {
        one.name: one
        for clinic in clinics
        for format_ in request.formats
        for one in _of_clinic(library, request, clinic, format_, [id_ for id_ in sets if id_ not in broken], found)
    }
    target = tuple(files[name] for name in sorted(files) if is_in_shard(name, request.shard))
    return Matrix(target, tuple(broken), tuple(one for findings in faults.values() for one in findings))


def _asked_sets(library: Library, found: Sequence[Diagnostic], request: ExportRequest) -> list[str]:
    sets = scope.known(library, found, "sets")
    return sorted(sets if request.everything else sets & set(request.ids))


def _every(given: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted({name for word in given for name in (known if word == EVERY else (word,))})


def _of_clinic(
    library: Library,
    request: ExportRequest,
    clinic: str,
    format_: str,
    sets: Sequence[str],
    found: Sequence[Diagnostic],
) -> Iterator[Target]:
    conditions = scope.known(library, found, "conditions")
    for id_ in sorted(conditions if request.everything else conditions & set(request.ids)):
        for edition in _editions(library, request, clinic, format_, ()):
            yield Target(Request((id_,), clinic), edition, format_)
    for id_ in sorted(scope.known(library, found, "plans") & set(request.ids)):
        for edition in _editions(library, request, clinic, format_, ()):
            yield Target(_of_plan(library, found, clinic, id_), edition, format_)
    for id_ in sets:
        for one in library.sets[id_].leaflets:
            for edition in _editions(library, request, clinic, format_, library.sets[id_].editions):
                yield Target(_of_set(clinic, one), edition, format_)


def _of_plan(library: Library, found: Sequence[Diagnostic], clinic: str, plan: str) -> Request:
    """The request of a plan, with its exercises, doses and title."""
    return plans.applied(library, found, Request((), clinic, plan=plan))[0]


def _of_set(clinic: str, one: SetLeaflet) -> Request:
    """The request of a leaflet of a set."""
    conditions = tuple(dict.fromkeys(one.conditions))
    return unlimited(conditions, clinic, side=one.side, exercises=one.exercises, settings=one.settings)


def _editions(
    library: Library, request: ExportRequest, clinic: str, format_: str, of_set: Sequence[str]
) -> Sequence[str | None]:
    """The edition of the options, else that of the set, else the paper of the clinic's country.

    With form fields, imposed ones are left out: they are for folding paper.
    """
    if not FORMATS[format_].paged:
        return (None,)
    own = own_edition(library, clinic)
    usual = tuple(filter(None, dict.fromkeys((own, LARGE_PRINT)))) if request.for_site else (own,)
    names = _every(request.editions, library.editions) or (() if request.for_site else of_set) or usual
    if not request.fillable:
        return names
    known = [library.edition(name) for name in names if name and name in library.editions]
    return [one.as_fillable().key for one in known if one.imposition is None]


def still_requested(library: Library, found: Sequence[Diagnostic], entry: Mapping[str, Any]) -> bool:
    """Whether a leaflet of the manifest could be made today: its names are there, and a merged one is in some set."""
    if manifest.is_personal(entry):
        return True  # by a list of patients, which the content does not know
    request, edition = entry["request"], entry.get("edition")
    names = request["conditions"]
    # Records whose files have errors count as there: an error must not delete what was printed.
    if edition is not None and not scope.has_edition(library, found, edition):
        return False
    conditions = scope.known(library, found, "conditions")
    if request["clinic"] not in scope.known(library, found, "clinics") or not conditions.issuperset(names):
        return False
    if scope.unreadable(found, "sets"):
        return True  # who knows what they ask for
    clinic, plan = request["clinic"], request.get("plan", "")
    if not names:
        known = [_of_plan(library, found, clinic, plan)] if plan in library.plans else []
    else:
        of_sets = (_of_set(clinic, one) for one_set in library.sets.values() for one in one_set.leaflets)
        known = [Request((names[0],), clinic), *of_sets]
    return any(Target(one, None, "").plain() == request for one in known)
