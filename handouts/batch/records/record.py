"""A leaflet as records know it: its file for print, number, version, days, status and codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from handouts.batch.contents import FolderLeaflet
from handouts.batch.manifest import Entry
from handouts.files import reading
from handouts.model import prose

#: Addresses of classifications in FHIR, by their names in content.
SYSTEMS = {
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd10": "http://hl7.org/fhir/sid/icd-10",
    "snomed": "http://snomed.info/sct",
}
DRAFT = "Draft, not clinically approved"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a classification, with its term there."""

    system: str
    code: str
    term: str


@dataclass(frozen=True, slots=True)
class RecordLeaflet:
    """A leaflet with the PDF that records are given; its path is inside the folder, `sha1` as FHIR wants it."""

    leaflet: FolderLeaflet
    entry: Entry
    path: str
    size: int
    sha1: bytes
    codes: tuple[Code, ...]

    @property
    def title(self) -> str:
        return self.leaflet.leaflet.title

    @property
    def description(self) -> str:
        words = ": ".join(filter(None, (self.title, prose.plain_text(self.leaflet.leaflet.deck))))
        return words if self.is_approved else f"{words} ({DRAFT})"

    @property
    def language(self) -> str:
        return str(self.entry["language"])

    @property
    def is_approved(self) -> bool:
        return bool(self.entry["document"]["status"] == "approved")

    def document(self, name: str) -> str:
        """A word of the imprint: id, version, issued or review_by."""
        return str(self.entry["document"][name])


def of_folder(
    folder: Path, leaflets: Iterable[FolderLeaflet], entries: dict[str, Entry], drafts: bool
) -> Sequence[RecordLeaflet]:
    """The leaflets that have a PDF, each with its first; drafts only where `drafts` says so. Raises ReadError."""
    made = []
    for one in leaflets:
        pdfs = [file for file in one.files if file.format == "pdf"]
        if not pdfs or (one.document["status"] != "approved" and not drafts):
            continue
        entry = entries[pdfs[0].path]
        data = reading.read_bytes(folder / pdfs[0].path, reading.MAX_LEAFLET, folder)
        codes = tuple(
            Code(name, code["code"], code["term"]) for name in SYSTEMS for code in entry["codes"].get(name, ())
        )
        made.append(
            RecordLeaflet(one, entry, pdfs[0].path, len(data), sha1(data, usedforsecurity=False).digest(), codes)
        )
    return made


def by_code(leaflets: Iterable[RecordLeaflet], system: str) -> dict[str, list[RecordLeaflet]]:
    """The leaflets of one condition by the codes of a classification; a merged one answers to no code alone."""
    found: dict[str, list[RecordLeaflet]] = {}
    for one in leaflets:
        for code in one.codes:
            if code.system == system and len(one.leaflet.leaflet.conditions) == 1:
                found.setdefault(code.code, []).append(one)
    return dict(sorted(found.items()))


def as_json(value: object) -> bytes:
    """The file of a value, indented by one space."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
