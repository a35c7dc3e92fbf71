"""Faces of other scripts than those of the leaflet's own family: for names, notes and lines of a clinic.

Each face is used for the characters of its script alone (`blocks`), so that no two compete for a character, and a page
is given only the faces whose characters it has. All of them get the line height of the leaflet's family: a name in any
script moves nothing on the page.
"""

from __future__ import annotations

import re
from functools import cache

from handouts.pdf.font_files import Face, letters_of

#: The extra of this project with the large faces.
EXTRA = "fonts-world"


def _noto(script: str, *blocks: tuple[int, int], is_direct: bool = False) -> Face:
    file = f"NotoSans{script}[wght].ttf"
    return Face(f"Noto Sans {script}", 400, "manimgx_fonts", file, script, blocks, is_direct=is_direct)


_ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_CJK = (
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x2FF0, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F),
    (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip

#: Noto Sans Arabic draws the dots of a letter as glyphs of their own, which no reader turns into letters again: Plex.
FACES: tuple[Face, ...] = (
    _noto("Armenian", (0x530, 0x58F), (0xFB13, 0xFB17), is_direct=True),
    _noto("Hebrew", (0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    Face(
        "IBM Plex Sans Arabic", 400, "fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Medium.ttf", "Arabic",
        _ARABIC,
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
    Face(
        "Noto Sans CJK JP", 400, "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf",
        "Chinese, Japanese and Korean", _CJK, EXTRA, is_direct=True,
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


def face_of(char: str) -> Face | None:
    """The face for a character, installed or not."""
    return next((face for face in FACES if face.covers(char)), None)


def faces_of(text: str) -> tuple[Face, ...]:
    """The installed faces that the characters of a text need, in the order of `FACES`."""
    needed = {face_of(char) for char in set(character().findall(text))}
    return tuple(face for face in FACES if face in needed and face.is_installed)


def has_glyph(char: str) -> bool:
    """Whether an installed face of another script can draw a character."""
    face = face_of(char)
    return face is not None and face.is_installed and ord(char) in letters_of(face)
