"""Is a picture of where it hurts right? Measured on the paper, each value beside its limit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scipy.spatial import cKDTree
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.checks.paper import EDGE_CONTRAST, LINE_CONTRAST
from handouts.figures.language import keys
from handouts.figures.person import skeleton
from handouts.figures.person.structures import STRUCTURES
from handouts.figures.render import label_sides
from handouts.figures.render.panels import DrawnPanel
from handouts.figures.render.under_skin import Thing
from handouts.model import contrast

WIDEST_MM, HIGHEST_MM = 68.0, 38.0  # room beside the text of "What it is"
SIZE_BYTES = 60_000
UNDER_SKIN_MM = 0.25  # of paper, that a solid inside keeps from the outline of the foot: its line must not touch it
JOINT_MM = 2.5  # of a body of 1700 mm: bones of a joint are no further apart than gristle
SMALLEST_MM2 = 3.0  # of a structure that shows
INSIDE_MM = 0.2  # of the edge of what it names, that the end of a leader is at least


@dataclass(frozen=True, eq=False)
class DrawnPainMap:
    """Everything about one finished picture that a check looks at."""

    labels: tuple[str, ...]
    panels: tuple[DrawnPanel, ...]
    svg: str
    anchors: Mapping[str, tuple[float, float]]
    sides: Mapping[str, str]
    sore: tuple[str, ...] = ()


CheckResult = tuple[dict[str, Any], list[Diagnostic]]


def checked(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Every check: the values, and a finding for each that is out of its limits."""
    values: dict[str, Any] = {}
    found: list[Diagnostic] = []
    for check in (room, inside, joints, joined, visible, sore, label_places, leaders, contrasts):
        value, wrong = check(drawn, span_of)
        values |= value
        found += wrong
    return values, found


def _wrong(message: str, advice: str, span: Any) -> Diagnostic:
    return Diagnostic("HND606", f"where it hurts: {message}", advice, span)


def room(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
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


def inside(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Does everything lie under the skin?"""
    values, found = {}, []
    for one in drawn.panels:
        if not one.shapes and not one.sore:
            continue
        skin = one.panel.skin
        edge = skin.exterior if isinstance(skin, Polygon) else skin.boundary
        for name, shape in {**one.shapes, **{f"sore: {n}": h.shape for n, h in one.sore.items()}}.items():
            shown = shape.intersection(one.panel.frame)
            if shown.is_empty:
                continue
            out = shown.difference(skin.buffer(0.05)).area
            margin = round(float(shown.distance(edge)) * (1 if out < 0.02 else -1), 2)
            if name.startswith("sore: ") and name.removeprefix("sore: ") in one.panel.areas:
                continue
            values[name] = margin
            if margin < UNDER_SKIN_MM:
                message = f"{name} lies {margin:.2f} mm under the skin, at least {UNDER_SKIN_MM:g} are needed"
                found.append(_wrong(message, "move its record in person/structures/", span_of(("structures",))))
    return {"under_skin_mm": values}, found


def joints(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Do the bones of each joint meet?"""
    widest, found = 0.0, []
    for one in drawn.panels:
        things = {thing.bone: thing for thing in one.things if thing.bone}
        for pair in skeleton.pack().joints:
            if pair[0] in things and pair[1] in things:
                gap = _apart_mm(things[pair[0]], things[pair[1]]) / one.panel.body.scale
                widest = max(widest, round(gap, 1))
                if gap > JOINT_MM:
                    message = f"{gap:.1f} mm between the bones {pair[0]} and {pair[1]}, at most {JOINT_MM:g}"
                    found.append(_wrong(message, "move their places in person/landmarks.py", span_of(("view",))))
    return {"widest_joint_mm": widest}, found


def joined(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Does each structure touch what it is fixed to, in space and not only on paper?"""
    values: dict[str, float] = {}
    found = []
    for one in drawn.panels:
        for name in one.shapes:
            for other in STRUCTURES[name].meets:
                gap = _gap_mm(one, name, other)
                if gap is None:
                    continue
                values[f"{name} to {other}"] = round(gap, 2)
                if gap > STRUCTURES[name].apart_mm:
                    message = f"{gap:.1f} mm between {name} and {other}"
                    found.append(_wrong(message, "move its record in person/structures/", span_of(("structures",))))
    return {"gap_mm": values}, found


def _gap_mm(one: DrawnPanel, name: str, other: str) -> float | None:
    """Paper millimetres between two structures; a pad is flat and so is its gap. None when one is not drawn."""
    first, second = ([thing for thing in one.things if thing.name == word] for word in (name, other))
    if first and second:
        return min(_apart_mm(a, b) for a in first for b in second) * one.panel.sheet.mm_per_body_mm
    if name in one.shapes and other in one.shapes:
        return float(one.shapes[name].distance(one.shapes[other]))
    return None


def _apart_mm(one: Thing, two: Thing) -> float:
    return float(cKDTree(one.points).query(two.points)[0].min())


def visible(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Is every structure large enough to be seen in one of the panels?"""
    areas: dict[str, float] = {}
    for one in drawn.panels:
        for name, shape in one.shapes.items():
            areas[name] = max(areas.get(name, 0.0), round(shape.intersection(one.panel.frame).area, 1))
    found = [
        _wrong(f"{name} has {area:.1f} mm2 on paper", "choose a closer view", span_of(("view",)))
        for name, area in areas.items()
        if area < SMALLEST_MM2
    ]
    return {"visible_mm2": areas}, found


def sore(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Is every sore place there and large enough to be seen in a photocopy?"""
    areas: dict[str, float] = {}
    least = min(one.panel.least_sore_mm2 for one in drawn.panels)
    for one in drawn.panels:
        for name, mark in one.sore.items():
            areas[name] = max(areas.get(name, 0.0), round(mark.area_mm2, 1))
    found = [
        _wrong(f"the sore place `{name}` has {area:g} mm2, at least {least:g} are needed",
               "choose a closer view", span_of(("sore",)))
        for name, area in areas.items() if area < least
    ]  # fmt: skip
    return {"sore_mm2": areas}, found


def label_places(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Does every label point at what it names?"""
    found = []
    for name in drawn.labels:
        at = drawn.anchors.get(name)
        if at is None or not _on(drawn, name, at):
            message = f"the label `{name}` points at nothing"
            found.append(_wrong(message, "choose a view that shows it", span_of(("labels", name))))
    return {"labels": len(drawn.labels)}, found


def leaders(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Does the line of every label keep off the head, off other parts of the picture and off what it does not name?"""
    crossed: dict[str, float] = {}
    found = []
    size = (
        max(one.corner_mm[0] + one.panel.sheet.width_mm for one in drawn.panels),
        max(one.corner_mm[1] + one.panel.sheet.height_mm for one in drawn.panels),
    )
    for name, at in drawn.anchors.items():
        line = label_sides.leader(drawn.sides[name], at, size)
        crossed[name] = round(label_sides.crossed_mm(drawn.panels, name, line, drawn.sore), 1)
        over = label_sides.forbidden(drawn.panels, line)
        if crossed[name] > label_sides.CROSSED_MM:
            over = over or f"{crossed[name]:g} mm of what it does not name, at most {label_sides.CROSSED_MM:g}"
        if over:
            message = f"the line of the label `{name}` crosses {over}"
            found.append(_wrong(message, "label another place, or fewer", span_of(("labels", name))))
    return {"crossed_mm": crossed}, found


def _on(drawn: DrawnPainMap, name: str, at: tuple[float, float]) -> bool:
    """Is a place on the solid it names?"""
    for one in drawn.panels:
        shapes = [one.shapes[name]] if name in one.shapes else []
        shapes += [mark.shape for key, mark in one.sore.items() if name in ("sore", key)]
        where = Point(at[0] - one.corner_mm[0], at[1] - one.corner_mm[1])
        if shapes and unary_union(shapes).intersection(one.panel.frame).buffer(-INSIDE_MM).contains(where):
            return True
        if name in one.panel.spots and one.panel.frame.contains(where):
            return True
    return False


def contrasts(drawn: DrawnPainMap, span_of: keys.SpanOf) -> CheckResult:
    """Are lines and sore place distinct in grey, on both tones of what they lie on?"""
    fills = {STRUCTURES[name].material for one in drawn.panels for name in one.shapes} | {"skin"}
    tones: dict[str, tuple[str, ...]] = {
        name: (style.FILLS[name].near, style.FILLS[name].far) for name in sorted(fills - {"skin"})
    }
    tones["skin"] = (drawn.panels[0].panel.rendering.scene.fill("skin").near,)
    line, edge = (
        {name: round(min(contrast(ink, one) for one in both), 1) for name, both in tones.items()}
        for ink in (style.INK, style.HIGHLIGHT_INK)
    )
    found = []
    for name in sorted(fills):
        if line[name] < LINE_CONTRAST or edge[name] < EDGE_CONTRAST:
            found.append(_wrong(f"lines fade on {name}", "change the colour in style.py", span_of(())))
    return {"contrast": {"line": line, "highlight_edge": edge}}, found
