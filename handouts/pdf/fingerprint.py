"""Hashes a PDF object with everything that it refers to, independent of compression and object numbers."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pikepdf

#: Keys for compression, and keys that refer back to the parent.
_LEFT_OUT = frozenset(("/Length", "/Filter", "/DecodeParms", "/Parent", "/StructParent", "/StructParents", "/Font"))
DEEPEST = 60


def fingerprint(value: Any) -> str:
    """The SHA-256 of an object, in hexadecimal.

    Raises:
        ValueError: it is nested deeper than in any leaflet, or contains itself.
    """
    return sha256(_digest(value, 0)).hexdigest()


def _digest(value: Any, depth: int) -> bytes:
    if depth > DEEPEST:
        raise ValueError
    if isinstance(value, pikepdf.Stream):
        return sha256(_entries(value, depth) + _data(value)).digest()
    if isinstance(value, pikepdf.Dictionary):
        return sha256(_entries(value, depth)).digest()
    if isinstance(value, pikepdf.Array):
        return sha256(b"".join(_digest(entry, depth + 1) for entry in value)).digest()
    return sha256(repr(value).encode()).digest()


def _entries(value: Any, depth: int) -> bytes:
    kept = sorted((key, entry) for key, entry in value.items() if key not in _LEFT_OUT)
    return b"".join(key.encode() + _digest(entry, depth + 1) for key, entry in kept)


def _data(stream: Any) -> bytes:
    """The decoded data, or the encoded data for filters that pikepdf does not decode (DCTDecode of photographs)."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
