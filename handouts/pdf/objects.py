"""The objects of a PDF file as they are written: those with data one by one, the others packed, and where they lie.

For those who make files out of finished ones, object by object; pages are the engine's work.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Iterator
from typing import Any

import pikepdf

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TAIL = b"startxref\n%d\n%%%%EOF\n"
FREE, ALONE, PACKED = 0, 1, 2  # how an object lies in the file; the table begins with one that is free


def stream(number: int, said: bytes, data: bytes) -> bytes:
    """An object with data; `said` is its dictionary."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, said, data)


def plain(number: int, said: bytes) -> bytes:
    """An object without data; `said` is its dictionary."""
    return b"%d 0 obj\n<<%b>>\nendobj\n" % (number, said)


def words(said: Any) -> bytes:
    """What the dictionary of an object with data says, but for the length."""
    kept = pikepdf.Dictionary({key: value for key, value in said.items() if key != "/Length"})
    return kept.unparse().strip()[2:-2]


def packed(objects: Iterable[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Objects without data, together and compressed, behind what the dictionary of their stream says."""
    index, bodies, at = list[bytes](), list[bytes](), 0
    for number, body in objects:
        index.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    first = b" ".join(index) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(index), len(first)), zlib.compress(first + b"\n".join(bodies), 9)


# ---------------------------------------------------------------- where they lie


def entry(kind: int, where: int, place: int = 0, wide: int = 4) -> bytes:
    """Of an object in the table: its place in the file, or the packed stream and its place in that."""
    return kind.to_bytes(1) + where.to_bytes(wide) + place.to_bytes(2)


def table_words(size: int, root: int, info: int, seal: bytes, wide: int = 4) -> bytes:
    """What the dictionary of the table says: how to read it, and where to begin."""
    told = (size, wide, root, info, seal, seal)
    return b"/Type/XRef/Size %d/W[1 %d 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % told


# ---------------------------------------------------------------- what leads to what


def parts(thing: Any) -> Iterator[Any]:
    """What an object is made of."""
    if isinstance(thing, pikepdf.Array):
        yield from thing
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from (value for _, value in thing.items())


def reached(roots: list[Any], known: Container[int] = ()) -> list[int]:
    """The numbers of all objects that these lead to, in that order, but for the known ones and what they lead to."""
    found: dict[int, None] = {}
    waiting = roots[::-1]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, pikepdf.Object):
            continue  # a number or a word
        if thing.is_indirect:
            number = thing.objgen[0]
            if number in found or number in known:
                continue
            found[number] = None
        waiting += list(parts(thing))[::-1]
    return list(found)
