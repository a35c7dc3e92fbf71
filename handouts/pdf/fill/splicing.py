"""A finished PDF with gaps: everything else is compressed once, and the text of each person is filled in.

The content stream of a page becomes an array of streams (ISO 32000-2, 7.8.2), cut before and after each text that is
filled in, with the operator that selects its font; readers join them. Only these items, the document information
(14.3.3) and the cross-reference stream (7.5.8) are made for each file. Tag tree, pictures and links are those of the
template. A text that the engine must set (`engine_text`) adds its fonts, and so needs a file of its own.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pikepdf

from handouts.pdf import objects
from handouts.pdf.fill.fitting import GapKey
from handouts.pdf.fill.font_subsets import Glyphs, add_glyphs
from handouts.pdf.fill.foreign import Foreign, add_fonts, add_words
from handouts.pdf.font_files import Face
from handouts.pdf.tag_nodes import REQUEST_KEY

_REQUEST = f"/{REQUEST_KEY}"
ENTRY = 7  # bytes of an entry in the cross-reference stream: type 1, offset 4, generation or index 2


@dataclass(frozen=True, slots=True)
class Worded:
    """A dictionary object without the text of one key."""

    number: int
    entries: bytes
    key: str

    def body(self, text: str) -> bytes:
        own = self.key.encode() + pikepdf.String(text).unparse() if text else b""
        return objects.plain(self.number, self.entries + own)


@dataclass(frozen=True, slots=True)
class SplicedPdf:
    """The bytes that all filled files share, and what the rest is made from."""

    head: bytes  #: the file up to the first object of its own
    table: bytes  #: the cross-reference entries, those of the gaps empty
    numbers: tuple[int, ...]  #: object numbers of the gaps, in order
    gaps: tuple[GapKey, ...]
    own: tuple[bytes, ...]  #: the template's item for each gap, used where nothing is filled in
    root: int  #: object number of the catalog
    info: int  #: object number of the document information
    worded: tuple[Worded, ...]  #: the document information, and elements with words of doses for a voice
    glyphs: Mapping[str, frozenset[int]]  #: glyph ids of each font, by its resource name
    digest: Any  #: MD5 of the head, to be copied and continued

    def filled(self, items: Mapping[GapKey, bytes], words: Sequence[str]) -> bytes:
        """The bytes of a whole file.

        Args:
            items: the content stream items, by their gaps.
            words: of each `worded` object: the request that the file answers, and what a voice says of doses.
        """
        parts, at = [self.head], len(self.head)
        table = bytearray(self.table)
        # The file identifier (14.4) is the hash of all bytes before the table; hashing the head again for each person
        # would take longer than all the rest.
        digest = self.digest.copy()
        for one, text in zip(self.worded, words, strict=True):
            body = one.body(text)
            digest.update(body)
            table[one.number * ENTRY : (one.number + 1) * ENTRY] = objects.entry(objects.ALONE, at)
            parts.append(body)
            at += len(body)
        for number, gap, own in zip(self.numbers, self.gaps, self.own, strict=True):
            item = items.get(gap, own)
            digest.update(item)
            body = objects.stream(number, b"<</Length %d>>" % len(item), item)
            table[number * ENTRY : (number + 1) * ENTRY] = objects.entry(objects.ALONE, at)
            parts.append(body)
            at += len(body)
        last = len(table) // ENTRY - 1
        table[last * ENTRY :] = objects.entry(objects.ALONE, at)
        dictionary = objects.table_entries(last + 1, self.root, self.info, digest.hexdigest().encode())
        parts += (_compressed(last, dictionary, zlib.compress(bytes(table), 1)), objects.TAIL % at)
        return b"".join(parts)


def splice(
    data: bytes,
    streams: Sequence[Sequence[bytes]],
    gaps: Iterable[GapKey],
    additions: Sequence[tuple[str, Face, Glyphs]],
    foreign: Foreign,
    heard_doses: Sequence[bool],
) -> SplicedPdf:
    """Cuts a finished file open.

    Args:
        data: the file.
        streams: its content streams, item by item.
        gaps: the items that are filled in.
        additions: resource name of a font, its face, and the glyphs to add to it.
        foreign: lines of one person that the engine set, if any.
        heard_doses: of each element with replacement text (14.9.4), whether it is that of a dose.
    """
    ordered = sorted(gaps)  # as the page has them: each gap is one stream of the page's array
    with pikepdf.open(io.BytesIO(data)) as pdf, ExitStack() as others:
        pdf.remove_unreferenced_resources()
        # Words of other scripts that are added below have replacement text too.
        elements = [*replaced(pdf.Root.StructTreeRoot.K)] if any(heard_doses) else []
        if foreign.lines:
            shared = add_fonts(pdf, others.enter_context(pikepdf.open(io.BytesIO(foreign.data))))
            add_words(pdf, streams, foreign)
            additions = [(name, face, {**own, **shared.get(name, {})}) for name, face, own in additions]
        glyphs = add_glyphs(pdf, additions)
        numbers = _cut(pdf, streams, ordered)
        root, info = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
        doses = [element for element, is_dose in zip(elements, heard_doses, strict=False) if is_dose]
        worded = (_worded(pdf.trailer.Info, _REQUEST), *(_worded(element, "/ActualText") for element in doses))
        head, table = _packed(pdf, (*numbers, *(one.number for one in worded)))
    own = tuple(b"\n".join(streams[page][item - 1 : item + 1]) for page, item in ordered)
    return SplicedPdf(
        head, table, numbers, tuple(ordered), own, root, info, worded, glyphs, md5(head, usedforsecurity=False)
    )


def _worded(value: Any, key: str) -> Worded:
    return Worded(value.objgen[0], objects.entries({name: one for name, one in value.items() if name != key}), key)


def replaced(value: Any) -> Iterator[Any]:
    """The structure elements with replacement text, in the order of reading."""
    if isinstance(value, pikepdf.Array):
        for kid in value:
            yield from replaced(kid)
    elif isinstance(value, pikepdf.Dictionary):
        if "/ActualText" in value:
            yield value
        if "/K" in value:
            yield from replaced(value.K)


def _cut(pdf: Any, streams: Sequence[Sequence[bytes]], gaps: Sequence[GapKey]) -> tuple[int, ...]:
    """Gives each page with gaps an array of streams in place of its one; returns the object numbers of the gaps."""
    numbers = []
    for page, items in enumerate(streams):
        cuts = [item for number, item in gaps if number == page]
        if not cuts:
            continue
        array, begin = [], 0
        for cut in cuts:
            array.append(pdf.make_stream(b"\n".join(items[begin : cut - 1])))
            array.append(pdf.make_stream(b""))
            numbers.append(array[-1].objgen[0])
            begin = cut + 1
        array.append(pdf.make_stream(b"\n".join(items[begin:])))
        pdf.pages[page].Contents = pikepdf.Array(array)
    return tuple(numbers)


def _packed(pdf: Any, gaps: Sequence[int]) -> tuple[bytes, bytes]:
    """Writes all objects except the gaps and the document information.

    Streams are written one by one, all other objects into one object stream (7.5.7).

    Returns:
        The bytes of the file so far, and its cross-reference entries.
    """
    numbers = {*objects.reached([pdf.Root, pdf.trailer.Info]), *gaps}
    pack = max(numbers) + 1  # number of the object stream; the cross-reference stream has the next one
    entries = {0: objects.entry(objects.FREE, 0, 0xFFFF)}
    out, bodies = bytearray(objects.HEAD), list[tuple[int, bytes]]()
    for number in sorted(numbers.difference(gaps)):
        value = pdf.get_object(number, 0)
        if isinstance(value, pikepdf.Stream):
            entries[number] = objects.entry(objects.ALONE, len(out))
            out += _stream(number, value)
        else:
            entries[number] = objects.entry(objects.PACKED, pack, len(bodies))
            bodies.append((number, value.unparse(resolved=True)))
    entries[pack] = objects.entry(objects.ALONE, len(out))
    out += _compressed(pack, *objects.packed(bodies))
    return bytes(out), b"".join(entries.get(number, bytes(ENTRY)) for number in range(pack + 2))


def _stream(number: int, value: Any) -> bytes:
    data = value.read_raw_bytes()
    if "/Filter" not in value:
        data = zlib.compress(data, 9)
        value = {**dict(value.items()), "/Filter": pikepdf.Name.FlateDecode}
    return objects.stream(number, b"<<%b/Length %d>>" % (objects.entries(value), len(data)), data)


def _compressed(number: int, entries: bytes, data: bytes) -> bytes:
    return objects.stream(number, b"<<%b/Length %d/Filter/FlateDecode>>" % (entries, len(data)), data)
