"""The part of SVG that the drawings of a leaflet use, as calls of reportlab's canvas, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

INHERITED = ("fill", "stroke", "stroke-width", "fill-rule", "stroke-linecap", "stroke-linejoin")
NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
COORDINATES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6}

Call = tuple[str, tuple[Any, ...]]


def draw(page: Canvas, svg: str, width: float) -> None:
    """Draws a picture below and right of the origin."""
    own_width, calls = _read(svg)
    page.saveState()
    page.scale(width / own_width, -width / own_width)
    for method, arguments in calls:
        getattr(page, method)(*arguments)
    page.restoreState()


@cache
def _read(svg: str) -> tuple[float, tuple[Call, ...]]:
    """The width of a drawing in its own units, and the calls that paint it."""
    root = ElementTree.fromstring(svg)
    return float(root.get("viewBox", "").split()[2]), tuple(_calls(root, {}))


def _calls(element: Any, given: Mapping[str, str]) -> Iterator[Call]:
    its = {**given, **element.attrib}
    transforms = re.findall(r"(translate|scale)\(([^)]*)\)", element.get("transform", ""))
    if transforms:
        yield "saveState", ()
    for kind, numbers in transforms:
        x, *y = _numbers(numbers)
        yield kind, (x, *(y or [x]))
    if path := _path(element.tag.rpartition("}")[2], its):
        fill, stroke = _colour(its.get("fill", "#000")), _colour(its.get("stroke", "none"))
        yield "setLineCap", (int(its.get("stroke-linecap") == "round"),)
        yield "setLineJoin", (int(its.get("stroke-linejoin") == "round"),)
        if fill:
            yield "setFillColor", (fill,)
        if stroke:
            yield "setStrokeColor", (stroke,)
            yield "setLineWidth", (float(its.get("stroke-width", 1)),)
        yield "drawPath", (path, bool(stroke), bool(fill), int(its.get("fill-rule") != "evenodd"))
    for child in element:
        yield from _calls(child, {key: value for key, value in its.items() if key in INHERITED})
    if transforms:
        yield "restoreState", ()


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(NUMBER, text)]


def _colour(code: str) -> Color | None:
    return None if code == "none" else HexColor("#" + "".join(2 * c for c in code[1:]) if len(code) == 4 else code)


def _path(tag: str, its: Mapping[str, str]) -> PDFPathObject | None:
    path = PDFPathObject()
    if tag in ("circle", "ellipse"):
        x, y, rx, ry = (float(its.get(key, its.get("r", 0))) for key in ("cx", "cy", "rx", "ry"))
        path.ellipse(x - rx, y - ry, 2 * rx, 2 * ry)
    elif tag == "rect":
        path.rect(*(float(its[key]) for key in ("x", "y", "width", "height")))
    elif tag == "path":
        _trace(path, its["d"])
    else:
        return None
    return path


def _trace(path: PDFPathObject, data: str) -> None:
    x = y = x0 = y0 = 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        values, kind, own = _numbers(numbers), command.lower(), command.islower()
        if kind == "z":
            path.close()
            x, y = x0, y0
        for first in range(0, len(values), COORDINATES.get(kind, 1)):
            part = values[first : first + COORDINATES[kind]]
            if kind in "hv":
                part = [part[0], 0 if own else y] if kind == "h" else [0 if own else x, part[0]]
            points = [(px + x * own, py + y * own) for px, py in zip(part[::2], part[1::2], strict=True)]
            x, y = points[-1]
            if kind == "c":
                path.curveTo(*(value for point in points for value in point))
            elif kind == "m" and first == 0:
                x0, y0 = x, y
                path.moveTo(x, y)
            else:
                path.lineTo(x, y)
