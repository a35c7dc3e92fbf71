"""Files of the page: its template, style, scripts and fonts, all shipped. A clinic's folder replaces none of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from handouts import library
from handouts.compose.wording import Catalogue
from handouts.files import reading
from handouts.layout.environment import environment
from handouts.model import Frame
from handouts.pdf import font_files, fonts

MOST_BYTES = 512 * 1024
SCRIPTS = (
    "desk", "state", "find", "adjust", "doses", "pages", "look", "findings", "reading", "actions", "plans", "words",
)  # fmt: skip
#: Code points of the page: Latin letters with accents, dashes, quotation marks and a few signs.
LETTERS = frozenset((*range(0x20, 0x180), *range(0x2010, 0x2027), 0x2032, 0x20AC, 0x2122, 0x2212))
THUMBNAILS = ("finish", "start", "close")  # frames of a drawing, the one that says most first


def page(values: Mapping[str, Any], catalogue: Catalogue) -> str:
    """The page in the words of a language."""
    shown = {**values, "scripts": SCRIPTS}  # loaded at once: each names others
    return environment((library.data_root() / "templates",), catalogue).render("desk/page.html", shown)


def locked(values: Mapping[str, Any], catalogue: Catalogue, is_used: bool) -> str:
    """What a browser that may not open the desk is shown. `is_used`: it came with an address that was used before."""
    shown = {**values, "is_used": is_used}
    return environment((library.data_root() / "templates",), catalogue).render("desk/locked.html", shown)


def style() -> str:
    root = library.data_root() / "styles"
    return reading.read_text(root / "desk.css", MOST_BYTES, inside=root)


def icon() -> str:
    root = library.data_root() / "templates" / "desk"
    return reading.read_text(root / "icon.svg", MOST_BYTES, inside=root)


def script(name: str) -> str | None:
    """A module of the page by its name; None where there is none."""
    root = library.data_root() / "templates" / "desk"
    return reading.read_text(root / f"{name}.js", MOST_BYTES, inside=root) if name in SCRIPTS else None


@lru_cache(maxsize=8)
def font(weight: int) -> bytes | None:
    """A face of the leaflet's own family with the letters of the page; None for a weight that it does not have.

    Not compressed: that takes a fifth of a second for each face, and the file goes to the same computer.
    """
    face = next((one for one in fonts.FACES if one.weight == weight), None)
    return font_files.subset(font_files.harfbuzz_face(face), LETTERS) if face else None


def thumbnail(frames: tuple[Frame, ...]) -> str | None:
    """The frame of a drawing that shows the most, as SVG."""
    by_name = {frame.name: frame.svg for frame in frames}
    return next((by_name[name] for name in THUMBNAILS if name in by_name), None)
