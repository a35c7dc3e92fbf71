"""Characters that must not be printed: hidden, private, turning the line round, or without their letter."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from handouts.diagnostics import Diagnostic, Span

MAX_MARKS = 4  # combining characters on one letter
MAX_ALIKE = 20  # findings of one kind in one file: more would not be read

# Needed by joined scripts, by right-to-left text and by hyphenation, and harmless.
_INVISIBLE_BUT_FINE = frozenset("\u00ad\u061c\u200c\u200d\u200e\u200f\u2060")
_NAMES = {"Cc": "CONTROL CHARACTER", "Co": "PRIVATE USE CHARACTER", "Cs": "HALF OF A CHARACTER"}
_SUSPECT = re.compile(r"[^\t\n -~]")
_NO_BASE = frozenset(" \t\n\"'[]{}():,-#&*!|>%@")


@lru_cache(4096)
def verdict(character: str) -> str:
    """`bad`, `mark` (a combining character), or an empty string for a printable character."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me"):
        return "mark"
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    hidden = category in ("Cc", "Cs", "Co", "Zl", "Zp") or (category == "Cf" and character not in _INVISIBLE_BUT_FINE)
    return "bad" if hidden or noncharacter or character == "\ufffd" else ""


def unprintable(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Each character that must not be printed: where, code, message, help."""
    run, last = 0, -2
    for match in _SUSPECT.finditer(text):
        at, character = match.start(), match[0]
        kind = verdict(character)
        follows = kind == "mark" and at == last + 1
        run, last = (run + 1 if follows else 1, at) if kind == "mark" else (0, last)
        if kind == "bad":
            message = f"the character {named(character)} must not be printed"
            yield at, "HND105", message, "delete it, or type the words again"
        elif run == 1 and (at == 0 or text[at - 1] in _NO_BASE):
            message = f"the combining character {named(character)} has no letter before it"
            yield at, "HND105", message, "delete it, or put its letter before it"
        elif run == MAX_MARKS + 1:
            message = f"more than {MAX_MARKS} combining characters on one letter"
            yield at, "HND104", message, "keep those that the word needs"


def named(character: str) -> str:
    name = unicodedata.name(character, _NAMES.get(unicodedata.category(character), "NO CHARACTER"))
    return f"U+{ord(character):04X} {name}"


def cleaned(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """The text with every unprintable character made a space, so that places stay true and YAML can be read."""
    faults = list(unprintable(text))
    if not faults:
        return text, []
    lines, starts = text.split("\n"), [0, *(match.end() for match in re.finditer("\n", text))]
    found = []
    for at, code, message, advice in faults[:MAX_ALIKE]:
        line = bisect_right(starts, at)
        span = Span(file, line, at - starts[line - 1] + 1, text=lines[line - 1])
        found.append(Diagnostic(code, message, advice, span))
    letters = list(text)
    for at, code, _, _ in faults:
        if code == "HND105":
            letters[at] = " "
    return "".join(letters), found
