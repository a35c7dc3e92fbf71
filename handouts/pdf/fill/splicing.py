"""A finished file with gaps: everything of it is packed once, and each person's words are filled in.

The content stream of a page becomes a row of streams, cut where the words of a person begin and end, which readers put
together again. What stays is compressed once; what is filled in, and the table of where everything lies, is all that is
made for each file. The tag tree, the pictures and the links are those of the base.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pikepdf

from handouts.pdf import objects
from handouts.pdf.fill.fitting import GapKey
from handouts.pdf.fill.font_subsets import Glyphs, widened
from handouts.pdf.fonts import Face
from handouts.pdf.tag_nodes import REQUEST_KEY

_REQUEST = f"/{REQUEST_KEY}"
ENTRY = 7  # bytes of an object in the table of where they lie


@dataclass(frozen=True, slots=True)
class SplicedPdf:
    """The part of the file that is always the same, and what the rest needs to know.

    `numbers` are the objects of the gaps, in order.
    """

    head: bytes
    table: bytes
    numbers: tuple[int, ...]
    gaps: tuple[GapKey, ...]
    own: tuple[bytes, ...]  #: what stands in each gap where nothing else is filled in
    root: int
    info: int
    about: bytes  #: the document information, but for the request
    glyphs: Mapping[str, frozenset[int]]  #: by the name of a font in the file
    seal: Any  #: of the head, to go on with

    def filled(self, words: Mapping[GapKey, bytes], request: str) -> bytes:
        """A whole file: `words` in their gaps, and the request that it answers."""
        parts, at = [self.head], len(self.head)
        table = bytearray(self.table)
        seal = self.seal.copy()
        about = objects.plain(self.info, self.about + _entry(request))
        seal.update(about)
        table[self.info * ENTRY : (self.info + 1) * ENTRY] = objects.entry(objects.ALONE, at)
        parts.append(about)
        at += len(about)
        for number, gap, own in zip(self.numbers, self.gaps, self.own, strict=True):
            item = words.get(gap, own)
            seal.update(item)
            made = objects.stream(number, b"<</Length %d>>" % len(item), item)
            table[number * ENTRY : (number + 1) * ENTRY] = objects.entry(objects.ALONE, at)
            parts.append(made)
            at += len(made)
        last = len(table) // ENTRY - 1
        table[last * ENTRY :] = objects.entry(objects.ALONE, at)
        told = objects.table_words(last + 1, self.root, self.info, seal.hexdigest().encode())
        parts += (_compressed(last, told, zlib.compress(bytes(table), 1)), objects.TAIL % at)
        return b"".join(parts)


def splice(
    data: bytes,
    streams: Sequence[Sequence[bytes]],
    gaps: Iterable[GapKey],
    more: Iterable[tuple[str, Face, Glyphs]],
) -> SplicedPdf:
    """A finished file cut open at these items of its content streams, with these more glyphs in its fonts."""
    wanted = sorted(gaps)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        glyphs = widened(pdf, more)
        numbers = _cut(pdf, streams, wanted)
        root, info = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
        head, table = _packed(pdf, (*numbers, info))
        about = objects.words({key: value for key, value in pdf.trailer.Info.items() if key != _REQUEST})
    own = tuple(streams[page][item] for page, item in wanted)
    return SplicedPdf(
        head, table, numbers, tuple(wanted), own, root, info, about, glyphs, md5(head, usedforsecurity=False)
    )


def _entry(request: str) -> bytes:
    return _REQUEST.encode() + pikepdf.String(request).unparse() if request else b""


def _cut(pdf: Any, streams: Sequence[Sequence[bytes]], gaps: Sequence[GapKey]) -> tuple[int, ...]:
    """Each page with gaps gets a row of streams in place of its one; the objects of the gaps."""
    numbers = []
    for page, items in enumerate(streams):
        cuts = [item for number, item in gaps if number == page]
        if not cuts:
            continue
        row, begin = [], 0
        for cut in cuts:
            row.append(pdf.make_stream(b"\n".join(items[begin:cut])))
            row.append(pdf.make_stream(b""))
            numbers.append(row[-1].objgen[0])
            begin = cut + 1
        row.append(pdf.make_stream(b"\n".join(items[begin:])))
        pdf.pages[page].Contents = pikepdf.Array(row)
    return tuple(numbers)


def _packed(pdf: Any, gaps: Sequence[int]) -> tuple[bytes, bytes]:
    """All objects but the gaps and the document information, and the table of where they lie.

    Streams stand one by one, the rest together in one compressed stream.
    """
    pdf.remove_unreferenced_resources()
    numbers = {*objects.reached([pdf.Root, pdf.trailer.Info]), *gaps}
    pack = max(numbers) + 1  # the number of the packed objects; that of the table comes next
    entries = {0: objects.entry(objects.FREE, 0, 0xFFFF)}
    out, bodies = bytearray(objects.HEAD), list[tuple[int, bytes]]()
    for number in sorted(numbers.difference(gaps)):
        thing = pdf.get_object(number, 0)
        if isinstance(thing, pikepdf.Stream):
            entries[number] = objects.entry(objects.ALONE, len(out))
            out += _stream(number, thing)
        else:
            entries[number] = objects.entry(objects.PACKED, pack, len(bodies))
            bodies.append((number, thing.unparse(resolved=True)))
    entries[pack] = objects.entry(objects.ALONE, len(out))
    out += _compressed(pack, *objects.packed(bodies))
    return bytes(out), b"".join(entries.get(number, bytes(ENTRY)) for number in range(pack + 2))


def _stream(number: int, thing: Any) -> bytes:
    data = thing.read_raw_bytes()
    if "/Filter" not in thing:
        data = zlib.compress(data, 9)
        thing = {**dict(thing.items()), "/Filter": pikepdf.Name.FlateDecode}
    return objects.stream(number, b"<<%b/Length %d>>" % (objects.words(thing), len(data)), data)


def _compressed(number: int, words: bytes, data: bytes) -> bytes:
    return objects.stream(number, b"<<%b/Length %d/Filter/FlateDecode>>" % (words, len(data)), data)
