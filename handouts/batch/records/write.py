"""The files for records, written into the folder of an export; those of a target that it no longer has are deleted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.batch import contents, manifest
from handouts.batch.records import answers, fhir, openemr
from handouts.batch.records.record import RecordLeaflet, of_folder
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.model import Library
from handouts.pipeline.workspace import Workspace

SUFFIXES = (".pdf", ".json")
TARGETS = {"openemr": openemr.FOLDER, "fhir": fhir.FOLDER, "answers": answers.FOLDER}


@dataclass(frozen=True, slots=True)
class Records:
    """The targets, how many leaflets they have, how many drafts were left out, and what was found."""

    targets: tuple[str, ...]
    leaflets: int = 0
    drafts_left_out: int = 0
    found: tuple[Diagnostic, ...] = ()


def write(
    folder: Path, opened: Workspace, clinic: str, targets: tuple[str, ...], drafts: bool, today: datetime.date
) -> Records:
    """Writes the files of some targets from the leaflets of the folder's manifest.

    Reports HND931 (manifest), HND701 and HND702 (files), HND934 (a code of several leaflets in OpenEMR).
    """
    known, found = manifest.read(folder)
    if has_errors(found):
        return Records(targets, found=tuple(found))
    all_ = contents.leaflets(opened, known, clinic, today)
    try:
        leaflets = of_folder(folder, all_, known.leaflets, drafts)
        made = {name: dict(_files(name, folder, opened.library, leaflets)) for name in targets}
    except reading.ReadError as fault:
        lost = Diagnostic("HND701", f"a leaflet cannot be read: {fault.why}", fault.remedy)
        return Records(targets, found=(*found, lost))
    if "openemr" in targets:
        found += [_shared(codes, titles) for titles, codes in openemr.shared_codes(leaflets).items()]
    for name, files in made.items():
        found += _put(folder, TARGETS[name], files)
    left_out = sum(one.document["status"] != "approved" for one in all_) if not drafts else 0
    return Records(targets, len(leaflets), left_out, tuple(found))


def _files(
    target: str, folder: Path, library: Library, leaflets: Sequence[RecordLeaflet]
) -> Iterator[tuple[str, bytes]]:
    match target:
        case "openemr":
            return openemr.files(folder, leaflets)
        case "fhir":
            return fhir.files(library, leaflets)
        case _:
            return answers.files(leaflets)


def _shared(codes: Sequence[str], titles: Sequence[str]) -> Diagnostic:
    message = f"{', '.join(codes)}: codes of {' and '.join(titles)}; OpenEMR shows one file for a code, so it gets none"
    return Diagnostic("HND934", message, "leave the code to one of them, or hand these out from the folder")


def _put(folder: Path, own: str, files: dict[str, bytes]) -> list[Diagnostic]:
    """Puts the files of a target in place, and deletes what it wrote before and has no more."""
    old = {path for path in (folder / own).rglob("*") if path.is_file() and path.suffix in SUFFIXES}
    found: list[Diagnostic] = []
    for name, data in files.items():
        found += writing.put(folder, name, data)[1]
    for path in sorted(old - {folder / name for name in files}):
        found += writing.delete(path)
    return found
