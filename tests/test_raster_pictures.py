"""PNG and JPEG that others made: what is printed of them, what is refused and why; at the logo of a clinic too."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import speed
from pictures import SHAPE, png, svg, why
from PIL import Image

from handouts import library
from handouts.files.pictures import raster, safe_picture
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader


def jpeg(image: Image.Image, **how: object) -> bytes:
    stream = BytesIO()
    image.save(stream, "JPEG", **how)
    return stream.getvalue()


def opened(data: bytes, kind: str = "image/png") -> Image.Image:
    return Image.open(BytesIO(safe_picture(kind, data).data))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def by_hand(width: int, height: int, depth: int, colour: int, rows: bytes, interlaced: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


RED = Image.new("RGB", (8, 4), (200, 30, 30))
PIXEL = {
    "palette": (png(RED.convert("P", palette=Image.Palette.ADAPTIVE)), "RGB", (200, 30, 30)),
    "grey": (png(RED.convert("L")), "L", 81),
    "one bit": (png(Image.new("1", (8, 4))), "L", 0),
    "transparent": (png(Image.new("RGBA", (8, 4), (200, 30, 30, 128))), "RGBA", (200, 30, 30, 128)),
    "16 bits of grey": (by_hand(1, 1, 16, 0, b"\0\x80\x00"), "L", 128),
    "16 bits of colour": (by_hand(1, 1, 16, 2, b"\0" + b"\xc8\x00\x1e\x00\x1e\x00"), "RGB", (200, 30, 30)),
    "16 bits, transparent": (by_hand(1, 1, 16, 6, b"\0" + b"\xc8\0\x1e\0\x1e\0\x80\0"), "RGBA", (200, 30, 30, 128)),
    "interlaced": (by_hand(1, 1, 8, 2, b"\0\xc8\x1e\x1e", interlaced=1), "RGB", (200, 30, 30)),
    "profile": (png(RED, icc_profile=b"x" * 200), "RGB", (200, 30, 30)),
}


@pytest.mark.parametrize("name", PIXEL)
def test_every_kind_of_png_becomes_plain_pixels(name: str) -> None:
    data, mode, pixel = PIXEL[name]
    image = opened(data)
    assert (image.mode, image.getpixel((0, 0))) == (mode, pixel)
    assert not image.info


def test_a_photograph_is_upright_and_does_not_show_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "private place"
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (0, 0, 20, 20))
    result = safe_picture("image/jpeg", jpeg(image, exif=exif, quality=95))
    assert b"private" not in result.data and b"Exif" not in result.data
    turned = Image.open(BytesIO(result.data))
    assert turned.size == (20, 40)
    top, bottom = turned.getpixel((10, 5)), turned.getpixel((10, 35))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[2] > 200 > 60 > top[0] and bottom[0] > 200 > 60 > bottom[2]


def test_a_large_picture_is_made_small_enough_for_print() -> None:
    assert opened(png(Image.new("L", (4000, 1000)))).size == (raster.MAX_SIDE, 300)


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = png(RED, text="a")
    assert safe_picture.__wrapped__("image/png", data) == safe_picture.__wrapped__("image/png", png(RED, text="b"))


APNG = png(RED, save_all=True, append_images=[Image.new("RGB", (8, 4), "blue")])
CLAIMED = by_hand(30_000, 30_000, 8, 2, b"\0")
RASTER_FAULTS = {
    "truncated": (png(Image.effect_noise((64, 64), 50))[:-300], "image/png", "PNG picture is damaged"),
    "damaged": (png(RED).replace(b"IDAT", b"IDAT\xff\xff", 1), "image/png", "PNG picture is damaged"),
    "only a head": (png(RED)[:20], "image/png", "PNG picture is damaged"),
    "truncated JPEG": (jpeg(Image.effect_noise((64, 64), 50))[:-300], "image/jpeg", "JPEG picture is damaged"),
    "a head of JPEG": (b"\xff\xd8\xff\xe0", "image/jpeg", "JPEG picture is damaged"),
    "no size": (by_hand(0, 4, 8, 2, b""), "image/png", "PNG picture is damaged"),
    "empty": (b"", "image/png", "neither a PNG nor a JPEG"),
    "GIF": (b"GIF89a" + bytes(40), "image/png", "neither a PNG nor a JPEG"),
    "SVG": (svg(SHAPE), "image/png", "neither a PNG nor a JPEG"),
    "JPEG named PNG": (jpeg(RED), "image/png", "holds a JPEG picture"),
    "PNG named JPEG": (png(RED), "image/jpeg", "holds a PNG picture"),
    "bomb": (CLAIMED, "image/png", "30000 × 30000 pixels"),
    "just too large": (by_hand(4001, 4000, 1, 0, b""), "image/png", "4001 × 4000 pixels"),
    "a line": (png(Image.new("L", (600, 2))), "image/png", "a mere line"),
    "animated": (APNG, "image/png", "animated"),
    "CMYK": (jpeg(RED.convert("CMYK")), "image/jpeg", "CMYK"),
    "white": (png(Image.new("1", (8, 4), 1)), "image/png", "nothing of the picture can be seen"),
    "white on nothing": (png(Image.new("RGBA", (8, 4), (255, 255, 255, 90))), "image/png", "nothing of the picture"),
    "black but invisible": (png(Image.new("RGBA", (8, 4), (0, 0, 0, 0))), "image/png", "nothing of the picture"),
}


@pytest.mark.parametrize("name", RASTER_FAULTS)
def test_a_raster_picture_that_is_not_printed_is_reported_in_words(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data, kind, fault = RASTER_FAULTS[name]
    with speed.measured() as cost:
        assert fault in why(data, kind)
    assert cost.units < 300
    assert capfd.readouterr() == ("", ""), "a library's warning is nothing for the user"


# ---------------------------------------------------------------- at the logo of a clinic


@pytest.mark.parametrize("name", ["logo.PNG", "Logo.Jpg", "logo.jpeg", "LOGO.SVG", "logo.png"])
def test_endings_may_be_written_in_capitals_and_the_print_has_what_was_judged(
    name: str, tmp_path: Path, mini_folder: Path
) -> None:
    large = RED.resize((200, 100))
    data = png(large)
    if name.lower().endswith(("jpg", "jpeg")):
        data = jpeg(large)
    elif name.lower().endswith("svg"):
        data = svg(SHAPE)
    clinic = (mini_folder / "content/clinics/example.yaml").read_text("utf-8").replace("example.svg", name)
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics/example.yaml").write_text(clinic, "utf-8")
    (tmp_path / "clinics" / name).write_bytes(data)
    assert library.load([tmp_path, mini_folder / "content"], mini_folder / "styles")[1] == []
    taken = ImageLoader([tmp_path / "clinics"]).take(PAGE_BASE + name)
    assert taken == safe_picture(taken.kind, data)


def test_a_library_without_raster_logo_needs_no_pillow() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from handouts import library as l; l.load(l.content_folders(None), l.data_root() / 'styles');"
        "sys.exit('PIL' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent.parent, check=False).returncode == 0
    )
