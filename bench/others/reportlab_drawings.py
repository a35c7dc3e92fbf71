"""Drawings for reportlab: the part of SVG that they use, read once into paths that every document writes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable

INK = HexColor("#14202B")
HAIR = 0.4 * mm
JOINS = {"round": 1}

Shape = tuple[Any, Color | None, Color | None, float, bool, int, int]


@cache
def shapes(svg: str) -> tuple[tuple[float, float], tuple[Shape, ...]]:
    """The size of a drawing in its own units, and what it paints in order."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    return (width, height), tuple(_shapes(root, {}, (1, 1, 0, 0)))


def _shapes(element: Any, given: Mapping[str, str], place: tuple[float, float, float, float]) -> Iterator[Shape]:
    """`place` is scale and shift of both directions, which is all that these drawings use."""
    its = {**given, **element.attrib}
    for kind, numbers in re.findall(r"(translate|scale)\(([^)]*)\)", element.get("transform", "")):
        x, y = (
            (*map(float, re.split(r"[ ,]+", numbers.strip())),)
            if re.search(r"[ ,]", numbers.strip())
            else (float(numbers),) * 2
        )
        sx, sy, dx, dy = place
        place = (sx, sy, dx + sx * x, dy + sy * y) if kind == "translate" else (sx * x, sy * y, dx, dy)
    tag = element.tag.rpartition("}")[2]
    if tag in ("path", "circle", "ellipse", "rect"):
        fill, stroke = (_colour(its.get(key, usual)) for key, usual in (("fill", "#000"), ("stroke", "none")))
        line = float(its.get("stroke-width", 1)) * abs(place[0])
        ends = JOINS.get(its.get("stroke-linecap", ""), 0), JOINS.get(its.get("stroke-linejoin", ""), 0)
        yield _path(tag, its, place), fill, stroke, line, its.get("fill-rule") == "evenodd", *ends
    for child in element:
        yield from _shapes(child, {key: value for key, value in its.items() if key in KEPT}, place)


KEPT = ("fill", "stroke", "stroke-width", "fill-rule", "stroke-linecap", "stroke-linejoin")


def _colour(code: str) -> Color | None:
    return None if code == "none" else HexColor("#" + "".join(2 * c for c in code[1:]) if len(code) == 4 else code)


def _path(tag: str, its: Mapping[str, str], place: tuple[float, float, float, float]) -> Any:
    sx, sy, dx, dy = place
    path = PDFPathObject()
    if tag in ("circle", "ellipse"):
        x, y = float(its["cx"]) * sx + dx, float(its["cy"]) * sy + dy
        rx, ry = abs(float(its.get("rx", its.get("r"))) * sx), abs(float(its.get("ry", its.get("r"))) * sy)
        path.ellipse(x - rx, y - ry, 2 * rx, 2 * ry)
        return path
    if tag == "rect":
        path.rect(
            float(its["x"]) * sx + dx, float(its["y"]) * sy + dy, float(its["width"]) * sx, float(its["height"]) * sy
        )
        return path

    def at(x: float, y: float) -> tuple[float, float]:
        return x * sx + dx, y * sy + dy

    x = y = x0 = y0 = 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", its["d"]):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        low, own = command.lower(), command.islower()
        if low == "z":
            path.close()
            x, y = x0, y0
            continue
        step = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6}[low]
        for first in range(0, len(values), step):
            part = values[first : first + step]
            if low in "hv":
                x, y = (part[0] + x * own, y) if low == "h" else (x, part[0] + y * own)
                path.lineTo(*at(x, y))
                continue
            points = [(px + x * own, py + y * own) for px, py in zip(part[::2], part[1::2], strict=True)]
            x, y = points[-1]
            if low == "c":
                path.curveTo(*(value for point in points for value in at(*point)))
            elif low == "m" and first == 0:
                x0, y0 = x, y
                path.moveTo(*at(x, y))
            else:
                path.lineTo(*at(x, y))
    return path


class Drawing(Flowable):
    """A picture with its labels."""

    def __init__(self, picture: Mapping[str, Any]) -> None:
        super().__init__()
        self.width, self.height = picture["width"] * mm, picture["height"] * mm
        self._svg, self._labels = picture["svg"], picture.get("labels", ())

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        page, ((wide, _), all_) = self.canv, shapes(self._svg)
        page.saveState()
        page.translate(0, self.height)
        page.scale(self.width / wide, -self.width / wide)
        for path, fill, stroke, line, even_odd, cap, join in all_:
            page.setLineCap(cap)
            page.setLineJoin(join)
            if fill:
                page.setFillColor(fill)
            if stroke:
                page.setStrokeColor(stroke)
                page.setLineWidth(line)
            page.drawPath(path, stroke=bool(stroke), fill=bool(fill), fillMode=0 if even_odd else 1)
        page.restoreState()
        for label in self._labels:
            page.setFont("Fira-Medium", 12)
            page.setFillColor(INK)
            for number, words in enumerate(label["lines"]):
                x, y = label["left"] * mm, self.height - label["top"] * mm - 11 - number * 14
                wide = label["width"] * mm
                told = words.strip()
                {
                    "left": lambda x=x, y=y, told=told: page.drawString(x, y, told),
                    "right": lambda x=x, y=y, told=told, wide=wide: page.drawRightString(x + wide, y, told),
                    "center": lambda x=x, y=y, told=told, wide=wide: page.drawCentredString(x + wide / 2, y, told),
                }[label["align"]]()


class Boxes(Flowable):
    """Boxes to tick, one below the other."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count, self.width, self.height = count, 4.6 * mm, count * 5.1 * mm

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(HAIR)
        for number in range(self.count):
            self.canv.rect(0, number * 5.1 * mm, 4.6 * mm, 4.6 * mm)
