"""The kinds of files that `content/` and `styles/` hold, and the record of each."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.model import (
    Advice,
    Clinic,
    Condition,
    Edition,
    Exercise,
    LeafletSet,
    PainGuide,
    Record,
    Region,
    Source,
    StopRule,
    Term,
)

#: What `handouts schema KIND` knows: files of one record, and files of many records by id.
KINDS: Mapping[str, type[Record]] = {
    "condition": Condition, "exercise": Exercise, "advice": Advice, "clinic": Clinic, "region": Region,
    "set": LeafletSet, "sources": Source, "glossary": Term, "stop-rules": StopRule, "pain-guide": PainGuide,
    "edition": Edition,
}  # fmt: skip
REGISTERS = ("sources", "glossary", "stop-rules")
