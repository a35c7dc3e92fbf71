"""A clinic's folder of an earlier version: what each file becomes, and putting it in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from handouts.diagnostics import Diagnostic, Span, has_errors
from handouts.files import writing
from handouts.library import migration, source
from handouts.library.folders import Layer, shown
from handouts.library.kinds import FOLDERS, REGISTERS


@dataclass(frozen=True, slots=True)
class Change:
    """A file and what it becomes, under another name where its folder has one."""

    path: Path
    target: Path
    before: str
    after: str

    @property
    def difference(self) -> str:
        """The difference as `diff -u` writes it."""
        lines = (self.before.splitlines(keepends=True), self.after.splitlines(keepends=True))
        return "".join(unified_diff(*lines, shown(self.path), shown(self.target)))


def changes(folder: Path, regions: Mapping[str, str]) -> tuple[list[Change], list[Diagnostic]]:
    """The changes of the files of a folder. Reports HND1xx and HND701 for files that cannot be read, and HND003.

    Args: `regions` has the region of each shipped exercise, for conditions that name none of their own.
    """
    found: list[Diagnostic] = []
    layer = Layer(folder, found)
    files = {name: text for name, path in layer.files.items() if (text := _read(layer, name, path, found))}
    known = {**regions, **dict(_regions_of_exercises(files))}
    rewritten = [change for name, text in files.items() if (change := _change(layer, name, *text, known, found))]
    return rewritten, found


def put(rewritten: Iterable[Change]) -> list[Diagnostic]:
    """Writes the files, and takes away those that have another name now. Reports HND702."""
    found: list[Diagnostic] = []
    for change in rewritten:
        failed = writing.make_folder(change.target.parent) or writing.save(change.target, change.after.encode())
        found += failed
        # The old name goes last: after a failure there is the old file, and not none.
        if not failed and change.target != change.path:
            found += writing.delete(change.path)
    return found


def _read(layer: Layer, name: str, path: Path, found: list[Diagnostic]) -> tuple[str, source.Source] | None:
    """The text of a file of records with its values; None where it is none, or has faults."""
    if path.suffix != ".yaml" or not (name in REGISTERS or name.rpartition("/")[0] in FOLDERS):
        return None
    data = layer.bytes_of(path, source.MAX_BYTES)
    if data is None:
        return None
    text = source.read(data, shown(path))
    faults = [one for one in text.diagnostics if one.is_error]
    found += faults
    return None if faults else (data.decode("utf-8"), text)


def _regions_of_exercises(files: Mapping[str, tuple[str, source.Source]]) -> Iterator[tuple[str, str]]:
    for name, (_, text) in files.items():
        folder, _, rest = name.rpartition("/")
        if folder == "exercises" and isinstance(text.value, dict):
            region = str(text.value.get("region", migration.NO_REGION))
            yield rest.removesuffix(".yaml"), migration.REGIONS.get(region, region)


def _change(
    layer: Layer, name: str, text: str, values: source.Source, regions: Mapping[str, str], found: list[Diagnostic]
) -> Change | None:
    folder, _, rest = name.rpartition("/")
    path = target = layer.files[name]
    kind, _ = REGISTERS[name] if name in REGISTERS else FOLDERS[folder]
    if migration.is_former_country(folder, values.value):
        kind, target = "country", layer.root / "countries" / rest
        if target.exists():
            message, advice = f"`{shown(target)}` already exists", "keep one of the two files"
            found.append(Diagnostic("HND003", message, advice, Span(shown(path))))
            return None
    after = migration.rewritten(kind, text, values, regions)
    # Edits work on letters: what they give is parsed before it is offered, and a rare form is left to a person.
    if has_errors(source.read(after, shown(path)).diagnostics):
        message, advice = "this name is of an earlier version, and cannot be rewritten", "rewrite it by hand"
        found.append(Diagnostic("HND314", message, advice, migration.first_former(kind, values) or Span(shown(path))))
        return None
    return Change(path, target, text, after) if (after, target) != (text, path) else None
