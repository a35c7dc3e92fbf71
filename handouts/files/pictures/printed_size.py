"""Safe pictures at their printed size: words and pixels of a logo, pixels and greys of a clinic's own picture."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

from handouts.files.colours import grey_contrast
from handouts.files.pictures import Picture, PictureError

#: The largest printed size of a logo, width and height; `.logo` of styles/parts.css says the same.
LOGO_BOX_MM = (60.0, 13.0)
#: Dots an inch below which edges look torn on paper.
LEAST_DPI = 150


class CoarseError(PictureError):
    """A logo that is printed, with fewer pixels than its printed size needs."""


def check_logo(picture: Picture) -> None:
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
    check_density(width, height, min(LOGO_BOX_MM[0] / width, LOGO_BOX_MM[1] / height), "the printed {}")


def check_density(width: float, height: float, mm: float, where: str) -> None:
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


#: The box that a picture fills on a card of A4, width and height; as drawings have.
CARD_MM = (62.0, 50.0)
#: Large print shows it so much larger: the pixels must last for that.
LARGEST = 1.9
#: Between the dark and the light parts of a picture, as of lines on their ground (WCAG 2.2, 1.4.11).
LEAST_CONTRAST = 3.0
DARK, LIGHT = 0.03, 0.97  # shares of the pixels that are darker than the dark and the light parts
_COLOUR = re.compile(rb"(?:fill|stroke|stop-color)=\"#([0-9A-Fa-f]{6})\"")


class FaintError(PictureError):
    """A picture that a copier loses: its darkest and its lightest parts are too much alike."""


def size_mm(picture: Picture) -> tuple[float, float]:
    """Width and height on a card of A4.

    Raises:
        PictureError: an SVG without a size.
    """
    width, height = _size(picture)
    scale = min(CARD_MM[0] / width, CARD_MM[1] / height)
    return width * scale, height * scale


def check_pixels(picture: Picture) -> None:
    """Whether the pixels last for the largest print. Raises CoarseError."""
    if picture.kind == "image/svg+xml":
        return
    width, height = _size(picture)
    check_density(width, height, size_mm(picture)[0] * LARGEST / width, "{}, its size in large print")


def check_contrast(picture: Picture) -> None:
    """Checks that dark and light parts are distinct in grey. Raises FaintError."""
    ratio = _svg_contrast(picture.data) if picture.kind == "image/svg+xml" else _pixel_contrast(picture.data)
    if ratio < LEAST_CONTRAST:
        message = f"its dark and its light parts have a contrast of {ratio:.1f} in grey, {LEAST_CONTRAST:g} are needed"
        raise FaintError(message, "raise the contrast in a picture editor, or take it in better light")


def _size(picture: Picture) -> tuple[float, float]:
    """Pixels of a picture, units of an SVG."""
    if picture.kind != "image/svg+xml":
        from PIL import Image  # imported only for a raster picture

        with Image.open(BytesIO(picture.data)) as image:
            return float(image.size[0]), float(image.size[1])
    root = ElementTree.fromstring(picture.data)
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    if len(numbers) != 4 or min(numbers[2:]) <= 0:
        raise PictureError("the SVG has no `viewBox`, and so no size", "save it with a viewBox")
    return numbers[2], numbers[3]


def _pixel_contrast(data: bytes) -> float:
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        white = Image.new("RGBA", image.size, "white")
        grey = Image.alpha_composite(white, image.convert("RGBA")).convert("L")
    shares = grey.histogram()
    total, seen, dark, light = sum(shares), 0, 0, 255
    for level, count in enumerate(shares):
        before, seen = seen / total, (seen + count)
        if before <= DARK < seen / total:
            dark = level
        if before < LIGHT <= seen / total:
            light = level
    return grey_contrast(dark, light)


def _svg_contrast(data: bytes) -> float:
    """Of its darkest colour against paper; a shape without a colour is black."""
    if re.search(rb"<(?:\w+:)?(?:path|rect|circle|ellipse|polygon|polyline|line)(?![^>]*(?:fill|stroke)=)", data):
        return 21.0
    colours = [int(one, 16) for one in _COLOUR.findall(data)]
    greys = [0.2126 * (c >> 16) + 0.7152 * (c >> 8 & 255) + 0.0722 * (c & 255) for c in colours]
    return grey_contrast(min(greys), 255) if greys else 21.0
