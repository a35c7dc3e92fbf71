"""The local education folder of OpenEMR: a PDF under the name of its code and language.

Source: openemr/openemr, interface/patient_file/education.php: `{code type}_{code}_{language}.pdf` in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from handouts.batch.records.record import RecordLeaflet, by_code
from handouts.files import reading

FOLDER = "openemr"
CODE_TYPES = {"icd10cm": "icd10", "snomed": "snomed"}  # OpenEMR's ICD10 is the classification of the CDC


def files(folder: Path, leaflets: Sequence[RecordLeaflet]) -> Iterator[tuple[str, bytes]]:
    """The PDFs by path. A code of several leaflets is nobody's: OpenEMR shows one file for a code."""
    for system, kind in CODE_TYPES.items():
        for code, known in by_code(leaflets, system).items():
            if len({one.path for one in known}) == 1:
                name = f"{kind}_{code}_{known[0].language.partition('-')[0]}.pdf".lower()
                yield f"{FOLDER}/{name}", reading.read_bytes(folder / known[0].path, reading.MAX_LEAFLET, folder)


def shared_codes(leaflets: Sequence[RecordLeaflet]) -> dict[tuple[str, ...], list[str]]:
    """The codes that several leaflets have, by the titles of these."""
    found: dict[tuple[str, ...], list[str]] = {}
    for system in CODE_TYPES:
        for code, known in by_code(leaflets, system).items():
            if len(titles := tuple(sorted({one.title for one in known}))) > 1:
                found.setdefault(titles, []).append(code)
    return found
