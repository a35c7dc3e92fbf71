"""From a file, or from the words at the foot of a paper, back to the content: is it what was printed, is it current?"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from handouts import pipeline
from handouts.batch import planning
from handouts.batch.inputs import files
from handouts.batch.manifest import Entry, Manifest, parts
from handouts.batch.planning import Planner
from handouts.batch.target import Target
from handouts.compose.exercise_sheet import REFERENCE as SHEET
from handouts.diagnostics import Diagnostic, did_you_mean
from handouts.files import reading
from handouts.formats import SUFFIXES
from handouts.model import Library

#: What may be said of a file or a paper. Only the first is good.
State = Literal["current", "superseded", "withdrawn", "changed", "missing", "unknown"]

_CHANGED = "its bytes are not those that were printed"
#: The evidence for a leaflet without a manifest, such as one of `handouts make`.
_BY_ITS_LINE = "`handouts verify NUMBER VERSION` compares the last line of its pages"
_DOCUMENT = re.compile(r"(?P<references>[A-Z]{2,4}(?:\+[A-Z]{2,4})*)-(?P<language>[a-z]{2,3})")
_VERSION = re.compile(r"(?P<version>\d+\.\d+\.\d+(?:/\d+\.\d+\.\d+)*)?-?(?P<mark>[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file or paper. `version` is the one that it was printed from."""

    name: str
    state: State
    why: str
    document: str = ""
    version: str = ""
    now: str = ""


# ---------------------------------------------------------------- files


def folder_verdicts(folder: Path, planner: Planner, manifest: Manifest, pages: Mapping[str, str]) -> list[Verdict]:
    """Every file of a manifest, and every leaflet in the folder that it does not name.

    `pages` are the hashes of a site's pages. Those are no leaflets: only one that is changed has a verdict.
    """
    known = [_of_entry(folder / name, name, entry, planner) for name, entry in sorted(manifest.leaflets.items())]
    others = [name for name, path in files(folder) if path.suffix in SUFFIXES and name not in manifest.leaflets]
    changed = [
        Verdict(name, "changed", _CHANGED) for name in others if name in pages and pages[name] != _hash(folder / name)
    ]
    return known + changed + [_of_bytes(folder / name, name, planner, manifest) for name in others if name not in pages]


def _hash(page: Path) -> str:
    try:
        return reading.hash_of(page, reading.MAX_LEAFLET)
    except OSError:
        return ""


def file_verdict(path: Path, folder: Path | None, planner: Planner, manifest: Manifest) -> Verdict:
    """One file, by its name in the folder of the manifest, or wherever it lies by its bytes."""
    name = _name_in(path, folder)
    if name in manifest.leaflets:
        verdict = _of_entry(path, name, manifest.leaflets[name], planner)
        return verdict if verdict.state != "changed" else _of_bytes(path, name, planner, manifest)
    return _of_bytes(path, name or str(path), planner, manifest)


def _name_in(path: Path, folder: Path | None) -> str:
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix() if folder else ""
    except ValueError:
        return ""


def _of_entry(path: Path, name: str, entry: Entry, planner: Planner) -> Verdict:
    try:
        if reading.hash_of(path, reading.MAX_LEAFLET) != entry["sha256"]:
            return _verdict(name, entry, "changed", _CHANGED)
    except reading.MissingError:
        return _verdict(name, entry, "missing", "the file is not there")
    except reading.ReadError as fault:
        return _verdict(name, entry, "changed", f"it cannot be read: {fault.why}")
    return _still_current(name, entry, planner)


def _of_bytes(path: Path, name: str, planner: Planner, manifest: Manifest) -> Verdict:
    """A file that may bear another name than the one it was printed under."""
    try:
        data = reading.read_bytes(path, reading.MAX_LEAFLET)
    except reading.MissingError as fault:
        return Verdict(name, "missing", fault.why)
    except reading.TooLargeError as fault:
        return Verdict(name, "unknown", f"{fault.why}: no leaflet is so large")
    except reading.ReadError as fault:
        return Verdict(name, "unknown", f"it cannot be read: {fault.why}")
    hash_ = sha256(data).hexdigest()
    printed = next((known for known, entry in sorted(manifest.leaflets.items()) if entry["sha256"] == hash_), None)
    if printed is not None:
        verdict = _still_current(name, manifest.leaflets[printed], planner)
        return Verdict(
            name,
            verdict.state,
            f"printed as {printed}; {verdict.why}",
            *_printed_from(manifest.leaflets[printed]),
            verdict.now,
        )
    if name in manifest.leaflets:
        return _verdict(name, manifest.leaflets[name], "changed", _CHANGED)
    return Verdict(name, "unknown", _why_unknown(path, data))


def _why_unknown(path: Path, data: bytes) -> str:
    """Why nothing is known of a file that no manifest names, and which command shows more."""
    if not data:
        return "the file is empty"
    if data.startswith(b"%PDF-"):
        compare = f"`handouts check --pdf {shlex.quote(str(path))}` compares it with the content"
        return f"no manifest names it (`make` writes none); {compare}, {_BY_ITS_LINE}"
    if path.suffix == ".pdf":
        return "it is no PDF, though its name ends so: look for the file that was printed"
    if path.suffix in SUFFIXES:
        return f"no manifest names it (`make` writes none); {_BY_ITS_LINE}"
    return f"it is no leaflet: the name of one ends in {', '.join(sorted(SUFFIXES))}"


def _printed_from(entry: Entry) -> tuple[str, str]:
    return entry["document"]["id"], entry["document"]["version"]


def _verdict(name: str, entry: Entry, state: State, why: str, now: str = "") -> Verdict:
    return Verdict(name, state, why, *_printed_from(entry), now)


def _still_current(name: str, entry: Entry, planner: Planner) -> Verdict:
    """Whether the same request would say the same today."""
    target = Target.of_plain(entry["request"], entry["edition"], entry["format"])
    composed = planner.composed(target)
    if planning.failed(composed) or composed.entry is None:
        why = next((one.message for one in composed.found if one.is_error), "it cannot be made")
        own = _own_content(composed.found)
        return _verdict(name, entry, "withdrawn", f"it cannot be made today: {why}{own}")
    now, reason = composed.entry["document"]["version"], planning.why(entry, composed.entry)
    if composed.entry["made_from"]["words"] != entry["made_from"]["words"]:
        return _verdict(name, entry, "superseded", reason or "its words changed", now)
    return _verdict(
        name, entry, "current", f"the words are the same, but {reason}" if reason else "nothing changed", now
    )


def _own_content(found: Sequence[Diagnostic]) -> str:
    """A hint where a name is unknown: what was printed from a clinic's own folder is verified with it."""
    return (
        "; verify it with its own folder of content: `--content DIR`"
        if any(one.code == "HND001" for one in found)
        else ""
    )


# ---------------------------------------------------------------- paper


def is_paper(words: Sequence[str]) -> bool:
    """Whether words look like those at the foot of a leaflet: `PF-en 0.1.0-8d05c5db`."""
    document, version = _split(words)
    return bool(version and _DOCUMENT.fullmatch(document) and _VERSION.fullmatch(version))


def is_number(words: Sequence[str]) -> bool:
    """Whether words are the number of a leaflet alone: `PF-en`."""
    return len(words) == 1 and _DOCUMENT.fullmatch(words[0]) is not None


def _split(words: Sequence[str]) -> tuple[str, str]:
    document, _, version = " ".join(words).strip().partition(" ")
    return document, version.removeprefix("Version ").strip()


def paper_verdict(words: Sequence[str], library: Library, manifest: Manifest) -> Verdict:
    """A paper in the hand, by its number and its version with the mark of its content."""
    document, given = _split(words)
    name = f"{document} {given}".strip()
    wrote, version = _DOCUMENT.fullmatch(document), _VERSION.fullmatch(given)
    assert wrote is not None and version is not None
    by_reference = {condition.reference: id_ for id_, condition in library.conditions.items()}
    lost = [one for one in wrote["references"].split("+") if one not in by_reference]
    if lost == [SHEET]:
        return Verdict(name, "unknown", "only the file of a sheet of exercises says which: `handouts check --pdf FILE`")
    if lost:
        return Verdict(
            name, "unknown", f"no leaflet has the number {lost[0]}; {did_you_mean(lost[0], by_reference, 'leaflet')}"
        )
    conditions = [by_reference[one] for one in wrote["references"].split("+")]
    papers = [library.conditions[id_].governance for id_ in conditions]
    hash_ = pipeline.content_hash(library, conditions)
    versions = "/".join(dict.fromkeys(paper.version for paper in papers))
    now = f"{versions}-{hash_[: pipeline.MARK_LETTERS]}"
    printed = _printed_as(document, given, manifest)
    return Verdict(
        name, *_of_paper(version["version"], version["mark"], versions, hash_, printed), document, given, now
    )


def _of_paper(version: str | None, mark: str | None, versions: str, hash_: str, printed: str) -> tuple[State, str]:
    if mark and hash_.startswith(mark) and version in (None, versions):
        return "current", f"its content is today's{printed}"
    if mark:
        return "superseded", f"its content is not today's{printed}"
    if version == versions:
        return "current", "its version is today's; the eight characters behind it would show smaller changes"
    return "superseded", f"today's version is {versions}"


def _printed_as(document: str, version: str, manifest: Manifest) -> str:
    """The files of a manifest that bear this number and this version."""
    names = [name for name, entry in sorted(manifest.leaflets.items()) if _printed_from(entry) == (document, version)]
    return f"; printed as {', '.join(names[:3])}{' and others' if len(names) > 3 else ''}" if names else ""


def manifest_folder(path: Path) -> Path | None:
    """The nearest folder above a file that has a manifest."""
    for folder in path.absolute().parents:
        if parts(folder):
            return folder
    return None
