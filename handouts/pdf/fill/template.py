"""One layout for many leaflets: what all of them share, and the places of their personal text.

A template is printed twice, with the shortest and with the longest text that fits each place; doses as the first
leaflet has them, and so long that they fill their lines (or, where they do already, shorter). Where the two prints
differ in anything else, the leaflet cannot be filled in: something moves with the text. Where they do not, nothing
moves for any text in between, because a line is laid out by its width alone. Text of more lines needs a template of
its own. That one is printed once: the first template has shown that width moves nothing, and the number of lines is the
same in all leaflets that share it.

Templates contain made-up text, never a patient's: their bytes are given to other people, and a fault in filling in must
not be able to reveal a name.
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
from handouts.pdf.fill.slots import Page, Slot, reworded, split_page
from handouts.pdf.fill.splicing import replaced
from handouts.pdf.fingerprint import fingerprint
from handouts.pdf.lines import Line, RecordedText
from handouts.pdf.printing import PrintAssets

Lines = Mapping[str, int]  #: how many lines each field takes; fields that are not named take one
ONE_EACH: Lines = {}
FILLER_LETTER = "n"  # made-up text repeats it: of middle width, and in no ligature or kerning pair
_FONT = re.compile(rb"/(\w+) \S+ Tf$")


@dataclass(frozen=True, slots=True)
class Template:
    """A finished file with made-up personal text, and the place of each text in it."""

    key: str  #: of the pages that can share it
    tightness: Tightness
    page: Page  #: at this tightness
    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    streams: tuple[tuple[bytes, ...], ...]
    slots: tuple[tuple[Slot, Place], ...]
    doses: tuple[tuple[int, Place], ...]  #: by number of the text; leaflets of the group may have words as wide
    fonts: tuple[tuple[str, TextStyle], ...]  #: resource name of each style of the places

    @property
    def lines(self) -> Lines:
        return {slot.name: len(place.lines) for slot, place in self.slots}


def template_of(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, like: Template | None = None, lines: Lines = ONE_EACH
) -> Template | Refusal:
    """Prints the template of all leaflets that have the key of this one and take these numbers of lines.

    Args:
        leaflet: any leaflet of the group; its personal text is not used.
        edition: the edition to print.
        assets: templates and pictures.
        like: the template of the same key with one line for each field; needed where `lines` has more than one.
        lines: how many lines each field takes.

    Returns:
        The template, or why leaflets of this group need full prints.
    """
    if edition.imposition is not None:
        return Refusal("the pages of this edition are imposed: they move to new places once they are printed")
    page = split_page(leaflet, edition, assets.templates)
    if not page.is_plain:
        return Refusal("personal text is in a place that cannot be filled in")
    if leaflet.rtl:
        return Refusal("the leaflet runs from right to left")
    places = {slot.field: place for slot, place in like.slots if slot.field} if like else {}
    longer = {name: _full_lines(place, lines[name]) for name, place in places.items() if lines[name] > 1}
    shortest = {slot.field: FILLER_LETTER for slot in page.slots if slot.field}
    shortest |= {field: _narrower(words) for field, words in longer.items()}
    least = _print(leaflet, edition, assets, shortest)
    if isinstance(least, Refusal):
        return least
    tightness = least.recorded.tightness
    tight_page = _without_inner(split_page(leaflet, edition, assets.templates, tightness), least)
    if like is not None and like.tightness == tightness:
        return _compared(page.key, tight_page, least, least)
    longest = _longest(least, tight_page) | {field: " ".join(words) for field, words in longer.items()}
    # Text on the same lines needs the same height, so the second print uses the tightness of the first.
    doses = {slot.number: _other_dose(least.places[slot.number]) for slot in tight_page.slots if not slot.field}
    most = _print(leaflet, edition, assets, longest, tightness, doses)
    if isinstance(most, Refusal):
        return most
    return _compared(page.key, tight_page, least, most)


@dataclass(frozen=True, slots=True)
class _Probe:
    recorded: printing.RecordedPrint
    text: RecordedText
    places: Mapping[int, Place]  # by the number of the text


def _print(
    leaflet: Leaflet,
    edition: Edition,
    assets: PrintAssets,
    fields: Mapping[str, str],
    tightness: Tightness | None = None,
    doses: Mapping[int, str] = {},
) -> _Probe | Refusal:
    leaflet = replace(leaflet, personal=replace(leaflet.personal, **fields))
    recorded = printing.print_recorded(leaflet, edition, assets, tightness, lambda page: reworded(page, doses))
    if recorded.written is None or has_errors(recorded.printed.diagnostics):
        return Refusal("it does not print without errors")
    text = recorded.written
    by_number: dict[int, list[Line]] = {}
    for line in text.lines:
        by_number.setdefault(line.number, []).append(line)
    places = {number: place_of(lines, text.streams) for number, lines in by_number.items()}
    return _Probe(recorded, text, {number: place for number, place in places.items() if place})


def _without_inner(page: Page, least: _Probe) -> Page:
    """The page without doses whose lines others share, or that are not at the start of theirs: these stay as wide."""
    inner = [slot for slot in page.slots if not slot.field and not _is_alone(least.places.get(slot.number))]
    slots = tuple(slot for slot in page.slots if slot not in inner)
    return replace(page, slots=slots, doses=page.doses.union(slot.number for slot in inner))


def _is_alone(place: Place | None) -> bool:
    return place is not None and all(line.is_last and line.from_start for line in place.lines)


def _other_dose(place: Place) -> str:
    """Made-up words on the same lines: as wide as their block, or narrower where the block is as wide as its words."""
    words, letter_px = _full_lines(place, len(place.lines)), width_px(FILLER_LETTER, place.style)
    first = place.lines[0]
    is_full = len(place.lines) == 1 and first.room_px - width_px(first.text, place.style) < 2 * letter_px
    return _narrower(words) if is_full else " ".join(words)


def _longest(least: _Probe, page: Page) -> dict[str, str]:
    """For each field a word that fills its line, the narrowest one of a field in several places."""
    fields: dict[str, str] = {}
    for slot in page.slots:
        if slot.field and (place := least.places.get(slot.number)):
            before_px = width_px(place.leading_space + slot.before, place.style)
            word = _word(place, place.lines[0].room_px - before_px)
            fields[slot.field] = min(word, fields.get(slot.field, word), key=len)
    return fields


def _word(place: Place, max_px: float) -> str:
    """The longest made-up word that is no wider than this."""
    count = int((max_px - 2 * EDGE_PX) / width_px(FILLER_LETTER * 100, place.style) * 100)
    return FILLER_LETTER * max(1, count)


def _full_lines(place: Place, count: int) -> tuple[str, ...]:
    """Made-up words that fill this many lines, one each: two of them are too wide for one line."""
    first = place.lines[0]
    widths_px = (first.room_px - width_px(place.leading_space, place.style), *(first.block_px,) * (count - 1))
    return tuple(_word(place, width) for width in widths_px)


def _narrower(words: Sequence[str]) -> str:
    """The same words at three quarters of their width: still one on each line."""
    return " ".join(word[: len(word) * 3 // 4] for word in words)


# ---------------------------------------------------------------- comparison of the two prints


def _compared(key: str, page: Page, least: _Probe, most: _Probe) -> Template | Refusal:
    one, other = least.recorded.printed, most.recorded.printed
    if not len(least.text.texts) == len(most.text.texts) == len(page.texts):
        return Refusal("the page is not read as it was written")
    if [voice.words for voice in page.heard] != heard(one.data):
        return Refusal("a voice reads other words than the page has")
    slots = tuple((slot, least.places[slot.number]) for slot in page.slots if slot.number in least.places)
    if len(slots) != len(page.slots) or any(slot.number not in most.places for slot in page.slots):
        return Refusal("a place is printed twice, or not in one piece")
    if any(_moves(place, most.places[slot.number]) for slot, place in slots):
        return Refusal("a place moves with its words")
    if one.diagnostics != other.diagnostics:
        return Refusal("the page is set otherwise when its words are long")
    if _without_slots(least.text, slots) != _without_slots(most.text, slots):
        return Refusal("other things move with the words")
    if one.data != other.data and structure(one.data) != structure(other.data):
        return Refusal("what a screen reader hears depends on the words")
    doses = tuple((number, least.places[number]) for number in sorted(page.doses) if number in least.places)
    streams = least.text.streams
    fonts = _fonts(streams, [place for _, place in (*slots, *doses)])
    return Template(
        key, least.recorded.tightness, page, one.data, one.pages, one.diagnostics, streams, slots, doses, fonts
    )


def _fonts(streams: Sequence[Sequence[bytes]], places: Sequence[Place]) -> tuple[tuple[str, TextStyle], ...]:
    fonts = {}
    for place in places:
        first = place.lines[0]
        # The last Tf operator (9.3) before an item selects its font.
        names = (_FONT.match(item) for item in reversed(streams[first.page][: first.item]))
        fonts[place.style] = next(name[1].decode() for name in names if name)
    return tuple((name, style) for style, name in fonts.items())


def _moves(one: Place, other: Place) -> bool:
    def where(place: Place) -> list[tuple[object, ...]]:
        return [(line.page, line.item, line.room_px, line.block_px, line.is_last) for line in place.lines]

    return where(one) != where(other) or not _is_alone(one)


def _without_slots(text: RecordedText, slots: Sequence[tuple[Slot, Place]]) -> list[list[bytes]]:
    """The content streams with the items of the slots emptied."""
    streams = [list(items) for items in text.streams]
    for _, place in slots:
        for line in place.lines:
            streams[line.page][line.item] = b""
    return streams


def heard(data: bytes) -> list[str]:
    """The replacement texts (14.9.4) of a file, in the order of reading."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(element.ActualText) for element in replaced(pdf.Root.StructTreeRoot.K)]


def structure(data: bytes) -> list[object]:
    """Tag tree (14.7), annotations (12.5.6), document information (14.3.3) and language of a file as plain values."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [[_plain_value(link) for link in page.obj.get("/Annots", [])] for page in pdf.pages]
        return [links, _plain_value(pdf.Root.StructTreeRoot.K), _plain_value(pdf.docinfo), str(pdf.Root.get("/Lang"))]


#: Keys that refer back, or to pages: as plain values they would not end.
_BACK = frozenset(("/P", "/Pg", "/Parent", "/Obj", "/Dest", "/StructParent"))


def _plain_value(value: Any) -> object:
    if isinstance(value, pikepdf.Stream):  # the look of a form field
        return fingerprint(value)
    if isinstance(value, pikepdf.Dictionary):
        return {key: _plain_value(entry) for key, entry in value.items() if key not in _BACK}
    if isinstance(value, pikepdf.Array):
        return [_plain_value(entry) for entry in value]
    return str(value)
