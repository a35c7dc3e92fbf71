"""The hash that an approval or an attestation names: of exactly what a leaflet of a condition may print.

It covers the condition, the words of its regions, every exercise that it prescribes, its advice, the drawings of all
of these, the stop rules, the pain guide and the terms that it explains. It does not cover the signatures (status,
reviewers, approval and attestations), nor accepted findings, which are not printed and have a name and a last day of
their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from handouts.model import Condition, Frame, Library, Record, Region
from handouts.model.people import NAMES, kept_name

_SIGNATURES = frozenset({"status", "reviewers", "approval", "attestations"})


def hash_of(library: Library, id_: str) -> str:
    """SHA-256 of all that the leaflet of a condition may print, as 64 hexadecimal digits."""
    text = json.dumps(_covered(library, library.conditions[id_]), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def hash_of_exercises(library: Library, ids: Sequence[str]) -> str:
    """SHA-256 of all that a sheet of these exercises may print, as 64 hexadecimal digits."""
    text = json.dumps(_of_exercises(library, ids, ids), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _covered(library: Library, condition: Condition) -> dict[str, Any]:
    exercises = [p.id for p in condition.exercises if p.id in library.exercises]
    plain = _plain(condition)
    plain.pop("symptoms", None)  # for the search alone
    plain["governance"] = {key: value for key, value in plain["governance"].items() if key not in _SIGNATURES}
    return {
        "condition": plain,
        "regions": {id_: _of_region(library.regions[id_]) for id_ in condition.regions if id_ in library.regions},
        **{f"measure {id_}": _plain(library.measures[id_]) for id_ in condition.measures if id_ in library.measures},
        **_of_exercises(library, exercises, [condition.id, *exercises, *condition.advice]),
        "advice": {id_: _plain(library.advice[id_]) for id_ in condition.advice if id_ in library.advice},
        "terms": {id_: _plain(library.glossary[id_]) for id_ in condition.glossary if id_ in library.glossary},
    }


def _of_exercises(library: Library, ids: Sequence[str], drawn: Sequence[str]) -> dict[str, Any]:
    """The exercises with the rules that they print, and the drawings of these ids."""
    exercises, guide = {id_: library.exercises[id_] for id_ in ids}, library.pain_guide
    rules = {id_ for e in exercises.values() for id_ in e.stop_if} | set(guide.stop_if if guide else ())
    others = (kept_name(id_, person) for id_ in drawn for person in NAMES[1:])
    people = sorted({name for name in others if name in library.figures})
    return {
        "exercises": {id_: _plain(exercise) for id_, exercise in exercises.items()},
        "drawings": {id_: [_drawn(frame) for frame in library.figures.get(id_, ())] for id_ in (*drawn, *people)},
        "stop rules": {id_: _plain(library.stop_rules[id_]) for id_ in sorted(rules & set(library.stop_rules))},
        "pain guide": _plain(guide) if guide else None,
    }


def _plain(record: Record) -> dict[str, Any]:
    """A record without its empty fields, so that a new optional field of the model voids no approval."""
    never_printed = {"accepted", "opposite_of", "kept_beside"}
    written = record.model_dump(mode="json", by_alias=True, exclude=never_printed)
    return {key: value for key, value in written.items() if _is_set(value)}


def _of_region(region: Region) -> dict[str, Any]:
    """The words of a region that a leaflet prints."""
    return region.model_dump(mode="json", include={"sore", "ask_who"})


def _is_set(value: object) -> bool:
    return value is not None and value is not False and value not in ([], {}, ())


def _drawn(frame: Frame) -> list[Any]:
    own = [frame.sha256] if frame.file else []
    return [frame.name, frame.svg, frame.faces, {name: list(at) for name, at in frame.anchors.items()}, *own]
