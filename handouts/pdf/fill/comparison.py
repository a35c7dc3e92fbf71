"""Compares a filled file with the full print of the same leaflet, as a sample check of each batch."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from handouts.pdf.fill.template import structure


def first_difference(filled: bytes, full: bytes) -> str:
    """What differs between two files, as a part of a message; empty where nothing does."""
    if _content_streams(filled) != _content_streams(full):
        return "what the pages show"
    if structure(filled) != structure(full):
        return "what a screen reader hears, or where links lead"
    return ""


def _content_streams(data: bytes) -> list[bytes]:
    """The content of every page. An array of streams counts as one stream (ISO 32000-2, 7.8.2)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [b"\n".join(part.read_bytes() for part in _streams(page.Contents)) for page in pdf.pages]


def _streams(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]
