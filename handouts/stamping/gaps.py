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

from handouts.formats.fonts import Face
from handouts.stamping.fitting import Where
from handouts.stamping.fonts import Glyphs, widened

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Gapped:
    """The part of the file that is always the same, and what the rest needs to know.

    `table` has an entry of seven bytes for each object; `numbers` are the objects of the gaps, in order.
    """

    head: bytes
    table: bytes
    numbers: tuple[int, ...]
    gaps: tuple[Where, ...]
    own: tuple[bytes, ...]  #: what stands in each gap where nothing else is filled in
    trailer: bytes
    glyphs: Mapping[str, frozenset[int]]  #: by the name of a font in the file
    seal: Any  #: of the head, to go on with

    def filled(self, words: Mapping[Where, bytes]) -> bytes:
        """A whole file: `words` in their gaps."""
        parts, at = [self.head], len(self.head)
        table = bytearray(self.table)
        seal = self.seal.copy()
        for number, gap, own in zip(self.numbers, self.gaps, self.own, strict=True):
            item = words.get(gap, own)
            seal.update(item)
            made = b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(item), item)
            table[number * 7 : number * 7 + 7] = _entry(1, at)
            parts.append(made)
            at += len(made)
        last = len(table) // 7 - 1
        table[last * 7 :] = _entry(1, at)
        packed, id_ = zlib.compress(bytes(table), 1), seal.hexdigest().encode()
        parts.append(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%b/ID[<%b><%b>]/Length %d/Filter/FlateDecode>>\nstream\n%b\n"
            b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (last, last + 1, self.trailer, id_, id_, len(packed), packed, at)
        )
        return b"".join(parts)


def gapped(
    data: bytes,
    streams: Sequence[Sequence[bytes]],
    gaps: Iterable[Where],
    more: Iterable[tuple[str, Face, Glyphs]],
) -> Gapped:
    """A finished file cut open at these items of its content streams, with these more glyphs in its fonts."""
    wanted = sorted(gaps)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        glyphs = widened(pdf, more)
        numbers = _cut(pdf, streams, wanted)
        head, table, trailer = _packed(pdf, numbers)
    own = tuple(streams[page][item] for page, item in wanted)
    return Gapped(head, table, numbers, tuple(wanted), own, trailer, glyphs, md5(head, usedforsecurity=False))


def _cut(pdf: Any, streams: Sequence[Sequence[bytes]], gaps: Sequence[Where]) -> tuple[int, ...]:
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


def _packed(pdf: Any, gaps: Sequence[int]) -> tuple[bytes, bytes, bytes]:
    """All objects but the gaps, the table of where they lie, and the end of the file.

    Streams stand one by one, the rest together in one compressed stream.
    """
    pdf.remove_unreferenced_resources()
    reached = _reached(pdf)
    top = max(*reached, *gaps) + 2  # two more: of the packed objects, and of the table
    table = bytearray(7 * (top + 1))
    table[:7] = b"\0\0\0\0\0\xff\xff"
    out, index, bodies, at = bytearray(HEAD), list[bytes](), list[bytes](), 0
    for number in sorted(reached - set(gaps)):
        thing = pdf.get_object(number, 0)
        if isinstance(thing, pikepdf.Stream):
            table[number * 7 : number * 7 + 7] = _entry(1, len(out))
            out += _stream(number, thing)
        else:
            body = thing.unparse(resolved=True)
            table[number * 7 : number * 7 + 7] = b"\2" + (top - 1).to_bytes(4) + len(index).to_bytes(2)
            index.append(b"%d %d" % (number, at))
            bodies.append(body)
            at += len(body) + 1
    first = b" ".join(index) + b"\n"
    packed = zlib.compress(first + b"\n".join(bodies), 9)
    table[(top - 1) * 7 : top * 7] = _entry(1, len(out))
    out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n" % (
        top - 1,
        len(index),
        len(first),
        len(packed),
        packed,
    )
    root, info = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
    return bytes(out), bytes(table), b"/Root %d 0 R/Info %d 0 R" % (root, info)


def _stream(number: int, thing: Any) -> bytes:
    raw = thing.read_raw_bytes()
    if "/Filter" not in thing:
        raw = zlib.compress(raw, 9)
        thing = {**dict(thing.items()), "/Filter": pikepdf.Name.FlateDecode}
    keys = pikepdf.Dictionary({key: value for key, value in thing.items() if key != "/Length"})
    told = keys.unparse().strip().removesuffix(b">>")
    return b"%d 0 obj\n%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, told, len(raw), raw)


def _entry(kind: int, at: int) -> bytes:
    return kind.to_bytes(1) + at.to_bytes(4) + b"\0\0"


def _reached(pdf: Any) -> set[int]:
    """The objects that the file needs, by number."""
    reached: set[int] = set()
    waiting: list[Any] = [pdf.Root, pdf.trailer.Info]
    while waiting:
        thing: Any = waiting.pop()
        if not isinstance(thing, pikepdf.Object):
            continue  # a number or a word
        if thing.is_indirect:
            if thing.objgen[0] in reached:
                continue
            reached.add(thing.objgen[0])
        if isinstance(thing, pikepdf.Array):
            waiting.extend(value for value in thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            waiting.extend(value for _, value in thing.items())
    return reached
