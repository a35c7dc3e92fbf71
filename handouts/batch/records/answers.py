"""An answer for each code and language, as static JSON: what an Infobutton asks a server for, without a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handouts.batch.records.record import DRAFT, SYSTEMS, RecordLeaflet, as_json, by_code

FOLDER = "answers"

#: Object identifiers of the classifications, by which an Infobutton request names them (HL7).
OIDS = {"icd10cm": "2.16.840.1.113883.6.90", "icd10": "2.16.840.1.113883.6.3", "snomed": "2.16.840.1.113883.6.96"}


def files(leaflets: Sequence[RecordLeaflet]) -> Iterator[tuple[str, bytes]]:
    """`answers/icd10/M72.2/en.json` for each code and language, and `answers/index.json`, which lists them."""
    index: dict[str, Any] = {}
    for system in SYSTEMS:
        for code, known in by_code(leaflets, system).items():
            for language in sorted({one.language.partition("-")[0] for one in known}):
                path = f"{FOLDER}/{system}/{code}/{language}.json"
                spoken = [one for one in known if one.language.partition("-")[0] == language]
                yield path, as_json(_answer(system, code, language, spoken))
                index.setdefault(system, {}).setdefault(code, {})[language] = path.removeprefix(f"{FOLDER}/")
    yield f"{FOLDER}/index.json", as_json({"systems": {name: OIDS[name] for name in index}, "answers": index})


def _answer(system: str, code: str, language: str, leaflets: Sequence[RecordLeaflet]) -> dict[str, Any]:
    return {
        "system": OIDS[system],
        "code": code,
        "term": next(one.term for leaflet in leaflets for one in leaflet.codes if one.code == code),
        "language": language,
        "leaflets": [
            {
                "title": one.title,
                "number": one.document("id"),
                "version": one.document("version"),
                "issued": one.document("issued"),
                "review_by": one.document("review_by"),
                "status": one.document("status"),
                **({} if one.is_approved else {"notice": DRAFT}),
                "files": [
                    {"path": file.path, "format": file.format, "pages": file.pages} for file in one.leaflet.files
                ],
            }
            for one in leaflets
        ],
    }
