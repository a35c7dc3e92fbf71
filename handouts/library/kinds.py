"""The kinds of content: the name of each, where its files lie, and its record."""

from __future__ import annotations

from collections.abc import Mapping

from handouts import model
from handouts.model import Record

#: Folders with a file for each record: the kind and the record, by the name of the folder.
FOLDERS: Mapping[str, tuple[str, type[Record]]] = {
    "conditions": ("condition", model.Condition),
    "exercises": ("exercise", model.Exercise),
    "advice": ("advice", model.Advice),
    "clinics": ("clinic", model.Clinic),
    "countries": ("country", model.Country),
    "languages": ("language", model.Language),
    "regions": ("region", model.Region),
    "sets": ("set", model.LeafletSet),
    "plans": ("plan", model.Plan),
}
#: Files with many records by id.
REGISTERS: Mapping[str, tuple[str, type[Record]]] = {
    "sources.yaml": ("source", model.Source),
    "glossary.yaml": ("term", model.Term),
    "stop-rules.yaml": ("stop-rule", model.StopRule),
    "danger-signs.yaml": ("danger-sign", model.DangerSign),
    "subjects.yaml": ("subject", model.Subject),
    "movements.yaml": ("movement", model.OwnMovement),
    "measures.yaml": ("measure", model.OwnMeasure),
}
PAIN_GUIDE = "pain-guide.yaml"

#: Every record by its kind.
KINDS: Mapping[str, type[Record]] = {
    **dict(FOLDERS.values()),
    **dict(REGISTERS.values()),
    "pain-guide": model.PainGuide,
    "edition": model.Edition,
}
#: The field of the library that has the records of a kind.
LIBRARY_FIELDS: Mapping[str, str] = {
    kind: place.removesuffix(".yaml").replace("-", "_") for place, (kind, _) in {**FOLDERS, **REGISTERS}.items()
} | {"edition": "editions"}
