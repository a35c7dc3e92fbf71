"""The parts of the sheet of exercises in the HTML of a leaflet, and a page of some of them alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

ROWS = frozenset(("days", "row"))  # of the diary: how high they are depends on a property of the body
NUMBERED = frozenset(("card", "row"))
HEAD_PARTS = frozenset(("sheet head", "clinician"))  # with words of a person: they are always at the same place

_BEGIN = re.compile(r'<(?P<tag>[a-z]+)\b[^>]*\bdata-part="(?P<kind>[^"]*)"[^>]*>')
_DOING = '<div class="doing">'
_FOOTER = re.compile(r"<footer\b.*?</footer>", re.DOTALL)
_ABOVE = re.compile(r' style="--above: ([\d.]+)mm"')
_NUMBER = re.compile(r'<span class="number">(\d+)</span>')
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_BODY = re.compile(r"<body [^>]*>")
_SPARE = re.compile(r' style="[^"]*"')
_DIARY_ROWS = re.compile(r"--diary: [^;\"]*")


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A part in the HTML of a page: its text, where it is, and a hash of all that its look depends on."""

    kind: str
    begin: int
    end: int
    key: bytes
    above_mm: float  #: that a card is further from what is above it
    number: str  #: of its exercise, which its key has not


@dataclass(frozen=True, slots=True)
class Source:
    """The HTML of a page with its parts; `context` is a hash of what all of them depend on."""

    page: str
    context: bytes
    parts: Sequence[SourcePart]

    def only(self, keys: Collection[bytes]) -> str:
        """A page of the parts with these keys alone, each once, in the elements around them."""
        at = self.page.index(_DOING)
        begin = self.page.index("<main>")
        kept, left = [_FOOTER.sub("", self.page[: begin + len("<main>")])], set(keys)
        for part in self.parts:
            kept.append(self.page[at : part.begin])
            if part.key in left:
                kept.append(self.page[part.begin : part.end])
                left.discard(part.key)
            at = part.end
        return "".join((*kept, self.page[at:]))


def read(page: str) -> Source:
    """The parts of the sheet of exercises of a page."""
    body = _BODY.search(page)
    assert body is not None
    # What its pages leave free is for the gaps of the sheet for reading, and for the rows of the diary.
    context = sha256("".join((*_STYLE.findall(page), _SPARE.sub("", body[0]))).encode()).digest()
    parts, at, before = list[SourcePart](), page.find(_DOING), ""
    while at >= 0 and (begin := _BEGIN.search(page, at)):
        at = _end(page, begin["tag"], begin.end())
        text, kind = page[begin.start() : at], begin["kind"]
        above = _ABOVE.search(begin[0])
        own = "".join(_DIARY_ROWS.findall(body[0])) if kind in ROWS else ""
        number = _NUMBER.search(text) if kind in NUMBERED else None
        words = begin[0] if kind in HEAD_PARTS else _ABOVE.sub("", _NUMBER.sub("", text), count=1)
        above_it = before if kind == "sources" else ""
        key = sha256("\0".join((context.hex(), above_it, own, words)).encode()).digest()
        parts.append(
            SourcePart(kind, begin.start(), at, key, float(above[1]) if above else 0.0, number[1] if number else "")
        )
        before = kind
    return Source(page, context, parts)


def _end(page: str, tag: str, at: int) -> int:
    """Where the element of this tag ends that begins before this place."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b").finditer(page, at):
        depth += -1 if found[1] else 1
        if not depth:
            return page.index(">", found.start()) + 1
    return len(page)
