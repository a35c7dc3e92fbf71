"""`manifest.json`: what lies in a folder, and what each file was printed from.

The same inputs give the same manifest, byte for byte: no clock, no path of a machine, no name of a person, everything
in order. A share of a run (`--shard 2/5`) writes `manifest.2-of-5.json`; who reads, reads all of them as one.

Of personal leaflets, thousands are printed from the same but for the words of a person: what they share is written
once, as their forme.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handouts.batch import journal, shards
from handouts.batch.shards import Shard
from handouts.diagnostics import Diagnostic, Span
from handouts.files import reading, writing
from handouts.files.digest import short_digest

NAME = "manifest.json"
_ADVICE = "delete it: the next `export` or `mail-merge` into its folder writes it anew"
FORM = 1
_PERSONAL = "personal"  # in the entry of a leaflet with a person's words, which are not in it
_OWN = ("sha256", "bytes", "pages", "found_by_press")  # the fields of one personal leaflet
_FINDING = {"code": str, "severity": str, "message": str}
CHOICES = ("only", "add", "without")  # ids of exercises in a request, where it has them: `Choice`
SIDES = ("left", "right", "both")  # `Side`, without importing the model: an unchanged export reads this file

_NEEDED: dict[str, Any] = {  # by readers of an entry; a list holds values of one type
    "request": {"conditions": [str], "clinic": str, "side": str | None, "exercises": int, "settings": dict},
    "edition": str | None,
    "format": str,
    "document": {"id": str, "version": str},
    "findings": [_FINDING],
    "made_from": {"words": str},
    "key": str,
    "press": str,
    "sha256": str,
    "bytes": int,
    "pages": int,
    "found_by_press": [_FINDING],
}

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries by the name of their file, and the toolchains (`presses`) that printed them, each by its short hash."""

    leaflets: dict[str, Entry] = field(default_factory=dict)
    presses: dict[str, Any] = field(default_factory=dict)


def part_name(shard: Shard | None) -> str:
    return shards.marked(NAME, shard)


def parts(folder: Path) -> list[Path]:
    """The manifest of a folder, then those of its shares, which are newer: a whole run makes all of them one."""
    try:
        found = [path for path in folder.iterdir() if path.name == NAME or shards.is_marked(path.name, NAME)]
        return sorted(found, key=lambda path: (path.name != NAME, path.name))
    except OSError:
        return []


def read(folder: Path) -> tuple[Manifest, list[Diagnostic]]:
    """All parts as one. Reports HND931 for one that cannot be read; it counts as not there."""
    return _read(parts(folder))


def read_part(folder: Path, shard: Shard | None) -> Manifest:
    """What one share wrote. A whole run knows all shares."""
    return _read([folder / part_name(shard)] if shard else parts(folder))[0]


def _read(paths: Sequence[Path]) -> tuple[Manifest, list[Diagnostic]]:
    whole, found = Manifest(), []
    for path in paths:
        try:
            part = reading.read_json(path, reading.MAX_STATE, path.parent)
            formes, presses = part.get("formes", {}), part["presses"]
            leaflets = {name: _whole(entry, formes) for name, entry in part["leaflets"].items()}
            if part["form"] != FORM or not all(map(is_entry, leaflets, leaflets.values())):
                raise ValueError
            whole.leaflets.update(leaflets)
            whole.presses.update(presses)
        except FileNotFoundError:
            continue
        except reading.ReadError as fault:
            found.append(Diagnostic("HND931", f"it cannot be read: {fault.why}", _ADVICE, Span(str(path))))
        except (ValueError, KeyError, TypeError, AttributeError):
            found.append(Diagnostic("HND931", "this is not a manifest of this program", _ADVICE, Span(str(path))))
    return whole, found


def is_entry(name: str, entry: Any) -> bool:
    """Whether an entry is one of ours. Its name leads into the folder and nowhere else."""
    if not (reading.is_name_inside(name) and _is(entry, _NEEDED)):
        return False
    request = entry["request"]
    choices, own = [request.get(name, []) for name in CHOICES], request.get("sides", {})
    numbers = (*request["settings"].values(), request.get("weeks", 1))
    sides = (request["side"], *own.values()) if isinstance(own, dict) else (own,)
    return (
        all(one is None or one in SIDES for one in sides)
        and all(type(one) is int for one in numbers)
        and _is(choices, [[str]])
    )


def _is(value: Any, kind: Any) -> bool:
    """Whether a value is of a kind: a type, a list of one kind, or an object with some values each of its own."""
    if isinstance(kind, dict):
        return isinstance(value, dict) and all(word in value and _is(value[word], one) for word, one in kind.items())
    if isinstance(kind, list):
        return isinstance(value, list) and all(_is(one, kind[0]) for one in value)
    return isinstance(value, kind)


def write(folder: Path, manifest: Manifest, shard: Shard | None = None) -> list[Diagnostic]:
    """Puts the manifest in place, unless it is there already. Reports HND702."""
    return writing.put(folder, part_name(shard), as_text(manifest).encode())[1]


def fold(folder: Path) -> list[Diagnostic]:
    """Takes away the parts that shares wrote: the whole manifest knows what they knew. Reports HND702."""
    return [one for path in parts(folder) if path.name != NAME for one in writing.delete(path)]


def personal(entry: Entry) -> Entry:
    """The entry of a leaflet that bears a person's words too."""
    return entry | {_PERSONAL: True}


def with_file(entry: Entry, file: journal.Entry) -> Entry:
    """The entry of a leaflet, completed by what the journal recorded of its file."""
    facts = {"pages": file.facts.get("pages", 0), "found_by_press": file.facts.get("found", [])}
    return entry | {"sha256": file.sha256, "bytes": file.size} | facts


def is_personal(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get(_PERSONAL))


def _whole(entry: Entry, formes: Mapping[str, Entry]) -> Entry:
    return formes[entry["forme"]] | {word: entry[word] for word in _OWN} if "forme" in entry else entry


def _apart(entry: Entry, formes: dict[str, Entry]) -> Entry:
    """The fields of one personal leaflet; the others join its forme."""
    rest = {word: value for word, value in entry.items() if word not in _OWN}
    mark = short_digest(json.dumps(rest, sort_keys=True), 12)
    formes[mark] = rest
    return {"forme": mark} | {word: entry[word] for word in _OWN}


def as_text(manifest: Manifest) -> str:
    used = {entry["press"] for entry in manifest.leaflets.values()}
    formes: dict[str, Entry] = {}
    leaflets = {
        name: _apart(entry, formes) if is_personal(entry) else entry for name, entry in manifest.leaflets.items()
    }
    document = {
        "form": FORM,
        "leaflets": leaflets,
        **({"formes": formes} if formes else {}),
        "presses": {name: press for name, press in manifest.presses.items() if name in used},
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
