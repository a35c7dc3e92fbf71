"""Faces of other scripts than those of the leaflet's own family: for names, notes and lines of a clinic.

Each face is used for the characters of its script alone (`blocks`), so that no two compete for a character, and a page
is given only the faces whose characters it has. All of them get the line height of the leaflet's family: a name in any
script moves nothing on the page.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: The extra of this project with the large faces.
EXTRA = "fonts-world"

WEIGHT = 500  #: of the variable faces: names survive a second photocopy

Blocks = tuple[tuple[int, int], ...]  #: first and last code point of each


@dataclass(frozen=True, slots=True)
class WorldFace:
    """One font file for one script; a variable one is used at `WEIGHT`."""

    family: str
    script: str  #: as messages name it
    package: str  #: its Python package
    file: str
    blocks: Blocks
    extra: str = ""  #: the extra that installs it; none for the default set-up
    is_direct: bool = False  #: each character is one glyph, in the order of the text
    weight: int = 400  #: that the engine selects it by

    @property
    def path(self) -> Path:
        return Path(str(resources.files(self.package))) / self.file

    @property
    def is_installed(self) -> bool:
        return find_spec(self.package) is not None and self.path.is_file()

    @property
    def distribution(self) -> str:
        """The name that `pip install` takes."""
        return self.package.replace("_", "-")

    def covers(self, char: str) -> bool:
        return any(first <= ord(char) <= last for first, last in self.blocks)


def _noto(script: str, *blocks: tuple[int, int], is_direct: bool = False) -> WorldFace:
    file = f"NotoSans{script}[wght].ttf"
    return WorldFace(f"Noto Sans {script}", script, "manimgx_fonts", file, blocks, is_direct=is_direct)


_ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_CJK = (
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x2FF0, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F),
    (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip

#: Noto Sans Arabic draws the dots of a letter as glyphs of their own, which no reader turns into letters again: Plex.
FACES: tuple[WorldFace, ...] = (
    _noto("Armenian", (0x530, 0x58F), (0xFB13, 0xFB17), is_direct=True),
    _noto("Hebrew", (0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    WorldFace(
        "IBM Plex Sans Arabic", "Arabic", "fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Medium.ttf", _ARABIC
    ),
    _noto("Devanagari", (0x900, 0x97F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    _noto("Bengali", (0x980, 0x9FF)),
    _noto("Gurmukhi", (0xA00, 0xA7F)),
    _noto("Gujarati", (0xA80, 0xAFF)),
    _noto("Oriya", (0xB00, 0xB7F)),
    _noto("Tamil", (0xB80, 0xBFF)),
    _noto("Telugu", (0xC00, 0xC7F)),
    _noto("Kannada", (0xC80, 0xCFF)),
    _noto("Malayalam", (0xD00, 0xD7F)),
    _noto("Sinhala", (0xD80, 0xDFF)),
    _noto("Thai", (0xE00, 0xE7F)),
    _noto("Lao", (0xE80, 0xEFF)),
    _noto("Myanmar", (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    _noto("Georgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F), is_direct=True),
    _noto("Ethiopic", (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F), is_direct=True),
    _noto("Khmer", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    WorldFace(
        "Noto Sans CJK JP", "Chinese, Japanese and Korean", "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf",
        _CJK, EXTRA, is_direct=True,
    ),
)  # fmt: skip


@cache
def character(*, indirect: bool = False) -> re.Pattern[str]:
    """A character of one of the scripts; `indirect`: one that is drawn joined to others or out of its order.

    Made at the first use: each takes as long as a tenth of a command that prints nothing.
    """
    faces = (face for face in FACES if not (indirect and face.is_direct))
    return re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for face in faces for first, last in face.blocks)}]")


#: Characters of scripts that are written without spaces, as ranges of a regular expression: Thai, Lao, Myanmar, Khmer,
#: Chinese and Japanese.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"


def face_of(char: str) -> WorldFace | None:
    """The face for a character, installed or not."""
    return next((face for face in FACES if face.covers(char)), None)


def faces_of(text: str) -> tuple[WorldFace, ...]:
    """The installed faces that the characters of a text need, in the order of `FACES`."""
    needed = {face_of(char) for char in set(character().findall(text))}
    return tuple(face for face in FACES if face in needed and face.is_installed)


def has_glyph(face: WorldFace, char: str) -> bool:
    """Whether an installed face can draw a character."""
    return ord(char) in letters_of(face)


@cache
def letters_of(face: WorldFace) -> Any:
    """The code points that a face has a glyph for, as a set."""
    return harfbuzz_face(face.path.read_bytes()).unicodes


def harfbuzz_face(data: bytes) -> Any:
    """A font file as HarfBuzz sees it. HarfBuzz is imported here, since most leaflets do without."""
    harfbuzz = import_module("uharfbuzz")
    return harfbuzz.Face(harfbuzz.Blob(data))


@cache
def data_of(face: WorldFace, line: tuple[int, int, int]) -> bytes:
    """The font file that the engine gets: static, with the line height of the leaflet's family.

    Args:
        face: an installed face.
        line: ascender, descender and line gap of the leaflet's family in thousandths of the size.
    """
    data = face.path.read_bytes()
    source = harfbuzz_face(data)
    static = bytes(_static(source).blob.data) if source.has_var_data else data
    return with_line(static, tuple(round(value * source.upem / 1000) for value in line))


def _static(face: Any) -> Any:
    """A variable face at `WEIGHT`, all else as it is."""
    harfbuzz = import_module("uharfbuzz")
    options = harfbuzz.SubsetInput()
    options.keep_everything()
    options.pin_all_axes_to_default(face)
    options.pin_axis_location(face, "wght", float(WEIGHT))
    return harfbuzz.subset(face, options)


def subset_of(data: bytes, letters: Iterable[int]) -> bytes:
    """A font file with the glyphs of these code points alone, for screens: without hinting."""
    harfbuzz = import_module("uharfbuzz")
    options = harfbuzz.SubsetInput()
    options.unicode_set.update(letters)
    options.flags = harfbuzz.SubsetFlags.NO_HINTING
    return bytes(harfbuzz.subset(harfbuzz_face(data), options).blob.data)


def with_line(data: bytes, line: tuple[int, ...]) -> bytes:
    """A font file with other ascender, descender and line gap (OpenType 1.9, tables `hhea` and `OS/2`).

    Without its table of baselines (`BASE`): by it the engine shifts Chinese letters beside digits of another face, and
    the line grows.
    """
    ascender, descender, gap = line
    tables = tables_of(data)
    patched = bytearray(data.replace(b"BASE", b"AAAA", 1) if "BASE" in tables else data)
    struct.pack_into(">hhh", patched, tables["hhea"] + 4, ascender, descender, gap)
    struct.pack_into(">hhhHH", patched, tables["OS/2"] + 68, ascender, descender, gap, ascender, -descender)
    return bytes(patched)


def line_of(data: bytes) -> tuple[int, int, int]:
    """Ascender, descender and line gap of a font file (`hhea`)."""
    ascender, descender, gap = struct.unpack_from(">hhh", data, tables_of(data)["hhea"] + 4)
    return ascender, descender, gap


def tables_of(data: bytes) -> Mapping[str, int]:
    """The offset of each table of a font file."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sII", data, 12 + 16 * number) for number in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset in entries}
