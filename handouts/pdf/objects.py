"""Writes PDF objects: streams one by one, other objects in object streams, and the cross-reference stream.

ISO 32000-2: indirect objects 7.3.10, object streams 7.5.7, cross-reference streams 7.5.8, file trailer 7.5.5.
For code that makes files from finished ones, object by object; the engine writes the pages.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Iterator
from typing import Any

import pikepdf

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TAIL = b"startxref\n%d\n%%%%EOF\n"
FREE, ALONE, PACKED = 0, 1, 2  # types of cross-reference entries (7.5.8.3)


def stream(number: int, dictionary: bytes, data: bytes) -> bytes:
    """A stream object, its dictionary written out."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, dictionary, data)


def plain(number: int, entries: bytes) -> bytes:
    """A dictionary object with these entries."""
    return b"%d 0 obj\n<<%b>>\nendobj\n" % (number, entries)


def entries(dictionary: Any) -> bytes:
    """The entries of a stream's dictionary except its length, without the brackets."""
    kept = pikepdf.Dictionary({key: value for key, value in dictionary.items() if key != "/Length"})
    return kept.unparse().strip()[2:-2]


def packed(objects: Iterable[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """An object stream of numbered objects: the entries of its dictionary, and its compressed data."""
    index, bodies, at = list[bytes](), list[bytes](), 0
    for number, body in objects:
        index.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    first = b" ".join(index) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(index), len(first)), zlib.compress(first + b"\n".join(bodies), 9)


# ---------------------------------------------------------------- cross-reference stream


def entry(kind: int, where: int, place: int = 0, width: int = 4) -> bytes:
    """One entry of the cross-reference stream.

    Args:
        kind: FREE, ALONE or PACKED.
        where: byte offset in the file, or the number of the object stream.
        place: generation, or index in the object stream.
        width: bytes of `where`; four reach to 4 GB.
    """
    return kind.to_bytes(1) + where.to_bytes(width) + place.to_bytes(2)


def table_entries(size: int, root: int, info: int, digest: bytes, width: int = 4) -> bytes:
    """The dictionary entries of the cross-reference stream, which is the trailer too. `digest`: file identifier."""
    values = (size, width, root, info, digest, digest)
    return b"/Type/XRef/Size %d/W[1 %d 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % values


# ---------------------------------------------------------------- references between objects


def parts(value: Any) -> Iterator[Any]:
    """The direct parts of an array, dictionary or stream."""
    if isinstance(value, pikepdf.Array):
        yield from value
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield from (part for _, part in value.items())


def reached(roots: list[Any], known: Container[int] = ()) -> list[int]:
    """The numbers of all objects that these refer to, depth first, except known ones and what only they refer to."""
    numbers: dict[int, None] = {}
    # A stack of its own: objects may lie deeper than Python's recursion goes.
    stack = roots[::-1]
    while stack:
        value = stack.pop()
        if not isinstance(value, pikepdf.Object):
            continue  # a number or a string
        if value.is_indirect:
            number = value.objgen[0]
            if number in numbers or number in known:
                continue
            numbers[number] = None
        stack += list(parts(value))[::-1]
    return list(numbers)
