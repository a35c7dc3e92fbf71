"""Which leaflets a run is asked for: conditions and sets × clinics × editions × formats, each with its file's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from handouts.answering import bearing, own_edition
from handouts.batch.sharing import is_in_shard
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors
from handouts.exporting import manifest
from handouts.exporting.asking import EVERY, Asking
from handouts.leaflet import Request, Side
from handouts.model import Library

USUAL_EXERCISES = 4
LONGEST_STEM = 150  # bytes; file systems end at 255


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that is asked for."""

    conditions: tuple[str, ...]
    clinic: str
    edition: str | None  # None for a format that has no pages
    format: str
    side: Side | None = None
    exercises: int = USUAL_EXERCISES
    settings: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`example/plantar-fasciitis+heel-spur_left_a4.pdf`: the same whatever else is in the folder.

        Parts are joined by underscores, which no id has, so that two leaflets never share a name.
        """
        parts = ["+".join(self.conditions)]
        if self.side:
            parts.append(self.side if self.side != "both" else "both-sides")
        if self.exercises != USUAL_EXERCISES:
            parts.append(f"{self.exercises}-exercises")
        if self.settings:
            parts.append(_short_hash(repr(sorted(self.settings.items()))))
        if self.edition:
            parts.append(self.edition)
        stem = "_".join(parts)
        if len(stem) > LONGEST_STEM:
            stem = f"{stem[:LONGEST_STEM]}_{_short_hash(stem)}"
        return f"{self.clinic}/{stem}.{self.format}"

    def request(self) -> Request:
        return Request(self.conditions, self.clinic, self.side, self.exercises, self.settings)

    def plain(self) -> dict[str, Any]:
        """As the manifest keeps it."""
        return {
            "conditions": list(self.conditions),
            "clinic": self.clinic,
            "side": self.side,
            "exercises": self.exercises,
            "settings": dict(sorted(self.settings.items())),
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that is wanted, and which sets cannot be made, with what is wrong with them."""

    wanted: tuple[Wanted, ...]
    broken_sets: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def _short_hash(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:8]


def unknown(library: Library, found: Sequence[Diagnostic], asking: Asking) -> list[Diagnostic]:
    """HND001 for names that nothing has. A file with errors is there; its errors are told by whoever needs it."""
    sets = bearing.known(library, found, "sets")
    known = bearing.known(library, found, "conditions") | sets
    clinics = bearing.known(library, found, "clinics") | {EVERY}
    editions = bearing.known(library, found, "editions") | {EVERY}
    return [
        Diagnostic("HND001", f"there is no {kind} `{name}`", did_you_mean(name, names, kind))
        for kind, asked, names in (
            ("condition or set", asking.ids, known),
            ("clinic", asking.clinics, clinics),
            ("edition", asking.editions, editions),
        )
        for name in asked
        if name not in names
    ]


def matrix(library: Library, found: Sequence[Diagnostic], asking: Asking, usual_clinic: str) -> Matrix:
    """Everything that is asked for, each file once, in the order of names. `unknown` found nothing before."""
    sets = _asked_sets(library, found, asking)
    faults = {id_: [one for one in found if one.span and bearing.key(one.span.file) == f"sets/{id_}"] for id_ in sets}
    broken = [id_ for id_ in sets if id_ not in library.sets or has_errors(faults[id_])]
    clinics = _every(asking.clinics or (usual_clinic,), library.clinics)
    files = {
        one.name: one
        for clinic in clinics
        for format_ in asking.formats
        for one in _of_clinic(library, asking, clinic, format_, [id_ for id_ in sets if id_ not in broken], found)
    }
    wanted = tuple(files[name] for name in sorted(files) if is_in_shard(name, asking.shard))
    return Matrix(wanted, tuple(broken), tuple(one for told in faults.values() for one in told))


def _asked_sets(library: Library, found: Sequence[Diagnostic], asking: Asking) -> list[str]:
    sets = bearing.known(library, found, "sets")
    return sorted(sets if asking.everything else sets & set(asking.ids))


def _every(asked: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted({name for word in asked for name in (known if word == EVERY else (word,))})


def _of_clinic(
    library: Library, asking: Asking, clinic: str, format_: str, sets: Sequence[str], found: Sequence[Diagnostic]
) -> Iterator[Wanted]:
    conditions = bearing.known(library, found, "conditions")
    for id_ in sorted(conditions if asking.everything else conditions & set(asking.ids)):
        for edition in _editions(library, asking, clinic, format_, ()):
            yield Wanted((id_,), clinic, edition, format_)
    for id_ in sets:
        for one in library.sets[id_].leaflets:
            for edition in _editions(library, asking, clinic, format_, library.sets[id_].editions):
                merged = tuple(dict.fromkeys(one.conditions))
                yield Wanted(merged, clinic, edition, format_, one.side, one.exercises, one.settings)


def _editions(
    library: Library, asking: Asking, clinic: str, format_: str, of_set: Sequence[str]
) -> Sequence[str | None]:
    """As asked for, else as the set says, else the paper of the clinic's country."""
    if format_ != "pdf":
        return (None,)
    return _every(asking.editions, library.editions) or of_set or (own_edition(library, clinic),)


def still_asked_for(library: Library, found: Sequence[Diagnostic], entry: Mapping[str, Any]) -> bool:
    """Whether a leaflet of the manifest could be made today: its names are there, and a merged one is in some set."""
    if manifest.is_personal(entry):
        return True  # by a list of patients, which the content does not know
    request, edition = entry["request"], entry.get("edition")
    names = request["conditions"]
    if edition is not None and edition not in bearing.known(library, found, "editions"):
        return False
    conditions = bearing.known(library, found, "conditions")
    if request["clinic"] not in bearing.known(library, found, "clinics") or not conditions.issuperset(names):
        return False
    if bearing.broken(found, "sets"):
        return True  # who knows what they ask for
    of_sets = (
        Wanted(tuple(dict.fromkeys(one.conditions)), request["clinic"], None, "", one.side, one.exercises, one.settings)
        for one_set in library.sets.values()
        for one in one_set.leaflets
    )
    alone = Wanted((names[0],), request["clinic"], None, "")
    return any(one.plain() == request for one in (alone, *of_sets))
