"""The part of SVG that the drawings of a leaflet use, as paths of reportlab, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

INHERITED = ("fill", "stroke", "stroke-width", "fill-rule", "stroke-linecap", "stroke-linejoin")
NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"


class Shape(NamedTuple):
    path: PDFPathObject
    fill: Color | None
    stroke: Color | None
    width: float
    even_odd: bool
    cap: int
    join: int


class Place(NamedTuple):
    """Scale and shift of both directions: all that these drawings use of transformations."""

    sx: float = 1
    sy: float = 1
    dx: float = 0
    dy: float = 0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.sx + self.dx, y * self.sy + self.dy

    def moved(self, transform: str) -> Place:
        sx, sy, dx, dy = self
        for kind, numbers in re.findall(r"(translate|scale)\(([^)]*)\)", transform):
            x, *rest = map(float, re.findall(NUMBER, numbers))
            y = rest[0] if rest else x
            sx, sy, dx, dy = (sx, sy, dx + sx * x, dy + sy * y) if kind == "translate" else (sx * x, sy * y, dx, dy)
        return Place(sx, sy, dx, dy)


def draw(page: Canvas, svg: str, width: float) -> None:
    """Draws a picture below and right of the origin."""
    own_width, shapes = _read(svg)
    page.saveState()
    page.scale(width / own_width, -width / own_width)
    for shape in shapes:
        page.setLineCap(shape.cap)
        page.setLineJoin(shape.join)
        if shape.fill:
            page.setFillColor(shape.fill)
        if shape.stroke:
            page.setStrokeColor(shape.stroke)
            page.setLineWidth(shape.width)
        page.drawPath(shape.path, bool(shape.stroke), bool(shape.fill), 0 if shape.even_odd else 1)
    page.restoreState()


@cache
def _read(svg: str) -> tuple[float, tuple[Shape, ...]]:
    """The width of a drawing in its own units, and what it paints in order."""
    root = ElementTree.fromstring(svg)
    return float(root.get("viewBox", "").split()[2]), tuple(_shapes(root, {}, Place()))


def _shapes(element: Any, given: Mapping[str, str], outer: Place) -> Iterator[Shape]:
    its = {**given, **element.attrib}
    place = outer.moved(element.get("transform", ""))
    path = PDFPathObject()
    if _trace(path, element.tag.rpartition("}")[2], its, place):
        yield Shape(
            path,
            _colour(its.get("fill", "#000")),
            _colour(its.get("stroke", "none")),
            float(its.get("stroke-width", 1)) * abs(place.sx),
            its.get("fill-rule") == "evenodd",
            int(its.get("stroke-linecap") == "round"),
            int(its.get("stroke-linejoin") == "round"),
        )
    for child in element:
        yield from _shapes(child, {key: value for key, value in its.items() if key in INHERITED}, place)


def _colour(code: str) -> Color | None:
    return None if code == "none" else HexColor("#" + "".join(2 * c for c in code[1:]) if len(code) == 4 else code)


def _trace(path: PDFPathObject, tag: str, its: Mapping[str, str], place: Place) -> bool:
    """Whether an element is a shape, traced into the path."""
    if tag in ("circle", "ellipse"):
        x, y = place.at(float(its["cx"]), float(its["cy"]))
        rx, ry = (float(its.get(key, its.get("r", 0))) * abs(scale) for key, scale in zip(("rx", "ry"), place))
        path.ellipse(x - rx, y - ry, 2 * rx, 2 * ry)
    elif tag == "rect":
        path.rect(*place.at(float(its["x"]), float(its["y"])), float(its["width"]) * place.sx, float(its["height"]) * place.sy)
    elif tag == "path":
        _trace_path(path, its["d"], place)
    return tag in ("circle", "ellipse", "rect", "path")


def _trace_path(path: PDFPathObject, data: str, place: Place) -> None:
    x = y = x0 = y0 = 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        values = [float(number) for number in re.findall(NUMBER, numbers)]
        kind, own = command.lower(), command.islower()
        if kind == "z":
            path.close()
            x, y = x0, y0
            continue
        step = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6}[kind]
        for first in range(0, len(values), step):
            part = values[first : first + step]
            if kind in "hv":
                part = [part[0], 0 if own else y] if kind == "h" else [0 if own else x, part[0]]
            points = [(px + x * own, py + y * own) for px, py in zip(part[::2], part[1::2], strict=True)]
            x, y = points[-1]
            if kind == "c":
                path.curveTo(*(value for point in points for value in place.at(*point)))
            elif kind == "m" and first == 0:
                x0, y0 = x, y
                path.moveTo(*place.at(x, y))
            else:
                path.lineTo(*place.at(x, y))
