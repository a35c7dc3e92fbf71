"""The leaflet's own family inside an HTML page: faces with the glyphs of the characters that the page has.

With the same face as on paper, labels fit the drawings on every machine. Names in other scripts are drawn with the
fonts of the reader's machine.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from functools import lru_cache
from html import unescape
from importlib import import_module
from io import BytesIO

from handouts.pdf import font_files, fonts

#: The weights that the styles of a page use. A browser takes the nearest for any other.
WEIGHTS = (500, 700)

_STYLE = re.compile(r"<style[^>]*>", re.IGNORECASE)


def with_fonts(html: str) -> str:
    """The page with `@font-face` rules at the beginning of its first style; a page without style stays as it is."""
    # As the letters are drawn: entities resolved, and accents joined to their letters.
    text = unicodedata.normalize("NFC", unescape(html))
    return _STYLE.sub(lambda tag: tag[0] + _rules(frozenset(map(ord, text))), html, count=1)


@lru_cache(maxsize=16)
def _rules(letters: frozenset[int]) -> str:
    """The rules for these code points. Most leaflets of a batch have the same ones, and compressing takes 0.1 s."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("data:font/woff2;base64,{b64encode(_woff2(face, letters)).decode("ascii")}")}}'
        for face in fonts.FACES
        if face.weight in WEIGHTS
    )


def _woff2(face: font_files.Face, letters: frozenset[int]) -> bytes:
    subset = font_files.subset(font_files.harfbuzz_face(face), letters)
    # The time of the change stays that of the bundled file: the same page has the same bytes.
    font = import_module("fontTools.ttLib").TTFont(BytesIO(subset), recalcTimestamp=False)
    font.flavor = "woff2"
    compressed = BytesIO()
    font.save(compressed)
    return compressed.getvalue()
