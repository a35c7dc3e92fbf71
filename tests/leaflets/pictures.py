"""Pages as small pictures, and how two of them are compared.

A picture has 96 dots to the inch and 16 greys: enough to see a letter or a tint change, small enough to keep (under
80 kB). With the versions of engine, text layout and renderer that made the kept picture, not one dot may differ. With
others, edges may lie one dot further (`unlike`); a line that is 1 mm off is four dots off.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from handouts.pdf import engine

GOLD = Path(__file__).parent / "gold"
ACTUAL = Path(__file__).parents[1] / "actual" / "leaflets"
RECORD = GOLD / "engine.json"

DPI = 96
GREYS = 16
NEAR = 3  # dots: the neighbourhood in which another engine may put an edge
CLEARLY = 64  # of 255: less is the shading of an edge
FEW = 40  # dots of a page that may be off all the same: the tip of a letter here and there


def page_picture(pdf: bytes, number: int) -> Image.Image:
    """One page (from 1) in 16 greys."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        shot: Image.Image = document[number - 1].render(scale=DPI / 72).to_pil().convert("L")
    return shot.point([round(grey * (GREYS - 1) / 255) * 255 // (GREYS - 1) for grey in range(256)])


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture as small as it can be: four bits a dot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    indexed = picture.point([grey * (GREYS - 1) // 255 for grey in range(256)])
    indexed = Image.frombytes("P", indexed.size, indexed.tobytes())
    indexed.putpalette([level * 255 // (GREYS - 1) for level in range(GREYS) for _ in range(3)])
    indexed.save(path, optimize=True, bits=4)


def kept(path: Path) -> Image.Image:
    """A picture from its file."""
    with Image.open(path) as opened:
        return opened.convert("L")


def versions() -> dict[str, str]:
    """What a picture depends on, beside the leaflet: engine, text layout, renderer."""
    pango = engine.weasyprint.text.ffi.pango.pango_version()
    return {
        "weasyprint": engine.weasyprint.__version__,
        "pango": f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}",
        "pypdfium2": str(pypdfium2.version.PYPDFIUM_INFO),
    }


def recorded() -> dict[str, str]:
    """The versions that made the kept pictures."""
    record: dict[str, str] = json.loads(RECORD.read_text("utf-8"))
    return record


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether not one dot differs."""
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def unlike(one: Image.Image, other: Image.Image) -> int:
    """How many dots of either picture are clearly lighter or darker than all dots near them in the other."""
    if one.size != other.size:
        return one.width * one.height
    return max(_unexplained(one, other), _unexplained(other, one))


def _unexplained(one: Image.Image, other: Image.Image) -> int:
    darkest, lightest = other.filter(ImageFilter.MinFilter(NEAR)), other.filter(ImageFilter.MaxFilter(NEAR))
    off = ImageChops.lighter(ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest))
    return sum(off.histogram()[CLEARLY:])


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """What is in one picture alone red, in the other alone blue, in both black."""
    size = (max(one.width, other.width), max(one.height, other.height))
    grown = [Image.new("L", size, 255) for _ in range(2)]
    for ground, picture in zip(grown, (one, other), strict=True):
        ground.paste(picture)
    return Image.merge("RGB", (grown[1], ImageChops.darker(*grown), grown[0]))


def darkest(picture: Image.Image) -> int:
    """The darkest grey of a picture."""
    return next(grey for grey, dots in enumerate(picture.histogram()) if dots)
