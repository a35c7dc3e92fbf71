"""Faults of a request itself: names that the library does not have, settings that nothing prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from handouts.compose import choosing, settings
from handouts.diagnostics import Diagnostic, nearest, unknown_name
from handouts.library import scope
from handouts.model import KEBAB, Code, Library
from handouts.model.choices import Choice
from handouts.model.clinics import FILLABLE
from handouts.model.request import DEFAULT_CLINIC, NO_CLINIC, Request
from handouts.pipeline import search

MOST_MEANT = 3  # conditions that a message proposes
#: Fields that name a condition; words of its text would propose it for anything.
NAMING = {"title", "icd10cm", "icd10", "snomed", "also_called", "symptoms", "plain_name", "region"}


def unknown_names(
    library: Library, findings: Sequence[Diagnostic], request: Request, edition: str | None
) -> list[Diagnostic]:
    """HND001 for each name of the request that the library does not have.

    A file with errors counts as present: its own errors are reported instead. `findings` are those of the library.
    """
    conditions = scope.known(library, findings, "conditions")
    exercises = scope.known(library, findings, "exercises")
    missing = [name for name in request.conditions if name not in conditions]
    if (joined := "-".join(missing).lower()) in conditions:
        unknown = [unknown_name("condition", " ".join(missing), {joined})]
    else:
        unknown = [_no_condition(library, request, name, conditions, exercises) for name in missing]
    unknown += [_no_exercise(one, request.choice, conditions) for one in choosing.unknown(request.choice, exercises)]
    return unknown + misnamed(library, findings, request.clinic, edition)


def misnamed(library: Library, findings: Sequence[Diagnostic], clinic: str, edition: str | None) -> list[Diagnostic]:
    """HND001 for a clinic or an edition that does not exist, and for the choice of a clinic that is missing."""
    if clinic == NO_CLINIC:
        invented = {id_ for id_, one in library.clinics.items() if one.example}
        known = scope.known(library, findings, "clinics")
        choice = sorted(known - invented or known)
        message = f"no clinic is chosen, and there are {len(choice)}"
        return [
            Diagnostic("HND001", message, f"choose one with `--clinic`: {', '.join(choice)}"),
            *([] if edition is None else misnamed(library, findings, DEFAULT_CLINIC, edition)),
        ]
    clinics = scope.known(library, findings, "clinics")
    unknown = [] if clinic in clinics else [unknown_name("clinic", clinic, clinics)]
    return unknown if edition is None else [*unknown, *unknown_edition(library, findings, edition)]


def unknown_edition(library: Library, findings: Sequence[Diagnostic], name: str) -> list[Diagnostic]:
    """HND001 for an edition that does not exist, or that cannot be filled in on a screen."""
    own, known = name.removesuffix(FILLABLE), scope.known(library, findings, "editions")
    if scope.has_edition(library, findings, name):
        return []
    if own in known:
        message = f"`{own}` has no form fields: its pages are imposed for folding paper"
        return [Diagnostic("HND001", message, "leave out `--fillable`, or choose another `--edition`")]
    return [unknown_name("edition", own, known)]


def _no_condition(
    library: Library, request: Request, name: str, known: Collection[str], exercises: Collection[str]
) -> Diagnostic:
    # `make heel-spur --for Ann Smith` gives `Smith` as a condition. Where the request names a person, a word that
    # cannot be an id may be part of that name, so the message does not repeat it.
    if request.personal and not re.fullmatch(KEBAB, name):
        help_ = 'names with spaces need quotes: "First Last"'
        return Diagnostic("HND001", "one of the words is not a condition", help_)
    unknown = unknown_name("condition", name, known)
    if name in exercises:
        return replace(unknown, help=f"it is an exercise: `handouts sheet {name}`")
    if "," in name:
        return replace(unknown, help=f"write a space between conditions: `{' '.join(name.replace(',', ' ').split())}`")
    if not (meant := _meant(library, request.clinic, name, known)):
        return unknown
    ids = " or ".join(f"`{id_}`" for id_ in meant)
    coded = any(name.upper() == code.code for code in _codes(library, meant))
    return replace(unknown, help=f"{name} is the code of {ids}" if coded else f"did you mean {ids}?")


def _codes(library: Library, ids: Sequence[str]) -> Iterator[Code]:
    for codes in (library.conditions[id_].codes for id_ in ids):
        yield from (*codes.icd10, *codes.icd10cm, *codes.snomed)


def _meant(library: Library, clinic: str, name: str, known: Collection[str]) -> list[str]:
    """The conditions that an unknown name means, the best first, or none.

    Conditions with all of its words count before one of nearly the same letters, that before those with most words.
    """
    index = search.of_library(library, library.language_of(clinic), ("condition",))
    words = [word for word in re.findall(r"[^-_\s]+", name.casefold()) if index.matching.is_counted(word)]
    if not words:
        return []
    hits = index.find(words, has_all=True)
    if not hits and not nearest(name, known):
        hits = index.find(words)
    return [hit.id for hit in hits[:MOST_MEANT] if hit.field in NAMING and 2 * hit.score >= hits[0].score]


def _no_exercise(unknown: Diagnostic, choice: Choice, conditions: Collection[str]) -> Diagnostic:
    """HND001 of an exercise, with the right command where it is a condition."""
    named = next(
        (id_ for id_ in (*choice.named, *choice.without) if id_ in conditions and f"`{id_}`" in unknown.message), ""
    )
    return replace(unknown, help=f"it is a condition: `handouts make {named}`") if named else unknown


def unprinted_settings(library: Library, request: Request) -> list[Diagnostic]:
    """HND002 for settings of advice and conditions that are not printed.

    `compose` checks the settings of exercises: only it knows which of them the leaflet keeps.
    """
    conditions = [library.conditions[id_] for id_ in request.conditions if id_ in library.conditions]
    printed = {*request.conditions, *(id_ for condition in conditions for id_ in condition.advice)}
    owners = {*library.advice, *library.conditions} - {*library.exercises}
    known = [key for key in request.settings if key.partition(".")[0] in owners]
    return settings.not_printed(known, printed, "leave it out")


def discreet(finding: Diagnostic, request: Request) -> Diagnostic:
    """The finding without the personal text that it quotes: what a leaflet says about a person stays in the leaflet."""

    def masked(match: re.Match[str]) -> str:
        quoted = match[1].rstrip("…")
        personal = any((quoted and quoted in text) or text in quoted for text in request.personal)
        return "“(personal words)”" if personal else match[0]

    return replace(finding, message=re.sub("“([^”]*)”", masked, finding.message)) if request.personal else finding
