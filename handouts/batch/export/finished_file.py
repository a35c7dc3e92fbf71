"""A finished file, wherever it comes from: what it says it is, the leaflet composed again, and where the two differ.

The request comes from the options, from the manifest beside the file, or from the file itself. A request holds no
personal data: that is read from its fields in the file. The leaflet is printed again with this data, and everything
else must be equal.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from handouts import pdf, pipeline
from handouts.batch import limits, manifest
from handouts.batch.export import verification
from handouts.batch.manifest import Manifest
from handouts.batch.patients import values
from handouts.batch.target import Target, unlimited
from handouts.batch.workers import watchdog
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading
from handouts.formats import pdf as pdf_format
from handouts.model.choices import Side
from handouts.model.leaflet import Leaflet, Personal
from handouts.model.request import Request
from handouts.pdf import preflight, printing
from handouts.pdf.printing import assets
from handouts.pdf.reader import FAULTS, BrokenFileError, PdfReader, Tag
from handouts.pdf.tag_nodes import REQUEST_KEY
from handouts.pdf.world_fonts import UNSPACED
from handouts.pipeline import RunOptions
from handouts.pipeline.workspace import Workspace

#: The most bytes of a file that is read. A leaflet has a tenth of a megabyte, with a large logo five.
MOST_BYTES = 32 * 2**20

#: The blanks at the head of a leaflet, by the words before them, in their order; some only where they are filled in.
BLANKS = {
    "Name": "patient", "Date of birth": "born", "Patient number": "reference", "From": "clinician", "Date": "date",
}  # fmt: skip
ONLY_FILLED = ("Date of birth", "Patient number")
DAY_LABELS = ("Start date", "Exercise began")
NOTES = "Note "  # of the clinician, before the exercises

LONGEST_DAY = 40  # letters of a date in words
_DOCUMENT = re.compile(
    r"([A-Z]{2,4}(?:\+[A-Z]{2,4})*-[a-z]{2,3})·\D{0,20}(\d+\.\d+\.\d+(?:/\d+\.\d+\.\d+)*-[0-9a-f]{8})"
)
_USAGE = ("HND001", "HND002", "HND403", "HND413")  # a request that no content answers, not one of old content


_NOBODY = Personal("", "", "", "")


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a file; it goes before what the file says of itself."""

    clinic: str | None = None
    edition: str | None = None
    side: Side | None = None
    exercises: int | None = None
    settings: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says of itself: its number and version, the entry with its request, the words about a person."""

    document: str = ""
    version: str = ""
    request: str = ""
    personal: Personal = _NOBODY


def check(path: Path, workspace: Workspace, given: Given, day: datetime.date) -> list[Diagnostic]:
    """Everything that can be found in a finished PDF, read and compared in a watched child process.

    Reports HND870 to HND893, HND504, and HND945 to HND949 where the child does not come to an end.
    """
    time_s, memory_mib = limits.FILE
    found, fault = watchdog.run(_check, (path, workspace, given, day), timeout_s=time_s, memory_mib=memory_mib)
    return [fault] if fault else list(found)


def _check(task: tuple[Path, Workspace, Given, datetime.date]) -> list[Diagnostic]:
    path, workspace, given, day = task
    try:
        data = reading.read_bytes(path, MOST_BYTES)
    except reading.ReadError as fault:
        return [Diagnostic("HND890", f"the file cannot be read: {fault.why}", fault.remedy)]
    said = _said(data)
    target = _wanted(said, given, workspace, _entry_beside(path, data)) if said else None
    if said is None or isinstance(target, Diagnostic) or target is None:
        return [*preflight.read_alone(data), *([target] if isinstance(target, Diagnostic) else [])]
    found = _compared(data, said, target, workspace, day)
    about = Request((), patient=said.personal.patient, clinician=said.personal.clinician, notes=said.personal.notes,
                    reference=said.personal.reference)  # fmt: skip
    return [pipeline.discreet(finding, about) for finding in dict.fromkeys(found)]


# ---------------------------------------------------------------- what the file says


def _said(data: bytes) -> Said | None:
    """What a file says of itself, or None when it cannot be read."""
    try:
        with PdfReader(data) as pdf:
            printed = "".join("".join(run.text for run in pdf.runs).split())
            named = _DOCUMENT.search(printed)
            document, version = named.groups() if named else ("", "")
            return Said(document, version, pdf.facts().get(REQUEST_KEY, ""), _personal(pdf.tags()))
    except (BrokenFileError, *FAULTS):
        return None


def _personal(tags: Sequence[Tag]) -> Personal:
    """The words about a person, from their fields: behind the labels of the blanks, of the diary and of the notes.

    Words that no leaflet can have are left out, so that the comparison finds them.
    """
    lines = [_line(tag.text) for tag in tags if tag.role == "P"]
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        found = _blanks(lines[at:]) if line.startswith("Name") else {}
        if found:
            break
    notes = next((line for line in lines if line.startswith(NOTES)), "")
    # The label and the day are paragraphs of their own.
    first_day = next((day for label, day in pairwise(lines) if label in DAY_LABELS), "")
    fields = {"patient": "", "clinician": "", "date": "", **found, "start": first_day, "notes": _after(notes, NOTES)}
    return Personal(**{field: words if _is_printable(field, words) else "" for field, words in fields.items()})


def _blanks(lines: Sequence[str]) -> dict[str, str]:
    """The words of the blanks with which these lines begin, by their field; nothing where they are others."""
    found, rest = {}, iter(lines)
    line = next(rest, "")
    for label, field in BLANKS.items():
        if line.startswith(label):
            found[field] = _after(line, label)
            line = next(rest, "")
        elif label not in ONLY_FILLED:
            return {}
    return found


def _is_printable(field: str, words: str) -> bool:
    if field in ("date", "born", "start"):
        return len(words) <= LONGEST_DAY
    return not isinstance(values.words(words, {"patient": "name", "reference": "id"}.get(field, field)), values.Fault)


def _line(text: str) -> str:
    """The lines of a paragraph as one; a line ends in a blank, behind a hyphen, or in a script without spaces."""
    return re.sub(rf"(?<=[-/{UNSPACED}])\n(?=[{UNSPACED}])|(?<=[-/])\n", "", text).replace("\n", " ")


def _after(line: str, label: str) -> str:
    return line.removeprefix(label).strip()


# ---------------------------------------------------------------- which leaflet it is


def _entry_beside(path: Path, data: bytes) -> Mapping[str, Any] | None:
    """The entry of the manifest above the file that knows its bytes."""
    folder = verification.manifest_folder(path)
    entries = (manifest.read(folder)[0] if folder else Manifest()).leaflets
    hash_ = sha256(data).hexdigest()
    return next((entry for entry in entries.values() if entry["sha256"] == hash_), None)


def _wanted(said: Said, given: Given, workspace: Workspace, entry: Mapping[str, Any] | None) -> Target | Diagnostic:
    """The leaflet that a file says it is. Reports HND892."""
    target = _of_entry(entry) if entry else _of_file(said, workspace)
    if target is None:
        message = "the file is not compared: it does not say which leaflet it is"
        return Diagnostic("HND892", message, "check a file that `make`, `export` or `mail-merge` wrote")
    chosen = {name: value for name in Given.__slots__ if (value := getattr(given, name)) is not None}
    edition = chosen.pop("edition", target.edition)
    target = replace(target, request=replace(target.request, **chosen), edition=edition)
    if not target.request.clinic or not edition:
        message = "the file is not compared: it does not say its clinic and its edition"
        return Diagnostic("HND892", message, "name them with `--clinic` and `--edition`")
    return target


def _of_entry(entry: Mapping[str, Any]) -> Target | None:
    request = entry["request"]
    return _checked({**request, "edition": entry["edition"]})


def _of_file(said: Said, workspace: Workspace) -> Target | None:
    """The entry of the file, or of an older one its number alone."""
    try:
        request = json.loads(said.request) if len(said.request) < 4000 else {}
    except (ValueError, RecursionError):
        request = {}
    if target := _checked(request):
        return target
    by_reference = {condition.reference: id_ for id_, condition in workspace.library.conditions.items()}
    references = said.document.rpartition("-")[0].split("+")
    if not all(one in by_reference for one in references):
        return None
    return Target(unlimited(tuple(by_reference[one] for one in references), ""), None, "pdf")


def _checked(request: Any) -> Target | None:
    """A request as a file or a manifest gives it, if it has the shape of one."""
    try:
        target = Target.of_plain(request, request["edition"], "pdf")
    except (KeyError, TypeError, ValueError):
        return None
    own, choice = target.request, target.request.choice
    chosen = (*choice.named, *choice.without, choice.order, own.sheet.title, own.plan, *dict(choice.sides))
    words = (*own.conditions, *chosen, own.clinic, target.edition, *own.settings)
    numbers = (own.exercises, own.sheet.cards or 0, choice.weeks or 0, *own.settings.values())
    sides = (own.side, *(side for _, side in choice.sides))
    plain = all(isinstance(word, str) for word in words) and all(type(number) is int for number in numbers)
    return (
        target
        if plain and all(side in (None, "left", "right", "both") for side in sides) and (own.conditions or choice.only)
        else None
    )


# ---------------------------------------------------------------- the leaflet composed again


def _compared(
    data: bytes, said: Said, target: Target, workspace: Workspace, day: datetime.date
) -> Sequence[Diagnostic]:
    result = pipeline.run(workspace, target.request, day, RunOptions(target.edition))
    if result.leaflet is None:
        return [*preflight.read_alone(data), _unanswered(result.found)]
    if old := _old(said, result.leaflet, workspace):
        return [*preflight.read_alone(data), old]
    if unready := pdf.engine_fault():
        return [*preflight.read_alone(data), unready]
    leaflet = replace(result.leaflet, personal=said.personal)
    edition = workspace.library.edition(target.edition or "")
    printed = printing.print_leaflet(leaflet, edition, assets(workspace.overlay))
    if has_errors(printed.diagnostics) or not printed.data:
        return [*preflight.check_file(data, leaflet, edition).found, *printed.diagnostics]
    return preflight.check_file(data, leaflet, edition, pdf_format.imposed(printed, leaflet, edition)).found


def _unanswered(found: Sequence[Diagnostic]) -> Diagnostic:
    """Why the leaflet of a file cannot be composed today."""
    error = next(one for one in found if one.is_error)
    if error.code in _USAGE:
        message = f"the file is not compared: {error.message}"
        return Diagnostic("HND892", message, f"name it by the options, or its content with `--content`; {error.help}")
    return Diagnostic("HND893", f"withdrawn: it cannot be made today: {error.message}", error.help)


def _old(said: Said, leaflet: Leaflet, workspace: Workspace) -> Diagnostic | None:
    """HND893, in the words of `verify`, for a file of other content than today's."""
    if not said.version or (said.document, said.version) == (leaflet.imprint.document, leaflet.imprint.version):
        return None
    verdict = verification.paper_verdict((said.document, said.version), workspace.library, Manifest())
    message = f"{verdict.state}: {verdict.document} {verdict.version}, {verdict.why}, {verdict.now or 'none'} is"
    return Diagnostic("HND893", message, "print the leaflet again; this file was not compared with today's")
