"""Fibres of tendons, ligaments and muscles: lines along them, so that they read as cords and not as plasters."""

from __future__ import annotations

import numpy as np
from shapely.geometry import LineString, MultiPolygon, Polygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import soft
from handouts.figures.person.structures import STRUCTURES, Strand
from handouts.figures.render import svg
from handouts.figures.render.panels import Panel

FIBROUS = ("sinew", "muscle")
APART_MM = 1.1  # of paper, between two fibres
EDGE_MM = 0.4  # that they keep from the outline
SHORTEST_MM = 1.2


def lines(panel: Panel, name: str, shown: Polygon | MultiPolygon) -> str:
    """The fibres of a structure where it shows; nothing for what has none."""
    if STRUCTURES[name].material not in FIBROUS:
        return ""
    path = svg.Path()
    room = shown.intersection(panel.frame).buffer(-EDGE_MM)
    for part in STRUCTURES[name].parts:
        for line in _along(panel, part) if isinstance(part, Strand) else ():
            cut = LineString(line).intersection(room)
            for piece in getattr(cut, "geoms", [cut]):
                if isinstance(piece, LineString) and piece.length > SHORTEST_MM:
                    first, *others = np.array(piece.simplify(0.03).coords)
                    path.move(first)
                    for point in others:
                        path.line(point)
    return svg.shape(path, fill="none", stroke=style.FAINT_INK, stroke_width=style.THINNEST_MM)


def _along(panel: Panel, one: Strand) -> list[Floats]:
    """Lines side by side along a strand, as many as its breadth on paper has room for."""
    middles, *axes = soft.sections(panel.skeleton, one, panel.scene.posed)
    on_paper = panel.on_sheet(middles)
    seen = [panel.on_sheet(middles + axis) - on_paper for axis in axes]
    half = max(seen, key=lambda axis: float(np.linalg.norm(axis, axis=1).mean()))
    count = int(2 * np.linalg.norm(half, axis=1).mean() / APART_MM)
    return [on_paper + half * share for share in np.linspace(-1, 1, count + 2)[1:-1]]
