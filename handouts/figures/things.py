"""Things round the body: wall, counter, chair, step, mat, ball, towel. Boxes keep exact straight edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.figures.raster import Ints

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Thing:
    """A thing in the room: flat faces (corner numbers, in order) or a smooth mesh of triangles."""

    name: str
    material: str
    points: Floats
    faces: tuple[tuple[int, ...], ...] = ()
    mesh: Ints | None = None
    face_materials: tuple[str, ...] = ()

    @property
    def flat(self) -> bool:
        return self.mesh is None

    @property
    def triangles(self) -> Ints:
        if self.mesh is not None:
            return self.mesh
        fans = [[face[0], face[i], face[i + 1]] for face in self.faces for i in range(1, len(face) - 1)]
        return np.array(fans, dtype=np.int64)

    def material_of(self, face: int) -> str:
        return self.face_materials[face] if self.face_materials else self.material

    @property
    def edges(self) -> list[tuple[int, int, list[int]]]:
        """Every edge of a box with the faces that meet there."""
        meets: dict[tuple[int, int], list[int]] = {}
        for number, face in enumerate(self.faces):
            for a, b in zip(face, (*face[1:], face[0]), strict=True):
                meets.setdefault((min(a, b), max(a, b)), []).append(number)
        return [(a, b, faces) for (a, b), faces in sorted(meets.items())]


#: Faces of a box, seen from outside anticlockwise: left, right, bottom, top, back, front.
_BOX = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(
    name: str,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    material: str,
    face_materials: tuple[str, ...] = (),
) -> Thing:
    """A box between two corners."""
    corners = np.array([[a, b, c] for a in x for b in y for c in z], dtype=np.float64)
    return Thing(name, material, corners, _BOX, face_materials=face_materials)


def wall(scale: float) -> Thing:
    """A slab of wall whose face is the plane z = 0."""
    shades = ("wall", "wall edge", "wall", "wall edge", "wall edge", "wall")
    return box("wall", (-222 * scale, 380 * scale), (0, 1640 * scale), (0, 45 * scale), "wall", shades)
