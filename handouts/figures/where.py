"""The picture of where it hurts: a foot on the floor, what the text names under its skin, and the sore place hatched.

    drawing, findings = draw_where("heel-spur", picture, span_of)

A picture has one frame, "where". It is written in a few words: which view, which structures, what is sore, and which
of them carry labels.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.ops import linemerge

from handouts.diagnostics import Diagnostic
from handouts.figures import anatomy, curves, grammar, inking, marks, panels, rig, style, svg, where_checks
from handouts.figures.draw import DEFAULT_BODY, Drawing, Frame
from handouts.figures.key import RIG, drawing_key
from handouts.figures.panels import Panel

Floats = npt.NDArray[np.float64]

FRAME = "where"
SORE = "sore"  # the anchor of the sore place
CUT_SLACK_MM = 0.02  # the same for a shape that the edge of the picture cuts
CURVE_PX = 0.6  # how far a drawn curve may leave its shape: 0.025 mm of paper
WORDS = ("alt", "view", "structures", "sore", "labels")


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture as it was asked for."""

    view: panels.View
    structures: tuple[str, ...]
    sore: tuple[str, ...]
    labels: tuple[str, ...]


def draw_where(
    id_: str, picture: Mapping[str, Any], span_of: grammar.SpanOf, body: str = DEFAULT_BODY
) -> tuple[Drawing | None, list[Diagnostic]]:
    """The picture of a condition, and what is wrong with it; none when its words cannot be read."""
    asked, found = read(picture, span_of)
    if asked is None:
        return None, found
    drawn = drawn_panels(asked, body)
    places = _anchors(asked, drawn)
    width = round(sum(one.panel.sheet.width_mm for one in drawn) + panels.GUTTER_MM * (len(drawn) - 1), 1)
    height = round(max(one.panel.sheet.height_mm for one in drawn), 1)
    text = svg.document(width, height, [part for one in drawn for part in one.parts])
    values, more = where_checks.checked(where_checks.Seen(asked.labels, tuple(drawn), text, places), span_of)
    frame = Frame(FRAME, text, width, height, asked.view.faces, places)
    return Drawing(id_, drawing_key(picture), body, RIG, (frame,), {FRAME: values}), more


# ---------------------------------------------------------------- reading


def read(picture: Mapping[str, Any], span_of: grammar.SpanOf) -> tuple[Asked | None, list[Diagnostic]]:
    """The words of a picture. Reports HND601 for each that cannot be read."""
    found = [_unknown(word, WORDS, "word", span_of((word,))) for word in picture if word not in WORDS]
    view = str(picture.get("view", ""))
    if view not in panels.VIEWS:
        found.append(_unknown(view, panels.VIEWS, "view", span_of(("view",))))
    structures, sore = tuple(picture.get("structures", ())), tuple(picture.get("sore", ()))
    for name, words, known in (("structures", structures, anatomy.STRUCTURES), ("sore", sore, panels.SORE_PLACES)):
        found += [_unknown(w, known, "name", span_of((name, i))) for i, w in enumerate(words) if w not in known]
    labels = tuple(picture.get("labels", {}))
    places = [*structures, *(SORE,) * bool(sore), *sore, *(panels.VIEWS[view].things if view in panels.VIEWS else ())]
    found += [_unknown(w, places, "place", span_of(("labels", w))) for w in labels if w not in places]
    return (None, found) if found else (Asked(panels.VIEWS[view], structures, sore, labels), [])


def _unknown(word: object, known: Any, kind: str, span: Any) -> Diagnostic:
    names = [str(name) for name in known]
    close = difflib.get_close_matches(str(word), names, 1)
    help_ = f"did you mean `{close[0]}`?" if close else f"write one of: {', '.join(names)}"
    return Diagnostic("HND601", f"unknown {kind} `{word}`", help_, span)


# ---------------------------------------------------------------- drawing


@dataclass(frozen=True, eq=False)
class Drawn:
    """One panel with everything that was laid into it, in print millimetres of the whole picture."""

    panel: Panel
    corner_mm: tuple[float, float]
    parts: tuple[str, ...]
    shapes: dict[str, Polygon]
    sore: dict[str, marks.Highlight]

    def at(self, place: Floats) -> tuple[float, float]:
        """A place of the room, in the picture."""
        x, y = self.panel.on_sheet(place)
        return round(float(x) + self.corner_mm[0], 2), round(float(y) + self.corner_mm[1], 2)


def drawn_panels(asked: Asked, body: str) -> list[Drawn]:
    """All panels of the view, side by side."""
    found: list[Drawn] = []
    left = 0.0
    shown = asked.view.panels(rig.body(body))
    height = max(panel.sheet.height_mm for panel in shown)
    for panel in shown:
        found.append(_drawn(asked, panel, (left, height - panel.sheet.height_mm)))
        left += panel.sheet.width_mm + panels.GUTTER_MM
    return found


def _drawn(asked: Asked, panel: Panel, corner_mm: tuple[float, float]) -> Drawn:
    ink = inking.inked(panel.shot)
    shapes: dict[str, Polygon] = {}
    sore: dict[str, marks.Highlight] = {}
    faint: list[str] = []
    if panel.foot is not None:
        on = panel.foot
        shapes = {
            name: panel.flat(on, anatomy.outline(on, name)) for name in anatomy.STRUCTURES if name in asked.structures
        }
        shapes |= {name: panel.soft(shape) for name, shape in shapes.items() if name == "heel pad"}
        beside = [panel.flat(on, bone) for bone in anatomy.neighbours(asked.structures)]
        faint = [part for bone in beside for part in _inside(bone, "bone beside", panel)]
        sore = {
            name: marks.hatched(panel.soft(panel.flat(on, anatomy.sore_outline(on, name))))
            for name in asked.sore
            if name in anatomy.SORES
        }
    sore |= {name: panel.areas[name](panel.shot) for name in asked.sore if name in panel.areas}
    inside = {
        name: _inside(shape, anatomy.STRUCTURES[name].material, panel)
        for name, shape in anatomy.drawn_together(shapes).items()
        if name not in asked.sore
    }
    deep = [part for name, pair in inside.items() for part in pair if anatomy.STRUCTURES[name].deep]
    over = [part for name, pair in inside.items() for part in pair if not anatomy.STRUCTURES[name].deep]
    hatched = [part for one in sore.values() for part in one.parts]
    parts = [panel.floor(), *ink.fills, *ink.lines, *faint, *deep, *hatched, *over, *panel.over]
    if corner_mm != (0.0, 0.0):
        x, y = (svg.units(way) for way in corner_mm)
        parts = [f'<g transform="translate({x} {y})">', *parts, "</g>"]
    return Drawn(panel, corner_mm, tuple(parts), shapes, sore)


def _inside(shape: Polygon, material: str, panel: Panel) -> tuple[str, str]:
    """Fill and outline of a thing under the skin; where the picture cuts it off it has no line."""
    sheet = panel.sheet
    frame = box(0, 0, sheet.width_mm, sheet.height_mm)
    fill = svg.Path()
    if frame.contains(shape):
        _curved(fill, np.array(shape.exterior.coords))
        fill.close()
    else:
        for ring in _rings(shape.intersection(frame).simplify(CUT_SLACK_MM)):
            fill.ring(ring[:-1])
    line = svg.Path()
    edges = shape.exterior.intersection(frame.buffer(-0.05))
    merged = linemerge(edges) if isinstance(edges, MultiLineString) else edges
    for piece in getattr(merged, "geoms", [merged]):
        if isinstance(piece, LineString) and piece.length > 0.2:
            _curved(line, np.array(piece.coords))
    colour, faint = style.FILLS[material].near, material == "bone beside"
    ink, width = (style.FAINT_INK, style.FAINT_MM) if faint else (style.INK, style.OUTLINE_MM)
    return (
        svg.shape(fill, fill=colour, stroke=colour, stroke_width=style.SEAM_MM),
        svg.shape(line, fill="none", stroke=ink, stroke_width=width),
    )


def _rings(shape: Any) -> list[Floats]:
    pieces = getattr(shape, "geoms", [shape])
    return [np.array(one.exterior.coords) for one in pieces if isinstance(one, Polygon) and not one.is_empty]


def _curved(path: svg.Path, points: Floats) -> None:
    """Smooth curves through a run of points, in print millimetres."""
    for i, cubic in enumerate(curves.fitted(points * style.PIXELS_PER_MM, None, None, CURVE_PX)):
        if i == 0:
            path.move(cubic[0] / style.PIXELS_PER_MM)
        path.curve(cubic / style.PIXELS_PER_MM)


def _anchors(asked: Asked, drawn: list[Drawn]) -> dict[str, tuple[float, float]]:
    """Where every label points."""
    found = {}
    for name in asked.labels:
        for one in drawn:
            place = _place(asked, one, name)
            if place is not None:
                found[name] = place
                break
    return found


def _place(asked: Asked, one: Drawn, name: str) -> tuple[float, float] | None:
    on = one.panel.foot
    sore = asked.sore[0] if name == SORE and asked.sore else name
    if on is not None and name in one.shapes:
        return one.at(on.place(np.array([anatomy.anchor(on, name)]))[0])
    if on is not None and sore in anatomy.SORES and sore in asked.sore:
        return one.at(on.place(np.array([anatomy.SORES[sore].anchor]))[0])
    if sore in one.sore:
        middle = one.sore[sore].shape.representative_point()
        return round(middle.x + one.corner_mm[0], 2), round(middle.y + one.corner_mm[1], 2)
    spot = one.panel.spots.get(name)
    return None if spot is None else one.at(spot)
