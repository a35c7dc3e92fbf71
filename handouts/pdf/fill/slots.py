"""A typeset page, its words apart: what tells which leaflets may share one layout."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, fields, replace
from hashlib import sha256

from handouts.layout import templates
from handouts.layout.templates import ROOMY, TemplateSet, Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet, Personal

#: Stands for the words of a personal field while a page is taken apart: characters that no text can have (HND105).
MARKS = {field.name: chr(0xE000 + number) for number, field in enumerate(fields(Personal))}

_TAG = re.compile(r"(<[^>]*>)")
_REQUEST = re.compile(r'<meta name="handouts-request" content="([^"]*)">')
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of the page that carries the words of a personal field, and what stands around them there."""

    text: int
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of a page between its tags, blank ones left out, and where personal words and doses stand among them.

    Pages of one `key` differ in the digits of their doses alone (`data-dose`), and in the request that says so.
    `is_plain` is False where personal words stand in more than one place, or outside the text.
    """

    key: str
    texts: tuple[str, ...]
    slots: tuple[Slot, ...]
    doses: frozenset[int]
    is_plain: bool
    request: str = ""  #: the entry of the file that says which request it answers


def split_page(leaflet: Leaflet, edition: Edition, press: TemplateSet, tightness: Tightness = ROOMY) -> Page:
    """The page of a leaflet set as tight as this, with a slot for each personal field that is given.

    How tight it is set may decide what stands on it, so pages are compared as they were set; for sorting leaflets by
    what they can share, any one way will do.
    """
    given = {name: mark for name, mark in MARKS.items() if getattr(leaflet.personal, name)}
    source = templates.html(replace(leaflet, personal=replace(leaflet.personal, **given)), edition, press, tightness)
    tags, texts, doses = _split(source)
    slots = tuple(slot for number, text in enumerate(texts) if (slot := _slot(number, text)))
    worded = (_DIGIT.sub("0", text) if number in doses else text for number, text in enumerate(texts))
    request = next(iter(_REQUEST.findall(tags[0])), "")
    tags[0] = _REQUEST.sub("", tags[0])  # the doses of a request: each file has its own entry
    shape = "\0".join((edition.id, *tags, *worded))
    is_plain = sorted(slot.field for slot in slots) == sorted(given) and not any(
        mark in tag for mark in given.values() for tag in tags
    )
    return Page(sha256(shape.encode()).hexdigest(), tuple(texts), slots, doses, is_plain, html.unescape(request))


def _split(source: str) -> tuple[list[str], list[str], frozenset[int]]:
    """Everything that is not text of the body, the texts, each collapsed to single spaces, and which of them are doses.

    What a picture shows (its title) is not text on paper: it counts with the tags, and keeps its number among the
    texts.
    """
    begin = source.index("<body")
    tags, texts, doses = [source[:begin]], list[str](), set[int]()
    parts = _TAG.split(source[begin:])
    for before, text in zip(["", *parts[1::2]], parts[::2], strict=True):
        tags.append(before)
        if text.strip():
            words = " ".join(html.unescape(text).split())
            if "data-dose" in before and any(c.isdigit() for c in words):
                doses.add(len(texts))
            texts.append(words)
            tags.append(words if before.startswith("<title") else "\1")
    return tags, texts, frozenset(doses)


def _slot(number: int, text: str) -> Slot | None:
    for name, mark in MARKS.items():
        before, found, after = text.partition(mark)
        if found:
            return Slot(number, name, before, after)
    return None
