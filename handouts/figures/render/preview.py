"""Drawings as dots, for looking: PNG pictures, a mirrored side, and a contact sheet of many figures.

Reads only what `svg` writes: paths of straight lines and cubic curves, ellipses, and groups that are moved.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from PIL import Image, ImageChops, ImageDraw, ImageFont

from handouts.figures.style import UNITS_PER_MM

DOTS_PER_MM = 12.0  # about 300 dpi
SHEET_DOTS_PER_MM = 8.0  # about 200 dpi
FINER = 3  # every dot is the mean of so many squared
CURVE_STEPS = 8

Point = tuple[float, float]
Run = tuple[list[Point], bool]  # points, and whether they close


@dataclass(frozen=True, slots=True)
class Card:
    """One figure of a contact sheet: its name, its frames as SVG, and whether something is wrong with it."""

    name: str
    frames: tuple[str, ...]
    wrong: bool = False


def mirrored(svg: str) -> str:
    """The same drawing of the other side."""
    width = re.search(r'viewBox="0 0 (\d+) ', svg)
    head, group, rest = svg.partition("<g ")
    assert width and group
    return f'{head}<g transform="translate({width[1]} 0) scale(-1 1)">{group}{rest.replace("</svg>", "</g></svg>")}'


def png(svg: str, dots_per_mm: float = DOTS_PER_MM) -> bytes:
    """A drawing as a PNG file."""
    return _file(picture(svg, dots_per_mm), dots_per_mm)


def picture(svg: str, dots_per_mm: float) -> Image.Image:
    """A drawing on white paper."""
    root = ElementTree.fromstring(svg)
    scale = dots_per_mm / UNITS_PER_MM * FINER
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    size = tuple(math.ceil(side * dots_per_mm / UNITS_PER_MM) for side in (width, height))
    canvas = Image.new("RGB", (size[0] * FINER, size[1] * FINER), "white")
    _children(canvas, root, (scale, 0.0, scale, 0.0))
    return canvas.resize((size[0], size[1]), Image.Resampling.BOX)


def _file(image: Image.Image, dots_per_mm: float) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(dots_per_mm * 25.4, dots_per_mm * 25.4), optimize=True)
    return out.getvalue()


# ---------------------------------------------------------------- shapes

Place = tuple[float, float, float, float]  # x: scale and shift, y: scale and shift


def _children(canvas: Image.Image, parent: ElementTree.Element, place: Place) -> None:
    for one in parent:
        match one.tag.rpartition("}")[2]:
            case "g":
                _children(canvas, one, _moved(place, one.get("transform", "")))
            case "path":
                _painted(canvas, one, [_placed(run, place) for run in runs(one.attrib["d"])], abs(place[0]))
            case "ellipse":
                _painted(canvas, one, [_placed(_ellipse(one), place)], abs(place[0]))


def _moved(place: Place, transform: str) -> Place:
    sx, tx, sy, ty = place
    for name, words in re.findall(r"(\w+)\(([^)]*)\)", transform):
        x, y = (float(word) for word in words.split())
        sx, tx, sy, ty = (sx, tx + sx * x, sy, ty + sy * y) if name == "translate" else (sx * x, tx, sy * y, ty)
    return sx, tx, sy, ty


def _placed(run: Run, place: Place) -> Run:
    sx, tx, sy, ty = place
    return [(sx * x + tx, sy * y + ty) for x, y in run[0]], run[1]


def _ellipse(one: ElementTree.Element) -> Run:
    x, y, rx, ry = (float(one.attrib[name]) for name in ("cx", "cy", "rx", "ry"))
    rotations = [2 * math.pi * i / 32 for i in range(32)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in rotations], True


def runs(data: str) -> Iterator[Run]:
    """The runs of path data as points; curves are cut into short lines."""
    points: list[Point] = []
    at: Point = (0.0, 0.0)
    for command, words in re.findall(r"([Mmlcz])([^Mmlcz]*)", data):
        numbers = [float(word) for word in re.findall(r"-?\d+", words)]
        goals = [(at[0] + x, at[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        match command:
            case "z":
                yield points, True
                at, points = points[0], []
                continue
            case "M" | "m":
                if points:
                    yield points, False
                points = [goals[0] if command == "m" else (numbers[0], numbers[1])]
            case "l":
                points = [*(points or [at]), *goals]
            case "c":
                points = [*(points or [at]), *_curve(at, *goals)]
        at = points[-1]
    if points:
        yield points, False


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    shares = [i / CURVE_STEPS for i in range(1, CURVE_STEPS)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in shares]
    inner = [tuple(sum(w * p[k] for w, p in zip(ws, (a, b, c, d), strict=True)) for k in (0, 1)) for ws in weights]
    return [*((x, y) for x, y in inner), d]


def _painted(canvas: Image.Image, one: ElementTree.Element, shapes: Sequence[Run], scale: float) -> None:
    """Fill, then line."""
    if (fill := one.get("fill", "none")) != "none":
        _filled(canvas, shapes, fill, one.get("fill-rule") == "evenodd", float(one.get("fill-opacity", "1")))
    if (stroke := one.get("stroke", "none")) != "none":
        _stroked(canvas, shapes, stroke, float(one.get("stroke-width", "100")) * scale)


def _filled(canvas: Image.Image, shapes: Sequence[Run], colour: str, even_odd: bool, opacity: float) -> None:
    """All rings of a shape at once; by the even-odd rule a ring inside another is a hole."""
    rings = [points for points, _ in shapes if len(points) > 2]
    if not rings:
        return
    left, top = (math.floor(min(p[k] for ring in rings for p in ring)) for k in (0, 1))
    right, low = (math.ceil(max(p[k] for ring in rings for p in ring)) + 1 for k in (0, 1))
    mask = Image.new("1", (right - left, low - top))
    for ring in rings:
        layer = Image.new("1", mask.size)
        ImageDraw.Draw(layer).polygon([(x - left, y - top) for x, y in ring], fill=1)
        mask = ImageChops.logical_xor(mask, layer) if even_odd else ImageChops.logical_or(mask, layer)
    soft = mask.convert("L").point(lambda value: round(value * opacity))
    canvas.paste(Image.new("RGB", mask.size, colour), (left, top), soft)


def _stroked(canvas: Image.Image, shapes: Sequence[Run], colour: str, width: float) -> None:
    """Lines with round joints and ends."""
    pen, r = ImageDraw.Draw(canvas), (width - 1) / 2
    for points, closed in shapes:
        pen.line([*points, *points[: int(closed)]], fill=colour, width=max(1, round(width)))
        for x, y in points if r > 1 else ():
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)


# ---------------------------------------------------------------- contact sheet

WRONG = "#B3240B"
MARGIN_MM, GAP_MM, NAME_MM = 8.0, 7.0, 5.0
SHAPE = 1.4  # the sheet is about so much wider than high


@dataclass(slots=True)
class _Row:
    """Figures on one line."""

    width: int = 0
    height: int = 0
    cells: list[tuple[int, Card, Image.Image]] = field(default_factory=list)


def sheet(cards: Sequence[Card], dots_per_mm: float = SHEET_DOTS_PER_MM) -> bytes:
    """All figures on one page at print size, each with its name; what is wrong is named in red."""
    shown = [(card, _side_by_side([picture(svg, dots_per_mm) for svg in card.frames], dots_per_mm)) for card in cards]
    margin, gap, name = (round(mm * dots_per_mm) for mm in (MARGIN_MM, GAP_MM, NAME_MM))
    font = ImageFont.load_default(3.2 * dots_per_mm)
    area = sum((image.width + gap) * (image.height + gap + name) for _, image in shown)
    rows = _rows(shown, max(math.isqrt(int(area * SHAPE)), *(image.width for _, image in shown), 1), gap, font)
    width = 2 * margin + max(row.width for row in rows)
    page = Image.new("RGB", (width, 2 * margin + sum(row.height + name + gap for row in rows) - gap), "white")
    pen, top = ImageDraw.Draw(page), margin
    for row in rows:
        for left, card, image in row.cells:
            page.paste(image, (margin + left, top + row.height - image.height))
            pen.text((margin + left, top + row.height + name // 5), card.name, WRONG if card.wrong else "black", font)
        top += row.height + name + gap
    return _file(page, dots_per_mm)


Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _rows(shown: Sequence[tuple[Card, Image.Image]], widest: int, gap: int, font: Font) -> list[_Row]:
    rows = [_Row()]
    for card, image in shown:
        wide = max(image.width, math.ceil(font.getlength(card.name)))
        if rows[-1].cells and rows[-1].width + gap + wide > widest:
            rows.append(_Row())
        row = rows[-1]
        left = row.width + gap * bool(row.cells)
        row.cells.append((left, card, image))
        row.width, row.height = left + wide, max(row.height, image.height)
    return rows


def _side_by_side(images: Sequence[Image.Image], dots_per_mm: float) -> Image.Image:
    gap = round(2 * dots_per_mm)
    size = (sum(image.width for image in images) + gap * (len(images) - 1), max(image.height for image in images))
    page, left = Image.new("RGB", size, "white"), 0
    for image in images:
        page.paste(image, (left, size[1] - image.height))
        left += image.width + gap
    return page
