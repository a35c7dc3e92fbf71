"""What an SVG may have: its elements, and each attribute with the check of its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from handouts.files.pictures import cost, values

ELEMENTS = frozenset((
    "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "image", "clipPath",
    "linearGradient", "radialGradient", "stop", *cost.SHAPES,
))  # fmt: skip

#: What to do about elements that are often met. (Raster images inside are allowed: drawing programs export them.)
REMEDIES: Mapping[str, str] = {
    "filter": "take shadows and blurs off, or give the logo as PNG",
    "mask": "use a clipping path in place of the mask, or give the logo as PNG",
    "pattern": "fill with a plain colour, or give the logo as PNG",
    "marker": "turn line ends into paths, or give the logo as PNG",
    "textPath": "turn the text into paths",
    "switch": "save it as plain SVG, without the data of the drawing program",
}
_IN_RANGE = f"write a number between -{values.MAX_NUMBER:,} and {values.MAX_NUMBER:,}, in px, pt, mm, cm, in or %"


def _word(text: str) -> None:
    if not re.fullmatch(r"[\w\s.,'\"-]{0,200}", text):
        raise ValueError(text)


def _one_of(words: str) -> Callable[[str], object]:
    """A check for a keyword: the engine stops at a word that it does not expect."""
    return lambda text: words.split().index(text.strip())


def _weight(text: str) -> None:
    if text.strip() not in ("normal", "bold", "bolder", "lighter"):
        values.number(text, 1, 1000)


def _aspect(text: str) -> None:
    if not re.fullmatch(r"none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?:\s+(?:meet|slice))?", text.strip()):
        raise ValueError(text)


def _opacity(text: str) -> None:
    values.number(text.strip().removesuffix("%"), 0, 100)


def _font_size(text: str) -> None:
    values.length(text, 0, values.MAX_FONT_SIZE)
    if "%" in text:
        raise ValueError(text)


_size = partial(values.length, low=0)
Check = Callable[[str], object]

#: CSS properties, which are attributes as well.
PROPERTIES: Mapping[str, Check] = {
    **dict.fromkeys(("fill", "stroke", "color", "stop-color"), values.paint),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stop-opacity"), _opacity),
    **dict.fromkeys((
        "font-family", "dominant-baseline", "alignment-baseline", "image-rendering", "overflow", "display",
        "visibility",
    ), _word),
    **dict.fromkeys(("fill-rule", "clip-rule"), _one_of("nonzero evenodd")),
    "stroke-linecap": _one_of("butt round square"),
    "stroke-linejoin": _one_of("miter round bevel miter-clip arcs"),
    "text-anchor": _one_of("start middle end"),
    "direction": _one_of("ltr rtl"),
    "font-style": _one_of("normal italic oblique"),
    "font-weight": _weight,
    "stroke-width": _size,
    "stroke-miterlimit": partial(values.number, low=0),
    "stroke-dasharray": values.dashes,
    "stroke-dashoffset": values.length,
    "font-size": _font_size,
    "letter-spacing": lambda text: text == "normal" or values.length(text),
    "clip-path": lambda text: text == "none" or values.reference(text) or values.number("no reference"),
}  # fmt: skip

ATTRIBUTES: Mapping[str, Check] = {
    **PROPERTIES,
    **dict.fromkeys(("x", "y", "cx", "cy", "x1", "y1", "x2", "y2", "fx", "fy", "dx", "dy", "offset"), values.length),
    **dict.fromkeys(("width", "height", "r", "rx", "ry", "fr"), _size),
    **dict.fromkeys(("gradientUnits", "clipPathUnits"), _one_of("userSpaceOnUse objectBoundingBox")),
    "preserveAspectRatio": _aspect,
    **dict.fromkeys(("version", "type"), _word),
    **dict.fromkeys(("transform", "gradientTransform"), values.transform),
    "viewBox": values.view_box,
    "d": values.path,
    "points": values.points,
    "spreadMethod": _one_of("pad"),
    "id": lambda text: None,
}  # fmt: skip

#: What says nothing of a shape: drawing programs leave it on letters that were turned into paths.
OF_TEXT = frozenset((
    "font", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "text-anchor", "direction",
    "dominant-baseline", "alignment-baseline",
))  # fmt: skip
NO_TEXT_INSIDE = cost.SHAPES - {"text", "tspan"}

#: Attributes and properties that the engine would obey, and that no logo needs. `none` is the same as nothing.
REFUSED = frozenset((
    "filter", "mask", "marker", "marker-start", "marker-mid", "marker-end", "rotate", "textLength", "lengthAdjust",
    "transform-origin", "font",
))  # fmt: skip


def remedy_of(name: str) -> str:
    if name == "font-size":
        return f"write a size up to {values.MAX_FONT_SIZE:,} in px, pt or mm"
    if ATTRIBUTES[name] in (values.length, _size):
        return _IN_RANGE if ATTRIBUTES[name] is values.length else _IN_RANGE.replace(f"-{values.MAX_NUMBER:,}", "0")
    return "correct it, or open the picture in a drawing program and save it as plain SVG"
