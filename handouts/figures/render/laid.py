"""A panel with all that is laid into it: pads, bones and soft things, sore places, straps, frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from shapely import affinity
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.ops import polylabel, unary_union

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.person import feet, soft
from handouts.figures.person.skeleton import is_middle
from handouts.figures.person.structures import SORES, STRUCTURES, Cushion, Pad, Strand, Structure
from handouts.figures.render import chambers, fibres, inking, locators, marks, soft_ends, svg, under_skin
from handouts.figures.render.panels import DrawnPanel, Panel
from handouts.figures.render.under_skin import Thing

Area: TypeAlias = Polygon | MultiPolygon
DEEP = 0.7  # of the greatest distance from the edges that a label's place has
CURVE_PX = 0.6  # how far a drawn curve may leave its shape: 0.025 mm of paper


def drawn(panel: Panel, structures: Sequence[str], sore: Sequence[str], corner_mm: tuple[float, float]) -> DrawnPanel:
    """Everything of one panel, from back to front."""
    if panel.part:
        return _placed(panel, locators.located(panel), corner_mm, {}, {}, ())
    ink = inking.inked(panel.rendering)
    inside = under_skin.seen(_things(panel, structures), panel.scene.camera, panel.sheet)
    bones = inside.shape(*(thing.name for thing in inside.things))
    over = {name: _over(panel, name) for name in structures if panel.bones and STRUCTURES[name].over}
    pads = {name: _pad(panel, name) for name in structures if panel.bones and _is_pad(STRUCTURES[name])}
    shapes = {name: inside.shape(name) for name in structures if name not in {**over, **pads}}
    shapes = {name: shape for name, shape in {**shapes, **over, **pads}.items() if not shape.is_empty}
    places = {name: _mark(name, area) for name in sore if not (area := _sore(panel, name, shapes, bones)).is_empty}
    skin = {name: _on_skin(panel, name, shapes) for name in sore if name in panel.areas}
    parts = [panel.floor(), *ink.fills]
    parts += [*(part for one in skin.values() for part in one.parts if not panel.bones), *ink.lines]
    parts += [part for shape in pads.values() for part in _pad_parts(shape, bones)]
    parts += [*inside.fills(), *(part for one in places.values() for part in one.parts)]
    parts += [part for one in skin.values() for part in one.parts if panel.bones]
    sore_area = unary_union([one.shape for one in places.values()])
    free = {name: shape.difference(sore_area) for name, shape in shapes.items() if name not in over}
    parts += [*(fibres.lines(panel, name, shape) for name, shape in free.items()), *inside.lines()]
    held = unary_union([shape for name, shape in shapes.items() if name not in over and not STRUCTURES[name].bones])
    for name, shape in over.items():
        parts += _strap(shape, held)
        parts += [fibres.lines(panel, name, shape.difference(unary_union([held, sore_area])))]
    parts += [*soft_ends.drawn(panel), *panel.over, *_edges(panel)]
    laid = inside.things + tuple(thing for name in over for thing in _soft_things(panel, name))
    return replace(_placed(panel, parts, corner_mm, shapes, places | skin, laid), bones=bones)


def _placed(
    panel: Panel, parts: Iterable[str], corner_mm: tuple[float, float], shapes: dict[str, Area],
    sore: dict[str, marks.Highlight], things: tuple[Thing, ...],
) -> DrawnPanel:  # fmt: skip
    kept = [part for part in parts if part]
    if corner_mm != (0.0, 0.0):
        x, y = (svg.units(way) for way in corner_mm)
        kept = [f'<g transform="translate({x} {y})">', *kept, "</g>"]
    return DrawnPanel(panel, corner_mm, tuple(kept), shapes, sore, things)


def anchor(one: DrawnPanel, name: str, sore: Sequence[str], left: bool = False) -> tuple[float, float] | None:
    """Where a label points in a panel, in its print millimetres; None when the panel does not show it.

    It is near the right edge of what it names, where most labels are, or near its `left` one.
    """
    place = sore[0] if name == "sore" and sore else name
    if name in one.shapes and name not in one.sore:
        shape = one.shapes[name].intersection(one.panel.frame)
        spot = STRUCTURES[name].at
        free = shape.difference(unary_union([mark.shape for mark in one.sore.values()]))
        at = None if spot is None else Point(*one.panel.spot(spot))
        if at is not None and free.contains(at):
            return at.x, at.y
        return _middle(free if free.area > 1.0 else shape, left)
    if place in one.sore:
        return _middle(one.sore[place].shape, left)
    spot_ = one.panel.spots.get(name)
    return None if spot_ is None else tuple(float(v) for v in one.panel.on_sheet(spot_))  # type: ignore[return-value]


def _middle(shape: Area, left: bool) -> tuple[float, float]:
    """A place well inside: of several pieces, and of several places as deep, the one nearest to the labels."""
    way = -1 if left else 1
    pieces = list(getattr(shape, "geoms", [shape]))
    large = [piece for piece in pieces if piece.area > max(one.area for one in pieces) / 4]
    piece = max(large, key=lambda one: way * one.centroid.x)
    depth = piece.boundary.distance(polylabel(piece, 0.1))
    deep = piece.buffer(-DEEP * depth)
    first, low, last, high = deep.bounds
    near, far = (first, last) if left else (last, first)
    found = deep.intersection(box(near, low, (far + 2 * near) / 3, high)).representative_point()
    return float(found.x), float(found.y)


# ---------------------------------------------------------------- bones and soft things


def _things(panel: Panel, structures: Sequence[str]) -> list[Thing]:
    """Every surface under the skin of a panel."""
    if not panel.bones:
        return []
    named = {bone: name for name in structures for bone in STRUCTURES[name].bones}
    found = []
    for bone in panel.bones:
        for side in ("",) if is_middle(bone) else panel.sides:
            at = panel.skeleton.posed(bone + side, panel.scene.posed)
            name = named.get(bone) if side in ("", ".R") else None
            material = ("disc" if bone.startswith("disc-") else "bone") + ("" if name else " beside")
            plain = bone if side in ("", ".R") else ""
            nearer = STRUCTURES[name].in_front_mm if name else 0.0
            found.append(
                Thing(
                    name or bone + side, material, at.points, at.triangles, at.closed, plain,
                    faint=name is None, in_front_mm=nearer,
                )
            )  # fmt: skip
    return found + [thing for name in structures if not STRUCTURES[name].over for thing in _soft_things(panel, name)]


def _soft_things(panel: Panel, name: str) -> list[Thing]:
    one = STRUCTURES[name]
    return [
        Thing(name, one.material, at.points, at.triangles, joins=one.joins, in_front_mm=one.in_front_mm)
        for at in _surfaces(panel, one)
    ]


def _surfaces(panel: Panel, one: Structure) -> list[soft.Surface]:
    found = []
    for part in one.parts:
        if isinstance(part, Strand):
            found.append(soft.strand(panel.skeleton, part, panel.scene.posed))
        elif isinstance(part, Cushion):
            found.append(soft.cushion(panel.skeleton, part, panel.scene.posed))
    return found


# ---------------------------------------------------------------- pads, bands over all else, sore places


def _is_pad(one: Structure) -> bool:
    return any(isinstance(part, Pad) for part in one.parts)


def _pad(panel: Panel, name: str) -> Area:
    """A pad on this panel: its region as far as the skin."""
    [pad] = [part for part in STRUCTURES[name].parts if isinstance(part, Pad)]
    on = feet.foot(panel.body.name)
    ring = feet.smooth_ring(np.array(pad.ring, dtype=np.float64))
    return panel.soft(Polygon(panel.on_sheet(on.place(ring))).buffer(0)).intersection(panel.frame)


def _pad_parts(shape: Area, bones: Area) -> list[str]:
    """A pad's fill, its chambers and its outline."""
    walls = svg.Path()
    for line in chambers.walls(shape.difference(bones)):
        walls.move(line[0])
        for point in line[1:]:
            walls.line(point)
    colour = style.FILLS["pad"].near
    return [
        svg.shape(_path(shape), fill=colour),
        svg.shape(walls, fill="none", stroke=style.INK, stroke_width=style.THINNEST_MM),
        svg.shape(_path(shape), fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM),
    ]


def _over(panel: Panel, name: str) -> Area:
    """What a thing covers that is drawn as an outline."""
    return under_skin.seen(_soft_things(panel, name), panel.scene.camera, panel.sheet).shape(name)


def _strap(shape: Area, held: Area) -> list[str]:
    """A band over all else: it hides the bones under it, but not the soft things that it holds down."""
    free = shape.difference(held.buffer(style.OUTLINE_MM / 2))
    outline = svg.shape(_path(shape), fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM)
    return [svg.shape(_path(free), fill=style.FILLS["strap"].near), outline]


def _on_skin(panel: Panel, name: str, shapes: dict[str, Area]) -> marks.Highlight:
    """A sore region of the skin: over the faint bones of the panel, but beside the structures that it shows."""
    one = panel.areas[name](panel.rendering)
    if not panel.bones:
        return one
    room = panel.skin.buffer(-style.SILHOUETTE_MM).difference(unary_union([*shapes.values()]))
    return marks.hatched(one.shape.intersection(room))


def _sore(panel: Panel, name: str, shapes: dict[str, Area], bones: Area) -> Area:
    """A sore place on this panel: an ellipse, cut to what hurts."""
    if name not in SORES or not panel.bones:
        return Polygon()
    one = SORES[name]
    within = unary_union(
        [shapes[on].difference(bones) if on == "heel pad" else shapes[on] for on in one.on if on in shapes]
    )
    if one.on and within.is_empty:
        return Polygon()
    room = panel.frame.buffer(-style.OUTLINE_MM)
    room = room.difference(unary_union([shapes[off] for off in one.off if off in shapes]))
    if one.at is None:
        return within.intersection(room)
    scale = panel.sheet.mm_per_body_mm * panel.body.scale
    ellipse = affinity.scale(Point(*panel.spot(one.at)).buffer(1.0, 32), *(r * scale for r in one.radii_mm))
    ellipse = affinity.rotate(ellipse, one.turn_deg)
    area = ellipse.intersection(room)
    return area.intersection(within) if one.on else panel.soft(area)


def _mark(name: str, area: Area) -> marks.Highlight:
    """The sign of a sore place."""
    nerve = SORES[name].on and all(STRUCTURES[on].material == "nerve" for on in SORES[name].on)
    return marks.filled(area) if nerve else marks.hatched(area)


def _edges(panel: Panel) -> list[str]:
    """The frame of an enlargement."""
    if panel.framed:
        half = style.OUTLINE_MM / 2
        return [
            marks.frame(np.array([half, half]), np.array([panel.sheet.width_mm - half, panel.sheet.height_mm - half]))
        ]
    return []


def _path(shape: Area) -> svg.Path:
    """The outline of a shape in curves."""
    path = svg.Path()
    for piece in getattr(shape, "geoms", [shape]):
        for ring in (piece.exterior, *piece.interiors):
            for i, cubic in enumerate(curves.fitted(np.array(ring.coords) * style.PIXELS_PER_MM, None, None, CURVE_PX)):
                if i == 0:
                    path.move(cubic[0] / style.PIXELS_PER_MM)
                path.curve(cubic / style.PIXELS_PER_MM)
            path.close()
    return path
