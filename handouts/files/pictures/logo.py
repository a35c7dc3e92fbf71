"""A safe picture in the box of a logo: whether its words and its pixels survive the printed size."""

from __future__ import annotations

import re
from io import BytesIO

from handouts.files.pictures import Picture
from handouts.files.pictures.fault import PictureError

#: The largest printed size of a logo, width and height; `.logo` of styles/parts.css says the same.
LOGO_BOX_MM = (60.0, 13.0)
#: Dots an inch below which edges look torn on paper.
LEAST_DPI = 150


class CoarseError(PictureError):
    """A logo that is printed, with fewer pixels than its printed size needs."""


def check_printed(picture: Picture) -> None:
    """Whether a logo can be read at its printed size.

    Raises:
        CoarseError: it has too few pixels.
        PictureError: it has text that is not outlines: no font of a clinic is bundled, and no size of it is sure.
    """
    if picture.kind == "image/svg+xml":
        if re.search(rb"<(?:\w+:)?(?:text|tspan)\b", picture.data):
            raise PictureError("the logo has text that is not outlines", "turn the text into paths (outlines)")
        return
    from PIL import Image  # imported only for a raster picture

    with Image.open(BytesIO(picture.data)) as image:
        width, height = image.size
    check_pixels(width, height, min(LOGO_BOX_MM[0] / width, LOGO_BOX_MM[1] / height), "the printed {}")


def check_pixels(width: float, height: float, mm: float, where: str) -> None:
    """Whether the pixels last for a printed size. Raises CoarseError.

    Args:
        mm: the size of a pixel.
        where: how the message names the printed size, with `{}` for it.
    """
    dpi = round(25.4 / mm)
    if dpi < LEAST_DPI:
        size = where.format(f"{width * mm:.0f} × {height * mm:.0f} mm")
        least = f"{round(width * LEAST_DPI / dpi)} × {round(height * LEAST_DPI / dpi)}"
        message = f"{width:.0f} × {height:.0f} pixels are {dpi} dots an inch at {size}"
        raise CoarseError(message, f"give at least {least} pixels, or an SVG")
