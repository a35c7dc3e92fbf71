"""A filled-in file against the full print of the same leaflet: what a reader sees, hears and can follow."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from handouts.pdf.fill.template import structure


def first_difference(filled: bytes, full: bytes) -> str:
    """What is not the same in two files, or nothing."""
    if _shown(filled) != _shown(full):
        return "what the pages show"
    if structure(filled) != structure(full):
        return "what a screen reader hears, or where links lead"
    return ""


def _shown(data: bytes) -> list[bytes]:
    """The content of every page: a row of streams is one stream to a reader."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [b"\n".join(part.read_bytes() for part in _row(page.Contents)) for page in pdf.pages]


def _row(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]
