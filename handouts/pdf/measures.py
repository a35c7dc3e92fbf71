"""The measures of the sheets of a leaflet: leaflets of a process that differ in names or doses share them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from handouts.layout import templates
from handouts.layout.templates import TemplateSet
from handouts.layout.tightness import Tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import card_heights, sheets
from handouts.pdf.sheets import LaidSheet

_MEASURES: dict[bytes, LaidSheet] = {}
MOST_MEASURES = 500  # of some hundred bytes each
_NAMED = re.compile(r"""(?:\bsrc="|\burl\(["']?)(?!data:|#)([^"')]+)""")  # pictures that the page only names


def measured(
    leaflet: Leaflet,
    edition: Edition,
    template_set: TemplateSet,
    pictures: Sequence[Path],
    tightness: Tightness,
    sheet: str,
) -> LaidSheet:
    """The measures of a sheet, laid out alone, with empty drawings of their sizes. Raises BrokenTemplateError."""
    page = templates.html(leaflet, edition, template_set, tightness, sheet)
    key = sha256("\0".join([page, *_files(page, pictures)]).encode()).digest()
    if key in _MEASURES:
        return _MEASURES[key]
    laid = card_heights.layout(page, pictures)
    found = sheets.sheet_of(laid, sheet)
    if laid.document is not None:
        if len(_MEASURES) >= MOST_MEASURES:
            _MEASURES.clear()
        _MEASURES[key] = found
    return found


def _files(page: str, folders: Sequence[Path]) -> Iterator[str]:
    """The files that a page names, each with its size and time of change: a new logo has a new shape."""
    for folder in folders:
        yield str(folder)
        for name in sorted({unquote(name) for name in _NAMED.findall(page)}):
            try:
                stat = (folder / name).stat()
            except (OSError, ValueError):
                continue
            yield f"{name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ino}"
