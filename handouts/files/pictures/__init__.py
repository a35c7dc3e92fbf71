"""The one judge of pictures that others made: a safe picture within the limits of cost, or the reason against it.

Logos and kept drawings pass it when the library is loaded, and every picture passes it again on its way to the engine,
so what `check` says of a picture holds for the print. The engine never sees the bytes of a file that was not judged:

- a PNG or JPEG is decoded under limits and encoded anew (`raster.py`)
- an SVG consists of allowed elements and attributes alone; what drawing programs add for themselves is removed, and
  CSS is resolved into attributes (`svg.py`, `css.py`, `values.py`); its cost is limited (`cost.py`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

#: The ending of a file's name in lower case, and the type of the picture that it promises.
TYPES: Mapping[str, str] = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}

#: The most bytes of a picture's file. A larger SVG costs more than its limits allow; a PNG of 16 million pixels fits.
MAX_BYTES = 2 << 20
MAX_SVG_BYTES = 1 << 20


class PictureError(ValueError):
    """A picture is not printed: `why` in lower case without a full stop, and `remedy`, what the user can do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be printed: its MIME type and its bytes."""

    kind: str
    data: bytes


@lru_cache(maxsize=8)
def safe_picture(kind: str, data: bytes) -> Picture:
    """The safe picture of a logo, or of any picture that a page names.

    Args:
        kind: the MIME type that the file's ending promises, one of `TYPES`.
        data: the bytes of the file.

    Raises:
        PictureError: the picture is not printed.
    """
    if kind == "image/svg+xml":
        from handouts.files.pictures import svg

        return Picture(kind, svg.safe(data, MAX_SVG_BYTES))
    from handouts.files.pictures import raster  # Pillow is imported only for a raster picture

    return Picture(kind, raster.safe(kind, data))


def safe_drawing(data: bytes) -> str:
    """The text of a kept drawing, which becomes a part of the page: attributes alone, no CSS and no raster image.

    Raises:
        PictureError: the drawing is not printed.
    """
    from handouts.files.pictures import svg

    return svg.safe(data, MAX_SVG_BYTES, strict=True).decode("utf-8")
