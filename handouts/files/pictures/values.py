"""Values of SVG attributes: numbers in range, paths, transforms, colours, references. Each check raises ValueError."""

from __future__ import annotations

import re
from functools import lru_cache
from math import cos, radians, sin, tan

#: The largest number, in user units. The largest artboard of drawing programs is 16,383 points; traced pictures count
#: in tenths of points. A PDF holds numbers up to 3.4e38, and sums and products of these stay far below.
MAX_NUMBER = 1_000_000
#: The most that transforms in one another may scale or move.
MAX_TRANSFORMED = 1e9
MAX_TRANSFORMS = 20
MAX_FONT_SIZE = 10_000
MAX_DASHES = 20
#: The longer side of a viewBox is at most so many times the shorter one.
MAX_RATIO = 50

#: Quantifiers are possessive: a text that is no number is refused in one pass, however long it is.
NUMBER = re.compile(r"[+-]?+(?:\d++\.?+\d*+|\.\d++)(?:[eE][+-]?+\d++)?+")
_LENGTH = re.compile(rf"({NUMBER.pattern})(px|pt|pc|mm|cm|in|%)?")
_REFERENCE = re.compile(r"url\(\s*(['\"]?)#([\w:.-]{1,200})\1\s*\)\s*(.*)", re.DOTALL)
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}|[a-zA-Z]{3,30}|(?:rgb|hsl)a?\([\d\s.,%/+-]{1,60}\)")
_SEPARATORS = " \t\r\n,"
_PAIR = re.compile(r"\s*,?\s*([a-zA-Z]+)\s*\(([^()]*)\)\s*")


def _commands(letters: str, *values: str) -> str:
    """Commands of a path with all their values, once or more. Possessive, so that no text makes the match go back."""
    each = "".join(rf"[\s,]*+{one}" for one in values)
    return f"[{letters}](?:{each})++"


def _path(number: str) -> re.Pattern[str]:
    """A whole path whose numbers are written in this way."""
    commands = (
        _commands("MmLlTt", number, number),
        _commands("HhVv", number),
        _commands("QqSs", *[number] * 4),
        _commands("Cc", *[number] * 6),
        _commands("Aa", number, number, number, "[01]", "[01]", number, number),
        "[Zz]",
    )
    return re.compile(rf"\s*+(?:(?=[Mm])(?:(?:{'|'.join(commands)})[\s,]*+)++)?+")


#: Most paths have short numbers, which need no second look; 1,500 of them are read with the shipped content.
_SHORT_PATH = _path(r"[+-]?+(?:\d{1,6}+(?:\.\d*+)?+|\.\d++)(?![\deE])")
_ANY_PATH = _path(NUMBER.pattern)

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def number(text: str, low: float = -MAX_NUMBER, high: float = MAX_NUMBER) -> float:
    """A plain number in range."""
    if not NUMBER.fullmatch(text.strip()) or not low <= float(text) <= high:
        raise ValueError(text)
    return float(text)


@lru_cache(maxsize=1024)
def length(text: str, low: float = -MAX_NUMBER, high: float = MAX_NUMBER) -> float:
    """The number of a length in px, pt, pc, mm, cm, in, % or user units. `em` is refused: it multiplies in groups."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    return number(match[1], low, high)


def numbers(text: str) -> list[float]:
    """Plain numbers, separated by spaces, commas or nothing but their signs."""
    if NUMBER.sub(" ", text).strip(_SEPARATORS):
        raise ValueError(text)
    return [number(one) for one in NUMBER.findall(text)]


def view_box(text: str) -> None:
    """Four numbers, the sides positive and not too different."""
    values = numbers(text)
    if len(values) != 4 or min(values[2:]) < 0.01 or max(values[2:]) > MAX_RATIO * min(values[2:]):
        raise ValueError(text)


def points(text: str) -> None:
    """The corners of a polygon: an even count of numbers, at least one pair."""
    values = numbers(text)
    if not values or len(values) % 2:
        raise ValueError(text)


def path(text: str) -> None:
    """Path data: it begins with a move, every command has its numbers, and all are in range."""
    if _SHORT_PATH.fullmatch(text):
        return
    if not _ANY_PATH.fullmatch(text):
        raise ValueError(text)
    for one in NUMBER.findall(text):
        number(one)


def transform(text: str) -> Matrix:
    """The matrix of a transform list."""
    matrix, at, count = UNMOVED, 0, 0
    text = text.strip()
    while at < len(text):
        match = _PAIR.match(text, at)
        count += 1
        if not match or count > MAX_TRANSFORMS:
            raise ValueError(text)
        matrix = times(matrix, _one_transform(match[1], numbers(match[2])))
        at = match.end()
    return matrix


def _one_transform(name: str, values: list[float]) -> Matrix:
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *more] if len(more) < 2:
            return 1, 0, 0, 1, x, more[0] if more else 0.0
        case "scale", [x, *more] if len(more) < 2:
            return x, 0, 0, more[0] if more else x, 0, 0
        case "rotate", [angle]:
            turn = radians(angle)
            return cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0
        case "rotate", [angle, x, y]:
            return times(times((1, 0, 0, 1, x, y), _one_transform("rotate", [angle])), (1, 0, 0, 1, -x, -y))
        case (("skewX" | "skewY"), [angle]) if abs(angle % 180 - 90) > 1:
            slope = tan(radians(angle))
            return (1, 0, slope, 1, 0, 0) if name == "skewX" else (1, slope, 0, 1, 0, 0)
    raise ValueError(name)


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """Two transforms in one another. Raises ValueError when they move or scale too far."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    product = (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
    if not all(abs(one) <= MAX_TRANSFORMED for one in product):
        raise ValueError(product)
    return product


@lru_cache(maxsize=1024)
def reference(text: str) -> str | None:
    """The id that `url(#id)` names; None for a value that is no address. An address of elsewhere is an error."""
    if "url(" not in text.lower():
        return None
    match = _REFERENCE.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    return match[2]


@lru_cache(maxsize=1024)
def paint(text: str) -> None:
    """A colour, `none`, or a reference with a colour to fall back on."""
    match = _REFERENCE.fullmatch(text.strip())
    color = match[3].strip() if match else text.strip()
    if not (match and not color) and not _COLOR.fullmatch(color):
        raise ValueError(text)


def dashes(text: str) -> None:
    """A list of dashes. Dashes that are too fine would be drawn by the million."""
    if text.strip() == "none":
        return
    values = [length(one) for one in text.replace(",", " ").split()]
    if not 0 < len(values) <= MAX_DASHES or min(values) < 0 or 0 < sum(values) < 0.01:
        raise ValueError(text)


@lru_cache(maxsize=1024)
def is_white(text: str) -> bool:
    """Whether a colour leaves no trace on white paper, as far as names, hex digits and rgb() show."""
    text = text.strip().lower()
    if text in ("none", "white", "transparent", "snow", "ivory", "ghostwhite", "floralwhite"):
        return True
    if re.fullmatch(r"#[0-9a-f]{3,8}", text):
        digits = text[1:] if len(text) > 5 else "".join(one * 2 for one in text[1:])
        channels = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return (len(channels) == 4 and channels[3] < 16) or min(channels[:3]) > 239
    if match := re.fullmatch(r"rgba?\(([^)]*)\)", text):
        parts = re.findall(r"([\d.]+)(%?)", match[1])
        values = [float(value) * (2.55 if percent else 1) for value, percent in parts]
        return (len(parts) == 4 and float(parts[3][0]) == 0) or (len(values) >= 3 and min(values[:3]) > 239)
    return False
