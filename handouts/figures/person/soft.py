"""Soft things under the skin as surfaces on the bones of a body: strands along a course, cushions round a place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import about_x, cross, unit, vector
from handouts.figures.person import feet
from handouts.figures.person.rig import Posed
from handouts.figures.person.skeleton import Skeleton
from handouts.figures.person.structures import Cushion, Spot, Strand

AROUND = 14  # corners of a section
STEPS = 10  # sections between two places of a course


@dataclass(frozen=True, eq=False)
class Surface:
    """Points in millimetres of the room at rest, and triangles."""

    points: Floats
    triangles: Ints


def place(skeleton: Skeleton, spot: Spot, posed: Posed) -> Floats:
    """Where a spot of the right side is in the room."""
    at = skeleton.bone(f"{spot.bone}.R").end(spot.end) + vector(*spot.off) * skeleton.body.scale
    if spot.under_skin_mm:
        on = feet.foot(skeleton.body.name)
        ahead = on.skin_behind(float(at[1])) + spot.under_skin_mm * skeleton.body.scale
        at = at + on.ahead * (ahead - float((at - on.heel) @ on.ahead))
    found: Floats = skeleton.carried(f"{spot.bone}.R", at[None], posed)[0]
    return found


def strand(skeleton: Skeleton, one: Strand, posed: Posed) -> Surface:
    """A tube of elliptic section along a smooth course, closed at its ends."""
    path, sides, normals = sections(skeleton, one, posed)
    turn = np.linspace(0, 2 * math.pi, AROUND, endpoint=False)
    rings = [
        at + np.outer(np.cos(turn), side) + np.outer(np.sin(turn), normal)
        for at, side, normal in zip(path, sides, normals, strict=True)
    ]
    return Surface(np.vstack([*rings, path[:1], path[-1:]]), _tube(len(path)))


def sections(skeleton: Skeleton, one: Strand, posed: Posed) -> tuple[Floats, Floats, Floats]:
    """The sections of a strand: their middles, and the half axes of their ellipses, each of shape (n, 3)."""
    scale = skeleton.body.scale
    knots = np.stack([place(skeleton, spot, posed) for spot in one.course])
    across = skeleton.turn(f"{one.course[0].bone}.R", posed) @ np.array(one.across)
    sizes = np.stack([one.wide, one.thick], axis=1) * scale / 2
    share = np.linspace(0, 1, STEPS + 1)[:-1]
    path = np.vstack([*(curves.at(cubic, share) for cubic in curves.through(knots)), knots[-1:]])
    half = PchipInterpolator(np.arange(len(knots)), sizes)(np.arange(len(path)) / STEPS)
    run = np.gradient(path, axis=0)
    sides, normals = [], []
    for way, (wide, thick) in zip(run, half, strict=True):
        ahead = unit(way)
        side = unit(across - ahead * float(across @ ahead))
        sides.append(side * wide)
        normals.append(cross(ahead, side) * thick)
    return path, np.stack(sides), np.stack(normals)


def _tube(sections: int) -> Ints:
    """Triangles between rings, and a fan at each end."""
    first = np.arange(AROUND)
    after = (first + 1) % AROUND
    found = []
    for k in range(sections - 1):
        a, b, c, d = k * AROUND + first, k * AROUND + after, (k + 1) * AROUND + first, (k + 1) * AROUND + after
        found += [np.stack([a, b, d], axis=1), np.stack([a, d, c], axis=1)]
    start, end, last = sections * AROUND, sections * AROUND + 1, (sections - 1) * AROUND
    found += [
        np.stack([after, first, np.full(AROUND, start)], axis=1),
        np.stack([last + first, last + after, np.full(AROUND, end)], axis=1),
    ]
    return np.concatenate(found)


def cushion(skeleton: Skeleton, one: Cushion, posed: Posed) -> Surface:
    """An ellipsoid."""
    rows = np.linspace(0, math.pi, 18)
    turn = np.linspace(0, 2 * math.pi, AROUND * 2, endpoint=False)
    unit_ball = np.array(
        [[math.sin(r) * math.cos(t), math.cos(r), math.sin(r) * math.sin(t)] for r in rows for t in turn]
    )
    wide = len(turn)
    k = np.arange(wide)
    after = (k + 1) % wide
    quads = [
        np.stack([r * wide + k, r * wide + after, (r + 1) * wide + after, (r + 1) * wide + k], axis=1)
        for r in range(len(rows) - 1)
    ]
    quad = np.concatenate(quads)
    turn_ = skeleton.turn(f"{one.at.bone}.R", posed) @ about_x(one.lean_deg)
    points = (unit_ball * vector(*one.radii) * skeleton.body.scale) @ turn_.T
    return Surface(points + place(skeleton, one.at, posed), np.concatenate([quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]))
