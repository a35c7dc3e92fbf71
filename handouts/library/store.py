"""The record store: records by kind and id, the location of each, and the check of references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from handouts.diagnostics import Diagnostic, Span, did_you_mean
from handouts.library import schema, source
from handouts.library.kinds import KINDS, LIBRARY_FIELDS
from handouts.library.source import Path
from handouts.model import DangerSign, Frame, Library, PainGuide, Record, Region
from handouts.model.poses import KEY

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Location:
    """The file of a record, and the path of its entry in a register."""

    source: source.Source
    at: Path = ()

    def place(self, *path: str | int) -> Span:
        return self.source.place((*self.at, *path))

    def key(self, *path: str | int) -> Span:
        return self.source.key((*self.at, *path))

    def find(self, path: Path, words: str) -> Span:
        return self.source.find((*self.at, *path), words)


@dataclass(slots=True)
class RecordStore:
    """The records that have been read, and the findings. `broken` are the ids of records with faults, by kind."""

    records: dict[str, dict[str, Record]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    broken: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    written: dict[tuple[str, str], Location] = field(default_factory=dict)
    #: Regions of the shipped content that a file of the clinic hides.
    hidden_regions: dict[str, Region] = field(default_factory=dict)
    #: Kinds of danger sign of the shipped content that an entry of the clinic hides.
    hidden_signs: dict[str, DangerSign] = field(default_factory=dict)
    #: Kinds whose register could not be read: references to them are not checked.
    unread: set[str] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)

    def of(self, record_type: type[R]) -> Iterator[R]:
        kind = next(kind for kind, known in KINDS.items() if known is record_type)
        return cast(Iterator[R], iter(self.records[kind].values()))

    def put(self, kind: str, id_: str, value: object, location: Location, extra: Mapping[str, object]) -> None:
        """Checks a value and keeps its record, unless an earlier layer has one of the same kind and id."""
        if (kind, id_) in self.written:
            if kind == "danger-sign":
                hidden, _ = schema.check(DangerSign, value, location.source, extra, location.at)
                if isinstance(hidden, DangerSign):
                    self.hidden_signs.setdefault(id_, hidden)
            return
        self.written[kind, id_] = location
        record, found = schema.check(KINDS[kind], value, location.source, extra, location.at)
        self.found += found
        if record is None:
            self.broken[kind].add(id_)
        else:
            self.records[kind][id_] = record

    def report(self, code: str, message: str, advice: str, span: Span) -> None:
        self.found.append(Diagnostic(code, message, advice, span))

    def known(self, kind: str) -> set[str]:
        return {*self.records[kind], *self.broken[kind]}

    def refer(self, kind: str, id_: str, span: Span) -> None:
        """Checks that the record of a reference exists. Reports HND301."""
        if kind not in self.unread and id_ not in (names := self.known(kind)):
            thing = kind.replace("-", " ")
            self.report("HND301", f"there is no {thing} `{id_}`", did_you_mean(id_, names, thing), span)

    def library(self, figures: Mapping[str, tuple[Frame, ...]]) -> Library:
        kept: dict[str, Any] = {
            LIBRARY_FIELDS[kind]: records for kind, records in self.records.items() if kind in LIBRARY_FIELDS
        }
        guide = cast(PainGuide | None, self.records["pain-guide"].get("pain-guide"))
        return Library(**kept, pain_guide=guide, figures=figures, places=dict(places(self.written)))


_WITH_KEYS = ("pose", "picture", "get_help")  # fields in which a finding is of a key


def places(location: Mapping[tuple[str, str], Location]) -> Iterator[tuple[tuple[str, str], dict[Path, Span]]]:
    """The spans of every record by path; paths of a register entry begin at the entry, those of a key end in `KEY`."""
    # The spans of a register are grouped by entry once: to search them for each entry would take their square.
    entries: dict[int, dict[str | int, dict[Path, Span]]] = {}
    for key, record in location.items():
        if not record.at:
            keys = {(*path, KEY): span for path, span in record.source.keys.items() if path and path[0] in _WITH_KEYS}
            yield key, {**record.source.places, **keys}
            continue
        if id(record.source) not in entries:
            groups = entries[id(record.source)] = {}
            for path, span in record.source.places.items():
                if path:
                    groups.setdefault(path[0], {})[path[1:]] = span
        yield key, {**entries[id(record.source)].get(record.at[0], {}), (): record.key()}
