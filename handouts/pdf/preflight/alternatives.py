"""Checks replacement text and the painting of pictures. Reports HND876, HND885 and HND889.

ISO 32000-2: alternate descriptions 14.9.3, replacement text 14.9.4, abbreviations 14.9.5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from handouts.diagnostics import Diagnostic
from handouts.pdf.readable_text import has_rtl
from handouts.pdf.reader import PdfReader, Tag, bare
from handouts.pdf.world_fonts import character

#: How far the paths of a drawing may extend beyond the bounding box of its tag, where a viewport clips them.
EDGE_PT = 6.0
#: The least share of its bounding box, in width or in height, that a drawing fills.
LEAST_SHARE = 0.3
#: What a replacement text may say for a sign.
_SIGNS = {"&": r"(?:&|[^\W\d_]{1,4})", "·": "[·,]"}


def replaced_words(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND889 for text that is read out as other text, and for a description that hides text."""
    for label in _not_described(pdf.tags()):
        yield _wrong(f"the label “{label[:60]}” is missing from the description of its picture")
    for tag in pdf.tags():
        if tag.actual and not _says(tag.actual, tag.text):
            yield _wrong(f"“{tag.text[:60]}” ({tag.role}) is read out as other words")
        if tag.alt and tag.role != "Figure":
            yield _wrong(f"“{tag.text[:60]}” ({tag.role}) is no picture and has a description in place of its words")
    for number in range(1, len(pdf.pdf.pages) + 1):
        described = any(_replaces(operands) for name, operands in pdf.instructions(number) if name in ("BDC", "DP"))
        if described or not all(_is_drawn(*replaced) for replaced in pdf.replaced(number)):
            yield _wrong(f"the content of page {number} names words to be read out in place of its own")


def _not_described(tags: Sequence[Tag]) -> Iterator[str]:
    """The texts in pictures that the description, which a screen reader says in their place, has not."""
    figure: Tag | None = None
    for tag in tags:
        if figure is not None and tag.depth <= figure.depth:
            figure = None
        if tag.role == "Figure":
            figure = tag
        text = tag.own if tag is figure else tag.text
        if figure is not None and bare(text) not in bare(figure.alt):
            yield text


def _replaces(operands: object) -> bool:
    properties = operands[1] if isinstance(operands, list | tuple) or hasattr(operands, "__getitem__") else {}
    return any(key in properties for key in ("/Alt", "/E"))


def _says(actual: str, drawn: str) -> bool:
    """Whether a replacement text says what its tag draws.

    It has the same characters; text from right to left has them in another order. Digits and letters may be apart,
    as they are spelled, a short word may replace "&", and a comma or full stop may end it or replace a dot.
    """
    if has_rtl(actual):
        return sorted(_letters(actual)) == sorted(_letters(drawn))
    said = "".join(_SIGNS.get(char, re.escape(char)) for char in bare(drawn))
    return re.fullmatch(f"{said}[,.]?", bare(actual)) is not None


def _letters(text: str) -> str:
    """The characters of a text but spaces, marks and joiners: a mark may be part of the glyph of its letter."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char)[0] not in "CMZ")


def _is_drawn(actual: str, drawn: str) -> bool:
    """Whether a replacement text in the content has the words that are drawn.

    Its letters of other scripts may be fewer or more than the glyphs stand for, since a glyph may be a part of several
    signs. All others must be the same, so that no word of the leaflet can be replaced.
    """
    if has_rtl(actual):
        return False
    own, own_drawn = (character().sub("", _letters(text)) for text in (actual, drawn))
    other, other_drawn = (set(character().findall(_letters(text))) for text in (actual, drawn))
    return own == own_drawn and bool(other) and 2 * len(other & other_drawn) >= max(len(other), len(other_drawn))


def _wrong(message: str) -> Diagnostic:
    return Diagnostic(
        "HND889", message, "print the leaflet with this program; its words must have no other text behind them"
    )


def drawn(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND885 for a picture without painting, HND876 for one that is painted outside its bounding box."""
    for tag in pdf.tags():
        if tag.role != "Figure" or len(tag.bounds) != 4:
            continue
        drawings = [pdf.drawings[mark] for mark in tag.marks if mark in pdf.drawings]
        if not any(drawing.painted for drawing in drawings):
            message = f"the picture “{tag.alt[:60]}” is not drawn"
            yield Diagnostic("HND885", message, "look for a drawing that did not load")
        elif fault := _misplaced(tag, [drawing.box for drawing in drawings if drawing.box]):
            yield Diagnostic("HND876", f"“{tag.alt[:60]}”: {fault}", "look at the place of the drawing on its page")


def _misplaced(tag: Tag, boxes: list[tuple[float, float, float, float]]) -> str:
    """The fault of the area that the paths of a picture cover; empty for none."""
    if not boxes:
        return ""
    left, bottom, right, top = tag.bounds
    low_x, low_y, high_x, high_y = (
        pick(side) for pick, side in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    if low_x > right or high_x < left or low_y > top or high_y < bottom:
        return "it is drawn beside its place"
    if high_x - low_x < LEAST_SHARE * (right - left) and high_y - low_y < LEAST_SHARE * (top - bottom):
        return "its drawing fills a small part of its place"
    if min(low_x - left, low_y - bottom, right - high_x, top - high_y) < -max(EDGE_PT, (right - left), (top - bottom)):
        return "its drawing reaches far out of its place"
    return ""
