"""Pages of a finished PDF as PNG, for a screen. The same file gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

QUICK, SMALL = 1, 9  # levels of compression: the best one takes three times as long
COLOURS = 32  # of a small picture: black, the accent and its tints, the drawings


@contextmanager
def pages(data: bytes) -> Iterator[Any]:
    """The pages of a file, by their index from 0."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def png(page: Any, width_px: int) -> bytes:
    """A page, so many pixels wide, made quickly."""
    return _bytes(_drawn(page, width_px), QUICK)


def top(data: bytes, number: int, width_px: int, height_px: int) -> bytes:
    """The top of a page of a file, by its number from 1, as a small file in few colours."""
    with pages(data) as document:
        picture = _drawn(document[number - 1], width_px)
    # Without dithering: dots on white paper look like dirt, and make the file larger.
    return _bytes(picture.crop((0, 0, width_px, min(height_px, picture.height))).quantize(COLOURS, dither=0), SMALL)


def page_of(data: bytes, name: str) -> int:
    """The number from 1 of the page with a named destination (ISO 32000-2, 12.3.2.4); 1 where the file has none."""
    with pikepdf.open(BytesIO(data)) as document:
        root: Any = document.Root
        names = list(root.Names.Dests.Names) if "/Names" in root and "/Dests" in root.Names else []
        place = next((place for key, place in zip(names[::2], names[1::2], strict=True) if str(key) == name), None)
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        return numbers[place[0].objgen] if place is not None else 1


def _drawn(page: Any, width_px: int) -> Any:
    return page.render(scale=width_px / page.get_width()).to_pil()


def _bytes(picture: Any, level: int) -> bytes:
    data = BytesIO()
    picture.save(data, "PNG", compress_level=level)
    return data.getvalue()
