"""The bundled font faces: their files, the characters that they have, and the exclusion of system fonts.

A glyph that a bundled face lacks would be taken from a system font without a warning, and the same leaflet would differ
from machine to machine. So the engine gets these faces only.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path

from handouts.diagnostics import Diagnostic

#: The fontconfig configuration while the engine starts: it has no font directory.
NO_MACHINE_FONTS = Path(__file__).with_name("machine-fonts-none.conf")


@dataclass(frozen=True, slots=True)
class Face:
    """One bundled font file: a whole static face, since text in a PDF is garbled with web-font slices."""

    family: str
    weight: int
    package: str
    file: str

    @property
    def path(self) -> Path:
        return Path(str(resources.files(self.package))) / self.file


#: Every face that a leaflet may be set in. A new family is a few lines here.
FACES: tuple[Face, ...] = tuple(
    Face("Fira Sans", weight, "fontpkg_fira_sans", f"files/FiraSans-{name}.ttf")
    for weight, name in ((400, "Regular"), (500, "Medium"), (600, "SemiBold"), (700, "Bold"))
)

FAMILIES: frozenset[str] = frozenset(face.family for face in FACES)


def face_rules() -> str:
    """The `@font-face` rules of the bundled faces; only `engine` resolves their URLs."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("face:{number}")}}'
        for number, face in enumerate(FACES)
    )


@contextmanager
def machine_fonts_hidden() -> Iterator[None]:
    """Fontconfig, when it is initialised inside this block, finds no system font."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_MACHINE_FONTS)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def letters_of(face: Face) -> frozenset[int]:
    """The code points that a face has a glyph for."""
    with import_module("fontTools.ttLib").TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def letters() -> frozenset[int]:
    """The code points that every weight of at least one bundled family has."""
    families = {family: [letters_of(face) for face in FACES if face.family == family] for family in FAMILIES}
    return frozenset().union(*(frozenset.intersection(*faces) for faces in families.values()))


def missing_glyphs(text: str) -> dict[str, str]:
    """The characters of a text that no bundled family has, in order, each with its Unicode name.

    The text is normalized to NFC, as the engine does before shaping. Spaces and invisible characters need no glyph.
    """
    composed, known = unicodedata.normalize("NFC", text), letters()
    if known.issuperset(map(ord, composed)):
        return {}
    return {
        char: name_of(char) for char in dict.fromkeys(composed) if ord(char) not in known and not _needs_no_glyph(char)
    }


def name_of(char: str) -> str:
    """The Unicode name of a character: `CHECK MARK (U+2713)`."""
    return f"{unicodedata.name(char, 'unnamed character')} (U+{ord(char):04X})"


def missing_glyph_finding(names: Sequence[str], context: str = "", most: int = 3) -> Diagnostic:
    """HND501 for characters that no bundled font has.

    Args: `names` as `missing_glyphs` gives them, the first `most` are written out; `context` ends the message.
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    message = f"no bundled font has {', '.join(names[:most])}{more}{context}"
    return Diagnostic("HND501", message, "write it in words, or draw it as a picture")


def _needs_no_glyph(char: str) -> bool:
    # Cf: joiners, soft hyphen, direction marks; Cc: line ends and tabs, which layout collapses; Zs: drawn as a gap.
    return unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp") or "\ufe00" <= char <= "\ufe0f"


def check_faces() -> tuple[Diagnostic, ...]:
    """HND502 for each bundled face whose file is missing."""
    return tuple(
        Diagnostic(
            "HND502",
            f"the bundled font {face.family} {face.weight} is not installed",
            f"install the package {face.package.replace('_', '-')} again",
        )
        for face in FACES
        if not _is_installed(face)
    )


def _is_installed(face: Face) -> bool:
    try:
        return face.path.is_file()
    except ModuleNotFoundError:
        return False


def families_not_bundled(stack: Iterable[str]) -> bool:
    """Whether a font stack has no bundled family, so that another face would be substituted."""
    return not FAMILIES.intersection(stack)
