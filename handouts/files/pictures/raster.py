"""PNG and JPEG: decoded under limits, brought to one plain form, and encoded anew.

What leaves here has 8 bits per channel, grey or RGB, for PNG with transparency where there is some; one frame; no
profile, no EXIF data (where a photograph was taken), no text. The same bytes give the same picture.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from handouts.files.pictures import PictureError

#: 4,000 × 4,000. Measured: a noisy RGBA PNG of this size takes 0.5 s to decode and 130 MiB.
MAX_PIXELS = 16_000_000
#: A larger picture is made smaller: 1,200 pixels are 100 mm at 300 dpi, wider than a logo is printed.
MAX_SIDE = 1200
#: The longer side is at most so many times the shorter one.
MAX_RATIO = 50
#: The difference from white, of 255, from which something can be seen on paper.
SEEN_FROM = 16

_SAVE_AGAIN = "open it in a picture editor and save it as PNG or JPEG with RGB colours"


def safe(kind: str, data: bytes) -> bytes:
    """The picture encoded anew in its own format. Raises PictureError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's words of doubt; what cannot be read raises
        return encoded(decoded(kind, data), kind)


def decoded(kind: str, data: bytes) -> Image.Image:
    """The picture in a plain mode: L, LA, RGB or RGBA, at most `MAX_SIDE` wide and high. Raises PictureError."""
    try:
        with _whole_only(), Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            _check_head(image, kind)
            image.load()
            plain = _plain(image)
    except PictureError:
        raise
    except (OSError, SyntaxError, ValueError, OverflowError, struct.error, zlib.error, Image.DecompressionBombError):
        raise PictureError(*_unreadable(data)) from None
    if not _seen(plain):
        raise PictureError("nothing of the picture can be seen on white paper", "use the version for white paper")
    return plain


@contextmanager
def _whole_only() -> Iterator[None]:
    """The engine lets Pillow read pictures that are cut off; here they are found."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def encoded(image: Image.Image, kind: str) -> bytes:
    """The bytes of a plain picture. The settings are fixed, so that they depend on the pixels alone."""
    stream = BytesIO()
    if kind == "image/jpeg":
        image.save(stream, "JPEG", quality=92, subsampling=0)
    else:
        image.save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _unreadable(data: bytes) -> tuple[str, str]:
    """Why Pillow could not read the bytes, by their beginning."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        if width * height > MAX_PIXELS:
            return _too_large(width, height)
        return "the PNG picture is damaged or cut off", _SAVE_AGAIN
    if data.startswith(b"\xff\xd8\xff"):
        return "the JPEG picture is damaged or cut off", _SAVE_AGAIN
    return "the file is neither a PNG nor a JPEG picture", "give an .svg, .png or .jpg file"


def _too_large(width: int, height: int) -> tuple[str, str]:
    return f"the picture is {width} × {height} pixels", f"make it at most {MAX_PIXELS // 10**6} million pixels in all"


def _check_head(image: Image.Image, kind: str) -> None:
    """What the first bytes say, before any pixel is decoded."""
    found = str(image.format)
    if image.mode == "CMYK":
        why = "the picture has the colours of a printing press (CMYK), and how they look is not in the file"
        raise PictureError(why, "save it with RGB colours")
    if f"image/{found.lower()}" != kind:
        ending = ".jpg" if found == "JPEG" else ".png"
        raise PictureError(f"the file holds a {found} picture, which its ending does not say", f"name it `{ending}`")
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise PictureError(*_too_large(width, height))
    if max(width, height) > MAX_RATIO * min(width, height):
        raise PictureError(f"the picture is {width} × {height} pixels, a mere line", "cut out the logo itself")
    if getattr(image, "n_frames", 1) > 1 and found == "PNG":
        raise PictureError("the picture is animated", "save one frame as PNG")


def _plain(image: Image.Image) -> Image.Image:
    """The upright picture with 8 bits per channel, not larger than it can be printed."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
        image.info.pop("transparency", None)  # a grey of 16 bits
    transparent = image.has_transparency_data
    gray = image.mode in ("1", "L", "LA")
    mode = ("LA" if gray else "RGBA") if transparent else ("L" if gray else "RGB")
    if image.mode != mode or "transparency" in image.info:
        image = image.convert(mode)
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = ImageOps.exif_transpose(image)
    image.info.clear()
    return image


def _seen(image: Image.Image) -> bool:
    """Whether some pixel on white paper differs from the paper."""
    image = image.convert("RGBA")
    on_paper = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return any(any(on_paper.getchannel(channel).histogram()[: 256 - SEEN_FROM]) for channel in "RGB")
