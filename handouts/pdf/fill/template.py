"""One layout for many leaflets: what is the same in all of them, and the places where their own words go.

A base is printed twice, with the least and with the most words that its places have room for. Where anything else
than these words differs between the two, the leaflet cannot be stamped; where nothing does, nothing will for the words
in between. Words of more lines have a base of their own, printed once: how wide words are moves nothing, as the first
base of their kind has shown, and how many lines they take is the same in all that share it. The words of bases are made
up, so that no patient's words stand in what others are given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from handouts.diagnostics import Diagnostic, has_errors
from handouts.layout.templates import Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import printing
from handouts.pdf.fill.fitting import EDGE_PX, Place, Refusal, place_of
from handouts.pdf.fill.shaping import TextStyle, width_px
from handouts.pdf.fill.slots import Page, Slot, split_page
from handouts.pdf.lines import Line, RecordedText
from handouts.pdf.printing import PrintAssets

Lines = Mapping[str, int]  #: how many lines the words of a field take; one where nothing is told
ONE_EACH: Lines = {}
LEAST = "n"  # a letter; words of these fill the places of a base
_FONT = re.compile(rb"/(\w+) \S+ Tf$")


@dataclass(frozen=True, slots=True)
class Template:
    """A finished file whose words for one person are made up, and where each word of it stands."""

    key: str  #: of the pages that may share it
    tightness: Tightness
    page: Page  #: as it was set
    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    streams: tuple[tuple[bytes, ...], ...]
    slots: tuple[tuple[Slot, Place], ...]
    doses: tuple[tuple[int, Place], ...]  #: by the number of the text; others of the group may have other digits
    fonts: tuple[tuple[str, TextStyle], ...]  #: the name in the file of each hand that the places are written with

    @property
    def lines(self) -> Lines:
        return {slot.field: len(place.lines) for slot, place in self.slots}


def template_of(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, like: Template | None = None, lines: Lines = ONE_EACH
) -> Template | Refusal:
    """The base of all leaflets that have the key of this one and whose words take so many lines in their places.

    Fields that are not told take one line. More need another base of the same key, whose places tell how wide they are.
    """
    if edition.imposition is not None:
        return Refusal("the pages of this edition are imposed: they move to new places once they are printed")
    page = split_page(leaflet, edition, assets.templates)
    if not page.is_plain:
        return Refusal("personal words stand where nothing can be stamped")
    if leaflet.rtl:
        return Refusal("the leaflet runs from right to left")
    places = {slot.field: place for slot, place in like.slots} if like else {}
    longer = {field: _filling(places[field], count) for field, count in lines.items() if count > 1}
    few = {slot.field: LEAST for slot in page.slots} | {field: _narrow(words) for field, words in longer.items()}
    least = _printed(leaflet, edition, assets, few)
    if isinstance(least, Refusal):
        return least
    tightness = least.recorded.tightness
    as_set = split_page(leaflet, edition, assets.templates, tightness)
    if like is not None and like.tightness == tightness:
        return _compared(page.key, as_set, least, least)
    many = _most(least, as_set) | {field: " ".join(words) for field, words in longer.items()}
    # Words on the same lines need the same room, so the second print is set as tight as the first.
    most = _printed(leaflet, edition, assets, many, tightness)
    if isinstance(most, Refusal):
        return most
    return _compared(page.key, as_set, least, most)


@dataclass(frozen=True, slots=True)
class _Probe:
    recorded: printing.RecordedPrint
    written: RecordedText
    places: Mapping[int, Place]  # by the number of the text


def _printed(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, words: Mapping[str, str], as_tight: Tightness | None = None
) -> _Probe | Refusal:
    worded = replace(leaflet, personal=replace(leaflet.personal, **words))
    recorded = printing.print_recorded(worded, edition, assets, as_tight)
    if recorded.written is None or has_errors(recorded.printed.diagnostics):
        return Refusal("it does not print without errors")
    text = recorded.written
    by_text: dict[int, list[Line]] = {}
    for line in text.lines:
        by_text.setdefault(line.text, []).append(line)
    places = {number: place_of(lines, text.streams) for number, lines in by_text.items()}
    return _Probe(recorded, text, {number: place for number, place in places.items() if place})


def _most(least: _Probe, page: Page) -> dict[str, str]:
    """For each field a word that fills its line."""
    words = {}
    for slot in page.slots:
        if place := least.places.get(slot.text):
            words[slot.field] = _word(place, place.lines[0].room_px - width_px(place.lead + slot.before, place.style))
    return words


def _word(place: Place, room_px: float) -> str:
    """The longest made-up word that is no wider than this."""
    return LEAST * max(1, int((room_px - 2 * EDGE_PX) / width_px(LEAST * 100, place.style) * 100))


def _filling(place: Place, lines: int) -> tuple[str, ...]:
    """Made-up words, one a line, that take so many lines: too wide to stand two on a line."""
    rooms = (place.lines[0].room_px - width_px(place.lead, place.style), *(place.lines[0].block_px,) * (lines - 1))
    return tuple(_word(place, room) for room in rooms)


def _narrow(words: Sequence[str]) -> str:
    """The same, less wide, and still one a line."""
    return " ".join(word[: len(word) * 3 // 4] for word in words)


# ---------------------------------------------------------------- nothing else may differ


def _compared(key: str, page: Page, least: _Probe, most: _Probe) -> Template | Refusal:
    one, other = least.recorded.printed, most.recorded.printed
    if not len(least.written.texts) == len(most.written.texts) == len(page.texts):
        return Refusal("the page is not read as it was written")
    slots = tuple((slot, least.places[slot.text]) for slot in page.slots if slot.text in least.places)
    if len(slots) != len(page.slots) or any(slot.text not in most.places for slot in page.slots):
        return Refusal("a place is printed twice, or not in one piece")
    if any(_lies_otherwise(place, most.places[slot.text]) for slot, place in slots):
        return Refusal("a place moves with its words")
    if one.diagnostics != other.diagnostics:
        return Refusal("the page is set otherwise when its words are long")
    if _apart(least.written, slots) != _apart(most.written, slots):
        return Refusal("other things move with the words")
    if one.data != other.data and structure(one.data) != structure(other.data):
        return Refusal("what a screen reader hears depends on the words")
    doses = tuple((number, least.places[number]) for number in sorted(page.doses) if number in least.places)
    streams = least.written.streams
    fonts = _fonts(streams, [place for _, place in (*slots, *doses)])
    return Template(
        key, least.recorded.tightness, page, one.data, one.pages, one.diagnostics, streams, slots, doses, fonts
    )


def _fonts(streams: Sequence[Sequence[bytes]], places: Sequence[Place]) -> tuple[tuple[str, TextStyle], ...]:
    found = {}
    for place in places:
        first = place.lines[0]
        names = (_FONT.match(item) for item in reversed(streams[first.page][: first.item]))
        found[place.style] = next(name[1].decode() for name in names if name)
    return tuple((name, style) for style, name in found.items())


def _lies_otherwise(one: Place, other: Place) -> bool:
    def where(place: Place) -> list[tuple[object, ...]]:
        return [(line.page, line.item, line.room_px, line.block_px, line.is_last) for line in place.lines]

    return where(one) != where(other) or not all(line.is_last and line.from_start for line in one.lines)


def _apart(text: RecordedText, slots: Sequence[tuple[Slot, Place]]) -> list[list[bytes]]:
    """The content streams without the words of the slots."""
    streams = [list(items) for items in text.streams]
    for _, place in slots:
        for line in place.lines:
            streams[line.page][line.item] = b""
    return streams


def structure(data: bytes) -> list[object]:
    """The tag tree, the links and the title of a file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [[_told(link) for link in page.obj.get("/Annots", [])] for page in pdf.pages]
        return [links, _told(pdf.Root.StructTreeRoot.K), _told(pdf.docinfo), str(pdf.Root.get("/Lang"))]


#: Keys that lead back or to what the content streams tell already.
_BACK = frozenset(("/P", "/Pg", "/Parent", "/Obj", "/Dest", "/StructParent"))


def _told(thing: Any) -> object:
    if isinstance(thing, pikepdf.Dictionary):
        return {key: _told(value) for key, value in thing.items() if key not in _BACK}
    if isinstance(thing, pikepdf.Array):
        return [_told(value) for value in thing]
    return str(thing)
