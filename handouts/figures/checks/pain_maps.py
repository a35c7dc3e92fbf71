"""Is a picture of where it hurts right? Measured on the paper, each value beside its limit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry import Point, Polygon, box
from shapely.ops import unary_union

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.checks.paper import EDGE_CONTRAST, HIGHLIGHT_MM2, LINE_CONTRAST
from handouts.figures.language import grammar
from handouts.figures.person.anatomy import STRUCTURES
from handouts.figures.render.panels import DrawnPanel

WIDEST_MM, HIGHEST_MM = 68.0, 38.0  # room beside the text of "What it is"
SIZE_BYTES = 25_000
UNDER_SKIN_MM = 0.25  # of paper, that a solid inside keeps from the outline of the foot: its line must not touch it
JOIN_MM = 0.6  # of paper: solids that meet in the body are no further apart
SMALLEST_MM2 = 3.0  # of a structure that shows


@dataclass(frozen=True, eq=False)
class DrawnPainMap:
    """Everything about one finished picture that a check looks at."""

    labels: tuple[str, ...]
    panels: tuple[DrawnPanel, ...]
    svg: str
    anchors: Mapping[str, tuple[float, float]]


#: What meets in the body: when both are drawn they must meet on the paper.
MEETS = (
    ("plantar fascia", "heel bone"),
    ("achilles tendon", "heel bone"),
    ("bursa", "heel bone"),
    ("bursa", "achilles tendon"),
    ("heel pad", "heel bone"),
    ("spur", "heel bone"),
    ("nerve", "inner ankle bone"),
)
MEET_MM = {("nerve", "inner ankle bone"): 4.0}  # the tendons of the tunnel lie between them

CheckResult = tuple[dict[str, Any], list[Diagnostic]]


def checked(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Every check: the values, and a finding for each that is out of its limits."""
    values: dict[str, Any] = {}
    found: list[Diagnostic] = []
    for check in (room, inside, joined, sore, label_places, contrasts):
        value, wrong = check(drawn, span_of)
        values |= value
        found += wrong
    return values, found


def _wrong(message: str, advice: str, span: Any) -> Diagnostic:
    return Diagnostic("HND606", f"where it hurts: {message}", advice, span)


def room(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Does it fit its place in the leaflet, in size and in bytes, with nothing a printer cannot take?"""
    width, height = (int(n) / style.UNITS_PER_MM for n in re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawn.svg)[0])
    size = len(drawn.svg.encode())
    widths = [int(w) for w in re.findall(r'stroke="#(?!FFFFFF)[0-9A-F]{6}" stroke-width="(\d+)"', drawn.svg)]
    thin = min(w for w in widths if w != round(style.SEAM_MM * style.UNITS_PER_MM)) / style.UNITS_PER_MM
    found = []
    if width > WIDEST_MM or height > HIGHEST_MM:
        message = f"{width:g} × {height:g} mm, there is room for {WIDEST_MM:g} × {HIGHEST_MM:g}"
        found.append(_wrong(message, "choose another view", span_of(("view",))))
    if size > SIZE_BYTES:
        found.append(_wrong(f"{size} bytes, at most {SIZE_BYTES}", "draw fewer structures", span_of(("structures",))))
    if thin < style.THINNEST_MM:
        found.append(_wrong(f"a line of {thin:.2f} mm would vanish in a copier", "make it thicker", span_of(())))
    return {"size_mm": [width, height], "bytes": size, "thinnest_line_mm": thin}, found


def inside(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Does everything lie under the skin?"""
    values, found = {}, []
    for one in drawn.panels:
        skin = one.panel.skin
        sheet = box(0, 0, one.panel.sheet.width_mm, one.panel.sheet.height_mm)
        edge = skin.exterior if isinstance(skin, Polygon) else skin.boundary
        for name, shape in {**one.shapes, **{f"sore: {n}": h.shape for n, h in one.sore.items()}}.items():
            shown = shape.intersection(sheet)
            out = shown.difference(skin.buffer(0.05)).area
            margin = round(float(shown.distance(edge)) * (1 if out < 0.02 else -1), 2)
            if name.startswith("sore: ") and name.removeprefix("sore: ") in one.panel.areas:
                continue
            values[name] = margin
            if margin < UNDER_SKIN_MM:
                message = f"{name} lies {margin:.2f} mm under the skin, at least {UNDER_SKIN_MM:g} are needed"
                found.append(_wrong(message, "move its points in anatomy.py", span_of(("structures",))))
    return {"under_skin_mm": values}, found


def joined(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Do solids that meet in the body meet here, and is every one large enough to be seen?"""
    values: dict[str, float] = {}
    found = []
    for one in drawn.panels:
        for pair in MEETS:
            if pair[0] in one.shapes and pair[1] in one.shapes:
                gap = round(float(one.shapes[pair[0]].distance(one.shapes[pair[1]])), 2)
                values[f"{pair[0]} to {pair[1]}"] = gap
                if gap > MEET_MM.get(pair, JOIN_MM):
                    message = f"{gap:g} mm between {pair[0]} and {pair[1]}"
                    found.append(_wrong(message, "move their points in anatomy.py", span_of(("structures",))))
        for name, shape in one.shapes.items():
            if shape.area < SMALLEST_MM2:
                message = f"{name} has {shape.area:.1f} mm2 on paper"
                found.append(_wrong(message, "choose a closer view", span_of(("view",))))
    return {"gap_mm": values}, found


def sore(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Is every sore place there and large enough to be seen in a photocopy?"""
    areas = {name: round(h.area_mm2, 1) for one in drawn.panels for name, h in one.sore.items()}
    found = [
        _wrong(f"the sore place `{name}` has {area:g} mm2, at least {HIGHLIGHT_MM2:g} are needed",
               "choose a closer view", span_of(("sore",)))
        for name, area in areas.items() if area < HIGHLIGHT_MM2
    ]  # fmt: skip
    return {"sore_mm2": areas}, found


def label_places(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Does every label point at what it names?"""
    found = []
    for name in drawn.labels:
        at = drawn.anchors.get(name)
        if at is None or not _on(drawn, name, at):
            message = f"the label `{name}` points at nothing"
            found.append(_wrong(message, "choose a view that shows it", span_of(("labels", name))))
    return {"labels": len(drawn.labels)}, found


def _on(drawn: DrawnPainMap, name: str, at: tuple[float, float]) -> bool:
    """Is a place on the solid it names?"""
    for one in drawn.panels:
        shapes = [one.shapes[name]] if name in one.shapes else []
        shapes += [h.shape for key, h in one.sore.items() if name in ("sore", key)]
        sheet = box(0, 0, one.panel.sheet.width_mm, one.panel.sheet.height_mm)
        where = Point(at[0] - one.corner_mm[0], at[1] - one.corner_mm[1])
        if shapes and unary_union(shapes).intersection(sheet).buffer(0.05).contains(where):
            return True
        if name in one.panel.spots and sheet.contains(where):
            return True
    return False


def contrasts(drawn: DrawnPainMap, span_of: grammar.SpanOf) -> CheckResult:
    """Can lines and sore place be told apart in grey?"""
    fills = {STRUCTURES[name].material for one in drawn.panels for name in one.shapes} | {"skin"}
    fills -= {"spur"}  # solid ink has no outline
    near = {name: drawn.panels[0].panel.rendering.scene.fill(name).near for name in sorted(fills)}
    line = {name: round(style.contrast(style.INK, colour), 1) for name, colour in near.items()}
    edge = {name: round(style.contrast(style.HIGHLIGHT_INK, colour), 1) for name, colour in near.items()}
    found = []
    for name in fills:
        if line[name] < LINE_CONTRAST or edge[name] < EDGE_CONTRAST:
            found.append(_wrong(f"lines fade on {name}", "change the colour in style.py", span_of(())))
    return {"contrast": {"line": line, "highlight_edge": edge}}, found
