"""The bundled font faces: their files, the characters that they have, and the exclusion of system fonts.

A glyph that a bundled face lacks would be taken from a system font without a warning, and the same leaflet would differ
from machine to machine. So the engine gets these faces only.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from handouts.diagnostics import Diagnostic
from handouts.pdf import world_fonts
from handouts.pdf.font_files import Face, letters_of, line_of, static_data

#: The fontconfig configuration while the engine starts: it has no font directory.
NO_MACHINE_FONTS = Path(__file__).with_name("machine-fonts-none.conf")
MOST_NAMED = 3  # characters in one finding


#: Every face that a leaflet may be set in. A new family is a few lines here.
FACES: tuple[Face, ...] = tuple(
    Face("Fira Sans", weight, "fontpkg_fira_sans", f"files/FiraSans-{name}.ttf")
    for weight, name in ((400, "Regular"), (500, "Medium"), (600, "SemiBold"), (700, "Bold"))
)

FAMILIES: frozenset[str] = frozenset(face.family for face in FACES)


def face_rules(text: str) -> str:
    """The `@font-face` rules of the bundled faces and of the faces of other scripts that a text needs.

    Only `engine` resolves their URLs. A face of another script is in no font stack: it is limited to the characters of
    its script, and the engine takes it for characters that the stack lacks.
    """
    own = "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("face:{number}")}}'
        for number, face in enumerate(FACES)
    )
    return own + "".join(map(_world_rule, world_fonts.faces_of(text)))


def _world_rule(face: Face) -> str:
    blocks = ",".join(f"U+{first:X}-{last:X}" for first, last in face.blocks)
    number = world_fonts.FACES.index(face)
    return f'@font-face{{font-family:"{face.family}";src:url("world:{number}");unicode-range:{blocks}}}'


def packaged(url: str) -> Path | None:
    """The file of a bundled face by its URL in `face_rules`; None for a face of another script."""
    kind, _, number = url.partition(":")
    return FACES[int(number)].path if kind == "face" else None


def face_data(url: str) -> bytes:
    """The font file of an URL in `face_rules`."""
    kind, _, number = url.partition(":")
    return FACES[int(number)].data if kind == "face" else world_data(world_fonts.FACES[int(number)])


def world_data(face: Face) -> bytes:
    """The font file of a face of another script, with the line height of the bundled family."""
    return static_data(face, _line())


@cache
def _line() -> tuple[int, int, int]:
    return line_of(FACES[0].data)


def family_names() -> tuple[str, ...]:
    """The families that a printed file may have, as PDF names begin."""
    families = (*sorted(FAMILIES), *(face.family for face in world_fonts.FACES))
    return tuple(family.replace(" ", "-") for family in families)


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
def letters() -> frozenset[int]:
    """The code points that every weight of at least one bundled family has."""
    families = {family: [letters_of(face) for face in FACES if face.family == family] for family in FAMILIES}
    return frozenset().union(*(frozenset.intersection(*faces) for faces in families.values()))


def missing_glyphs(text: str) -> dict[str, str]:
    """The characters of a text that no installed face has, in order, each with its Unicode name.

    The text is normalized to NFC, as the engine does before shaping. Spaces and invisible characters need no glyph.
    """
    composed, known = unicodedata.normalize("NFC", text), letters()
    if known.issuperset(map(ord, composed)):
        return {}
    return {
        char: name_of(char)
        for char in dict.fromkeys(composed)
        if ord(char) not in known and not _needs_no_glyph(char) and not world_fonts.has_glyph(char)
    }


def name_of(char: str) -> str:
    """The Unicode name of a character: `CHECK MARK (U+2713)`."""
    return f"{unicodedata.name(char, 'unnamed character')} (U+{ord(char):04X})"


def missing_glyph_finding(missing: Mapping[str, str], context: str = "") -> Diagnostic:
    """HND501 for characters that no bundled font has.

    Args: `missing` as `missing_glyphs` gives it, the first `MOST_NAMED` are written out; `context` ends the message.
    """
    names = list(missing.values())
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    message = f"no bundled font has {', '.join(names[:MOST_NAMED])}{more}{context}"
    return Diagnostic("HND501", message, font_to_install(missing) or "write it in words, or draw it as a picture")


def missing_personal(missing: Mapping[str, str], subject: str) -> Diagnostic:
    """HND501 for a personal text, which is not repeated: its first character without a font is named, and a way on."""
    char, name = next(iter(missing.items()))
    help_ = font_to_install([char]) or "leave this character out: no font has it"
    return Diagnostic("HND501", f"{subject} has a character that no bundled font has: {name}", help_)


def font_to_install(missing: Iterable[str]) -> str:
    """The command that installs the fonts of missing characters, or nothing where no font that is known has them."""
    faces = {face for char in missing if (face := world_fonts.face_of(char)) and not face.is_installed}
    if not faces:
        return ""
    scripts = " and of ".join(sorted(face.script for face in faces))
    extra = next((f" (extra `{face.extra}`)" for face in faces if face.extra), "")
    names = " ".join(sorted({face.distribution for face in faces}))
    return f"install the font of {scripts}{extra}: python -m pip install {names}"


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
        if not face.is_installed
    )


def families_not_bundled(stack: Iterable[str]) -> bool:
    """Whether a font stack has no bundled family, so that another face would be substituted."""
    return not FAMILIES.intersection(stack)
