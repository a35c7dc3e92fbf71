"""The slots of the page of a marked leaflet: its texts that have a mark (`layout/variables.py`)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from handouts.layout import variables
from handouts.layout.variables import Texts

_TAG = re.compile(r"(<[^>]*>)")
_BLANK = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; a figure space is as wide as a digit, and stays


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of the page, by its number, with the mark of one variable."""

    number: int
    variable: int
    words: str
    ends: bool  #: it ends its paragraph: another text may be wider or narrower

    @property
    def label(self) -> str:
        return variables.FIELDS[self.variable] if self.is_personal else "a dose"

    @property
    def is_personal(self) -> bool:
        return self.variable < len(variables.FIELDS)

    @property
    def before(self) -> str:
        return self.words.partition(variables.mark(self.variable))[0]

    def text(self, texts: Texts) -> str:
        return variables.filled(self.words, texts)


@dataclass(frozen=True, slots=True)
class Page:
    """The slots of a page. `is_plain` is False where a tag has a mark, or a text has several."""

    count: int  #: of the texts between its tags, blank ones left out
    slots: tuple[Slot, ...]
    heard: tuple[str, ...]  #: what a voice says in place of what is shown, in the order of the page, with marks
    is_plain: bool


def split_page(source: str) -> Page:
    """The slots of an HTML page with marks."""
    begin, count, marks = source.index("<body"), 0, 0
    parts = _TAG.split(source[begin:])
    slots, heard = list[Slot](), list[str]()
    for tag, raw in zip(["", *parts[1::2]], parts[::2], strict=True):
        if not raw.strip():
            continue
        text = _BLANK.sub(" ", html.unescape(raw)).strip(" ")
        if 'class="heard"' in tag:
            heard.append(html.unescape(raw))
        elif found := variables.variable(text):
            slots.append(Slot(count, found[0], text, found[1]))
        marks += variables.count(raw)
        count += 1
    in_texts = len(slots) + sum(map(variables.count, heard))
    return Page(count, tuple(slots), tuple(heard), marks == in_texts == variables.count(source))
