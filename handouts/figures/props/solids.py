"""Solids that props are built from: boxes keep exact straight edges, everything else is a smooth mesh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross


@dataclass(frozen=True, eq=False)
class Solid:
    """One solid in the room: flat faces (corner numbers, in order; two = a mere line) or a smooth mesh of triangles."""

    name: str
    material: str
    points: Floats
    faces: tuple[tuple[int, ...], ...] = ()
    mesh: Ints | None = None
    face_materials: tuple[str, ...] = ()
    prop: str = ""
    open_faces: tuple[int, ...] = ()  # where the thing goes on beyond the picture: their edges have no line

    @property
    def flat(self) -> bool:
        return self.mesh is None

    @property
    def triangles(self) -> Ints:
        if self.mesh is not None:
            return self.mesh
        fans = [[face[0], face[i], face[i + 1]] for face in self.faces for i in range(1, len(face) - 1)]
        return np.array(fans, dtype=np.int64).reshape(-1, 3)

    def material_of(self, face: int) -> str:
        return self.face_materials[face] if self.face_materials else self.material

    @property
    def edges(self) -> list[tuple[int, int, list[int]]]:
        """Every edge of a box that is lined, with the faces that meet there."""
        meets: dict[tuple[int, int], list[int]] = {}
        for number, face in enumerate(self.faces):
            for a, b in zip(face, (*face[1:], face[0]), strict=True):
                meets.setdefault((min(a, b), max(a, b)), []).append(number)
        lined = ((edge, faces) for edge, faces in sorted(meets.items()) if not {*faces} & {*self.open_faces})
        return [(a, b, faces) for (a, b), faces in lined]


#: Faces of a box, seen from outside anticlockwise: left, right, bottom, top, back, front.
TOP, BACK, FRONT = 3, 4, 5  # a face at the end of y, at the beginning of z, at its end
_BOX = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(
    name: str,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    material: str,
    face_materials: tuple[str, ...] = (),
    open_faces: tuple[int, ...] = (),
) -> Solid:
    """A box between two corners; it goes on beyond its open faces."""
    corners = np.array([[a, b, c] for a in x for b in y for c in z], dtype=np.float64)
    return Solid(name, material, corners, _BOX, face_materials=face_materials, open_faces=open_faces)


def tube(name: str, material: str, points: Floats, radii: tuple[float, float], up: Floats, around: int = 16) -> Solid:
    """A band of elliptic section along a smooth curve through points: towels, rails."""
    return ribbon(name, material, points, np.full(len(points), 2 * radii[0]), 2 * radii[1], up, around)


def ribbon(name: str, material: str, points: Floats, wide: Floats, thick: float, up: Floats, around: int = 16) -> Solid:
    """The same with its own width at every point; the width lies as near to `up` as the course allows."""
    line = _smooth(points, 10)
    ways = np.gradient(line, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    across = up - ways * (ways @ up)[:, None]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    other = cross(ways, across)
    half = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(wide)), wide / 2)
    turn = 2 * np.pi * np.arange(around) / around
    ring = (
        half[:, None, None] * np.cos(turn)[None, :, None] * across[:, None]
        + thick / 2 * np.sin(turn)[None, :, None] * other[:, None]
    )
    return Solid(name, material, (line[:, None] + ring).reshape(-1, 3), mesh=grid(len(line), around))


def sphere(name: str, material: str, centre: Floats, radius: float, around: int = 40) -> Solid:
    rows = np.linspace(-np.pi / 2, np.pi / 2, around // 2)
    turn = 2 * np.pi * np.arange(around) / around
    points = np.stack(
        [np.cos(rows)[:, None] * np.cos(turn), np.sin(rows)[:, None] + 0 * turn, np.cos(rows)[:, None] * np.sin(turn)],
        axis=2,
    )
    return Solid(name, material, centre + radius * points.reshape(-1, 3), mesh=grid(len(rows), around))


def ring(name: str, material: str, middle: Floats, radius: float, thick: float) -> Solid:
    """A round tube in a circle about an axle that runs across: tyres, hand rims."""
    turn, about = 2 * np.pi * np.arange(73) / 72, 2 * np.pi * np.arange(12) / 12
    way = np.stack([0 * turn, np.sin(turn), np.cos(turn)], axis=1)[:, None]
    across = np.array([1.0, 0.0, 0.0])
    points = way * (radius + thick * np.cos(about)[None, :, None]) + across * thick * np.sin(about)[None, :, None]
    return Solid(name, material, middle + points.reshape(-1, 3), mesh=grid(len(turn), 12))


def merged(name: str, material: str, *parts: Solid) -> Solid:
    """Smooth solids that are one: no line is drawn where they meet."""
    starts = np.cumsum([0, *(len(part.points) for part in parts)])
    mesh = np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=False)])
    return Solid(name, material, np.vstack([part.points for part in parts]), mesh=mesh)


def grid(rows: int, around: int) -> Ints:
    """Triangles of a closed ring of points, row after row."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(around), indexing="ij")
    a, b = i * around + j, i * around + (j + 1) % around
    c, d = a + around, b + around
    return np.concatenate([np.stack([a, b, d], axis=2).reshape(-1, 3), np.stack([a, d, c], axis=2).reshape(-1, 3)])


def _smooth(points: Floats, each: int) -> Floats:
    """More points on a curve through some (Catmull-Rom)."""
    p = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, each, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack([*parts, points[-1:]])


def rounded(name: str, material: str, middle: Floats, half: Floats, power: float = 0.5) -> Solid:
    """A cushion-like solid: a sphere whose sides are flattened, half as wide, high and deep as `half` says."""
    ball = sphere(name, material, np.zeros(3), 1.0, 56)
    squared = np.sign(ball.points) * np.abs(ball.points) ** power
    return Solid(name, material, middle + squared * half, mesh=ball.mesh)


#: Materials of the faces of a box of wood, in the order of `_BOX`.
WOOD = ("wood edge", "wood", "wood edge", "wood", "wood edge", "wood edge")
