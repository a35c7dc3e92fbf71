"""Every version of a leaflet that a site ever held: `history.json`. A line is added and never taken away.

No clock: the order of the lines is the order in which the versions came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from handouts.diagnostics import Diagnostic, Span
from handouts.files import reading

NAME = "history.json"

State = Literal["current", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is printed at the foot of a page; days are those of its content (YYYY-MM-DD).

    `parts` are the digests of its parts (`changes.digests`), none where an older program wrote the line.
    """

    version: str
    issued: str
    review_by: str
    status: str
    parts: Mapping[str, str] = field(default_factory=dict, compare=False)


History = dict[str, list[Version]]


@dataclass(frozen=True, slots=True)
class Line:
    """A version with its facts of today; `by` is the version that replaced it."""

    document: str
    version: Version
    state: State
    by: Version | None = None


def read(folder: Path) -> tuple[History | None, list[Diagnostic]]:
    """The versions by document number, oldest first; empty where there is no file.

    Reports HND931 for a file that cannot be read. Then there is no history: writing it anew would forget versions.
    """
    path = folder / NAME
    try:
        known: Any = reading.read_json(path, reading.MAX_STATE, folder)
        return {str(number): [_version(one) for one in versions] for number, versions in known.items()}, []
    except FileNotFoundError:
        return {}, []
    except (reading.ReadError, ValueError, KeyError, TypeError, AttributeError):
        advice = "put back the copy of your last backup; without the file, old papers are unknown to the site"
        return None, [Diagnostic("HND931", "this is not the history of a site", advice, Span(str(path)))]


def _version(one: Any) -> Version:
    """Raises KeyError, TypeError or AttributeError for what `as_text` did not write."""
    parts = {str(name): str(digest) for name, digest in one.get("parts", {}).items()}
    return Version(str(one["version"]), str(one["issued"]), str(one["review_by"]), str(one["status"]), parts)


def with_versions(history: History, printed: Iterable[tuple[Mapping[str, str], Mapping[str, str]]]) -> History:
    """The history with the versions that are printed now.

    Args: `printed` are documents of a manifest, each with the digests of its parts; none where the content has moved on
    since the file was made, so that those of an earlier run stay.
    """
    known = {number: list(versions) for number, versions in history.items()}
    for one, parts in printed:
        version = Version(one["version"], one["issued"], one["review_by"], one["status"], parts)
        lines = known.setdefault(one["id"], [])
        if version in lines:  # an old version that is printed again is the newest one
            known_parts = lines.pop(lines.index(version)).parts
            version = replace(version, parts=parts or known_parts)
        lines.append(version)
    return known


def lines(history: History, printed: Iterable[tuple[str, str]]) -> list[Line]:
    """All versions, the newest of each document first.

    Args: `printed` are the numbers and versions of the site's leaflets. Sheets of exercises share a number, so several
    versions of it can be current.
    """
    current = set(printed)
    numbers = {number for number, _ in current}
    found = []
    for number in sorted(history):
        for one in reversed(history[number]):
            state: State = "replaced" if number in numbers else "withdrawn"
            by = history[number][-1] if number in numbers else None
            is_current = (number, one.version) in current
            found.append(Line(number, one, "current") if is_current else Line(number, one, state, by))
    return found


def as_text(history: History) -> str:
    plain = {number: [asdict(one) for one in versions] for number, versions in sorted(history.items())}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
