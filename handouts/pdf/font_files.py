"""A font file: its characters, subsets of it, its line height. HarfBuzz is imported at the first use."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WEIGHT = 500  #: of variable faces: names survive a second photocopy

Blocks = tuple[tuple[int, int], ...]  #: first and last code point of each


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family, as a package has it: a whole static face, since text in a PDF is garbled with web-font
    slices, or a variable one, which is used at `WEIGHT`. The face of another script has the script and its blocks."""

    family: str
    weight: int  #: that the engine selects it by
    package: str  #: its Python package
    file: str
    script: str = ""  #: as messages name it
    blocks: Blocks = ()
    extra: str = ""  #: the extra that installs it; none for the default set-up
    is_direct: bool = False  #: each character is one glyph, in the order of the text

    @property
    def path(self) -> Path:
        return Path(str(resources.files(self.package))) / self.file

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    @property
    def is_installed(self) -> bool:
        return find_spec(self.package) is not None and self.path.is_file()

    @property
    def distribution(self) -> str:
        """The name that `pip install` takes."""
        return self.package.replace("_", "-")

    def covers(self, char: str) -> bool:
        return any(first <= ord(char) <= last for first, last in self.blocks)


@cache
def letters_of(face: Face) -> frozenset[int]:
    """The code points that an installed face has a glyph for."""
    return frozenset(harfbuzz_face(face).unicodes)


@cache
def harfbuzz_face(face: Face) -> Any:
    """The file of an installed face as HarfBuzz sees it, opened once."""
    harfbuzz = import_module("uharfbuzz")
    return harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.path)))


def subset(
    face: Any, letters: Iterable[int] = (), glyphs: Iterable[int] = (), dropped: Iterable[str] = (), flags: int = 0
) -> bytes:
    """A font file with the glyphs of these code points, and with these glyphs, without hinting.

    Args:
        face: as HarfBuzz sees it.
        dropped: names of tables.
        flags: more of `uharfbuzz.SubsetFlags`.
    """
    harfbuzz = import_module("uharfbuzz")
    options = harfbuzz.SubsetInput()
    options.unicode_set.update(letters)
    options.glyph_set.update(glyphs)
    options.flags = harfbuzz.SubsetFlags.NO_HINTING | flags
    options.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    return bytes(harfbuzz.subset(face, options).blob.data)


@cache
def static_data(face: Face, line: tuple[int, int, int]) -> bytes:
    """The font file that the engine gets of a face of another script: static, with the line height of the leaflet's
    family.

    Args:
        face: an installed face.
        line: ascender, descender and line gap of the leaflet's family in thousandths of the size.
    """
    source = harfbuzz_face(face)
    static = bytes(_static(source).blob.data) if source.has_var_data else face.data
    return _with_line(static, tuple(round(value * source.upem / 1000) for value in line))


def _static(face: Any) -> Any:
    """A variable face at `WEIGHT`, all else as it is."""
    harfbuzz = import_module("uharfbuzz")
    options = harfbuzz.SubsetInput()
    options.keep_everything()
    options.pin_all_axes_to_default(face)
    options.pin_axis_location(face, "wght", float(WEIGHT))
    return harfbuzz.subset(face, options)


def _with_line(data: bytes, line: tuple[int, ...]) -> bytes:
    """A font file with other ascender, descender and line gap (OpenType 1.9, tables `hhea` and `OS/2`).

    Without its table of baselines (`BASE`): by it the engine shifts Chinese letters beside digits of another face, and
    the line grows.
    """
    ascender, descender, gap = line
    tables = _tables_of(data)
    patched = bytearray(data.replace(b"BASE", b"AAAA", 1) if "BASE" in tables else data)
    struct.pack_into(">hhh", patched, tables["hhea"] + 4, ascender, descender, gap)
    struct.pack_into(">hhhHH", patched, tables["OS/2"] + 68, ascender, descender, gap, ascender, -descender)
    return bytes(patched)


def line_of(data: bytes) -> tuple[int, int, int]:
    """Ascender, descender and line gap of a font file (`hhea`)."""
    ascender, descender, gap = struct.unpack_from(">hhh", data, _tables_of(data)["hhea"] + 4)
    return ascender, descender, gap


def _tables_of(data: bytes) -> Mapping[str, int]:
    """The offset of each table of a font file."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sII", data, 12 + 16 * number) for number in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset in entries}
