"""Writes a PDF of any number of objects in parts: what is written is given away, and only numbers and offsets are kept.

ISO 32000-2: object streams 7.5.7, cross-reference stream 7.5.8.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import partial
from hashlib import md5
from typing import Any

from handouts.pdf import objects

MOST_OBJECTS = 8_388_607  # in one file: the limit of readers that ISO 32000-1 names (annex C)
OFFSET_BYTES = 5  # of an offset in the cross-reference stream: four end at 4 GB
ENTRY = OFFSET_BYTES + 3


class TooLargeError(Exception):
    """The leaflets have more objects than readers accept in one file."""


@dataclass(slots=True)
class LongFile:
    """A file that is being written: pending bytes, cross-reference entries, and objects that can be shared.

    Args:
        root, info: object numbers of the catalog and the document information.
        fixed: the object numbers below it are given out already.
    """

    root: int
    info: int
    fixed: int
    out: list[bytes] = field(default_factory=list)  # written, but not yielded yet
    at: int = 0  # bytes written
    table: bytearray = field(init=False)
    shared: dict[bytes, int] = field(default_factory=dict)  # object numbers by the hash of their content
    packing: list[tuple[int, bytes]] = field(default_factory=list)  # objects for the next object stream
    digest: Any = field(default_factory=partial(md5, usedforsecurity=False))

    def __post_init__(self) -> None:
        self.table = bytearray(ENTRY * self.fixed)

    def number(self) -> int:
        """Reserves an object number.

        Raises:
            TooLargeError
        """
        if len(self.table) >= ENTRY * MOST_OBJECTS:
            raise TooLargeError
        self.table += bytes(ENTRY)
        return len(self.table) // ENTRY - 1

    def write(self, data: bytes) -> None:
        self.out.append(data)
        self.digest.update(data)
        self.at += len(data)

    def stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Writes a stream; `entries` are those of its dictionary without the length."""
        self._set(number, objects.ALONE, self.at)
        self.write(objects.stream(number, b"<<%b/Length %d>>" % (entries, len(data)), data))

    def pack(self) -> None:
        """Writes the pending objects as one object stream."""
        number = self.number()
        for place, (own, _) in enumerate(self.packing):
            self._set(own, objects.PACKED, number, place)
        entries, data = objects.packed(self.packing)
        self.stream(number, entries + b"/Filter/FlateDecode", data)
        self.packing.clear()

    def take(self) -> bytes:
        """The bytes since the last call."""
        data = b"".join(self.out)
        self.out.clear()
        return data

    def _set(self, number: int, kind: int, where: int, place: int = 0) -> None:
        self.table[number * ENTRY : (number + 1) * ENTRY] = objects.entry(kind, where, place, OFFSET_BYTES)

    def end(self) -> None:
        """Writes the last object stream and the cross-reference stream."""
        self.packing.sort()
        self.pack()
        number, began = self.number(), self.at
        self._set(0, objects.FREE, 0, 0xFFFF)
        self._set(number, objects.ALONE, began)
        digest = self.digest.hexdigest().encode()
        entries = objects.table_entries(number + 1, self.root, self.info, digest, OFFSET_BYTES)
        self.stream(number, entries + b"/Filter/FlateDecode", zlib.compress(bytes(self.table), 6))
        self.write(objects.TAIL % began)
