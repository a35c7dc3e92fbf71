"""The picture of where it hurts: a foot on the floor, what the text names under its skin, and the sore place hatched.

    drawing, findings = draw_pain_map("heel-spur", picture, span_of)

A picture has one frame, "where". It is written in a few words: which view, which structures, what is sore, and which
of them carry labels.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.ops import linemerge

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.checks import pain_maps
from handouts.figures.draw import DEFAULT_BODY, Drawing, Frame
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar
from handouts.figures.person import anatomy, rig
from handouts.figures.render import inking, marks, panels, svg
from handouts.figures.render.panels import DrawnPanel, Panel
from handouts.model.poses import RIG, drawing_key

FRAME = "where"
SORE = "sore"  # the anchor of the sore place
CUT_SLACK_MM = 0.02  # the same for a shape that the edge of the picture cuts
CURVE_PX = 0.6  # how far a drawn curve may leave its shape: 0.025 mm of paper
WORDS = ("alt", "view", "structures", "sore", "labels")


@dataclass(frozen=True, slots=True)
class PainMap:
    """A picture as it was asked for."""

    view: panels.View
    structures: tuple[str, ...]
    sore: tuple[str, ...]
    labels: tuple[str, ...]


def draw_pain_map(
    id_: str, picture: Mapping[str, Any], span_of: grammar.SpanOf, body: str = DEFAULT_BODY
) -> tuple[Drawing | None, list[Diagnostic]]:
    """Draw where it hurts, and check the picture.

    Args:
        id_: the condition or advice block.
        picture: its `picture:`.
        span_of: the place in the file of a path of keys, for findings.
        body: a name of `model.people.NAMES`.

    Returns:
        The picture, or None when its words cannot be read; and every finding. Reports HND601 and HND606.
    """
    parsed, found = read(picture, span_of)
    if parsed is None:
        return None, found
    drawn = drawn_panels(parsed, body)
    places = _anchors(parsed, drawn)
    width = round(sum(one.panel.sheet.width_mm for one in drawn) + panels.GUTTER_MM * (len(drawn) - 1), 1)
    height = round(max(one.panel.sheet.height_mm for one in drawn), 1)
    text = svg.document(width, height, [part for one in drawn for part in one.parts])
    values, more = pain_maps.checked(pain_maps.DrawnPainMap(parsed.labels, tuple(drawn), text, places), span_of)
    frame = Frame(FRAME, text, width, height, parsed.view.faces, places)
    return Drawing(id_, drawing_key(picture), body, RIG, (frame,), {FRAME: values}), more


# ---------------------------------------------------------------- reading


def read(picture: Mapping[str, Any], span_of: grammar.SpanOf) -> tuple[PainMap | None, list[Diagnostic]]:
    """The words of a picture. Reports HND601 for each that cannot be read."""
    found = [_unknown(word, WORDS, "word", span_of((word,))) for word in picture if word not in WORDS]
    view = str(picture.get("view", ""))
    if view not in panels.VIEWS:
        found.append(_unknown(view, panels.VIEWS, "view", span_of(("view",))))
    structures, sore = tuple(picture.get("structures", ())), tuple(picture.get("sore", ()))
    for name, words, known in (("structures", structures, anatomy.STRUCTURES), ("sore", sore, panels.SORE_PLACES)):
        found += [_unknown(w, known, "name", span_of((name, i))) for i, w in enumerate(words) if w not in known]
    labels = tuple(picture.get("labels", {}))
    places = [*structures, *(SORE,) * bool(sore), *sore, *(panels.VIEWS[view].items if view in panels.VIEWS else ())]
    found += [_unknown(w, places, "place", span_of(("labels", w))) for w in labels if w not in places]
    return (None, found) if found else (PainMap(panels.VIEWS[view], structures, sore, labels), [])


def _unknown(word: object, known: Any, kind: str, span: Any) -> Diagnostic:
    names = [str(name) for name in known]
    close = difflib.get_close_matches(str(word), names, 1)
    help_ = f"did you mean `{close[0]}`?" if close else f"write one of: {', '.join(names)}"
    return Diagnostic("HND601", f"unknown {kind} `{word}`", help_, span)


# ---------------------------------------------------------------- drawing


def drawn_panels(parsed: PainMap, body: str) -> list[DrawnPanel]:
    """All panels of the view, side by side."""
    found: list[DrawnPanel] = []
    left = 0.0
    shown = parsed.view.panels(rig.body(body))
    height = max(panel.sheet.height_mm for panel in shown)
    for panel in shown:
        found.append(_drawn(parsed, panel, (left, height - panel.sheet.height_mm)))
        left += panel.sheet.width_mm + panels.GUTTER_MM
    return found


def _drawn(parsed: PainMap, panel: Panel, corner_mm: tuple[float, float]) -> DrawnPanel:
    ink = inking.inked(panel.rendering)
    shapes: dict[str, Polygon] = {}
    sore: dict[str, marks.Highlight] = {}
    faint: list[str] = []
    if panel.foot is not None:
        on = panel.foot
        shapes = {
            name: panel.flat(on, anatomy.outline(on, name)) for name in anatomy.STRUCTURES if name in parsed.structures
        }
        shapes |= {name: panel.soft(shape) for name, shape in shapes.items() if name == "heel pad"}
        beside = [panel.flat(on, bone) for bone in anatomy.neighbours(parsed.structures)]
        faint = [part for bone in beside for part in _inside(bone, "bone beside", panel)]
        sore = {
            name: marks.hatched(panel.soft(panel.flat(on, anatomy.sore_outline(on, name))))
            for name in parsed.sore
            if name in anatomy.SORES
        }
    sore |= {name: panel.areas[name](panel.rendering) for name in parsed.sore if name in panel.areas}
    inside = {
        name: _inside(shape, anatomy.STRUCTURES[name].material, panel)
        for name, shape in shapes.items()
        if name not in parsed.sore
    }
    deep = [part for name, pair in inside.items() for part in pair if anatomy.STRUCTURES[name].deep]
    over = [part for name, pair in inside.items() for part in pair if not anatomy.STRUCTURES[name].deep]
    hatched = [part for one in sore.values() for part in one.parts]
    parts = [panel.floor(), *ink.fills, *ink.lines, *faint, *deep, *hatched, *over, *panel.over]
    if corner_mm != (0.0, 0.0):
        x, y = (svg.units(way) for way in corner_mm)
        parts = [f'<g transform="translate({x} {y})">', *parts, "</g>"]
    return DrawnPanel(panel, corner_mm, tuple(parts), shapes, sore)


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


def _anchors(parsed: PainMap, drawn: list[DrawnPanel]) -> dict[str, tuple[float, float]]:
    """Where every label points."""
    found = {}
    for name in parsed.labels:
        for one in drawn:
            place = _place(parsed, one, name)
            if place is not None:
                found[name] = place
                break
    return found


def _place(parsed: PainMap, one: DrawnPanel, name: str) -> tuple[float, float] | None:
    on = one.panel.foot
    sore = parsed.sore[0] if name == SORE and parsed.sore else name
    if on is not None and name in one.shapes:
        return one.at(on.place(np.array([anatomy.anchor(on, name)]))[0])
    if on is not None and sore in anatomy.SORES and sore in parsed.sore:
        return one.at(on.place(np.array([anatomy.SORES[sore].anchor]))[0])
    if sore in one.sore:
        middle = one.sore[sore].shape.representative_point()
        return round(middle.x + one.corner_mm[0], 2), round(middle.y + one.corner_mm[1], 2)
    spot = one.panel.spots.get(name)
    return None if spot is None else one.at(spot)
