"""A rendering becomes ink: flat fills, then pen lines, then the straight edges of solids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.props import catalogue
from handouts.figures.props.solids import Solid
from handouts.figures.render import pen, svg, trace
from handouts.figures.render.scene import FIRST_SOLID, Rendering
from handouts.figures.render.trace import Border

CURVE_PX = 0.8  # how far a curve may leave its traced points: 0.03 mm of paper
SHORTEST_EDGE_MM = 0.4  # of print: less of an edge that something hides is a speck
EDGE_SLACK_MM = 7.0  # an edge of a solid is seen when nothing lies nearer by more than this, in body millimetres


@dataclass(frozen=True, eq=False)
class Ink:
    """A drawing in the making: fills, then lines, each from back to front; the pixels that the lines run through."""

    fills: list[str]
    lines: list[str]
    traced: Bools


def inked(rendering: Rendering) -> Ink:
    """Fills and lines of everything in the rendering."""
    borders = trace.borders(rendering.labels)
    cubics = [curves.fitted(b.points, b.start_run, b.end_run, CURVE_PX) for b in borders]
    fills = _solid_fills(rendering) + _body_fills(rendering, borders, cubics)
    lines, traced = _lines(rendering, borders, cubics)
    return Ink(fills, [_edges(rendering), *lines], traced)


# fills


def _fill_groups(rendering: Rendering) -> list[tuple[str, list[int]]]:
    """Colours of the body and of smooth solids from back to front, each with the labels it fills."""
    groups: dict[tuple[int, str], list[int]] = {}
    for label, patch in sorted(rendering.patches.items()):
        if label >= FIRST_SOLID and _flat_solid(rendering, patch.solid):
            continue
        fill = rendering.scene.fill(patch.material)
        groups.setdefault((0 if patch.far else 1, fill.far if patch.far else fill.near), []).append(label)
    return [(colour, labels) for (_, colour), labels in sorted(groups.items())]


def _flat_solid(rendering: Rendering, name: str) -> bool:
    return next(solid.flat for solid in rendering.scene.solids if solid.name == name)


def _body_fills(rendering: Rendering, borders: list[Border], cubics: list[list[Floats]]) -> list[str]:
    parts = []
    size = max([*rendering.patches, 0]) + 2
    for colour, labels in _fill_groups(rendering):
        inside: Bools = np.zeros(size, dtype=bool)
        inside[np.array(labels) + 1] = True
        path = svg.Path()
        for ring in trace.loops(borders, inside):
            first = True
            for i, back in ring:
                for cubic in _walked(cubics[i], back):
                    if first:
                        path.move(cubic[0] / style.PIXELS_PER_MM)
                        first = False
                    path.curve(cubic / style.PIXELS_PER_MM)
            path.close()
        parts.append(svg.shape(path, fill=colour, fill_rule="evenodd", stroke=colour, stroke_width=style.SEAM_MM))
    return parts


def _walked(cubics: list[Floats], back: bool) -> list[Floats]:
    return [c[::-1] for c in reversed(cubics)] if back else cubics


def _solid_fills(rendering: Rendering) -> list[str]:
    """Flat faces of solids, each a straight-edged shape, furthest first; the body is painted over them."""
    shapes = []
    for solid in rendering.scene.solids:
        if not solid.flat:
            continue
        seen = rendering.scene.camera.see(solid.points)
        for number, face in enumerate(solid.faces):
            corners = seen[list(face)]
            if _turned_away(corners):
                continue
            ring = clipped(rendering, rendering.sheet.to_print_mm(corners))
            if len(ring) < 3:
                continue
            path = svg.Path().ring(ring)
            colour = catalogue.FILLS[solid.material_of(number)].near
            text = svg.shape(path, fill=colour, stroke=colour, stroke_width=style.SEAM_MM)
            shapes.append((float(corners[:, 2].mean()), text))
    return [text for _, text in sorted(shapes)]


def clipped(rendering: Rendering, ring: Floats) -> Floats:
    """The part of a shape that lies on the sheet (Sutherland and Hodgman, 1974)."""
    for axis, edge, sign in (
        (0, 0.0, 1),
        (0, rendering.sheet.width_mm, -1),
        (1, 0.0, 1),
        (1, rendering.sheet.height_mm, -1),
    ):
        inside = (ring[:, axis] - edge) * sign >= 0
        out: list[Floats] = []
        for i in range(len(ring)):
            j = (i + 1) % len(ring)
            if inside[i]:
                out.append(ring[i])
            if inside[i] != inside[j]:
                share = (edge - ring[i, axis]) / (ring[j, axis] - ring[i, axis])
                out.append(ring[i] + (ring[j] - ring[i]) * share)
        ring = np.array(out).reshape(-1, 2)
    return ring


def _turned_away(corners: Floats) -> bool:
    """Is a face's back towards the viewer? A mere line has none."""
    if len(corners) < 3:
        return False
    a, b = corners[1] - corners[0], corners[2] - corners[1]
    return bool(a[0] * b[1] - a[1] * b[0] <= 1e-9)


# lines


def _lines(rendering: Rendering, borders: list[Border], cubics: list[list[Floats]]) -> tuple[list[str], Bools]:
    """All pen lines, one path per width, and the pixels they run through."""
    paths: dict[float, svg.Path] = {style.SILHOUETTE_MM: svg.Path(), style.INNER_MM: svg.Path()}
    traced = np.zeros(rendering.labels.shape, dtype=bool)
    depth = np.where(np.isfinite(rendering.picture.depth), rendering.picture.depth, -1e4)
    found = [
        (i, run) for i, one in enumerate(borders) for run in pen.runs(one, rendering.patches, depth, rendering.labels)
    ]
    # Strong lines first, then long ones: a short fine line gives way where it would run into another.
    for i, run in sorted(found, key=lambda one: (-one[1].width_mm, one[1].first - one[1].last, one[0])):
        for part in pen.apart(run, borders[i].points, traced) if run.gives_way else [run]:
            points = borders[i].points[part.first : part.last + 1]
            whole = len(points) == len(borders[i].points)
            _add(paths[run.width_mm], cubics[i] if whole else curves.fitted(points, None, None, CURVE_PX))
            pen.trace(points, traced)
    shapes = [
        svg.shape(path, fill="none", stroke=style.INK, stroke_width=width) for width, path in sorted(paths.items())
    ]
    return shapes, traced


def _add(path: svg.Path, cubics: list[Floats]) -> None:
    for i, cubic in enumerate(cubics):
        mm = cubic / style.PIXELS_PER_MM
        if i == 0:
            path.move(mm[0])
        path.curve(mm)


def _edges(rendering: Rendering) -> str:
    """The straight edges of solids, where nothing hides them."""
    path = svg.Path()
    for solid in rendering.scene.solids:
        if solid.flat:
            for first, last in _visible_edges(rendering, solid):
                path.move(first).line(last)
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.INNER_MM)


def _visible_edges(rendering: Rendering, solid: Solid) -> list[tuple[Floats, Floats]]:
    """Pieces of edges that belong to a face turned to the viewer and are not covered, in print millimetres."""
    seen = rendering.scene.camera.see(solid.points)
    found = []
    for a, b, faces in solid.edges:
        if all(_turned_away(seen[list(solid.faces[f])]) for f in faces):
            continue
        share = np.linspace(0, 1, 400)[:, None]
        points = seen[a] + (seen[b] - seen[a]) * share
        clear = _uncovered(rendering, points) & _on_sheet(rendering, points)
        for first, last in pen.stretches(clear):
            ends = rendering.sheet.to_print_mm(points[[first, last]])
            if last - first > len(points) / 2 or float(np.hypot(*(ends[1] - ends[0]))) > SHORTEST_EDGE_MM:
                found.append((ends[0], ends[1]))
    return found


def _on_sheet(rendering: Rendering, points: Floats) -> Bools:
    at = rendering.sheet.to_print_mm(points)
    corner = np.array([rendering.sheet.width_mm, rendering.sheet.height_mm])
    found: Bools = np.asarray(np.all((at >= 0) & (at <= corner), axis=1))
    return found


def _uncovered(rendering: Rendering, points: Floats) -> Bools:
    """Is a point in front of, or level with, what the picture shows there? Its neighbours count too."""
    pixels = rendering.sheet.to_pixels(points)
    clear = np.zeros(len(points), dtype=bool)
    height, width = rendering.picture.shape
    for dx, dy in ((0, 0), (1.5, 0), (-1.5, 0), (0, 1.5), (0, -1.5)):
        x = np.clip(np.floor(pixels[:, 0] + dx).astype(int), 0, width - 1)
        y = np.clip(np.floor(pixels[:, 1] + dy).astype(int), 0, height - 1)
        level = points[:, 2] > rendering.picture.depth[y, x] - EDGE_SLACK_MM
        nearer = points[:, 2] > rendering.picture.depth[y, x] + 1
        clear[level & (nearer | ~rendering.body_pixels[y, x])] = True
    return clear
