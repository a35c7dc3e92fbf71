"""One hash for an object of a PDF and all that it leads to: the same for the same content, however it is packed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pikepdf

#: Keys that say how an object is packed, or that lead back to what holds it.
_LEFT_OUT = frozenset(("/Length", "/Filter", "/DecodeParms", "/Parent", "/StructParent", "/StructParents", "/Font"))
DEEPEST = 60


def fingerprint(thing: Any) -> str:
    """The hash of an object. Raises ValueError for one that lies deeper than a leaflet's can, or leads to itself."""
    return sha256(_told(thing, 0)).hexdigest()


def _told(thing: Any, depth: int) -> bytes:
    if depth > DEEPEST:
        raise ValueError
    if isinstance(thing, pikepdf.Stream):
        return sha256(_entries(thing, depth) + _data(thing)).digest()
    if isinstance(thing, pikepdf.Dictionary):
        return sha256(_entries(thing, depth)).digest()
    if isinstance(thing, pikepdf.Array):
        return sha256(b"".join(_told(value, depth + 1) for value in thing)).digest()
    return sha256(repr(thing).encode()).digest()


def _entries(thing: Any, depth: int) -> bytes:
    kept = sorted((key, value) for key, value in thing.items() if key not in _LEFT_OUT)
    return b"".join(key.encode() + _told(value, depth + 1) for key, value in kept)


def _data(stream: Any) -> bytes:
    """Unpacked where that loses nothing; a picture that a camera packed as it is."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
