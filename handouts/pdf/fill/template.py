"""One layout for many leaflets: what all of them share, and the places of their variable data.

A template is printed twice: with the shortest and with the longest text that fits each place of a personal field; with
doses as the first leaflet has them, and so long that they fill their lines (or, where they do already, shorter). Where
the two prints differ in anything else, the leaflet cannot be filled in: something moves with the text. Where they do
not, nothing moves for any text in between, because a line is laid out by its width alone. Text of more lines needs a
template of its own. That one is printed once: the first template has shown that width moves nothing, and the number of
lines is the same in all leaflets that share it.

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
from handouts.layout import templates, variables
from handouts.layout.tightness import Tightness
from handouts.layout.variables import FIELDS, Texts
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import printing
from handouts.pdf.fill.fitting import EDGE_PX, Place, Refusal, place_of
from handouts.pdf.fill.shaping import TextStyle, width_px
from handouts.pdf.fill.slots import Page, Slot, split_page
from handouts.pdf.fill.splicing import replaced
from handouts.pdf.fingerprint import fingerprint
from handouts.pdf.lines import Line, RecordedText
from handouts.pdf.printing import PrintAssets

Lines = tuple[int, ...]  #: how many lines each slot of a template takes
FILLER_LETTER = "n"  # made-up text repeats it: of middle width, and in no ligature or kerning pair
_FONT = re.compile(rb"/(\w+) \S+ Tf$")


@dataclass(frozen=True, slots=True)
class Template:
    """A finished file with made-up personal text, and the place of each text in it."""

    page: Page  #: at this tightness
    tightness: Tightness
    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    streams: tuple[tuple[bytes, ...], ...]
    slots: tuple[tuple[Slot, Place], ...]
    fixed: tuple[Slot, ...]  #: doses that are not printed in one piece
    texts: Texts  #: of its variables
    fonts: tuple[tuple[str, TextStyle], ...]  #: resource name of each style of the places

    @property
    def lines(self) -> Lines:
        return tuple(len(place.lines) for _, place in self.slots)


def template_of(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, like: Template | None = None, lines: Lines = ()
) -> Template | Refusal:
    """Prints the template of all leaflets that have the page of this one and take these numbers of lines.

    Args:
        leaflet: any leaflet of the group; its personal text is not used.
        edition: the edition to print.
        assets: templates and pictures.
        like: the template of the same page with one line for each field, whose slots take other `lines` here.

    Returns:
        The template, or why leaflets of this group need full prints.
    """
    if refusal := _unfit(leaflet, edition):
        return refusal
    marked, texts = variables.marked(leaflet, edition)
    known = zip(like.slots, lines, strict=True) if like else ()
    longer = {slot.variable: _full_lines(place, n) for (slot, place), n in known if slot.is_personal and n > 1}
    short = [FILLER_LETTER if text and at < len(FIELDS) else text for at, text in enumerate(texts)]
    for at, words in longer.items():
        short[at] = _narrower(words)
    least = _print(leaflet, edition, assets, short)
    if isinstance(least, Refusal):
        return least
    page = split_page(templates.html(marked, edition, assets.templates, least.recorded.tightness))
    if not page.is_plain:
        return Refusal("personal text is in a place that cannot be filled in")
    # As tight as the first template, whose two prints have shown that nothing moves: one print is enough.
    if like is not None and like.tightness == least.recorded.tightness:
        return _compared(page, least, least)
    # Text on the same lines needs the same height, so the second print uses the tightness of the first.
    long = [*short]
    for at, text in _longest(least, page).items():
        long[at] = text
    for at, words in longer.items():
        long[at] = " ".join(words)
    most = _print(leaflet, edition, assets, long, least.recorded.tightness)
    return most if isinstance(most, Refusal) else _compared(page, least, most)


def template_of_print(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, recorded: printing.RecordedPrint
) -> Template | Refusal:
    """The template of a leaflet that was printed once, with its own words.

    Nothing shows that no other words move anything: what it gives is a sketch, to be compared with a full print.
    """
    if refusal := _unfit(leaflet, edition):
        return refusal
    marked, texts = variables.marked(leaflet, edition)
    probe = _probe(texts, recorded)
    if isinstance(probe, Refusal):
        return probe
    page = split_page(templates.html(marked, edition, assets.templates, recorded.tightness))
    if not page.is_plain:
        return Refusal("personal text is in a place that cannot be filled in")
    return _compared(page, probe, probe)


def _unfit(leaflet: Leaflet, edition: Edition) -> Refusal | None:
    if edition.imposition is not None:
        return Refusal("the pages of this edition are imposed: they move to new places once they are printed")
    return Refusal("the leaflet runs from right to left") if leaflet.rtl else None


@dataclass(frozen=True, slots=True)
class _Probe:
    texts: Texts
    recorded: printing.RecordedPrint
    text: RecordedText
    places: Mapping[int, Place]  # by the number of the text


def _print(
    leaflet: Leaflet, edition: Edition, assets: PrintAssets, texts: Texts, tightness: Tightness | None = None
) -> _Probe | Refusal:
    filled = variables.with_texts(leaflet, edition, texts)
    return _probe(texts, printing.print_recorded(filled, edition, assets, tightness))


def _probe(texts: Texts, recorded: printing.RecordedPrint) -> _Probe | Refusal:
    if recorded.written is None or has_errors(recorded.printed.diagnostics):
        return Refusal("it does not print without errors")
    text = recorded.written
    by_number: dict[int, list[Line]] = {}
    for line in text.lines:
        by_number.setdefault(line.number, []).append(line)
    places = {number: place_of(lines, text.streams) for number, lines in by_number.items()}
    return _Probe(texts, recorded, text, {number: place for number, place in places.items() if place})


def _is_alone(place: Place) -> bool:
    """Whether nothing else is on its lines, and they begin at the start of the block."""
    return all(line.is_last and line.from_start for line in place.lines)


def _longest(least: _Probe, page: Page) -> dict[int, str]:
    """For each variable that may have another width a text that fills its lines, in the narrowest of its places."""
    found: dict[int, str] = {}
    for slot in page.slots:
        place = least.places.get(slot.number)
        if place is None or not slot.ends or not _is_alone(place):
            continue
        text = _word(place, slot) if slot.is_personal else _other_dose(place)
        found[slot.variable] = min(text, found.get(slot.variable, text), key=len)
    return found


def _word(place: Place, slot: Slot) -> str:
    """A made-up word that fills the first line behind the words before it."""
    before_px = width_px(place.leading_space + slot.before, place.style)
    return _of_width(place, place.lines[0].room_px - before_px)


def _other_dose(place: Place) -> str:
    """Made-up words on the same lines: as wide as their block, or narrower where the block is as wide as its words."""
    words, letter_px = _full_lines(place, len(place.lines)), width_px(FILLER_LETTER, place.style)
    first = place.lines[0]
    is_full = len(place.lines) == 1 and first.room_px - width_px(first.text, place.style) < 2 * letter_px
    return _narrower(words) if is_full else " ".join(words)


def _of_width(place: Place, max_px: float) -> str:
    """The longest made-up word that is no wider than this."""
    count = int((max_px - 2 * EDGE_PX) / width_px(FILLER_LETTER * 100, place.style) * 100)
    return FILLER_LETTER * max(1, count)


def _full_lines(place: Place, count: int) -> tuple[str, ...]:
    """Made-up words that fill this many lines, one each: two of them are too wide for one line."""
    first = place.lines[0]
    widths_px = (first.room_px - width_px(place.leading_space, place.style), *(first.block_px,) * (count - 1))
    return tuple(_of_width(place, width) for width in widths_px)


def _narrower(words: Sequence[str]) -> str:
    """The same words at three quarters of their width: still one on each line."""
    return " ".join(word[: len(word) * 3 // 4] for word in words)


# ---------------------------------------------------------------- comparison of the two prints


def _compared(page: Page, least: _Probe, most: _Probe) -> Template | Refusal:
    one, other = least.recorded.printed, most.recorded.printed
    if not len(least.text.texts) == len(most.text.texts) == page.count:
        return Refusal("the page is not read as it was written")
    if any(
        [variables.filled(words, probe.texts) for words in page.heard] != heard(probe.recorded.printed.data)
        for probe in (least, most)
    ):
        return Refusal("a voice reads other words than the page has")
    # A text without a place was set in several pieces, or by shaping that is not repeated here.
    found = {slot: place for slot in page.slots if (place := least.places.get(slot.number))}
    fixed = tuple(slot for slot in page.slots if slot not in found)
    # What is not alone on its lines stays as wide as it is.
    slots = tuple((replace(slot, ends=slot.ends and _is_alone(place)), place) for slot, place in found.items())
    if any(slot.ends for slot in fixed) or any(slot.is_personal and not slot.ends for slot, _ in slots):
        return Refusal("a place is printed twice, or not in one piece")
    if any(_moves(place, most.places.get(slot.number)) for slot, place in slots):
        return Refusal("a place moves with its words")
    if one.diagnostics != other.diagnostics:
        return Refusal("the page is set otherwise when its words are long")
    if _without_slots(least.text, slots) != _without_slots(most.text, slots):
        return Refusal("other things move with the words")
    if one.data != other.data and structure(one.data, _SAID) != structure(other.data, _SAID):
        return Refusal("what a screen reader hears depends on the words")
    streams = least.text.streams
    fonts = fonts_of(streams, [place for _, place in slots])
    return Template(
        page, least.recorded.tightness, one.data, one.pages, one.diagnostics, streams, slots, fixed, least.texts, fonts
    )


def fonts_of(streams: Sequence[Sequence[bytes]], places: Sequence[Place]) -> tuple[tuple[str, TextStyle], ...]:
    fonts = {}
    for place in places:
        first = place.lines[0]
        # The last Tf operator (9.3) before an item selects its font.
        names = (_FONT.match(item) for item in reversed(streams[first.page][: first.item]))
        fonts[place.style] = next(name[1].decode() for name in names if name)
    return tuple((name, style) for style, name in fonts.items())


def _moves(one: Place, other: Place | None) -> bool:
    def where(place: Place | None) -> list[tuple[object, ...]]:
        lines = place.lines if place else ()
        return [(line.page, line.item, line.room_px, line.block_px, line.is_last) for line in lines]

    return where(one) != where(other)


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


#: Keys that refer back, or to pages: as plain values they would not end.
_BACK = frozenset(("/P", "/Pg", "/Parent", "/Obj", "/Dest", "/StructParent"))
_SAID = _BACK | {"/ActualText"}


def structure(data: bytes, without: frozenset[str] = _BACK) -> list[object]:
    """Tag tree (14.7), annotations (12.5.6), document information (14.3.3) and language of a file as plain values."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [[_plain_value(link, without) for link in page.obj.get("/Annots", [])] for page in pdf.pages]
        tree, info = (_plain_value(value, without) for value in (pdf.Root.StructTreeRoot.K, pdf.docinfo))
        return [links, tree, info, str(pdf.Root.get("/Lang"))]


def _plain_value(value: Any, without: frozenset[str]) -> object:
    if isinstance(value, pikepdf.Stream):  # the look of a form field
        return fingerprint(value)
    if isinstance(value, pikepdf.Dictionary):
        return {key: _plain_value(entry, without) for key, entry in value.items() if key not in without}
    if isinstance(value, pikepdf.Array):
        return [_plain_value(entry, without) for entry in value]
    return str(value)
