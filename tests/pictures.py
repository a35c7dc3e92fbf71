"""Pictures in the bytes of a file, and why one is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from handouts.files.pictures import PictureError, safe_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 40">'
SHAPE = '<rect width="90" height="30" fill="#005EB8"/>'


def svg(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def png(image: Image.Image, text: str = "", **how: object) -> bytes:
    stream, info = BytesIO(), PngImagePlugin.PngInfo()
    if text:
        info.add_text("Comment", text)
    image.save(stream, "PNG", pnginfo=info, **how)
    return stream.getvalue()


def why(data: bytes, kind: str = "image/svg+xml") -> str:
    with pytest.raises(PictureError) as error:
        safe_picture(kind, data)
    for words in (error.value.why, error.value.remedy):
        assert words and not words.endswith(".") and len(words) < 160 and "/tmp" not in words
    return error.value.why
