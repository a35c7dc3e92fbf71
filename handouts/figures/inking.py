"""A shot becomes ink: flat fills, then pen lines, then the straight edges of things."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.figures import curves, pen, style, svg, trace
from handouts.figures.raster import Bools
from handouts.figures.scene import FIRST_THING, Shot
from handouts.figures.things import Thing
from handouts.figures.trace import Border

Floats = npt.NDArray[np.float64]

CURVE_PX = 0.8  # how far a curve may leave its traced points: 0.03 mm of paper
EDGE_SLACK_MM = 7.0  # an edge of a thing is seen when nothing lies nearer by more than this, in body millimetres


@dataclass(frozen=True, eq=False)
class Ink:
    """A drawing in the making: fills, then lines, each from back to front, and the widths that were used."""

    fills: list[str]
    lines: list[str]
    widths_mm: set[float]


def inked(shot: Shot) -> Ink:
    """Fills and lines of everything in the shot."""
    borders = trace.borders(shot.labels)
    cubics = [curves.fitted(b.points, b.start_run, b.end_run, CURVE_PX) for b in borders]
    fills = _thing_fills(shot) + _body_fills(shot, borders, cubics)
    lines, widths = _lines(shot, borders, cubics)
    edges = _edges(shot)
    if edges:
        widths.add(style.OUTLINE_MM)
    return Ink(fills, [edges, *lines], widths)


# fills


def _fill_groups(shot: Shot) -> list[tuple[str, list[int]]]:
    """Colours of the body and of smooth things from back to front, each with the labels it fills."""
    groups: dict[tuple[int, str], list[int]] = {}
    for label, patch in sorted(shot.patches.items()):
        if label >= FIRST_THING and _flat_thing(shot, patch.thing):
            continue
        fill = shot.scene.fill(patch.material)
        groups.setdefault((0 if patch.far else 1, fill.far if patch.far else fill.near), []).append(label)
    return [(colour, labels) for (_, colour), labels in sorted(groups.items())]


def _flat_thing(shot: Shot, name: str) -> bool:
    return next(thing.flat for thing in shot.scene.things if thing.name == name)


def _body_fills(shot: Shot, borders: list[Border], cubics: list[list[Floats]]) -> list[str]:
    parts = []
    size = max([*shot.patches, 0]) + 2
    for colour, labels in _fill_groups(shot):
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


def _thing_fills(shot: Shot) -> list[str]:
    """Flat faces of things, each a straight-edged shape, furthest first; the body is painted over them."""
    shapes = []
    for thing in shot.scene.things:
        if not thing.flat:
            continue
        seen = shot.scene.camera.see(thing.points)
        for number, face in enumerate(thing.faces):
            corners = seen[list(face)]
            if _turned_away(corners):
                continue
            ring = clipped(shot, shot.sheet.to_print_mm(corners))
            if len(ring) < 3:
                continue
            path = svg.Path().ring(ring)
            colour = style.FILLS[thing.material_of(number)].near
            text = svg.shape(path, fill=colour, stroke=colour, stroke_width=style.SEAM_MM)
            shapes.append((float(corners[:, 2].mean()), text))
    return [text for _, text in sorted(shapes)]


def clipped(shot: Shot, ring: Floats) -> Floats:
    """The part of a shape that lies on the sheet (Sutherland and Hodgman, 1974)."""
    for axis, edge, sign in ((0, 0.0, 1), (0, shot.sheet.width_mm, -1), (1, 0.0, 1), (1, shot.sheet.height_mm, -1)):
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


def _lines(shot: Shot, borders: list[Border], cubics: list[list[Floats]]) -> tuple[list[str], set[float]]:
    """All pen lines, one path per width."""
    paths: dict[float, svg.Path] = {}
    depth = np.where(np.isfinite(shot.picture.depth), shot.picture.depth, -1e4)
    for border, whole in zip(borders, cubics, strict=True):
        for run in pen.runs(border, shot.patches, depth, shot.labels):
            path = paths.setdefault(run.width_mm, svg.Path())
            part = whole
            if (run.first, run.last) != (0, len(border.points) - 1):
                points = border.points[run.first : run.last + 1]
                part = curves.fitted(points, None, None, CURVE_PX)
            _add(path, part)
    shapes = [
        svg.shape(path, fill="none", stroke=style.INK, stroke_width=width) for width, path in sorted(paths.items())
    ]
    return shapes, set(paths)


def _add(path: svg.Path, cubics: list[Floats]) -> None:
    for i, cubic in enumerate(cubics):
        mm = cubic / style.PIXELS_PER_MM
        if i == 0:
            path.move(mm[0])
        path.curve(mm)


def _edges(shot: Shot) -> str:
    """The straight edges of things, where nothing hides them."""
    path = svg.Path()
    for thing in shot.scene.things:
        if thing.flat:
            for first, last in _visible_edges(shot, thing):
                path.move(first).line(last)
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM)


def _visible_edges(shot: Shot, thing: Thing) -> list[tuple[Floats, Floats]]:
    """Pieces of edges that belong to a face turned to the viewer and are not covered, in print millimetres."""
    seen = shot.scene.camera.see(thing.points)
    found = []
    for a, b, faces in thing.edges:
        if all(_turned_away(seen[list(thing.faces[f])]) for f in faces):
            continue
        share = np.linspace(0, 1, 400)[:, None]
        points = seen[a] + (seen[b] - seen[a]) * share
        clear = _uncovered(shot, points) & _on_sheet(shot, points)
        for first, last in pen.stretches(clear):
            if last - first > 2:
                ends = shot.sheet.to_print_mm(points[[first, last]])
                found.append((ends[0], ends[1]))
    return found


def _on_sheet(shot: Shot, points: Floats) -> Bools:
    at = shot.sheet.to_print_mm(points)
    corner = np.array([shot.sheet.width_mm, shot.sheet.height_mm])
    found: Bools = np.asarray(np.all((at >= 0) & (at <= corner), axis=1))
    return found


def _uncovered(shot: Shot, points: Floats) -> Bools:
    """Is a point in front of, or level with, what the picture shows there? Its neighbours count too."""
    pixels = shot.sheet.to_pixels(points)
    clear = np.zeros(len(points), dtype=bool)
    height, width = shot.picture.shape
    for dx, dy in ((0, 0), (1.5, 0), (-1.5, 0), (0, 1.5), (0, -1.5)):
        x = np.clip(np.floor(pixels[:, 0] + dx).astype(int), 0, width - 1)
        y = np.clip(np.floor(pixels[:, 1] + dy).astype(int), 0, height - 1)
        level = points[:, 2] > shot.picture.depth[y, x] - EDGE_SLACK_MM
        nearer = points[:, 2] > shot.picture.depth[y, x] + 1
        clear[level & (nearer | ~shot.body_pixels[y, x])] = True
    return clear
