"""Which findings of the library bear on a leaflet.

The rule: a leaflet uses the files of its conditions and of their regions, of every exercise and every advice block that
those name, of every exercise and the plan that are chosen for it, of the exercises from whose poses those take theirs,
of its clinic, the clinic's country and its edition, the kept drawings of those exercises, and the shared files
(sources, glossary, stop rules, danger signs, pain guide). An error in one of these stops the leaflet; an error
elsewhere is only mentioned. A folder of content that cannot be read, or whose name is misspelt, bears on every leaflet:
any of its files could be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from handouts.diagnostics import Diagnostic, nearest
from handouts.library import FOLDERS, PAIN_GUIDE, REGISTERS, references
from handouts.model import Library
from handouts.model.clinics import FILLABLE
from handouts.model.poses import InheritanceError, WrittenPoses, inheritance_chain

SHARED = frozenset({*REGISTERS, PAIN_GUIDE})
FOLDER_OF = {kind: folder for folder, (kind, _) in FOLDERS.items()}


def key(file: str) -> str:
    """A file by its place in a content folder, wherever that lies: `exercises/foot-roll`, `sources`."""
    # Findings name files as the user sees them, so only the last two parts of a path are the same everywhere.
    path = PurePath(file)
    if path.parent.name in FOLDERS or path.parent.name in ("styles", "figures"):
        return f"{path.parent.name}/{path.name.split('.')[0]}"
    register = f"{path.name.split('.')[0]}.yaml"
    return register if register in SHARED else file


def records_used(
    library: Library,
    conditions: Iterable[str],
    clinic: str,
    edition: str | None,
    chosen: Iterable[str] = (),
    plan: str = "",
) -> frozenset[str]:
    """The keys of all files that a leaflet uses. `chosen` are the exercises that its conditions need not prescribe."""
    keys = {*SHARED, f"clinics/{clinic}"}
    if clinic in library.clinics:
        keys.add(f"countries/{library.clinics[clinic].country}")
    if plan:
        keys.add(f"plans/{plan}")
    if edition is not None:
        keys.add(f"styles/{edition.removesuffix(FILLABLE)}")
    written = WrittenPoses(library.exercises)
    for id_ in conditions:
        keys.update((f"conditions/{id_}", f"figures/{id_}"))
        if id_ in library.conditions:
            named = [*references.named(library.conditions[id_])]
            keys.update(f"{FOLDER_OF[kind]}/{name}" for kind, name in named if kind in FOLDER_OF)
            keys.update(_of_exercises((name for kind, name in named if kind == "exercise"), written))
    return frozenset(keys | _of_exercises(chosen, written))


def _of_exercises(ids: Iterable[str], written: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The files of exercises and of their drawings."""
    keys = set[str]()
    for exercise in ids:
        keys.add(f"figures/{exercise}")
        keys.update(f"exercises/{one}" for one in _alike(exercise, written))
    return keys


def complete(library: Library, conditions: Iterable[str], clinic: str, chosen: Iterable[str] = ()) -> bool:
    """Whether every record was read that the leaflets of these conditions need. What is missing has a finding."""
    if clinic not in library.clinics or library.clinics[clinic].country not in library.countries:
        return False
    return (
        library.pain_guide is not None
        and all(_is_complete(library, id_) for id_ in conditions)
        and _have_rules(library, chosen)
    )


def _is_complete(library: Library, id_: str) -> bool:
    condition = library.conditions.get(id_)
    if condition is None or not {one.id for one in condition.exercises} <= library.exercises.keys():
        return False
    return (
        set(condition.regions) <= library.regions.keys()
        and _have_rules(library, [one.id for one in condition.exercises])
        and set(condition.advice) <= library.advice.keys()
        and {cause.id for cause in condition.causes} <= library.conditions.keys()
        and {cited.id for cited in condition.governance.sources} <= library.sources.keys()
    )


def _have_rules(library: Library, ids: Iterable[str]) -> bool:
    """Whether these exercises were read, with all stop rules that they and the pain guide print."""
    exercises, guide = [library.exercises.get(id_) for id_ in ids], library.pain_guide
    rules = {rule for exercise in exercises if exercise for rule in exercise.stop_if}
    return all(exercises) and rules | set(guide.rules if guide else ()) <= library.stop_rules.keys()


def _alike(exercise: str, written: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """The exercise, and those from whose poses its drawing takes."""
    try:
        return inheritance_chain(exercise, written)
    except InheritanceError as wrong:
        return (*wrong.chain, wrong.missing)


def split(found: Sequence[Diagnostic], keys: frozenset[str]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings in files with these keys, and all others. One without a place counts for every file."""
    relevant = [one for one in found if one.span is None or key(one.span.file) in keys or is_of_folder(one)]
    others = [finding for finding in found if finding not in relevant]
    return relevant, others


def is_of_folder(finding: Diagnostic) -> bool:
    """Whether a finding is about a whole folder of content: it cannot be read, or has a misspelt name."""
    if finding.span is None or finding.code not in ("HND302", "HND701"):
        return False
    path = PurePath(finding.span.file)
    if finding.code == "HND701":
        return path.name in (*FOLDERS, "figures")
    return path.parent.name not in FOLDERS and nearest(path.parent.name, FOLDERS) is not None


def unreadable(found: Sequence[Diagnostic], folder: str) -> set[str]:
    """The ids whose files have errors: they are there, even if the library could not keep them."""
    keys = {key(finding.span.file) for finding in found if finding.is_error and finding.span}
    return {one.removeprefix(f"{folder}/") for one in keys if one.startswith(f"{folder}/")}


def known(library: Library, found: Sequence[Diagnostic], kind: str) -> set[str]:
    """The ids of a kind of content (`conditions`, `editions`, ...), also of those whose files have errors."""
    return {*getattr(library, kind), *unreadable(found, "styles" if kind == "editions" else kind)}


def has_edition(library: Library, found: Sequence[Diagnostic], name: str) -> bool:
    """Whether there is an edition of this name, such as `a4` or `a4-fillable`. Imposed ones have no form fields."""
    own, editions = name.removesuffix(FILLABLE), known(library, found, "editions")
    is_imposed = own in library.editions and library.editions[own].imposition is not None
    return name in editions or (own in editions and not is_imposed)


def plain(found: Diagnostic) -> dict[str, str]:
    """A finding as the manifest keeps it: its place inside the content, wherever that lies."""
    entry = {"code": found.code, "severity": found.severity.value, "message": found.message}
    if found.span:
        path = PurePath(found.span.file)
        folder = f"{path.parent.name}/" if path.parent.name in (*FOLDERS, "styles", "figures") else ""
        entry["place"] = f"{folder}{path.name}:{found.span.line}"
    return entry
