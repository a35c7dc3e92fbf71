"""Splits the page of a marked leaflet into its texts and the rest: which leaflets share a template, and what is filled.

See `layout/variables.py` for marks.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from hashlib import sha256

from handouts.layout import templates, variables
from handouts.layout.templates import ROOMY, TemplateSet, Tightness
from handouts.layout.variables import Texts
from handouts.model import Edition
from handouts.model.leaflet import Leaflet

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
    """The slots of a page. Pages of one `key` differ in nothing else.

    `is_plain` is False where a tag has a mark, or a text has several.
    """

    key: str
    count: int  #: of the texts between its tags, blank ones left out
    slots: tuple[Slot, ...]
    heard: tuple[str, ...]  #: what a voice says in place of what is shown, in the order of the page, with marks
    is_plain: bool

    @property
    def is_personal(self) -> bool:
        return any(slot.is_personal for slot in self.slots)


def split_page(marked: Leaflet, edition: Edition, template_set: TemplateSet, tightness: Tightness = ROOMY) -> Page:
    """The page of a marked leaflet at one tightness.

    Tightness may decide which content is on the page, so pages are compared at the tightness of their template. To
    sort leaflets into groups that may share a template, any one tightness will do.
    """
    source = templates.html(marked, edition, template_set, tightness)
    begin, count, marks = source.index("<body"), 0, 0
    parts = _TAG.split(source[begin:])
    slots, heard, shape = list[Slot](), list[str](), [edition.id, source[:begin]]
    for tag, raw in zip(["", *parts[1::2]], parts[::2], strict=True):
        shape.append(tag)
        if not raw.strip():
            continue
        text = _BLANK.sub(" ", html.unescape(raw)).strip(" ")
        shape.append(text)
        if 'class="heard"' in tag:
            heard.append(html.unescape(raw))
        elif found := variables.variable(text):
            slots.append(Slot(count, found[0], text, found[1]))
        marks += variables.count(raw)
        count += 1
    key = sha256("\0".join(shape).encode()).hexdigest()
    in_texts = len(slots) + sum(map(variables.count, heard))
    return Page(key, count, tuple(slots), tuple(heard), marks == in_texts == variables.count(source))
