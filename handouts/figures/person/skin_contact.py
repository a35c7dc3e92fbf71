"""Contacts: a part of the skin that should touch a plane, or another part of the skin.

The distance of a point to the skin is measured to the nearest vertex along its normal: exact enough at the spacing of
the mesh (about 8 mm), and the same for every pose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import numpy as np
from scipy.spatial import KDTree

from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.geometry.rotation import vector
from handouts.figures.person.rig import Body, Posed, normals_of

NEAR_MM = 40.0  # skin further away than this is another part of the body, not what is touched
ASIDE_MM = 12.0  # a vertex further to the side than the mesh is wide lies beyond the edge of the outer skin


def outwards(posed: Posed, vertices: Ints | Sequence[int]) -> Floats:
    """The skin's normals at some vertices, from the few triangles that have these."""
    if not len(vertices):
        return np.zeros((0, 3))
    order, starts = _triangles_at(posed.body)
    chosen = np.unique(np.concatenate([order[starts[v] : starts[v + 1]] for v in vertices]))
    own, corners = np.unique(posed.body.fine.triangles[chosen], return_inverse=True)
    found: Floats = normals_of(posed.skin[own], corners.reshape(-1, 3))[np.searchsorted(own, vertices)]
    return found


@lru_cache(maxsize=8)
def _triangles_at(body: Body) -> tuple[Ints, Ints]:
    """The triangles of every vertex in a row, and where those of each vertex begin."""
    corners = body.fine.triangles.ravel()
    order = np.argsort(corners, kind="stable")
    starts: Ints = np.searchsorted(corners[order], np.arange(len(body.fine.points(body.skin)) + 1))
    return order // 3, starts


def depths(posed: Posed, inner: Ints, outer: Ints, within_mm: float = NEAR_MM) -> Floats:
    """How far each vertex of `inner` is outside the skin `outer` (negative = inside), in millimetres.

    What lies further off than `within_mm` is infinitely far: a bounded search is many times faster.
    """
    found: Floats = np.full(len(inner), np.inf)
    points, skin = posed.skin[inner], posed.skin[outer]
    # Boxes first: most parts are far from one another, and of a trunk only the piece beside an arm is searched.
    close = np.flatnonzero(_in_box(points, skin, within_mm))
    facing = np.flatnonzero(_in_box(skin, points, within_mm)) if len(close) else close
    if not len(facing):
        return found
    distance, nearest = _tree(skin[facing]).query(points[close], distance_upper_bound=within_mm)
    found[close] = distance
    reached = np.flatnonzero(distance < NEAR_MM)
    if not len(reached):
        return found
    near, over = close[reached], facing[nearest[reached]]
    off, way = points[near] - skin[over], outwards(posed, outer[over])
    # The offset along the outer normal has a sign; the distance to a vertex has none and is never negative.
    signed = np.einsum("vi,vi->v", off, way)
    # Beside the edge of `outer` the normal points past the part: its plane would report a contact in the air,
    # so the plain distance counts there.
    aside = np.sqrt(np.maximum(found[near] ** 2 - signed**2, 0.0))
    found[near] = np.where(aside < ASIDE_MM, signed, found[near])
    return found


def _tree(points: Floats) -> KDTree:
    """A tree that is quick to build: each is queried once."""
    return KDTree(points, compact_nodes=False, balanced_tree=False)


def _in_box(points: Floats, others: Floats, margin_mm: float) -> Bools:
    """Which points lie in the box round the others."""
    low, high = others.min(axis=0) - margin_mm, others.max(axis=0) + margin_mm
    found: Bools = ((points >= low) & (points <= high)).all(axis=1)
    return found


def approach(posed: Posed, inner: Ints, outer: Ints) -> Floats:
    """The same for parts that may still be apart: looked for further and further away, until one is found."""
    within = NEAR_MM
    while np.isinf(found := depths(posed, inner, outer, within)).all():
        # Doubling: most parts are near at once, and few that are far cost a wider search.
        within *= 2
    return found


@dataclass(frozen=True, eq=False)
class Contact:
    """A part of the skin that should touch a plane: after solving, `gap_mm` is what is left between them."""

    name: str
    vertices: Ints
    point: Floats
    normal: Floats
    pressed_mm: float = 0.0  # soft flesh is pressed flat by so much
    on_skin: ClassVar[bool] = False  # a contact of the body with itself holds nothing up

    def gap_mm(self, posed: Posed) -> float:
        """Distance of the nearest skin to the plane; negative = through it."""
        return float(((posed.skin[self.vertices] - self.point) @ self.normal).min()) + self.pressed_mm


#: What a contact moves when its skin is off: `hips`, `neck`, or the end of a limb (`ankle.R`).
Handle = str


@dataclass(frozen=True, eq=False)
class SkinContact(Contact):
    """A part of the skin that should touch another part of the skin."""

    against: Ints = field(kw_only=True)
    nearest: tuple[int, int] = field(kw_only=True)  # the vertex of each that are next to one another
    seen_on: tuple[Posed, float] | None = field(default=None, kw_only=True)  # where it was found, and its gap there
    on_skin: ClassVar[bool] = True

    def gap_mm(self, posed: Posed) -> float:
        """Distance of the nearest skin to the other; negative = inside it."""
        # `skin_contact` measured this posture; the identity of the body is enough, since a posed body never changes.
        if self.seen_on and self.seen_on[0] is posed:
            return self.seen_on[1]
        return float(approach(posed, self.vertices, self.against).min())


def skin_contact(posed: Posed, name: str, vertices: Ints, against: Ints) -> SkinContact:
    """Two parts of the skin; what is off is put right along the normal where they are nearest."""
    gaps = approach(posed, vertices, against)
    nearest = int(gaps.argmin())
    one = int(vertices[nearest])
    point = posed.skin[one]
    other = int(against[int(np.linalg.norm(posed.skin[against] - point, axis=1).argmin())])
    (normal,) = outwards(posed, [other])
    seen_on = (posed, float(gaps.min()))
    return SkinContact(
        name, vertices, posed.skin[other], normal, against=against, nearest=(one, other), seen_on=seen_on
    )


def level(name: str, vertices: Ints, height_mm: float = 0.0) -> Contact:
    """Contact with a horizontal plane at this height over the floor."""
    return Contact(name, vertices, vector(0, height_mm, 0), vector(0, 1, 0))


def upright(name: str, vertices: Ints) -> Contact:
    """Contact with the plane z = 0, in front of the figure."""
    return Contact(name, vertices, vector(0, 0, 0), vector(0, 0, -1))


def foot_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"foot.{side}", f"toe*.{side}")


def hand_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}")
