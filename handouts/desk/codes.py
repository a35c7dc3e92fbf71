"""Codes as papers have them: `NP`, `PF+HS-en`, or a foot with its version, → conditions and the version."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handouts.model import Library

_VERSION = re.compile(r"(?:\d+(?:\.\d+)+/)*\d+(?:\.\d+)+-[0-9a-f]{6,}")  # `0.1.0/0.2.0-13695233` of two versions
_LANGUAGE = re.compile(r"-[a-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class Code:
    """The conditions that a paper names, in order, and the version that it has; empty where none was typed."""

    conditions: tuple[str, ...]
    version: str = ""


def read(text: str, library: Library) -> Code | None:
    """The code in a text that is one, or that has one beside a version; else None."""
    known = {one.reference.casefold(): one.id for one in library.conditions.values()}
    words, version = [word.strip(",.;") for word in text.casefold().split()], _VERSION.search(text)
    for word in words if version else words[:1] if len(words) == 1 else ():
        parts = _LANGUAGE.sub("", word).split("+")
        if all(part in known for part in parts):
            return Code(tuple(dict.fromkeys(known[part] for part in parts)), version[0] if version else "")
    return None
