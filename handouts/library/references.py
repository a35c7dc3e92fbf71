"""Which fields of records name other records: the check that these exist, and who names whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handouts.library.kinds import KINDS, LIBRARY_FIELDS
from handouts.library.source import Path
from handouts.library.store import RecordStore
from handouts.model import (
    Advice,
    Clinic,
    Condition,
    DangerSign,
    Exercise,
    LeafletSet,
    Library,
    PainGuide,
    Plan,
    Record,
    Region,
)

#: The fields that name other records, with the kind that each names; `*` is every item of a list or mapping.
REFERENCES: Mapping[type[Record], Mapping[str, str]] = {
    Condition: {
        "region": "region", "other_regions.*": "region", "causes.*.id": "condition", "exercises.*.id": "exercise",
        "forbids.*.id": "exercise", "delays.*.id": "exercise", "cares.*.id": "exercise", "advice.*": "advice",
        "main_treatment": "advice",
        "danger_signs.*.id": "danger-sign", "danger_signs.*.source": "source", "glossary.*": "term",
        "numbers.*.source": "source", "governance.sources.*.id": "source",
    },
    Exercise: {
        "region": "region", "easier": "exercise", "harder": "exercise", "stop_if.*": "stop-rule",
        "not_with.*": "exercise", "sources.*.id": "source",
    },
    Advice: {
        "region": "region", "not_on.*": "region", "opposite_of.*": "advice", "kept_beside.*": "advice",
        "numbers.*.source": "source", "sources.*.id": "source",
    },
    Clinic: {"country": "country"},
    LeafletSet: {"leaflets.*.conditions.*": "condition", "editions.*": "edition"},
    Plan: {"exercises.*": "exercise", "governance.sources.*.id": "source"},
    Region: {
        "danger_signs.*.id": "danger-sign", "danger_signs.*.source": "source", "stop_rules.*": "stop-rule",
    },
    DangerSign: {"comes_from": "region"},
    PainGuide: {"stop_if.*": "stop-rule", "worse_next_day": "stop-rule", "sources.*.id": "source"},
}  # fmt: skip


def check_named(store: RecordStore) -> None:
    """HND301 for each name that no record of its kind has."""
    for record_type, fields in REFERENCES.items():
        kind = next(kind for kind, known in KINDS.items() if known is record_type)
        for id_, record in store.records[kind].items():
            for pattern, named_kind in fields.items():
                for path, name in _values(record, pattern.split(".")):
                    store.refer(named_kind, name, store.written[kind, id_].place(*path))


def named(record: Record) -> Iterator[tuple[str, str]]:
    """Kind and id of every record that a record names."""
    for pattern, kind in REFERENCES.get(type(record), {}).items():
        yield from ((kind, name) for _, name in _values(record, pattern.split(".")))


def naming(library: Library, kind: str, id_: str) -> list[str]:
    """The ids of the records that name this one."""
    all_: dict[type[Record], Mapping[str, Record]] = {
        record_type: getattr(library, LIBRARY_FIELDS[known])
        for known, record_type in KINDS.items()
        if known in LIBRARY_FIELDS
    }
    all_[PainGuide] = {"pain-guide": library.pain_guide} if library.pain_guide else {}
    return [own for kind_of in REFERENCES for own, record in all_[kind_of].items() if (kind, id_) in named(record)]


def _values(value: Any, steps: Sequence[str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The values at a pattern such as `sources.*.id`, each with its path; nothing where a value is left out."""
    if value is None:
        return
    if not steps:
        yield path, value
    elif steps[0] != "*":
        yield from _values(getattr(value, steps[0]), steps[1:], (*path, steps[0]))
    else:
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _values(item, steps[1:], (*path, key))
