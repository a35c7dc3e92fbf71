"""Splits an HTML page into its texts and the rest, to decide which leaflets can share one template."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import NamedTuple

from handouts.layout import templates
from handouts.layout.environment import FIGURE_SPACE
from handouts.layout.templates import ROOMY, TemplateSet, Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet, Personal

#: Placeholders for the personal fields: private-use characters, which no content may have (HND105).
MARKS = {field.name: chr(0xE000 + number) for number, field in enumerate(fields(Personal))}

_TAG = re.compile(r"(<[^>]*>)")
_REQUEST = re.compile(r'<meta name="handouts-request" content="([^"]*)">')
_DIGIT = re.compile(rf"[\d{FIGURE_SPACE}]")
_BLANK = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; a figure space is as wide as a digit, and stays
_DOSE = "data-dose"  # a tag before a text with a dose
_ALONE = 'data-dose="alone"'  # which ends its block: another may be wider or narrower
_STEP = 'data-dose="step"'  # so too, where it has a number


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of the page that contains a personal field, and the characters around it; or a dose alone in its place.

    A dose has no field, and is `before` as a whole.
    """

    number: int  # of the text
    field: str
    before: str
    after: str

    @property
    def name(self) -> str:
        return self.field or f"dose {self.number}"

    def text(self, personal: Personal) -> str:
        return self.before + (getattr(personal, self.field) if self.field else "") + self.after


class Heard(NamedTuple):
    """Words that a voice says in place of those that are shown."""

    number: int  # of the text
    words: str
    is_dose: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of a page between its tags, blank ones left out, with the personal fields and doses among them.

    Pages of one `key` differ in their doses (`data-dose`) and in their request only: in the words of those alone in
    their place, which are slots, and in the digits of all others.
    `is_plain` is False where a text has more than one personal field, or a tag has one.
    """

    key: str
    texts: tuple[str, ...]
    slots: tuple[Slot, ...]
    doses: frozenset[int]  # numbers of the other texts with doses
    is_plain: bool
    request: str = ""  #: the request that the file answers, for its document information

    heard: tuple[Heard, ...] = ()  #: in the order of the page

    @property
    def is_personal(self) -> bool:
        return any(slot.field for slot in self.slots)


def split_page(leaflet: Leaflet, edition: Edition, template_set: TemplateSet, tightness: Tightness = ROOMY) -> Page:
    """The page of a leaflet at one tightness, with a slot for each personal field that is given.

    Tightness may decide which content is on the page, so pages are compared at the tightness of their template. To
    sort leaflets into groups that may share a template, any one tightness will do.
    """
    given = {name: mark for name, mark in MARKS.items() if getattr(leaflet.personal, name)}
    source = templates.html(
        replace(leaflet, personal=replace(leaflet.personal, **given)), edition, template_set, tightness
    )
    tags, texts, inner, alone, heard = _split(source)
    slots = tuple(slot for number, text in enumerate(texts) if (slot := _slot(number, text, alone)))
    blank = alone.union(one.number for one in heard if one.is_dose)
    normalized = ("" if n in blank else _DIGIT.sub("0", text) if n in inner else text for n, text in enumerate(texts))
    request = next(iter(_REQUEST.findall(tags[0])), "")
    # The request contains the doses, and each file gets its own entry: it must not part leaflets of one group.
    tags[0] = _REQUEST.sub("", tags[0])
    shape = "\0".join((edition.id, *tags, *normalized))
    marks = given.values()
    is_plain = len(slots) - len(alone) == sum(text.count(mark) for text in texts for mark in marks) and not any(
        mark in tag for mark in marks for tag in tags
    )
    key = sha256(shape.encode()).hexdigest()
    return Page(key, tuple(texts), slots, frozenset(inner), is_plain, html.unescape(request), tuple(heard))


def reworded(source: str, texts: Mapping[int, str]) -> str:
    """An HTML page with other words in some of its texts, by their numbers."""
    begin, number = source.index("<body"), -1
    parts = _TAG.split(source[begin:])
    for at in range(0, len(parts), 2):
        if parts[at].strip():
            number += 1
            if number in texts:
                parts[at] = parts[at].replace(parts[at].strip(), html.escape(texts[number]))
    return source[:begin] + "".join(parts)


class _Parts(NamedTuple):
    """A page taken apart: everything that is not text of the body; its texts, each with single blanks; the numbers of
    those with a dose among other words, and of those that are a dose alone in its place."""

    tags: list[str]
    texts: list[str]
    inner: set[int]
    alone: set[int]
    heard: list[Heard]


def _split(source: str) -> _Parts:
    """Splits the source. The title of a picture is not printed: it is compared as a tag is, but keeps its number."""
    begin = source.index("<body")
    found = _Parts([source[:begin]], [], set(), set(), [])
    parts = _TAG.split(source[begin:])
    for before, raw, after in zip(["", *parts[1::2]], parts[::2], [*parts[1::2], ""], strict=True):
        found.tags.append(before)
        if raw.strip():
            number, text = len(found.texts), _BLANK.sub(" ", html.unescape(raw)).strip(" ")
            if 'class="heard"' in before:
                found.heard.append(Heard(number, html.unescape(raw), _ALONE in before))
            elif _ALONE in before or (_DOSE in before and _DIGIT.search(text)):
                ends_block = _ALONE in before or _STEP in before
                (found.alone if ends_block and after.startswith("</") else found.inner).add(number)
            found.texts.append(text)
            found.tags.append(text if before.startswith("<title") else "\1")
    return found


def _slot(number: int, text: str, alone: set[int]) -> Slot | None:
    if number in alone:
        return Slot(number, "", text, "")
    for name, mark in MARKS.items():
        before, separator, after = text.partition(mark)
        if separator:
            return Slot(number, name, before, after)
    return None
