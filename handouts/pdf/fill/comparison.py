"""Compares a filled file with the full print of the same leaflet, as a sample check of each batch."""

from __future__ import annotations

import io

import pikepdf

from handouts.pdf import operators
from handouts.pdf.fill.template import structure


def first_difference(filled: bytes, full: bytes) -> str:
    """What differs between two files, as a part of a message; empty where nothing does."""
    if _content_streams(filled) != _content_streams(full):
        return "what the pages show"
    if structure(filled) != structure(full):
        return "what a screen reader hears, or where links lead"
    return ""


def _content_streams(data: bytes) -> list[bytes]:
    """The content of every page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [operators.content(page) for page in pdf.pages]
